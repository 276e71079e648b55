"""Holds, bookings, moves: what a prospect and a rep can rely on."""

import itertools
from datetime import timedelta

import pytest

from salesgenix.appointments import service
from salesgenix.appointments.rules import Choice, State
from salesgenix.kit.errors import Conflict
from tests.salesgenix.people import MONDAY, World

NINE = MONDAY + timedelta(days=1)  # Tuesday 09:00 in Berlin


def guest_of(world: World) -> service.Guest:
    return service.Guest(
        lead_id=world.carla,
        subject_ref=world.carla_ref,
        conversation_id=world.thread,
        zone="America/Sao_Paulo",
        topic="Pricing for 50 people",
    )


def stranger(world: World) -> service.Guest:
    lead, subject, thread = world.another()
    return service.Guest(lead_id=lead, subject_ref=subject, conversation_id=thread, zone="UTC")


def test_free_slots_lie_in_the_asked_window_and_do_not_overlap(each_world: World) -> None:
    """Three different times inside the asked afternoon, none of them overlapping."""
    window = (NINE + timedelta(hours=4), NINE + timedelta(hours=8))
    with each_world.db.reading() as session:
        slots = service.free_slots(session, each_world.ws, [window], "Europe/Berlin", now=MONDAY)
    assert len(slots) == 3
    assert all(window[0] <= slot.starts_at and slot.ends_at <= window[1] for slot in slots)
    pairs = itertools.pairwise(slots)
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairs)


def test_a_slot_id_leads_back_to_its_member_and_time(world: World) -> None:
    """What the agent is offered by id can be held by id."""
    with world.db.reading() as session:
        for slot in service.free_slots(session, world.ws, [], "Europe/Berlin", now=MONDAY):
            assert service.find_slot(session, world.ws, slot.id) == (slot.member_id, slot.starts_at)


def test_round_robin_gives_the_next_meeting_to_who_has_fewest(world: World) -> None:
    """With Ben booked once, the next offer is Bea's, and the reason is told."""
    with world.db.writing() as session:
        service.book(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
    window = (NINE + timedelta(hours=1), NINE + timedelta(hours=2))
    with world.db.reading() as session:
        slots = service.free_slots(session, world.ws, [window], "Europe/Berlin", now=MONDAY)
    assert {slot.member_id for slot in slots} == {world.bea}
    assert {slot.choice for slot in slots} == {Choice.FEWEST_MEETINGS}


def test_a_held_time_is_refused_to_others_with_three_alternatives(each_world: World) -> None:
    """Carla's hold keeps the time; a stranger is told of three free ones close by."""
    world = each_world
    other = stranger(world)
    with world.db.writing() as session:
        held = service.hold(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
        assert (held.state, held.topic) == (State.HELD, "Pricing for 50 people")
    with world.db.writing() as session, pytest.raises(Conflict) as refused:
        service.hold(session, world.ws, other, member_id=world.ben, starts_at=NINE, now=MONDAY)
    assert refused.value.code == "slot.taken"
    assert len(refused.value.facts["alternatives"]) == 3


def test_a_new_hold_moves_the_old_one(each_world: World) -> None:
    """One conversation holds one time, also when the two overlap; the first is free again."""
    world = each_world
    other = stranger(world)
    with world.db.writing() as session:
        for minutes in (0, 15, 45):
            service.hold(
                session,
                world.ws,
                guest_of(world),
                member_id=world.ben,
                starts_at=NINE + timedelta(minutes=minutes),
                now=MONDAY,
            )
    with world.db.writing() as session:
        service.hold(session, world.ws, other, member_id=world.ben, starts_at=NINE, now=MONDAY)
        assert len(service.week(session, world.ws, MONDAY, NINE + timedelta(days=5))) == 2


def test_a_hold_ends_after_five_minutes(each_world: World) -> None:
    """Another prospect takes the time the moment the hold is over, without waiting for a sweep."""
    world = each_world
    other = stranger(world)
    with world.db.writing() as session:
        first = service.hold(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
    later = MONDAY + timedelta(minutes=5)
    with world.db.writing() as session:
        service.book(session, world.ws, other, member_id=world.ben, starts_at=NINE, now=later)
        assert service.card(session, world.ws, first.id).state == State.EXPIRED
    with world.db.writing() as session, pytest.raises(Conflict):
        service.confirm(session, world.ws, first.id, now=later)


def test_a_hold_that_ran_out_is_confirmed_if_the_time_is_still_free(each_world: World) -> None:
    """Being slow costs nothing as long as nobody else was quicker."""
    world = each_world
    with world.db.writing() as session:
        held = service.hold(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
    later = MONDAY + timedelta(minutes=9)
    with world.db.writing() as session:
        assert service.release_expired(session, later) == 1
    with world.db.writing() as session:
        assert service.confirm(session, world.ws, held.id, now=later).state == State.CONFIRMED
        assert service.release_expired(session, later) == 0


def test_a_move_keeps_the_uid_and_frees_the_old_time(each_world: World) -> None:
    """Same invitation, next sequence; the old time is free, an overlapping new one is fine."""
    world = each_world
    other = stranger(world)
    with world.db.writing() as session:
        booked = service.book(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
    with world.db.writing() as session:
        for step, minutes in enumerate((15, 120), start=1):
            moved = service.move(
                session,
                world.ws,
                booked.id,
                starts_at=NINE + timedelta(minutes=minutes),
                now=MONDAY,
            )
            assert (moved.uid, moved.sequence) == (booked.uid, step)
    with world.db.writing() as session:
        service.book(session, world.ws, other, member_id=world.ben, starts_at=NINE, now=MONDAY)
    with world.db.writing() as session, pytest.raises(Conflict):
        service.move(session, world.ws, booked.id, starts_at=NINE, now=MONDAY)
    with world.db.reading() as session:
        kept = service.card(session, world.ws, booked.id)
        assert (kept.starts_at, kept.sequence) == (NINE + timedelta(hours=2), 2)


def test_cancelling_frees_the_time_once(each_world: World) -> None:
    """A cancelled meeting gives its time back; cancelling again changes nothing."""
    world = each_world
    with world.db.writing() as session:
        booked = service.book(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
        first = service.cancel(session, world.ws, booked.id, now=MONDAY)
        assert (first.state, first.sequence) == (State.CANCELLED, 1)
        assert service.cancel(session, world.ws, booked.id, now=MONDAY) == first
    with world.db.writing() as session:
        service.book(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )


@pytest.mark.parametrize(
    "starts_at",
    [
        MONDAY + timedelta(hours=1),  # too soon: two hours' notice
        NINE + timedelta(hours=3, minutes=15),  # lunch
        NINE + timedelta(hours=7, minutes=45),  # would end after hours
        NINE + timedelta(days=45),  # beyond the horizon
        NINE + timedelta(minutes=3),  # no clock shows that
        MONDAY - timedelta(days=7),
    ],
)
def test_a_time_nobody_offers_cannot_be_held(world: World, starts_at) -> None:
    """An invented time is refused like a taken one, with real ones instead."""
    with world.db.writing() as session, pytest.raises(Conflict) as refused:
        service.hold(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=starts_at, now=MONDAY
        )
    assert refused.value.facts["alternatives"]


def test_busy_times_are_not_offered(world: World) -> None:
    """A day a calendar calls busy has no slots for that member; replacing it frees the day."""
    day = (NINE - timedelta(hours=1), NINE + timedelta(hours=10))
    with world.db.writing() as session:
        for member in (world.ben, world.bea):
            service.replace_busy(session, world.ws, member, source="file", spans=[day])
    with world.db.writing() as session:
        assert not service.free_slots(session, world.ws, [day], "UTC", now=MONDAY)
        service.replace_busy(session, world.ws, world.ben, source="file", spans=[])
        slots = service.free_slots(session, world.ws, [day], "UTC", now=MONDAY)
    assert {slot.member_id for slot in slots} == {world.ben}


def test_a_held_time_waits_for_a_person(world: World) -> None:
    """While a booking awaits approval its time stays taken past the five minutes."""
    until = MONDAY + timedelta(hours=4)
    other = stranger(world)
    with world.db.writing() as session:
        held = service.hold(
            session, world.ws, guest_of(world), member_id=world.ben, starts_at=NINE, now=MONDAY
        )
        service.await_approval(session, world.ws, held.id, until=until, now=MONDAY)
    with world.db.writing() as session, pytest.raises(Conflict):
        service.hold(
            session,
            world.ws,
            other,
            member_id=world.ben,
            starts_at=NINE,
            now=MONDAY + timedelta(hours=1),
        )
