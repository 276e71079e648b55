"""Exports as jobs: what was asked for, how far it is, where the sealed archive lies."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import (
    Category,
    OnErasure,
    Purpose,
    Register,
    Retention,
    held,
    of_others,
)
from salesgenix.kit.types import UtcDateTime


class Export(SQLModel, table=True):
    """States: queued, running, done, failed, expired. The archive lies sealed under a key of its
    own (key store, ``workspace:export:<id>``), which is destroyed when it expires.
    """

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_due", "state", "lease_until"),)
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.SHORT,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.RIGHTS,
        source="the person's request, or the owner",
        columns=held(
            Category.NONE,
            "workspace_id",
            "size",
            "done",
            "total",
            "length",
            "sha256",
            "signature",
            "error_code",
            "attempts",
            "lease_until",
        )
        | held(Category.REFERENCE, "id", "subject_ref", "request_id")
        | of_others("requested_by")
        | held(Category.CREDENTIAL, "link_digest")
        | held(
            Category.CIRCUMSTANCE,
            "kind",
            "since",
            "until",
            "language",
            "state",
            "created_at",
            "ended_at",
            "expires_at",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    kind: str  # exports.rules.Kind: subject, period, workspace
    subject_ref: UUID | None = Field(default=None, index=True)  # of whom; only with ``subject``
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    size: int | None = None  # the tree size it covers; set when it starts unless asked for
    language: str = "en"
    state: str = "queued"
    done: int = 0  # records written
    total: int = 0
    length: int | None = None  # bytes of the archive as it is downloaded
    sha256: str | None = None
    signature: str | None = None  # detached: a signed note over that digest
    requested_by: UUID | None = None  # a member; none: by command on the machine
    request_id: UUID | None = None  # the data request it answers
    link_digest: bytes | None = None  # of the token a person without an account downloads with
    error_code: str | None = None
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
