"""Where a chance is sure enough, and where it is a doubt: chosen on messages not learnt from."""

import numpy as np

from agent.understanding.learning.fit import Floats

# What is done in each family of labels: an objection is answered as well as can be; an intent adds
# to what the rules read, so it must be right; a stop from the classifier alone must hardly err.
_PRECISE = {"objection": 0.6, "intent": 0.85, "floor": 0.95}
_LEAST_DOUBT = 0.35  # of the doubts, this share must be right to be worth a question
_EAGER = {"objection": 0.8}  # of the best margin: beside the rules, a missed one costs more
_HALF = 0.5  # of sure: below it a doubt is a guess
_HIGHEST, _LOWEST = 0.97, 0.02
_FEWEST = 8  # a precision counted on fewer is luck


def margins(chances: Floats, truths: Floats, family: str) -> tuple[float, float]:
    """``sure`` and ``doubtful`` of one label."""
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(truths[order])
    count = np.arange(1, len(order) + 1)
    precision = right / count
    both = 2 * right / (count + truths.sum())
    good = (precision >= _PRECISE[family]) & (count >= _FEWEST)
    if not good.any():
        return _HIGHEST, _HIGHEST
    last = int(np.argmax(np.where(good, both, 0)))
    best = _between(chances[order], last) * _EAGER.get(family, 1.0)
    sure = float(np.clip(best, _LOWEST, _HIGHEST))
    worth = np.flatnonzero(precision >= _LEAST_DOUBT)
    doubtful = float(np.clip(_between(chances[order], int(worth[-1])), _HALF * sure, sure))
    return sure, doubtful


def _between(falling: Floats, last: int) -> float:
    after = min(last + 1, len(falling) - 1)
    return float(falling[last] + falling[after]) / 2
