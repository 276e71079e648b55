"""Every query on what leads have answered."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from salesgenix.qualification.models import CriterionAnswer


def in_force(
    session: Session, workspace_id: UUID, lead_ids: Sequence[UUID], framework: str
) -> dict[UUID, list[CriterionAnswer]]:
    """Of each lead, oldest first."""
    statement = (
        select(CriterionAnswer)
        .where(
            CriterionAnswer.workspace_id == workspace_id,
            col(CriterionAnswer.lead_id).in_(lead_ids),
            CriterionAnswer.framework == framework,
            col(CriterionAnswer.superseded_at).is_(None),
        )
        .order_by(col(CriterionAnswer.answered_at), col(CriterionAnswer.id))
    )
    found: dict[UUID, list[CriterionAnswer]] = defaultdict(list)
    for row in session.exec(statement):
        found[row.lead_id].append(row)
    return found


def supersede(
    session: Session,
    workspace_id: UUID,
    lead_id: UUID,
    *,
    framework: str,
    criterion: str,
    now: datetime,
) -> None:
    session.execute(
        update(CriterionAnswer)
        .where(
            col(CriterionAnswer.workspace_id) == workspace_id,
            col(CriterionAnswer.lead_id) == lead_id,
            col(CriterionAnswer.framework) == framework,
            col(CriterionAnswer.criterion) == criterion,
            col(CriterionAnswer.superseded_at).is_(None),
        )
        .values(superseded_at=now)
    )
