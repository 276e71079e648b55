"""A mail that has come in: told what it is, kept once, and answered only where an order lets it be.

What protects a person, or is about a mail of ours (no more mail, a complaint, a failed delivery, an
answer to an invitation), is done at once and answered to nobody. A person's message goes the way
of a chat message.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlmodel import Session

from agent.invited import answer_invitation
from agent.mailing import answer_to
from agent.receiving import NOT_TEXT, ByMail, Desk, begin_conversation, take_message
from agent.understanding.signals import read_message
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind, Outcome
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS
from salesgenix.conversations.service import ConversationCard, Received
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.mailboxes import failing, intake, marking, sending, stopping
from salesgenix.mailboxes import service as mailboxes
from salesgenix.mailboxes.intake import Arrived, Place
from salesgenix.mailboxes.models import MailMessage
from salesgenix.mailboxes.ports import ReadMail
from salesgenix.mailboxes.rules import MailKind, is_bare_stop
from salesgenix.mailboxes.sending import Heard
from salesgenix.mailboxes.service import MailboxCard
from salesgenix.privacy.rules import SuppressionReason
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

CHANNEL = "mail"
STOP = "stop"  # nobody has to look at it: it is done
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of it: a ``MailKind``, or why it was left: ``known``, ``by_machine``,
    ``own_address``, ``mail_old``, ``mail_unknown``.
    """

    as_what: str
    turn_id: UUID | None = None


def take_in(desk: Desk, workspace_id: UUID, arrived: Arrived) -> Taken:
    """Takes it in once, however often it is read. The mailbox counts as read up to it only in the
    transaction that has kept it.
    """
    now = desk.clock.now()
    with desk.db.writing() as session:
        box = mailboxes.card(session, workspace_id)
        done = partial(_done, session, workspace_id, arrived)
        row = intake.known(session, workspace_id, arrived.mail)
        if row is not None and (row.kind != MailKind.MESSAGE or row.event_seq is not None):
            return done("known")
        as_what = row is None and (
            _of_our_mail(session, workspace_id, box, arrived, now=now)
            or _of_meeting(session, workspace_id, box, arrived, now=now)
            or _of_machine(session, workspace_id, box, arrived, now=now)
        )
        if as_what:
            return done(as_what)
        row = row or _begin(session, workspace_id, box, arrived, now=now)
        if row.conversation_id is None:
            return done("mail_unknown")
        card = conversations.card(session, workspace_id, row.conversation_id)
        text = text_of(arrived.mail)
        unanswered = _why_unanswered(session, card, arrived.mail, row, now=now)
        if not text:
            _ask_team(session, card, "mail_empty", now=now)
            intake.settle(session, workspace_id, row.id, seq=0)
            return done(MailKind.MESSAGE)
    received = take_message(
        desk,
        workspace_id,
        card.id,
        text=text,
        client_id=row.id_blind.hex(),
        by_mail=ByMail(
            subject=arrived.mail.subject,
            is_answered=unanswered is None,
            settle=partial(_settle, _Kept(card, row, arrived, unanswered, now)),
        ),
    )
    return Taken(MailKind.MESSAGE, received.turn_id)


def text_of(mail: ReadMail) -> str:
    """What was written now; where that is nothing, the subject. The rest of a long one is kept
    with the whole mail.
    """
    text = NOT_TEXT.sub(" ", mail.text).strip() or NOT_TEXT.sub(" ", mail.subject).strip()
    return text[:MAX_MESSAGE_CHARACTERS]


def _done(session: Session, workspace_id: UUID, arrived: Arrived, as_what: str) -> Taken:
    mailboxes.advance(session, workspace_id, uid_validity=arrived.uid_validity, uid=arrived.uid)
    return Taken(as_what)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A message on its way into the conversation."""

    card: ConversationCard
    row: MailMessage
    arrived: Arrived
    unanswered: str | None  # why the agent does not answer, as a note for the team
    now: datetime


def _settle(kept: _Kept, session: Session, received: Received) -> None:
    workspace_id = kept.card.workspace_id
    intake.settle(session, workspace_id, kept.row.id, seq=received.seq)
    if received.is_new and kept.unanswered == STOP:
        stopping.stop(session, kept.row, reason=SuppressionReason.OPT_OUT, now=kept.now)
    elif received.is_new and kept.unanswered is not None:
        _ask_team(session, kept.card, kept.unanswered, now=kept.now)
    _done(session, workspace_id, kept.arrived, MailKind.MESSAGE)


def _of_our_mail(
    session: Session, workspace_id: UUID, box: MailboxCard, arrived: Arrived, *, now: datetime
) -> str | None:
    """No more mail, a complaint, a failed delivery: what is said of a mail that we sent."""
    mail = arrived.mail
    tag = marking.tag_of(mail.recipients, box.address)
    if tag.startswith(marking.STOP):
        ours = intake.ours_of(session, workspace_id, box, mail)
        if ours is None:
            return "mail_unknown"
        stopping.stop(session, ours, reason=SuppressionReason.OPT_OUT, now=now)
        return _noted(session, ours, MailKind.UNSUBSCRIBE, "stop", now=now)
    if mail.is_complaint:
        ours = failing.complained_about(session, workspace_id, box, mail)
        if ours is None:
            return "mail_unknown"
        stopping.stop(session, ours, reason=SuppressionReason.COMPLAINT, now=now)
        return _noted(session, ours, MailKind.COMPLAINT, "stop", now=now)
    if mail.failures:
        count = failing.take_reports(session, workspace_id, box, mail, now=now)
        return MailKind.BOUNCE if count else "mail_unknown"
    return None


def _of_meeting(
    session: Session, workspace_id: UUID, box: MailboxCard, arrived: Arrived, *, now: datetime
) -> str | None:
    """The answer of a calendar says all in itself: nobody waits for a word of ours."""
    mail = arrived.mail
    if mail.reply is None:
        return None
    answer_invitation(session, workspace_id, mail.reply, sender=mail.sender, now=now)
    place = intake.place_of(session, workspace_id, box, mail)
    if place is not None:
        kind = MailKind.CALENDAR_REPLY
        intake.keep_received(session, workspace_id, place, arrived, kind=kind, now=now)
    return MailKind.CALENDAR_REPLY


def _of_machine(
    session: Session, workspace_id: UUID, box: MailboxCard, arrived: Arrived, *, now: datetime
) -> str | None:
    """It is kept where it belongs to a conversation, and answered nowhere (RFC 3834)."""
    mail = arrived.mail
    why = intake.why_nobody_answers(session, workspace_id, box, mail)
    if why != "by_machine":
        return why
    place = intake.place_of(session, workspace_id, box, mail)
    if place is None:
        return why
    kind = MailKind.AUTO_REPLY
    intake.keep_received(
        session, workspace_id, place, arrived, kind=kind, reasons=("by_machine",), now=now
    )
    return kind


def _noted(
    session: Session, ours: MailMessage, kind: MailKind, reason: str, *, now: datetime
) -> str | None:
    if ours.conversation_id is not None:
        place = Place(ours.conversation_id, ours.subject_ref)
        intake.record(session, ours.workspace_id, place, kind=kind, reasons=(reason,), now=now)
    return kind


def _begin(
    session: Session, workspace_id: UUID, box: MailboxCard, arrived: Arrived, *, now: datetime
) -> MailMessage:
    """The row of a person's message, in the conversation it goes on with or in one of its own."""
    mail = arrived.mail
    place = intake.place_of(session, workspace_id, box, mail)
    if place is None:
        place = _opened(session, workspace_id, mail, now=now)
    return intake.keep_received(
        session, workspace_id, place, arrived, kind=MailKind.MESSAGE, now=now
    )


def _opened(session: Session, workspace_id: UUID, mail: ReadMail, *, now: datetime) -> Place:
    profile = accounts.profile_of(session, workspace_id).profile
    read = read_message(
        text_of(mail), languages=profile.languages, minor_age=profile.minor_age, by_rules=True
    )
    opened = begin_conversation(
        session, workspace_id, channel=CHANNEL, language=read.language, now=now
    ).conversation
    known = {FactField.EMAIL: mail.sender, FactField.NAME: _name(mail)}
    for field, value in known.items():
        if value:
            leads.learn(
                session,
                workspace_id,
                opened.lead_id,
                field,
                value=value,
                quote=None,
                source=CHANNEL,
                now=now,
            )
    return Place(opened.id, opened.subject_ref)


def _name(mail: ReadMail) -> str | None:
    """As they write it themselves; what looks like an address is no name."""
    name = " ".join(NOT_TEXT.sub(" ", mail.sender_name).split())[:LONGEST_NAME]
    return None if "@" in name else name or None


def _why_unanswered(
    session: Session, card: ConversationCard, mail: ReadMail, row: MailMessage, *, now: datetime
) -> str | None:
    """``None`` where an order lets the agent answer this mail. Who asked for silence, an old mail
    and a machine that does not say it is one are left to a person.
    """
    if is_bare_stop(text_of(mail)):
        return STOP
    if intake.is_stale(mail, now=now):
        return "mail_old"
    if sending.is_looping(session, card.workspace_id, card.id, mail.text, but=row.id, now=now):
        return "mail_loop"
    heard = Heard(mail.message_id, mail.sender, mail.sender_name or None, mail.subject, (), now)
    arguments: dict[str, Any] = answer_to(heard, "-", seq=0)
    wanted = Proposed(
        kind=ActionKind.MAIL_REPLY,
        arguments=arguments,
        conversation_id=card.id,
        lead_id=card.lead_id,
        subject_ref=card.subject_ref,
        idempotency_key=f"foresee:{row.id}",
    )
    verdict = actions.foresee(session, card.workspace_id, wanted, now=now)
    return "mail_waits" if verdict.outcome is Outcome.DENIED else None


def _ask_team(session: Session, card: ConversationCard, note: str, *, now: datetime) -> None:
    tasks.open_task(
        session,
        card.workspace_id,
        card.id,
        subject_ref=card.subject_ref,
        kind=TaskKind.PERSON_WANTED,
        note=note,
        now=now,
    )
