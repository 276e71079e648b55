""" "Any time except 12 to 1": hours that are ruled out inside the days that are left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.understanding.timing.clocks import NOON, Clock
from agent.understanding.timing.elements import Element
from agent.understanding.timing.parts import DAY_MINUTES, PARTS
from agent.understanding.timing.shapes import Window

_DAY = timedelta(days=1)
_HOUR = 60
_OPEN = {"morning": (0, 12 * 60), "evening": (17 * 60, DAY_MINUTES), "night": (0, 0)}
Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Barred:
    """Minutes of each day that are ruled out, or of these ``days`` alone."""

    minutes: Minutes
    days: frozenset[date] | None = None


def barred_minutes(element: Element) -> Minutes | None:
    """What a clock, a stretch of hours or a part of the day takes away, in minutes of a day."""
    if element.kind == "part":
        return _OPEN.get(element.part) or PARTS[element.part]
    if element.clock is None or element.clock.is_impossible:
        return None
    first = _settled(element.clock)
    if element.to is None:
        return first.minutes, first.minutes + _HOUR
    last = _settled(element.to)
    if last.minutes <= first.minutes:
        return None
    return first.minutes, last.minutes


def without(windows: Iterable[Window], barred: Sequence[Barred], zone: ZoneInfo) -> list[Window]:
    """The windows less the minutes that are ruled out on their days."""
    out = list(windows)
    for one in barred:
        out = [piece for window in out for piece in _cut(window, one, zone)]
    return out


def _settled(clock: Clock) -> Clock:
    return clock.settled(None) or replace(clock, hour=clock.hour % NOON + NOON)


def _cut(window: Window, barred: Barred, zone: ZoneInfo) -> list[Window]:
    pieces: list[Window] = []
    rest = window
    day = window.start.astimezone(zone).date()
    while day <= window.end.astimezone(zone).date():
        begins, ends = (_at(day, m, zone) for m in barred.minutes)
        is_free = barred.days is not None and day not in barred.days
        day += _DAY
        if is_free or ends <= rest.start or begins >= rest.end:
            continue
        if begins > rest.start:
            pieces.append(replace(rest, end=begins))
        rest = replace(rest, start=min(ends, rest.end))
    return [*pieces, rest] if rest.start < rest.end else pieces


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day + _DAY * (minutes // DAY_MINUTES), time(0), zone)
    clock = local.replace(hour=minutes % DAY_MINUTES // 60, minute=minutes % 60)
    return clock.astimezone(UTC)
