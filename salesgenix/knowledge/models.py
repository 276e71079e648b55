"""What the workspace knows about its own offer. It holds no personal data."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
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


class Source(SQLModel, table=True):
    """One page. ``internal`` pages are never read on a prospect's behalf."""

    __tablename__ = "knowledge_source"
    __table_args__ = (UniqueConstraint("workspace_id", "path"),)
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a page about the owner's own offer",
        columns=held(
            Category.NONE,
            "id",
            "workspace_id",
            "path",
            "title",
            "url",
            "language",
            "audience",
            "valid_until",
            "digest",
            "origin",
            "updated_at",
        )
        | of_others("written_by"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    path: str
    title: str
    url: str | None = None
    language: str = "en"
    audience: str  # public, internal
    valid_until: date | None = None
    digest: str
    origin: str = "file"  # or "console"
    written_by: UUID | None = None  # a member, of what was written in the console
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Passage(SQLModel, table=True):
    """The piece of a page that is found and cited."""

    __tablename__ = "passage"
    __register__: ClassVar[Register] = Register(
        path=(),
        retention=Retention.WORKSPACE,
        on_erasure=OnErasure.KEEP,
        purpose=Purpose.OPERATION,
        why="a piece of a page about the owner's own offer",
        columns=held(
            Category.NONE, "id", "workspace_id", "source_id", "ordinal", "heading", "text"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    source_id: UUID = Field(foreign_key="knowledge_source.id", index=True)
    ordinal: int
    heading: str
    text: str
