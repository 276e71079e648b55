"""What leaves by mail: how its reader comes back to us, the row that is kept of it, and to which
mail an answer belongs.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions.ports import Envelope
from salesgenix.actions.service import Claim
from salesgenix.authority.rules import OF_THE_HOUSE
from salesgenix.db import read_sealed, write_sealed
from salesgenix.leads import service as leads
from salesgenix.mailboxes import marking, repository
from salesgenix.mailboxes.models import MailMessage
from salesgenix.mailboxes.rules import (
    LOOP_WITHIN,
    REPLIES_PER_HOUR,
    SAME_WITHIN,
    answer_subject,
    same_words,
)
from salesgenix.mailboxes.service import find

LOOKED_BACK = 20  # mails


@dataclass(frozen=True, slots=True)
class Return:
    """How the reader of a mail comes back: ``address`` is the mailbox's, none while there is none;
    ``tag`` stands behind its plus; ``stop`` is the token of the unsubscription.
    """

    address: str | None
    tag: str | None
    stop: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A mail that a person wrote, as far as its answer needs it."""

    message_id: str
    sender: str
    name: str | None
    subject: str
    references: tuple[str, ...]
    at: datetime

    @property
    def answer_subject(self) -> str:
        return answer_subject(self.subject)


def way_back(session: Session, workspace_id: UUID, action_id: UUID) -> Return:
    box = find(session, workspace_id)
    address = box.address if box is not None and box.is_on else None
    tag = None
    if address is not None and marking.takes_tokens(address):
        tag = marking.thread_token(session, workspace_id, action_id)
    return Return(address, tag, marking.unsubscribe_token(session, workspace_id, action_id))


def keep_sent(session: Session, claim: Claim, envelope: Envelope, *, now: datetime) -> None:
    """The row by which an answer, a bounce or an unsubscription finds its way back. In the
    transaction that begins the hand-over; a second attempt is the same mail. The letter itself lies
    in the delivery. A letter of the house belongs to no conversation.
    """
    if claim.kind in OF_THE_HOUSE:
        return
    blind = marking.id_blind(session, claim.workspace_id, envelope.message_id)
    if repository.by_message_id(session, claim.workspace_id, blind, direction="out") is not None:
        return
    written = message_from_bytes(envelope.message, policy=policy.default)
    stop = marking.unsubscribe_token(session, claim.workspace_id, claim.action_id)
    row = MailMessage(
        workspace_id=claim.workspace_id,
        conversation_id=claim.conversation_id,
        subject_ref=claim.subject_ref,
        direction="out",
        kind=claim.kind,
        id_blind=blind,
        address_blind=leads.email_index(session, claim.workspace_id, envelope.recipient),
        event_seq=_seq(claim),
        action_id=claim.action_id,
        unsubscribe_digest=marking.digest_of(stop),
        at=now,
    )
    kept = {
        "message_id": envelope.message_id,
        "subject": str(written["Subject"] or ""),
        "in_reply_to": str(written["In-Reply-To"] or ""),
        "references": str(written["References"] or "").split(),
        "recipient": envelope.recipient,
    }
    write_sealed(session, row, headers=json.dumps(kept, ensure_ascii=False))
    session.add(row)
    session.flush()


def to_answer(session: Session, workspace_id: UUID, conversation_id: UUID) -> Heard | None:
    """The newest mail that somebody wrote in this conversation."""
    rows = repository.heard(session, workspace_id, conversation_id, limit=1)
    headers = headers_of(session, rows[0]) if rows else None
    if not headers:
        return None
    return Heard(
        message_id=headers["message_id"],
        sender=headers["sender"],
        name=headers.get("name") or None,
        subject=headers.get("subject", ""),
        references=tuple(headers.get("references", ())),
        at=rows[0].at,
    )


def is_looping(
    session: Session,
    workspace_id: UUID,
    conversation_id: UUID,
    text: str,
    *,
    but: UUID,
    now: datetime,
) -> bool:
    """Whether another automatic answer might go on for ever: there were as many as may be within
    the hour, or the same words have come before and had theirs. ``but``: the mail itself.
    """
    if has_answered_enough(session, workspace_id, conversation_id, now=now):
        return True
    rows = repository.heard(session, workspace_id, conversation_id, limit=LOOKED_BACK)
    recent = [row for row in rows if row.id != but and now - row.at <= SAME_WITHIN]
    return same_words(text) in _words_of(session, recent)


def has_answered_enough(
    session: Session, workspace_id: UUID, conversation_id: UUID, *, now: datetime
) -> bool:
    count = repository.automatic_replies(
        session, workspace_id, conversation_id, since=now - LOOP_WITHIN
    )
    return count >= REPLIES_PER_HOUR


def headers_of(session: Session, row: MailMessage) -> dict[str, Any] | None:
    """``None`` once the person has been erased."""
    text = read_sealed(session, row, "headers")
    return None if text is None else json.loads(text)


def _words_of(session: Session, rows: Iterable[MailMessage]) -> set[str]:
    every = (headers_of(session, row) or {} for row in rows)
    return {str(headers["words"]) for headers in every if headers.get("words")}


def _seq(claim: Claim) -> int | None:
    seq = claim.arguments.get("seq")
    return seq if isinstance(seq, int) else None
