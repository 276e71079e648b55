"""The trained classifier: what it hears on messages it never learnt from, and what it is."""

from pathlib import Path

import numpy as np
import pytest

from agent.understanding.kinds import LANGUAGES, Intent, Objection
from agent.understanding.learning import corpus
from agent.understanding.learning.features import BUCKETS, Row, row_of
from agent.understanding.learning.fit import learn
from agent.understanding.learning.model import DIGEST, FILE, Classifier, classifier
from agent.understanding.learning.senses import senses
from agent.understanding.signals import read_message

SEVERAL = (
    ("We already have Zendesk and honestly you're too expensive.", {"already_have", "price"}),
    ("not interested, we don't need it", {"not_interested", "need"}),
    ("Kein Budget, und entscheiden muss das sowieso mein Chef", {"price", "authority"}),
)
POSITIVE = (
    "sounds good",
    "this is exactly what we need",
    "das ist genau das, was wir suchen",
    "ça nous intéresse beaucoup",
    "me encanta, es lo que buscamos",
    "dokładnie tego szukamy",
)
ASKED = (
    "how does it work",
    "what does it cost per month",
    "wie funktioniert das genau",
    "comment ça marche",
    "cómo funciona esto",
    "quanto costa al mese",
    "hoeveel kost dat per maand",
    "jak to działa",
)
TOLD = (
    "we are 50 people",
    "I run a bakery in Leeds",
    "wir sind in Kassel",
    "ik heb geen tijd",
    "it is too expensive",
)


def fresh() -> list[tuple[str, str, str]]:
    lines = (Path(__file__).parent / "fresh.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines]  # type: ignore[misc]


def test_objections_are_told_apart_in_messages_never_learnt_from() -> None:
    """Macro-F1 over the eleven kinds, one kind a message, hard wordings in eight languages."""
    held = fresh()
    found = [(kind, read_message(text, languages=LANGUAGES).objection) for kind, _, text in held]
    scores = []
    for kind in Objection:
        right = sum(meant == kind == read for meant, read in found)
        both = sum(meant == kind for meant, _ in found) + sum(read == kind for _, read in found)
        scores.append(2 * right / both)
    assert sum(scores) / len(scores) >= 0.57


def test_no_message_of_the_measured_set_is_learnt_from() -> None:
    """The fresh messages stand in no file of the corpus."""
    learnt = {message.text.casefold() for message in corpus.messages()}
    assert not [text for _, _, text in fresh() if text.casefold() in learnt]


def test_several_signals_are_heard_in_one_message() -> None:
    """Each objection that is raised is there, and the first is the one to meet."""
    for text, kinds in SEVERAL:
        seen = read_message(text, languages=LANGUAGES)
        assert set(seen.objections) == kinds, text
        assert seen.objection == seen.objections[0], text


def test_interest_and_questions_without_a_mark_are_heard() -> None:
    """Who is keen is heard, who asks needs no question mark, and who tells is not said to ask."""
    for text in POSITIVE:
        assert Intent.POSITIVE in read_message(text, languages=LANGUAGES).intents, text
    for text in ASKED:
        assert read_message(text, languages=LANGUAGES).is_question, text
    for text in TOLD:
        assert not read_message(text, languages=LANGUAGES).is_question, text


def test_another_file_is_refused(tmp_path: Path) -> None:
    """Weights that were not measured are not used."""
    changed = tmp_path / "classifier.npz"
    changed.write_bytes(FILE.read_bytes() + b"x")
    with pytest.raises(ValueError, match="not the file that was measured"):
        Classifier(changed, DIGEST)


def test_the_same_corpus_gives_the_same_weights() -> None:
    """Training is deterministic, and so is reading."""
    held = corpus.messages(("intents",))[:120]
    first, second = (
        learn(
            [row_of(message.text, senses()) for message in corpus.untidied(held, seed=3)],
            _targets(held),
            seed=3,
        )
        for _ in range(2)
    )
    assert first.table.tobytes() == second.table.tobytes()
    assert first.senses.tobytes() == second.senses.tobytes()
    assert classifier().read("not now, ask my boss") == classifier().read("not now, ask my boss")


def _targets(held: list[corpus.Message]):
    untidy = list(corpus.untidied(held, seed=3))
    return np.array([["question" in message.labels] for message in untidy], dtype=np.float32)


def test_any_text_can_be_read() -> None:
    """No words, one sign, a wall of text, another script: always a chance for every label."""
    for text in ("", "?", "👍", "x" * 3000, "нет, спасибо", "a b\n\n. c!", "<<EMAIL_1>>"):
        chances = classifier().read(text)
        assert set(chances) == set(classifier().labels)
        assert all(0 <= chance <= 1 for chance in chances.values())
    row: Row = row_of("hello there", senses())
    assert max(row.pieces + row.wholes) < BUCKETS
