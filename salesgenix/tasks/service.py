"""Asking a person of the workspace for something, and marking it done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import Wakeup, announce, read_sealed, write_sealed
from salesgenix.kit.errors import Conflict
from salesgenix.tasks import repository
from salesgenix.tasks.models import Task
from salesgenix.tasks.rules import TaskKind


@dataclass(frozen=True, slots=True)
class TaskCard:
    id: UUID
    conversation_id: UUID | None
    subject_ref: UUID
    kind: str
    note: str | None
    state: str
    created_at: datetime
    done_by: UUID | None = None
    source_id: UUID | None = None  # the page of knowledge that answers it


def open_task(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID | None,
    *,
    subject_ref: UUID,
    kind: TaskKind,
    note: str | None,
    now: datetime,
) -> TaskCard:
    """One open task per conversation (without one: per person) and kind; a second wish of the same
    kind adds its note.
    """
    row = next(
        (
            task
            for task in repository.tasks(
                session, workspace_id, conversation_id=conversation_id, state="open"
            )
            if task.kind == kind
            and kind is not TaskKind.UNANSWERED_QUESTION
            and (conversation_id is not None or _is_about(task, subject_ref))
        ),
        None,
    )
    if row is None:
        row = Task(
            workspace_id=workspace_id,
            conversation_id=conversation_id,
            subject_ref=subject_ref,
            kind=kind,
            created_at=now,
        )
        session.add(row)
    if note is not None:
        write_sealed(session, row, note=note)
    session.flush()
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))
    return _task_card(session, row)


def listing(
    session: Session,
    workspace_id: UUID,
    *,
    conversation_id: UUID | None = None,
    state: str = "open",
) -> list[TaskCard]:
    rows = repository.tasks(session, workspace_id, conversation_id=conversation_id, state=state)
    return [_task_card(session, row) for row in rows]


def finish(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    *,
    kinds: Sequence[TaskKind],
    member_id: UUID,
    now: datetime,
) -> None:
    for row in repository.tasks(
        session, workspace_id, conversation_id=conversation_id, state="open"
    ):
        if row.kind in kinds:
            row.state, row.done_at, row.done_by = "done", now, member_id
            session.add(row)


def finish_about(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    *,
    kinds: Sequence[TaskKind] = tuple(TaskKind),
    member_id: UUID | None,
    now: datetime,
) -> None:
    """Ends what was to do about a person outside any conversation."""
    for row in repository.tasks(session, workspace_id, conversation_id=None, state="open"):
        if _is_about(row, subject_ref) and row.kind in kinds:
            row.state, row.done_at, row.done_by = "done", now, member_id
            session.add(row)


def cards(session: Session, workspace_id: UUID, task_ids: Collection[UUID]) -> list[TaskCard]:
    """Those there are, oldest first, in whatever state."""
    rows = repository.tasks_by_id(session, workspace_id, task_ids)
    return [_task_card(session, row) for row in rows]


def close(
    session: Session,
    workspace_id: UUID,
    task_ids: Collection[UUID],
    *,
    member_id: UUID,
    now: datetime,
    source_id: UUID | None = None,
) -> None:
    """``Conflict`` (``task.done``), and none is closed, unless all of them are open."""
    ended = repository.end_open(
        session, workspace_id, task_ids, done_by=member_id, done_at=now, source_id=source_id
    )
    if ended != len(set(task_ids)):
        raise Conflict("task.done", "Somebody else was faster with one of these.")
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))


def _is_about(row: Task, subject_ref: UUID) -> bool:
    return row.conversation_id is None and row.subject_ref == subject_ref


def _task_card(session: Session, row: Task) -> TaskCard:
    return TaskCard(
        id=row.id,
        conversation_id=row.conversation_id,
        subject_ref=row.subject_ref,
        kind=row.kind,
        note=read_sealed(session, row, "note"),
        state=row.state,
        created_at=row.created_at,
        done_by=row.done_by,
        source_id=row.source_id,
    )
