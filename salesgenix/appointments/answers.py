"""What the attendee's calendar says of an invitation (PARTSTAT), kept with the meeting."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from salesgenix.appointments import repository
from salesgenix.appointments.cards import AppointmentCard, card_of
from salesgenix.appointments.rules import State
from salesgenix.kit.errors import NotFound


class Reply(StrEnum):
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


def by_uid(session: Session, workspace_id: UUID, uid: str) -> AppointmentCard | None:
    row = repository.by_uid(session, workspace_id, uid)
    return card_of(session, workspace_id, row) if row else None


def reply_of(partstat: str) -> Reply | None:
    """None for what answers nothing, such as NEEDS-ACTION and DELEGATED."""
    return next((one for one in Reply if one == partstat.lower()), None)


def why_not(
    session: Session, workspace_id: UUID, appointment_id: UUID, *, sequence: int, at: datetime
) -> str | None:
    """Why an answer to the state ``sequence``, written ``at``, does not count."""
    row = repository.get(session, workspace_id, appointment_id)
    if row is None:
        raise NotFound("appointment.unknown", "There is no such appointment.")
    if row.state != State.CONFIRMED:
        return "meeting_is_off"
    before = (row.reply_sequence or 0, row.replied_at) if row.replied_at else None
    is_older = sequence < row.sequence or (before is not None and (sequence, at) <= before)
    return "reply_is_older" if is_older else None


def keep_reply(
    session: Session,
    workspace_id: UUID,
    appointment_id: UUID,
    reply: Reply,
    *,
    sequence: int,
    at: datetime,
) -> AppointmentCard:
    row = repository.get(session, workspace_id, appointment_id)
    if row is None:
        raise NotFound("appointment.unknown", "There is no such appointment.")
    row.reply, row.reply_sequence, row.replied_at = reply, sequence, at
    session.add(row)
    session.flush()
    return card_of(session, workspace_id, row)
