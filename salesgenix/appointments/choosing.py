"""Why a meeting goes to this member: who could have taken the time, and how much each had then."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.appointments import repository
from salesgenix.appointments.rules import Choice, Diary, Span, choose, is_open
from salesgenix.appointments.service import Guest, hosts_of, terms_of
from salesgenix.calendars import service as calendars
from salesgenix.calendars.rules import STANDS


@dataclass(frozen=True, slots=True)
class Candidate:
    """``meetings`` of the last thirty days and all to come; ``weight``: the member's share."""

    member_id: UUID
    meetings: int
    weight: int


@dataclass(frozen=True, slots=True)
class Assignment:
    choice: Choice
    candidates: tuple[Candidate, ...]


def assignment(
    session: Session,
    workspace_id: UUID,
    guest: Guest,
    *,
    member_id: UUID,
    starts_at: datetime,
    now: datetime,
) -> Assignment:
    """Before the time is taken. Where the rule would have named another, somebody asked for this
    member, or met them before.
    """
    terms = terms_of(session, workspace_id)
    meeting = Span(starts_at, starts_at + terms.length)
    unsure = calendars.unsure(session, workspace_id, now=now, bound=STANDS)
    theirs = repository.of_lead(session, workspace_id, guest.lead_id)
    own = next((row for row in theirs if row.starts_at == starts_at), None)
    hosts = {host.id: host for host in hosts_of(session, workspace_id) if host.id not in unsure}
    diaries = [
        repository.diary(session, workspace_id, host, terms=terms, now=now, but=own)
        for host in hosts.values()
    ]
    free = [one for one in diaries if one.member_id == member_id or is_open(one, meeting)]
    return Assignment(
        _choice(free, member_id, knows=any(row.member_id == member_id for row in theirs)),
        tuple(Candidate(one.member_id, one.meetings, one.weight) for one in free),
    )


def _choice(free: list[Diary], member_id: UUID, *, knows: bool) -> Choice:
    if not free:
        return Choice.ASKED_FOR
    named, why = choose(free)
    if named == member_id:
        return why
    return Choice.SAME_AS_BEFORE if knows else Choice.ASKED_FOR
