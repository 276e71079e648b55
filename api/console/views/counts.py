"""What waits for a person, as the rail's figures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.privacy import requests
from salesgenix.tasks import service as tasks


@dataclass(frozen=True, slots=True)
class Counts:
    needs_you: int
    approvals: int
    requests: int
    overdue: int  # of the requests
    doubts: int  # mails and deeds of which nobody knows whether they happened


def counts(session: Session, workspace_id: UUID, *, now: datetime) -> Counts:
    asked = actions.pending_approvals(session, workspace_id)
    open_tasks = tasks.listing(session, workspace_id)
    waiting = {task.conversation_id for task in open_tasks if task.conversation_id}
    waiting |= {card.action.conversation_id for card in asked if card.action.conversation_id}
    asking, overdue = requests.waiting(session, workspace_id, now=now)
    return Counts(
        needs_you=len(waiting),
        approvals=len(asked),
        requests=asking,
        overdue=overdue,
        doubts=len(actions.in_doubt(session, workspace_id)),
    )
