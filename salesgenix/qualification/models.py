"""What a lead has answered to the questions of a qualification framework, in their own words."""

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
)
from salesgenix.kit.types import UtcDateTime


class CriterionAnswer(SQLModel, table=True):
    """One criterion of one framework as a lead answered it; a correction supersedes."""

    __tablename__ = "criterion_answer"
    __table_args__ = (Index("ix_criterion_answer_lead", "workspace_id", "lead_id"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect; a member of the team; the site of the prospect's company",
        recipients=(Recipient.MODEL,),
        columns=held(Category.NONE, "id", "workspace_id", "framework", "criterion")
        | held(Category.REFERENCE, "lead_id", "conversation_id", "subject_ref")
        | held(Category.WORDS, "value_sealed", "quote_sealed", export=Export.MASKED)
        | held(
            Category.CIRCUMSTANCE,
            "level",
            "message_seq",
            "source",
            "confidence_ppm",
            "answered_at",
            "superseded_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id")
    subject_ref: UUID
    framework: str
    criterion: str
    level: str  # none, low, medium, high
    value_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    quote_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    message_seq: int | None = None  # of the conversation: where the quote stands
    source: str  # prospect, rep, site, file
    confidence_ppm: int
    answered_at: datetime = Field(sa_type=UtcDateTime)
    superseded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
