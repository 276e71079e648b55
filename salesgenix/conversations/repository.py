"""All queries of conversations, their events and their visitors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, and_, update
from sqlmodel import Session, col, func, select

from salesgenix.conversations.models import Conversation, Event, Visitor
from salesgenix.conversations.rules import Visibility
from salesgenix.db import keyring_of


def conversation(
    session: Session, workspace_id: UUID, conversation_id: UUID
) -> Conversation | None:
    query = select(Conversation).where(
        Conversation.workspace_id == workspace_id, Conversation.id == conversation_id
    )
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


@dataclass(frozen=True, slots=True)
class Place:
    """A place taken in a log, and how the conversation stood in that instant."""

    seq: int
    subject_ref: UUID
    control: str
    control_epoch: int


def next_place(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    now: datetime,
    agent_epoch: int | None,
    ends_wait: bool = False,
) -> Place | None:
    """Takes the next place in the log. With ``agent_epoch``: only while the agent has control.

    ``ends_wait``: a person of the team has spoken, so nobody waits for one any more.
    """
    waits: dict[str, Any] = {"wanted_at": None, "told_at": None} if ends_wait else {}
    move = (
        update(Conversation)
        .where(
            col(Conversation.workspace_id) == workspace_id,
            col(Conversation.id) == conversation_id,
        )
        .values(last_seq=Conversation.last_seq + 1, last_event_at=now, **waits)
        .returning(
            col(Conversation.last_seq),
            col(Conversation.subject_ref),
            col(Conversation.control),
            col(Conversation.control_epoch),
        )
        .execution_options(synchronize_session=False)
    )
    if agent_epoch is not None:
        move = move.where(
            col(Conversation.control) == "agent", col(Conversation.control_epoch) == agent_epoch
        )
    row = session.execute(move).one_or_none()
    return None if row is None else Place(*row)


def change_control(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    expected_epoch: int,
    values: dict[str, Any],
) -> bool:
    return _changed_one(
        session.execute(
            update(Conversation)
            .where(
                col(Conversation.workspace_id) == workspace_id,
                col(Conversation.id) == conversation_id,
                col(Conversation.control_epoch) == expected_epoch,
            )
            .values(control_epoch=expected_epoch + 1, **values)
            .execution_options(synchronize_session=False)
        )
    )


def is_agents(session: Session, workspace_id: UUID, conversation_id: UUID, *, epoch: int) -> bool:
    """Whether the agent has control, under this very epoch."""
    query = select(Conversation.id).where(
        Conversation.workspace_id == workspace_id,
        Conversation.id == conversation_id,
        Conversation.control == "agent",
        Conversation.control_epoch == epoch,
    )
    return session.exec(query).one_or_none() is not None


def begin_wait(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, now: datetime
) -> None:
    """The prospect waits for the person who has control, if they did not already."""
    session.execute(
        update(Conversation)
        .where(
            col(Conversation.workspace_id) == workspace_id,
            col(Conversation.id) == conversation_id,
            col(Conversation.control) == "rep",
            col(Conversation.wanted_at).is_(None),
        )
        .values(wanted_at=now)
        .execution_options(synchronize_session=False)
    )


def mark_told(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, epoch: int, now: datetime
) -> bool:
    """Of all who find that somebody has waited long enough, one may say so."""
    return _changed_one(
        session.execute(
            update(Conversation)
            .where(
                col(Conversation.workspace_id) == workspace_id,
                col(Conversation.id) == conversation_id,
                col(Conversation.control_epoch) == epoch,
                col(Conversation.wanted_at).is_not(None),
                col(Conversation.told_at).is_(None),
            )
            .values(told_at=now)
            .execution_options(synchronize_session=False)
        )
    )


def waiting(session: Session, workspace_id: UUID) -> Sequence[Conversation]:
    """Open conversations in which somebody waits for a person, longest first."""
    query = select(Conversation).where(
        Conversation.workspace_id == workspace_id,
        Conversation.state == "open",
        col(Conversation.wanted_at).is_not(None),
    )
    fresh = query.order_by(col(Conversation.wanted_at)).execution_options(populate_existing=True)
    return session.exec(fresh).all()


def workspaces_with_people_waiting(session: Session) -> Sequence[UUID]:
    query = select(Conversation.workspace_id).where(col(Conversation.wanted_at).is_not(None))
    return session.exec(query.distinct()).all()


def client_mark(session: Session, workspace_id: UUID, client_id: str | None) -> bytes | None:
    """A keyed index: what a client calls its message is its own choice, an address perhaps."""
    if client_id is None:
        return None
    return keyring_of(session).blind(workspace_id, "client", client_id)


def event_of_client(
    session: Session, workspace_id: UUID, conversation_id: UUID, client_id: str
) -> Event | None:
    query = select(Event).where(
        Event.workspace_id == workspace_id,
        Event.conversation_id == conversation_id,
        Event.client_mark == client_mark(session, workspace_id, client_id),
    )
    return session.exec(query).one_or_none()


def events_after(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    after: int,
    visibility: Visibility | None,
    limit: int,
) -> Sequence[Event]:
    query = select(Event).where(
        Event.workspace_id == workspace_id,
        Event.conversation_id == conversation_id,
        Event.seq > after,
    )
    if visibility is not None:
        query = query.where(Event.visibility == visibility)
    return session.exec(query.order_by(col(Event.seq)).limit(limit)).all()


def newest_events(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, limit: int
) -> list[Event]:
    query = (
        select(Event)
        .where(Event.workspace_id == workspace_id, Event.conversation_id == conversation_id)
        .order_by(col(Event.seq).desc())
        .limit(limit)
    )
    return list(reversed(session.exec(query).all()))


def recent(
    session: Session, workspace_id: UUID, *, state: str | None, limit: int
) -> Sequence[Conversation]:
    query = select(Conversation).where(Conversation.workspace_id == workspace_id)
    if state is not None:
        query = query.where(Conversation.state == state)
    return session.exec(query.order_by(col(Conversation.last_event_at).desc()).limit(limit)).all()


def moved_since(session: Session, workspace_id: UUID, since: datetime) -> Sequence[Conversation]:
    query = select(Conversation).where(
        Conversation.workspace_id == workspace_id, Conversation.last_event_at >= since
    )
    return session.exec(query.order_by(col(Conversation.last_event_at))).all()


def last_messages(
    session: Session, workspace_id: UUID, conversation_ids: list[UUID]
) -> dict[UUID, Event]:
    newest = (
        select(Event.conversation_id, func.max(Event.seq).label("seq"))
        .where(
            Event.workspace_id == workspace_id,
            col(Event.conversation_id).in_(conversation_ids),
            Event.kind == "message",
        )
        .group_by(col(Event.conversation_id))
        .subquery()
    )
    query = select(Event).join(
        newest,
        and_(
            col(Event.conversation_id) == newest.c.conversation_id,
            col(Event.seq) == newest.c.seq,
        ),
    )
    return {event.conversation_id: event for event in session.exec(query).all()}


def visitor(session: Session, token_digest: bytes) -> Visitor | None:
    return session.exec(select(Visitor).where(Visitor.token_digest == token_digest)).one_or_none()


def _changed_one(result: Any) -> bool:
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
