"""What goes with a meeting that is taken, moved or called off: why this member, the mail to the
guest, and what changes in calendars.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions.models import Action
from salesgenix.appointments import service as appointments
from salesgenix.appointments.choosing import assignment
from salesgenix.appointments.rules import Choice
from salesgenix.appointments.rules import State as MeetingState
from salesgenix.appointments.service import AppointmentCard, Guest
from salesgenix.authority.rules import ActionKind
from salesgenix.calendars import service as calendars
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Outcome
from salesgenix.leads import service as leads


def assign(
    session: Session,
    row: Action,
    guest: Guest,
    *,
    member_id: UUID,
    starts_at: datetime,
    now: datetime,
) -> Choice | None:
    """Why it goes to this member, on record with what the others had; none where the conversation
    keeps just this time already, and it is on record.
    """
    if row.conversation_id is None:
        return None
    kept = appointments.of_conversation(session, row.workspace_id, row.conversation_id)
    if any((one.member_id, one.starts_at) == (member_id, starts_at) for one in kept):
        return None
    found = assignment(
        session, row.workspace_id, guest, member_id=member_id, starts_at=starts_at, now=now
    )
    entry = Entry(
        type=DecisionType.APPOINTMENT_ASSIGNED,
        outcome=Outcome.DONE,
        reasons=(found.choice,),
        conversation_ref=row.conversation_id,
        subject_ref=row.subject_ref,
        action_id=row.id,
        facts={
            "member": str(member_id),
            "candidates": [
                {"member": str(one.member_id), "meetings": one.meetings, "weight": one.weight}
                for one in found.candidates
            ],
        },
    )
    decisions.record(session, row.workspace_id, entry, now=now)
    return found.choice


def entries(
    session: Session, workspace_id: UUID, card: AppointmentCard
) -> tuple[tuple[ActionKind, dict[str, Any]], ...]:
    """The meeting goes into the calendar of who has it now, and out of any other."""
    stands = set(calendars.stands_in(session, workspace_id, card.id))
    wanted = None
    if card.state is MeetingState.CONFIRMED:
        wanted = calendars.written_to(session, workspace_id, card.member_id)
    deeds = [(ActionKind.CALENDAR_REMOVE, one) for one in sorted(stands - {wanted}, key=str)]
    if wanted is not None:
        deeds.append((ActionKind.CALENDAR_WRITE, wanted))
    about = {"appointment_id": str(card.id), "sequence": card.sequence}
    return tuple((kind, about | {"source_id": str(source_id)}) for kind, source_id in deeds)


def meeting_mail(
    session: Session, workspace_id: UUID, card: AppointmentCard, kind: ActionKind
) -> tuple[tuple[ActionKind, dict[str, Any]], ...]:
    """What the guest is told of it, where their address is known."""
    lead = leads.card(session, workspace_id, card.lead_id)
    if lead.email is None:
        return ()
    is_invitation = kind is ActionKind.MAIL_INVITATION
    arguments = {
        "email": lead.email,
        "name": lead.name,
        "appointment_id": str(card.id),
        "sequence": card.sequence,
        "method": "REQUEST" if is_invitation else "CANCEL",
    }
    return ((kind, arguments),)
