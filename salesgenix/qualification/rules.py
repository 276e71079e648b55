"""Frameworks, levels and the score. Pure: the same facts give the same lines.

A score has three parts that add up to 100 at most, each a list of visible lines: what they said to
the framework's questions (60), whether they are whom the owner sells to (20), and how far the sale
has come (20).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from salesgenix.kit.errors import NotFound
from salesgenix.kit.house_yaml import read_yaml
from salesgenix.leads.rules import FactField, Stage

QUALIFICATION, FIT, INTENT = 60, 20, 20
NEEDED = 2  # criteria at medium or above make a lead qualified
CERTAIN, PROPOSED, ASSUMED = 1_000_000, 600_000, 500_000  # parts per million
THIRDS = 3


class Level(StrEnum):
    """How far an answer speaks for a purchase."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def thirds(self) -> int:
        return list(Level).index(self)


class Grade(StrEnum):
    NEW = "new"
    PARTIAL = "partial"
    QUALIFIED = "qualified"
    NOT_FIT = "not_fit"  # they said that they have no need for it, or a person closed the sale


class Part(StrEnum):
    QUALIFICATION = "qualification"
    FIT = "fit"
    INTENT = "intent"


@dataclass(frozen=True, slots=True)
class Criterion:
    """``reads``: the facts that answer it, the one to ask for first in front."""

    key: str
    weight: int
    reads: tuple[FactField, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    key: str
    version: int
    criteria: tuple[Criterion, ...]

    def criterion(self, key: str) -> Criterion:
        """``NotFound`` (``criterion.unknown``) for one of another framework."""
        for one in self.criteria:
            if one.key == key:
                return one
        raise NotFound("criterion.unknown", "This framework has no such criterion.", criterion=key)

    def read_from(self, field: FactField) -> list[Criterion]:
        return [one for one in self.criteria if field in one.reads]


@dataclass(frozen=True, slots=True)
class Answer:
    """One criterion as answered; ``quote`` is verbatim and ``message_seq`` says where it stands."""

    criterion: str
    level: Level
    value: str
    quote: str | None
    message_seq: int | None
    source: str
    confidence_ppm: int
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """``points`` of ``most``, and what they rest on."""

    part: Part
    key: str
    points: int
    most: int
    level: Level | None = None
    value: str | None = None
    quote: str | None = None
    message_seq: int | None = None
    confidence_ppm: int | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """``total`` is the sum of the lines' points, and nothing else."""

    framework: str
    version: int
    grade: Grade
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(line.points for line in self.lines)

    def as_codes(self) -> dict[str, Any]:
        """For a decision record: each level and each line's points, and no words."""
        return {
            "framework": self.framework,
            "version": self.version,
            "score": self.total,
            "grade": self.grade.value,
            "criteria": {line.key: line.level.value for line in self.lines if line.level},
            "points": {f"{line.part}.{line.key}": line.points for line in self.lines},
        }


@dataclass(frozen=True, slots=True)
class Known:
    """A fact in force, as the fit is judged by."""

    field: FactField
    value: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """Whom the owner sells to: how many people they are at least and at most."""

    size_from: int | None = None
    size_to: int | None = None


_REACHED = {
    Stage.DISCOVERY: 4,
    Stage.QUALIFICATION: 8,
    Stage.VALUE: 12,
    Stage.PROPOSAL: 16,
    Stage.BOOKED: INTENT,
    Stage.WON: INTENT,
}
_FITS = {FactField.SIZE: 10, FactField.COMPANY: 5, FactField.POSITION: 5}


@cache
def frameworks() -> Mapping[str, Framework]:
    """Those that ship, by key."""
    return {
        key: Framework(
            key,
            int(declared["version"]),
            tuple(
                Criterion(
                    str(one["key"]),
                    int(one["weight"]),
                    tuple(FactField(name) for name in one["reads"]),
                )
                for one in declared["criteria"]
            ),
        )
        for key, declared in _data("frameworks").items()
    }


def framework(key: str) -> Framework:
    """``NotFound`` (``framework.unknown``) names those there are."""
    found = frameworks().get(key)
    if found is None:
        raise NotFound("framework.unknown", f"There are: {', '.join(frameworks())}.", framework=key)
    return found


def level_of(field: FactField, text: str, *, proposed: Level | None = None) -> tuple[Level, int]:
    """The level that the words say, and how sure that is in parts per million.

    Where the words say none, what a model ``proposed`` counts, else they are taken for a middling
    answer; a figure given as a budget is a firm one.
    """
    said = f" {_folded(text)} "
    for level, beginnings in _levels().get(field, {}).items():
        if beginnings.search(said):
            return level, CERTAIN
    if field is FactField.BUDGET and any(sign.isdigit() for sign in said):
        return Level.HIGH, CERTAIN
    return (proposed, PROPOSED) if proposed is not None else (Level.MEDIUM, ASSUMED)


def score(
    frame: Framework,
    answers: Iterable[Answer],
    facts: Iterable[Known],
    *,
    stage: Stage,
    target: Target,
) -> Score:
    given = {answer.criterion: answer for answer in answers}
    lines = [_asked(one, given.get(one.key)) for one in frame.criteria]
    lines += _fit({fact.field: fact for fact in facts}, target)
    lines.append(Line(Part.INTENT, "stage", _REACHED.get(stage, 0), INTENT, value=stage.value))
    return Score(frame.key, frame.version, grade(frame, given.values(), stage), tuple(lines))


def grade(frame: Framework, answers: Iterable[Answer], stage: Stage) -> Grade:
    """Two criteria at medium or above qualify; a need that is none, or a closed sale, ends it."""
    given = {answer.criterion: answer.level for answer in answers}
    if stage is Stage.DISQUALIFIED or given.get(_first_of(frame)) is Level.NONE:
        return Grade.NOT_FIT
    met = sum(level in {Level.MEDIUM, Level.HIGH} for level in given.values())
    if met >= NEEDED:
        return Grade.QUALIFIED
    return Grade.PARTIAL if given else Grade.NEW


def worth_asking(
    frame: Framework, answers: Iterable[Answer], *, known: Iterable[FactField]
) -> tuple[FactField, ...]:
    """What would be learnt most from, first: the weight that an answer could still add."""
    given = {answer.criterion: answer.level.thirds for answer in answers}
    had = frozenset(known)
    gains = [
        (-one.weight * (THIRDS - given.get(one.key, 0)), place, field)
        for place, one in enumerate(frame.criteria)
        for field in one.reads
        if field not in had
    ]
    return tuple(dict.fromkeys(field for _, _, field in sorted(gains, key=lambda gain: gain[:2])))


def _first_of(frame: Framework) -> str:
    return frame.criteria[0].key


def _asked(criterion: Criterion, answer: Answer | None) -> Line:
    if answer is None:
        return Line(Part.QUALIFICATION, criterion.key, 0, criterion.weight)
    return Line(
        Part.QUALIFICATION,
        criterion.key,
        criterion.weight * answer.level.thirds // THIRDS,
        criterion.weight,
        level=answer.level,
        value=answer.value,
        quote=answer.quote,
        message_seq=answer.message_seq,
        confidence_ppm=answer.confidence_ppm,
    )


def _fit(facts: Mapping[FactField, Known], target: Target) -> list[Line]:
    lines = []
    for field, most in _FITS.items():
        fact = facts.get(field)
        fits = fact is not None and (field is not FactField.SIZE or _in_range(fact.value, target))
        lines.append(
            Line(
                Part.FIT,
                field.value,
                most if fits else 0,
                most,
                value=fact.value if fact else None,
                quote=fact.quote if fact else None,
            )
        )
    return lines


def _in_range(size: str, target: Target) -> bool:
    figure = re.sub(r"[^\d]", "", size)
    if not figure:
        return False
    least, most = target.size_from or 0, target.size_to
    return least <= int(figure) and (most is None or int(figure) <= most)


@cache
def _levels() -> Mapping[FactField, Mapping[Level, re.Pattern[str]]]:
    return {
        FactField(name): {
            Level(level): re.compile(r"(?<= )(?:" + "|".join(_alternatives(words, level)) + ")")
            for level, words in by_level.items()
        }
        for name, by_level in _data("levels").items()
    }


def _alternatives(words: str, level: str) -> Sequence[str]:
    """A beginning of three letters or fewer is a whole word: "me" is no "meeting"."""
    found = [word.strip() for word in words.split("|") if word.strip()]
    if not found:
        raise ValueError(f"the level {level} has no words")
    short = 4
    return [re.escape(word) + (r"(?= )" if len(word) <= short else "") for word in found]


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^\w]+", " ", kept).strip()


def _data(name: str) -> Mapping[str, Any]:
    text = (files("salesgenix.qualification") / f"{name}.yaml").read_text(encoding="utf-8")
    declared: Mapping[str, Any] = read_yaml(text)
    return declared
