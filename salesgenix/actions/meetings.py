"""A meeting that its guest calls off: their own act, which needs no order of the owner's.

No mail tells them what they did. The time is free at once, and the meeting leaves the calendars.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions.performing import entries
from salesgenix.actions.proposing import Proposed, propose_entry
from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import AppointmentCard
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent


def call_off(
    session: Session, workspace_id: UUID, appointment_id: UUID, *, now: datetime
) -> AppointmentCard:
    gone = appointments.cancel(session, workspace_id, appointment_id, now=now)
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
    take_out(session, workspace_id, gone, now=now)
    return gone


def take_out(session: Session, workspace_id: UUID, gone: AppointmentCard, *, now: datetime) -> None:
    """Asks for a meeting that is off to leave every calendar that it stands in."""
    for kind, arguments in entries(session, workspace_id, gone):
        proposed = Proposed(
            kind=kind,
            arguments=arguments,
            conversation_id=gone.conversation_id,
            lead_id=gone.lead_id,
            subject_ref=gone.subject_ref,
            turn_id=None,
            idempotency_key=f"{kind}:{gone.id}:{arguments['source_id']}:{gone.sequence}",
        )
        propose_entry(session, workspace_id, proposed, now=now)
