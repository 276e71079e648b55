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

import numpy as np
from numpy.typing import NDArray

from agent.understanding.kinds import LANGUAGES, Floor
from agent.understanding.learning import corpus
from agent.understanding.learning.corpus import Message
from agent.understanding.learning.features import row_of
from agent.understanding.learning.fit import Floats, Weights, learn, valued
from agent.understanding.learning.margins import margins
from agent.understanding.learning.model import FILE, chances_of, packed, rows_of
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
        told = {
            label
            for label in labels
            if message.part == "intents"
            or label.startswith(_WHEREVER)
            or family_of(label) == "floor"
        }
        rows.append(
            [
                1.0 if label in message.labels else 0.0 if label in told else np.nan
                for label in labels
            ]
        )
    return np.array(rows, dtype=np.float32)


def train(held: Sequence[Message], labels: Sequence[str]) -> Weights:
    untidy = list(corpus.untidied(held, seed=SEED))
    known = senses()
    return learn(
        [row_of(message.text, known) for message in untidy],
        targets_of(untidy, labels),
        seed=SEED,
    )


def chances(held: Sequence[Message], labels: Sequence[str], weights: Weights) -> Floats:
    best = []
    for message in held:
        scores = []
        for row in rows_of(message.text, senses()):
            found, values = valued(row, weights.rarity)
            scores.append(values @ weights.table[found] + row.sense @ weights.senses + weights.bias)
        best.append(chances_of(np.stack(scores).max(axis=0), labels))
    return np.stack(best)


def unseen(held: Sequence[Message], labels: Sequence[str]) -> Floats:
    """The chances of each message from a model that has not learnt from it."""
    fold = np.random.default_rng(SEED).permutation(len(held)) % _FOLDS
    out = np.zeros((len(held), len(labels)), dtype=np.float32)
    for turn in range(_FOLDS):
        weights = train([m for m, f in zip(held, fold, strict=True) if f != turn], labels)
        at = np.flatnonzero(fold == turn)
        out[at] = chances([held[int(place)] for place in at], labels, weights)
        _say(f"fold {turn + 1} of {_FOLDS}")
    return out


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
    path: Path, labels: Sequence[str], chosen: Sequence[tuple[float, float]], weights: Weights
) -> None:
    held = packed(weights)
    np.savez_compressed(
        path,
        labels=np.array(labels),
        margins=np.array(chosen, dtype=np.float32),
        table=held["table"],
        scale=held["scale"],
        senses=held["senses"],
        bias=held["bias"],
        rarity=held["rarity"],
    )


def main(path: Path) -> None:
    held = corpus.messages()
    labels = labels_of(held)
    _say(f"{len(held)} messages, {len(labels)} labels")
    truths, found = targets_of(held, labels), unseen(held, labels)
    chosen = {}
    for at, label in enumerate(labels):
        told = ~np.isnan(truths[:, at])
        chosen[label] = margins(found[told, at], truths[told, at], family_of(label))
    report(held, found, truths, chosen)
    save(path, labels, list(chosen.values()), train(held, labels))
    _say(hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else FILE)
