"""Clock times, weekdays and days in an order, from the tags and figures of one sentence."""

import itertools
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.words import Token

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LAST_HOUR = 24
NOON = 12
LONGEST_STRETCH = 62  # days that are named one by one
_DATE = re.compile(r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})([./])(\d{1,2})[./](\d{2,4})?)")
_HALF_OF = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
_HALVES = "ampm|morning|afternoon|evening|night"
Tags = list[Tag]


@dataclass(frozen=True, slots=True)
class Clock:
    """``is_sure``: said with minutes, am or pm, or past noon, so that it can be one time only."""

    hour: int
    minute: int
    is_sure: bool

    @property
    def text(self) -> str:
        return f"{self.hour % LAST_HOUR:02}:{self.minute:02}"

    def later(self) -> "Clock":
        return replace(self, hour=self.hour + NOON) if self.hour < NOON else self


def timed(tags: Tags, tokens: Sequence[Token], today: date) -> Tags:
    """The same tags with clock times, windows of the day, weekdays and days put together."""
    for step in (_clocks, _windows, _weekdays):
        tags = step(tags, tokens)
    return _stretches_of_days(_more_days(_days(tags, tokens, today)))


def _rewritten(tags: Tags, read: Callable[[Tags, int], tuple[Tag, int] | None]) -> Tags:
    """Goes through the tags; where ``read`` finds something it says with what, and how many."""
    out: Tags = []
    at = 0
    while at < len(tags):
        found = read(tags, at)
        out.append(found[0] if found else tags[at])
        at += found[1] if found else 1
    return out


def _kinds(tags: Tags, at: int, *kinds: str) -> bool:
    """The tags from ``at`` on are of these kinds, and stand side by side."""
    if at + len(kinds) > len(tags):
        return False
    row = tags[at : at + len(kinds)]
    are_near = all(b.start - a.end <= 1 for a, b in itertools.pairwise(row))
    return are_near and all(t.kind in kind.split("|") for t, kind in zip(row, kinds, strict=True))


def _clocks(tags: Tags, tokens: Sequence[Token]) -> Tags:
    def read(row: Tags, at: int) -> tuple[Tag, int] | None:
        first = row[at]
        if first.kind == "clock" and isinstance(first.value, str):
            hour, minute = (int(part) for part in re.split("[:.h]", first.value))
            clock = Clock(hour, minute, is_sure=True)
        elif (
            first.kind == "number" and _is_hour(first.value) and _kinds(row, at, "number", _HALVES)
        ):
            clock = Clock(int(first.value), 0, is_sure=False)
        else:
            return None
        if _kinds(row, at, "clock|number", _HALVES):
            sign = row[at + 1]
            half = _with_half(clock, _HALF_OF.get(sign.kind, str(sign.value)))
            return Tag("clock", first.start, row[at + 1].end, half), 2
        return Tag("clock", first.start, first.end, clock), 1

    del tokens
    return _rewritten(tags, read)


def _is_hour(value: object) -> bool:
    return isinstance(value, int) and 0 <= value <= LAST_HOUR


def _with_half(clock: Clock, half: str) -> Clock:
    if half == "pm" and clock.hour < NOON:
        return Clock(clock.hour + NOON, clock.minute, is_sure=True)
    if half == "am":
        return Clock(clock.hour % NOON, clock.minute, is_sure=True)
    return replace(clock, is_sure=clock.is_sure or clock.hour > NOON)


def _as_clock(tag: Tag) -> Clock | None:
    if isinstance(tag.value, Clock):
        return tag.value
    if tag.kind == "number" and _is_hour(tag.value):
        return Clock(int(tag.value), 0, is_sure=int(tag.value) > NOON)
    return None


def _windows(tags: Tags, tokens: Sequence[Token]) -> Tags:
    """``between 9 and 5``, ``9-17``, ``from 10 am to 4 pm``; a bare ``10 to 15 %`` is none."""

    def read(row: Tags, at: int) -> tuple[Tag, int] | None:
        led = 1 if row[at].kind in {"between", "fromday", "after"} else 0
        if not _kinds(row, at + led, "clock|number", "to|and|until|dash", "clock|number"):
            return None
        first, last = row[at + led], row[at + led + 2]
        start, end = _as_clock(first), _as_clock(last)
        both_bare = first.kind == last.kind == "number"
        beyond = row[at + led + 3 : at + led + 4]
        is_beside = bool(beyond) and beyond[0].start == last.end and last.kind == "number"
        followed = beyond[0].kind if is_beside else ""
        is_quantity = followed in {
            "pct",
            "percent",
            "day",
            "hour",
            "week",
            "size",
            "person",
            "mailn",
        }
        if (
            start is None
            or end is None
            or is_quantity
            or (both_bare and not (led or _dash(row, at)))
        ):
            return None
        if both_bare and row[at + led + 1].kind == "and" and row[at].kind != "between":
            return None
        return Tag("window", row[at].start, last.end, _window(start, end)), led + 3

    del tokens
    return _rewritten(tags, read)


def _dash(row: Tags, at: int) -> bool:
    return row[at + 1].kind in {"dash", "to"}


def _window(start: Clock, end: Clock) -> tuple[Clock, Clock]:
    """``9 to 5`` ends in the afternoon, as ``2 to 5`` does; ``8pm to 8`` next morning."""
    if not start.is_sure and end.is_sure and start.hour + NOON < end.hour and start.hour < 7:  # noqa: PLR2004
        return start.later(), end
    if not start.is_sure and not end.is_sure and start.hour < 7 and start.hour < end.hour < 8:  # noqa: PLR2004
        return start.later(), end.later()
    if not end.is_sure and end.hour <= start.hour <= NOON:
        return start, end.later()
    return start, end


def _weekdays(tags: Tags, tokens: Sequence[Token]) -> Tags:
    def read(row: Tags, at: int) -> tuple[Tag, int] | None:
        led = 1 if row[at].kind in {"between", "fromday"} else 0
        if _kinds(row, at + led, "weekday", "to|until|dash|and", "weekday"):
            is_list = row[at + led + 1].kind == "and" and row[at].kind != "between"
            if not is_list:
                first, last = str(row[at + led].value), str(row[at + led + 2].value)
                days = _through(first, last)
                return Tag("days", row[at].start, row[at + led + 2].end, days), led + 3
        if row[at].kind == "weekday":
            day = frozenset({str(row[at].value)})
            return Tag("days", row[at].start, row[at].end, day), 1
        if row[at].kind == "weekdays":
            return Tag("days", row[at].start, row[at].end, frozenset(WEEK[:5])), 1
        if row[at].kind == "weekend":
            return Tag("days", row[at].start, row[at].end, frozenset(WEEK[5:])), 1
        return None

    del tokens
    return _rewritten(tags, read)


def _through(first: str, last: str) -> frozenset[str]:
    begin, end = WEEK.index(first), WEEK.index(last)
    if end < begin:
        end += len(WEEK)
    return frozenset(WEEK[i % len(WEEK)] for i in range(begin, end + 1))


def _days(tags: Tags, tokens: Sequence[Token], today: date) -> Tags:
    """``24 December``, ``Dec 24th, 2026``, ``24.12.``, ``2026-12-24``, ``Christmas``."""

    def read(row: Tags, at: int) -> tuple[Tag, int] | None:
        first = row[at]
        if first.kind == "date":
            return Tag("day_of", first.start, first.end, numeric_day(str(first.value), today)), 1
        if _kinds(row, at, "this|that", "days") and first.end == row[at + 1].start:
            return _these_days(first, row[at + 1], today), 2
        if _kinds(row, at, "endof", "month") and row[at + 1].value is not None:
            month = int(row[at + 1].value)
            start = date(today.year + (month < today.month), month, 1)
            last = end_of("month", start) - timedelta(days=1)
            return Tag("day_of", first.start, row[at + 1].end, last), 2
        if first.kind == "named":
            month, day = (int(part) for part in str(first.value).split("-"))
            return Tag("day_of", first.start, first.end, coming(today, month, day)), 1
        for order in ("number month number", "number month", "month number number", "month number"):
            if _kinds(row, at, *order.split()):
                found = _spelt_day(row, at, order.split(), today)
                if found is not None:
                    return found
        return None

    del tokens
    return _rewritten(tags, read)


def _these_days(lead: Tag, days: Tag, today: date) -> Tag:
    """``this Friday``, ``this weekend``: the next such days, and no others."""
    found = sorted(next_weekday(day, today) for day in days.value)
    if len(found) == 1:
        return Tag("day_of", lead.start, days.end, found[0])
    return Tag("stretch", lead.start, days.end, (found[0], found[-1]))


def _spelt_day(row: Tags, at: int, order: list[str], today: date) -> tuple[Tag, int] | None:
    values = [row[at + i].value for i in range(len(order))]
    year = values[2] if len(order) > 2 else None  # noqa: PLR2004
    day, month = (values[0], values[1]) if order[0] == "number" else (values[1], values[0])
    if year is not None and not 2000 <= int(year) <= 2100:  # noqa: PLR2004
        return None
    if not isinstance(day, int) or not 1 <= day <= 31:  # noqa: PLR2004
        return None
    found: date | None = None
    with suppress(ValueError):
        found = date(int(year), int(month), day) if year else coming(today, int(month), day)
    return Tag("day_of", row[at].start, row[at + len(order) - 1].end, found), len(order)


def numeric_day(text: str, today: date) -> date | str | None:
    """``ambiguous`` where day and month could be either way round."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    with suppress(ValueError):
        if match[1]:
            return date(int(match[1]), int(match[2]), int(match[3]))
        one, two = int(match[4]), int(match[6])
        if match[5] == "/" and one <= NOON and two <= NOON and one != two:
            return "ambiguous"
        day, month = (two, one) if match[5] == "/" and two > NOON else (one, two)
        if not match[7]:
            return coming(today, month, day)
        year = int(match[7])
        return date(year + 2000 if year < 100 else year, month, day)  # noqa: PLR2004
    return None


def coming(today: date, month: int, day: int) -> date | None:
    """The next such day, today among them."""
    for year in range(today.year, today.year + 5):
        with suppress(ValueError):
            if (found := date(year, month, day)) >= today:
                return found
    return None


def _more_days(tags: Tags) -> Tags:
    """``24 and 31 December``, ``December 24 and 31``: the month is said once."""
    out = list(tags)
    for one, joint, other in zip(
        range(len(tags)), range(1, len(tags)), range(2, len(tags)), strict=False
    ):
        if tags[joint].kind not in {"and", "dash", "to", "until"} or not _kinds(
            tags, one, "day_of|number", tags[joint].kind, "day_of|number"
        ):
            continue
        for known, bare in ((one, other), (other, one)):
            day, number = out[known].value, tags[bare].value
            if (
                out[known].kind == "day_of"
                and isinstance(day, date)
                and tags[bare].kind == "number"
            ):
                found = None
                with suppress(ValueError, TypeError):
                    found = day.replace(day=int(number))
                out[bare] = Tag("day_of", tags[bare].start, tags[bare].end, found)
    return out


def _stretches_of_days(tags: Tags) -> Tags:
    """``from 24 December to 2 January``: a first and a last day."""

    def read(row: Tags, at: int) -> tuple[Tag, int] | None:
        led = 1 if row[at].kind in {"between", "fromday"} else 0
        if not _kinds(row, at + led, "day_of", "to|until|dash|and", "day_of"):
            return None
        if row[at + led + 1].kind == "and" and row[at].kind != "between":
            return None
        first, last = row[at + led].value, row[at + led + 2].value
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        if last < first:
            last = coming(first, last.month, last.day)
        return Tag("stretch", row[at].start, row[at + led + 2].end, (first, last)), led + 3

    return _rewritten(tags, read)


def each_day(first: date, last: date) -> frozenset[date] | None:
    length = (last - first).days
    if not 0 <= length <= LONGEST_STRETCH:
        return None
    return frozenset(first + timedelta(days=i) for i in range(length + 1))


def end_of(rel: str, today: date) -> date:
    """The first day after the week, month, quarter or year that ``today`` is in."""
    if rel == "week":
        return today + timedelta(days=len(WEEK) - today.weekday())
    if rel == "month":
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    if rel == "quarter":
        month = (today.month - 1) // 3 * 3 + 3
        return (today.replace(day=1, month=month) + timedelta(days=32)).replace(day=1)
    return date(today.year + 1, 1, 1)


def next_weekday(day: str, today: date) -> date:
    """The next such day, today among them."""
    return today + timedelta(days=(WEEK.index(day) - today.weekday()) % len(WEEK))
