"""The runs of the agent that are owed."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import Category, OnErasure, Purpose, Register, Retention, held
from salesgenix.kit.types import UtcDateTime


class Turn(SQLModel, table=True):
    """One run of the agent that is owed. A crash leaves it claimed; its lease runs out; it is
    redone.
    """

    __tablename__ = "turn"
    __table_args__ = (Index("ix_turn_due", "state", "lease_until"),)
    __register__: ClassVar[Register] = Register(
        path=("conversation_id", "conversation"),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the house itself, for each message",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "control_epoch",
            "attempts",
            "lease_until",
        )
        | held(Category.REFERENCE, "conversation_id")
        | held(Category.CIRCUMSTANCE, "trigger_seq", "trigger", "state", "created_at", "ended_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    trigger_seq: int  # the newest event it must answer; raised while it is still due
    trigger: str  # message, approval, handback, waitlist, answered
    state: str = "due"  # due, claimed, done, withheld, failed
    control_epoch: int
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
