"""A member on the road: their hours are by the wall clock of where they are on that day."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import WEEKDAYS, Diary, Span, Terms, Trip, candidates
from salesgenix.appointments.travelling import replace_trips, trips
from tests.salesgenix.people import MONDAY, World

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
HALF = timedelta(minutes=30)
TERMS = Terms(length=HALF, notice=timedelta(0), buffer=timedelta(0), horizon=timedelta(days=40))
HOURS = [["09:00", "12:00"], ["13:30", "17:00"]]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "Asia/Kathmandu",
         "America/Sao_Paulo", "Pacific/Honolulu", "Australia/Lord_Howe"]  # fmt: skip
FIRST = date(2026, 10, 12)


def expected(home: str, trip: Trip, within: Span) -> set[datetime]:
    """By going through the instants: those at which the member's own watch shows working hours."""
    found = set()
    for index in range(int((within.end - within.start) / QUARTER) + 1):
        start = within.start + index * QUARTER
        for name in {home, trip.zone}:
            wall = start.astimezone(ZoneInfo(name))
            is_away = trip.first_day <= wall.date() <= trip.last_day
            if name != (trip.zone if is_away else home) or wall.minute % 15:
                continue
            for opens, closes in HOURS:
                begin, end = (time.fromisoformat(one) for one in (opens, closes))
                stop = (start + HALF).astimezone(ZoneInfo(name))
                if begin <= wall.time() and stop.date() == wall.date() and stop.time() <= end:
                    found.add(start)
    return found


@settings(max_examples=25, deadline=None)
@given(
    home=st.sampled_from(ZONES),
    away=st.sampled_from(ZONES),
    first=st.integers(1, 18),
    length=st.integers(0, 6),
)
def test_no_hour_is_lost_or_doubled_on_the_way(
    home: str, away: str, first: int, length: int
) -> None:
    """Over three weeks with changes of clocks in them, whichever way the journey goes: exactly the
    times at which the member's own watch shows working hours.
    """
    trip = Trip(FIRST + first * DAY, FIRST + (first + length) * DAY, away)
    diary = Diary(
        member_id=UUID(int=1),
        zone=home,
        hours=dict.fromkeys(WEEKDAYS, HOURS),
        blocked=(),
        trips=(trip,),
    )
    begin = datetime.combine(FIRST, time(), UTC)
    within = Span(begin, begin + 24 * DAY)
    found = list(candidates(diary, TERMS, within))
    assert len(found) == len(set(found))
    assert set(found) == expected(home, trip, within)


def test_times_on_a_journey_are_those_of_the_place(world: World) -> None:
    """Ben in New York: nine o'clock there is fifteen in Berlin; before and after he is at home.
    Taking the journey back gives his hours back.
    """
    day = MONDAY.date() + 2 * DAY
    journey = Trip(day, day, "America/New_York")

    def first_of(on: date) -> datetime:
        begin = datetime.combine(on, time(), ZoneInfo("Europe/Berlin"))
        with world.db.reading() as session:
            found = appointments.free_slots(
                session,
                world.ws,
                [(begin, begin + DAY)],
                "Europe/Berlin",
                now=MONDAY,
                limit=1,
                member_id=world.ben,
            )
        return found[0].starts_at.astimezone(ZoneInfo("America/New_York"))

    at_home = first_of(day)
    with world.db.writing() as session:
        assert replace_trips(session, world.ws, world.ben, [journey])
        assert not replace_trips(session, world.ws, world.ben, [journey])
    assert first_of(day).hour == first_of(day + DAY).hour + 6
    with world.db.writing() as session:
        assert replace_trips(session, world.ws, world.ben, [])
        assert trips(session, world.ws, world.ben) == ()
    assert first_of(day) == at_home
