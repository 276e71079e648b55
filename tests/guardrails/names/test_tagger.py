"""The trained tagger: what it finds on messages written by hand, what it leaves, what it is."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from guardrails import Guard, GuardFailure
from guardrails.guard import REGIONS
from guardrails.inspection import INWARD, OUTWARD
from guardrails.names.finder import NameFinder
from guardrails.names.tagger import DIGEST, FILE, Tagger
from guardrails.names.training.__main__ import save, train
from tests.guardrails.evaluation.scoring import Marked, Predicted, read_messages, score

_HERE = Path(__file__).parent
_MESSAGES = [m for name in ("messages", "later") for m in read_messages(_HERE / f"{name}.tsv")]
_REPLIES = (_HERE.parent / "evaluation" / "replies.txt").read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def _people(guard: Guard, text: str) -> Iterable[Predicted]:
    return [
        (span.entity.value, span.start, span.end)
        for span in guard._detector.find(text, REGIONS)
        if span.score >= INWARD.get(span.entity, 0.0)
    ]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl"])
def test_people_are_found_in_every_language(guard: Guard, language: str):
    """Small letters, surnames first, titles, bent endings, names from everywhere."""
    found = score([m for m in _MESSAGES if m.language == language], lambda t: _people(guard, t))
    assert found.f2("PERSON") >= 0.8, found.faults


def test_people_are_found_and_the_rest_is_left(guard: Guard):
    """Over all eight languages; of the messages without a person few are touched."""
    found = score(_MESSAGES, lambda text: _people(guard, text))
    assert found.f2("PERSON") >= 0.9, found.faults
    assert found.precision("PERSON") >= 0.95, found.faults
    assert found.clean_hit_rate <= 0.05, found.faults


def test_our_own_replies_keep_every_word(guard: Guard):
    """Nothing an agent would answer is sure enough to be a name to be taken out."""
    for reply in _REPLIES:
        sure = [
            span
            for span in guard._detector.find(reply.replace("\\n", "\n"), REGIONS)
            if span.entity == "PERSON" and span.score >= OUTWARD[span.entity]
        ]
        assert not sure, reply


@pytest.mark.parametrize(
    "text",
    [
        "Does it work with Jira, Einstein GPT and Monday.com?",
        "Nordhalle ist größer als die Südhalle",
        "Our offices are in Berlin and San Francisco",
        "WHY IS IT SO EXPENSIVE",
        "Thank You So Much",
        "Die Rechnung und der Vertrag fehlen im Angebot",
        "El Plan Básico o el Plan Avanzado",
        "Head of Sales, 25 licences, from May to August",
    ],
)
def test_products_places_nouns_and_shouts_are_no_people(guard: Guard, text: str):
    """The usual false alarms, each of a kind of its own."""
    assert not [p for p in _people(guard, text) if p[0] == "PERSON"]


@pytest.mark.parametrize(
    "text",
    [
        "We could meet at Hotel Aurora or the café Lucia",
        "How about Alice's Hair Studio?",
        "How far is it from Rosa Parks station to the stadium?",
        "Victor Hugo c'est le nom de la station",
        "Wir haben auch Lühe Forst GbR angefragt",
        "nos vemos en el restaurante Carmen",
        "Ci vediamo al Caffè Fiorella",
        "O plano Aurora tem suporte?",
        "Umówmy się w kawiarni Fryderyk",
    ],
)
def test_what_is_named_after_a_person_is_none(guard: Guard, text: str):
    """The word beside it says what it is."""
    assert not [p for p in _people(guard, text) if p[0] == "PERSON"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mijn mail is mschippers@kestrel.example, Margriet Schippers", "Margriet Schippers"),
        ("meu email é conceicao.falcao@n7.example, Conceição Falcão", "Conceição Falcão"),
        ("my son leon ordered it", "leon"),
        ("gracias nacho, quedamos así", "nacho"),
    ],
)
def test_a_name_is_taken_whole(guard: Guard, text: str, name: str):
    """A mailbox or a relation says who it is; the word beside a surname goes with it."""
    start = text.index(name)
    assert ("PERSON", start, start + len(name)) in _people(guard, text)


def test_the_same_text_has_the_same_people(tagger: Tagger):
    """From any thread, in any order, however often: nothing is kept from one text to the next."""
    finder = NameFinder(tagger)
    texts = [m.text for m in _MESSAGES[:80]]
    alone = [list(finder.find(text)) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: list(finder.find(text)), reversed(texts)))
    assert together[::-1] == alone


def test_the_model_is_numbers_only_and_the_one_we_measured(tmp_path: Path):
    """It opens without pickle, holds no word as text, and a changed file is refused."""
    held = FILE.read_bytes()
    assert hashlib.sha256(held).hexdigest() == DIGEST
    assert len(held) < 3_000_000
    with np.load(FILE, allow_pickle=False) as file:
        assert all(file[name].dtype.kind in "iu" for name in file.files)
    changed = tmp_path / "tagger.npz"
    changed.write_bytes(held + b"\x00")
    with pytest.raises(GuardFailure):
        Tagger(changed)


def test_the_training_command_gives_the_same_model_twice(tmp_path: Path):
    """A small run, bit for bit; the whole one is the same code with more examples."""
    files = [tmp_path / "one.npz", tmp_path / "two.npz"]
    for file in files:
        save(file, *train(300, 1))
    assert files[0].read_bytes() == files[1].read_bytes()
    marked = Marked("en", "Hi, I'm Anna Smith", (("PERSON", 8, 18),))
    assert list(NameFinder(Tagger(files[0], "")).find(marked.text))
