"""What would change or leave the house, the right to do it, and each attempt to carry it out."""

from datetime import datetime
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


class Action(SQLModel, table=True):
    """A proposal and what became of it. ``digest`` is over kind and exact
    arguments, keyed.

    States: awaiting_approval, authorised, claimed, done, failed, refused, expired, in_doubt.
    """

    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("workspace_id", "idempotency_key"),
        Index("ix_action_due", "state", "due_at"),
    )
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the conversation; a member of the team",
        recipients=(Recipient.MAIL,),
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "turn_id",
            "effect",
            "attempts",
            "due_at",
            "claimed_at",
            "instruction_id",
            "rule_version",
            "error_code",
        )
        | held(Category.MARK, "digest", "idempotency_key", "address_blind")
        | held(Category.REFERENCE, "subject_ref", "conversation_id", "lead_id")
        | held(
            Category.CIRCUMSTANCE, "kind", "state", "reasons", "checks", "created_at", "ended_at"
        )
        | held(Category.WORDS, "arguments_sealed", "result_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id", index=True)
    lead_id: UUID | None = Field(default=None, foreign_key="lead.id", index=True)
    subject_ref: UUID
    turn_id: UUID | None = None
    kind: str  # authority.rules.ActionKind
    effect: str  # internal: done in the transaction that allowed it; outbound: by the worker
    arguments_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    digest: str
    idempotency_key: str
    address_blind: str | None = None  # keyed index of the address it names
    state: str
    reasons: list[str] = Field(default_factory=list, sa_type=JSON)
    checks: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    instruction_id: UUID | None = Field(default=None, foreign_key="instruction.id")
    rule_version: int | None = None
    result_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    error_code: str | None = None
    attempts: int = 0
    due_at: datetime = Field(sa_type=UtcDateTime)
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Approval(SQLModel, table=True):
    """A person's decision about one action, bound to the digest of what was shown, used once."""

    __tablename__ = "approval"
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="a member of the team",
        columns=held(Category.NONE, "id", "workspace_id", "expires_at")
        | held(Category.MARK, "digest", "basis_digest")
        | held(Category.REFERENCE, "subject_ref", "conversation_id", "action_id")
        | held(Category.CIRCUMSTANCE, "state", "requested_at", "decided_at")
        | of_others("decided_by")
        | held(Category.WORDS, "reason_sealed", "basis_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    action_id: UUID = Field(foreign_key="action.id", unique=True)
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id")
    subject_ref: UUID
    digest: str
    state: str = "pending"  # actions.rules.ApprovalState
    basis_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # facts it rests on
    basis_digest: str | None = None  # keyed
    requested_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    decided_by: UUID | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)


class Permit(SQLModel, table=True):
    """The single-use right to do exactly one action, until ``expires_at``.

    ``digest`` is the action's when it was issued, ``content_digest`` (keyed) of the very bytes it
    was used for. It names the version of the rule that was in force; none for the floor.
    """

    __tablename__ = "permit"
    __table_args__ = (UniqueConstraint("action_id", "attempt"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.PROOF,
        source="the authority that allowed the action",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "attempt",
            "instruction_id",
            "rule_version",
            "approval_id",
            "expires_at",
        )
        | held(Category.MARK, "digest", "content_digest")
        | held(Category.REFERENCE, "subject_ref", "action_id")
        | held(Category.CIRCUMSTANCE, "issued_at", "used_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    action_id: UUID = Field(foreign_key="action.id", index=True)
    subject_ref: UUID
    attempt: int
    digest: str
    content_digest: str | None = None
    instruction_id: UUID | None = None
    rule_version: int | None = None
    approval_id: UUID | None = None
    issued_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Delivery(SQLModel, table=True):
    """One attempt to carry an action out through an integration, with exactly what was handed
    over.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("action_id", "attempt"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="an action that was allowed",
        recipients=(Recipient.MAIL,),
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "permit_id",
            "attempt",
            "carrier",
            "message_ref",
            "error_code",
        )
        | held(Category.REFERENCE, "subject_ref", "action_id")
        | held(Category.CIRCUMSTANCE, "state", "started_at", "ended_at")
        | held(Category.CONTACT, "recipient_sealed")
        | held(Category.WORDS, "message_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    action_id: UUID = Field(foreign_key="action.id", index=True)
    subject_ref: UUID
    permit_id: UUID | None = Field(default=None, foreign_key="permit.id")
    attempt: int
    carrier: str  # captured, smtp
    state: str  # sending, sent, failed, in_doubt
    recipient_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    message_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)  # RFC 5322 text
    message_ref: str  # the Message-ID, derived from the action's id
    error_code: str | None = None
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
