"""All queries of the runs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select, update

from salesgenix.accounts.models import Workspace
from salesgenix.simulations.models import SimulationRun

LIVE = ("queued", "running")


def lock(session: Session, workspace_id: UUID) -> None:
    """Two who begin a run at once follow one another."""
    session.exec(
        select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True)
    ).one_or_none()


def get(session: Session, workspace_id: UUID, run_id: UUID) -> SimulationRun | None:
    query = select(SimulationRun).where(
        SimulationRun.workspace_id == workspace_id, SimulationRun.id == run_id
    )
    return session.exec(query.execution_options(populate_existing=True)).one_or_none()


def live(session: Session, workspace_id: UUID) -> SimulationRun | None:
    query = select(SimulationRun).where(
        SimulationRun.workspace_id == workspace_id, col(SimulationRun.state).in_(LIVE)
    )
    return session.exec(query.order_by(col(SimulationRun.started_at)).limit(1)).one_or_none()


def newest_first(session: Session, workspace_id: UUID, *, limit: int) -> Sequence[SimulationRun]:
    query = select(SimulationRun).where(SimulationRun.workspace_id == workspace_id)
    order = (col(SimulationRun.started_at).desc(), col(SimulationRun.id).desc())
    return session.exec(query.order_by(*order).limit(limit)).all()


def of_target(
    session: Session, workspace_id: UUID, target: str, *, limit: int
) -> Sequence[SimulationRun]:
    """Runs of an order under that key, the newest first."""
    query = select(SimulationRun).where(
        SimulationRun.workspace_id == workspace_id,
        SimulationRun.kind == "order",
        SimulationRun.target == target,
    )
    order = (col(SimulationRun.started_at).desc(), col(SimulationRun.id).desc())
    return session.exec(query.order_by(*order).limit(limit)).all()


def oldest_waiting(session: Session) -> SimulationRun | None:
    query = (
        select(SimulationRun)
        .where(SimulationRun.state == "queued")
        .order_by(col(SimulationRun.started_at))
        .limit(1)
    )
    return session.exec(query).one_or_none()


def lost(session: Session, now: datetime) -> Sequence[SimulationRun]:
    """Runs that nobody works on any more."""
    query = select(SimulationRun).where(
        SimulationRun.state == "running", col(SimulationRun.lease_until) <= now
    )
    return session.exec(query).all()


def move(
    session: Session, workspace_id: UUID, run_id: UUID, *, at: str, values: dict[str, Any]
) -> bool:
    """Changes the run if it is in the state ``at``."""
    change = (
        update(SimulationRun)
        .where(
            col(SimulationRun.workspace_id) == workspace_id,
            col(SimulationRun.id) == run_id,
            col(SimulationRun.state) == at,
        )
        .values(**values)
    )
    result: Any = session.execute(change)
    return bool(result.rowcount == 1)
