"""Meetings, the holds before them, and the times that are taken.

A hold is a row like a booking. ``Bucket`` gives every five minutes of a member to one row at most,
so the database itself refuses a double booking, on SQLite and PostgreSQL alike.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
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


class Appointment(SQLModel, table=True):
    """States: held, awaiting_approval, confirmed, cancelled, expired. ``uid`` lasts (RFC 5545)."""

    __tablename__ = "appointment"
    __table_args__ = (Index("ix_appointment_time", "workspace_id", "starts_at"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the conversation; a member of the team",
        recipients=(Recipient.MAIL,),
        columns=held(Category.NONE, "id", "workspace_id", "sequence", "hold_until", "type_id")
        | held(Category.REFERENCE, "subject_ref", "lead_id", "conversation_id", "uid")
        | of_others("member_id")
        | held(
            Category.CIRCUMSTANCE,
            "state",
            "starts_at",
            "ends_at",
            "prospect_zone",
            "created_at",
            "changed_at",
            "choice",
            "attendance",
            "reply",
            "reply_sequence",
            "replied_at",
        )
        | held(Category.WORDS, "topic_sealed", export=Export.MASKED),
    )

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
    type_id: UUID | None = Field(default=None, foreign_key="meeting_type.id")  # none: the default
    choice: str | None = None  # why this member: appointments.rules.Choice
    attendance: str | None = None  # came, no_show: a person of the team says so afterwards
    # The attendee's answer to the invitation (PARTSTAT in lower case), to which state of it, when.
    reply: str | None = None
    reply_sequence: int | None = None
    replied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MeetingType(SQLModel, table=True):
    """A kind of meeting that is offered: how long, when, how often, and by whom.

    ``hours`` narrows the members' own working hours (the same shape, in each member's zone); empty:
    whenever they work. ``hosts`` are ids of members; empty: all who take meetings.
    """

    __tablename__ = "meeting_type"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="it is about what the owner's company offers",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "key",
            "label",
            "minutes",
            "step_minutes",
            "notice_minutes",
            "before_minutes",
            "after_minutes",
            "horizon_days",
            "per_day",
            "per_week",
            "needs_confirmation",
            "hours",
            "hosts",
            "position",
            "is_active",
            "created_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    key: str
    label: str
    minutes: int
    step_minutes: int = 15  # starts lie on this grid of the member's clock
    notice_minutes: int = 120
    before_minutes: int = 0
    after_minutes: int = 0
    horizon_days: int = 30
    per_day: int | None = None  # for each member, on their own calendar day
    per_week: int | None = None
    needs_confirmation: bool = False  # a person of the team says yes first; the time is kept
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    hosts: list[str] = Field(default_factory=list, sa_type=JSON)
    position: int = 0  # the first active one is the default
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class Travel(SQLModel, table=True):
    """A member's days in another zone; their hours are by the wall clock there. Days inclusive."""

    __tablename__ = "travel"
    __register__: ClassVar[Register] = Register(
        path=("member_id", "member"),
        retention=Retention.MEMBER,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.TEAM,
        source="the member or the owner",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "member_id")
        | held(Category.CIRCUMSTANCE, "zone", "first_day", "last_day"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    zone: str
    first_day: date
    last_day: date


class MeetingLink(SQLModel, table=True):
    """The right to see, move or cancel one meeting, for whoever was mailed it; only a digest is
    kept. It ends when the meeting begins.
    """

    __tablename__ = "meeting_link"
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="a booking",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "appointment_id", "subject_ref")
        | held(Category.CREDENTIAL, "token_digest")
        | held(Category.CIRCUMSTANCE, "purpose", "created_at", "expires_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    appointment_id: UUID = Field(foreign_key="appointment.id", index=True)
    subject_ref: UUID
    purpose: str  # move, cancel
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class Bucket(SQLModel, table=True):
    """Five minutes of one member's time, from ``starts_at``, taken by one appointment."""

    __tablename__ = "bucket"
    __register__: ClassVar[Register] = Register(
        path=("appointment_id", "appointment"),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="a booking",
        columns=held(Category.NONE, "workspace_id")
        | held(
            Category.REFERENCE, "appointment_id", export=Export.NO, why="the appointment says it"
        )
        | held(Category.CIRCUMSTANCE, "starts_at", export=Export.NO, why="the appointment says it")
        | of_others("member_id"),
    )

    member_id: UUID = Field(primary_key=True, foreign_key="member.id")
    starts_at: datetime = Field(primary_key=True, sa_type=UtcDateTime)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    appointment_id: UUID = Field(foreign_key="appointment.id", index=True)


class BusyTime(SQLModel, table=True):
    """Time a member is not free for, from a calendar or the workspace file. Titles are not kept."""

    __tablename__ = "busy_time"
    __register__: ClassVar[Register] = Register(
        path=("member_id", "member"),
        retention=Retention.MEMBER,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.TEAM,
        source="the owner's file or the member's calendar",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "member_id")
        | held(Category.CIRCUMSTANCE, "starts_at", "ends_at", "source"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    source: str  # file, …


class WaitlistEntry(SQLModel, table=True):
    """Somebody for whom nothing fitted, and when they could; told once something comes free."""

    __tablename__ = "waitlist_entry"
    __table_args__ = (Index("ix_waitlist_entry_state", "workspace_id", "state"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "lead_id", "conversation_id", "subject_ref")
        | held(Category.WORDS, "words_sealed", export=Export.MASKED)
        | held(
            Category.CIRCUMSTANCE,
            "windows",
            "zone",
            "state",
            "created_at",
            "changed_at",
            "offered_at",
            "until",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    subject_ref: UUID
    windows: list[list[str]] = Field(sa_type=JSON)  # [start, end], ISO 8601 in UTC
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    zone: str
    state: str = "waiting"  # appointments.rules
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    offered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)  # the end of the last window
