"""A member's own calendars: how they are reached, what they say, and what we wrote into them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
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


class CalendarAccount(SQLModel, table=True):
    """A member's account with a calendar server. ``secret`` is JSON: a password, or OAuth tokens.

    States (``calendars.rules.AccountState``): pending, connected, needs_reauth, unreachable. Only
    ``connected`` says anything about when the member is free.
    """

    __tablename__ = "calendar_account"
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.MEMBER,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.TEAM,
        source="the member, by connecting it",
        columns=held(Category.NONE, "id", "workspace_id", "kind")
        | held(Category.REFERENCE, "member_id", "subject_ref")
        | held(Category.CONTACT, "address_sealed", "account_sealed")
        | held(
            Category.WORDS,
            "secret_sealed",
            "verifier_sealed",
            export=Export.NO,
            why="it opens the member's calendar to whoever has it",
        )
        | held(Category.CREDENTIAL, "state_digest")
        | held(
            Category.CIRCUMSTANCE,
            "state",
            "error_code",
            "created_at",
            "changed_at",
            "synced_at",
            "grant_until",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    subject_ref: UUID  # the member's
    kind: str  # caldav, google, microsoft
    state: str
    error_code: str | None = None
    address_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # a CalDAV server's URL
    account_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # user name or mail
    secret_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    # An OAuth grant under way: digest of its ``state``, its PKCE verifier, and how long it lasts.
    state_digest: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    verifier_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    grant_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    synced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CalendarSource(SQLModel, table=True):
    """One calendar of an account: whether its times count as busy, whether meetings go there.

    ``memory`` is the adapter's own (a sync token and what it has read), without titles or people.
    """

    __tablename__ = "calendar_source"
    __table_args__ = (UniqueConstraint("account_id", "ref_blind"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.MEMBER,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.TEAM,
        source="the member's calendar server",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "account_id", "member_id", "subject_ref")
        | held(Category.MARK, "ref_blind")
        | held(Category.WORDS, "ref_sealed", "name_sealed")
        | held(
            Category.WORDS,
            "memory_sealed",
            export=Export.NO,
            why="times and tokens; busy_time says the same",
        )
        | held(Category.CIRCUMSTANCE, "reads", "writes", "synced_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    account_id: UUID = Field(foreign_key="calendar_account.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    subject_ref: UUID
    ref_blind: bytes = Field(sa_type=LargeBinary)
    ref_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # href or the vendor's id
    name_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    memory_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    reads: bool = True
    writes: bool = False  # at most one of a member
    synced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class CalendarEntry(SQLModel, table=True):
    """What we wrote into a member's calendar for an appointment: one row for each calendar."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        UniqueConstraint("appointment_id", "source_id"),
        Index("ix_calendar_entry_uid", "workspace_id", "uid"),
    )
    __register__: ClassVar[Register] = Register(
        path=("appointment_id", "appointment"),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="a booking",
        recipients=(Recipient.CALENDAR,),
        columns=held(Category.NONE, "id", "workspace_id", "sequence", "remote_ref", "etag")
        | held(Category.REFERENCE, "appointment_id", "uid")
        | of_others("source_id")
        | held(Category.CIRCUMSTANCE, "state", "written_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    appointment_id: UUID = Field(foreign_key="appointment.id", index=True)
    source_id: UUID = Field(foreign_key="calendar_source.id", index=True)
    uid: str
    remote_ref: str  # href or the vendor's event id: made from the appointment's id
    etag: str | None = None
    sequence: int
    state: str  # written, removed
    written_at: datetime = Field(sa_type=UtcDateTime)
