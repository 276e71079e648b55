"""What a guest does to their meeting themselves, by a link of ours or in their own calendar, and
what they are told of it unasked.

To call it off is their right and needs no order of the owner's; another time is given to them
only where the owner's orders let the agent give it.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.following import entries, meeting_mail
from salesgenix.actions.judging import Standing
from salesgenix.actions.proposing import Outcome, Proposed, propose_as, propose_entry
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State
from salesgenix.appointments.service import AppointmentCard
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.leads import service as leads

UNSAID = Standing(speaks=False)  # whoever has the conversation: nobody talks here


def call_off(
    session: Session, workspace_id: UUID, appointment_id: UUID, *, tells: bool, now: datetime
) -> AppointmentCard:
    """The time is free at once and the meeting leaves the team's calendars. ``tells``: the guest's
    calendar does not know it yet, so a mail is asked for. Once it is off, nothing more happens.
    """
    before = appointments.card(session, workspace_id, appointment_id)
    gone = appointments.cancel(session, workspace_id, appointment_id, now=now)
    if before.state is not State.CONFIRMED:
        return gone
    if gone.conversation_id is not None:
        event = NewEvent(
            kind=EventKind.BOOKING_CANCELLED,
            actor=Actor.PROSPECT,
            payload={
                "appointment_id": str(gone.id),
                "starts_at": gone.starts_at.isoformat(),
                "ends_at": gone.ends_at.isoformat(),
                "zone": gone.prospect_zone,
                "member": gone.member_name,
            },
        )
        conversations.append(session, workspace_id, gone.conversation_id, event, now=now)
    for kind, arguments in entries(session, workspace_id, gone):
        key = f"{kind}:{gone.id}:{arguments['source_id']}:{gone.sequence}"
        wanted = _about(gone, kind, arguments, key)
        propose_entry(session, workspace_id, wanted, now=now)
    mails = meeting_mail(session, workspace_id, gone, ActionKind.MAIL_CANCELLATION) if tells else ()
    for kind, arguments in mails:
        wanted = _about(gone, kind, arguments, f"{kind}:{gone.id}:{gone.sequence}")
        propose_as(session, workspace_id, wanted, standing=UNSAID, now=now)
    return gone


def move(
    session: Session,
    workspace_id: UUID,
    appointment_id: UUID,
    *,
    member_id: UUID,
    starts_at: datetime,
    now: datetime,
) -> Outcome:
    """As ``propose``: done, awaiting_approval, denied, or failed with other times in its result."""
    card = appointments.card(session, workspace_id, appointment_id)
    arguments = {
        "appointment_id": str(card.id),
        "member_id": str(member_id),
        "starts_at": starts_at.isoformat(),
        "zone": card.prospect_zone,
    }
    key = f"guest:{card.id}:{card.sequence}:{member_id}:{starts_at.isoformat()}"
    wanted = _about(card, ActionKind.APPOINTMENT_MOVE, arguments, key)
    return propose_as(session, workspace_id, wanted, standing=UNSAID, now=now)


def remind(
    session: Session, workspace_id: UUID, card: AppointmentCard, *, hours: int, now: datetime
) -> Outcome | None:
    """Asks for the mail so many hours before, once for each state of a meeting; ``None`` where the
    guest has no address or has had it asked for already.
    """
    key = f"reminder:{card.id}:{card.sequence}:{hours}"
    lead = leads.card(session, workspace_id, card.lead_id)
    if lead.email is None or repository.by_key(session, workspace_id, key) is not None:
        return None
    arguments = {
        "email": lead.email,
        "name": lead.name,
        "appointment_id": str(card.id),
        "sequence": card.sequence,
        "hours": hours,
    }
    wanted = _about(card, ActionKind.MAIL_REMINDER, arguments, key)
    return propose_as(session, workspace_id, wanted, standing=UNSAID, now=now)


def _about(
    card: AppointmentCard, kind: ActionKind, arguments: dict[str, Any], key: str
) -> Proposed:
    return Proposed(
        kind=kind,
        arguments=arguments,
        conversation_id=card.conversation_id,
        lead_id=card.lead_id,
        subject_ref=card.subject_ref,
        turn_id=None,
        idempotency_key=key,
    )
