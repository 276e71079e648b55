"""All queries of erasures: their own rows, and, by the register, any table's rows of a person."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy import (
    JSON,
    Column,
    CursorResult,
    LargeBinary,
    Table,
    delete,
    func,
    select,
    text,
    update,
)
from sqlmodel import Session, SQLModel, col

from salesgenix.accounts.models import Member
from salesgenix.decisions.models import Decision
from salesgenix.erasures.models import Erasure
from salesgenix.erasures.rules import State
from salesgenix.kit.register import (
    PERSONAL,
    SEALED,
    Category,
    OnErasure,
    Register,
    about_people,
    belongs_to,
    registers,
)
from salesgenix.leads.models import Lead

BLANKED = PERSONAL | {Category.MARK, Category.CREDENTIAL}
PUBLISHED = ("workspace", "knowledge_source", "passage", "site_key", "rule_version")
MARK_BYTES = 32
SAMPLE = 1_000  # records: they are all made of the same words
# what our files are called and begin with, and what keys are called in their store
OWN_WORDS = (
    "salesgenix.db",
    "SQLite format 3",
    "wrapped_key",
    "keys.db",
    "journal",
    "checkpoints",
    "exports",
    "sealed",
    "person",
    "workspace",
    "erasure",
    "signing",
)


def by_id(session: Session, erasure_id: UUID) -> Erasure | None:
    """Locked on PostgreSQL until the transaction ends: one process does one step."""
    query = select(Erasure).where(col(Erasure.id) == erasure_id).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()


def get(session: Session, workspace_id: UUID, erasure_id: UUID) -> Erasure | None:
    query = select(Erasure).where(
        col(Erasure.workspace_id) == workspace_id, col(Erasure.id) == erasure_id
    )
    return session.execute(query).scalar_one_or_none()


def of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> Erasure | None:
    query = select(Erasure).where(
        col(Erasure.workspace_id) == workspace_id, col(Erasure.subject_ref) == subject_ref
    )
    return session.execute(query).scalar_one_or_none()


def newest_first(session: Session, workspace_id: UUID) -> Sequence[Erasure]:
    query = select(Erasure).where(col(Erasure.workspace_id) == workspace_id)
    newest = query.order_by(col(Erasure.created_at).desc(), col(Erasure.id).desc())
    return session.execute(newest).scalars().all()


def due(session: Session, now: datetime) -> Sequence[UUID]:
    """Of all workspaces, those ordered first first."""
    query = select(col(Erasure.id)).where(
        col(Erasure.state) != State.DONE, col(Erasure.next_at) <= now
    )
    return session.execute(query.order_by(col(Erasure.created_at))).scalars().all()


def unfinished(session: Session, cause: str) -> Sequence[UUID]:
    query = select(col(Erasure.id)).where(
        col(Erasure.state) != State.DONE, col(Erasure.cause) == cause
    )
    return session.execute(query.order_by(col(Erasure.created_at))).scalars().all()


def lead_of(session: Session, workspace_id: UUID, subject_ref: UUID) -> Lead | None:
    query = select(Lead).where(
        col(Lead.workspace_id) == workspace_id, col(Lead.subject_ref) == subject_ref
    )
    return session.execute(query).scalar_one_or_none()


def restricted(session: Session, workspace_id: UUID) -> Sequence[UUID]:
    """Whose data may be kept and not used."""
    query = select(col(Lead.subject_ref)).where(
        col(Lead.workspace_id) == workspace_id, col(Lead.restricted_at).is_not(None)
    )
    return session.execute(query).scalars().all()


def member_of(session: Session, workspace_id: UUID, subject_ref: UUID) -> Member | None:
    query = select(Member).where(
        col(Member.workspace_id) == workspace_id, col(Member.subject_ref) == subject_ref
    )
    return session.execute(query).scalar_one_or_none()


def erasable() -> list[Table]:
    """Tables whose rows about a person go or are blanked, in the order in which they can."""
    declared = registers()
    return [
        table
        for table in about_people(SQLModel.metadata)
        if declared[table.name].on_erasure is not OnErasure.KEEP
    ]


def kept() -> list[tuple[Table, Register]]:
    """Tables that lead to a person and stay as they are."""
    declared = registers()
    return [
        (table, declared[table.name])
        for table in about_people(SQLModel.metadata)
        if declared[table.name].on_erasure is OnErasure.KEEP
    ]


def is_blanked(table: Table) -> bool:
    return registers()[table.name].on_erasure is OnErasure.BLANK


def count(session: Session, workspace_id: UUID, table: Table, subject_ref: UUID) -> int:
    here = belongs_to(table, workspace_id, subject_ref)
    found: int = session.execute(select(func.count()).select_from(table).where(here)).scalar_one()
    return found


def lock(session: Session, workspace_id: UUID, subject_ref: UUID) -> None:
    """Rows that others refer to, held until the transaction ends: who adds to them now waits, and
    then finds them gone. Conversations first, as everybody takes them.
    """
    tables = erasable()
    referred = {key.column.table.name for table in tables for key in table.foreign_keys}
    parents = [table for table in reversed(tables) if table.name in referred]
    for table in sorted(parents, key=lambda table: table.name != "conversation"):
        here = belongs_to(table, workspace_id, subject_ref)
        session.execute(select(table.c.id).where(here).order_by(table.c.id).with_for_update())


def remove(session: Session, workspace_id: UUID, table: Table, subject_ref: UUID) -> int:
    return _rows(session, delete(table).where(belongs_to(table, workspace_id, subject_ref)))


def blank(session: Session, workspace_id: UUID, table: Table, subject_ref: UUID) -> int:
    """Empties what is personal. A mark that must be there becomes a random one: it matches nothing.

    Row by row, since each gets marks of its own.
    """
    columns = registers()[table.name].columns
    here = belongs_to(table, workspace_id, subject_ref)
    found = session.execute(select(table.c.id).where(here)).scalars().all()
    for row_id in found:
        values = {
            column.name: _emptied(column)
            for column in table.columns
            if columns[column.name].category in BLANKED or isinstance(column.type, JSON)
        }
        session.execute(update(table).where(table.c.id == row_id).values(values))
    return len(found)


def end_visits(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> None:
    """No browser has a right to the person's conversations any more."""
    table = SQLModel.metadata.tables["visitor"]
    here = belongs_to(table, workspace_id, subject_ref)
    session.execute(update(table).where(here).values(expires_at=now))


def lose_turns(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> None:
    """The runs that are owed or under way end here; who is at one finds it taken away."""
    table = SQLModel.metadata.tables["turn"]
    here = belongs_to(table, workspace_id, subject_ref)
    owed = table.c.state.in_(("due", "claimed"))
    session.execute(update(table).where(here, owed).values(state="lost", ended_at=now))


def upcoming(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime
) -> Sequence[UUID]:
    """Meetings that still take a member's time."""
    table = SQLModel.metadata.tables["appointment"]
    here = belongs_to(table, workspace_id, subject_ref)
    taken = table.c.state.in_(("held", "awaiting_approval", "confirmed"))
    query = select(table.c.id).where(here, taken, table.c.ends_at > now)
    return session.execute(query).scalars().all()


def sealed_values(
    session: Session, workspace_id: UUID, subject_ref: UUID
) -> Iterator[tuple[Category, str, bytes]]:
    """Everything sealed under the person's key: its category, its place and its bytes."""
    for table in erasable():
        columns = registers()[table.name].columns
        names = [column.name for column in table.columns if column.name.endswith(SEALED)]
        if not names or "subject_ref" not in table.columns:
            continue
        wanted = select(table.c.id, *(table.c[name] for name in names))
        here = belongs_to(table, workspace_id, subject_ref)
        for row in session.execute(wanted.where(here)).mappings():
            for name in names:
                if row[name] is not None:
                    place = f"{table.name}:{name.removesuffix(SEALED)}:{row['id']}"
                    yield columns[name].category, place, row[name]


def published(session: Session, workspace_id: UUID, subject_ref: UUID) -> bytes:
    """What lies in the clear on purpose and is about nobody: pages, profiles, the schema itself,
    and the closed words of the house, of which the records of others are made too. Somebody may
    bear the name of a model, a zone or a table.
    """
    parts: list[Any] = [*OWN_WORDS, *available_timezones(), *SQLModel.metadata.tables]
    for kind in StrEnum.__subclasses__():
        if kind.__module__.startswith("salesgenix."):
            parts += list(kind)
    for name in PUBLISHED:
        table = SQLModel.metadata.tables[name]
        parts += [value for row in session.execute(select(table)) for value in row]
    others = select(col(Decision.record)).where(
        col(Decision.workspace_id) == workspace_id,
        col(Decision.subject_ref).is_distinct_from(subject_ref),
    )
    newest = others.order_by(col(Decision.seq).desc()).limit(SAMPLE)
    parts += [record.decode() for record in session.execute(newest).scalars()]
    if session.get_bind().dialect.name == "sqlite":
        parts += session.execute(text("SELECT sql FROM sqlite_master")).scalars().all()
    return "\x00".join(str(part) for part in parts if part is not None).encode()


def _emptied(column: Column[Any]) -> Any:
    if isinstance(column.type, JSON):
        return {}
    if column.nullable:
        return None
    return secrets.token_bytes(MARK_BYTES) if isinstance(column.type, LargeBinary) else ""


def _rows(session: Session, statement: Any) -> int:
    result = session.execute(statement)
    assert isinstance(result, CursorResult)
    return int(result.rowcount)
