"""A thread with a prospect: its append-only event log, and who may read it from outside."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.types import UtcDateTime


class Conversation(SQLModel, table=True):
    """``control`` says who speaks for the workspace; ``control_epoch`` grows with each change."""

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_recent", "workspace_id", "last_event_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    lead_id: UUID = Field(foreign_key="lead.id", index=True)
    subject_ref: UUID
    channel: str  # widget, chat, api
    state: str = "open"  # open, closed
    control: str = "agent"  # agent, rep
    control_member_id: UUID | None = Field(default=None, foreign_key="member.id")
    control_epoch: int = 0
    wants_person: bool = False
    last_seq: int = 0
    rep_read_seq: int = 0
    language: str | None = None
    zone: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    last_event_at: datetime = Field(sa_type=UtcDateTime)


class Event(SQLModel, table=True):
    """One entry of the log. ``seq`` has no gaps; ``client_id`` makes a repeated POST the same
    event.

    The payload is JSON sealed under the person's key; ``conversations.rules`` lists its shapes.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "client_id"),
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
    client_id: str | None = None
    turn_id: UUID | None = None
    payload_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    at: datetime = Field(sa_type=UtcDateTime)


class Visitor(SQLModel, table=True):
    """A browser's (or terminal's) right to one conversation; only the token's digest is kept."""

    __tablename__ = "visitor"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    site_key_id: UUID | None = Field(default=None, foreign_key="site_key.id")
    token_digest: bytes = Field(sa_type=LargeBinary, unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
