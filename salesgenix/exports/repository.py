"""All queries of the export jobs."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select, update

from salesgenix.exports.models import Export
from salesgenix.exports.rules import Kind, State


def get(session: Session, workspace_id: UUID, export_id: UUID) -> Export | None:
    query = select(Export).where(Export.workspace_id == workspace_id, Export.id == export_id)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def newest_first(
    session: Session, workspace_id: UUID, *, before: datetime | None, limit: int
) -> list[Export]:
    query = select(Export).where(Export.workspace_id == workspace_id)
    if before is not None:
        query = query.where(Export.created_at < before)
    order = (col(Export.created_at).desc(), col(Export.id).desc())
    return list(session.exec(query.order_by(*order).limit(limit)).all())


def that_may_hold(
    session: Session, workspace_id: UUID, subject_ref: UUID, states: Collection[State]
) -> list[Export]:
    """Exports of the person, and those of everybody that have been begun."""
    of_person = and_(col(Export.subject_ref) == subject_ref, col(Export.state).in_(states))
    of_everybody = and_(
        col(Export.kind) != Kind.SUBJECT, col(Export.state).in_((State.RUNNING, State.DONE))
    )
    query = select(Export).where(Export.workspace_id == workspace_id, or_(of_person, of_everybody))
    return list(session.exec(query.order_by(col(Export.created_at))).all())


def of_request(session: Session, workspace_id: UUID, request_id: UUID) -> Export | None:
    query = select(Export).where(
        Export.workspace_id == workspace_id, Export.request_id == request_id
    )
    return session.exec(query.order_by(col(Export.created_at).desc()).limit(1)).one_or_none()


def by_link(session: Session, digest: bytes) -> Export | None:
    return session.exec(select(Export).where(Export.link_digest == digest)).one_or_none()


def due(session: Session, now: datetime) -> Export | None:
    """The oldest that waits, or whose worker has died."""
    query = select(Export).where(_is_due(now)).order_by(col(Export.created_at)).limit(1)
    return session.exec(query).one_or_none()


def run_out(session: Session, now: datetime) -> list[Export]:
    """Archives whose time is over."""
    query = select(Export).where(Export.state == State.DONE, col(Export.expires_at) <= now)
    return list(session.exec(query.order_by(col(Export.expires_at))).all())


def take(
    session: Session, workspace_id: UUID, export_id: UUID, *, now: datetime, lease_until: datetime
) -> bool:
    """Claims the job if nobody else has."""
    change = (
        update(Export)
        .where(col(Export.workspace_id) == workspace_id, col(Export.id) == export_id, _is_due(now))
        .values(
            state=State.RUNNING, lease_until=lease_until, attempts=col(Export.attempts) + 1, done=0
        )
    )
    return _changed_one(session, change)


def move(
    session: Session, workspace_id: UUID, export_id: UUID, *, attempt: int, **values: Any
) -> bool:
    """Changes a running job if this attempt is still the one that holds it."""
    change = (
        update(Export)
        .where(
            col(Export.workspace_id) == workspace_id,
            col(Export.id) == export_id,
            col(Export.state) == State.RUNNING,
            col(Export.attempts) == attempt,
        )
        .values(**values)
    )
    return _changed_one(session, change)


def end(session: Session, workspace_id: UUID, export_id: UUID, **values: Any) -> bool:
    """Ends what has not ended yet."""
    change = (
        update(Export)
        .where(
            col(Export.workspace_id) == workspace_id,
            col(Export.id) == export_id,
            col(Export.state).in_((State.QUEUED, State.RUNNING, State.DONE)),
        )
        .values(**values)
    )
    return _changed_one(session, change)


def _is_due(now: datetime) -> Any:
    waits = or_(col(Export.lease_until).is_(None), col(Export.lease_until) <= now)
    return and_(col(Export.state).in_((State.QUEUED, State.RUNNING)), waits)


def _changed_one(session: Session, change: Any) -> bool:
    result: Any = session.execute(change)
    return bool(result.rowcount == 1)
