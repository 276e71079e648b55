"""All queries of tasks."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from salesgenix.tasks.models import Task


def tasks(
    session: Session, workspace_id: UUID, *, conversation_id: UUID | None, state: str
) -> Sequence[Task]:
    query = select(Task).where(Task.workspace_id == workspace_id, Task.state == state)
    if conversation_id is not None:
        query = query.where(Task.conversation_id == conversation_id)
    return session.exec(query.order_by(col(Task.created_at))).all()
