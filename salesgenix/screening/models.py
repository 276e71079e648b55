"""What a workspace has set about its guard, and how often the guard found what."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
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


class GuardCell(SQLModel, table=True):
    """One cell of the policy matrix that the owner has tightened. It never loosens anything."""

    __tablename__ = "guard_cell"
    __table_args__ = (UniqueConstraint("workspace_id", "entity", "direction"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a setting of the workspace; who set it is a member, by reference",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "entity",
            "direction",
            "treatment",
            "surface",
            "set_at",
        )
        | of_others("set_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    entity: str  # guardrails.entities.Entity
    direction: str  # guardrails.policy.Direction
    treatment: str  # guardrails.policy.Treatment
    set_by: UUID | None = None  # a member
    surface: str  # file, console, api
    set_at: datetime = Field(sa_type=UtcDateTime)


class GuardTerm(SQLModel, table=True):
    """Words that are never, or always, taken for somebody's data. A member's mark in a conversation
    is proposed; who may change settings decides.
    """

    __tablename__ = "guard_term"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "value_blind"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a list of the workspace's own, sealed: names of products and places, or words to hide",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "kind",
            "entity",
            "origin",
            "state",
            "added_at",
            "decided_at",
        )
        | held(Category.WORDS, "value_sealed")
        | held(Category.MARK, "value_blind")
        | of_others("added_by", "decided_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    kind: str  # allow: never personal; deny: always personal
    entity: str | None = None  # allow: which kind it was taken for, none: any; deny: what it is
    value_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    value_blind: bytes = Field(sa_type=LargeBinary)
    origin: str  # list: typed into the page; mark: a wrong or missed finding; file
    state: str = "active"  # proposed, active, dismissed
    added_by: UUID | None = None  # a member
    added_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: UUID | None = None  # a member
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Sighting(SQLModel, table=True):
    """How many values of one kind the guard found in one text, and what it did with them."""

    __tablename__ = "sighting"
    __table_args__ = (Index("ix_sighting_found", "workspace_id", "found_at"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SECURITY,
        source="the house itself, at each text it reads",
        columns=held(Category.NONE, "id", "workspace_id", "count")
        | held(Category.REFERENCE, "conversation_id", "subject_ref")
        | held(Category.CIRCUMSTANCE, "direction", "entity", "treatment", "found_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    conversation_id: UUID | None = None
    subject_ref: UUID | None = Field(default=None, index=True)
    direction: str  # guardrails.policy.Direction
    entity: str  # guardrails.entities.Entity
    treatment: str  # guardrails.policy.Treatment
    count: int
    found_at: datetime = Field(sa_type=UtcDateTime)
