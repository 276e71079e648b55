"""Appointments: times to offer, a hold, a booking, and its change. Nobody else's can be touched."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import looks_like_email
from salesgenix.actions.facts import fits
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import Fits, Span, awake
from salesgenix.appointments.rules import State as MeetingState
from salesgenix.appointments.service import AppointmentCard, SlotCard
from salesgenix.authority.rules import ActionKind
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.kit.spoken import spoken
from tools.context import Finding, Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb

OFFERED = 3
MOST_WINDOWS = 10
REACHES = (timedelta(hours=5), timedelta(days=1), timedelta(days=3))  # round what was asked
NEXT_DAYS = (timedelta(days=2), timedelta(days=4), timedelta(days=7))
POINT = timedelta(hours=1)  # so short a stretch names an hour
CANDIDATES = 60  # of which the closest are offered
FARTHEST = timedelta(days=400)  # nobody means a later day, and each day costs a look

SLOT_ID = Field(max_length=40, description="The id of an offered time, exactly as it was given")
APPOINTMENT_ID = Field(description="The id of this person's booked meeting")


class TimeSpan(Arguments):
    start: AwareDatetime = Field(description="ISO 8601 in UTC")
    end: AwareDatetime = Field(description="ISO 8601 in UTC, later than the start")


class FindSlots(Arguments):
    windows: list[TimeSpan] = Field(
        default_factory=list,
        max_length=MOST_WINDOWS,
        description="When the person could meet; none for the next free times",
    )
    words: str = Field(default="", max_length=300, description="The person's own words for it")
    member: str = Field(
        default="", max_length=120, description="The colleague they want to meet, if they named one"
    )


def find_slots(context: ToolContext, arguments: FindSlots) -> Finding:
    """Up to three free times inside the windows; outside them, with a ``reason``, if there is none.

    ``reason`` is ``nothing_then`` (these are the nearest instead), ``too_far`` or ``too_soon`` (so
    are these: meetings are made no later, or no earlier, than ``until``), or ``nothing_free``.
    ``alone`` is true when all of them are with the ``member`` that was named.
    """
    asked = [_within(span, context) for span in arguments.windows if span.start < span.end]
    reason, until = None, None
    with context.db.reading() as session:
        host = _named_member(session, context, arguments.member)
        slots = _free(session, context, asked, host=host) if host else []
        is_alone = bool(slots)
        slots = slots or _free(session, context, asked)
        if not slots:
            reason, until = _why_none(asked, context)
            slots = _near(session, context, asked)
        elif (
            not is_alone
            and len(slots) < OFFERED
            and all(end - start <= POINT for start, end in asked)
        ):
            slots = _filled(slots, _near(session, context, asked))
    offered = tuple(_offer(slot, context) for slot in slots)
    content: dict[str, Any] = {
        "slots": [
            {key: slot[key] for key in ("id", "starts", "label", "member", "zone")}
            for slot in offered
        ]
    }
    if host:
        content["alone"] = is_alone
    if reason:
        content["reason"] = reason if slots else "nothing_free"
    if until:
        content["until"] = until.isoformat()
    return Finding(content, slots=tuple(_event_shape(slot) for slot in offered))


def _filled(found: list[SlotCard], near: list[SlotCard]) -> list[SlotCard]:
    """An hour that was named leaves little to choose from: what lies closest stands beside it."""
    apart = [
        slot
        for slot in near
        if all(slot.ends_at <= one.starts_at or one.ends_at <= slot.starts_at for one in found)
    ]
    room = OFFERED - len(found)
    return sorted([*found, *apart[:room]], key=lambda slot: slot.starts_at)


def _why_none(
    asked: list[tuple[datetime, datetime]], context: ToolContext
) -> tuple[str, datetime | None]:
    """Whether what was asked for lies beyond what meetings are made for, and that bound."""
    meeting = context.profile.meeting
    first = context.now + timedelta(minutes=meeting.notice_minutes)
    last = context.now + timedelta(days=meeting.horizon_days)
    if asked and all(start >= last for start, _ in asked):
        return "too_far", last
    if asked and all(end <= first or _is_soon(start, end, first) for start, end in asked):
        return "too_soon", first
    return ("nothing_then" if asked else "nothing_free"), None


def _is_soon(start: datetime, end: datetime, first: datetime) -> bool:
    """An hour that was named is about its beginning."""
    return start < first and end - start <= POINT


def _within(span: TimeSpan, context: ToolContext) -> tuple[datetime, datetime]:
    """The stretch as far as it can matter; one that cannot is as long as an instant."""
    first, last = context.now - timedelta(days=1), context.now + FARTHEST
    start, end = (min(max(instant, first), last) for instant in (span.start, span.end))
    return (start, end) if start < end else (start - timedelta(minutes=1), start)


def _free(
    session: Session,
    context: ToolContext,
    windows: list[tuple[datetime, datetime]],
    *,
    limit: int = OFFERED,
    host: UUID | None = None,
) -> list[SlotCard]:
    """Without windows it is the next days, or what the horizon holds when those are full."""
    if not windows:
        horizon = timedelta(days=context.profile.meeting.horizon_days)
        reaches = (min(reach, horizon) for reach in (*NEXT_DAYS, horizon))
        tried = (
            _free(session, context, [(context.now, context.now + reach)], limit=limit, host=host)
            for reach in reaches
        )
        return next((slots for slots in tried if len(slots) >= limit), [])
    zone = ZoneInfo(context.zone)
    hours = [(s.start, s.end) for window in windows for s in awake(Span(*window), zone)]
    return appointments.free_slots(
        session,
        context.workspace_id,
        hours,
        context.zone,
        now=context.now,
        limit=limit,
        member_id=host,
        fits=_fits(session, context),
        prefer=_host(session, context),
    )


def _named_member(session: Session, context: ToolContext, name: str) -> UUID | None:
    """Who of the team is meant; nobody where the name is no one's, or that of several."""
    found = [
        one.id
        for one in accounts.members(session, context.workspace_id)
        if name and one.name == name and one.takes_meetings
    ]
    return found[0] if len(found) == 1 else None


def _host(session: Session, context: ToolContext) -> UUID | None:
    """Whom they meet already keeps them when the meeting moves."""
    cards = appointments.of_conversation(session, context.workspace_id, context.conversation_id)
    return next((c.member_id for c in cards if c.state is MeetingState.CONFIRMED), None)


def _fits(session: Session, context: ToolContext) -> Fits:
    """Nothing is offered that the owner's calendars would not let be booked."""
    return fits(
        session,
        context.workspace_id,
        lead_id=context.lead_id,
        conversation_id=context.conversation_id,
        now=context.now,
    )


def _near(
    session: Session, context: ToolContext, asked: list[tuple[datetime, datetime]]
) -> list[SlotCard]:
    """What comes closest to what was asked for, earlier or later; else whatever is next."""
    if not asked:
        return []
    close: list[SlotCard] = []
    last = context.now + timedelta(days=context.profile.meeting.horizon_days)
    for start, end in ((min(start, last), min(end, last)) for start, end in asked):
        pieces = [(start - reach, end + reach) for reach in REACHES]
        for piece in pieces:
            found = _free(session, context, [piece], limit=CANDIDATES)
            if len(found) >= OFFERED or piece == pieces[-1]:
                close += sorted(found, key=lambda slot: abs(slot.starts_at - start))[:OFFERED]
                break
    nearest = sorted({slot.id: slot for slot in close}.values(), key=lambda slot: slot.starts_at)
    return nearest[:OFFERED] or _free(session, context, [])


def _offer(slot: SlotCard, context: ToolContext) -> dict[str, Any]:
    return {
        "id": slot.id,
        "starts": slot.starts_at.isoformat(),
        "ends": slot.ends_at.isoformat(),
        "label": spoken(slot.starts_at, context.zone, context.language),
        "member": slot.member_name,
        "zone": slot.member_zone,
        "member_id": str(slot.member_id),
    }


def _event_shape(offered: dict[str, Any]) -> dict[str, Any]:
    renamed = {"starts": "starts_at", "ends": "ends_at"}
    return {renamed.get(key, key): value for key, value in offered.items()}


def as_found(slot: dict[str, Any]) -> dict[str, Any]:
    """A slot of the event log in the shape in which ``find_slots`` gives one to a brain."""
    return {"starts": slot["starts_at"]} | {
        key: slot[key] for key in ("id", "label", "member", "zone") if key in slot
    }


class HoldSlot(Arguments):
    slot_id: str = SLOT_ID


def hold_slot(context: ToolContext, arguments: HoldSlot) -> Proposal:
    return Proposal(ActionKind.APPOINTMENT_HOLD, _named(context, arguments.slot_id))


class BookAppointment(Arguments):
    slot_id: str = SLOT_ID
    name: str = Field(min_length=1, max_length=200, description="The person's name")
    email: str | None = Field(
        default=None,
        min_length=3,
        max_length=254,
        description="Their mail address, as they gave it; never guess. None if they want no mail",
    )
    topic: str | None = Field(
        default=None, max_length=300, description="What they want to talk about"
    )


def book_appointment(context: ToolContext, arguments: BookAppointment) -> Proposal:
    """The time is checked again, in the transaction that books it."""
    address = arguments.email or "<<"
    if not address.startswith("<<") and not looks_like_email(address):
        raise Invalid("booking.email", "That is not a mail address; ask for it.")
    return Proposal(
        ActionKind.APPOINTMENT_BOOK,
        _named(context, arguments.slot_id)
        | {"name": arguments.name, "email": arguments.email, "topic": arguments.topic},
    )


class MoveAppointment(Arguments):
    appointment_id: UUID = APPOINTMENT_ID
    slot_id: str = SLOT_ID


def move_appointment(context: ToolContext, arguments: MoveAppointment) -> Proposal:
    mine = _mine(context, arguments.appointment_id)
    return Proposal(
        ActionKind.APPOINTMENT_MOVE,
        _named(context, arguments.slot_id) | {"appointment_id": str(mine.id)},
    )


class CancelAppointment(Arguments):
    appointment_id: UUID = APPOINTMENT_ID


def cancel_appointment(context: ToolContext, arguments: CancelAppointment) -> Proposal:
    mine = _mine(context, arguments.appointment_id)
    return Proposal(
        ActionKind.APPOINTMENT_CANCEL,
        {
            "appointment_id": str(mine.id),
            "label": spoken(mine.starts_at, context.zone, context.language),
        },
    )


def _named(context: ToolContext, slot_id: str) -> dict[str, Any]:
    """The time a slot's id names, spelt out for whoever has to approve it."""
    with context.db.reading() as session:
        member_id, starts_at = appointments.find_slot(session, context.workspace_id, slot_id)
    return {
        "slot_id": slot_id,
        "member_id": str(member_id),
        "starts_at": starts_at.isoformat(),
        "zone": context.zone,
        "label": spoken(starts_at, context.zone, context.language),
    }


def _mine(context: ToolContext, appointment_id: UUID) -> AppointmentCard:
    """``NotFound`` for a meeting of somebody else, as for one that does not exist."""
    with context.db.reading() as session:
        card = appointments.card(session, context.workspace_id, appointment_id)
    if card.lead_id != context.lead_id:
        raise NotFound("appointment.unknown", "There is no such appointment.")
    return card


VERBS = (
    Verb(
        name="find_slots",
        description=(
            "Free times for a meeting, written in the person's zone and language. Offer only times "
            "that stand here; with a reason, say that what they asked for is not free."
        ),
        arguments=FindSlots,
        effect=Effect.READ,
        action=ActionKind.SLOTS_OFFER,
        personal_fields=frozenset({"words", "member"}),
        run=find_slots,
    ),
    Verb(
        name="hold_slot",
        description=(
            "Keeps a time the person has chosen for five minutes, while name and mail are missing."
        ),
        arguments=HoldSlot,
        effect=Effect.INTERNAL,
        action=ActionKind.APPOINTMENT_HOLD,
        personal_fields=frozenset(),
        run=hold_slot,
    ),
    Verb(
        name="book_appointment",
        description=(
            "Books a chosen time in the person's name; an invitation follows by mail. Repeat the "
            "time and the address to them, and say that it is booked only when it is."
        ),
        arguments=BookAppointment,
        effect=Effect.INTERNAL,
        action=ActionKind.APPOINTMENT_BOOK,
        personal_fields=frozenset({"name", "email", "topic"}),
        run=book_appointment,
    ),
    Verb(
        name="move_appointment",
        description="Moves the person's booked meeting to another offered time.",
        arguments=MoveAppointment,
        effect=Effect.INTERNAL,
        action=ActionKind.APPOINTMENT_MOVE,
        personal_fields=frozenset(),
        run=move_appointment,
    ),
    Verb(
        name="cancel_appointment",
        description="Cancels the person's booked meeting, when they ask for it.",
        arguments=CancelAppointment,
        effect=Effect.INTERNAL,
        action=ActionKind.APPOINTMENT_CANCEL,
        personal_fields=frozenset(),
        run=cancel_appointment,
    ),
)
