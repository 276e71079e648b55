"""Every query of the guard's settings and sightings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, func, true
from sqlmodel import Session, col, delete, select

from salesgenix.screening.models import GuardCell, GuardTerm, Sighting
from salesgenix.screening.rules import State


def cells(session: Session, workspace_id: UUID) -> Sequence[GuardCell]:
    statement = select(GuardCell).where(GuardCell.workspace_id == workspace_id)
    return session.exec(statement.order_by(col(GuardCell.entity), col(GuardCell.direction))).all()


def remove_cell(session: Session, workspace_id: UUID, entity: str, direction: str) -> int:
    statement = delete(GuardCell).where(
        col(GuardCell.workspace_id) == workspace_id,
        col(GuardCell.entity) == entity,
        col(GuardCell.direction) == direction,
    )
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def terms(
    session: Session, workspace_id: UUID, *, states: Sequence[State] = tuple(State)
) -> Sequence[GuardTerm]:
    """Newest first."""
    statement = select(GuardTerm).where(
        GuardTerm.workspace_id == workspace_id, col(GuardTerm.state).in_([*states])
    )
    newest = statement.order_by(col(GuardTerm.added_at).desc(), col(GuardTerm.id).desc())
    return session.exec(newest).all()


def term(session: Session, workspace_id: UUID, term_id: UUID) -> GuardTerm | None:
    statement = select(GuardTerm).where(
        GuardTerm.workspace_id == workspace_id, GuardTerm.id == term_id
    )
    return session.exec(statement).first()


def terms_of_value(session: Session, workspace_id: UUID, value_blind: bytes) -> Sequence[GuardTerm]:
    statement = select(GuardTerm).where(
        GuardTerm.workspace_id == workspace_id, GuardTerm.value_blind == value_blind
    )
    return session.exec(statement).all()


def count_terms(session: Session, workspace_id: UUID) -> int:
    """Those that take room: what was dismissed does not."""
    statement = (
        select(func.count())
        .select_from(GuardTerm)
        .where(
            GuardTerm.workspace_id == workspace_id,
            GuardTerm.state != State.DISMISSED,
        )
    )
    return int(session.exec(statement).one())


def count_by_list(session: Session, workspace_id: UUID) -> list[tuple[str, str, int]]:
    """(kind, state, how many)."""
    statement = (
        select(GuardTerm.kind, GuardTerm.state, func.count())
        .where(GuardTerm.workspace_id == workspace_id)
        .group_by(GuardTerm.kind, GuardTerm.state)
    )
    return [(kind, state, int(count)) for kind, state, count in session.exec(statement)]


def remove_term(session: Session, workspace_id: UUID, term_id: UUID) -> int:
    statement = delete(GuardTerm).where(
        col(GuardTerm.workspace_id) == workspace_id, col(GuardTerm.id) == term_id
    )
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]


def version(session: Session, workspace_id: UUID) -> tuple[Any, ...]:
    """Something else after every change of what the guard is told, by one query."""
    of_terms = (
        select(
            func.count(col(GuardTerm.id)),
            func.max(cast(col(GuardTerm.id), String)),
            func.max(col(GuardTerm.decided_at)),
        )
        .where(GuardTerm.workspace_id == workspace_id, GuardTerm.state == State.ACTIVE)
        .subquery()
    )
    of_cells = (
        select(func.count(col(GuardCell.id)), func.max(cast(col(GuardCell.id), String)))
        .where(GuardCell.workspace_id == workspace_id)
        .subquery()
    )
    both = of_terms.join(of_cells, true())
    return tuple(session.execute(select(*of_terms.c, *of_cells.c).select_from(both)).one())


def counted(
    session: Session, workspace_id: UUID, since: datetime
) -> list[tuple[str, str, str, int]]:
    """(direction, entity, treatment, how many)."""
    statement = (
        select(Sighting.direction, Sighting.entity, Sighting.treatment, func.sum(Sighting.count))
        .where(Sighting.workspace_id == workspace_id, Sighting.found_at >= since)
        .group_by(Sighting.direction, Sighting.entity, Sighting.treatment)
    )
    return [
        (direction, entity, treatment, int(count))
        for direction, entity, treatment, count in session.exec(statement)
    ]
