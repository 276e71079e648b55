"""Work that a transaction owes, done later, once it has been committed, at least once.

Whoever takes it up claims it under a lease; a process that dies lets the lease run out. So what is
done for an item has to be harmless to do again. What leaves the house under an order is no item
here but an action: its row carries permit, delivery and doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col

from salesgenix.db import Wakeup, announce
from salesgenix.kit.errors import NotFound
from salesgenix.kit.ids import new_id
from salesgenix.outbox import repository
from salesgenix.outbox.models import OutboxItem
from salesgenix.outbox.rules import KEPT, LEASE, Kind, State, shares, wait_after


@dataclass(frozen=True, slots=True)
class Item:
    """``facts`` are references alone. ``lease`` fences: only its holder can end the item."""

    id: UUID
    workspace_id: UUID
    kind: Kind
    facts: dict[str, Any]
    thread: UUID | None
    attempts: int
    created_at: datetime
    lease: UUID


@dataclass(frozen=True, slots=True)
class DeadLetter:
    id: UUID
    kind: Kind
    error_code: str | None
    attempts: int
    created_at: datetime
    ended_at: datetime | None


def owe(
    session: Session,
    workspace_id: UUID,
    kind: Kind,
    key: str,
    *,
    facts: dict[str, Any],
    now: datetime,
    thread: UUID | None = None,
    available_at: datetime | None = None,
) -> bool:
    """Whether it is new: the same ``key`` is owed once in a workspace, however often asked for."""
    is_new = repository.add(
        session,
        workspace_id,
        key,
        id=new_id(),
        kind=kind,
        facts=facts,
        thread=thread,
        state=State.DUE,
        available_at=available_at or now,
        attempts=0,
        created_at=now,
    )
    if is_new:
        announce(session, Wakeup(workspace_id, "outbox", workspace_id))
    return is_new


def is_anything_due(session: Session, now: datetime) -> bool:
    """A look that locks nothing."""
    return bool(repository.with_due(session, now, 1))


def claim(
    session: Session, now: datetime, *, limit: int = 50, lease: timedelta = LEASE
) -> list[Item]:
    """What is due, shared out among the workspaces; of one thread the first alone. What a pause or
    the platform's stop holds is left.
    """
    holder, until = new_id(), now + lease
    waiting = repository.with_due(session, now, limit)
    if not waiting:
        return []
    share = shares(limit, len(waiting))
    rooms = dict.fromkeys(waiting, share)
    rooms[waiting[0]] += limit - share * len(waiting)  # what is over: to who waits longest
    rows = repository.claim(session, rooms, lease=holder, now=now, until=until)
    return [_item(row, holder) for row in rows]


def is_owed(session: Session, workspace_id: UUID, thread: UUID) -> bool:
    """Whether something of the thread is still to be done."""
    return repository.is_owed(session, workspace_id, thread)


def still_held(session: Session, lease: UUID) -> frozenset[UUID]:
    """Asked right before the effect: what is still under the lease, with nothing paused since."""
    return frozenset(repository.still_held(session, lease))


def finish(session: Session, items: Sequence[Item], *, now: datetime) -> int:
    """How many were still the caller's: of a lease that ran out another has the end."""
    workspaces = list({item.workspace_id for item in items})
    ids = [item.id for item in items]
    lease = items[0].lease
    return repository.end(session, workspaces, ids, lease=lease, state=State.DONE, ended_at=now)


def fail(session: Session, item: Item, *, code: str, luck: float, now: datetime) -> State | None:
    """Tried again later, or given up; none when it is no longer the caller's."""
    wait = wait_after(item.attempts, luck)
    values: dict[str, Any] = {"state": State.DEAD, "ended_at": now}
    if wait is not None:
        values = {"state": State.DUE, "available_at": now + wait}
    ended = repository.end(
        session, [item.workspace_id], [item.id], lease=item.lease, error_code=code, **values
    )
    return State(values["state"]) if ended else None


def give_back(session: Session, item: Item, *, now: datetime) -> None:
    """Not done, through no fault of its own: it waits as if it had not been claimed."""
    repository.end(
        session,
        [item.workspace_id],
        [item.id],
        lease=item.lease,
        state=State.DUE,
        available_at=now,
        attempts=item.attempts - 1,
    )


def cancel(session: Session, workspace_id: UUID, thread: UUID, *, now: datetime) -> int:
    """What is due in a thread is no longer wanted. For what is claimed ``still_held`` says so."""
    which = (col(OutboxItem.thread) == thread) & col(OutboxItem.state).in_(
        (State.DUE, State.LEASED)
    )
    return repository.change(session, workspace_id, which, state=State.CANCELLED, ended_at=now)


def revive(session: Session, workspace_id: UUID, item_id: UUID, *, now: datetime) -> None:
    """A person has a dead letter tried again, from the beginning."""
    which = (col(OutboxItem.id) == item_id) & (col(OutboxItem.state) == State.DEAD)
    changed = repository.change(
        session, workspace_id, which, state=State.DUE, available_at=now, attempts=0, ended_at=None
    )
    if not changed:
        raise NotFound("outbox.not_dead", "There is nothing of the kind that was given up.")
    announce(session, Wakeup(workspace_id, "outbox", workspace_id))


def dead_letters(session: Session, workspace_id: UUID) -> list[DeadLetter]:
    return [
        DeadLetter(
            id=row.id,
            kind=Kind(row.kind),
            error_code=row.error_code,
            attempts=row.attempts,
            created_at=row.created_at,
            ended_at=row.ended_at,
        )
        for row in repository.dead(session, workspace_id)
    ]


def sweep(session: Session, now: datetime) -> int:
    """What dead processes held is due again; what is long over goes."""
    return repository.release(session, now) + repository.forget(session, now - KEPT)


def lead(session: Session, name: str, holder: UUID, *, until: datetime, now: datetime) -> bool:
    """Whether ``holder`` keeps the clock until then: it did already, or nobody does any more."""
    return repository.take_lead(session, name, holder, until=until, now=now)


def stand_down(session: Session, name: str, holder: UUID) -> None:
    repository.leave_lead(session, name, holder)


def _item(row: Any, lease: UUID) -> Item:
    item_id, workspace_id, kind, facts, thread, attempts, created_at = row
    return Item(item_id, workspace_id, Kind(kind), facts, thread, attempts, created_at, lease)
