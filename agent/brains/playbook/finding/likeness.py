"""Words and meaning together: which unit answers, and how surely. Used where a model of meaning is.

The weights in ``likeness.json`` are fitted by ``python -m benchmarks.dialogue.fitting`` on the open
sets of questions; the words' own order and gate (``ranking``) stand where no model is installed.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from agent.brains.playbook.finding.units import Unit, units
from agent.brains.playbook.quoting.fragments import Passage
from agent.understanding import meaning

CANDIDATES = 48  # units, the best by words: reading one twice costs some 50 ms, once
ORDERED_BY = ("covered", "bonus", "near", "plain", "is_cell", "sort", "length")
JUDGED_BY = (
    "covered", "bonus", "cosine", "bare", "sort", "near", "nearest", "share", "lead", "words",
    "unmet", "unheard", "known_gap", "unknown_gap", "elsewhere",
)  # fmt: skip
_SHORTEST = 3  # words of a clause that can ask something
_CLAUSE = re.compile(r"(?<=[.?!,:;])\s+")
_TINY = 1e-6
_LENGTH, _LONGEST = 100, 3.0  # characters; what is longer than three hundred is long

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with what words make of it: the share of the question it speaks of, the rest, and
    whether it has the sort of thing that is asked for (1, or -1; 0 where any may do).
    """

    unit: Unit
    covered: float
    bonus: float
    sort: float


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
    """A row for each unit, by ``ORDERED_BY``, and two rows of cosines: with the headings above it
    and of its text alone. None where no model is installed.
    """
    asked, last = meaning.vector(question), meaning.vector(last_clause(question))
    if asked is None or last is None:
        return None
    told = [_text(one.unit) for one in scored]
    cosine = np.array([max(_cosine(asked, text), _cosine(last, text)) for text in told])
    plain = np.array([_cosine(asked, one.unit.text) for one in scored])
    columns = (
        [one.covered for one in scored],
        [one.bonus for one in scored],
        _spread(cosine),
        _spread(plain),
        [float(one.unit.is_cell) for one in scored],
        [one.sort for one in scored],
        [min(_LONGEST, len(one.unit.text) / _LENGTH) for one in scored],
    )
    return np.array(columns, dtype=np.float64).T, np.array([cosine, plain])


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
            cosine[0, best],
            cosine[1, best],
            rows[best, ORDERED_BY.index("sort")],
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


def prepare(passages: Sequence[Passage], *, most: int) -> int:
    """Reads up to ``most`` pieces of these passages that were never read; how many it were."""
    pieces = (unit for passage in passages for unit in units(passage))
    texts = dict.fromkeys(text for unit in pieces for text in (_text(unit), unit.text))
    new = [text for text in texts if not meaning.is_kept(text)][:most]
    for text in new:
        meaning.page_vector(text)
    return len(new)


def last_clause(question: str) -> str:
    """``we are a town hall, when do we pay?``: what is asked stands at the end; else the whole."""
    clauses = [one for one in _CLAUSE.split(question.strip()) if len(one.split()) >= _SHORTEST]
    return clauses[-1] if clauses else question


def _text(unit: Unit) -> str:
    page, heading = unit.passage.title, unit.passage.heading
    return f"{page}. {unit.text}" if page == heading else f"{page}. {heading}. {unit.text}"


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
