"""What the thread of a conversation says by its events: what lies on the table, what was decided,
what a colleague said, and what we have asked.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from agent.state import HandBack, OfferedSlot, TurnOutcome, Whisper
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State
from salesgenix.appointments.service import AppointmentCard
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard

Hide = Callable[[str], str]


def last(events: Iterable[EventCard], *kinds: EventKind) -> EventCard | None:
    return next((event for event in reversed(list(events)) if event.kind in kinds), None)


def offered(events: Sequence[EventCard]) -> list[dict[str, Any]]:
    """The slots that are still on the table: none once something has been booked or cancelled."""
    event = last(
        events,
        EventKind.BOOKING_PROPOSED,
        EventKind.BOOKING_CONFIRMED,
        EventKind.BOOKING_CANCELLED,
    )
    if event is None or event.kind is not EventKind.BOOKING_PROPOSED:
        return []
    slots: list[dict[str, Any]] = event.payload.get("slots", [])
    return slots


def slot_of(slot: dict[str, Any], hide: Hide) -> OfferedSlot:
    return OfferedSlot(
        id=slot["id"],
        starts=slot["starts_at"],
        label=slot.get("label", ""),
        member=hide(slot.get("member", "")),
        zone=slot.get("zone", ""),
    )


def held(
    times: Sequence[AppointmentCard], offered: Sequence[dict[str, Any]], hide: Hide
) -> OfferedSlot | None:
    """The time they chose, also when its hold has run out: booking it takes it again if it can.

    Times that were offered since are a new choice.
    """
    chosen = times[-1] if times and times[-1].state in {State.HELD, State.EXPIRED} else None
    if chosen is None:
        return None
    name = appointments.slot_id(chosen.member_id, chosen.starts_at)
    return next((slot_of(slot, hide) for slot in offered if slot["id"] == name), None)


def _last_spoken(events: Sequence[EventCard]) -> int:
    said = last([event for event in events if event.actor is Actor.AGENT], EventKind.MESSAGE)
    return said.seq if said else 0


def whispers(events: Sequence[EventCard], hide: Hide) -> list[Whisper]:
    """Those since a person last had the conversation: what they agreed themselves is newer."""
    change = last(events, EventKind.CONTROL_CHANGED)
    since, spoken = change.seq if change else 0, _last_spoken(events)
    return [
        Whisper(text=hide(str(event.payload.get("text", ""))), is_new=event.seq > spoken)
        for event in events
        if event.kind is EventKind.WHISPER and event.seq > since
    ]


def handback(events: Sequence[EventCard], hide: Hide) -> HandBack | None:
    change = last(events, EventKind.CONTROL_CHANGED)
    summary = change.payload.get("summary") if change else None
    if not summary:
        return None
    return HandBack(**{kind: tuple(map(hide, said)) for kind, said in summary.items()})


def outcomes(events: Sequence[EventCard], hide: Hide) -> list[TurnOutcome]:
    """What a person decided since the agent last spoke, and what still waits for a person."""
    spoken = _last_spoken(events)
    decided = {
        event.payload.get("action_id"): event
        for event in events
        if event.kind is EventKind.APPROVAL_DECIDED
    }
    outcomes = [_outcome(event, hide) for event in decided.values() if event.seq > spoken]
    for event in events:
        is_request = event.kind is EventKind.APPROVAL_REQUESTED
        if is_request and event.payload.get("action_id") not in decided:
            outcomes.append(_outcome(event, hide))
    return outcomes


def _outcome(event: EventCard, hide: Hide) -> TurnOutcome:
    payload = event.payload
    waiting = event.kind is EventKind.APPROVAL_REQUESTED
    outcome = str(payload.get("outcome", "rejected"))
    state = "awaiting_approval" if waiting else "approved" if outcome == "edited" else outcome
    arguments = payload.get("arguments", {})
    return TurnOutcome(
        kind=str(payload.get("kind", "")),
        state=state,
        reason=hide(str(payload.get("reason") or "")),
        percent=arguments.get("percent"),
    )


def asked(events: Sequence[EventCard]) -> list[str]:
    return [
        item
        for event in events
        if event.kind is EventKind.MESSAGE and event.actor is Actor.AGENT
        for item in event.payload.get("asked", [])
    ]


def just_asked(events: Sequence[EventCard]) -> list[str]:
    """By our last reply alone."""
    said = last([event for event in events if event.actor is Actor.AGENT], EventKind.MESSAGE)
    return list(said.payload.get("asked", [])) if said else []


def objection_attempts(events: Sequence[EventCard]) -> dict[str, int]:
    attempts: dict[str, int] = {}
    for event in events:
        for kind in event.payload.get("objections", []):
            attempts[kind] = attempts.get(kind, 0) + 1
    return attempts
