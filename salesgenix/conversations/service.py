"""The verbs of a conversation, for every other room: open, receive, append, take over, hand back.

Appending and reading the log lie in ``appending``, who speaks in ``controlling``; together they are
too long for one file of this house. A message is accepted once per ``client_id``.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.conversations import repository
from salesgenix.conversations.appending import (
    ConversationCard,
    EventCard,
    NewEvent,
    append,
    append_at,
    card,
    card_of,
    event_card,
    events_after,
    existing,
    history,
)
from salesgenix.conversations.controlling import (
    give_up,
    hand_back,
    is_agents,
    mark_told,
    owe_answer,
    owe_turn,
    release,
    take_control,
    waiting,
    want_person,
)
from salesgenix.conversations.models import Conversation, Event, Visitor
from salesgenix.conversations.rules import Actor, EventKind, Visibility
from salesgenix.db import Wakeup, announce
from salesgenix.kit.errors import Forbidden
from salesgenix.kit.ids import new_token
from salesgenix.leads import service as leads
from salesgenix.turns import service as turns

__all__ = [
    "ConversationCard",
    "EventCard",
    "InboxRow",
    "NewEvent",
    "Opened",
    "Received",
    "VisitorCard",
    "append",
    "card",
    "close",
    "events_after",
    "give_up",
    "hand_back",
    "history",
    "inbox",
    "is_agents",
    "mark_read",
    "mark_told",
    "moved_since",
    "open_conversation",
    "owe_answer",
    "owe_turn",
    "receive",
    "release",
    "remember_locale",
    "take_control",
    "visitor_for_token",
    "waiting",
    "want_person",
]

VISITOR_DAYS = 30


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
    return Opened(card_of(row), token)


def visitor_for_token(session: Session, token: str, *, now: datetime) -> VisitorCard:
    row = repository.visitor(session, _digest(token))
    if row is None or row.expires_at <= now:
        raise Forbidden("visitor.unknown", "This chat session is not known, or it has ended.")
    return VisitorCard(row.workspace_id, row.conversation_id, row.site_key_id)


def receive(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    client_id: str,
    payload: dict[str, Any],
    now: datetime,
    owes_turn: bool = True,
) -> Received:
    """Takes a prospect's message, once; a turn is owed when the agent has control. Without
    ``owes_turn`` it is for the team alone.
    """
    row = existing(session, workspace_id, conversation_id)
    known = repository.event_of_client(session, workspace_id, conversation_id, client_id)
    if known is not None:
        return Received(known.seq, None, is_new=False)
    message = NewEvent(
        kind=EventKind.MESSAGE, actor=Actor.PROSPECT, payload=payload, client_id=client_id
    )
    place, _ = append_at(session, workspace_id, conversation_id, message, now=now)
    if row.state == "closed":
        row.state = "open"
        session.add(row)
    turn_id = None
    if place.control == "rep":
        repository.begin_wait(session, workspace_id, conversation_id, now=now)
    elif owes_turn:
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


def remember_locale(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    language: str | None = None,
    zone: str | None = None,
) -> None:
    row = existing(session, workspace_id, conversation_id)
    row.language = language or row.language
    row.zone = zone or row.zone
    session.add(row)


def close(session: Session, workspace_id: UUID, conversation_id: UUID, *, now: datetime) -> None:
    row = existing(session, workspace_id, conversation_id)
    row.state = "closed"
    session.add(row)
    session.flush()
    release(session, workspace_id, conversation_id, now=now)
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
    row = existing(session, workspace_id, conversation_id)
    if row.rep_read_seq != row.last_seq:
        row.rep_read_seq = row.last_seq
        session.add(row)
        announce(session, Wakeup(workspace_id, "workspace", workspace_id))


def moved_since(session: Session, workspace_id: UUID, *, since: datetime) -> list[ConversationCard]:
    """Conversations with an event at ``since`` or later, oldest change first."""
    return [card_of(row) for row in repository.moved_since(session, workspace_id, since)]


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
        event = event_card(session, last)
        preview, actor = str(event.payload.get("text", "")), event.actor.value
        is_silent = bool(event.payload.get("ai"))
    unread = max(0, row.last_seq - row.rep_read_seq)
    return InboxRow(card_of(row), preview, actor, unread, is_silent)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
