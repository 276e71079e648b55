"""Mails that did not arrive. A report by mail (RFC 3464) and a refusal in the session end here, in
one state: an address that does not exist is written to no more, one that fails again and again
neither, and who is refused because of us is not to blame.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions.ports import DeliveryError
from salesgenix.actions.service import Claim
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.mailboxes import marking, repository
from salesgenix.mailboxes.intake import ours_of
from salesgenix.mailboxes.models import AddressFault, MailMessage
from salesgenix.mailboxes.ports import Failure, ReadMail
from salesgenix.mailboxes.rules import (
    SOFT_WITHIN,
    Severity,
    is_failing,
    severity_of,
    severity_of_refusal,
)
from salesgenix.mailboxes.service import MailboxCard
from salesgenix.privacy import service as privacy
from salesgenix.privacy.rules import SuppressionReason
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

FAILED = frozenset({"failed"})  # what is only delayed, relayed or expanded may yet arrive


def take_reports(
    session: Session, workspace_id: UUID, box: MailboxCard, mail: ReadMail, *, now: datetime
) -> int:
    """How many of the failures it reports are about mails of ours. Anybody can write such a report:
    one for a mail that this workspace never sent changes nothing.
    """
    count = 0
    for failure in mail.failures:
        row = _mail_of(session, workspace_id, box, mail, about=failure)
        if row is None or failure.action not in FAILED:
            continue
        count += 1
        _take(session, row, severity_of(failure.status), failure.status, now=now)
    return count


def complained_about(
    session: Session, workspace_id: UUID, box: MailboxCard, mail: ReadMail
) -> MailMessage | None:
    """The mail of ours that an abuse report (RFC 5965) is about."""
    found = (_mail_of(session, workspace_id, box, mail, about=one) for one in mail.failures)
    return next((row for row in found if row is not None), None)


def take_refusal(session: Session, claim: Claim, error: DeliveryError, *, now: datetime) -> None:
    """What the next server said in the session. In the transaction that ends the attempt."""
    row = repository.of_action(session, claim.workspace_id, claim.action_id)
    severity = severity_of_refusal(error.status, of_recipient=error.recipient_refused)
    if row is not None and severity is not None:
        _take(session, row, severity, error.status or error.code, now=now)


def _mail_of(
    session: Session,
    workspace_id: UUID,
    box: MailboxCard,
    mail: ReadMail,
    *,
    about: Failure,
) -> MailMessage | None:
    if about.original_id:
        blind = marking.id_blind(session, workspace_id, about.original_id)
        row = repository.by_message_id(session, workspace_id, blind, direction="out")
        if row is not None:
            return row
    return ours_of(session, workspace_id, box, mail)


def _take(
    session: Session, row: MailMessage, severity: Severity, code: str, *, now: datetime
) -> None:
    """Each mail counts once for each thing that was said of it."""
    workspace_id, action_id = row.workspace_id, row.action_id
    if action_id is None or repository.fault(session, workspace_id, action_id, code) is not None:
        return
    fault = AddressFault(
        workspace_id=workspace_id,
        address_blind=row.address_blind,
        action_id=action_id,
        severity=severity,
        code=code,
        at=now,
    )
    session.add(fault)
    session.flush()
    reason = _reason(session, row, severity, now=now)
    if reason in {"address_gone", "address_failing"}:
        privacy.suppress_address(
            session,
            workspace_id,
            row.address_blind,
            reason=SuppressionReason.BOUNCE,
            now=now,
        )
    if reason is not None and row.conversation_id is not None:
        tasks.open_task(
            session,
            workspace_id,
            row.conversation_id,
            subject_ref=row.subject_ref,
            kind=TaskKind.AGENT_FAILED,
            note=reason,
            now=now,
        )
    entry = Entry(
        type=DecisionType.MAIL_FAILED,
        phase=Phase.EFFECT,
        outcome="failed",
        reasons=(reason,) if reason else (),
        conversation_ref=row.conversation_id,
        subject_ref=row.subject_ref,
        action_id=action_id,
        facts={
            "kind": row.kind,
            "severity": str(severity),
            "code": code,
            "suppressed": reason not in {None, "mail_refused"},
        },
    )
    decisions.record(session, workspace_id, entry, now=now)


def _reason(session: Session, row: MailMessage, severity: Severity, *, now: datetime) -> str | None:
    if severity is Severity.HARD:
        return "address_gone"
    if severity is Severity.OURS:
        return "mail_refused"
    since = now - SOFT_WITHIN
    found = repository.faults(session, row.workspace_id, row.address_blind, since=since)
    soft = {fault.action_id for fault in found if fault.severity == Severity.SOFT}
    sent = repository.sent_to(session, row.workspace_id, row.address_blind)
    faulty = {fault.action_id for fault in found}
    when = [at for action_id, at in sent if action_id in soft]
    # A refusal in the session is told before its action has ended.
    if row.action_id in soft and row.at not in when:
        when.append(row.at)
    others = [
        fault.at
        for fault in found
        if fault.action_id in soft
        and fault.action_id != row.action_id
        and fault.action_id not in {action_id for action_id, _ in sent}
    ]
    arrived = [at for action_id, at in sent if action_id not in faulty]
    return "address_failing" if is_failing([*when, *others], arrived, now=now) else None
