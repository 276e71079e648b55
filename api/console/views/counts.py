"""What waits for a person, as the rail's figures."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from api.console import words
from salesgenix.actions import service as actions
from salesgenix.privacy import requests
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind


@dataclass(frozen=True, slots=True)
class Counts:
    needs_you: int
    approvals: int
    oldest: str  # how long the oldest of them has waited
    requests: int
    overdue: int  # of the requests
    questions: int  # that nothing answered
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
        oldest=words.age(asked[0].requested_at, now) if asked else "",
        requests=asking,
        overdue=overdue,
        questions=sum(task.kind == TaskKind.UNANSWERED_QUESTION for task in open_tasks),
        doubts=len(actions.in_doubt(session, workspace_id)),
    )
