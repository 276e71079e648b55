"""The log of a conversation: appended to in order, read from a place on.

A module of its own beside ``service`` because control and the queue append too. Order comes from
``seq`` alone. Whoever speaks for the workspace is decided inside the transaction that appends: what
the agent says carries the ``control_epoch`` it was thought under and is refused when a person has
taken over since.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.conversations import repository, rules
from salesgenix.conversations.models import Conversation, Event
from salesgenix.conversations.rules import Actor, EventKind, Visibility, visibility_of
from salesgenix.db import Wakeup, announce, read_sealed, write_sealed
from salesgenix.kit.errors import Conflict, NotFound


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
    wanted_at: datetime | None
    told_at: datetime | None
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


def card(session: Session, workspace_id: UUID, conversation_id: UUID) -> ConversationCard:
    return card_of(existing(session, workspace_id, conversation_id))


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
    _, appended = append_at(
        session, workspace_id, conversation_id, event, now=now, agent_epoch=agent_epoch
    )
    return appended


def append_at(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    event: NewEvent,
    *,
    now: datetime,
    agent_epoch: int | None = None,
) -> tuple[repository.Place, EventCard]:
    place = repository.next_place(
        session,
        workspace_id,
        conversation_id,
        now=now,
        agent_epoch=agent_epoch,
        ends_wait=event.kind is EventKind.MESSAGE and event.actor is Actor.REP,
    )
    if place is None:
        existing(session, workspace_id, conversation_id)
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
    return place, event_card(session, stored)


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
    return [event_card(session, row) for row in rows]


def history(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, limit: int = 60
) -> list[EventCard]:
    """The newest events, oldest first."""
    rows = repository.newest_events(session, workspace_id, conversation_id, limit=limit)
    return [event_card(session, row) for row in rows]


def existing(session: Session, workspace_id: UUID, conversation_id: UUID) -> Conversation:
    row = repository.conversation(session, workspace_id, conversation_id)
    if row is None:
        raise NotFound("conversation.unknown", "There is no such conversation.")
    return row


def card_of(row: Conversation) -> ConversationCard:
    return ConversationCard(
        **{name: getattr(row, name) for name in ConversationCard.__dataclass_fields__}
    )


def event_card(session: Session, row: Event) -> EventCard:
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
