"""Reads the sets beside it and judges answers to them. ``README.md`` says what the columns mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).parent
HALVES = ("a", "b")
COMPANIES = HERE / "companies"
OPEN = HERE.parent / "questions"  # a set to tune on, a file for each company

Interval = tuple[datetime, datetime]


class Verdict(StrEnum):
    """How an answer to a booking expression ends; ``WRONG`` is sure of itself and wrong."""

    RIGHT = "right"
    ASKED = "asked needlessly"
    OTHER_QUESTION = "asked the wrong thing"
    MISSED = "nothing read"
    WRONG = "confidently wrong"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resolver said: windows in any zone, and the kind of its question, if it has one."""

    windows: tuple[Interval, ...] = ()
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Days and what of them: covered at least on ``must``, at most on ``may``, or begun ``at``."""

    may: tuple[Interval, ...]
    must: tuple[Interval, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One fair answer: questions of the kinds named (any, if none is), or times."""

    is_question: bool = False
    kinds: frozenset[str] = frozenset()
    spoken: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    language: str
    now: datetime
    zone: str
    text: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Message:
    language: str
    labels: frozenset[str]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """``must``: of each group one has to stand in the reply; ``lacks``: none may."""

    company: str
    language: str
    is_answerable: bool
    must: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    text: str


_PARTS = {  # at most, at least
    "am": (("05:00", "13:00"), ("09:30", "11:30")),
    "pm": (("12:00", "19:00"), ("14:00", "16:30")),
    "eve": (("16:00", "24:00"), ("18:00", "19:30")),
    "noon": (("11:00", "15:00"), ("12:00", "13:00")),
    "early": (("05:00", "11:00"), ("08:00", "09:00")),
    "late": (("14:00", "20:00"), ("16:30", "17:30")),
}
_WHOLE = (("00:00", "24:00"), ("10:00", "16:00"))
_SPEC = re.compile(
    r"(?P<within>in )?(?P<first>\d{4}-\d\d-\d\d)(?:\.\.(?P<last>\d{4}-\d\d-\d\d))?"
    r"(?: (?P<spec>[^@]+))?(?:@(?P<zone>\S+))?"
)
_CLOCK = r"\d\d:\d\d"


def times(half: str) -> Iterator[Time]:
    for language, now, zone, wanted, text in _rows("times", half):
        here = ZoneInfo(zone)
        at = datetime.fromisoformat(now).replace(tzinfo=here)
        yield Time(language, at, zone, text, readings(wanted, at, here))


def messages(half: str, name: str = "signals") -> Iterator[Message]:
    for language, labels, text in _rows(name, half):
        yield Message(language, frozenset(labels.split(",")), text)


def questions(half: str) -> Iterator[Question]:
    return _questions(_rows("grounding", half))


def open_questions() -> Iterator[Question]:
    """What may be read and tuned on: nothing is claimed by it."""
    for file in sorted(OPEN.glob("*.tsv")):
        yield from _questions(_lines(file))


def _questions(rows: Iterator[list[str]]) -> Iterator[Question]:
    for company, language, kind, must, lacks, text in rows:
        groups = tuple(tuple(group.split("|")) for group in must.split(";") if group)
        unwanted = tuple(part for part in lacks.split(";") if part)
        yield Question(company, language, kind == "answer", groups, unwanted, text)


def verdict(wanted: Sequence[Reading], answer: Answer) -> Verdict:
    if any(_fits(reading, answer) for reading in wanted):
        return Verdict.RIGHT
    if answer.question:
        may_ask = any(reading.is_question for reading in wanted)
        return Verdict.OTHER_QUESTION if may_ask else Verdict.ASKED
    return Verdict.WRONG if answer.windows else Verdict.MISSED


def _rows(name: str, half: str) -> Iterator[list[str]]:
    return _lines(HERE / f"{name}_{half}.tsv")


def _lines(file: Path) -> Iterator[list[str]]:
    return (line.split("\t") for line in file.read_text("utf-8").split("\n") if line)


def readings(wanted: str, now: datetime, here: ZoneInfo) -> tuple[Reading, ...]:
    return tuple(_reading(one.strip(), now, here) for one in wanted.split("|"))


def _reading(wanted: str, now: datetime, here: ZoneInfo) -> Reading:
    if wanted == "-":
        return Reading()
    if wanted.startswith("?"):
        return Reading(
            is_question=True, kinds=frozenset(part for part in wanted[1:].split(",") if part)
        )
    return Reading(spoken=tuple(_spoken(one.strip(), now, here) for one in wanted.split("+")))


def _spoken(wanted: str, now: datetime, here: ZoneInfo) -> Spoken:
    found = _SPEC.fullmatch(wanted)
    assert found, wanted
    zone = ZoneInfo(found["zone"]) if found["zone"] else here
    first = date.fromisoformat(found["first"])
    last = date.fromisoformat(found["last"] or found["first"])
    spec = (found["spec"] or "").strip()
    if re.fullmatch(_CLOCK, spec):
        at = _at(first, spec, zone)
        return Spoken(may=((at, at + timedelta(days=1)),), at=at)
    if re.fullmatch("~" + _CLOCK, spec):
        return _about(_at(first, spec[1:], zone))
    most, least = _limits(spec)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    may_days = days + _weekend_after(first, last)
    may = tuple((_at(day, most[0], zone), _at(day, most[1], zone)) for day in may_days)
    must = tuple((_at(day, least[0], zone), _at(day, least[1], zone)) for day in days)
    is_loose = bool(found["within"])
    if is_loose:
        return Spoken(may)
    is_range = last > first
    kept = tuple(m for m in must if m[0] > now + timedelta(hours=3) or m[0].date() > now.date())
    if is_range:
        kept = tuple(m for m in kept if m[0].weekday() < 5)
    return Spoken(may, kept or must[:1])


def _about(at: datetime) -> Spoken:
    """Around a clock time: that time, or a window of up to an hour and a half about it."""
    slack = timedelta(minutes=75)
    return Spoken(((at - slack, at + 2 * slack),), ((at, at + timedelta(minutes=10)),))


def _weekend_after(first: date, last: date) -> list[date]:
    is_week = last > first and last.weekday() == 4
    return [last + timedelta(days=1), last + timedelta(days=2)] if is_week else []


def _limits(spec: str) -> tuple[tuple[str, str], tuple[str, str]]:
    if not spec:
        return _WHOLE
    if spec in _PARTS:
        return _PARTS[spec]
    begins, _, ends = spec.partition("-")
    if not ends:
        return (begins, "24:00"), (begins, _later(begins))
    if not begins:
        return ("00:00", ends), (_earlier(ends), ends)
    return (begins, ends), (begins, ends)


def _later(clock: str) -> str:
    """From a time on means the working day at least, or an hour of the evening."""
    return max("16:30", f"{int(clock[:2]) + 1:02}{clock[2:]}")


def _earlier(clock: str) -> str:
    return min("09:30", f"{int(clock[:2]) - 1:02}{clock[2:]}")


def _at(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone).astimezone(ZoneInfo("UTC"))


def _fits(reading: Reading, answer: Answer) -> bool:
    if reading.is_question:
        return bool(answer.question) and (not reading.kinds or answer.question in reading.kinds)
    if answer.question:
        return False
    if not reading.spoken:
        return not answer.windows
    return bool(answer.windows) and _says(reading.spoken, list(answer.windows))


def _says(spoken: Sequence[Spoken], windows: list[Interval]) -> bool:
    for one in spoken:
        if one.at is not None:
            begun = [window for window in windows if window[0] == one.at]
            if not begun:
                return False
            windows = [window for window in windows if window[0] != one.at]
    spans = [one for one in spoken if one.at is None]
    may = _joined([part for one in spans for part in one.may])
    covered = _joined(windows)
    return all(_is_within(window, may) for window in windows) and all(
        _is_within(part, covered) for one in spans for part in one.must
    )


def _is_within(part: Interval, wholes: Sequence[Interval]) -> bool:
    return any(begins <= part[0] and part[1] <= ends for begins, ends in wholes)


def _joined(parts: Sequence[Interval]) -> list[Interval]:
    joined: list[Interval] = []
    for begins, ends in sorted(parts):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(ends, joined[-1][1]))
        else:
            joined.append((begins, ends))
    return joined
