"""The append-only record of what was decided and why, chained per workspace.

``record`` holds the canonical bytes (RFC 8785) that are hashed and exported; it never holds
personal data. What a person said or was told lies in ``DecisionPayload``, sealed under that
person's key.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import Category, Export, OnErasure, Purpose, Register, Retention, held
from salesgenix.kit.types import UtcDateTime


class DecisionHead(SQLModel, table=True):
    """The end of a workspace's chain; locking this row makes one writer at a time."""

    __tablename__ = "decision_head"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.LEDGER,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.PROOF,
        why="counts and digests",
        columns=held(
            Category.NONE,
            "workspace_id",
            "seq",
            "leaf",
            "frontier",
            "pruned",
            "pruned_frontier",
            "pruned_leaf",
            "key_epoch",
        ),
    )

    workspace_id: UUID = Field(primary_key=True, foreign_key="workspace.id")
    seq: int = 0
    leaf: str  # hex; of the newest record
    frontier: bytes = Field(default=b"", sa_type=LargeBinary)  # kit.merkle: 32 bytes per subtree
    pruned: int = 0  # records whose place is taken by ``pruned_frontier``
    pruned_frontier: bytes = Field(default=b"", sa_type=LargeBinary)
    pruned_leaf: str = ""  # hex; of the last pruned record, which the next one's ``prev`` names
    key_epoch: int = 1  # of the key that signs this log's checkpoints


class Decision(SQLModel, table=True):
    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("workspace_id", "seq"),
        # With the place in the log behind the reference: otherwise SQLite walks the log instead.
        Index("ix_decision_conversation", "conversation_ref", "seq"),
        Index("ix_decision_subject", "subject_ref", "seq"),
        Index(
            "ix_decision_of_action",
            "action_id",
            "seq",
            sqlite_where=text("action_id IS NOT NULL"),
            postgresql_where=text("action_id IS NOT NULL"),
        ),
    )
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.LEDGER,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.PROOF,
        source="the house itself, at each decision",
        why="it holds no personal data: its random references lead nowhere once the mapping is "
        "destroyed, and a chain with holes would prove nothing",
        columns=held(Category.NONE, "workspace_id", "turn_id", "leaf", "phase")
        | held(Category.REFERENCE, "id", "conversation_ref", "subject_ref", "action_id")
        | held(Category.CIRCUMSTANCE, "seq", "at", "type", "outcome", "automation")
        | held(
            Category.REFERENCE, "record", export=Export.NO, why="an archive holds it as it was made"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)
    type: str  # decisions.rules.DecisionType
    phase: str = "note"  # decisions.rules.Phase
    outcome: str
    automation: str = "auto"  # decisions.rules.Automation
    conversation_ref: UUID | None = None
    subject_ref: UUID | None = None
    action_id: UUID | None = None
    turn_id: UUID | None = None
    record: bytes = Field(sa_type=LargeBinary)
    leaf: str  # hex SHA-256(0x00 || record)


class OpenIntent(SQLModel, table=True):
    """An intent whose effect is not recorded yet; a sweep asks what became of old ones."""

    __tablename__ = "open_intent"
    __register__: ClassVar[Register] = Register(
        path=("action_id", "action"),
        retention=Retention.SHORT,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.PROOF,
        source="the house itself",
        columns=held(Category.NONE, "workspace_id", "seq", "at")
        | held(Category.REFERENCE, "action_id", export=Export.NO, why="the action says it"),
    )

    action_id: UUID = Field(primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    seq: int
    at: datetime = Field(sa_type=UtcDateTime)


class DecisionPayload(SQLModel, table=True):
    """Personal content a decision refers to; the record holds the digest of this ciphertext."""

    __tablename__ = "decision_payload"
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.PROOF,
        source="what a decision was about",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "decision_id", "subject_ref")
        | held(Category.CIRCUMSTANCE, "part")
        | held(Category.WORDS, "content_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    decision_id: UUID = Field(foreign_key="decision.id", index=True)
    subject_ref: UUID
    part: str
    content_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
