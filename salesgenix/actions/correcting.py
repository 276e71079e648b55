"""Mail that has not left yet, when the address it goes to turns out to be wrong.

A module of its own beside ``withdrawing``, which ends what waits about a person.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.judging import Standing, judge, keep
from salesgenix.actions.models import Action
from salesgenix.actions.proposing import arguments_of, change_arguments, request_approval
from salesgenix.actions.rules import APPROVAL_LASTS, GRANTED, ApprovalState, State
from salesgenix.authority.rules import Outcome


def readdress(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    *,
    wrong: list[str],
    right: str,
    now: datetime,
) -> int:
    """Mail of this person that has not left yet goes to the right address; how many that are.

    Nobody has approved that: an approval that waits is then about the changed mail, and one that
    was given is asked for again, with the old address beside the new.
    """
    gone, count = {address.casefold() for address in wrong}, 0
    rows = repository.of_subject(session, workspace_id, subject_ref, states=repository.WAITING)
    repository.lock(session, *((workspace_id, row.conversation_id) for row in rows))
    for row in rows:
        session.refresh(row)
        if row.state not in repository.WAITING:
            continue
        arguments = arguments_of(session, row)
        if str(arguments.get("email", "")).casefold() in gone:
            change_arguments(session, row, arguments | {"email": right})
            _ask_again(session, row, now=now)
            count += 1
    return count


def _ask_again(session: Session, row: Action, *, now: datetime) -> None:
    asked = repository.approval_of(session, row.workspace_id, row.id)
    if asked is None:
        return
    if asked.state == ApprovalState.PENDING:
        asked.digest = row.digest
        session.add(asked)
        session.flush()
    elif asked.state in GRANTED and row.state == State.AUTHORISED:
        arguments = arguments_of(session, row)
        verdict = judge(session, row, arguments, standing=Standing(speaks=False), now=now)
        if verdict.outcome is not Outcome.NEEDS_APPROVAL:
            return  # it leaves by the rules alone, or is refused by them
        keep(row, verdict)
        session.add(row)
        session.flush()
        repository.move(session, row.workspace_id, row, State.AWAITING_APPROVAL)
        request_approval(session, row, arguments, expires_at=now + APPROVAL_LASTS, now=now)
