"""Mail as a conversation: the mailbox it comes through, each message, and addresses that fail."""

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
)
from salesgenix.kit.types import UtcDateTime


class Mailbox(SQLModel, table=True):
    """The company's mailbox: where answers arrive (IMAP), the relay (SMTP) and its DKIM key.

    ``secret`` is JSON (``mailboxes.rules.Secrets``), sealed under a key of the workspace. States:
    connected, unreachable, refused, off.
    """

    __tablename__ = "mailbox"
    __table_args__ = (UniqueConstraint("workspace_id"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="it is about the owner's company; its secrets are sealed under the workspace's key",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "imap_host",
            "imap_port",
            "imap_tls",
            "smtp_host",
            "smtp_port",
            "smtp_tls",
            "dkim_selector",
            "folder",
            "uid_validity",
            "last_uid",
            "state",
            "error_code",
            "checked_at",
            "created_at",
            "changed_at",
        )
        | held(
            Category.CONTACT,
            "address",
            clear="the company's own address, which each of its letters shows",
        )
        | held(Category.WORDS, "secret_sealed", export=Export.NO, why="it opens the mailbox"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    address: str
    imap_host: str | None = None
    imap_port: int = 993
    imap_tls: str = "tls"  # none, starttls, tls
    smtp_host: str | None = None  # none: the installation's relay
    smtp_port: int = 587
    smtp_tls: str = "starttls"
    dkim_selector: str | None = None
    folder: str = "INBOX"
    secret_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    uid_validity: int | None = None
    last_uid: int = 0  # all up to it has been taken in
    state: str
    error_code: str | None = None
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class MailMessage(SQLModel, table=True):
    """One mail of a conversation, in or out. The whole of what came in is kept, sealed.

    ``kind`` (``mailboxes.rules.MailKind``): message, auto_reply, bounce, calendar_reply,
    unsubscribe, unreadable for what came in; the action's kind for what went out.
    """

    __tablename__ = "mail_message"
    __table_args__ = (
        UniqueConstraint("workspace_id", "direction", "id_blind"),
        Index("ix_mail_message_conversation", "workspace_id", "conversation_id"),
    )
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the prospect, by mail; the agent",
        recipients=(Recipient.MAIL,),
        columns=held(Category.NONE, "id", "workspace_id", "uid_validity", "uid")
        | held(Category.MARK, "id_blind", "address_blind")
        | held(Category.CREDENTIAL, "unsubscribe_digest")
        | held(Category.REFERENCE, "subject_ref", "conversation_id", "action_id", "event_seq")
        | held(
            Category.WORDS,
            "headers_sealed",
            "raw_sealed",
            export=Export.MASKED,
        )
        | held(Category.CIRCUMSTANCE, "direction", "kind", "at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id")
    subject_ref: UUID
    direction: str  # in, out
    kind: str
    id_blind: bytes = Field(sa_type=LargeBinary)  # of the Message-ID, to find a thread by
    address_blind: bytes = Field(sa_type=LargeBinary, index=True)  # of the other side
    headers_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # JSON: ids, subject …
    raw_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # RFC 5322, base64
    event_seq: int | None = None  # the message in the conversation it became, or carries
    action_id: UUID | None = Field(default=None, index=True)
    unsubscribe_digest: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    uid_validity: int | None = None
    uid: int | None = None
    at: datetime = Field(sa_type=UtcDateTime)


class AddressFault(SQLModel, table=True):
    """A mail to this address failed: what the suppression is judged by. Only marks are kept."""

    __tablename__ = "address_fault"
    __table_args__ = (
        UniqueConstraint("workspace_id", "action_id", "code"),
        Index("ix_address_fault_recent", "workspace_id", "address_blind", "at"),
    )
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.MARK,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a keyed mark of an address that cannot be reached",
        columns=held(Category.NONE, "id", "workspace_id", "action_id", "severity", "code", "at")
        | held(Category.MARK, "address_blind"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    address_blind: bytes = Field(sa_type=LargeBinary)
    action_id: UUID | None = None
    severity: str  # hard, soft, complaint
    code: str  # the status (RFC 3463) or reply code, as the server gave it
    at: datetime = Field(sa_type=UtcDateTime)
