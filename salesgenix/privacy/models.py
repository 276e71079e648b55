"""What protects a person: marks against contact, requests about their data, the pseudonym vault."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.types import UtcDateTime


class Suppression(SQLModel, table=True):
    """A keyed mark that a person must not be contacted; only that person lifts it.

    ``mark`` is a blind index of an address, or of the ``subject_ref`` while no address is known; it
    outlives the erasure of everything else.
    """

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("workspace_id", "mark"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    mark: bytes = Field(sa_type=LargeBinary)
    kind: str  # email, phone, subject
    reason: str  # opt_out, bounce, complaint, manual, legal
    created_at: datetime = Field(sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DataRequest(SQLModel, table=True):
    """A person's exercise of a right. ``due_on`` is frozen at receipt (10 working days)."""

    __tablename__ = "data_request"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    subject_ref: UUID
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id")
    kind: str  # privacy.rules.RequestKind
    channel: str
    state: str = "received"
    received_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    calendar_version: str
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class VaultEntry(SQLModel, table=True):
    """The value behind a pseudonym of one conversation, sealed under the person's key."""

    __tablename__ = "vault_entry"
    __table_args__ = (UniqueConstraint("conversation_id", "token"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    subject_ref: UUID
    entity: str
    token: str
    owner: str  # prospect: the person's own; member: of the workspace's team; third: someone else
    value_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)
