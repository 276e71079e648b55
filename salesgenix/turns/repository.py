"""All queries of turns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, and_, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from salesgenix.turns.models import Turn

OTHER = aliased(Turn)


def due_turn(session: Session, workspace_id: UUID, conversation_id: UUID) -> Turn | None:
    query = select(Turn).where(
        Turn.workspace_id == workspace_id,
        Turn.conversation_id == conversation_id,
        Turn.state == "due",
    )
    return session.exec(query).first()


def claim_turn(
    session: Session, turn_id: UUID, *, now: datetime, lease_until: datetime
) -> Turn | None:
    """One turn of a conversation runs at a time; an abandoned one can be claimed again."""
    running = exists().where(
        OTHER.conversation_id == Turn.conversation_id,  # type: ignore[arg-type]
        OTHER.id != Turn.id,  # type: ignore[arg-type]
        OTHER.state == "claimed",  # type: ignore[arg-type]
        col(OTHER.lease_until) >= now,
    )
    claim = (
        update(Turn)
        .where(
            col(Turn.id) == turn_id,
            or_(
                col(Turn.state) == "due",
                and_(col(Turn.state) == "claimed", col(Turn.lease_until) < now),
            ),
            ~running,
        )
        .values(state="claimed", attempts=Turn.attempts + 1, lease_until=lease_until)
        .returning(Turn)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return session.execute(claim).scalar_one_or_none()


def end_turn(session: Session, turn_id: UUID, *, attempt: int, state: str, now: datetime) -> bool:
    return _changed_one(
        session.execute(
            update(Turn)
            .where(
                col(Turn.id) == turn_id,
                col(Turn.state) == "claimed",
                col(Turn.attempts) == attempt,
            )
            .values(state=state, ended_at=now)
            .execution_options(synchronize_session=False)
        )
    )


def waiting_turns(session: Session, *, now: datetime, due_before: datetime) -> list[UUID]:
    """Turns nobody is running: long due, or claimed by a process that died. Of all workspaces."""
    query = select(Turn.id).where(
        or_(
            and_(col(Turn.state) == "due", col(Turn.created_at) <= due_before),
            and_(col(Turn.state) == "claimed", col(Turn.lease_until) < now),
        )
    )
    return list(session.exec(query.order_by(col(Turn.created_at)).limit(100)).all())


def _changed_one(result: Any) -> bool:
    assert isinstance(result, CursorResult)
    return result.rowcount == 1
