"""Appointments in the API: what is held and booked."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from api.instants import Instant
from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.appointments import attending
from salesgenix.appointments import service as appointments
from salesgenix.appointments.attending import Attendance
from salesgenix.appointments.service import AppointmentCard
from salesgenix.kit.errors import Invalid

router = APIRouter(prefix="/v1/appointments", tags=["appointments"])

LONGEST = timedelta(days=92)


class Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    attendance: Attendance | None


@router.get("")
def listing(
    who: AsMember,
    since: Annotated[Instant | None, Query()] = None,
    until: Annotated[Instant | None, Query()] = None,
) -> dict[str, Any]:
    """Between two instants, in order; without them the coming seven days."""
    start = since or who.now
    end = until or start + timedelta(days=7)
    if not start < end <= start + LONGEST:
        raise Invalid("range.invalid", "The range has at least a moment and at most 92 days.")
    with who.house.db.reading() as session:
        cards = appointments.week(session, who.workspace_id, start, end)
    return {"appointments": [_json(card) for card in cards]}


def attend(who: SignedIn, appointment_id: UUID, attendance: Attendance | None) -> AppointmentCard:
    """A person of the team says who came; the machine never does."""
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        return attending.attend(
            session, who.workspace_id, appointment_id, attendance, by=who.member.id, now=who.now
        )


@router.put("/{appointment_id}/attendance")
def put_attendance(who: AsMember, appointment_id: UUID, said: Said) -> dict[str, Any]:
    """Of a meeting that was booked and has begun; ``null`` takes it back."""
    return _json(attend(who, appointment_id, said.attendance))


def _json(card: AppointmentCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "state": card.state,
        "starts_at": card.starts_at,
        "ends_at": card.ends_at,
        "prospect_zone": card.prospect_zone,
        "member_id": card.member_id,
        "member": card.member_name,
        "lead_id": card.lead_id,
        "conversation_id": card.conversation_id,
        "hold_until": card.hold_until,
        "topic": card.topic,
        "reply": card.reply,
        "attendance": card.attendance,
    }
