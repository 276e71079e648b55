"""All queries for pages and passages."""

from collections.abc import Sequence
from uuid import UUID

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
