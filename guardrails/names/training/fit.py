"""A linear chain of two states (part of a name, or not) over hashed features, in plain numpy.

Lafferty, McCallum and Pereira (2001), "Conditional random fields", trained by Adagrad in small
batches. One weight per feature: the other state's is nought.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from guardrails.names.features import BITS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_RATE, _DECAY = 0.35, 2e-7
_DROPPED = 0.25  # of the features of each token, so that none is leant on alone


@dataclass(frozen=True, slots=True)
class Sequence:
    features: NDArray[np.int32]  # one row per token
    labels: NDArray[np.int8]


class Chain:
    """``weights``: how much a feature speaks for "part of a name"; ``links``: how much each pair of
    neighbouring states speaks for itself (outside→outside, outside→inside, …).
    """

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self.weights: Floats = np.zeros(1 << BITS)
        self.links: Floats = np.zeros((2, 2))
        self._sum: Floats = np.zeros(1 << BITS)
        self._summed = 0
        self._seen: Floats = np.full(1 << BITS, 1e-8)
        self._seen_links: Floats = np.full((2, 2), 1e-8)

    def learn(self, batch: list[Sequence]) -> float:
        """One step on sequences of one length; returns their loss."""
        features = np.stack([sequence.features for sequence in batch]).astype(np.int64)
        gold = np.stack([sequence.labels for sequence in batch]).astype(np.int64)
        kept = (self._chance.random(features.shape) >= _DROPPED) / (1 - _DROPPED)
        scores = (self.weights[features] * kept).sum(axis=2)
        inside, pairs, total = self._expected(scores)
        error = inside - gold
        gradient: Floats = np.bincount(
            features.ravel(), (error[:, :, None] * kept).ravel(), minlength=1 << BITS
        ).astype(np.float64)
        drift = pairs - _pairs_of(gold)
        score = (scores * gold).sum() + (self.links * _pairs_of(gold)).sum()
        self._step(gradient, drift)
        return float(total - score)

    def remember(self) -> None:
        """Adds the weights as they are to the mean that ``settle`` takes."""
        self._sum += self.weights
        self._summed += 1

    def settle(self) -> None:
        """The mean of what was remembered: steadier on what was never seen than the last step."""
        self.weights = self._sum / max(1, self._summed)

    def _step(self, gradient: Floats, drift: Floats) -> None:
        moved = np.flatnonzero(gradient)
        step = gradient[moved] + _DECAY * self.weights[moved]
        self._seen[moved] += step * step
        self.weights[moved] -= _RATE * step / np.sqrt(self._seen[moved])
        self._seen_links += drift * drift
        self.links -= _RATE * drift / np.sqrt(self._seen_links)

    def _expected(self, scores: Floats) -> tuple[Floats, Floats, float]:
        """The chance of "inside" for each token, the expected pairs, and the log of the sum."""
        rows, length = scores.shape
        own = np.stack([np.zeros_like(scores), scores], axis=2)
        forward = np.empty((rows, length, 2))
        backward = np.zeros((rows, length, 2))
        forward[:, 0] = own[:, 0]
        for at in range(1, length):
            joined = forward[:, at - 1, :, None] + self.links
            forward[:, at] = own[:, at] + np.logaddexp(joined[:, 0], joined[:, 1])
        for at in range(length - 2, -1, -1):
            joined = self.links + (own[:, at + 1] + backward[:, at + 1])[:, None, :]
            backward[:, at] = np.logaddexp(joined[:, :, 0], joined[:, :, 1])
        total = np.logaddexp(forward[:, -1, 0], forward[:, -1, 1])
        inside = np.exp(forward[:, :, 1] + backward[:, :, 1] - total[:, None])
        pairs = np.zeros((2, 2))
        for at in range(1, length):
            joined = (
                forward[:, at - 1, :, None]
                + self.links
                + (own[:, at] + backward[:, at])[:, None, :]
                - total[:, None, None]
            )
            pairs += np.exp(joined).sum(axis=0)
        return inside, pairs, float(total.sum())


def _pairs_of(gold: Ints) -> Floats:
    pairs = np.zeros((2, 2))
    np.add.at(pairs, (gold[:, :-1].ravel(), gold[:, 1:].ravel()), 1.0)
    return pairs
