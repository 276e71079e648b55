"""All queries of tasks."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from salesgenix.tasks.models import Task


def tasks(
    session: Session, workspace_id: UUID, *, conversation_id: UUID | None, state: str
) -> Sequence[Task]:
    query = select(Task).where(Task.workspace_id == workspace_id, Task.state == state)
    if conversation_id is not None:
        query = query.where(Task.conversation_id == conversation_id)
    return session.exec(query.order_by(col(Task.created_at))).all()


def tasks_by_id(session: Session, workspace_id: UUID, task_ids: Collection[UUID]) -> Sequence[Task]:
    query = select(Task).where(Task.workspace_id == workspace_id, col(Task.id).in_(task_ids))
    return session.exec(query.order_by(col(Task.created_at), col(Task.id))).all()


def end_open(
    session: Session, workspace_id: UUID, task_ids: Collection[UUID], **values: Any
) -> int:
    """How many of them were still open; those alone are changed."""
    change = (
        update(Task)
        .where(
            col(Task.workspace_id) == workspace_id,
            col(Task.id).in_(task_ids),
            col(Task.state) == "open",
        )
        .values(state="done", **values)
        .execution_options(synchronize_session=False)
    )
    done: CursorResult[Any] = session.execute(change)  # type: ignore[assignment]
    session.expire_all()
    return done.rowcount
