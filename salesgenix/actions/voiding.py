"""Ending what waits under an order that is withdrawn or over, unless another order allows it.

A module of its own beside ``withdrawing``, which ends what waits about a person: this one judges.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.judging import is_held, judge_again, keep, record
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.performing import release
from salesgenix.actions.proposing import append_events, arguments_of
from salesgenix.actions.rules import ApprovalState, State
from salesgenix.authority.rules import Outcome, Verdict
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Wakeup, announce
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.kit.errors import NotFound


def void_ended(session: Session, now: datetime, workspace_id: UUID | None = None) -> int:
    """Judges again whatever waits without its order, and refuses what no order allows any more.

    Approvals that were asked for under it are void. What a pause holds waits on. Of one workspace,
    or of all; returns how many were refused.
    """
    places = repository.without_order(session, now, workspace_id=workspace_id)
    if not places:
        return 0
    repository.lock(session, *((workspace, thread) for workspace, _, thread in places))
    return sum(_look_at(session, workspace, one, now=now) for workspace, one, _ in places)


def _look_at(session: Session, workspace_id: UUID, action_id: UUID, *, now: datetime) -> int:
    row = repository.action(session, workspace_id, action_id)
    if row is None or row.state not in repository.WAITING:
        return 0
    approval = repository.approval_of(session, workspace_id, action_id)
    try:
        verdict = judge_again(session, row, arguments_of(session, row), now=now)
    except NotFound:  # erased: whoever claims it refuses it
        return 0
    if is_held(verdict):
        return 0
    keep(row, verdict)
    session.add(row)
    session.flush()
    if verdict.outcome is not Outcome.DENIED:
        return 0
    return int(_refuse(session, row, approval, verdict, now=now))


def _refuse(
    session: Session, row: Action, approval: Approval | None, verdict: Verdict, *, now: datetime
) -> bool:
    if not repository.move(session, row.workspace_id, row, State.REFUSED, ended_at=now):
        return False
    record(
        session,
        row,
        DecisionType.ACTION_DENIED,
        outcome="denied",
        phase=Phase.EFFECT,
        reasons=tuple(verdict.reasons),
        checks=row.checks,
        now=now,
    )
    release(session, row, now=now)
    if approval is not None and approval.state == ApprovalState.PENDING:
        approval.state, approval.decided_at = ApprovalState.EXPIRED, now
        session.add(approval)
        session.flush()
        announce(session, Wakeup(row.workspace_id, "approval", approval.id))
        _tell(session, row, approval, verdict, now=now)
    return True


def _tell(
    session: Session, row: Action, approval: Approval, verdict: Verdict, *, now: datetime
) -> None:
    """Who was told that a person would decide is told that nobody will."""
    if row.conversation_id is None:
        return
    event = NewEvent(
        kind=EventKind.APPROVAL_DECIDED,
        actor=Actor.SYSTEM,
        payload={
            "approval_id": str(approval.id),
            "action_id": str(row.id),
            "kind": row.kind,
            "outcome": "denied",
            "reason": ", ".join(verdict.reasons),
            "arguments": arguments_of(session, row),
        },
    )
    seq = append_events(session, row, event, now=now)
    thread = conversations.card(session, row.workspace_id, row.conversation_id)
    if thread.control == "agent" and thread.state == "open":
        conversations.owe_turn(
            session, row.workspace_id, row.conversation_id, trigger="approval", seq=seq, now=now
        )
