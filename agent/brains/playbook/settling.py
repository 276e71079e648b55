"""One time, taken: held, booked, moved, cancelled, and what is missing for it asked for."""

from agent.brains.playbook import contact
from agent.brains.playbook.contact import CONTACT, email, name
from agent.brains.playbook.desk import Desk, Finding
from agent.brains.playbook.listing import listed, listed_again
from agent.brains.playbook.waiting import MOST_QUESTION, MOST_WORDS
from agent.state import OfferedSlot

_LOST = frozenset({"slot_taken", "slot_gone"})


def set_aside(desk: Desk) -> OfferedSlot | None:
    """The slot that was chosen before, as long as no other times have been offered since: held, or
    named in our last reply because it could not be.
    """
    if desk.just_asked == "slot":
        return None
    named = [slot for slot in desk.state.offered_slots if desk.when(slot.starts) in desk.last_reply]
    return desk.state.held or (named[0] if len(named) == 1 else None)


def take(desk: Desk, slot: OfferedSlot) -> str:
    """Moves to the chosen slot, books it, or sets it aside and asks for what is missing."""
    if desk.state.appointment is not None:
        return move(desk, slot)
    if not desk.may("book_appointment"):
        when = desk.when(slot.starts)
        desk.call("ask_team", question=f"{desk.state.meeting_label}: {when}"[:MOST_QUESTION])
        return desk.say("booking_team", when=when)
    if name(desk) and (email(desk) or contact.wants_no_mail(desk)):
        return finish(desk, slot)
    held = desk.call("hold_slot", slot_id=slot.id)
    if others := held.items("alternatives"):
        return listed(desk, others, "slots_taken")
    if _LOST.intersection(held.reasons):
        return listed_again(desk)
    return ask_contact(desk, slot, is_held=held.is_done)


def finish(desk: Desk, slot: OfferedSlot) -> str:
    who, where = name(desk), email(desk)
    if not who or not (where or contact.wants_no_mail(desk)):
        if who and who != desk.state.known.get("name"):
            desk.call("remember_fact", field="name", value=who, quote=desk.text[:MOST_WORDS])
        return ask_contact(desk, slot, is_held=desk.state.held is not None)
    wanted = {"slot_id": slot.id, "name": who} | ({"email": where} if where else {})
    booked = desk.call("book_appointment", **wanted)
    if others := booked.items("alternatives"):
        return listed(desk, others, "slots_taken")
    when = desk.both(slot.starts, slot.zone)
    if booked.is_done:
        return _booked(desk, slot, when=when, where=where)
    if booked.is_waiting:
        return desk.say("booking_waiting", when=when)
    if _LOST.intersection(booked.reasons):
        return listed_again(desk)
    desk.call("ask_team", question=f"{desk.state.meeting_label}: {when}"[:MOST_QUESTION])
    return desk.say("booking_failed")


def _booked(desk: Desk, slot: OfferedSlot, *, when: str, where: str | None) -> str:
    label, member = desk.state.meeting_label, slot.member
    said = [
        desk.say("booked_with", label=label, member=member, when=when)
        if member
        else desk.say("booked", label=label, when=when),
        desk.say("invitation", email=where) if where else desk.say("no_invitation"),
    ]
    if contact.brings_others(desk) and where:
        said.append(desk.say("one_guest"))
    elif not _is_purpose_plain(desk):
        said.append(desk.say("purpose_ask"))
    return " ".join(said)


def _is_purpose_plain(desk: Desk) -> bool:
    """They have told or asked something of their own already, or have been asked for it."""
    told = set(desk.state.known) - CONTACT
    asked = [line for line in desk.history if not line.is_ours and line.text.rstrip().endswith("?")]
    return bool(told or asked) or desk.has_asked("need") or desk.text.rstrip().endswith("?")


def ask_contact(desk: Desk, slot: OfferedSlot, *, is_held: bool) -> str:
    """What is missing for the invitation; that the time is set aside is said only if it is."""
    has_mail = bool(email(desk)) or contact.wants_no_mail(desk)
    missing = "email" if name(desk) else "name" if has_mail else "contact"
    when = desk.both(slot.starts, slot.zone)
    return desk.say(f"{'ask' if is_held else 'want'}_{missing}", when=when)


def move(desk: Desk, slot: OfferedSlot) -> str:
    appointment = desk.state.appointment
    assert appointment is not None
    moved = desk.call("move_appointment", appointment_id=appointment.id, slot_id=slot.id)
    if others := moved.items("alternatives"):
        return listed(desk, others, "slots_taken")
    return _changed(desk, moved, "moved", desk.both(slot.starts, slot.zone))


def cancel(desk: Desk) -> str:
    appointment = desk.state.appointment
    if appointment is None:
        is_choosing = desk.state.held is not None or desk.just_asked == "slot"
        return desk.say("no_problem" if is_choosing else "no_appointment")
    when = desk.when(appointment.starts)
    return _changed(
        desk, desk.call("cancel_appointment", appointment_id=appointment.id), "cancelled", when
    )


def invite_again(desk: Desk, address: str) -> str:
    """The same meeting, and its invitation to the address as it is now."""
    appointment = desk.state.appointment
    assert appointment is not None
    kept = desk.call("remember_fact", field="email", value=address, quote=desk.text[:MOST_WORDS])
    if not kept.is_done or not appointment.slot:
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("change_failed")
    sent = desk.call("move_appointment", appointment_id=appointment.id, slot_id=appointment.slot)
    if not sent.is_done:
        desk.call("ask_team", question=desk.text[:MOST_QUESTION])
        return desk.say("change_failed")
    return desk.say("reinvited", email=address)


def second(desk: Desk) -> str:
    """One conversation keeps one meeting; for more there are people."""
    appointment = desk.state.appointment
    assert appointment is not None
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("second_meeting", when=desk.when(appointment.starts))


def decided(desk: Desk, *, kind: str, is_agreed: bool) -> str:
    """What a colleague decided about the meeting; a no comes with other times."""
    appointment = desk.state.appointment
    if is_agreed and appointment is None:
        return desk.say("approval_done")
    if is_agreed and appointment is not None:
        when = desk.both(appointment.starts, appointment.zone)
        key = "moved" if kind.endswith(".move") else "booked"
        return desk.say(key, when=when, label=desk.state.meeting_label)
    slots = desk.call("find_slots", windows=[], words="").items("slots")
    if kind.endswith(".book") and slots:
        return listed(desk, slots, "booking_refused")
    return desk.say("approval_refused")


def _changed(desk: Desk, outcome: Finding, key: str, when: str) -> str:
    if outcome.is_done:
        return desk.say(key, when=when)
    if outcome.is_waiting:
        return desk.say("booking_waiting", when=when)
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("change_failed")
