"""What protects a person: marks against contact, requests about their data, the pseudonym vault."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
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


class Suppression(SQLModel, table=True):
    """A keyed mark that a person must not be contacted; only that person lifts it.

    ``mark`` is a blind index of an address, or of the ``subject_ref`` while no address is known; it
    outlives the erasure of everything else.
    """

    __tablename__ = "suppression"
    __table_args__ = (UniqueConstraint("workspace_id", "mark"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.MARK,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.RIGHTS,
        why="the keyed mark protects the person; nothing can be read back from it",
        columns=held(
            Category.NONE, "id", "workspace_id", "kind", "reason", "created_at", "lifted_at"
        )
        | held(Category.MARK, "mark"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    mark: bytes = Field(sa_type=LargeBinary)
    kind: str  # email, phone, subject
    reason: str  # opt_out, bounce, complaint, manual, legal
    created_at: datetime = Field(sa_type=UtcDateTime)
    lifted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DataRequest(SQLModel, table=True):
    """A person's exercise of a right. ``due_on`` is frozen at receipt (10 working days).

    ``subject_ref`` is the requester as this file knows them, with a key of its own: the file is
    kept when the person it is about (``about_ref``) is erased, and emptied when it is closed.
    """

    __tablename__ = "data_request"
    __register__: ClassVar[Register] = Register(
        path=("about_ref",),
        retention=Retention.REQUEST,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.RIGHTS,
        source="the person who asks",
        recipients=(Recipient.MAIL,),
        why="the file proves the answer; what it says of the requester is sealed under a key of "
        "its own and emptied when it is closed",
        columns=held(
            Category.NONE, "workspace_id", "calendar_version", "instruction_id", "warned_at"
        )
        | held(
            Category.REFERENCE,
            "id",
            "subject_ref",
            "about_ref",
            "conversation_id",
            "export_id",
            "erasure_id",
        )
        | held(Category.IDENTITY, "name_sealed")
        | held(Category.CONTACT, "email_sealed")
        | held(Category.MARK, "email_blind")
        | held(Category.CREDENTIAL, "token_digest")
        | held(Category.WORDS, "words_sealed", "answer_sealed", export=Export.MASKED)
        | of_others("decided_by")
        | held(
            Category.CIRCUMSTANCE,
            "kind",
            "channel",
            "language",
            "state",
            "received_at",
            "due_on",
            "zone",
            "token_expires_at",
            "identified_at",
            "identified_by",
            "decided_at",
            "refusal",
            "done",
            "extended_at",
            "stopped_at",
            "overdue_at",
            "closed_at",
            "emptied_at",
            "executes_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    subject_ref: UUID = Field(default_factory=new_id)
    about_ref: UUID | None = Field(default=None, index=True)  # none: nobody we know of
    conversation_id: UUID | None = None  # without a foreign key: the conversation may be erased
    kind: str  # privacy.rules.RequestKind
    channel: str  # privacy.rules.Channel: form, chat, mail, console, api
    language: str = "en"
    name_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    email_blind: bytes | None = Field(default=None, sa_type=LargeBinary, index=True)
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: str = "received"  # privacy.rules.RequestState
    received_at: datetime = Field(sa_type=UtcDateTime)
    due_on: date
    zone: str = "UTC"  # the controller's, in which the due day ends
    calendar_version: str
    token_digest: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    token_expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    identified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    identified_by: str | None = None  # session, mail, member
    decided_by: UUID | None = None  # a member
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    instruction_id: UUID | None = None  # the one-off order that carries it out
    export_id: UUID | None = None
    erasure_id: UUID | None = None
    answer_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    refusal: str | None = None  # privacy.rules.Refusal
    done: str | None = None  # what was done, as the answer says it: a kind, or not_held
    extended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # the legal date only
    stopped_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # contact was stopped
    overdue_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # stays, also when late
    warned_at: int | None = None  # working days that were left at the last warning
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    emptied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    executes_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  # without an order


class VaultEntry(SQLModel, table=True):
    """The value behind a pseudonym of one conversation, sealed under the person's key."""

    __tablename__ = "vault_entry"
    __table_args__ = (UniqueConstraint("conversation_id", "token"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the conversation",
        recipients=(Recipient.MODEL,),
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "conversation_id", "subject_ref")
        | held(Category.CIRCUMSTANCE, "entity", "token", "owner", "referent", "created_at")
        | held(Category.CONTACT, "value_sealed", export=Export.MASKED)
        | held(Category.WORDS, "cue_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    subject_ref: UUID
    entity: str
    token: str
    owner: str  # prospect: the person's own; member: of the workspace's team; third: someone else
    # which person, of several of one name: prospect, member:2, third:1, named:1, unclear:1
    referent: str | None = None
    value_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    cue_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # boss, finance
    created_at: datetime = Field(sa_type=UtcDateTime)
