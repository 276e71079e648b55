"""Slot arithmetic on every kind of clock, the days of the change above all."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.appointments.rules import (
    BUCKET,
    Choice,
    Diary,
    Span,
    Terms,
    buckets,
    candidates,
    choose,
    instant,
    is_open,
    is_plain,
    merged,
    nearest,
    openings,
    pick,
)

BEN, BEA = UUID(int=1), UUID(int=2)
ALL_DAY = {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
OFFICE = {day: [["09:00", "12:30"], ["13:30", "17:00"]] for day in ALL_DAY}
ZONES = (
    "Europe/Berlin",
    "Europe/Dublin",
    "Europe/Lisbon",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "America/Nuuk",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Beirut",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Easter",
    "UTC",
)
HALF_HOUR = timedelta(minutes=30)


def terms(length: timedelta = HALF_HOUR, buffer: timedelta = timedelta(0)) -> Terms:
    return Terms(length, timedelta(hours=2), buffer, timedelta(days=30))


def diary(zone: str, hours=None, blocked: tuple[Span, ...] = (), **more) -> Diary:
    member = more.pop("member_id", BEN)
    return Diary(member, zone, hours or OFFICE, blocked, **more)


def changes(zone: str) -> list[datetime]:
    """The instants between 2026 and 2030 at which the zone's offset changes."""
    clock = ZoneInfo(zone)
    found = []
    low = datetime(2026, 1, 1, tzinfo=UTC)
    while low.year < 2031:
        high = low + timedelta(days=1)
        if low.astimezone(clock).utcoffset() != high.astimezone(clock).utcoffset():
            found.append(low)
        low = high
    return found


CHANGE_DAYS = [(zone, day) for zone in ZONES for day in changes(zone)]


def test_the_zones_under_test_do_change() -> None:
    """The properties below stand on real changes of the clock, of an hour or of half of one."""
    assert len(CHANGE_DAYS) > 120


@pytest.mark.parametrize("zone", ZONES)
def test_every_slot_of_a_changing_day_is_a_real_time_on_the_members_clock(zone: str) -> None:
    """In hours, as long as a meeting in real minutes, and named by the wall clock once only."""
    clock = ZoneInfo(zone)
    days = [day for name, day in CHANGE_DAYS if name == zone] or [datetime(2026, 6, 1, tzinfo=UTC)]
    for day in days:
        within = Span(day - timedelta(days=1), day + timedelta(days=2))
        starts = list(candidates(diary(zone, ALL_DAY), terms(), within))
        walls = [start.astimezone(clock).replace(tzinfo=None) for start in starts]
        assert len(set(walls)) == len(walls)
        assert starts == sorted(set(starts))
        for start, wall in zip(starts, walls, strict=True):
            assert wall.replace(tzinfo=clock).astimezone(UTC) == start
            assert is_plain(start, clock)
            assert is_open(diary(zone, ALL_DAY), Span(start, start + HALF_HOUR))


@pytest.mark.parametrize(("zone", "day"), CHANGE_DAYS[::3])
def test_office_hours_stay_office_hours_when_the_clock_changes(zone: str, day: datetime) -> None:
    """Nine to five is nine to five on the wall before, on and after the day of the change."""
    clock = ZoneInfo(zone)
    within = Span(day - timedelta(days=2), day + timedelta(days=3))
    for start in candidates(diary(zone), terms(), within):
        local, end = start.astimezone(clock), (start + HALF_HOUR).astimezone(clock)
        spans = OFFICE["mon"]
        assert any(
            opens <= f"{local:%H:%M}" and f"{end:%H:%M}" <= closes for opens, closes in spans
        )


def test_an_hour_that_does_not_exist_is_not_offered() -> None:
    """On 8 March 2026 New York has no 02:30; 01:30 and 03:00 are half an hour apart."""
    zone = ZoneInfo("America/New_York")
    assert instant(date(2026, 3, 8), "02:30", zone) is None
    before, after = (instant(date(2026, 3, 8), clock, zone) for clock in ("01:30", "03:00"))
    assert after - before == HALF_HOUR


def test_an_hour_that_happens_twice_is_not_offered() -> None:
    """On 1 November 2026 half past one happens twice in New York: nobody is invited to it."""
    zone = ZoneInfo("America/New_York")
    assert instant(date(2026, 11, 1), "01:30", zone) is None
    within = Span(datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 11, 1, 8, tzinfo=UTC))
    walls = {
        f"{start.astimezone(zone):%H:%M}"
        for start in candidates(diary("America/New_York", ALL_DAY), terms(), within)
    }
    assert walls.isdisjoint({"01:00", "01:15", "01:30", "01:45"})
    assert {"00:45", "02:00"} <= walls


def test_a_working_span_over_the_change_has_its_real_length() -> None:
    """Midnight to six on the long night lasts seven hours: a slot at five still fits."""
    hours = {"sun": [["00:00", "06:00"]]}
    ends = datetime(2026, 11, 1, 11, tzinfo=UTC)  # 06:00 in winter time
    mine = diary("America/New_York", hours)
    assert is_open(mine, Span(ends - HALF_HOUR, ends))
    assert not is_open(mine, Span(ends - timedelta(minutes=15), ends + timedelta(minutes=15)))


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    minutes=st.sampled_from([15, 30, 45, 60]),
    buffer=st.sampled_from([0, 5, 10, 15]),
    taken=st.lists(st.tuples(st.integers(0, 7 * 24 * 12), st.integers(1, 24)), max_size=12),
)
def test_no_offer_touches_what_is_taken(zone, now, minutes, buffer, taken) -> None:
    """Whatever is blocked, no opening overlaps it or its buffer, comes too soon or too late."""
    gap = timedelta(minutes=buffer)
    spans = [Span(now + start * BUCKET, now + (start + length) * BUCKET) for start, length in taken]
    blocked = merged(Span(span.start - gap, span.end + gap) for span in spans)
    agreed = Terms(timedelta(minutes=minutes), timedelta(hours=2), gap, timedelta(days=7))
    found = openings([diary(zone, blocked=blocked)], agreed, now=now, windows=[])
    for opening in found:
        assert now + agreed.notice <= opening.starts_at <= now + agreed.horizon
        for span in spans:
            assert opening.ends_at + gap <= span.start or span.end + gap <= opening.starts_at


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2030, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    start=st.integers(0, 20 * 24),
    length=st.integers(1, 72),
    limit=st.integers(1, 5),
)
def test_what_is_picked_lies_in_the_window_and_apart(zone, now, start, length, limit) -> None:
    """At most ``limit`` openings, in order, inside the asked window, none overlapping another."""
    window = Span(now + timedelta(hours=start), now + timedelta(hours=start + length))
    found = openings([diary(zone)], terms(), now=now, windows=[window])
    chosen = pick(found, "Asia/Kathmandu", limit, asked=True)
    assert len(chosen) <= limit
    assert bool(chosen) == bool(
        [o for o in found if is_plain(o.starts_at, ZoneInfo("Asia/Kathmandu"))]
    )
    assert all(window.start <= o.starts_at and o.ends_at <= window.end for o in chosen)
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(chosen))


@settings(max_examples=100, deadline=None)
@given(
    first=st.integers(0, 2000),
    length=st.integers(1, 60),
    other=st.integers(0, 2000),
    other_length=st.integers(1, 60),
)
def test_two_meetings_overlap_exactly_when_they_share_a_bucket(
    first, length, other, other_length
) -> None:
    """The database's key says no when, and only when, the times meet (on the five-minute grid)."""
    zero = datetime(2027, 1, 1, tzinfo=UTC)
    one = Span(zero + first * BUCKET, zero + (first + length) * BUCKET)
    two = Span(zero + other * BUCKET, zero + (other + other_length) * BUCKET)
    shared = set(buckets(one, timedelta(0))) & set(buckets(two, timedelta(0)))
    assert bool(shared) == (one.start < two.end and two.start < one.end)


def test_a_window_shorter_than_a_meeting_is_about_its_start() -> None:
    """Asked for "at three", three o'clock is offered, not nothing."""
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)
    three = datetime(2027, 3, 2, 15, tzinfo=UTC)
    found = openings([diary("UTC")], terms(), now=now, windows=[Span(three, three)])
    assert [opening.starts_at for opening in found] == [three]


def test_unasked_nothing_is_offered_in_the_prospects_night() -> None:
    """Ben works in New York, the prospect sits in Berlin: only hours they share are offered."""
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)
    found = openings([diary("America/New_York")], terms(), now=now, windows=[])
    chosen = pick(found, "Europe/Berlin", 3, asked=False)
    hours = [opening.starts_at.astimezone(ZoneInfo("Europe/Berlin")).hour for opening in chosen]
    assert len(hours) == 3
    assert all(15 <= hour < 20 for hour in hours)


def test_a_prospect_who_only_shares_the_night_is_still_offered_something() -> None:
    """Auckland's office hours are Berlin's night: better those than nothing."""
    now = datetime(2027, 3, 1, 8, tzinfo=UTC)
    found = openings([diary("Pacific/Auckland")], terms(), now=now, windows=[])
    assert len(pick(found, "Europe/Berlin", 3, asked=False)) == 3


def test_unasked_offers_are_spread_over_two_days() -> None:
    """Three round times on the next two days, not three in a row."""
    now = datetime(2027, 3, 1, 6, tzinfo=UTC)
    found = openings([diary("Europe/Berlin")], terms(), now=now, windows=[])
    chosen = pick(found, "Europe/Berlin", 3, asked=False)
    assert len({opening.starts_at.date() for opening in chosen}) == 2
    assert all(opening.starts_at.minute in {0, 30} for opening in chosen)


def test_the_nearest_times_are_offered_instead() -> None:
    """When ten is gone, half past nine and half past ten come before the afternoon."""
    now = datetime(2027, 3, 1, 6, tzinfo=UTC)
    ten = datetime(2027, 3, 2, 9, tzinfo=UTC)
    blocked = (Span(ten, ten + HALF_HOUR),)
    found = openings([diary("Europe/Berlin", blocked=blocked)], terms(), now=now, windows=[])
    others = [opening.starts_at - ten for opening in nearest(found, ten, 2)]
    assert others == [-HALF_HOUR, HALF_HOUR]


@pytest.mark.parametrize(
    ("ben", "bea", "member", "why"),
    [
        ((2, None), (1, None), BEA, Choice.FEWEST_MEETINGS),
        ((1, None), (2, None), BEN, Choice.FEWEST_MEETINGS),
        ((1, 5), (1, 3), BEA, Choice.LONGEST_WITHOUT_MEETING),
        ((0, None), (0, None), BEN, Choice.LONGEST_WITHOUT_MEETING),
    ],
)
def test_the_meeting_goes_to_who_has_had_fewest(ben, bea, member, why) -> None:
    """By load first, then by who has waited longest; the reason is told."""

    def host(member_id: UUID, state: tuple[int, int | None]) -> Diary:
        load, days = state
        last = datetime(2027, 1, days, tzinfo=UTC) if days else None
        return diary("UTC", member_id=member_id, meetings=load, last_given=last)

    assert choose([host(BEN, ben), host(BEA, bea)]) == (member, why)
    assert choose([host(BEN, ben)]) == (BEN, Choice.ONLY_FREE)
