"""Stopping contact at once, and telling a person what became of their request."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind, Notice
from salesgenix.instructions import service as instructions
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import (
    COPIES,
    Refusal,
    RequestState,
)
from salesgenix.rights.letters import ask_owner, settle_tasks, write_to_person
from salesgenix.rights.rules import (
    KEPT,
)


def stop_contact(
    session: Session,
    workspace_id: UUID,
    card: RequestCard,
    *,
    now: datetime,
    lead: LeadCard | None = None,
) -> None:
    """No more contact, judged and recorded like every action; it deletes nothing."""
    about = lead.subject_ref if lead else card.subject_ref
    wanted = Proposed(
        kind=ActionKind.CONTACT_SUPPRESS,
        arguments={"reason": "opt_out", "emails": [card.email] if card.email else []},
        subject_ref=about,
        idempotency_key=f"request:{card.id}:stop:{about}",
        lead_id=lead.id if lead else None,
    )
    actions.propose(session, workspace_id, wanted, now=now)
    requests.note_stop(session, workspace_id, card.id, now=now)


def send_receipt(
    session: Session, workspace_id: UUID, card: RequestCard, *, key: str, now: datetime
) -> None:
    write_to_person(session, workspace_id, card, Notice.REQUEST_RECEIVED, key=key, now=now)


def answer(
    session: Session,
    workspace_id: UUID,
    card: RequestCard,
    *,
    now: datetime,
    kept: tuple[str, ...] | None = None,
    done: str | None = None,
    words: str | None = None,
) -> RequestCard:
    said = done or card.kind.value
    closed = requests.close(
        session, workspace_id, card.id, RequestState.ANSWERED, done=said, now=now
    )
    is_told = write_to_person(
        session,
        workspace_id,
        card,
        Notice.REQUEST_ANSWERED,
        done=said,
        kept=",".join(kept or KEPT.get(card.kind, ("request_file",))),
        words=words,
        now=now,
    )
    settle_tasks(session, workspace_id, closed, now=now)
    if not is_told and card.kind not in COPIES and not card.is_of_child:
        ask_owner(session, workspace_id, closed, note="no address: tell them in the chat", now=now)
    return closed


def tell_refusal(
    session: Session,
    workspace_id: UUID,
    card: RequestCard,
    reason: Refusal,
    *,
    words: str | None,
    now: datetime,
) -> None:
    write_to_person(
        session,
        workspace_id,
        card,
        Notice.REQUEST_REFUSED,
        reason=reason.value,
        kept="request_file,data" if reason is not Refusal.NOT_HELD else "request_file",
        words=words,
        now=now,
    )
    settle_tasks(session, workspace_id, card, now=now)


def conclude(
    session: Session,
    workspace_id: UUID,
    card: RequestCard,
    *,
    now: datetime,
    kept: tuple[str, ...] = (),
    done: str | None = None,
    words: str | None = None,
) -> RequestCard:
    """The work is done: the answer goes out, and the order has served."""
    closed = answer(session, workspace_id, card, kept=kept, done=done, words=words, now=now)
    if card.instruction_id is not None:
        instructions.revoke(session, workspace_id, card.instruction_id, by=card.decided_by, now=now)
    return closed
