"""A workspace's own ground, row by row: who works there, what it knows, what was ordered."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, func, insert
from sqlmodel import Session, SQLModel, col, select

from salesgenix.accounts.models import Member, Workspace
from salesgenix.appointments.models import BusyTime, WaitlistEntry
from salesgenix.instructions.models import Instruction, RuleVersion
from salesgenix.knowledge.models import Passage, Source
from salesgenix.screening.models import GuardCell, GuardTerm

# In the order in which each finds what it refers to. No prospect, nothing said, nothing decided.
GROUND = (
    Member,
    BusyTime,
    Source,
    Passage,
    Instruction,
    RuleVersion,
    GuardCell,
    GuardTerm,
)
Rows = list[tuple[Table, list[dict[str, Any]]]]


def ground(session: Session, workspace_id: UUID, *, now: datetime) -> Rows:
    """Stored as it lies, sealed where it is sealed; busy times only from now on."""
    home = select(Workspace).where(Workspace.id == workspace_id)
    found = [_rows(Workspace, session.exec(home).all())]
    for model in GROUND:
        query: Any = select(model).where(col(model.workspace_id) == workspace_id)
        if model is BusyTime:
            query = query.where(col(BusyTime.ends_at) > now)
        found.append(_rows(model, session.exec(query).all()))
    return found


def lay(session: Session, rows: Rows) -> None:
    for table, values in rows:
        if values:
            session.execute(insert(table), values)


def let_loose(session: Session, workspace_id: UUID) -> None:
    """A pause holds back the real agent, not the rehearsed one."""
    row = session.exec(select(Workspace).where(Workspace.id == workspace_id)).one()
    row.paused_at = None
    session.add(row)


def drop_pages(session: Session, workspace_id: UUID, paths: Collection[str]) -> None:
    mine = col(Source.workspace_id) == workspace_id
    found = select(Source).where(mine, col(Source.path).in_(paths))
    ids = [source.id for source in session.exec(found).all()]
    of_these = col(Passage.workspace_id) == workspace_id, col(Passage.source_id).in_(ids)
    session.execute(delete(Passage).where(*of_these))
    session.execute(delete(Source).where(mine, col(Source.id).in_(ids)))


def pages(session: Session, workspace_id: UUID) -> list[tuple[Source, Passage]]:
    query = (
        select(Source, Passage)
        .join(Passage, col(Passage.source_id) == col(Source.id))
        .where(col(Source.workspace_id) == workspace_id, col(Passage.workspace_id) == workspace_id)
        .order_by(col(Source.path), col(Passage.ordinal))
    )
    return list(session.exec(query).all())


def waiting(session: Session, workspace_id: UUID, conversation_id: UUID) -> int:
    """How many entries of the waiting list the conversation has."""
    query = select(func.count()).where(
        col(WaitlistEntry.workspace_id) == workspace_id,
        col(WaitlistEntry.conversation_id) == conversation_id,
        col(WaitlistEntry.state) == "waiting",
    )
    return int(session.exec(query).one())


def _rows(model: type[SQLModel], found: Any) -> tuple[Table, list[dict[str, Any]]]:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table, [
        {column.name: getattr(row, column.name) for column in table.columns} for row in found
    ]
