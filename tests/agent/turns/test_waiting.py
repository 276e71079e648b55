"""Whoever waits for a meeting hears in their conversation when a time comes free."""

from datetime import timedelta
from pathlib import Path

from agent.turns import take_turn
from cli.reading import local_settings
from salesgenix.appointments import service as appointments
from salesgenix.appointments import waiting
from salesgenix.appointments.service import Guest
from salesgenix.conversations.rules import EventKind
from salesgenix.leads import service as leads
from salesgenix.turns import service as turns
from tests.agent.conftest import MONDAY
from worker.keeping import Keeping
from worker.waiting import tell_who_waits


def run_worker(thread, clock):
    """One look of a fresh worker, and the turns that it made due."""
    keeping = Keeping(db=thread.mind.db, clock=clock, settings=local_settings("demo", Path()))
    told = tell_who_waits(keeping)
    with thread.mind.db.reading() as session:
        due = turns.waiting(session, now=clock.now() + timedelta(minutes=1))
    for turn_id in due:
        thread.portal.call(take_turn, thread.mind, turn_id)
    return told


def fill(thread, day):
    """Somebody else takes every time of a day; returns their appointments."""
    taken = []
    with thread.mind.db.writing() as session:
        while True:
            free = appointments.free_slots(
                session,
                thread.workspace_id,
                [(day, day + timedelta(days=1))],
                "Europe/Berlin",
                now=MONDAY,
                limit=1,
            )
            if not free:
                return taken
            lead = leads.create(session, thread.workspace_id, "chat", now=MONDAY)
            guest = Guest(lead.id, lead.subject_ref, None, "Europe/Berlin")
            taken.append(
                appointments.book(
                    session,
                    thread.workspace_id,
                    guest,
                    member_id=free[0].member_id,
                    starts_at=free[0].starts_at,
                    now=MONDAY,
                )
            )


def test_from_a_full_day_to_the_time_that_came_free(open_thread, clock):
    """Nothing fits, they join; a cancellation brings a turn that offers exactly that time; they
    take it, and the list is empty. Nothing is told before, nor twice.
    """
    thread = open_thread()
    wednesday = MONDAY.replace(hour=0) + timedelta(days=2)
    taken = fill(thread, wednesday)
    assert "Nothing is free" in thread.say("can I have a demo on wednesday?")
    thread.say("none of those work for me")
    assert "waiting list now" in thread.say("yes please")
    assert run_worker(thread, clock) == 0
    with thread.mind.db.writing() as session:
        free = appointments.cancel(session, thread.workspace_id, taken[0].id, now=clock.now())
    assert run_worker(thread, clock) == 1
    assert run_worker(thread, clock) == 0
    told = [event.payload for event in thread.events() if event.kind == "message"][-1]
    assert "has opened up" in told["text"]
    offers = [e.payload for e in thread.events() if e.kind is EventKind.BOOKING_PROPOSED]
    assert free.starts_at.isoformat() in {slot["starts_at"] for slot in offers[-1]["slots"]}
    assert "You are booked" in thread.say("the first one, Carla Jensen, carla@nordlys.example")
    with thread.mind.db.reading() as session:
        assert waiting.line(session, thread.workspace_id) == []
    assert {"waitlist.offered", "action.performed"} <= set(thread.types())


def test_a_stop_ends_the_wait_and_silence_passes_it_on(open_thread, clock):
    """After a stop nobody is told anything; whoever does not answer in time makes way."""
    first, second = open_thread(), open_thread()
    for thread in (first, second):
        thread.say("put me on the waiting list please, any time is fine")
    assert run_worker(first, clock) == 1
    clock.set(clock.now() + timedelta(hours=2, minutes=1))
    assert run_worker(first, clock) == 2
    said = [event.payload["text"] for event in second.events() if event.kind == "message"]
    assert "has opened up" in said[-1]
    assert "waitlist.ended" in first.types()
    third = open_thread()
    third.say("put me on the waiting list please")
    third.say("stop writing to me")
    with third.mind.db.reading() as session:
        place = waiting.place_of(session, third.workspace_id, third.conversation_id)
    assert place is None
