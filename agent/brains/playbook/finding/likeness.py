"""Words and meaning together: which unit answers, and how surely. Used where a model of meaning is.

Words and likeness choose some units, the ``reranker`` reads those with the question. The weights in
``likeness.json`` are fitted by ``python -m benchmarks.dialogue.fitting``; the words' own order and
gate (``ranking``) stand where no model is installed.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from agent.brains.playbook.finding import reranker
from agent.brains.playbook.finding.units import Unit, units
from agent.brains.playbook.quoting.fragments import Passage
from agent.understanding import meaning

CANDIDATES = 200  # units, the best by words: each is read once on a machine, in some 50 ms
ORDERED_BY = ("covered", "bonus", "near", "is_cell", "sort", "length")
READ_BY = ("chosen", "relevance")
JUDGED_BY = (
    "covered", "bonus", "cosine", "sort", "relevance", "next", "share", "lead", "words",
    "unmet", "unheard", "known_gap", "unknown_gap", "elsewhere", "agreed", "enough",
)  # fmt: skip
NEAR = 1.5  # of the best: what stands beside it and is that near is said with it
LEAST, LEAD = -6.0, 3.0  # of what is read beside the best, and its lead, where it is alone
_SHORTEST = 3  # words of a clause that can ask something
_CLAUSE = re.compile(r"(?<=[.?!,:;])\s+")
_TINY = 1e-6
_LENGTH, _LONGEST = 100, 3.0  # characters; what is longer than three hundred is long

Numbers = NDArray[np.float64]
Weights = Mapping[str, Mapping[str, float]]


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

    @property
    def is_any(self) -> bool:
        return self.unmet or self.unheard or self.elsewhere


@dataclass(frozen=True, slots=True)
class Plainly:
    """What words alone say: whether they choose the same unit, and whether it were enough."""

    agrees: bool
    enough: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Units in the order of how well they answer, each with its score; of each, in that order, its
    row by ``ORDERED_BY``, its cosine, what the reranker says and what was expected before.
    """

    order: Sequence[tuple[float, Scored]]
    rows: Numbers
    cosine: Numbers
    relevance: Numbers
    likely: Numbers


def features(question: str, scored: Sequence[Scored]) -> tuple[Numbers, Numbers] | None:
    """A row for each unit, by ``ORDERED_BY``, and their cosines. None where no model is
    installed.
    """
    asked, last = meaning.vector(question), meaning.vector(last_clause(question))
    if asked is None or last is None:
        return None
    told = [written(one.unit) for one in scored]
    cosine = np.array([max(_cosine(asked, text), _cosine(last, text)) for text in told])
    columns = (
        [one.covered for one in scored],
        [one.bonus for one in scored],
        _spread(cosine),
        [float(one.unit.is_cell) for one in scored],
        [one.sort for one in scored],
        [min(_LONGEST, len(one.unit.text) / _LENGTH) for one in scored],
    )
    return np.array(columns, dtype=np.float64).T, cosine


def order(rows: Numbers, by: Weights | None = None) -> Numbers:
    """How likely each unit answers, before it is read with the question."""
    return rows @ weights("order", ORDERED_BY, by)


def read(question: str, scored: Sequence[Scored], by: Weights | None = None) -> Read | None:
    """The best by words and likeness, read with the question; by the weights that are kept, or
    others. None where no model is installed.
    """
    scored = scored[:CANDIDATES]
    known = features(question, scored)
    if known is None:
        return None
    rows, cosine = known
    likely = order(rows, by)
    top = np.argsort(-likely, kind="stable")[: reranker.MOST]
    relevance = reranker.relevance(question, [written(scored[at].unit) for at in top])
    if relevance is None:
        return None
    scores = np.array([likely[top], relevance]).T @ weights("read", READ_BY, by)
    best = np.argsort(-scores, kind="stable")
    return Read(
        [(float(scores[at]), scored[top[at]]) for at in best],
        rows[top[best]],
        cosine[top[best]],
        relevance[best],
        likely[top][best],
    )


def judged(read: Read, *, words: int, lacks: Lacks, plainly: Plainly) -> Numbers:
    """What says whether the best of those that were read answers at all, by ``JUDGED_BY``."""
    named = dict(zip(ORDERED_BY, read.rows[0], strict=True))
    scores = np.array([score for score, _ in read.order])
    home = read.order[0][1].unit.passage.id  # neighbours answer together: they are no rivals
    is_beside = np.array([one.unit.passage.id == home for _, one in read.order])
    odds = np.exp(scores - scores[0])
    return np.array(
        [
            named["covered"],
            named["bonus"],
            read.cosine[0],
            named["sort"],
            read.relevance[0],
            read.relevance[~is_beside].max(initial=LEAST),
            np.log(odds[is_beside].sum() / odds.sum()),
            scores[0] - scores[~is_beside].max(initial=scores[0] - LEAD),
            min(words, 12),
            float(lacks.unmet),
            float(lacks.unheard),
            lacks.known_gap,
            lacks.unknown_gap,
            float(lacks.elsewhere),
            float(plainly.agrees),
            float(plainly.agrees and plainly.enough),
        ]
    )


def sureness(facts: Numbers) -> float:
    """The chance, between 0 and 1, that the best unit answers."""
    odds = facts @ weights("judge", JUDGED_BY) + _held()["bias"]["judge"]
    return float(1 / (1 + np.exp(-odds)))


def prepare(passages: Sequence[Passage], *, most: int) -> int:
    """Reads up to ``most`` pieces of these passages that were never read; how many it were."""
    pieces = (unit for passage in passages for unit in units(passage))
    texts = dict.fromkeys(written(unit) for unit in pieces)
    new = [text for text in texts if not meaning.is_kept(text)][:most]
    for text in new:
        meaning.page_vector(text)
    return len(new)


def last_clause(question: str) -> str:
    """``we are a town hall, when do we pay?``: what is asked stands at the end; else the whole."""
    clauses = [one for one in _CLAUSE.split(question.strip()) if len(one.split()) >= _SHORTEST]
    return clauses[-1] if clauses else question


def written(unit: Unit) -> str:
    """With the headings above it, as both models read it."""
    page, heading = unit.passage.title, unit.passage.heading
    return f"{page}. {unit.text}" if page == heading else f"{page}. {heading}. {unit.text}"


def _cosine(asked: meaning.Vector, text: str) -> float:
    found = meaning.page_vector(text)
    return 0.0 if found is None else float(asked @ found)


def _spread(values: Numbers) -> Numbers:
    return np.asarray((values - values.mean()) / (values.std() + _TINY))


def weights(kind: str, names: Sequence[str], by: Weights | None = None) -> Numbers:
    held = (by or _held())[kind]
    return np.array([held[name] for name in names])


@cache
def _held() -> Weights:
    text = (files("agent.brains.playbook.finding") / "likeness.json").read_text(encoding="utf-8")
    held: Weights = json.loads(text)
    return held
