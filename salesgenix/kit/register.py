"""The personal-data register: what each table holds, about whom, and what becomes of it.

Every table declares itself beside its columns (``__register__ = Register(...)``); access, export,
erasure, retention and the owner's record of processing all read this one list, and a test fails on
a table or a column that is not in it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, MetaData, Table, select
from sqlmodel import SQLModel

import salesgenix


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


PERIODS = {
    Retention.WORKSPACE: "as long as the workspace exists",
    Retention.PERSON: "as long as the person is kept: until they or the owner have them erased",
    Retention.MEMBER: "as long as the member belongs to the team",
    Retention.LEDGER: "until the log is pruned up to it",
    Retention.REQUEST: "three years after the request was closed",
    Retention.MARK: "as long as the workspace exists: it protects the person",
    Retention.SHORT: "minutes to days: it expires by itself",
}


class Purpose(StrEnum):
    """What it is held for (policy clause 5), on which ground (GDPR Art. 6)."""

    SELLING = "selling"  # 5.8: answer the prospect, keep the lead, meet; for the owner alone
    TEAM = "team"  # 5.1: the accounts of the owner's people
    SIGN_IN = "sign_in"  # 5.2: safe access
    SECURITY = "security"  # 5.5: no intruders, nobody drained
    PROOF = "proof"  # 6: show that every act had its order
    RIGHTS = "rights"  # 11: answer people about their data, and protect them
    OPERATION = "operation"  # the workspace's own affairs


BASES = {
    Purpose.SELLING: "legitimate interest; steps the person asked for before a contract",
    Purpose.TEAM: "contract",
    Purpose.SIGN_IN: "contract",
    Purpose.SECURITY: "legitimate interest",
    Purpose.PROOF: "legal obligation (accountability)",
    Purpose.RIGHTS: "legal obligation (data subjects' rights)",
    Purpose.OPERATION: "contract",
}


class Recipient(StrEnum):
    """Who outside the installation is given any of it."""

    MODEL = "model"  # a hosted model, where one is set up: pseudonyms only
    MAIL = "mail"  # the mail carrier and the addressee
    CALENDAR = "calendar"  # the server of the calendar that the member connected


PERSONAL = frozenset({Category.IDENTITY, Category.CONTACT, Category.WORDS})
SEALED = "_sealed"

_SILENT = {
    Category.NONE: "it says nothing about a person",
    Category.CREDENTIAL: "a digest that guards access",
    Category.MARK: "a keyed mark, from which nothing can be read back",
}


@dataclass(frozen=True, slots=True)
class Column:
    category: Category
    export: Export = Export.YES
    why: str = ""  # of an export that is not given
    clear: str = ""  # why it is not sealed although it is of a personal category


def held(
    category: Category, *names: str, export: Export = Export.YES, why: str = "", clear: str = ""
) -> dict[str, Column]:
    """Columns of one kind. What says nothing, guards a door or only marks is not exported."""
    if category in _SILENT and not why:
        export, why = Export.NO, _SILENT[category]
    return {name: Column(category, export, why, clear) for name in names}


def of_others(*names: str) -> dict[str, Column]:
    """References to somebody else than the row is about: a member of the team."""
    return held(
        Category.REFERENCE, *names, export=Export.NO, why="it refers to a member of the team"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """``path`` leads from a row to its person: ``()`` no person; ``("subject_ref",)`` at once;
    ``("conversation_id", "conversation")`` by that column to another table, and by its path on.
    Columns named ``…_sealed`` are encrypted under the person's key, all others are in the clear.
    """

    path: tuple[str, ...]
    retention: Retention
    on_erasure: OnErasure
    purpose: Purpose
    columns: dict[str, Column] = field(default_factory=dict)
    recipients: tuple[Recipient, ...] = ()
    source: str = ""  # where it comes from
    why: str = ""  # of KEEP, or of an empty path

    def __post_init__(self) -> None:
        if (self.on_erasure is OnErasure.KEEP or not self.path) and not self.why:
            raise ValueError("what is kept, or about nobody, needs its reason")
        if self.path and not self.source:
            raise ValueError("what is about somebody comes from somewhere")


def registers() -> dict[str, Register]:
    """Every declared table by name, whichever of them the program has used so far."""
    _know_all_tables()
    return {
        str(mapper.class_.__tablename__): mapper.class_.__register__
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001 the only list of all tables
        if hasattr(mapper.class_, "__register__")
    }


@cache
def _know_all_tables() -> None:
    """A table nobody has imported would be one nobody exports or erases."""
    for noun in iter_modules(salesgenix.__path__, "salesgenix."):
        if noun.ispkg and find_spec(f"{noun.name}.models") is not None:
            import_module(f"{noun.name}.models")


def about_people(metadata: MetaData) -> list[Table]:
    """Declared tables that lead to a person, those first that must be erased first: a table comes
    before any that it refers to or leads through.
    """
    declared = registers()
    tables = [
        table
        for table in reversed(metadata.sorted_tables)
        if table.name in declared and declared[table.name].path
    ]
    return sorted(tables, key=lambda table: -_depth(table.name, declared))


def _depth(name: str, declared: dict[str, Register]) -> int:
    path = declared[name].path
    return 1 if len(path) == 1 else 1 + _depth(path[1], declared)


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


def faults(metadata: MetaData, declared: dict[str, Register]) -> list[str]:
    """What is missing or wrong in the declarations of these tables, in words; none: all is well."""
    found = [f"{name}: declared, but there is no such table" for name in declared]
    found = [fault for fault in found if fault.partition(":")[0] not in metadata.tables]
    for name, table in metadata.tables.items():
        register = declared.get(name)
        if register is None:
            found.append(f"{name}: not declared")
            continue
        found += _faults_of_columns(table, register)
        found += _faults_of_path(table, register, metadata, declared)
    return found


def _faults_of_columns(table: Table, register: Register) -> list[str]:
    present, named = set(table.columns.keys()), set(register.columns)
    found = [f"{table.name}.{name}: not declared" for name in sorted(present - named)]
    found += [f"{table.name}.{name}: there is no such column" for name in sorted(named - present)]
    for name in sorted(present & named):
        column = register.columns[name]
        is_sealed, is_personal = name.endswith(SEALED), column.category in PERSONAL
        if is_sealed and not is_personal:
            found.append(f"{table.name}.{name}: sealed, but of no personal category")
        if is_personal and not is_sealed and not column.clear:
            found.append(f"{table.name}.{name}: personal, in the clear, without a reason")
        if column.export is Export.NO and not column.why:
            found.append(f"{table.name}.{name}: not exported, without a reason")
    return found


def _faults_of_path(
    table: Table, register: Register, metadata: MetaData, declared: dict[str, Register]
) -> list[str]:
    if not register.path:
        leads_to = reached(table) & {name for name, known in declared.items() if known.path}
        unexplained = leads_to and not register.why
        is_direct = not {"subject_ref", "about_ref"}.isdisjoint(table.columns.keys())
        is_wrong = is_direct or bool(unexplained)
        return [f"{table.name}: leads to a person, but has no path"] * is_wrong
    column, *through = register.path
    if column not in table.columns:
        return [f"{table.name}: its path begins at no column of it"]
    if not through:
        is_reference = column in {"subject_ref", "about_ref"}
        return [f"{table.name}: {column} is no reference to a person"] * (not is_reference)
    targets = {key.column.table.name for key in table.columns[column].foreign_keys}
    if through[0] not in metadata.tables or (targets and targets != {through[0]}):
        return [f"{table.name}: {column} does not lead to {through[0]}"]
    if through[0] not in declared or not declared[through[0]].path:
        return [f"{table.name}: {through[0]} leads to nobody"]
    return []


def reached(table: Table) -> set[str]:
    """Every table that foreign keys lead to from here, over any number of steps."""
    found: set[str] = set()
    open_: list[Table] = [table]
    while open_:
        for key in open_.pop().foreign_keys:
            other = key.column.table
            if other.name not in found:
                found.add(other.name)
                open_.append(other)
    return found
