"""Erasures: written before anything is destroyed, resumed until every store is clean."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import Category, Export, OnErasure, Purpose, Register, Retention, held
from salesgenix.kit.types import UtcDateTime


class Erasure(SQLModel, table=True):
    """One person's erasure. ``step`` is the last one that is complete.

    What the residual scan looks for is sealed under a key of the erasure's own (key store,
    ``workspace:erasure:<id>``), which is destroyed when it ends.
    """

    __tablename__ = "erasure"
    __table_args__ = (
        UniqueConstraint("workspace_id", "subject_ref"),
        Index("ix_erasure_due", "state", "next_at"),
    )
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.LEDGER,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.RIGHTS,
        source="the person's request, the owner's order, or a period that ran out",
        why="it proves the erasure; it holds counts and random references, and what it searched "
        "for under a key that is destroyed at its end",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "instruction_id",
            "step",
            "counts",
            "kept",
            "failures",
            "attempts",
            "next_at",
        )
        | held(Category.REFERENCE, "subject_ref", "request_id")
        | held(Category.CIRCUMSTANCE, "cause", "state", "created_at", "ended_at", "receipt")
        | held(
            Category.CONTACT,
            "traces_sealed",
            export=Export.NO,
            why="a copy of what other tables say, and only until the erasure ends",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    subject_ref: UUID
    cause: str  # erasures.rules.Cause: request, minor, retention, restore
    request_id: UUID | None = None
    instruction_id: UUID | None = None  # the owner's order that allows it
    state: str = "planned"  # planned, running, partial, done
    step: str = ""  # erasures.rules.Step
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # rows per store
    kept: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)  # what stays, and why
    failures: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)  # store and code
    traces_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    receipt: str | None = None  # a signed note
    attempts: int = 0
    next_at: datetime = Field(sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class JournalMark(SQLModel, table=True):
    """How far this database has followed the journal outside it, and the digest of that line; one
    row.
    """

    __tablename__ = "journal_mark"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.RIGHTS,
        why="one number and a digest",
        columns=held(Category.NONE, "id", "position", "digest"),
    )

    id: int = Field(primary_key=True)
    position: int
    digest: str = ""
