"""All queries on the outbox. They work on many rows at once and make no objects of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CursorResult, delete, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from salesgenix.accounts.models import PlatformStop, Workspace
from salesgenix.outbox.models import Leadership, OutboxItem
from salesgenix.outbox.rules import UNFINISHED, State

COLUMNS = (
    col(OutboxItem.id),
    col(OutboxItem.workspace_id),
    col(OutboxItem.kind),
    col(OutboxItem.facts),
    col(OutboxItem.thread),
    col(OutboxItem.attempts),
    col(OutboxItem.created_at),
)


def add(session: Session, workspace_id: UUID, key: str, /, **values: Any) -> bool:
    """Whether it is new: the same key is owed once."""
    known = session.exec(
        select(OutboxItem.id).where(OutboxItem.workspace_id == workspace_id, OutboxItem.key == key)
    ).first()
    if known is not None:
        return False
    session.execute(insert(OutboxItem).values(workspace_id=workspace_id, key=key, **values))
    return True


def with_due(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    """Workspaces that something is due in and nothing holds, those that waited longest first."""
    is_stopped = select(PlatformStop.id).where(col(PlatformStop.resumed_at).is_(None)).exists()
    oldest = (
        select(OutboxItem.available_at)
        .where(
            OutboxItem.workspace_id == Workspace.id,
            OutboxItem.state == State.DUE,
            col(OutboxItem.available_at) <= now,
        )
        .order_by(col(OutboxItem.available_at))
        .limit(1)
        .correlate(Workspace)
        .scalar_subquery()
    )
    return session.exec(
        select(Workspace.id)
        .where(col(Workspace.paused_at).is_(None), oldest.is_not(None), ~is_stopped)
        .order_by(oldest)
        .limit(limit)
    ).all()


def claim(
    session: Session,
    workspace_id: UUID,
    limit: int,
    /,
    *,
    lease: UUID,
    now: datetime,
    until: datetime,
) -> Sequence[Any]:
    """The oldest that are due, each the first unfinished of its thread, now under this lease."""
    due = _due(workspace_id, now).limit(limit)
    if session.get_bind().dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    found: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(OutboxItem)
        .where(col(OutboxItem.workspace_id) == workspace_id, col(OutboxItem.id).in_(due))
        .values(
            state=State.LEASED,
            lease=lease,
            leased_until=until,
            attempts=col(OutboxItem.attempts) + 1,
        )
        .returning(*COLUMNS)
        .execution_options(synchronize_session=False)
    )
    return found.all()


def _due(workspace_id: UUID, now: datetime) -> SelectOfScalar[UUID]:
    before = aliased(OutboxItem)
    is_earlier: ColumnElement[bool] = (col(before.created_at) < OutboxItem.created_at) | (
        (col(before.created_at) == OutboxItem.created_at) & (col(before.id) < OutboxItem.id)
    )
    waits = (
        select(before.id)
        .where(
            col(before.workspace_id) == workspace_id,
            col(before.thread) == OutboxItem.thread,
            col(before.state).in_(UNFINISHED),
            is_earlier,
        )
        .exists()
    )
    return (
        select(OutboxItem.id)
        .where(
            OutboxItem.workspace_id == workspace_id,
            OutboxItem.state == State.DUE,
            col(OutboxItem.available_at) <= now,
            col(OutboxItem.thread).is_(None) | ~waits,
        )
        .order_by(col(OutboxItem.available_at), col(OutboxItem.id))
    )


def end(
    session: Session, workspace_id: UUID, ids: Sequence[UUID], /, *, lease: UUID, **values: Any
) -> int:
    """Of those still under this lease; how many."""
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(OutboxItem)
        .where(
            col(OutboxItem.workspace_id) == workspace_id,
            col(OutboxItem.id).in_(ids),
            col(OutboxItem.state) == State.LEASED,
            col(OutboxItem.lease) == lease,
        )
        .values(lease=None, leased_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


def release(session: Session, now: datetime) -> int:
    """What a process left behind that died is due again, in all workspaces."""
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(OutboxItem)
        .where(col(OutboxItem.state) == State.LEASED, col(OutboxItem.leased_until) <= now)
        .values(state=State.DUE, lease=None, leased_until=None)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


def may_go_on(session: Session, workspace_id: UUID, item_id: UUID, lease: UUID) -> bool:
    is_stopped = select(PlatformStop.id).where(col(PlatformStop.resumed_at).is_(None)).exists()
    return (
        session.exec(
            select(OutboxItem.id)
            .join(Workspace, col(Workspace.id) == OutboxItem.workspace_id)
            .where(
                OutboxItem.workspace_id == workspace_id,
                OutboxItem.id == item_id,
                OutboxItem.state == State.LEASED,
                OutboxItem.lease == lease,
                col(Workspace.paused_at).is_(None),
                ~is_stopped,
            )
        ).first()
        is not None
    )


def change(
    session: Session, workspace_id: UUID, which: ColumnElement[bool], /, **values: Any
) -> int:
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(OutboxItem)
        .where(col(OutboxItem.workspace_id) == workspace_id, which)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


def dead(session: Session, workspace_id: UUID) -> Sequence[OutboxItem]:
    return session.exec(
        select(OutboxItem)
        .where(OutboxItem.workspace_id == workspace_id, OutboxItem.state == State.DEAD)
        .order_by(col(OutboxItem.ended_at))
    ).all()


def forget(session: Session, before: datetime) -> int:
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        delete(OutboxItem)
        .where(
            col(OutboxItem.state).in_((State.DONE, State.CANCELLED)),
            col(OutboxItem.ended_at) <= before,
        )
        .execution_options(synchronize_session=False)
    )
    return done.rowcount


def take_lead(session: Session, name: str, holder: UUID, *, until: datetime, now: datetime) -> bool:
    """Whether ``holder`` leads until then: they led already, or nobody does any more."""
    taken: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(Leadership)
        .where(
            col(Leadership.name) == name,
            (col(Leadership.holder) == holder) | (col(Leadership.until) <= now),
        )
        .values(holder=holder, until=until)
    )
    if taken.rowcount == 1:
        return True
    try:
        with session.begin_nested():
            session.execute(insert(Leadership).values(name=name, holder=holder, until=until))
    except IntegrityError:
        return False
    return True


def leave_lead(session: Session, name: str, holder: UUID) -> None:
    session.execute(
        delete(Leadership).where(col(Leadership.name) == name, col(Leadership.holder) == holder)
    )
