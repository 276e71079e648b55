"""Slot arithmetic: which times can be offered, and which of them to offer first. Pure.

Working hours are wall-clock times in the member's own zone. Each candidate is built by wall clock
and then converted to UTC, and everything after that is compared in UTC: two aware datetimes of one
zone subtract by wall clock, which is an hour wrong across a change to or from summer time. A local
time that does not exist that day, or happens twice, is never offered.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

Fits = Callable[[UUID, datetime, datetime], bool]  # a member, a beginning, an end
BUCKET = timedelta(minutes=5)
GRID = timedelta(minutes=15)  # candidates start on the quarter hour of the member's clock
HOLD_FOR = timedelta(minutes=5)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WAKING_HOURS = range(8, 20)  # offered unasked only when the prospect is likely to be awake


class State(StrEnum):
    HELD = "held"
    AWAITING_APPROVAL = "awaiting_approval"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


BLOCKING = frozenset({State.HELD, State.AWAITING_APPROVAL, State.CONFIRMED})
PROVISIONAL = frozenset({State.HELD, State.AWAITING_APPROVAL})  # end by themselves at hold_until


class Wait(StrEnum):
    """A place on the waiting list. ``offered``: told that a time has come free."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"  # a meeting was booked
    LAPSED = "lapsed"  # told, and did not answer in time
    WITHDRAWN = "withdrawn"
    OVER = "over"  # the times they named are past


ON_THE_LIST = frozenset({Wait.WAITING, Wait.OFFERED})
FIRST_REFUSAL = timedelta(hours=2)  # then it goes on to the next in line
AWAKE = (time(8), time(19))  # on the prospect's clock
MEANT = timedelta(hours=4)  # a stretch this short was meant as it was said


class Choice(StrEnum):
    """Why this member and not another: recorded with the offer."""

    ONLY_FREE = "only_free"
    FEWEST_MEETINGS = "fewest_meetings"
    LONGEST_WITHOUT_MEETING = "longest_without_meeting"
    ASKED_FOR = "asked_for"
    SAME_AS_BEFORE = "same_as_before"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """UTC, half open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """How meetings are made: their length, and how near, how far and how close together."""

    length: timedelta
    notice: timedelta
    buffer: timedelta
    horizon: timedelta


@dataclass(frozen=True, slots=True)
class Trip:
    """Days, both inclusive, on which a member's hours are by the wall clock of ``zone``."""

    first_day: date
    last_day: date
    zone: str


@dataclass(frozen=True, slots=True)
class Diary:
    """One member's week by wall clock, and what is blocked already (buffers included)."""

    member_id: UUID
    zone: str
    hours: dict[str, list[list[str]]]
    blocked: tuple[Span, ...]
    meetings: int = 0
    last_given: datetime | None = None
    weight: int = 1
    trips: tuple[Trip, ...] = ()

    def zone_on(self, day: date) -> ZoneInfo:
        """Where the member is on that day of the calendar."""
        for trip in self.trips:
            if trip.first_day <= day <= trip.last_day:
                return ZoneInfo(trip.zone)
        return ZoneInfo(self.zone)

    @property
    def zones(self) -> list[ZoneInfo]:
        """Home first."""
        names = [self.zone, *(trip.zone for trip in self.trips)]
        return [ZoneInfo(name) for name in dict.fromkeys(names)]

    @property
    def load(self) -> float:
        return self.meetings / self.weight


@dataclass(frozen=True, slots=True)
class Opening:
    """A time that could be offered, and the member who would take it."""

    starts_at: datetime
    ends_at: datetime
    member_id: UUID
    choice: Choice


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits, and the free times that would suit them now."""

    id: UUID
    joined_at: datetime
    state: Wait
    suits: tuple[datetime, ...]


def whom_to_tell(line: Iterable[InLine]) -> list[UUID]:
    """First come, first served: each time is told to one person, and to nobody while somebody who
    was told of it may still answer.
    """
    waiters = list(line)
    spoken_for = {at for one in waiters if one.state is Wait.OFFERED for at in one.suits}
    told: list[UUID] = []
    for one in sorted(waiters, key=lambda one: (one.joined_at, one.id.int)):
        if one.state is Wait.WAITING and set(one.suits) - spoken_for:
            told.append(one.id)
            spoken_for |= set(one.suits)
    return told


def ending(state: Wait, *, until: datetime, offered_at: datetime | None, now: datetime) -> Wait:
    """What becomes of a place by time alone."""
    if state is Wait.OFFERED and offered_at is not None and offered_at + FIRST_REFUSAL <= now:
        return Wait.LAPSED
    if state is Wait.WAITING and until <= now:
        return Wait.OVER
    return state


def awake(span: Span, zone: ZoneInfo) -> Iterator[Span]:
    """Nobody is offered a night by day's end: a vague stretch means the hours people are awake."""
    if span.end - span.start <= MEANT:
        yield span
        return
    day = span.start.astimezone(zone).date()
    while day <= span.end.astimezone(zone).date():
        first, last = (datetime.combine(day, hour, tzinfo=zone).astimezone(UTC) for hour in AWAKE)
        if max(first, span.start) < min(last, span.end):
            yield Span(max(first, span.start), min(last, span.end))
        day += timedelta(days=1)


def buckets(span: Span, buffer: timedelta) -> list[datetime]:
    """The five-minute pieces a meeting takes, its buffer behind it included, in order."""
    first = span.start - (span.start - _EPOCH) % BUCKET
    last = span.end + buffer
    return [first + index * BUCKET for index in range(-(-(last - first) // BUCKET))]


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(day: date, clock: str, zone: ZoneInfo) -> datetime | None:
    """UTC of a wall-clock time; ``None`` when it does not exist that day or happens twice."""
    return _instant(_wall(day, clock), zone)


def is_plain(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock on the wall in ``zone`` names this instant and no other."""
    wall = moment.astimezone(zone).replace(tzinfo=None)
    return wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=zone, fold=1).utcoffset()


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same time as disjoint spans, in order."""
    whole: list[Span] = []
    for span in sorted(spans):
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return tuple(whole)


def candidates(diary: Diary, terms: Terms, within: Span) -> Iterator[datetime]:
    """Every free start on the grid, in order: in hours, whole, not blocked, inside ``within``."""
    zones = diary.zones
    day = min(within.start.astimezone(zone).date() for zone in zones)
    last = max(within.end.astimezone(zone).date() for zone in zones)
    found = set[datetime]()
    while day <= last:
        found.update(_starts(diary, day, diary.zone_on(day)))
        day += timedelta(days=1)
    for start in sorted(found):
        end = start + terms.length
        if within.start <= start <= within.end and is_open(diary, Span(start, end)):
            yield start


def is_open(diary: Diary, meeting: Span) -> bool:
    """Whether the member works all through the meeting and nothing else is in the way."""
    return not is_blocked(diary, meeting) and any(_works(diary, meeting, z) for z in diary.zones)


def _works(diary: Diary, meeting: Span, zone: ZoneInfo) -> bool:
    """By the wall clock of ``zone``, if that is where the member is on that day."""
    local = meeting.start.astimezone(zone)
    if diary.zone_on(local.date()) != zone or not is_plain(meeting.start, zone):
        return False
    for opens, closes in diary.hours.get(WEEKDAYS[local.weekday()], ()):
        begins = _wall(local.date(), opens)
        if begins <= local.replace(tzinfo=None) and meeting.end <= _close(
            local.date(), closes, zone
        ):
            return True
    return False


def is_blocked(diary: Diary, meeting: Span) -> bool:
    """``diary.blocked`` is disjoint and in order, so only one neighbour can be in the way."""
    index = bisect_right(diary.blocked, meeting.end, key=lambda span: span.start)
    before = diary.blocked[index - 1] if index else None
    if before is not None and before.start == meeting.end:
        before = diary.blocked[index - 2] if index > 1 else None
    return before is not None and before.end > meeting.start


def openings(
    diaries: Sequence[Diary],
    terms: Terms,
    *,
    now: datetime,
    windows: Sequence[Span],
    fits: Fits | None = None,
    prefer: UUID | None = None,
) -> list[Opening]:
    """Every time that could be offered, in order, one member each (round robin by load).

    ``fits`` says of a member's time whether it may be offered at all; ``prefer`` names the member
    who takes it where they can.
    """
    horizon = Span(now + terms.notice, now + terms.horizon)
    reach = _reach(horizon, windows)
    if reach is None:
        return []
    free: dict[datetime, list[Diary]] = {}
    for diary in diaries:
        for start in candidates(diary, terms, reach):
            is_asked = not windows or any(_suits(start, terms.length, one) for one in windows)
            if is_asked and (fits is None or fits(diary.member_id, start, start + terms.length)):
                free.setdefault(start, []).append(diary)
    return [
        Opening(start, start + terms.length, *choose(hosts, prefer))
        for start, hosts in sorted(free.items())
    ]


def choose(hosts: Sequence[Diary], prefer: UUID | None = None) -> tuple[UUID, Choice]:
    """Whom they meet already, else the free member with the fewest meetings for their share, then
    the one who has waited longest for one.
    """
    if len(hosts) > 1 and any(host.member_id == prefer for host in hosts):
        assert prefer is not None
        return prefer, Choice.SAME_AS_BEFORE
    ranked = sorted(
        hosts, key=lambda host: (host.load, host.last_given or _EPOCH, host.member_id.int)
    )
    if len(ranked) == 1:
        return ranked[0].member_id, Choice.ONLY_FREE
    is_tie = ranked[0].load == ranked[1].load
    reason = Choice.LONGEST_WITHOUT_MEETING if is_tie else Choice.FEWEST_MEETINGS
    return ranked[0].member_id, reason


def pick(found: Sequence[Opening], zone: str, limit: int, *, asked: bool) -> list[Opening]:
    """A few of them that do not overlap, in order: spread over what was asked, or the next days.

    ``zone`` is the prospect's: a time that is doubled on their clock is left out, round times are
    preferred, and unasked nothing is offered in their night as long as the day has something.
    """
    clock = ZoneInfo(zone)
    clear = [opening for opening in found if is_plain(opening.starts_at, clock)]
    if not asked:
        waking = [o for o in clear if o.starts_at.astimezone(clock).hour in WAKING_HOURS]
        clear = _first_days(waking or clear, clock, days=2)
    round_times = [o for o in clear if o.starts_at.astimezone(clock).minute in {0, 30}]
    apart = _apart(round_times)
    if len(apart) < limit:
        apart = sorted(_apart([*apart, *clear]), key=lambda o: o.starts_at)
    return _spread(apart, limit)


def nearest(found: Sequence[Opening], wanted: datetime, limit: int) -> list[Opening]:
    """The few that lie closest to a time that is gone, in order."""
    close = sorted(found, key=lambda o: (abs(o.starts_at - wanted), o.starts_at))
    return sorted(_apart(close, limit), key=lambda o: o.starts_at)


def _wall(day: date, clock: str) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    return datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)  # noqa: DTZ001 - a wall clock


def _instant(wall: datetime, zone: ZoneInfo) -> datetime | None:
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return first if first == second else None


def _close(day: date, clock: str, zone: ZoneInfo) -> datetime:
    """The end of a working span in UTC; the earlier reading where the wall clock is unsure."""
    wall = _wall(day, clock)
    return min(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def _starts(diary: Diary, day: date, zone: ZoneInfo) -> Iterator[datetime]:
    for opens, closes in diary.hours.get(WEEKDAYS[day.weekday()], ()):
        wall, end = _wall(day, opens), _wall(day, closes)
        while wall < end:
            start = _instant(wall, zone)
            if start is not None:
                yield start
            wall += GRID


def _reach(horizon: Span, windows: Sequence[Span]) -> Span | None:
    if not windows:
        return horizon
    start = max(horizon.start, min(window.start for window in windows))
    end = min(horizon.end, max(window.end for window in windows))
    return Span(start, end) if start <= end else None


def _suits(start: datetime, length: timedelta, window: Span) -> bool:
    """Inside the window; a window shorter than the meeting ("at 3") is about the start alone."""
    if window.end - window.start < length:
        return start == window.start or window.start <= start < window.end
    return window.start <= start and start + length <= window.end


def _first_days(found: Sequence[Opening], zone: ZoneInfo, *, days: int) -> list[Opening]:
    by_day = groupby(found, key=lambda opening: opening.starts_at.astimezone(zone).date())
    kept = [list(group) for _, (_, group) in zip(range(days), by_day, strict=False)]
    return [opening for day in kept for opening in day]


def _apart(found: Iterable[Opening], limit: int | None = None) -> list[Opening]:
    """The first of each bunch that overlaps; earlier entries of ``found`` win over later ones."""
    kept: list[Opening] = []
    for opening in found:
        if len(kept) == limit:
            break
        if all(o.ends_at <= opening.starts_at or opening.ends_at <= o.starts_at for o in kept):
            kept.append(opening)
    return kept


def _spread(found: Sequence[Opening], limit: int) -> list[Opening]:
    if len(found) <= limit:
        return list(found)
    if limit == 1:
        return [found[0]]
    step = (len(found) - 1) / (limit - 1)
    return [found[round(index * step)] for index in range(limit)]
