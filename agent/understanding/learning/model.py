"""The trained classifier of messages: how likely each signal is, in eight languages.

A logistic regression per label over what ``features`` sees, trained from the corpus beside it by
``python -m agent.understanding.learning``; ``docs/understanding-model.md`` is its card. A pure
function of the text; nothing it reads is kept.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from agent.understanding import meaning
from agent.understanding.learning.features import Row, row_of, sentences
from agent.understanding.learning.fit import Floats, Weights, valued
from agent.understanding.learning.heads import Head
from agent.understanding.learning.senses import Senses, senses

FILE = Path(__file__).with_name("classifier.npz")
DIGEST = "07223f087adc86933fe5ef6aef53e054547be57acd81ba9234cd4fb3b6d4b89a"
_FEWEST_WORDS = 2  # of a part of a message that is read alone
_MOST_PARTS = 12
_KEPT = 16  # a rarity is kept in sixteenths
_FARTHEST = 30.0
_SHARE = 0.33  # of the meaning of the whole beside the words


@dataclass(frozen=True, slots=True)
class Margin:
    """From ``sure`` on a signal is there; from ``doubtful`` on it may be."""

    sure: float
    doubtful: float


class Classifier:
    """Loads the weights; refuses a file that is not the one this code was measured with."""

    def __init__(self, path: Path = FILE, digest: str = DIGEST) -> None:
        held = path.read_bytes()
        if digest and hashlib.sha256(held).hexdigest() != digest:
            raise ValueError(f"{path.name} is not the file that was measured")
        with np.load(io.BytesIO(held), allow_pickle=False) as file:
            self.labels: tuple[str, ...] = tuple(file["labels"].tolist())
            self._table, self._scale = file["table"], file["scale"]
            self._senses, self._bias = file["senses"], file["bias"]
            self._rarity = file["rarity"].astype(np.float32) / _KEPT
            self._head = Head.unpacked(file) if meaning.is_there() else None
            margins = file["margins" if self._head is None else "margins_with_meaning"].tolist()
        self.margins = {
            label: Margin(sure, doubtful)
            for label, (sure, doubtful) in zip(self.labels, margins, strict=True)
        }

    def read(self, text: str) -> Mapping[str, float]:
        """Of each label the highest chance that the message or one of its sentences gives it."""
        scores = np.stack([self._scores(row) for row in rows_of(text, senses())]).max(axis=0)
        vector = meaning.vector(text) if self._head is not None else None
        if self._head is not None and vector is not None:
            scores = together(scores, self._head.scores(vector))
        chances = chances_of(scores, self.labels)
        return dict(zip(self.labels, chances.tolist(), strict=True))

    def _scores(self, row: Row) -> Floats:
        found, values = valued(row, self._rarity)
        pieces = (values @ self._table[found].astype(np.float32)) * self._scale
        return np.asarray(pieces + row.sense @ self._senses + self._bias, dtype=np.float32)


def together(words: Floats, whole: Floats) -> Floats:
    """The log odds that words give, and those of the meaning of the message as a whole."""
    return np.asarray((1 - _SHARE) * words + _SHARE * whole, dtype=np.float32)


def rows_of(text: str, known: Senses) -> Iterator[Row]:
    """The message as a whole, and each of its sentences where there are several."""
    yield row_of(text, known)
    pieces = sentences(text)
    if len(pieces) > 1:
        for piece in pieces[:_MOST_PARTS]:
            if len(piece.split()) >= _FEWEST_WORDS:
                yield row_of(piece, known)


def chances_of(scores: Floats, labels: Sequence[str]) -> Floats:
    """From scores to chances; a kind of objection has its share of the chance that there is one."""
    odds = np.exp(np.clip(scores, -_FARTHEST, _FARTHEST))
    chances = odds / (1 + odds)
    kinds = [at for at, label in enumerate(labels) if label.startswith("objection.")]
    if "objection" in labels and kinds:
        chances[kinds] = odds[kinds] / odds[kinds].sum() * chances[labels.index("objection")]
    return np.asarray(chances, dtype=np.float32)


def packed(weights: Weights) -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    """The weights as they lie in the file: a byte for each, with one scale for a label."""
    scale = np.maximum(np.abs(weights.table).max(axis=0) / 127, 1e-9).astype(np.float32)
    return {
        "table": np.rint(weights.table / scale).astype(np.int8),
        "scale": scale,
        "senses": weights.senses,
        "bias": weights.bias,
        "rarity": np.rint(weights.rarity * _KEPT).astype(np.uint8),
    }


@cache
def classifier() -> Classifier:
    """The one that ships; read once per process."""
    return Classifier()
