"""What the main user ordered: the exact words, and the typed rules they mean."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, LargeBinary, UniqueConstraint
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


class Instruction(SQLModel, table=True):
    """The owner's exact words. They never change; a new wish is a new instruction."""

    __tablename__ = "instruction"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.PROOF,
        why="the owner's orders; their author is a member, by reference",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "key",
            "kind",
            "surface",
            "created_at",
            "revoked_at",
            "revoked_surface",
            "paused_at",
        )
        | of_others("author_member_id", "paused_by")
        | held(Category.WORDS, "words_sealed")
        | held(
            Category.WORDS,
            "words",
            clear="always empty: earlier releases kept them here, a start seals what is left",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    key: str  # a short stable name, unique in the workspace
    words: str = ""  # of earlier releases: sealed and emptied at the first start
    words_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    kind: str = "standing"  # standing, campaign, one_off
    author_member_id: UUID | None = Field(default=None, foreign_key="member.id")
    surface: str  # file, console
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_surface: str | None = None  # file, console
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_by: UUID | None = None  # a member


class RuleVersion(SQLModel, table=True):
    """What the words mean, as enforced: ``authority.rules.Rule`` as JSON. Newest version
    rules.
    """

    __tablename__ = "rule_version"
    __table_args__ = (UniqueConstraint("instruction_id", "version"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.PROOF,
        why="the typed meaning of an order: kinds, limits and times",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "instruction_id",
            "version",
            "body",
            "digest",
            "not_before",
            "not_after",
            "created_at",
            "surface",
            "drafted_by",
            "shown_digest",
            "unenforced",
        )
        | of_others("author_member_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    instruction_id: UUID = Field(foreign_key="instruction.id", index=True)
    version: int
    body: dict[str, Any] = Field(sa_type=JSON)
    digest: str
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    not_after: datetime | None = Field(default=None, sa_type=UtcDateTime)
    created_at: datetime = Field(sa_type=UtcDateTime)
    author_member_id: UUID | None = None  # who put this version in force
    surface: str | None = None  # file, console, api
    drafted_by: str = "person"  # who found the rule for the words: person, embedded, model
    shown_digest: str | None = None  # of the plain words that were confirmed
    unenforced: list[list[int]] = Field(default_factory=list, sa_type=JSON)  # spans of the words
