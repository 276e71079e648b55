"""Many want one time at once: one gets it, on both databases, whatever the order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from threading import Barrier

from sqlmodel import select

from salesgenix.appointments import service
from salesgenix.appointments.models import Bucket
from salesgenix.appointments.rules import State
from salesgenix.kit.errors import Conflict
from tests.salesgenix.people import MONDAY, World

NINE = MONDAY + timedelta(days=1)
WORKERS = 6


def guests(world: World, count: int) -> list[service.Guest]:
    return [
        service.Guest(lead_id=lead, subject_ref=subject, conversation_id=thread, zone="UTC")
        for lead, subject, thread in (world.another() for _ in range(count))
    ]


def race(world: World, wishes: list) -> Counter[str]:
    """Each wish in a transaction of its own, let go at the same moment; how they ended."""
    gate = Barrier(len(wishes))

    def run(wish) -> str:
        gate.wait()
        try:
            with world.db.writing() as session:
                wish(session)
        except Conflict as error:
            return error.code
        return "won"

    with ThreadPoolExecutor(len(wishes)) as pool:
        return Counter(pool.map(run, wishes))


def meetings(world: World) -> list[service.AppointmentCard]:
    with world.db.reading() as session:
        return service.week(session, world.ws, MONDAY, MONDAY + timedelta(days=40))


def assert_no_overlap(world: World) -> None:
    for member in (world.ben, world.bea):
        mine = [card for card in meetings(world) if card.member_id == member]
        assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(mine))
    with world.db.reading() as session:
        owners = {bucket.appointment_id for bucket in session.exec(select(Bucket)).all()}
    assert owners == {card.id for card in meetings(world)}


def test_one_of_many_gets_the_slot(each_world: World) -> None:
    """Six want the same half hour of Ben: one is booked, five are offered other times."""
    for round_ in range(5):
        at = NINE + round_ * timedelta(minutes=30)

        def wish(guest: service.Guest, at=at):
            return lambda session: service.book(
                session, each_world.ws, guest, member_id=each_world.ben, starts_at=at, now=MONDAY
            )

        ended = race(each_world, [wish(guest) for guest in guests(each_world, WORKERS)])
        assert ended == {"won": 1, "slot.taken": WORKERS - 1}
    assert_no_overlap(each_world)


def test_overlapping_wishes_never_both_win(each_world: World) -> None:
    """Six want starts a quarter of an hour apart: whoever wins, no two overlap."""

    def wish(index: int, guest: service.Guest):
        return lambda session: service.hold(
            session,
            each_world.ws,
            guest,
            member_id=each_world.ben,
            starts_at=NINE + index * timedelta(minutes=15),
            now=MONDAY,
        )

    found = guests(each_world, WORKERS)
    ended = race(each_world, [wish(index, guest) for index, guest in enumerate(found)])
    assert ended["won"] in {2, 3}
    assert_no_overlap(each_world)


def test_two_who_swap_times_do_not_lock_each_other(each_world: World) -> None:
    """Each moves to the other's time at once: both are refused or one is, and nothing is lost."""
    at = {0: NINE, 1: NINE + timedelta(minutes=30)}
    with each_world.db.writing() as session:
        cards = [
            service.book(
                session,
                each_world.ws,
                guest,
                member_id=each_world.ben,
                starts_at=at[index],
                now=MONDAY,
            )
            for index, guest in enumerate(guests(each_world, 2))
        ]

    def swap(index: int):
        return lambda session: service.move(
            session, each_world.ws, cards[index].id, starts_at=at[1 - index], now=MONDAY
        )

    assert race(each_world, [swap(0), swap(1)]) == {"slot.taken": 2}
    assert_no_overlap(each_world)


def test_a_hold_that_runs_out_while_it_is_confirmed_has_one_owner(each_world: World) -> None:
    """The sweep, its owner and a rival reach for a hold at the same time: one of them has it."""
    later = MONDAY + timedelta(minutes=6)
    for round_ in range(4):
        at = NINE + round_ * timedelta(minutes=30)
        owner, rival = guests(each_world, 2)
        with each_world.db.writing() as session:
            held = service.hold(
                session, each_world.ws, owner, member_id=each_world.ben, starts_at=at, now=MONDAY
            )
        wishes = [
            lambda session, held=held: service.confirm(session, each_world.ws, held.id, now=later),
            lambda session, rival=rival, at=at: service.book(
                session, each_world.ws, rival, member_id=each_world.ben, starts_at=at, now=later
            ),
            lambda session: service.release_expired(session, later),
        ]
        race(each_world, wishes)
        booked = [card for card in meetings(each_world) if card.starts_at == at]
        assert [card.state for card in booked] == [State.CONFIRMED]
    assert_no_overlap(each_world)
