"""The signed heads of the decision logs, and the public keys that signed them.

The secret halves lie in the key store, under the installation's own name.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import Category, OnErasure, Purpose, Register, Retention, held
from salesgenix.kit.types import UtcDateTime


class SigningKey(SQLModel, table=True):
    """``endorsement`` is the signature of the key before over this one; the first has none."""

    __tablename__ = "signing_key"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.LEDGER,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.PROOF,
        why="a public key of the installation",
        columns=held(Category.NONE, "epoch", "public", "endorsement", "created_at"),
    )

    epoch: int = Field(primary_key=True)
    public: bytes = Field(sa_type=LargeBinary)
    endorsement: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = Field(sa_type=UtcDateTime)


class Checkpoint(SQLModel, table=True):
    """One signed head: the tree's first ``size`` records have the root ``root`` (hex)."""

    __tablename__ = "checkpoint"
    __table_args__ = (UniqueConstraint("workspace_id", "size"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.LEDGER,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.PROOF,
        why="a size, a digest and a signature",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "size",
            "root",
            "key_epoch",
            "note",
            "cause",
            "at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id")
    size: int
    root: str
    key_epoch: int
    note: str  # C2SP signed note
    cause: str  # checkpoints.rules.Cause
    at: datetime = Field(sa_type=UtcDateTime)
