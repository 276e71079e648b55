"""What a person of the workspace has to do."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.register import (
    Category,
    Export,
    OnErasure,
    Purpose,
    Register,
    Retention,
    held,
    of_others,
)
from salesgenix.kit.types import UtcDateTime


class Task(SQLModel, table=True):
    """Something a person of the workspace has to do: answer, take over, look into a failure."""

    __tablename__ = "task"
    __register__: ClassVar[Register] = Register(
        path=("subject_ref",),
        retention=Retention.PERSON,
        on_erasure=OnErasure.DELETE,
        purpose=Purpose.SELLING,
        source="the conversation; a member of the team",
        columns=held(Category.NONE, "id", "workspace_id")
        | held(Category.REFERENCE, "conversation_id", "subject_ref")
        | of_others("done_by")
        | held(Category.CIRCUMSTANCE, "kind", "state", "created_at", "done_at")
        | held(Category.NONE, "source_id")
        | held(Category.WORDS, "note_sealed", export=Export.MASKED),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID | None = Field(default=None, foreign_key="conversation.id", index=True)
    subject_ref: UUID  # without a conversation: the file of a data request
    kind: str  # tasks.rules.TaskKind
    note_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: str = "open"  # open, done
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: UUID | None = None
    source_id: UUID | None = None  # the page of knowledge that answers the question
