"""The verbs of a conversation: open, receive, append, take over, hand back.

Order comes from ``seq`` alone. A message is accepted once per ``client_id``. Whoever speaks for the
workspace is decided inside the transaction that appends: an agent's reply carries the
``control_epoch`` it was thought under and is refused when a person has taken over since.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.conversations import repository, rules
from salesgenix.conversations.models import Conversation, Event, Visitor
from salesgenix.conversations.rules import Actor, EventKind, Visibility, visibility_of
from salesgenix.db import Wakeup, announce, read_sealed, write_sealed
from salesgenix.kit.errors import Conflict, Forbidden, NotFound
from salesgenix.kit.ids import new_token
from salesgenix.leads import service as leads
from salesgenix.turns import service as turns

VISITOR_DAYS = 30


@dataclass(frozen=True, slots=True)
class ConversationCard:
    id: UUID
    workspace_id: UUID
    lead_id: UUID
    subject_ref: UUID
    channel: str
    state: str
    control: str
    control_member_id: UUID | None
    control_epoch: int
    wants_person: bool
    last_seq: int
    rep_read_seq: int
    language: str | None
    zone: str | None
    created_at: datetime
    last_event_at: datetime


@dataclass(frozen=True, slots=True)
class EventCard:
    """``payload`` as listed in ``conversations.rules``; empty once the person has been erased."""

    conversation_id: UUID
    seq: int
    kind: EventKind
    actor: Actor
    actor_member_id: UUID | None
    visibility: Visibility
    payload: dict[str, Any]
    at: datetime
    client_id: str | None
    turn_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    kind: EventKind
    actor: Actor
    payload: dict[str, Any] = field(default_factory=dict)
    visibility: Visibility = Visibility.PUBLIC
    client_id: str | None = None
    turn_id: UUID | None = None
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """``token`` is the visitor's right to this conversation; it is shown once and kept as a
    digest.
    """

    conversation: ConversationCard
    token: str


@dataclass(frozen=True, slots=True)
class VisitorCard:
    workspace_id: UUID
    conversation_id: UUID
    site_key_id: UUID | None


@dataclass(frozen=True, slots=True)
class Received:
    """``turn_id`` is the turn now owed, none while a person has control; ``is_new`` is false for a
    message that had already arrived."""

    seq: int
    turn_id: UUID | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class InboxRow:
    conversation: ConversationCard
    preview: str
    preview_actor: str
    unread: int
    is_silent: bool  # the prospect has only opened the chat and read who answers


def open_conversation(
    session: Session,
    workspace_id: UUID,
    *,
    channel: str,
    now: datetime,
    site_key_id: UUID | None = None,
    language: str | None = None,
    zone: str | None = None,
) -> Opened:
    """A new thread with a new, still unknown lead, and the visitor's token to it."""
    lead = leads.create(
        session, workspace_id, source=channel, now=now, language=language, zone=zone
    )
    row = Conversation(
        workspace_id=workspace_id,
        lead_id=lead.id,
        subject_ref=lead.subject_ref,
        channel=channel,
        language=language,
        zone=zone,
        created_at=now,
        last_event_at=now,
    )
    session.add(row)
    session.flush()
    token = new_token("vt")
    session.add(
        Visitor(
            workspace_id=workspace_id,
            conversation_id=row.id,
            site_key_id=site_key_id,
            token_digest=_digest(token),
            created_at=now,
            expires_at=now + timedelta(days=VISITOR_DAYS),
        )
    )
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))
    return Opened(_card(row), token)


def visitor_for_token(session: Session, token: str, *, now: datetime) -> VisitorCard:
    row = repository.visitor(session, _digest(token))
    if row is None or row.expires_at <= now:
        raise Forbidden("visitor.unknown", "This chat session is not known, or it has ended.")
    return VisitorCard(row.workspace_id, row.conversation_id, row.site_key_id)


def card(session: Session, workspace_id: UUID, conversation_id: UUID) -> ConversationCard:
    return _card(_existing(session, workspace_id, conversation_id))


def receive(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    client_id: str,
    payload: dict[str, Any],
    now: datetime,
) -> Received:
    """Takes a prospect's message, once; a turn is owed when the agent has control."""
    row = _existing(session, workspace_id, conversation_id)
    known = repository.event_of_client(session, workspace_id, conversation_id, client_id)
    if known is not None:
        return Received(known.seq, None, is_new=False)
    message = NewEvent(
        kind=EventKind.MESSAGE, actor=Actor.PROSPECT, payload=payload, client_id=client_id
    )
    place, _ = _append(session, workspace_id, conversation_id, message, now=now)
    if row.state == "closed":
        row.state = "open"
        session.add(row)
    turn_id = None
    if row.control == "agent":
        turn_id = turns.owe(
            session,
            workspace_id,
            conversation_id,
            trigger="message",
            seq=place.seq,
            control_epoch=place.control_epoch,
            now=now,
        )
    return Received(place.seq, turn_id, is_new=True)


def append(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    event: NewEvent,
    *,
    now: datetime,
    agent_epoch: int | None = None,
) -> EventCard:
    """Appends one event. With ``agent_epoch``: ``Conflict`` unless the agent still has control."""
    return _append(session, workspace_id, conversation_id, event, now=now, agent_epoch=agent_epoch)[
        1
    ]


def _append(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    event: NewEvent,
    *,
    now: datetime,
    agent_epoch: int | None = None,
) -> tuple[repository.Place, EventCard]:
    place = repository.next_place(
        session, workspace_id, conversation_id, now=now, agent_epoch=agent_epoch
    )
    if place is None:
        _existing(session, workspace_id, conversation_id)
        raise Conflict("control.changed", "A person has taken over this conversation.")
    stored = Event(
        workspace_id=workspace_id,
        conversation_id=conversation_id,
        subject_ref=place.subject_ref,
        seq=place.seq,
        kind=event.kind,
        actor=event.actor,
        actor_member_id=event.member_id,
        visibility=visibility_of(event.kind, event.visibility),
        client_mark=repository.client_mark(session, workspace_id, event.client_id),
        turn_id=event.turn_id,
        at=now,
    )
    write_sealed(session, stored, payload=rules.packed(event.payload, event.client_id))
    session.add(stored)
    session.flush()
    announce(session, Wakeup(workspace_id, "conversation", conversation_id, place.seq))
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))
    return place, _event_card(session, stored)


def events_after(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    after: int,
    for_prospect: bool,
    limit: int = 500,
) -> list[EventCard]:
    """The log from ``after`` on. ``for_prospect`` leaves out all that is the team's own."""
    rows = repository.events_after(
        session,
        workspace_id,
        conversation_id,
        after=after,
        visibility=Visibility.PUBLIC if for_prospect else None,
        limit=limit,
    )
    return [_event_card(session, row) for row in rows]


def history(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, limit: int = 60
) -> list[EventCard]:
    """The newest events, oldest first."""
    rows = repository.newest_events(session, workspace_id, conversation_id, limit=limit)
    return [_event_card(session, row) for row in rows]


def take_control(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    member_id: UUID,
    member_name: str,
    expected_epoch: int,
    now: datetime,
) -> ConversationCard:
    """A person speaks from here on; ``Conflict`` when the caller saw an older state."""
    _change_control(
        session,
        workspace_id,
        conversation_id,
        expected_epoch=expected_epoch,
        values={"control": "rep", "control_member_id": member_id, "wants_person": False},
        told={"control": "rep", "member": member_name},
        now=now,
    )
    return card(session, workspace_id, conversation_id)


def hand_back(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    expected_epoch: int,
    now: datetime,
) -> tuple[ConversationCard, UUID | None]:
    """The agent speaks again. A turn is owed when the prospect's last message has no answer."""
    _change_control(
        session,
        workspace_id,
        conversation_id,
        expected_epoch=expected_epoch,
        values={"control": "agent", "control_member_id": None},
        told={"control": "agent"},
        now=now,
    )
    messages = [
        event
        for event in history(session, workspace_id, conversation_id)
        if event.kind is EventKind.MESSAGE
    ]
    turn_id = None
    if messages and messages[-1].actor is Actor.PROSPECT:
        turn_id = owe_turn(
            session,
            workspace_id,
            conversation_id,
            trigger="handback",
            seq=messages[-1].seq,
            now=now,
        )
    return card(session, workspace_id, conversation_id), turn_id


def want_person(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, reason: str, now: datetime
) -> None:
    """Marks that the prospect waits for a person, visibly for both sides."""
    row = _existing(session, workspace_id, conversation_id)
    if row.wants_person:
        return
    row.wants_person = True
    session.add(row)
    session.flush()
    append(
        session,
        workspace_id,
        conversation_id,
        NewEvent(kind=EventKind.HANDOFF_REQUESTED, actor=Actor.SYSTEM, payload={"reason": reason}),
        now=now,
    )


def remember_locale(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    language: str | None = None,
    zone: str | None = None,
) -> None:
    row = _existing(session, workspace_id, conversation_id)
    row.language = language or row.language
    row.zone = zone or row.zone
    session.add(row)


def close(session: Session, workspace_id: UUID, conversation_id: UUID, *, now: datetime) -> None:
    row = _existing(session, workspace_id, conversation_id)
    row.state = "closed"
    row.wants_person = False
    session.add(row)
    session.flush()
    append(
        session,
        workspace_id,
        conversation_id,
        NewEvent(
            kind=EventKind.STATUS_CHANGED,
            actor=Actor.SYSTEM,
            payload={"state": "closed"},
            visibility=Visibility.REP,
        ),
        now=now,
    )


def mark_read(session: Session, workspace_id: UUID, conversation_id: UUID) -> None:
    row = _existing(session, workspace_id, conversation_id)
    if row.rep_read_seq != row.last_seq:
        row.rep_read_seq = row.last_seq
        session.add(row)
        announce(session, Wakeup(workspace_id, "workspace", workspace_id))


def owe_turn(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    trigger: str,
    seq: int,
    now: datetime,
) -> UUID:
    """The turn that will answer ``seq``, under the control that holds now."""
    row = _existing(session, workspace_id, conversation_id)
    return turns.owe(
        session,
        workspace_id,
        conversation_id,
        trigger=trigger,
        seq=seq,
        control_epoch=row.control_epoch,
        now=now,
    )


def moved_since(session: Session, workspace_id: UUID, *, since: datetime) -> list[ConversationCard]:
    """Conversations with an event at ``since`` or later, oldest change first."""
    return [_card(row) for row in repository.moved_since(session, workspace_id, since)]


def inbox(
    session: Session, workspace_id: UUID, *, state: str | None = None, limit: int = 200
) -> list[InboxRow]:
    """Newest first, each with its last message."""
    rows = repository.recent(session, workspace_id, state=state, limit=limit)
    last = repository.last_messages(session, workspace_id, [row.id for row in rows])
    return [_inbox_row(session, row, last.get(row.id)) for row in rows]


def _inbox_row(session: Session, row: Conversation, last: Event | None) -> InboxRow:
    preview, actor, is_silent = "", "", True
    if last is not None:
        event = _event_card(session, last)
        preview, actor = str(event.payload.get("text", "")), event.actor.value
        is_silent = bool(event.payload.get("ai"))
    unread = max(0, row.last_seq - row.rep_read_seq)
    return InboxRow(_card(row), preview, actor, unread, is_silent)


def _existing(session: Session, workspace_id: UUID, conversation_id: UUID) -> Conversation:
    row = repository.conversation(session, workspace_id, conversation_id)
    if row is None:
        raise NotFound("conversation.unknown", "There is no such conversation.")
    return row


def _change_control(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    expected_epoch: int,
    values: dict[str, Any],
    told: dict[str, Any],
    now: datetime,
) -> None:
    _existing(session, workspace_id, conversation_id)
    if not repository.change_control(
        session, workspace_id, conversation_id, expected_epoch=expected_epoch, values=values
    ):
        current = _existing(session, workspace_id, conversation_id)
        raise Conflict(
            "control.changed",
            "Someone else was faster.",
            epoch=current.control_epoch,
            control=current.control,
        )
    event = NewEvent(kind=EventKind.CONTROL_CHANGED, actor=Actor.SYSTEM, payload=told)
    append(session, workspace_id, conversation_id, event, now=now)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _card(row: Conversation) -> ConversationCard:
    return ConversationCard(
        **{name: getattr(row, name) for name in ConversationCard.__dataclass_fields__}
    )


def _event_card(session: Session, row: Event) -> EventCard:
    payload, client_id = rules.unpacked(read_sealed(session, row, "payload"))
    return EventCard(
        conversation_id=row.conversation_id,
        seq=row.seq,
        kind=EventKind(row.kind),
        actor=Actor(row.actor),
        actor_member_id=row.actor_member_id,
        visibility=Visibility(row.visibility),
        payload=payload,
        at=row.at,
        client_id=client_id,
        turn_id=row.turn_id,
    )
