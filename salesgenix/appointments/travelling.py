"""Where a member is on which days: their hours are by the wall clock there."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from salesgenix.appointments import repository
from salesgenix.appointments.models import Travel
from salesgenix.appointments.rules import Trip


def trips(session: Session, workspace_id: UUID, member_id: UUID) -> tuple[Trip, ...]:
    """All, those that are over too, in order."""
    return repository.trips(session, workspace_id, member_id, since=date.min)


def replace_trips(
    session: Session, workspace_id: UUID, member_id: UUID, wanted: Sequence[Trip]
) -> bool:
    """Makes these all; whether something changed."""
    if set(trips(session, workspace_id, member_id)) == set(wanted):
        return False
    repository.forget_trips(session, workspace_id, member_id)
    for trip in wanted:
        session.add(
            Travel(
                workspace_id=workspace_id,
                member_id=member_id,
                zone=trip.zone,
                first_day=trip.first_day,
                last_day=trip.last_day,
            )
        )
    session.flush()
    return True
