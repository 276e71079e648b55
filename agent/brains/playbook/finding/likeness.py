"""Words and meaning together: which unit answers, and how surely. Used where a model of meaning is.

The weights in ``likeness.json`` are fitted by ``python -m benchmarks.dialogue.fitting`` on the open
sets of questions; the words' own order and gate (``ranking``) stand where no model is installed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from agent.brains.playbook.finding.units import Unit
from agent.understanding import meaning

CANDIDATES = 48  # units, the best by words: reading one costs some 40 ms, once
ORDERED_BY = ("covered", "bonus", "near", "passage", "is_cell", "length")
JUDGED_BY = (
    "covered", "bonus", "cosine", "near", "nearest", "share", "lead", "words", "unmet", "unheard",
    "known_gap", "unknown_gap", "elsewhere",
)  # fmt: skip
_TINY = 1e-6
_LENGTH, _LONGEST = 100, 3.0  # characters; what is longer than three hundred is long

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with what words make of it: the share of the question it speaks of, and the rest."""

    unit: Unit
    covered: float
    bonus: float


@dataclass(frozen=True, slots=True)
class Lacks:
    """What the best unit lacks: the sort of thing that is asked for, a particular word; of what is
    asked, the greatest share of a word that it leaves out, one that is understood and one that is
    not; and whether other units speak of such a word.
    """

    unmet: bool
    unheard: bool
    known_gap: float
    unknown_gap: float
    elsewhere: bool


def features(question: str, scored: Sequence[Scored]) -> tuple[Numbers, Numbers] | None:
    """A row for each unit, by ``ORDERED_BY``, and the cosines; None where no model is installed."""
    asked = meaning.vector(question)
    if asked is None:
        return None
    cosine = np.array([_cosine(asked, _text(one.unit)) for one in scored])
    around = np.array([_cosine(asked, _around(one.unit)) for one in scored])
    columns = (
        [one.covered for one in scored],
        [one.bonus for one in scored],
        _spread(cosine),
        _spread(around),
        [float(one.unit.is_cell) for one in scored],
        [min(_LONGEST, len(one.unit.text) / _LENGTH) for one in scored],
    )
    return np.array(columns, dtype=np.float64).T, cosine


def order(rows: Numbers) -> Numbers:
    """How well each unit answers."""
    return rows @ _weights("order", ORDERED_BY)


def judged(rows: Numbers, cosine: Numbers, scores: Numbers, *, words: int, lacks: Lacks) -> Numbers:
    """What says whether the best unit answers at all, by ``JUDGED_BY``."""
    best = int(np.argmax(scores))
    odds = np.exp(scores - scores.max())
    others = np.delete(scores, best)
    near = rows[:, ORDERED_BY.index("near")]
    return np.array(
        [
            rows[best, 0],
            rows[best, 1],
            cosine[best],
            near[best],
            near.max(),
            np.log(odds[best] / odds.sum()),
            scores[best] - others.max() if len(others) else 0.0,
            min(words, 12),
            float(lacks.unmet),
            float(lacks.unheard),
            lacks.known_gap,
            lacks.unknown_gap,
            float(lacks.elsewhere),
        ]
    )


def sureness(facts: Numbers) -> float:
    """The chance, between 0 and 1, that the best unit answers."""
    held = _held()
    return float(1 / (1 + np.exp(-(facts @ _weights("judge", JUDGED_BY) + held["bias"]["judge"]))))


def _text(unit: Unit) -> str:
    page, heading = unit.passage.title, unit.passage.heading
    return f"{page}. {unit.text}" if page == heading else f"{page}. {heading}. {unit.text}"


def _around(unit: Unit) -> str:
    return f"{unit.passage.heading}. {unit.passage.text}"


def _cosine(asked: meaning.Vector, text: str) -> float:
    found = meaning.page_vector(text)
    return 0.0 if found is None else float(asked @ found)


def _spread(values: Numbers) -> Numbers:
    return np.asarray((values - values.mean()) / (values.std() + _TINY))


@cache
def _weights(kind: str, names: tuple[str, ...]) -> Numbers:
    return np.array([_held()[kind][name] for name in names])


@cache
def _held() -> Mapping[str, Mapping[str, float]]:
    text = (files("agent.brains.playbook.finding") / "likeness.json").read_text(encoding="utf-8")
    held: Mapping[str, Mapping[str, float]] = json.loads(text)
    return held
