"""What a file needs to know of a workspace that no other noun is asked for."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from salesgenix.appointments.models import BusyTime


def busy_spans(
    session: Session, workspace_id: UUID, member_id: UUID, source: str
) -> set[tuple[datetime, datetime]]:
    statement = select(BusyTime).where(
        BusyTime.workspace_id == workspace_id,
        BusyTime.member_id == member_id,
        BusyTime.source == source,
    )
    return {(row.starts_at, row.ends_at) for row in session.exec(statement)}
