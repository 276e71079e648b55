"""The request that nobody has to make: somebody gave a child's age, and their data has an hour.

The file says nothing of the age. Until the hour a person may keep what is held, with a reason, or
order its end at once; then it is carried out because the policy says so.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import Wakeup, announce
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.privacy import repository
from salesgenix.privacy.files import RequestCard, card_of
from salesgenix.privacy.models import DataRequest
from salesgenix.privacy.rules import NoChild, RequestKind, RequestState


def set_hour(
    session: Session, workspace_id: UUID, request_id: UUID, *, executes_at: datetime, now: datetime
) -> bool:
    """Once: a second statement does not move the hour, nor does one about a request under way."""
    row = _existing(session, workspace_id, request_id)
    if row.executes_at is not None or row.state != RequestState.ROUTED:
        return False
    row.executes_at = executes_at
    session.add(row)
    session.flush()
    facts = {"executes_at": executes_at.isoformat()}
    _record(session, row, DecisionType.CHILD_FOUND, facts=facts, now=now)
    return True


def open_of(session: Session, workspace_id: UUID, subject_ref: UUID) -> RequestCard | None:
    """The open request of somebody who may be a child."""
    row = repository.open_request_about(session, workspace_id, subject_ref, RequestKind.ERASE)
    return card_of(session, row) if row is not None and row.executes_at is not None else None


def due(session: Session, workspace_id: UUID, *, now: datetime) -> list[RequestCard]:
    return [
        card_of(session, row) for row in repository.due_without_order(session, workspace_id, now)
    ]


def begin(
    session: Session, workspace_id: UUID, request_id: UUID, *, now: datetime
) -> RequestCard | None:
    """By the policy, at its hour; ``None`` when a person was faster."""
    if not repository.leave_routed(session, workspace_id, request_id, RequestState.IN_PROGRESS):
        return None
    row = _existing(session, workspace_id, request_id)
    _record(session, row, DecisionType.CHILD_PURGED, facts={}, now=now)
    return card_of(session, row)


def keep(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    *,
    reason: NoChild,
    member_id: UUID,
    now: datetime,
) -> RequestCard:
    """``Conflict`` (``request.moved_on``) when it is being carried out, or was decided before."""
    if not repository.leave_routed(session, workspace_id, request_id, RequestState.WITHDRAWN):
        raise Conflict("request.moved_on", "What is held is going already, or this was decided.")
    row = _existing(session, workspace_id, request_id)
    row.closed_at, row.decided_by, row.decided_at = now, member_id, now
    session.add(row)
    session.flush()
    _record(
        session, row, DecisionType.CHILD_KEPT, facts={}, now=now, actor=member_id, reason=reason
    )
    return card_of(session, row)


def _existing(session: Session, workspace_id: UUID, request_id: UUID) -> DataRequest:
    row = repository.request(session, workspace_id, request_id)
    if row is None:
        raise NotFound("request.unknown", "There is no such request.")
    session.refresh(row)
    return row


def _record(
    session: Session,
    row: DataRequest,
    type_: DecisionType,
    *,
    facts: dict[str, str],
    now: datetime,
    actor: UUID | None = None,
    reason: NoChild | None = None,
) -> None:
    entry = Entry(
        type=type_,
        outcome="performed",
        automation=Automation.HUMAN_MADE if actor else Automation.AUTO,
        actor=actor,
        reasons=(reason,) if reason else ("signal.minor",),
        subject_ref=row.about_ref,
        conversation_ref=row.conversation_id,
        facts={"request": str(row.id)} | facts,
    )
    decisions.record(session, row.workspace_id, entry, now=now)
    announce(session, Wakeup(row.workspace_id, "feed", row.id))
