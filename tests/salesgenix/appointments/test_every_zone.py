"""Every zone of the time zone database, on every day its clocks change from 2026 to 2030."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from salesgenix.appointments.rules import WEEKDAYS, Diary, Span, Terms, candidates

FIRST, LAST = date(2026, 1, 1), date(2030, 12, 31)
HALF = timedelta(minutes=30)
QUARTER = timedelta(minutes=15)
TERMS = Terms(length=HALF, notice=timedelta(0), buffer=timedelta(0), horizon=timedelta(days=9))
# By the wall clock, around the hours at which clocks change anywhere.
HOURS = [["00:00", "04:30"], ["22:00", "23:45"]]
DAY = timedelta(days=1)


def offset(zone: ZoneInfo, day: date) -> timedelta:
    found = datetime.combine(day, time(12), UTC).astimezone(zone).utcoffset()
    assert found is not None
    return found


def changes(zone: ZoneInfo) -> tuple[tuple[date, timedelta], ...]:
    """The days whose noon has another offset than the noon before, and by how much."""
    found = []
    day, before = FIRST, offset(zone, FIRST)
    while day < LAST:
        week = min(day + 7 * DAY, LAST)
        if offset(zone, week) == before and offset(zone, day + 3 * DAY) == before:
            day = week
            continue
        while day < week:
            day += DAY
            if (now := offset(zone, day)) != before:
                found.append((day, now - before))
                before = now
    return tuple(found)


@cache
def zones() -> dict[tuple[object, ...], str]:
    """One name for each set of changes and offsets: several names share one clock."""
    found: dict[tuple[object, ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        found.setdefault((offset(zone, FIRST), changes(zone)), name)
    return found


def days() -> Iterator[tuple[str, date]]:
    for (_, moved), name in zones().items():
        for day, _ in moved:  # type: ignore[attr-defined]
            yield name, day


def expected(zone: ZoneInfo, within: Span) -> set[datetime]:
    """By going through the instants themselves: those whose wall clock nobody can misread."""
    instants = [
        within.start - DAY + n * QUARTER
        for n in range(int((within.end - within.start + 2 * DAY) / QUARTER))
    ]
    walls = Counter(one.astimezone(zone).replace(tzinfo=None) for one in instants)
    found = set()
    for start in instants:
        wall, end = start.astimezone(zone), start + HALF
        plain = wall.replace(tzinfo=None)
        if plain.minute % 15 or walls[plain] > 1 or not within.start <= start <= within.end:
            continue
        for opens, closes in HOURS:
            first, last = (
                datetime.combine(plain.date(), time.fromisoformat(one)) for one in (opens, closes)
            )
            if first <= plain and end <= min(
                last.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)
            ):
                found.add(start)
    return found


def test_no_slot_lies_where_the_clock_jumps_or_repeats() -> None:
    """Each offered time lies inside the wall-clock hours, exists, happens once, is offered once and
    lasts as long as it says; and none that could be offered is missing.
    """
    count = 0
    for name, day in days():
        zone = ZoneInfo(name)
        begin = datetime.combine(day, time(), UTC)
        within = Span(begin - DAY, begin + 2 * DAY)
        diary = Diary(UUID(int=1), name, dict.fromkeys(WEEKDAYS, HOURS), ())
        found = list(candidates(diary, TERMS, within))
        assert len(found) == len(set(found)), (name, day)
        assert set(found) == expected(zone, within), (name, day)
        count += len(found)
    assert count > 15_000


def test_the_days_looked_at_are_those_on_which_clocks_change() -> None:
    """Berlin and New York twice a year, Lord Howe by half an hour, Tokyo never."""
    berlin = changes(ZoneInfo("Europe/Berlin"))
    assert [day for day, _ in berlin[:2]] == [date(2026, 3, 29), date(2026, 10, 25)]
    assert len(changes(ZoneInfo("America/New_York"))) == 10
    assert abs(changes(ZoneInfo("Australia/Lord_Howe"))[0][1]) == HALF
    assert changes(ZoneInfo("Asia/Tokyo")) == ()
    assert len(zones()) > 60
