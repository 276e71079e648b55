"""All queries of the checkpoints and of the keys that sign them."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, delete, select, update

from salesgenix.checkpoints.models import Checkpoint, SigningKey
from salesgenix.decisions.models import Decision, DecisionHead, DecisionPayload, OpenIntent


class LogState(NamedTuple):
    """How far a log is signed: ``size`` records, the newest checkpoint, and when the first record
    after it was written.
    """

    workspace_id: UUID
    size: int
    signed_size: int | None
    signed_root: str | None
    unsigned_since: datetime | None


def states(session: Session) -> list[LogState]:
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
    return [LogState(*row) for row in session.execute(query)]


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


def signed_before(
    session: Session, workspace_id: UUID, causes: Collection[str], *, below: int
) -> datetime | None:
    """When the newest checkpoint over less than ``below`` records was signed for these causes."""
    query = select(func.max(Checkpoint.at)).where(
        Checkpoint.workspace_id == workspace_id,
        Checkpoint.size < below,
        col(Checkpoint.cause).in_(causes),
    )
    return session.exec(query).one()


def signed_size(session: Session, workspace_id: UUID) -> int:
    newest = select(func.max(Checkpoint.size)).where(Checkpoint.workspace_id == workspace_id)
    return session.exec(newest).one() or 0


def first_since(session: Session, workspace_id: UUID, at: datetime) -> int | None:
    """The first kept record that is not older than ``at``."""
    query = select(func.min(Decision.seq)).where(
        Decision.workspace_id == workspace_id, Decision.at >= at
    )
    return session.exec(query).one()


def first_open_intent(session: Session, workspace_id: UUID) -> int | None:
    query = select(func.min(OpenIntent.seq)).where(OpenIntent.workspace_id == workspace_id)
    return session.exec(query).one()


def leaf_of(session: Session, workspace_id: UUID, seq: int) -> str:
    query = select(Decision.leaf).where(Decision.workspace_id == workspace_id, Decision.seq == seq)
    return session.exec(query).one()


def remove_prefix(
    session: Session, workspace_id: UUID, size: int, *, leaf: str, frontier: bytes
) -> None:
    """The first ``size`` records go, with their payloads and with the checkpoints over less than
    them, which nothing could be compared with any more; ``leaf`` and ``frontier`` stay.
    """
    pruned = select(Decision.id).where(Decision.workspace_id == workspace_id, Decision.seq <= size)
    session.exec(
        delete(DecisionPayload).where(
            col(DecisionPayload.workspace_id) == workspace_id,
            col(DecisionPayload.decision_id).in_(pruned),
        )
    )
    session.exec(
        delete(Decision).where(
            col(Decision.workspace_id) == workspace_id, col(Decision.seq) <= size
        )
    )
    session.exec(
        delete(Checkpoint).where(
            col(Checkpoint.workspace_id) == workspace_id, col(Checkpoint.size) < size
        )
    )
    session.exec(
        update(DecisionHead)
        .where(col(DecisionHead.workspace_id) == workspace_id)
        .values(pruned=size, pruned_leaf=leaf, pruned_frontier=frontier)
    )


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
