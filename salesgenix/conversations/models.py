"""A thread with a prospect: its append-only event log, and who may read it from outside."""

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


class Conversation(SQLModel, table=True):
    """``control`` says who speaks for the workspace; ``control_epoch`` grows with each change."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_recent", "workspace_id", "last_event_at"),
        Index("ix_conversation_waiting", "wanted_at"),
    )
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect, by writing",
        columns=held(
            Category.NONE, "workspace_id", "control", "control_epoch", "last_seq", "rep_read_seq"
        )
        | held(Category.REFERENCE, "id", "lead_id", "subject_ref")
        | of_others("control_member_id")
        | held(
            Category.CIRCUMSTANCE,
            "channel",
            "state",
            "wants_person",
            "wanted_at",
            "told_at",
            "language",
            "zone",
            "created_at",
            "last_event_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    subject_ref: UUID
    channel: str  # widget, chat, api, mail
    state: str = "open"  # open, closed
    control: str = "agent"  # agent, rep
    control_member_id: UUID | None = Field(default=None, foreign_key="member.id")
    control_epoch: int = 0
    wants_person: bool = False
    # Since when somebody waits for a person: in the queue while the agent speaks, else for the
    # very person who took over; and when it was said (to the prospect; to that person first).
    wanted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seq: int = 0
    rep_read_seq: int = 0
    language: str | None = None
    zone: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_event_at: datetime = Field(sa_type=UtcDateTime)


class Event(SQLModel, table=True):
    """One entry of the log. ``seq`` has no gaps; ``client_mark``, a keyed index of what the
    client called its message, makes a repeated POST the same event.

    The payload is JSON sealed under the person's key; ``conversations.rules`` lists its shapes.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_mark"),
    )
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect, the agent, the team",
        recipients=(Recipient.MODEL,),
        columns=held(Category.NONE, "id", "workspace_id", "turn_id", "visibility")
        | held(Category.MARK, "client_mark")
        | held(Category.REFERENCE, "conversation_id", "subject_ref")
        | of_others("actor_member_id")
        | held(Category.CIRCUMSTANCE, "seq", "kind", "actor", "at")
        | held(Category.WORDS, "payload_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    subject_ref: UUID
    seq: int
    kind: str  # conversations.rules.EventKind
    actor: str  # prospect, agent, rep, system
    actor_member_id: UUID | None = None
    visibility: str  # public, rep
    client_mark: bytes | None = Field(default=None, sa_type=LargeBinary)
    turn_id: UUID | None = None
    payload_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime)


class Visitor(SQLModel, table=True):
    """A browser's (or terminal's) right to one conversation; only the token's digest is kept."""

    __tablename__ = "visitor"
    __register__: ClassVar[Register] = Register(
        path=("conversation_id", "conversation"),
        retention=Retention.SHORT,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect's browser",
        columns=held(Category.NONE, "id", "workspace_id", "site_key_id")
        | held(Category.REFERENCE, "conversation_id")
        | held(Category.CREDENTIAL, "token_digest")
        | held(Category.CIRCUMSTANCE, "created_at", "expires_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    site_key_id: UUID | None = Field(default=None, foreign_key="site_key.id")
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
