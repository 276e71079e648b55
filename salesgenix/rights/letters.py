"""The letters of a data request, proposed as actions like everything that leaves the house."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind, Notice
from salesgenix.privacy.files import RequestCard
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind


def write_to_person(
    session: Session,
    workspace_id: UUID,
    card: RequestCard,
    purpose: Notice,
    *,
    now: datetime,
    key: str = "",
    **facts: str | None,
) -> bool:
    """One letter to the address in the file; ``False`` when there is none to write to."""
    if card.email is None:
        return False
    told = {
        "kind": card.kind.value,
        "received_on": card.received_on.isoformat(),
        "due_on": card.due_on.isoformat(),
        **facts,
    }
    arguments = {
        "email": card.email,
        "purpose": purpose.value,
        "language": card.language,
        "facts": {name: value for name, value in told.items() if value},
    }
    wanted = Proposed(
        kind=ActionKind.MAIL_NOTICE,
        arguments=arguments,
        subject_ref=card.subject_ref,
        idempotency_key=f"request:{card.id}:{purpose}:{key}",
    )
    actions.propose(session, workspace_id, wanted, now=now)
    return True


def warn_owners(
    session: Session,
    workspace_id: UUID,
    card: RequestCard,
    *,
    left: int,
    link: str,
    now: datetime,
) -> int:
    """One letter to every active owner; how many."""
    language = accounts.profile_of(session, workspace_id).profile.languages[0]
    owners = [who for who in accounts.members(session, workspace_id) if who.role is Role.OWNER]
    for owner in owners:
        facts = {
            "kind": card.kind.value,
            "due_on": card.due_on.isoformat(),
            "days": str(left),
            "link": link,
        }
        wanted = Proposed(
            kind=ActionKind.MAIL_NOTICE,
            arguments={
                "email": owner.email,
                "purpose": Notice.REQUEST_DUE.value,
                "language": language,
                "facts": facts,
            },
            subject_ref=owner.subject_ref,
            idempotency_key=f"request:{card.id}:due:{left}:{owner.id}",
        )
        actions.propose(session, workspace_id, wanted, now=now)
    return len(owners)


def warn_owners_of_child(
    session: Session, workspace_id: UUID, card: RequestCard, *, until: date, now: datetime
) -> None:
    """One letter to every owner: somebody may be a child, and goes on that day."""
    language = accounts.profile_of(session, workspace_id).profile.languages[0]
    for owner in accounts.members(session, workspace_id):
        if owner.role is not Role.OWNER:
            continue
        wanted = Proposed(
            kind=ActionKind.MAIL_NOTICE,
            arguments={
                "email": owner.email,
                "purpose": Notice.CHILD_FOUND.value,
                "language": language,
                "facts": {"until": until.isoformat()},
            },
            subject_ref=owner.subject_ref,
            idempotency_key=f"request:{card.id}:child:{owner.id}",
        )
        actions.propose(session, workspace_id, wanted, now=now)


def ask_owner(
    session: Session, workspace_id: UUID, card: RequestCard, *, now: datetime, note: str = ""
) -> None:
    """Something for a person to do, without a name in it."""
    told = note or f"{card.kind.value}, due {card.due_on.isoformat()}"
    tasks.open_task(
        session,
        workspace_id,
        None,
        subject_ref=card.subject_ref,
        kind=TaskKind.DATA_REQUEST,
        note=told,
        now=now,
    )


def settle_tasks(session: Session, workspace_id: UUID, card: RequestCard, *, now: datetime) -> None:
    """Nothing is left to do about a closed request, here or in its conversation."""
    tasks.finish_about(session, workspace_id, card.subject_ref, member_id=card.decided_by, now=now)
    if card.conversation_id is not None and card.decided_by is not None:
        tasks.finish(
            session,
            workspace_id,
            card.conversation_id,
            kinds=(TaskKind.DATA_REQUEST,),
            member_id=card.decided_by,
            now=now,
        )
