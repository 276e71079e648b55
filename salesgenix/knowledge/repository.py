"""All queries for pages and passages."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, func, update
from sqlmodel import Session, col, delete, select

from salesgenix.knowledge.models import Passage, Source
from salesgenix.knowledge.rules import Audience


def sources(session: Session, workspace_id: UUID) -> Sequence[Source]:
    return session.exec(
        select(Source).where(Source.workspace_id == workspace_id).order_by(Source.path)
    ).all()


def sources_for(
    session: Session, workspace_id: UUID, audiences: frozenset[Audience]
) -> Sequence[Source]:
    return session.exec(
        select(Source)
        .where(Source.workspace_id == workspace_id, col(Source.audience).in_(audiences))
        .order_by(Source.path)
    ).all()


def source(session: Session, workspace_id: UUID, source_id: UUID) -> Source | None:
    return session.exec(
        select(Source).where(Source.workspace_id == workspace_id, Source.id == source_id)
    ).one_or_none()


def touch(
    session: Session, workspace_id: UUID, source_id: UUID, *, digest: str, now: datetime
) -> bool:
    """Whether the page was still as ``digest`` says; then nobody else changes it meanwhile."""
    change = (
        update(Source)
        .where(
            col(Source.workspace_id) == workspace_id,
            col(Source.id) == source_id,
            col(Source.digest) == digest,
        )
        .values(updated_at=now)
        .execution_options(synchronize_session=False)
    )
    done: CursorResult[Any] = session.execute(change)  # type: ignore[assignment]
    return done.rowcount == 1


def count_passages(session: Session, workspace_id: UUID) -> Counter[UUID]:
    query = (
        select(Passage.source_id, func.count())
        .where(Passage.workspace_id == workspace_id)
        .group_by(col(Passage.source_id))
    )
    return Counter(dict(session.exec(query).all()))


def passages_of(
    session: Session, workspace_id: UUID, source_ids: Sequence[UUID]
) -> Sequence[Passage]:
    return session.exec(
        select(Passage)
        .where(Passage.workspace_id == workspace_id, col(Passage.source_id).in_(source_ids))
        .order_by(col(Passage.source_id), col(Passage.ordinal))
    ).all()


def remove_passages(session: Session, workspace_id: UUID, source_id: UUID) -> None:
    session.exec(
        delete(Passage).where(
            col(Passage.workspace_id) == workspace_id, col(Passage.source_id) == source_id
        )
    )
