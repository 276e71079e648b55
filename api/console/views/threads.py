"""What stands in a thread: each event as the item that people read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from agent.people import BLOCKED, STOPPED
from agent.shown import Hidden, hidden_in, removed_from
from api.console import words
from api.console.views.why import Why, why_of
from salesgenix.actions.rules import summary_of
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.decisions.service import DecisionCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """``shape`` is day, message, note, line, offer or booked; the template knows each."""

    shape: str
    at: datetime
    seq: int = 0
    actor: str = ""
    who: str = ""
    text: str = ""
    sources: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    why: Why | None = None
    report: str = ""  # where a person says what is wrong with it
    shown: str = ""  # where a person sees what the model read instead
    shown_as: str = ""  # how much of it the model did not read
    hidden: tuple[Hidden, ...] = ()  # from the model
    href: str | None = None
    href_text: str = ""
    summary: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of what a person said, by kind


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom items are made: names of the people in the thread, and the reader's zone."""

    workspace_id: UUID
    zone: str
    prospect: str
    agent: str
    members: dict[UUID, str]


def items(
    session: Session,
    reader: Reader,
    events: Iterable[EventCard],
    decisions: dict[UUID, list[DecisionCard]],
) -> list[Item]:
    """The events with a line where a new day begins. ``decisions`` are those of each turn."""
    found: list[Item] = []
    day = None
    for event in events:
        local = event.at.astimezone(ZoneInfo(reader.zone)).date()
        if local != day:
            day = local
            found.append(Item(shape="day", at=event.at))
        found.append(item(session, reader, event, decisions))
    return found


def item(
    session: Session,
    reader: Reader,
    event: EventCard,
    decisions: dict[UUID, list[DecisionCard]],
) -> Item:
    if event.kind is EventKind.MESSAGE:
        return _message(session, reader, event, decisions)
    if event.kind in {EventKind.NOTE, EventKind.WHISPER}:
        return _aside(reader, event)
    if event.kind is EventKind.BOOKING_PROPOSED:
        return _offer(event)
    if event.kind is EventKind.BOOKING_CONFIRMED:
        text = f"Meeting booked: {_when(event, reader.zone)}"
        return Item(shape="booked", at=event.at, seq=event.seq, text=text)
    href, href_text = _link(event)
    summary = event.payload.get("summary") or {}
    return Item(
        shape="line",
        summary=tuple(
            (title, tuple(summary[kind]))
            for kind, title in words.SUMMARY.items()
            if kind in summary
        ),
        at=event.at,
        seq=event.seq,
        text=sentence(event, reader.zone),
        href=href,
        href_text=href_text,
    )


def _aside(reader: Reader, event: EventCard) -> Item:
    """What only the team reads. ``actor`` says what it is: note, whisper or withheld draft."""
    who = reader.members.get(event.actor_member_id or UUID(int=0)) or "The house"
    text = str(event.payload.get("text", ""))
    actor = "whisper" if event.kind is EventKind.WHISPER else "note"
    if "said" in event.payload:
        text = words.NOTES.get(str(event.payload["said"]), "")
    if event.payload.get("withheld"):
        actor, who = "withheld", reader.agent
    return Item(shape="note", at=event.at, seq=event.seq, actor=actor, who=who, text=text)


def _message(
    session: Session,
    reader: Reader,
    event: EventCard,
    decisions: dict[UUID, list[DecisionCard]],
) -> Item:
    names = {
        Actor.PROSPECT: reader.prospect,
        Actor.AGENT: reader.agent,
        Actor.REP: str(event.payload.get("member") or "The team"),
        Actor.SYSTEM: "The house",
    }
    sources = event.payload.get("sources") or []
    why, report = None, ""
    if event.actor is Actor.AGENT:
        report = f"/console/inbox/{event.conversation_id}/report/{event.seq}"
        of_turn = decisions.get(event.turn_id, []) if event.turn_id else []
        why = why_of(session, reader.workspace_id, event.payload, of_turn)
    text = str(event.payload.get("text", "")) or "(erased)"
    shown, shown_as, hidden = "", "", tuple[Hidden, ...]()
    if event.actor is Actor.PROSPECT and "model" in event.payload:
        shown = f"/console/inbox/{event.conversation_id}/hidden/{event.seq}"
        hidden = tuple(hidden_in(text, str(event.payload["model"])))
        shown_as = words.kept_from_model(
            len(hidden) + removed_from(text),
            is_read=not {BLOCKED, STOPPED} & set(event.payload),
        )
    return Item(
        shape="message",
        shown=shown,
        shown_as=shown_as,
        hidden=hidden,
        at=event.at,
        seq=event.seq,
        report=report,
        actor="rep" if event.actor is Actor.REP else _side(event.actor),
        who=names[event.actor],
        text=text,
        sources=tuple(str(source.get("title", "")) for source in sources[:1]),
        why=why,
    )


def _side(actor: Actor) -> str:
    return "prospect" if actor is Actor.PROSPECT else "agent"


def _offer(event: EventCard) -> Item:
    slots: list[dict[str, Any]] = event.payload.get("slots") or []
    zone = str(event.payload.get("zone") or "UTC")
    labels = tuple(
        words.slot(datetime.fromisoformat(str(slot["starts_at"])), zone) for slot in slots
    )
    return Item(
        shape="offer",
        at=event.at,
        seq=event.seq,
        text=f"Offered times, {words.place(zone)}",
        labels=labels,
    )


def _when(event: EventCard, zone: str) -> str:
    """The meeting's time for the reader, with the prospect's own where that differs."""
    starts = datetime.fromisoformat(str(event.payload["starts_at"]))
    theirs = str(event.payload.get("zone") or zone)
    text = f"{words.slot(starts, zone)} {words.place(zone)}"
    if (
        starts.astimezone(ZoneInfo(theirs)).utcoffset()
        != starts.astimezone(ZoneInfo(zone)).utcoffset()
    ):
        text += f" ({words.slot(starts, theirs)} {words.place(theirs)})"
    member = event.payload.get("member")
    return f"{text}, with {member}" if member else text


def sentence(event: EventCard, zone: str) -> str:
    """An event that is neither message nor note, as one line."""
    if event.kind is EventKind.BOOKING_CANCELLED:
        return f"Meeting cancelled: {_when(event, zone)}"
    tell = TOLD.get(event.kind)
    return tell(event.payload) if tell else FIXED.get(event.kind, words.said(event.kind.value))


def _control(payload: dict[str, Any]) -> str:
    if payload.get("control") == "rep":
        taken = f"{payload.get('member') or 'A person'} took over"
        return f"{taken} from {payload['from']}" if payload.get("from") else taken
    if payload.get("reason") == "rep_away":
        return "Nobody answered the visitor, so the agent speaks again and the team is asked anew"
    by = payload.get("by")
    return f"{by} handed back to the agent" if by else "Handed back to the agent"


def _wanted(payload: dict[str, Any]) -> str:
    why = words.HANDOFFS.get(str(payload.get("reason")), "")
    return f"Wants a person: {why}" if why else "Asked for a person"


def _subject(payload: dict[str, Any]) -> str:
    """What it is about; of a decision, with what was decided on in the end."""
    kind, arguments = str(payload.get("kind", "")), payload.get("arguments")
    if arguments and kind in set(ActionKind):
        return summary_of(ActionKind(kind), arguments)
    return str(payload.get("summary") or words.action(kind))


def _waits(payload: dict[str, Any]) -> str:
    return f"Waits for a person: {_subject(payload)}"


def _decided(payload: dict[str, Any]) -> str:
    said, _ = words.outcome(str(payload.get("outcome", "")))
    return f"{said}: {_subject(payload)}"


def _request(payload: dict[str, Any]) -> str:
    kind = words.said(str(payload.get("kind", ""))).lower()
    return f"Data request ({kind}), due {payload.get('due_on')}"


FIXED = {
    EventKind.CONTACT_SUPPRESSED: "Asked not to be contacted again",
}
TOLD: dict[EventKind, Callable[[dict[str, Any]], str]] = {
    EventKind.CONTROL_CHANGED: _control,
    EventKind.HANDOFF_REQUESTED: _wanted,
    EventKind.APPROVAL_REQUESTED: _waits,
    EventKind.APPROVAL_DECIDED: _decided,
    EventKind.REQUEST_OPENED: _request,
    EventKind.STATUS_CHANGED: lambda payload: words.said(str(payload.get("state"))),
}


def _link(event: EventCard) -> tuple[str | None, str]:
    if event.kind in {EventKind.APPROVAL_REQUESTED, EventKind.APPROVAL_DECIDED}:
        return f"/console/approvals#a{event.payload.get('approval_id')}", "approval"
    return None, ""
