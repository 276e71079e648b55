"""When a guest is reminded of their meeting: a day and an hour before it begins."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from salesgenix.appointments import repository
from salesgenix.appointments.cards import AppointmentCard, card_of
from salesgenix.appointments.rules import Span

HOURS = (24, 1)


def hours_due(starts_at: datetime, booked_at: datetime, *, now: datetime) -> int | None:
    """Which reminder is due now: the last one whose time has come since it was booked so. After a
    standstill nobody is told "in a day" what begins in an hour.
    """
    for hours in reversed(HOURS):
        due = starts_at - timedelta(hours=hours)
        if due <= now < starts_at:
            return hours if booked_at < due else None
    return None


def coming(session: Session, *, now: datetime) -> Sequence[tuple[UUID, AppointmentCard, int]]:
    """Of all workspaces, the meetings of which somebody is to be reminded now."""
    ahead = Span(now, now + timedelta(hours=max(HOURS)))
    found = []
    for row in repository.booked_within(session, ahead):
        hours = hours_due(row.starts_at, row.changed_at, now=now)
        if hours is not None:
            found.append((row.workspace_id, card_of(session, row.workspace_id, row), hours))
    return found
