"""Taking back what is still to be done about a person: they are being erased.

A module of its own beside ``service``: it judges nothing and proposes nothing.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.judging import record
from salesgenix.actions.rules import ApprovalState, State
from salesgenix.authority.rules import Reason
from salesgenix.decisions.rules import DecisionType, Phase

WAITING = (State.AWAITING_APPROVAL, State.AUTHORISED)


def withdraw(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> int:
    """Refuses every action that waits, with a record of each; nobody is asked about them any more.

    What is claimed is on its way already; returns how many were refused.
    """
    rows = repository.of_subject(session, workspace_id, subject_ref, states=WAITING)
    repository.lock(session, *((workspace_id, row.conversation_id) for row in rows))
    count = 0
    for row in rows:
        approval = repository.approval_of(session, workspace_id, row.id)
        if approval is not None and approval.state == ApprovalState.PENDING:
            approval.state, approval.decided_at = ApprovalState.EXPIRED, now
            session.add(approval)
        if not repository.move(session, workspace_id, row, State.REFUSED, ended_at=now):
            continue
        count += 1
        record(
            session,
            row,
            DecisionType.ACTION_DENIED,
            outcome="denied",
            phase=Phase.EFFECT,
            reasons=(Reason.FROZEN,),
            now=now,
        )
    session.flush()
    return count
