"""A workspace's own ground, row by row: who works there, what it knows, what was ordered."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert
from sqlmodel import Session, SQLModel, col, select

from salesgenix.accounts.models import Member, Workspace
from salesgenix.appointments.models import BusyTime
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


def _rows(model: type[SQLModel], found: Any) -> tuple[Table, list[dict[str, Any]]]:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table, [
        {column.name: getattr(row, column.name) for column in table.columns} for row in found
    ]
