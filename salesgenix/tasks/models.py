"""What a person of the workspace has to do."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from salesgenix.kit.ids import new_id
from salesgenix.kit.types import UtcDateTime


class Task(SQLModel, table=True):
    """Something a person of the workspace has to do: answer, take over, look into a failure."""

    __tablename__ = "task"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    workspace_id: UUID = Field(foreign_key="workspace.id", index=True)
    conversation_id: UUID = Field(foreign_key="conversation.id", index=True)
    subject_ref: UUID
    kind: str  # tasks.rules.TaskKind
    note_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    state: str = "open"  # open, done
    created_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    done_by: UUID | None = None
