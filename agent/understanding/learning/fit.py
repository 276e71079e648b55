"""One logistic regression per label, learnt together: AdaGrad over fixed batches, seeded."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agent.understanding.learning.features import BUCKETS, Row

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
_BATCH = 256
_RATE = 0.35
_DECAY = 2e-5
_ROUNDS = 8
_LEAST_SEEN = 2  # a column seen in one message alone teaches nothing
_OF_WORDS = 0.5  # how much whole words count beside their pieces
_UNLIKELY = -3.0  # where a label's bias starts
_KEPT = 16  # a rarity is kept in sixteenths


@dataclass(frozen=True, slots=True)
class Weights:
    """``rarity`` weighs a column; ``table`` and ``senses`` have a weight for each label."""

    rarity: Floats
    table: Floats
    senses: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class _Batch:
    columns: Whole
    values: Floats
    starts: Whole
    order: Whole
    touched: Whole
    edges: Whole
    row_of: Whole
    sense: Floats
    targets: Floats


class _Learner:
    """The weights on their way, and how far each has moved."""

    def __init__(self, senses: int, labels: int) -> None:
        self.table = np.zeros((BUCKETS, labels), dtype=np.float32)
        self.senses = np.zeros((senses, labels), dtype=np.float32)
        self.bias = np.full(labels, _UNLIKELY, dtype=np.float32)
        self._moved = np.full((BUCKETS, labels), 0.02, dtype=np.float32)
        self._sensed = np.full((senses, labels), 0.5, dtype=np.float32)
        self._biased = np.full(labels, 0.5, dtype=np.float32)

    def take(self, batch: _Batch, *, rate: float, decay: float) -> None:
        """One step against the error of a batch; a target that is not known pulls nothing."""
        sums = np.add.reduceat(
            self.table[batch.columns] * batch.values[:, None], batch.starts, axis=0
        )
        sums += batch.sense @ self.senses + self.bias
        error = np.nan_to_num(1.0 / (1.0 + np.exp(-sums)) - batch.targets).astype(np.float32)
        slope = np.add.reduceat(
            error[batch.row_of] * batch.values[batch.order, None], batch.edges, axis=0
        )
        slope += decay * self.table[batch.touched]
        self._moved[batch.touched] += slope * slope
        self.table[batch.touched] -= rate * slope / np.sqrt(self._moved[batch.touched])
        pull = batch.sense.T @ error + decay * self.senses
        self._sensed += pull * pull
        self.senses -= rate * pull / np.sqrt(self._sensed)
        lean = error.sum(axis=0)
        self._biased += lean * lean
        self.bias -= rate * lean / np.sqrt(self._biased)


def rarities(rows: Sequence[Row]) -> Floats:
    """How telling a column is: the rarer the more, and nothing when seen but once."""
    seen = np.zeros(BUCKETS, dtype=np.int64)
    for row in rows:
        seen[row.pieces] += 1
        seen[row.wholes] += 1
    weight = np.log((len(rows) + 1) / (seen + 1)) + 0.3
    weight[seen < _LEAST_SEEN] = 0.0
    return (np.round(weight * _KEPT) / _KEPT).astype(np.float32)


def valued(row: Row, rarity: Floats) -> tuple[Whole, Floats]:
    """The columns that count, each kind with a length of its own."""
    found, values = [], []
    for kind, length in ((row.pieces, 1.0), (row.wholes, _OF_WORDS)):
        columns = np.array(kind, dtype=np.int64)
        weight = rarity[columns]
        columns, weight = columns[weight > 0], weight[weight > 0]
        found.append(columns)
        values.append(length * weight / max(1e-6, float(np.sqrt((weight * weight).sum()))))
    return np.concatenate(found), np.concatenate(values).astype(np.float32)


def learn(rows: Sequence[Row], targets: Floats, *, seed: int) -> Weights:
    """The same rows, targets and seed give the same weights; a target of NaN is not known."""
    rarity = rarities(rows)
    chance = np.random.default_rng(seed)
    parts = np.array_split(chance.permutation(len(rows)), max(1, len(rows) // _BATCH))
    batches = [_batch([rows[at] for at in part], rarity, targets[part]) for part in parts]
    learner = _Learner(len(rows[0].sense), targets.shape[1])
    for turn in range(_ROUNDS):
        rate = _RATE * (1 - 0.8 * turn / _ROUNDS)
        for at in chance.permutation(len(batches)):
            learner.take(batches[at], rate=rate, decay=_DECAY * _BATCH)
    return Weights(rarity, learner.table, learner.senses, learner.bias)


def _batch(rows: Sequence[Row], rarity: Floats, targets: Floats) -> _Batch:
    pairs = [valued(row, rarity) for row in rows]
    nothing = (np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.float32))
    pairs = [pair if len(pair[0]) else nothing for pair in pairs]
    columns = np.concatenate([found for found, _ in pairs])
    lengths = np.array([len(found) for found, _ in pairs])
    order = np.argsort(columns, kind="stable")
    touched, edges = np.unique(columns[order], return_index=True)
    return _Batch(
        columns=columns,
        values=np.concatenate([values for _, values in pairs]),
        starts=np.concatenate([[0], np.cumsum(lengths)[:-1]]),
        order=order,
        touched=touched,
        edges=edges,
        row_of=np.repeat(np.arange(len(rows)), lengths)[order],
        sense=np.stack([row.sense for row in rows]),
        targets=targets,
    )
