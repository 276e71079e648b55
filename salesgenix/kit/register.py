"""The personal-data register: what each table holds, about whom, and what becomes of it.

Every table declares itself beside its columns (``__register__ = Register(...)``); access, export,
erasure, retention and the owner's record of processing all read this one list, and a test fails on
a table or a column that is not in it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlmodel import SQLModel


class Category(StrEnum):
    """The policy's kinds of data (clauses 3.1 to 3.8), and what is none."""

    NONE = "none"  # says nothing about a person
    REFERENCE = "reference"  # a random reference that leads to a person while the mapping exists
    IDENTITY = "identity"  # name, position, company
    CONTACT = "contact"  # addresses and numbers
    WORDS = "words"  # what was said, asked, quoted or written
    CIRCUMSTANCE = "circumstance"  # language, time zone, stage, dates of a person's dealings
    CREDENTIAL = "credential"  # digests of passwords and tokens
    MARK = "mark"  # a keyed index from which nothing can be read back


class OnErasure(StrEnum):
    DELETE = "delete"  # the row goes
    BLANK = "blank"  # the row stays; its personal columns are emptied
    KEEP = "keep"  # stays, for ``why``


class Export(StrEnum):
    YES = "yes"
    MASKED = "masked"  # other people in it are masked
    NO = "no"  # for ``why``


class Retention(StrEnum):
    """Which period a row follows."""

    WORKSPACE = "workspace"  # as long as the workspace exists
    PERSON = "person"  # as long as the person it is about is kept
    MEMBER = "member"  # as long as the member belongs to the team
    LEDGER = "ledger"  # decision records: pruned by whole prefixes
    REQUEST = "request"  # the file of a data request: three years after its end
    MARK = "mark"  # as long as the workspace exists: it protects the person
    SHORT = "short"  # minutes to days: it expires by itself


@dataclass(frozen=True, slots=True)
class Column:
    category: Category
    export: Export = Export.YES
    why: str = ""  # if it is not exported; or what else must be said


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``path`` leads from a row to its person: ``()`` no person; ``("subject_ref",)`` at once;
    ``("conversation_id", "conversation")`` by that column to another table, and by its path on.
    Columns named ``…_sealed`` are encrypted under the person's key, all others are in the clear.
    """

    path: tuple[str, ...]
    retention: Retention
    on_erasure: OnErasure
    columns: dict[str, Column] = field(default_factory=dict)
    why: str = ""  # of KEEP, or of an empty path

    def __post_init__(self) -> None:
        if (self.on_erasure is OnErasure.KEEP or not self.path) and not self.why:
            raise ValueError("what is kept, or about nobody, needs its reason")


def registers() -> dict[str, Register]:
    """Every declared table by name. The tables must have been imported (``migrations.tables``)."""
    return {
        str(mapper.class_.__tablename__): mapper.class_.__register__
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001 the only list of all tables
        if hasattr(mapper.class_, "__register__")
    }


def belongs_to(table: Table, workspace_id: UUID, subject_ref: UUID) -> ColumnElement[bool]:
    """The rows of ``table`` that are about this person, in SQL. ``KeyError`` when none can be."""
    path = registers()[table.name].path
    if not path:
        raise KeyError(table.name)
    column = table.c[path[0]]
    if len(path) == 1:
        here: ColumnElement[bool] = column == subject_ref
    else:
        other: Table = SQLModel.metadata.tables[path[1]]
        there = select(other.c.id).where(belongs_to(other, workspace_id, subject_ref))
        here = column.in_(there)
    scope: Any = table.c.get("workspace_id")
    return here if scope is None else (scope == workspace_id) & here
