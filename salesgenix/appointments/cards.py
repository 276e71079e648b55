"""What others see of times and meetings: copies, never rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.appointments.models import Appointment
from salesgenix.appointments.rules import Choice, State
from salesgenix.db import read_sealed


@dataclass(frozen=True, slots=True)
class SlotCard:
    """A time that can be held: ``id`` names it again in ``hold`` and ``confirm``."""

    id: str
    starts_at: datetime
    ends_at: datetime
    member_id: UUID
    member_name: str
    member_zone: str
    choice: Choice


@dataclass(frozen=True, slots=True)
class Guest:
    """For whom a time is taken. ``zone`` is the prospect's own."""

    lead_id: UUID
    subject_ref: UUID
    conversation_id: UUID | None
    zone: str
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class AppointmentCard:
    id: UUID
    member_id: UUID
    member_name: str
    member_email: str
    lead_id: UUID
    subject_ref: UUID
    conversation_id: UUID | None
    uid: str
    sequence: int
    state: State
    starts_at: datetime
    ends_at: datetime
    prospect_zone: str
    hold_until: datetime | None
    topic: str | None
    changed_at: datetime
    reply: str | None = None  # what the guest's calendar answered: appointments.answers.Reply
    attendance: str | None = None  # appointments.attending.Attendance


def card_of(session: Session, workspace_id: UUID, row: Appointment) -> AppointmentCard:
    host = accounts.member(session, workspace_id, row.member_id)
    return AppointmentCard(
        id=row.id,
        member_id=row.member_id,
        member_name=host.name,
        member_email=host.email,
        lead_id=row.lead_id,
        subject_ref=row.subject_ref,
        conversation_id=row.conversation_id,
        uid=row.uid,
        sequence=row.sequence,
        state=State(row.state),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        prospect_zone=row.prospect_zone,
        hold_until=row.hold_until,
        topic=read_sealed(session, row, "topic"),
        changed_at=row.changed_at,
        reply=row.reply if row.reply_sequence == row.sequence else None,
        attendance=row.attendance,
    )
