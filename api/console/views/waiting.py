"""Who waits for a meeting: on the calendar in their order, and on a lead's page."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from api.console.views.leads import name_of
from api.members import SignedIn
from salesgenix.appointments import waiting
from salesgenix.appointments.rules import Wait
from salesgenix.appointments.waiting import Place
from salesgenix.kit.spoken import spoken
from salesgenix.leads import service as leads


@dataclass(frozen=True, slots=True)
class Waiting:
    """``wish``: in their words, or until when. ``told_until``: they have been told of a time."""

    title: str
    href: str
    wish: str
    since: datetime
    told_until: datetime | None


def who_waits(session: Session, who: SignedIn) -> list[Waiting]:
    """In the order in which they will be told."""
    return [_shown(session, who, place) for place in waiting.line(session, who.workspace_id)]


def waiting_of(session: Session, who: SignedIn, subject_ref: UUID) -> Waiting | None:
    places = waiting.line(session, who.workspace_id)
    mine = next((place for place in places if place.waiter.subject_ref == subject_ref), None)
    return _shown(session, who, mine) if mine is not None else None


def _shown(session: Session, who: SignedIn, place: Place) -> Waiting:
    lead = leads.card(session, who.workspace_id, place.waiter.lead_id)
    last = spoken(place.until, who.member.zone, "en")
    return Waiting(
        title=name_of(lead),
        href=f"/console/inbox/{place.waiter.conversation_id}",
        wish=f"“{place.words}”" if place.words else f"any time until {last}",
        since=place.joined_at,
        told_until=place.asked_first_until if place.state is Wait.OFFERED else None,
    )
