"""Who the main user is: the workspace, its members, their sessions, and the keys its sites use."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import (
    Category,
    OnErasure,
    Purpose,
    Recipient,
    Register,
    Retention,
    held,
    of_others,
)
from salesgenix.kit.types import UtcDateTime


class Workspace(SQLModel, table=True):
    """One main user's separate world. ``profile`` is ``accounts.rules.Profile`` as JSON."""

    __tablename__ = "workspace"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="it is about the owner's company",
        columns=held(
            Category.NONE, "id", "slug", "name", "source_digest", "paused_at", "created_at"
        )
        | held(
            Category.CONTACT,
            "profile",
            clear="the company's own addresses, which every widget and letter shows",
        )
        | held(Category.WORDS, "pause_reason_sealed")
        | held(
            Category.WORDS,
            "pause_reason",
            clear="always empty: earlier releases kept it here, a start seals what is left",
        )
        | of_others("paused_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    profile: dict[str, Any] = Field(sa_type=JSON)
    source_digest: str = ""  # of the workspace file last applied
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_by: UUID | None = None  # a member
    pause_reason: str | None = None  # of earlier releases: sealed and emptied at the first start
    pause_reason_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


class PlatformStop(SQLModel, table=True):
    """Nothing is done for any workspace from ``stopped_at`` until ``resumed_at``."""

    __tablename__ = "platform_stop"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="when the operator stopped the whole installation",
        columns=held(Category.NONE, "id", "stopped_at", "resumed_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    stopped_at: datetime = Field(sa_type=UtcDateTime)
    resumed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Member(SQLModel, table=True):
    """A person of the main user's team. ``hours`` is ``accounts.rules.WorkingHours`` as JSON."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("workspace_id", "email_blind"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.MEMBER,
        on_erasure=OnErasure.BLANK,
        purpose=Purpose.TEAM,
        source="the owner",
        recipients=(Recipient.MAIL,),
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "subject_ref")
        | held(Category.IDENTITY, "name_sealed")
        | held(Category.CONTACT, "email_sealed")
        | held(Category.MARK, "email_blind", "sign_in_blind")
        | held(Category.CREDENTIAL, "password_hash")
        | held(
            Category.CIRCUMSTANCE,
            "role",
            "zone",
            "hours",
            "takes_meetings",
            "weight",
            "is_active",
            "created_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    subject_ref: UUID = Field(default_factory=new_id)
    role: str  # accounts.rules.Role
    name_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_blind: bytes = Field(sa_type=LargeBinary)
    sign_in_blind: bytes = Field(sa_type=LargeBinary, index=True)  # the same in every workspace
    password_hash: str | None = None  # Argon2id; none: cannot sign in with a password
    zone: str = "UTC"
    hours: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    takes_meetings: bool = False
    weight: int = 1  # their share when meetings are dealt out
    is_active: bool = True
    created_at: datetime = Field(sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """A member's session in the console; only the token's digest is kept, so it can be revoked."""

    __tablename__ = "sign_in"
    __register__: ClassVar[Register] = Register(
        path=("member_id", "member"),
        retention=Retention.SHORT,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SIGN_IN,
        source="the member's browser",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "member_id")
        | held(Category.CREDENTIAL, "token_digest")
        | held(Category.CIRCUMSTANCE, "created_at", "expires_at", "revoked_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInFailure(SQLModel, table=True):
    """A refused password, counted per address, known or not. Kept for minutes only."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_recent", "address_blind", "at"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.SHORT,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.SECURITY,
        why="a keyed mark of an address, known or not; it goes after minutes",
        columns=held(Category.NONE, "id", "at") | held(Category.MARK, "address_blind"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    address_blind: bytes = Field(sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime)


class SiteKey(SQLModel, table=True):
    """The public key of one site's widget. An empty ``origins`` allows no site at all."""

    __tablename__ = "site_key"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="it is about the owner's own sites; the key is public",
        columns=held(
            Category.NONE, "id", "workspace_id", "key", "origins", "created_at", "revoked_at"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    key: str = Field(unique=True)  # pk_…
    origins: list[str] = Field(default_factory=list, sa_type=JSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
