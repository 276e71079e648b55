"""A meeting, from "can we talk?" to the invitation: times, choice, contact, confirmation."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from agent.brains.playbook import memory
from agent.brains.playbook.desk import Desk, Finding, either
from agent.brains.playbook.vocabulary import opens_a_question, spoken
from agent.state import OfferedSlot, TimeWindow
from agent.understanding.kinds import LANGUAGES, Intent
from agent.understanding.lexicons import lexicon
from agent.understanding.words import fold

MOST_WINDOWS, MOST_WORDS, MOST_QUESTION = 10, 300, 1_000  # as the tools take them
SHORT = 12  # words: a bare time in a longer message may be about anything
MOST_OFFERED = 3
_BESIDE_A_TIME = frozenset(
    {
        Intent.OTHER, Intent.AFFIRM, Intent.DENY, Intent.GREETING, Intent.GIVE_CONTACT,
        Intent.THANKS, Intent.CHOOSE_SLOT, Intent.GOODBYE,
    }
)  # fmt: skip
_ABOUT_TIMES = frozenset({"slot", "time", "zone", "meeting", "change"})
_PERSON = re.compile(r"<<(?:PERSON|NAME)\w*_\d+[a-z]{0,2}>>")
_MAIL = re.compile(r"<<EMAIL\w*_\d+[a-z]{0,2}>>|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|h)?\b", re.IGNORECASE)
_CONTACT = frozenset({"name", "email", "phone", "company", "city"})
_FEW = 3  # words beside a time
_SHORT_CHOICE = 5  # words
_NAME_WORDS = 4
_LOST = frozenset({"slot_taken", "slot_gone"})
_POINT = timedelta(hours=1)  # a window that short names an hour, not a stretch
NOON, MINUTES = 12, 60
FIRST_HOUR = 7  # "at 3" is in the afternoon


def booking(desk: Desk) -> str | None:
    """The next step towards a meeting, or None when the message is not about one."""
    intents = desk.state.signals.intents
    is_meant = is_about_meeting(desk, desk.text)
    if Intent.CANCEL_APPOINTMENT in intents and is_meant:
        return cancel(desk)
    slot = chosen(desk)
    if slot is not None:
        return take(desk, slot)
    waiting = set_aside(desk)
    if waiting is not None and _gives_contact(desk):
        return finish(desk, waiting)
    if (Intent.MOVE_APPOINTMENT in intents and is_meant) or _agrees_to_change(desk):
        return change(desk)
    return _about_times(desk) if wants_times(desk) else None


def is_about_meeting(desk: Desk, text: str) -> bool:
    """Whether "cancel" or "move" is said of the meeting, and not of a contract or a plan."""
    if spoken("appointment").search(fold(text)):
        return True
    return desk.state.appointment is not None and not spoken("contract").search(fold(text))


def _agrees_to_change(desk: Desk) -> bool:
    named = bool(desk.state.windows or desk.state.time_question)
    return desk.just_asked == "change" and (named or Intent.AFFIRM in desk.state.signals.intents)


def _about_times(desk: Desk) -> str | None:
    if spoken("meeting").search(fold(desk.text)) and not desk.state.windows:
        return None  # what happens in it is a question, and answered as one
    if desk.state.appointment is not None and not desk.state.windows:
        at = desk.when(desk.state.appointment.starts)
        return desk.say("already_booked", when=at)
    return times(desk)


def wants_times(desk: Desk) -> bool:
    state, intents = desk.state, desk.state.signals.intents
    if Intent.SEND_TRANSCRIPT in intents and not state.windows:
        return False
    wants_on = spoken("next_step").search(fold(desk.text)) and state.appointment is None
    if Intent.BOOKING_REQUEST in intents or wants_on:
        return True
    if desk.just_asked in _ABOUT_TIMES:
        is_beside = desk.just_asked == "meeting" and asks_beside(desk)
        named = bool(state.windows or state.time_question) and not is_beside
        declined = desk.just_asked == "slot" and Intent.DENY in intents
        agreed = desk.just_asked in {"meeting", "time"} and Intent.AFFIRM in intents
        return named or declined or agreed or Intent.CHOOSE_SLOT in intents
    told = {fact.field for fact in state.signals.facts} - _CONTACT
    if told or desk.just_asked.startswith("explore:"):
        return False  # "we use Excel today" answers our question and names no time
    bare = bool(state.windows or state.time_question) and len(desk.text.split()) <= SHORT
    return bare and not asks_beside(desk) and _BESIDE_A_TIME.issuperset(intents)


def asks_beside(desk: Desk) -> bool:
    """``does it run at night?``: a question in which a time happens to stand."""
    named = max((window.words.split() for window in desk.state.windows), key=len, default=[])
    is_question = opens_a_question(desk.text) and desk.text.rstrip().endswith("?")
    return is_question and len(desk.text.split()) - len(named) > _FEW


def times(desk: Desk) -> str:
    """Asks what is unclear about the time, or offers what is free."""
    state = desk.state
    if state.time_question:
        return (
            _time_question(desk) if (hour := _on_offered_day(desk)) is None else offer(desk, hour)
        )
    if desk.just_asked == "slot" and not state.windows and state.offered_slots:
        declined = Intent.DENY in state.signals.intents
        return desk.say("ask_time" if declined else "ask_which_slot")
    return offer(desk)


def _on_offered_day(desk: Desk) -> TimeWindow | None:
    """``10h`` in answer to times that all lie on one day is an hour of that day."""
    zone = ZoneInfo(desk.state.zone)
    days = {slot.starts.astimezone(zone).date() for slot in desk.state.offered_slots}
    match = _CLOCK.search(desk.text)
    if desk.just_asked != "slot" or len(days) != 1 or match is None:
        return None
    hour, is_late = int(match[1]), (match[3] or "").casefold() == "pm"
    if hour < FIRST_HOUR or (is_late and hour < NOON):
        hour += NOON
    if hour >= 2 * NOON or int(match[2] or 0) >= MINUTES:
        return None
    start = datetime.combine(days.pop(), time(hour, int(match[2] or 0)), tzinfo=zone)
    return TimeWindow(start=start, end=start + _POINT, words=match[0])


def offer(desk: Desk, hour: TimeWindow | None = None) -> str:
    """Up to three real slots in the windows named, or the nearest ones."""
    state = desk.state
    asked = (hour,) if hour else state.windows
    windows = [{"start": w.start.isoformat(), "end": w.end.isoformat()} for w in asked]
    words = "; ".join(dict.fromkeys(w.words for w in asked if w.words))[:MOST_WORDS]
    found = desk.call("find_slots", windows=windows[:MOST_WINDOWS], words=words)
    slots = found.items("slots")
    if slots:
        exact = _as_asked(asked, slots)
        if exact is not None:
            return take(desk, exact)
        is_other = found.content.get("reason") or _misses_the_hour(asked, slots)
        return listed(desk, slots, "slots_other" if is_other else "slots")
    desk.call("ask_team", question=f"{state.meeting_label}: {words or desk.text}"[:MOST_QUESTION])
    return desk.say("slots_none")


def _as_asked(
    windows: Sequence[TimeWindow], slots: Sequence[Mapping[str, Any]]
) -> OfferedSlot | None:
    """The free slot that begins at the very hour they named."""
    if len(windows) != 1 or windows[0].end - windows[0].start > _POINT:
        return None
    found = next((slot for slot in slots if _starts(slot) == windows[0].start), None)
    return OfferedSlot.model_validate(found) if found else None


def _misses_the_hour(windows: Sequence[TimeWindow], slots: Sequence[Mapping[str, Any]]) -> bool:
    """They named an hour, and what is free begins at another one."""
    named = [window.start for window in windows if window.end - window.start <= _POINT]
    starts = {_starts(slot) for slot in slots}
    return len(named) == len(windows) > 0 and not starts & set(named)


def listed(desk: Desk, slots: Sequence[Mapping[str, Any]], intro: str) -> str:
    lines = [
        f"{number}. {desk.when(_starts(slot))}"
        for number, slot in enumerate(slots[:MOST_OFFERED], start=1)
    ]
    return "\n".join([desk.say(intro), *lines, desk.say("slots_ask")])


def chosen(desk: Desk) -> OfferedSlot | None:
    """The one offered slot that the message means; None when it means none or several."""
    state, offered = desk.state, desk.state.offered_slots
    if not offered:
        return None
    choice = state.signals.choice
    if choice is not None:
        at = len(offered) - 1 if choice == -1 else choice - 1
        return offered[at] if 0 <= at < len(offered) else None
    meant = [o for o in offered if any(w.start <= o.starts < w.end for w in state.windows)]
    if len(meant) == 1 and not state.time_question:
        return meant[0]
    if desk.just_asked != "slot" or state.windows:
        return None
    if len(offered) == 1 and Intent.AFFIRM in state.signals.intents:
        return offered[0]
    place = _by_place(desk)
    return _by_clock(desk) if place is None else offered[place]


def _by_place(desk: Desk) -> int | None:
    """``Nr. 2``, ``a primeira``: a few words that count along the slots, in any language."""
    words = re.findall(r"\w+", fold(desk.text))
    if len(words) > _SHORT_CHOICE:
        return None
    count = len(desk.state.offered_slots)
    places = {int(word) for word in words if word.isdigit()}
    places |= {place for word in words for place in _ordinals(word)}
    named = {count if place == -1 else place for place in places}
    return named.pop() - 1 if len(named) == 1 and 1 <= min(named) <= count else None


def _ordinals(word: str) -> set[int]:
    books = (lexicon(language).ordinals for language in LANGUAGES)
    return {book[word] for book in books if word in book}


def _by_clock(desk: Desk) -> OfferedSlot | None:
    """``15:00``, ``at 3``, ``3pm``: an hour that only one of the offered slots has."""
    zone = ZoneInfo(desk.state.zone)
    for match in _CLOCK.finditer(desk.text):
        hour, minute = int(match[1]), int(match[2] or 0)
        hours = {hour, hour + NOON} if not match[2] or match[3] else {hour}
        hits = [
            slot
            for slot in desk.state.offered_slots
            if (here := slot.starts.astimezone(zone)).hour in hours and here.minute == minute
        ]
        if len(hits) == 1:
            return hits[0]
    return None


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
    if name(desk) and email(desk):
        return finish(desk, slot)
    held = desk.call("hold_slot", slot_id=slot.id)
    if others := held.items("alternatives"):
        return listed(desk, others, "slots_taken")
    if _LOST.intersection(held.reasons):
        return listed_again(desk)
    return ask_contact(desk, slot, is_held=held.is_done)


def finish(desk: Desk, slot: OfferedSlot) -> str:
    who, where = name(desk), email(desk)
    if not who or not where:
        if who and who != desk.state.known.get("name"):
            desk.call("remember_fact", field="name", value=who, quote=desk.text[:MOST_WORDS])
        return ask_contact(desk, slot, is_held=desk.state.held is not None)
    booked = desk.call("book_appointment", slot_id=slot.id, name=who, email=where)
    if others := booked.items("alternatives"):
        return listed(desk, others, "slots_taken")
    when = desk.when(slot.starts)
    if booked.is_done:
        label, member = desk.state.meeting_label, slot.member
        said = (
            desk.say("booked_with", label=label, member=member, when=when)
            if member
            else desk.say("booked", label=label, when=when)
        )
        return f"{said} {desk.say('invitation', email=where)}"
    if booked.is_waiting:
        return desk.say("booking_waiting", when=when)
    if _LOST.intersection(booked.reasons):
        return listed_again(desk)
    desk.call("ask_team", question=f"{desk.state.meeting_label}: {when}"[:MOST_QUESTION])
    return desk.say("booking_failed")


def listed_again(desk: Desk) -> str:
    """A lost slot came back without others: look for them."""
    slots = desk.call("find_slots", windows=[], words="").items("slots")
    return listed(desk, slots, "slots_taken") if slots else desk.say("slots_none")


def ask_contact(desk: Desk, slot: OfferedSlot, *, is_held: bool) -> str:
    """What is missing for the invitation; that the time is set aside is said only if it is."""
    missing = "email" if name(desk) else "name" if email(desk) else "contact"
    return desk.say(f"{'ask' if is_held else 'want'}_{missing}", when=desk.when(slot.starts))


def name(desk: Desk) -> str | None:
    """As stated now, as known, or a short answer to the question for it."""
    stated = desk.state.signals.fact("name")
    if stated:
        return stated
    token = _PERSON.search(desk.text)
    if token:
        return token.group()
    if known := desk.state.known.get("name"):
        return known
    bare = " ".join(_MAIL.sub(" ", desk.text).strip(" ,.;:-").split())
    asked = "name" in _asked_last(desk)
    plain = bool(bare) and len(bare.split()) <= _NAME_WORDS and not re.search(r"[\d?!@/]", bare)
    other = set(desk.state.signals.intents) - {Intent.OTHER, Intent.GIVE_CONTACT}
    return bare if asked and plain and not other else None


def email(desk: Desk) -> str | None:
    stated = desk.state.signals.fact("email")
    found = _MAIL.search(desk.text)
    return stated or (found.group() if found else None) or desk.state.known.get("email")


def _asked_last(desk: Desk) -> tuple[str, ...]:
    return memory.asked_in(desk.last_reply)


def _gives_contact(desk: Desk) -> bool:
    told = bool(_MAIL.search(desk.text)) or bool(_PERSON.search(desk.text))
    agreed = Intent.AFFIRM in desk.state.signals.intents
    asked = {"name", "email"} & set(_asked_last(desk))
    return told or (bool(asked) and (agreed or name(desk) is not None))


def change(desk: Desk) -> str:
    if desk.state.appointment is None:
        return desk.say("no_appointment") if not desk.state.windows else times(desk)
    if desk.state.windows or desk.state.time_question:
        return times(desk)
    return desk.say("ask_time")


def move(desk: Desk, slot: OfferedSlot) -> str:
    appointment = desk.state.appointment
    assert appointment is not None
    moved = desk.call("move_appointment", appointment_id=appointment.id, slot_id=slot.id)
    if others := moved.items("alternatives"):
        return listed(desk, others, "slots_taken")
    when = desk.when(slot.starts)
    return _changed(desk, moved, "moved", when)


def cancel(desk: Desk) -> str:
    appointment = desk.state.appointment
    if appointment is None:
        return desk.say("no_appointment")
    when = desk.when(appointment.starts)
    return _changed(
        desk, desk.call("cancel_appointment", appointment_id=appointment.id), "cancelled", when
    )


def _changed(desk: Desk, outcome: Finding, key: str, when: str) -> str:
    if outcome.is_done:
        return desk.say(key, when=when)
    if outcome.is_waiting:
        return desk.say("booking_waiting", when=when)
    desk.call("ask_team", question=desk.text[:MOST_QUESTION])
    return desk.say("change_failed")


def _time_question(desk: Desk) -> str:
    key = f"time_{desk.state.time_question}"
    if key not in desk.words.wordings:
        return desk.say("ask_time")
    readings = [desk.when(w.start) for w in desk.state.windows]
    if len(readings) > 1:
        return desk.say("time_choose", options=either(readings[:MOST_OFFERED], desk.words))
    return desk.say(key)


def _starts(slot: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(slot["starts"]))
