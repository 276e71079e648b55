"""The waiting list: first come, first served, each time told to one person, and nobody for ever."""

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from salesgenix.appointments import waiting
from salesgenix.appointments.rules import (
    FIRST_REFUSAL,
    InLine,
    Span,
    Wait,
    awake,
    ending,
    whom_to_tell,
)
from salesgenix.appointments.waiting import Waiter
from tests.salesgenix.people import MONDAY, World

NINE, TEN, NOON = (MONDAY + timedelta(days=1, hours=hours) for hours in (0, 1, 3))
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


def one(number, minutes, *suits, state=Wait.WAITING):
    joined = MONDAY + timedelta(minutes=minutes)
    return InLine(id=number, joined_at=joined, state=state, suits=suits)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ([one(SECOND, 2, NINE), one(FIRST, 1, NINE)], [FIRST]),
        ([one(FIRST, 1, NINE), one(SECOND, 2, NINE, TEN)], [FIRST, SECOND]),
        ([one(FIRST, 1), one(SECOND, 2, NINE)], [SECOND]),
        ([one(FIRST, 1, NINE, state=Wait.OFFERED), one(SECOND, 2, NINE)], []),
        ([one(FIRST, 1, NINE, state=Wait.OFFERED), one(SECOND, 2, NINE, NOON)], [SECOND]),
        ([one(FIRST, 1, NINE, TEN), one(SECOND, 2, TEN), one(THIRD, 3, NOON)], [FIRST, THIRD]),
        ([], []),
    ],
)
def test_each_free_time_is_told_to_one_person_in_the_order_of_joining(line, told):
    """Who came first hears of it; who wants another time does not wait behind them; while somebody
    who was told may still answer, nobody else hears of the same time.
    """
    assert whom_to_tell(line) == told


@pytest.mark.parametrize(
    ("state", "offered_ago", "until_in", "after"),
    [
        (Wait.WAITING, None, timedelta(hours=1), Wait.WAITING),
        (Wait.WAITING, None, timedelta(0), Wait.OVER),
        (Wait.OFFERED, FIRST_REFUSAL - timedelta(seconds=1), timedelta(0), Wait.OFFERED),
        (Wait.OFFERED, FIRST_REFUSAL, timedelta(hours=1), Wait.LAPSED),
        (Wait.TAKEN, None, timedelta(0), Wait.TAKEN),
    ],
)
def test_a_place_ends_by_time(state, offered_ago, until_in, after):
    """Past its last window, or unanswered for as long as was said; never twice."""
    offered_at = MONDAY - offered_ago if offered_ago is not None else None
    assert ending(state, until=MONDAY + until_in, offered_at=offered_at, now=MONDAY) is after


def test_nobody_is_woken_by_a_vague_wish():
    """A day means its waking hours on their clock; two hours at night were meant as said."""
    zone = ZoneInfo("America/Sao_Paulo")
    day = Span(MONDAY, MONDAY + timedelta(days=1))
    (hours,) = [span for span in awake(day, zone) if span.start > MONDAY + timedelta(hours=1)][:1]
    assert hours.start.astimezone(zone).hour == 8
    night = Span(MONDAY + timedelta(hours=17), MONDAY + timedelta(hours=19))
    assert list(awake(night, zone)) == [night]


def test_joining_twice_keeps_the_place_and_a_stop_ends_it(each_world: World):
    """One place for a conversation, with the newest wish; off the list nothing is left of it. Two
    workers at once tell one person once.
    """
    world = each_world
    lead, subject, thread = world.another()
    waiter = Waiter(lead, thread, subject, "Europe/Berlin")
    with world.db.writing() as session:
        first = waiting.join(
            session, world.ws, waiter, windows=[(NINE, TEN)], words="nine", now=MONDAY
        )
        later = MONDAY + timedelta(minutes=5)
        again = waiting.join(session, world.ws, waiter, windows=[], words=None, now=later)
        assert (again.id, again.joined_at) == (first.id, MONDAY)
        assert again.until > first.until
        mine = [InLine(again.id, MONDAY, Wait.WAITING, (NINE,))]
        assert waiting.tell_next(session, world.ws, mine, now=later) == [again.id]
        assert waiting.tell_next(session, world.ws, mine, now=later) == []
        assert waiting.line(session, uuid4()) == []
        assert waiting.withdraw(session, world.ws, subject, now=later) == 1
        assert waiting.place_of(session, world.ws, thread) is None
