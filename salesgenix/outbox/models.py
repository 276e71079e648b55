"""Work that a transaction leaves behind, and who of several processes keeps the clock."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import Category, OnErasure, Purpose, Register, Retention, held
from salesgenix.kit.types import UtcDateTime


class OutboxItem(SQLModel, table=True):
    """One piece of work, written in the transaction that owes it. ``facts`` are references alone.

    States (``outbox.rules.State``): due, leased, done, dead, cancelled.
    """

    __tablename__ = "outbox_item"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_outbox_item_due", "workspace_id", "state", "available_at"),
        Index("ix_outbox_item_thread", "thread", "state"),
        Index("ix_outbox_item_lease", "lease"),
    )
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.SHORT,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="references and dates of work to do; it goes some days after it is done",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "kind",
            "key",
            "thread",
            "facts",
            "state",
            "available_at",
            "attempts",
            "lease",
            "leased_until",
            "error_code",
            "created_at",
            "ended_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    kind: str  # outbox.rules.Kind
    key: str  # the same work is owed once
    thread: UUID | None = None  # what shares a thread is done in order, one at a time
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    state: str
    available_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    lease: UUID | None = None  # whose claim: fences a worker that comes back too late
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error_code: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Leadership(SQLModel, table=True):
    """Who keeps the clock of this installation (SQLite; PostgreSQL uses an advisory lock)."""

    __tablename__ = "leadership"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.SHORT,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a process and a moment",
        columns=held(Category.NONE, "name", "holder", "until"),
    )

    name: str = Field(primary_key=True)
    holder: UUID
    until: datetime = Field(sa_type=UtcDateTime)
