"""Who came to a meeting: said by a person of the team afterwards, and by nobody else."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from salesgenix.appointments import repository
from salesgenix.appointments.cards import AppointmentCard, card_of
from salesgenix.appointments.rules import State
from salesgenix.db import Wakeup, announce
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Outcome
from salesgenix.kit.errors import Conflict, NotFound


class Attendance(StrEnum):
    CAME = "came"
    NO_SHOW = "no_show"


def attend(
    session: Session,
    workspace_id: UUID,
    appointment_id: UUID,
    attendance: Attendance | None,
    *,
    by: UUID,
    now: datetime,
) -> AppointmentCard:
    """``None`` takes it back. ``Conflict`` unless it is booked and has begun."""
    row = repository.get(session, workspace_id, appointment_id)
    if row is None:
        raise NotFound("appointment.unknown", "There is no such appointment.")
    if row.state != State.CONFIRMED or row.starts_at > now:
        raise Conflict("appointment.not_begun", "This can be said of a meeting that has begun.")
    if row.attendance != attendance:
        row.attendance = attendance
        session.add(row)
        session.flush()
        entry = Entry(
            type=DecisionType.APPOINTMENT_ATTENDED,
            outcome=Outcome.DONE,
            automation=Automation.HUMAN_MADE,
            actor=by,
            conversation_ref=row.conversation_id,
            subject_ref=row.subject_ref,
            facts={"appointment": str(row.id), "attendance": attendance and attendance.value},
        )
        decisions.record(session, workspace_id, entry, now=now)
        announce(session, Wakeup(workspace_id, "feed", row.id))
    return card_of(session, workspace_id, row)
