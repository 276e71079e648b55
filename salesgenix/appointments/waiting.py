"""The waiting list: who could not be given a time, and who is told when one comes free.

A conversation has one place. Each time that comes free is told to one person, in the order in which
they joined; whoever does not answer in time makes way for the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.appointments import repository, service
from salesgenix.appointments.models import WaitlistEntry
from salesgenix.appointments.rules import (
    FIRST_REFUSAL,
    Fits,
    InLine,
    Span,
    Wait,
    awake,
    ending,
    whom_to_tell,
)
from salesgenix.db import Wakeup, announce, read_sealed, write_sealed

LOOKED_AT = 40  # free times of one person, which is more than anybody is offered


@dataclass(frozen=True, slots=True)
class Waiter:
    """Who waits. ``zone`` is their own."""

    lead_id: UUID
    conversation_id: UUID
    subject_ref: UUID
    zone: str


@dataclass(frozen=True, slots=True)
class Place:
    """``words`` are the person's own; ``asked_first_until``: nobody else is told before."""

    id: UUID
    waiter: Waiter
    windows: tuple[Span, ...]
    words: str | None
    state: Wait
    joined_at: datetime
    until: datetime
    asked_first_until: datetime | None


def join(
    session: Session,
    workspace_id: UUID,
    waiter: Waiter,
    *,
    windows: Sequence[tuple[datetime, datetime]],
    words: str | None,
    now: datetime,
) -> Place:
    """Takes a place for what is still to come of ``windows``, or for the whole horizon.

    Who waits already keeps their place in line and waits for these times instead.
    """
    horizon = accounts.profile_of(session, workspace_id).profile.meeting.horizon_days
    wanted = [(start, end) for start, end in windows if start < end and end > now]
    wanted = wanted or [(now, now + timedelta(days=horizon))]
    row = repository.waiting_in(session, workspace_id, waiter.conversation_id)
    if row is None:
        row = WaitlistEntry(
            workspace_id=workspace_id,
            lead_id=waiter.lead_id,
            conversation_id=waiter.conversation_id,
            subject_ref=waiter.subject_ref,
            windows=[],
            zone=waiter.zone,
            created_at=now,
            changed_at=now,
            until=now,
        )
    row.windows = [[start.isoformat(), end.isoformat()] for start, end in wanted]
    row.zone, row.until, row.changed_at = waiter.zone, max(end for _, end in wanted), now
    row.state, row.offered_at = Wait.WAITING, None
    write_sealed(session, row, words=words)
    session.add(row)
    session.flush()
    announce(session, Wakeup(workspace_id, "feed", row.id))
    return _place(session, row)


def withdraw(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> int:
    """Takes the person off the list; how many places that were."""
    return _end(session, workspace_id, subject_ref, Wait.WITHDRAWN, now=now)


def settle(session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime) -> int:
    """They have a meeting now."""
    return _end(session, workspace_id, subject_ref, Wait.TAKEN, now=now)


def place_of(session: Session, workspace_id: UUID, conversation_id: UUID) -> Place | None:
    row = repository.waiting_in(session, workspace_id, conversation_id)
    return _place(session, row) if row is not None else None


def line(session: Session, workspace_id: UUID) -> list[Place]:
    """Everybody who waits or has been told and may still answer, first come first."""
    return [_place(session, row) for row in repository.line(session, workspace_id)]


def workspaces(session: Session) -> Sequence[UUID]:
    return repository.workspaces_with_waiting(session)


def end_by_time(session: Session, workspace_id: UUID, *, now: datetime) -> list[Place]:
    """The places that time has ended, as they are then."""
    ended = []
    for row in repository.line(session, workspace_id):
        state = Wait(row.state)
        after = ending(state, until=row.until, offered_at=row.offered_at, now=now)
        values = {"state": after, "changed_at": now}
        if after is not state and repository.change_place(
            session, workspace_id, row.id, state=state, values=values
        ):
            session.refresh(row)
            ended.append(_place(session, row))
    return ended


def in_line(
    session: Session, workspace_id: UUID, place: Place, *, fits: Fits, now: datetime
) -> InLine:
    """With the free times that would suit them; none outside the hours in which they are awake."""
    zone = ZoneInfo(place.waiter.zone)
    hours = [(one.start, one.end) for span in place.windows for one in awake(span, zone)]
    found = (
        service.free_slots(
            session,
            workspace_id,
            hours,
            place.waiter.zone,
            now=now,
            limit=LOOKED_AT,
            fits=fits,
        )
        if hours
        else []
    )
    suits = tuple(slot.starts_at for slot in found)
    return InLine(id=place.id, joined_at=place.joined_at, state=place.state, suits=suits)


def tell_next(
    session: Session, workspace_id: UUID, waiters: Sequence[InLine], *, now: datetime
) -> list[UUID]:
    """Marks whose turn it is to be told, and names them; each is told by one worker only."""
    values = {"state": Wait.OFFERED, "offered_at": now, "changed_at": now}
    return [
        entry_id
        for entry_id in whom_to_tell(waiters)
        if repository.change_place(
            session, workspace_id, entry_id, state=Wait.WAITING, values=values
        )
    ]


def _end(
    session: Session, workspace_id: UUID, subject_ref: UUID, state: Wait, *, now: datetime
) -> int:
    rows = repository.places_of(session, workspace_id, subject_ref)
    for row in rows:
        row.state, row.changed_at = state, now
        session.add(row)
        announce(session, Wakeup(workspace_id, "feed", row.id))
    session.flush()
    return len(rows)


def _place(session: Session, row: WaitlistEntry) -> Place:
    first_until = row.offered_at + FIRST_REFUSAL if row.offered_at is not None else None
    return Place(
        id=row.id,
        waiter=Waiter(row.lead_id, row.conversation_id, row.subject_ref, row.zone),
        windows=tuple(
            Span(datetime.fromisoformat(start), datetime.fromisoformat(end))
            for start, end in row.windows
        ),
        words=read_sealed(session, row, "words"),
        state=Wait(row.state),
        joined_at=row.created_at,
        until=row.until,
        asked_first_until=first_until,
    )
