"""All queries of the checkpoints and of the keys that sign them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select, update

from salesgenix.checkpoints.models import Checkpoint, SigningKey
from salesgenix.decisions.models import Decision, DecisionHead


class State(NamedTuple):
    """How far a log is signed: ``size`` records, the newest checkpoint, and when the first record
    after it was written.
    """

    workspace_id: UUID
    size: int
    signed_size: int | None
    signed_root: str | None
    unsigned_since: datetime | None


def states(session: Session) -> Sequence[State]:
    newest = (
        select(func.max(Checkpoint.size))
        .where(Checkpoint.workspace_id == DecisionHead.workspace_id)
        .correlate(DecisionHead)
        .scalar_subquery()
    )
    signed = (col(Checkpoint.workspace_id) == DecisionHead.workspace_id) & (
        col(Checkpoint.size) == newest
    )
    following = (col(Decision.workspace_id) == DecisionHead.workspace_id) & (
        col(Decision.seq) == func.coalesce(newest, 0) + 1
    )
    query = (
        select_columns(
            col(DecisionHead.workspace_id),
            col(DecisionHead.seq),
            col(Checkpoint.size),
            col(Checkpoint.root),
            col(Decision.at),
        )
        .select_from(DecisionHead)
        .outerjoin(Checkpoint, signed)
        .outerjoin(Decision, following)
        .order_by(col(DecisionHead.workspace_id))
    )
    return [State(*row) for row in session.execute(query)]


def of_size(session: Session, workspace_id: UUID, size: int) -> Checkpoint | None:
    return session.exec(
        select(Checkpoint).where(Checkpoint.workspace_id == workspace_id, Checkpoint.size == size)
    ).one_or_none()


def newest_first(
    session: Session, workspace_id: UUID, *, before: int | None, limit: int
) -> list[Checkpoint]:
    query = select(Checkpoint).where(Checkpoint.workspace_id == workspace_id)
    if before is not None:
        query = query.where(Checkpoint.size < before)
    return list(session.exec(query.order_by(col(Checkpoint.size).desc()).limit(limit)).all())


def raise_epoch(session: Session, workspace_id: UUID, epoch: int) -> None:
    """The key of ``epoch`` signs this log from now on."""
    session.exec(
        update(DecisionHead)
        .where(col(DecisionHead.workspace_id) == workspace_id)
        .values(key_epoch=epoch)
    )


def key(session: Session, epoch: int | None = None) -> SigningKey | None:
    """The key of ``epoch``, or the newest."""
    query = select(SigningKey).order_by(col(SigningKey.epoch).desc()).limit(1)
    if epoch is not None:
        query = query.where(SigningKey.epoch == epoch)
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def keys(session: Session) -> list[SigningKey]:
    return list(session.exec(select(SigningKey).order_by(col(SigningKey.epoch))).all())
