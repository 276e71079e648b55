"""The personal-data register: what each table holds, about whom, and what becomes of it.

Every table declares itself beside its columns (``__register__ = Register(...)``); access, export,
erasure, retention and the owner's record of processing all read this one list, and a test fails on
a table or a column that is not in it.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, MetaData, Table, select
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


@dataclass(frozen=True, slots=True)
class Store:
    """A place other than a table where personal data lies, or could."""

    name: str
    holds: str
    is_encrypted: bool
    on_erasure: OnErasure
    why: str  # what becomes of it when a person is erased


STORES = (
    Store(
        "keys",
        "the wrapped key of each person and workspace, in a database of its own",
        is_encrypted=True,
        on_erasure=OnErasure.DELETE,
        why="the person's key is overwritten; its name stays, empty, so that no second is made",
    ),
    Store(
        "exports",
        "finished archives, each sealed under a key of its own",
        is_encrypted=True,
        on_erasure=OnErasure.DELETE,
        why="archives of the person go; one of the whole workspace that contains them too",
    ),
    Store(
        "journal",
        "random references and keyed marks of erasures, stops and withdrawn orders",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="it holds no personal data, and a restored backup must obey it",
    ),
    Store(
        "checkpoint_log",
        "signed heads of the decision logs: sizes and digests",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="it holds no personal data",
    ),
    Store(
        "process_log",
        "what the program says while it runs: listed facts, never text or addresses",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="it holds no personal data; references in it lead nowhere once the mapping is gone",
    ),
    Store(
        "memory",
        "opened keys, typing signals, and messages while a turn is being taken",
        is_encrypted=False,
        on_erasure=OnErasure.DELETE,
        why="the erased person's key is dropped at once, the rest ends with the request",
    ),
    Store(
        "backups",
        "copies of the database as the operator makes them: sealed, without the keys",
        is_encrypted=True,
        on_erasure=OnErasure.KEEP,
        why="without the person's key nothing of them opens; a restored copy follows the journal",
    ),
    Store(
        "mail",
        "letters that were handed to the mail carrier and lie with their addressee",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="they have left the house and are the addressee's own",
    ),
    Store(
        "model_provider",
        "what a hosted model was shown, where one is set up: pseudonyms, asked not to be stored",
        is_encrypted=False,
        on_erasure=OnErasure.KEEP,
        why="the pseudonyms lead nowhere once the vault is gone",
    ),
)


def registers() -> dict[str, Register]:
    """Every declared table by name. The tables must have been imported (``migrations.tables``)."""
    return {
        str(mapper.class_.__tablename__): mapper.class_.__register__
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001 the only list of all tables
        if hasattr(mapper.class_, "__register__")
    }


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
