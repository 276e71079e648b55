"""Appointments in the API: what is held and booked."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.instants import Instant
from api.members import AsMember
from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import AppointmentCard
from salesgenix.kit.errors import Invalid

router = APIRouter(prefix="/v1/appointments", tags=["appointments"])

LONGEST = timedelta(days=92)


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
    }
