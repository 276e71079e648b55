"""Times are offered on the prospect's clock, and nobody touches a meeting that is not theirs."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import Guest
from salesgenix.authority.rules import ActionKind
from salesgenix.kit.errors import Invalid, NotFound
from tests.salesgenix.people import MONDAY
from tests.tools.conftest import context_of
from tools.booking import as_found

TUESDAY = MONDAY + timedelta(days=1)  # 09:00 in Berlin
MORNING = {"start": TUESDAY.isoformat(), "end": (TUESDAY + timedelta(hours=3)).isoformat()}
NIGHT = {
    "start": (TUESDAY + timedelta(hours=12)).isoformat(),
    "end": (TUESDAY + timedelta(hours=15)).isoformat(),
}


def booked(world, *, lead_id, subject_ref, thread):
    guest = Guest(lead_id, subject_ref, thread, "Europe/Berlin")
    with world.db.writing() as session:
        return appointments.book(
            session, world.ws, guest, member_id=world.ben, starts_at=TUESDAY, now=MONDAY
        )


def test_three_times_in_the_window_that_was_asked_for(run):
    """Each with an id, and a label in the prospect's language and zone; no reason is needed."""
    finding = run("find_slots", windows=[MORNING], words="Tuesday morning")
    slots = finding.content["slots"]
    assert len(slots) == 3
    assert "reason" not in finding.content
    assert slots[0]["label"] == "Tue 2 Mar, 05:00 (Sao Paulo)"
    assert {slot["id"] for slot in finding.slots} == {slot["id"] for slot in slots}
    assert finding.slots[0].keys() == {
        "id", "starts_at", "ends_at", "label", "member", "zone", "member_id"
    }  # fmt: skip


def test_a_slot_of_the_log_reads_as_one_that_was_found(run):
    """What a lost race brings instead has the names in which a brain knows times."""
    finding = run("find_slots", windows=[MORNING])
    assert [as_found(slot) for slot in finding.slots] == finding.content["slots"]


def test_times_with_a_named_colleague(run):
    """All of them are with who was named; a name that is nobody's changes nothing."""
    plain = run("find_slots", windows=[MORNING])
    member = plain.slots[0]["member"]
    finding = run("find_slots", windows=[MORNING], member=member)
    assert finding.content["alone"] is True
    assert {slot["member"] for slot in finding.content["slots"]} == {member}
    stranger = run("find_slots", windows=[MORNING], member="Nobody Here")
    assert stranger.content == plain.content


def test_labels_follow_language_and_zone(run, world):
    """The same instant, as a German in Berlin reads it."""
    context = context_of(world, zone="Europe/Berlin", language="de")
    slots = run("find_slots", context=context, windows=[MORNING]).content["slots"]
    assert slots[0]["label"] == "Di 2. März, 09:00 (Berlin)"


def test_when_nothing_is_free_the_nearest_are_offered_and_it_is_said(run):
    """A night that nobody works brings other times and the reason why they are others."""
    finding = run("find_slots", windows=[NIGHT])
    assert finding.content["reason"] == "nothing_then"
    assert finding.content["slots"]


def test_without_a_wish_the_next_times_come(run):
    """No windows: what is free next."""
    assert len(run("find_slots").content["slots"]) == 3


def test_naive_or_too_many_windows_are_refused(run):
    """A time without a zone would be somebody's guess."""
    with pytest.raises(ValidationError):
        run("find_slots", windows=[{"start": "2027-03-02T09:00", "end": "2027-03-02T10:00"}])
    with pytest.raises(ValidationError):
        run("find_slots", windows=[MORNING] * 11)


def test_a_chosen_time_is_proposed_spelt_out(run, world):
    """Hold and booking name member, instant and label: what an approver sees is what is meant."""
    slot = run("find_slots", windows=[MORNING]).slots[0]
    hold = run("hold_slot", slot_id=slot["id"])
    assert hold.kind is ActionKind.APPOINTMENT_HOLD
    assert hold.arguments == {
        "slot_id": slot["id"],
        "member_id": slot["member_id"],
        "starts_at": slot["starts_at"],
        "zone": "America/Sao_Paulo",
        "label": slot["label"],
    }
    book = run(
        "book_appointment",
        slot_id=slot["id"],
        name="Carla",
        email="c@customer.example",
        topic="API",
    )
    assert book.kind is ActionKind.APPOINTMENT_BOOK
    assert book.arguments == hold.arguments | {
        "name": "Carla",
        "email": "c@customer.example",
        "topic": "API",
    }


@pytest.mark.parametrize("slot_id", ["", "s-1", "zzzz-12345678", "1a2b3c-00000000", "🙂"])
def test_an_invented_time_is_refused(run, slot_id):
    """Only ids that lead to a member of the team are slots at all."""
    with pytest.raises(Invalid):
        run("hold_slot", slot_id=slot_id)


def test_an_address_is_an_address_or_a_pseudonym(run):
    """The gate fills pseudonyms in; anything else must look like mail."""
    slot_id = run("find_slots").slots[0]["id"]
    assert run("book_appointment", slot_id=slot_id, name="<<PERSON_1>>", email="<<EMAIL_1>>")
    for wrong in ("unknown", "carla at customer", "carla@", "@customer.example"):
        with pytest.raises(Invalid) as caught:
            run("book_appointment", slot_id=slot_id, name="Carla", email=wrong)
        assert caught.value.code == "booking.email"


def test_ones_own_meeting_can_be_moved_and_cancelled(run, world):
    """The proposals name the appointment and what is to become of it."""
    mine = booked(world, lead_id=world.carla, subject_ref=world.carla_ref, thread=world.thread)
    slot = run("find_slots", windows=[MORNING]).slots[-1]
    move = run("move_appointment", appointment_id=str(mine.id), slot_id=slot["id"])
    assert (move.kind, move.arguments["appointment_id"]) == (
        ActionKind.APPOINTMENT_MOVE,
        str(mine.id),
    )
    cancel = run("cancel_appointment", appointment_id=str(mine.id))
    assert cancel.arguments == {
        "appointment_id": str(mine.id),
        "label": "Tue 2 Mar, 05:00 (Sao Paulo)",
    }


def test_somebody_elses_meeting_does_not_exist(run, world):
    """Knowing its id does not help: not to move it, not to cancel it."""
    lead, subject, thread = world.another()
    theirs = booked(world, lead_id=lead, subject_ref=subject, thread=thread)
    slot_id = run("find_slots").slots[0]["id"]
    with pytest.raises(NotFound):
        run("cancel_appointment", appointment_id=str(theirs.id))
    with pytest.raises(NotFound):
        run("move_appointment", appointment_id=str(theirs.id), slot_id=slot_id)
