"""What a workspace knows about a person on the other side."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import (
    Category,
    Export,
    OnErasure,
    Purpose,
    Recipient,
    Register,
    Retention,
    held,
    of_others,
)
from salesgenix.kit.types import UtcDateTime


class Lead(SQLModel, table=True):
    """``source`` says where the person came from: ``widget``, ``file:leads``, ``chat``, …"""

    __tablename__ = "lead"
    __table_args__ = (Index("ix_lead_email", "workspace_id", "email_blind"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect; the owner's list",
        columns=held(Category.NONE, "workspace_id")
        | held(Category.REFERENCE, "id", "subject_ref")
        | held(Category.IDENTITY, "name_sealed", "company_sealed", "position_sealed")
        | held(Category.CONTACT, "email_sealed", "phone_sealed")
        | held(Category.MARK, "email_blind", "phone_blind")
        | of_others("owner_member_id", "paused_by")
        | held(
            Category.CIRCUMSTANCE,
            "stage",
            "language",
            "zone",
            "source",
            "is_frozen",
            "restricted_at",
            "paused_at",
            "created_at",
            "touched_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    subject_ref: UUID = Field(default_factory=new_id, unique=True)
    name_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_blind: bytes | None = Field(default=None, sa_type=LargeBinary)
    phone_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    phone_blind: bytes | None = Field(default=None, sa_type=LargeBinary)
    company_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    position_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    stage: str = "new"  # leads.rules.Stage
    owner_member_id: UUID | None = Field(default=None, foreign_key="member.id")
    language: str | None = None
    zone: str | None = None
    source: str
    is_frozen: bool = False  # a minor, or being erased: no selling, no profile
    restricted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # stored, not used
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # by the team
    paused_by: UUID | None = None  # a member
    created_at: datetime = Field(sa_type=UtcDateTime)
    touched_at: datetime = Field(sa_type=UtcDateTime)


class LeadFact(SQLModel, table=True):
    """One thing known about a lead, with where and when it was learnt; corrections supersede."""

    __tablename__ = "lead_fact"
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect; the owner's list; the site of the prospect's company",
        recipients=(Recipient.MODEL,),
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "lead_id", "subject_ref")
        | held(Category.WORDS, "value_sealed", "quote_sealed", export=Export.MASKED)
        | held(Category.IDENTITY, "place_sealed")
        | held(Category.CIRCUMSTANCE, "field", "kind", "source", "collected_at", "superseded_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    subject_ref: UUID
    field: str  # leads.rules.FactField
    value_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    quote_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    source: str  # "message:<seq>", "file:leads", …; "site": the host is in ``place_sealed``
    place_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    kind: str = "observed"  # or "inferred"
    collected_at: datetime = Field(sa_type=UtcDateTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
