"""What comes in by mail: whose it is, which conversation it belongs to, and the row kept of it.

Whoever knows a Message-ID is not yet the person it was sent to: a mail joins a conversation only
when it comes from the address that conversation's mail goes to. From any other it begins one of its
own, and sees nothing of the first.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts.rules import looks_like_email, normalise_email
from salesgenix.db import write_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.leads import service as leads
from salesgenix.mailboxes import marking, repository
from salesgenix.mailboxes.models import MailMessage
from salesgenix.mailboxes.ports import ReadMail
from salesgenix.mailboxes.rules import MailKind, same_words
from salesgenix.mailboxes.service import MailboxCard, own_addresses

TOO_OLD = timedelta(days=3)  # nobody waits for an automatic answer to it any more
SKEW = timedelta(hours=1)  # between the clocks of two houses
NOT_TEXT = "base64:"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail where it lies in the mailbox, and what was read of it."""

    uid_validity: int
    uid: int
    raw: bytes
    mail: ReadMail


@dataclass(frozen=True, slots=True)
class Place:
    """Whose mail it is."""

    conversation_id: UUID
    subject_ref: UUID


def known(session: Session, workspace_id: UUID, mail: ReadMail) -> MailMessage | None:
    """The row of a mail that came in before, under whatever number."""
    blind = marking.id_blind(session, workspace_id, mail.message_id)
    return repository.by_message_id(session, workspace_id, blind, direction="in")


def why_nobody_answers(
    session: Session, workspace_id: UUID, box: MailboxCard, mail: ReadMail
) -> str | None:
    """Why this is no message of a person to us; ``None`` for one that is."""
    if not looks_like_email(mail.sender):
        return "by_machine"
    if normalise_email(without_tag(mail.sender)) in own_addresses(session, workspace_id):
        return "own_address"
    if mail.auto is not None:
        return "by_machine"
    if mail.sent_at is not None and mail.sent_at < box.since - SKEW:
        return "mail_old"
    return None


def is_stale(mail: ReadMail, *, now: datetime) -> bool:
    return mail.sent_at is not None and now - mail.sent_at > TOO_OLD


def place_of(
    session: Session, workspace_id: UUID, box: MailboxCard, mail: ReadMail
) -> Place | None:
    """The conversation this mail goes on with: by In-Reply-To, then the references from the last
    one on, then the token of the address it came to; the subject says nothing.
    """
    blind = leads.email_index(session, workspace_id, mail.sender)
    for row in _relatives(session, workspace_id, box, mail):
        if row.conversation_id is None:
            continue
        lead = leads.card_of_subject(session, workspace_id, row.subject_ref)
        is_theirs = (
            lead is not None
            and lead.email is not None
            and (leads.email_index(session, workspace_id, lead.email) == blind)
        )
        if row.address_blind == blind or is_theirs:
            return Place(row.conversation_id, row.subject_ref)
    return None


def ours_of(
    session: Session, workspace_id: UUID, box: MailboxCard, mail: ReadMail
) -> MailMessage | None:
    """Our mail to whose tagged address this one was sent."""
    tag = marking.tag_of(mail.recipients, box.address)
    action_id = marking.action_of(session, workspace_id, tag.removeprefix(marking.STOP))
    return None if action_id is None else repository.of_action(session, workspace_id, action_id)


def keep_received(
    session: Session,
    workspace_id: UUID,
    place: Place,
    arrived: Arrived,
    *,
    kind: MailKind,
    reasons: tuple[str, ...] = (),
    now: datetime,
) -> MailMessage:
    """The whole of it is kept as it came, under the person's key."""
    mail = arrived.mail
    row = MailMessage(
        workspace_id=workspace_id,
        conversation_id=place.conversation_id,
        subject_ref=place.subject_ref,
        direction="in",
        kind=kind,
        id_blind=marking.id_blind(session, workspace_id, mail.message_id),
        address_blind=leads.email_index(session, workspace_id, mail.sender),
        uid_validity=arrived.uid_validity,
        uid=arrived.uid,
        at=now,
    )
    headers = {
        "message_id": mail.message_id,
        "sender": mail.sender,
        "name": mail.sender_name,
        "recipients": list(mail.recipients),
        "subject": mail.subject,
        "in_reply_to": mail.in_reply_to or "",
        "references": list(mail.references) or [one for one in (mail.in_reply_to,) if one],
        "attachments": list(mail.attachments),
        "words": same_words(mail.text),
    }
    write_sealed(
        session,
        row,
        headers=json.dumps(headers, ensure_ascii=False),
        raw=as_text(arrived.raw),
    )
    session.add(row)
    session.flush()
    record(session, workspace_id, place, kind=kind, reasons=reasons, now=now)
    return row


def settle(session: Session, workspace_id: UUID, mail_id: UUID, *, seq: int) -> None:
    """The mail has become the message ``seq``."""
    row = repository.row(session, workspace_id, mail_id)
    if row is not None:
        row.event_seq = seq
        session.add(row)
        session.flush()


def record(
    session: Session,
    workspace_id: UUID,
    place: Place,
    *,
    kind: MailKind,
    reasons: tuple[str, ...] = (),
    now: datetime,
) -> None:
    entry = Entry(
        type=DecisionType.MAIL_RECEIVED,
        phase=Phase.EFFECT,
        outcome="received",
        reasons=reasons,
        conversation_ref=place.conversation_id,
        subject_ref=place.subject_ref,
        facts={"kind": str(kind)},
    )
    decisions.record(session, workspace_id, entry, now=now)


def as_text(raw: bytes) -> str:
    """A mail as it can be sealed and exported: readable, unless it is no text."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return NOT_TEXT + base64.b64encode(raw).decode()


def as_bytes(text: str) -> bytes:
    """Exactly what came in."""
    if text.startswith(NOT_TEXT):
        return base64.b64decode(text.removeprefix(NOT_TEXT))
    return text.encode()


def without_tag(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}"


def _relatives(
    session: Session, workspace_id: UUID, box: MailboxCard, mail: ReadMail
) -> Iterator[MailMessage]:
    named = [mail.in_reply_to] if mail.in_reply_to else []
    for message_id in dict.fromkeys([*named, *reversed(mail.references)]):
        blind = marking.id_blind(session, workspace_id, message_id)
        row = repository.by_message_id(session, workspace_id, blind)
        if row is not None:
            yield row
    row = ours_of(session, workspace_id, box, mail)
    if row is not None:
        yield row
