"""From the meaning of a whole message to its labels: one hidden layer over ``meaning.vector``.

It hears what single words do not say. Trained with the classifier beside it, seeded; a target that
is not known (NaN) pulls nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.understanding.learning.fit import Floats

_HIDDEN, _BATCH, _ROUNDS = 256, 128, 30
_RATE, _DECAY = 2e-3, 2e-6
_NOISE, _DROPPED = 0.1, 0.3
_PULL = 10.0  # of one batch's mean
_FIRST, _SECOND, _TINY = 0.9, 0.999, 1e-8  # of Adam (Kingma and Ba, 2015)
_UNLIKELY = -3.0


@dataclass(frozen=True, slots=True)
class Head:
    """``mean`` and ``spread`` of the 384 numbers; two layers of weights."""

    mean: Floats
    spread: Floats
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def scores(self, vectors: Floats) -> Floats:
        """Log odds: a row for each vector, a column for each label."""
        hidden = np.maximum((vectors - self.mean) / self.spread @ self.inner + self.inner_bias, 0)
        return np.asarray(hidden @ self.outer + self.outer_bias, dtype=np.float32)

    def packed(self) -> dict[str, NDArray[np.float16]]:
        return {f"head_{name}": getattr(self, name).astype(np.float16) for name in self.__slots__}

    @staticmethod
    def unpacked(file: Mapping[str, NDArray[np.float16]]) -> "Head":
        return Head(*(file[f"head_{name}"].astype(np.float32) for name in Head.__slots__))


def learn_head(vectors: Floats, targets: Floats, *, seed: int) -> Head:
    """The same vectors, targets and seed give the same head."""
    chance = np.random.default_rng(seed)
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + _TINY
    known = (~np.isnan(targets)).astype(np.float32)
    rows, wanted = (vectors - mean) / spread, np.nan_to_num(targets)
    size, labels = rows.shape[1], targets.shape[1]
    layers = [
        chance.normal(0, np.sqrt(2 / size), (size, _HIDDEN)).astype(np.float32),
        np.zeros(_HIDDEN, dtype=np.float32),
        chance.normal(0, np.sqrt(1 / _HIDDEN), (_HIDDEN, labels)).astype(np.float32),
        np.full(labels, _UNLIKELY, dtype=np.float32),
    ]
    firsts, seconds = [np.zeros_like(one) for one in layers], [np.zeros_like(one) for one in layers]
    for turn, (rate, part) in enumerate(_parts(len(rows), chance), 1):
        slopes = _slopes(layers, (rows[part], wanted[part], known[part]), chance)
        for at, slope in enumerate(slopes):
            firsts[at] = _FIRST * firsts[at] + (1 - _FIRST) * slope
            seconds[at] = _SECOND * seconds[at] + (1 - _SECOND) * slope * slope
            step = firsts[at] / (1 - _FIRST**turn)
            step /= np.sqrt(seconds[at] / (1 - _SECOND**turn)) + _TINY
            layers[at] -= rate * step + (_DECAY * layers[at] if slope.ndim > 1 else 0)
    return Head(mean, spread, *layers)


def _parts(count: int, chance: np.random.Generator) -> Iterator[tuple[float, NDArray[np.int64]]]:
    for turn in range(_ROUNDS):
        for part in np.array_split(chance.permutation(count), max(1, count // _BATCH)):
            yield _RATE * (1 - turn / _ROUNDS), part


def _slopes(
    layers: list[Floats], batch: tuple[Floats, Floats, Floats], chance: np.random.Generator
) -> list[Floats]:
    (rows, wanted, known), (inner, inner_bias, outer, outer_bias) = batch, layers
    rows = rows + chance.normal(0, _NOISE, rows.shape).astype(np.float32)
    sums = rows @ inner + inner_bias
    kept = ((chance.random(sums.shape) > _DROPPED) / (1 - _DROPPED)).astype(np.float32)
    hidden = np.maximum(sums, 0) * kept
    error = 1 / (1 + np.exp(-(hidden @ outer + outer_bias))) - wanted
    error = (error * known * (_PULL / len(rows))).astype(np.float32)
    back = error @ outer.T * (sums > 0) * kept
    return [rows.T @ back, back.sum(axis=0), hidden.T @ error, error.sum(axis=0)]
