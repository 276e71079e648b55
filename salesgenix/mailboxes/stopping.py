"""No more mail: by the link, by a mail to the address beside it, by a complaint. At once, for the
whole workspace, and until the person themselves lifts it.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.db import keyring_of
from salesgenix.kit.errors import NotFound
from salesgenix.leads import service as leads
from salesgenix.mailboxes import marking, repository
from salesgenix.mailboxes.models import MailMessage
from salesgenix.privacy import service as privacy
from salesgenix.privacy.rules import SuppressionReason


def workspace_of(session: Session, token: str) -> UUID:
    """Whose mail the link stood in. ``NotFound`` for a link that leads nowhere (any more)."""
    return _mail_of(session, token).workspace_id


def unsubscribe(session: Session, token: str, *, now: datetime) -> UUID:
    """Ends all contact with whom that mail went to; again changes nothing. The workspace."""
    row = _mail_of(session, token)
    stop(session, row, reason=SuppressionReason.OPT_OUT, now=now)
    return row.workspace_id


def stop(session: Session, row: MailMessage, *, reason: SuppressionReason, now: datetime) -> None:
    """For the person the mail went to, and for the address it went to if they have another now."""
    is_known = privacy.has_stopped(session, row.workspace_id, row.subject_ref)
    privacy.suppress_address(session, row.workspace_id, row.address_blind, reason=reason, now=now)
    if is_known:
        return
    lead = leads.card_of_subject(session, row.workspace_id, row.subject_ref)
    wanted = Proposed(
        kind=ActionKind.CONTACT_SUPPRESS,
        arguments={"reason": reason.value},
        conversation_id=row.conversation_id,
        lead_id=lead.id if lead else None,
        subject_ref=row.subject_ref,
        idempotency_key=f"mail:{row.id}:{reason}:{now.isoformat()}",
    )
    actions.propose(session, row.workspace_id, wanted, now=now)


def _mail_of(session: Session, token: str) -> MailMessage:
    row = repository.by_unsubscription(session, marking.digest_of(token))
    if row is None:
        raise NotFound("unsubscribe.unknown", "There is no such mail.")
    keyring_of(session).living_person(row.workspace_id, row.subject_ref)
    return row
