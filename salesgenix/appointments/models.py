"""Meetings, the holds before them, and the times that are taken.

A hold is a row like a booking. ``Bucket`` gives every five minutes of a member to one row at most,
so the database itself refuses a double booking, on SQLite and PostgreSQL alike.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.types import UtcDateTime


class Appointment(SQLModel, table=True):
    """States: held, awaiting_approval, confirmed, cancelled, expired. ``uid`` lasts (RFC 5545)."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_time", "workspace_id", "starts_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id", index=True)
    subject_ref: UUID
    uid: str = Field(unique=True)
    sequence: int = 0
    state: str
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    prospect_zone: str
    hold_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    topic_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Bucket(SQLModel, table=True):
    """Five minutes of one member's time, from ``starts_at``, taken by one appointment."""

    __tablename__ = "bucket"

    member_id: UUID = Field(primary_key=True, foreign_key="member.id")
    starts_at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    appointment_id: UUID = Field(foreign_key="appointment.id", index=True)


class BusyTime(SQLModel, table=True):
    """Time a member is not free for, from a calendar or the workspace file. Titles are not kept."""

    __tablename__ = "busy_time"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    source: str  # file, …
