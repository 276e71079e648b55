"""All queries on the outbox. They work on many rows at once and make no objects of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    union_all,
    update,
)
from sqlalchemy import select as sa_select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session, col, select

from salesgenix.accounts.models import PlatformStop, Workspace
from salesgenix.outbox.models import Leadership, OutboxItem
from salesgenix.outbox.rules import UNFINISHED, State

ITEM: Table = OutboxItem.__table__  # type: ignore[attr-defined]
COLUMNS = ("id", "workspace_id", "kind", "facts", "thread", "attempts", "created_at")


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
    shares: Mapping[UUID, int],
    /,
    *,
    lease: UUID,
    now: datetime,
    until: datetime,
) -> Sequence[Any]:
    """By workspace so many of the oldest that are due, each the first unfinished of its thread; all
    of them are under this lease now. One statement: of two who claim, each gets others.
    """
    is_postgres = session.get_bind().dialect.name == "postgresql"
    given: dict[str, Any] = {"now": now, "by": lease, "until": until}
    for number, (workspace_id, room) in enumerate(shares.items()):
        given |= {f"whose_{number}": workspace_id, f"room_{number}": room}
    return session.execute(_claiming(len(shares), is_postgres=is_postgres), given).all()


@lru_cache(maxsize=200)
def _claiming(count: int, *, is_postgres: bool) -> ReturningUpdate[Any]:
    """Made once for so many workspaces: to make it takes longer than to run it."""
    dues = [_due(f"whose_{number}").limit(bindparam(f"room_{number}")) for number in range(count)]
    if is_postgres:
        dues = [due.with_for_update(skip_locked=True) for due in dues]
    found = [due.cte(f"due_{number}") for number, due in enumerate(dues)]
    whose = func.coalesce(ITEM.c.workspace_id, ITEM.c.workspace_id)  # not by that index: by the ids
    return (
        update(ITEM)
        .where(
            whose.in_([bindparam(f"whose_{number}") for number in range(count)]),
            ITEM.c.id.in_(union_all(*(sa_select(one.c.id) for one in found))),
        )
        .values(
            state=State.LEASED,
            lease=bindparam("by"),
            leased_until=bindparam("until"),
            attempts=ITEM.c.attempts + 1,
        )
        .returning(*(ITEM.c[name] for name in COLUMNS))
    )


def _due(whose: str) -> Select[tuple[UUID]]:
    before = ITEM.alias()
    is_earlier = (before.c.created_at < ITEM.c.created_at) | (
        (before.c.created_at == ITEM.c.created_at) & (before.c.id < ITEM.c.id)
    )
    waits = (
        sa_select(before.c.id)
        .where(
            before.c.workspace_id == bindparam(whose),
            before.c.thread == ITEM.c.thread,
            before.c.state.in_(UNFINISHED),
            is_earlier,
        )
        .exists()
    )
    return (
        sa_select(ITEM.c.id)
        .where(
            ITEM.c.workspace_id == bindparam(whose),
            ITEM.c.state == State.DUE,
            ITEM.c.available_at <= bindparam("now"),
            ITEM.c.thread.is_(None) | ~waits,
        )
        .order_by(ITEM.c.available_at, ITEM.c.id)
    )


def _of(workspaces: Sequence[UUID]) -> ColumnElement[bool]:
    """Said so that SQLite goes by the ids, of which there are few, and not by the workspace."""
    whose = func.coalesce(col(OutboxItem.workspace_id), col(OutboxItem.workspace_id))
    return whose.in_(workspaces)


def end(
    session: Session,
    workspaces: Sequence[UUID],
    ids: Sequence[UUID],
    /,
    *,
    lease: UUID,
    **values: Any,
) -> int:
    """Of those still under this lease; how many."""
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
        update(OutboxItem)
        .where(
            _of(workspaces),
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


def still_held(session: Session, lease: UUID) -> Sequence[UUID]:
    """Of all workspaces: what is under this lease and held by no pause or stop."""
    is_stopped = select(PlatformStop.id).where(col(PlatformStop.resumed_at).is_(None)).exists()
    return session.exec(
        select(OutboxItem.id)
        .join(Workspace, col(Workspace.id) == OutboxItem.workspace_id)
        .where(
            OutboxItem.lease == lease,
            OutboxItem.state == State.LEASED,
            col(Workspace.paused_at).is_(None),
            ~is_stopped,
        )
    ).all()


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


def is_owed(session: Session, workspace_id: UUID, thread: UUID) -> bool:
    return (
        session.exec(
            select(OutboxItem.id).where(
                OutboxItem.workspace_id == workspace_id,
                OutboxItem.thread == thread,
                col(OutboxItem.state).in_(UNFINISHED),
            )
        ).first()
        is not None
    )


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
