"""Runs of invented prospects against what an owner is about to change."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import (
    Category,
    OnErasure,
    Purpose,
    Register,
    Retention,
    held,
    of_others,
)
from salesgenix.kit.types import UtcDateTime


class SimulationRun(SQLModel, table=True):
    """One comparison, from the order to the report. The prospects in it are invented."""

    __tablename__ = "simulation_run"
    __table_args__ = (Index("ix_simulation_run_started", "workspace_id", "started_at"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a trial with invented prospects; who began it is a member, by reference",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "kind",
            "target",
            "state",
            "done",
            "total",
            "failure",
            "report",
            "started_at",
            "lease_until",
            "ended_at",
        )
        | held(Category.WORDS, "change_sealed")
        | of_others("started_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    kind: str  # order, page, present
    target: str | None = None  # the key of the order, or the path of the page
    state: str = "queued"  # queued, running, done, failed
    done: int = 0  # prospects, of ``total``
    total: int = 0
    failure: str | None = None
    change_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # what was tried
    report: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    started_by: UUID | None = None  # a member
    started_at: datetime = Field(sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
