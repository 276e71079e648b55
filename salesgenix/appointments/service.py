"""Free times, holds, bookings, moves and cancellations. No caller can book one time twice.

Whoever takes a time inserts its five-minute pieces under their primary key (``Bucket``). The loser
of a race gets ``Conflict("slot.taken")`` with up to three ``alternatives`` among its facts, and
what it had before is untouched.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.service import MemberCard
from salesgenix.appointments import links, repository
from salesgenix.appointments.cards import AppointmentCard, Guest, SlotCard, card_of
from salesgenix.appointments.models import Appointment, BusyTime
from salesgenix.appointments.rules import (
    BLOCKING,
    HOLD_FOR,
    PROVISIONAL,
    Choice,
    Fits,
    Opening,
    Span,
    State,
    Terms,
    buckets,
    is_blocked,
    is_open,
    nearest,
    openings,
    pick,
)
from salesgenix.calendars import service as calendars
from salesgenix.calendars.rules import STANDS, TAKES
from salesgenix.db import Wakeup, announce, write_sealed
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.kit.ids import new_id

__all__ = ["AppointmentCard", "Guest", "SlotCard"]

ALTERNATIVES = 3
NEAR = timedelta(days=1)


def free_slots(
    session: Session,
    workspace_id: UUID,
    windows: Sequence[tuple[datetime, datetime]],
    zone: str,
    *,
    now: datetime,
    limit: int = 3,
    member_id: UUID | None = None,
    fits: Fits | None = None,
    prefer: UUID | None = None,
) -> list[SlotCard]:
    """Up to ``limit`` times inside ``windows`` (none given: in the next days), in order.

    ``zone`` is the prospect's. A window shorter than a meeting is about when it starts. ``fits``
    leaves out what may not be offered: a member, a beginning, an end.
    ``prefer`` names whom it goes to where they can.
    """
    asked = [Span(start, end) for start, end in windows]
    found = _openings(
        session, workspace_id, asked, now=now, member_id=member_id, fits=fits, prefer=prefer
    )
    chosen = pick(found, zone, limit, asked=bool(asked))
    hosts = {host.id: host for host in hosts_of(session, workspace_id)}
    return [
        SlotCard(
            id=slot_id(opening.member_id, opening.starts_at),
            starts_at=opening.starts_at,
            ends_at=opening.ends_at,
            member_id=opening.member_id,
            member_name=hosts[opening.member_id].name,
            member_zone=hosts[opening.member_id].zone,
            choice=Choice.ASKED_FOR if member_id else opening.choice,
        )
        for opening in chosen
    ]


def slot_id(member_id: UUID, starts_at: datetime) -> str:
    """A name for a time of a member, short enough for a model to repeat without a slip."""
    return f"{int(starts_at.timestamp()) // 60:x}-{member_id.hex[-8:]}"


def find_slot(session: Session, workspace_id: UUID, name: str) -> tuple[UUID, datetime]:
    """The member and the start that a slot's id names; ``Invalid`` when it names none."""
    minutes, _, tail = name.partition("-")
    for host in hosts_of(session, workspace_id):
        if host.id.hex[-8:] == tail and re.fullmatch(r"[0-9a-f]{1,8}", minutes):
            return host.id, datetime.fromtimestamp(int(minutes, 16) * 60, UTC)
    raise Invalid("slot.unknown", "There is no such time to choose.")


def hold(
    session: Session,
    workspace_id: UUID,
    guest: Guest,
    *,
    member_id: UUID,
    starts_at: datetime,
    choice: Choice | None = None,
    now: datetime,
) -> AppointmentCard:
    """Keeps the time for five minutes. A conversation holds one time: its earlier hold moves."""
    host = _host(session, workspace_id, member_id)
    _expire(session, workspace_id, now=now, member_id=member_id)
    mine = _mine(session, workspace_id, guest)
    meeting = _require_open(session, workspace_id, host, starts_at, now=now, but=mine)
    if mine is None:
        mine = Appointment(
            workspace_id=workspace_id,
            member_id=host.id,
            lead_id=guest.lead_id,
            conversation_id=guest.conversation_id,
            subject_ref=guest.subject_ref,
            uid=f"{new_id()}@salesgenix",
            state=State.HELD,
            starts_at=meeting.start,
            ends_at=meeting.end,
            prospect_zone=guest.zone,
            created_at=now,
            changed_at=now,
        )
    write_sealed(session, mine, topic=guest.topic)
    mine.prospect_zone, mine.choice = guest.zone, choice
    _occupy(session, workspace_id, mine, host=host, meeting=meeting, now=now)
    return _settle(session, mine, state=State.HELD, now=now, hold_until=now + HOLD_FOR)


def confirm(
    session: Session, workspace_id: UUID, appointment_id: UUID, *, now: datetime
) -> AppointmentCard:
    """Turns a hold into a booking; a hold that ran out is taken again if the time is still free.

    Confirming what is confirmed changes nothing.
    """
    appointment = _require(session, workspace_id, appointment_id)
    if appointment.state == State.CONFIRMED:
        return card_of(session, workspace_id, appointment)
    if appointment.state == State.CANCELLED:
        raise Conflict("appointment.cancelled", "This appointment was cancelled.")
    host = _host(session, workspace_id, appointment.member_id)
    meeting = Span(appointment.starts_at, appointment.ends_at)
    diary = repository.diary(
        session, workspace_id, host, terms=terms_of(session, workspace_id), now=now, but=appointment
    )
    _refuse_unsure(session, workspace_id, host, meeting.start, now=now)
    if meeting.start <= now or is_blocked(diary, meeting):
        raise _taken(session, workspace_id, meeting.start, now=now)
    _occupy(session, workspace_id, appointment, host=host, meeting=meeting, now=now)
    return _settle(session, appointment, state=State.CONFIRMED, now=now)


def book(
    session: Session,
    workspace_id: UUID,
    guest: Guest,
    *,
    member_id: UUID,
    starts_at: datetime,
    choice: Choice | None = None,
    now: datetime,
) -> AppointmentCard:
    """Confirms a time straight away: the conversation's own hold of it if there is one."""
    for kept in _of_guest(session, workspace_id, guest):
        is_that = (kept.member_id, kept.starts_at) == (member_id, starts_at)
        if is_that and kept.state in PROVISIONAL:
            return confirm(session, workspace_id, kept.id, now=now)
    taken = hold(
        session,
        workspace_id,
        guest,
        member_id=member_id,
        starts_at=starts_at,
        choice=choice,
        now=now,
    )
    return confirm(session, workspace_id, taken.id, now=now)


def await_approval(
    session: Session, workspace_id: UUID, appointment_id: UUID, *, until: datetime, now: datetime
) -> AppointmentCard:
    """Keeps a held time while a person decides, at most ``until`` then."""
    appointment = _require(session, workspace_id, appointment_id)
    if appointment.state not in PROVISIONAL:
        raise Conflict("appointment.not_held", "This time is not held.", state=appointment.state)
    return _settle(session, appointment, state=State.AWAITING_APPROVAL, now=now, hold_until=until)


def move(
    session: Session,
    workspace_id: UUID,
    appointment_id: UUID,
    *,
    starts_at: datetime,
    member_id: UUID | None = None,
    now: datetime,
) -> AppointmentCard:
    """The new time is taken first, then the old one is freed. Same ``uid``, ``sequence`` + 1.

    ``member_id``: who takes it; the same member unless told. To move to the same time is a no-op.
    """
    appointment = _require(session, workspace_id, appointment_id)
    if appointment.state != State.CONFIRMED:
        raise Conflict(
            "appointment.not_confirmed", "Only a booked meeting moves.", state=appointment.state
        )
    host = _host(session, workspace_id, member_id or appointment.member_id)
    if (host.id, starts_at) == (appointment.member_id, appointment.starts_at):
        return card_of(session, workspace_id, appointment)
    _expire(session, workspace_id, now=now, member_id=host.id)
    meeting = _require_open(session, workspace_id, host, starts_at, now=now, but=appointment)
    _occupy(session, workspace_id, appointment, host=host, meeting=meeting, now=now)
    appointment.sequence += 1
    return _settle(session, appointment, state=State.CONFIRMED, now=now)


def cancel(
    session: Session, workspace_id: UUID, appointment_id: UUID, *, now: datetime
) -> AppointmentCard:
    """Frees the time. Cancelling what is cancelled changes nothing."""
    appointment = _require(session, workspace_id, appointment_id)
    if appointment.state != State.CANCELLED:
        repository.free(session, workspace_id, appointment_id)
        if appointment.state == State.CONFIRMED:
            appointment.sequence += 1
        _settle(session, appointment, state=State.CANCELLED, now=now)
    return card_of(session, workspace_id, appointment)


def release_expired(session: Session, now: datetime) -> int:
    """Gives back every hold whose time is over, in all workspaces; returns how many."""
    count = 0
    for workspace_id in repository.workspaces_with_run_out_holds(session, now):
        count += _expire(session, workspace_id, now=now)
    return count


def week(
    session: Session, workspace_id: UUID, since: datetime, until: datetime
) -> list[AppointmentCard]:
    """What is held or booked between two instants, in order."""
    rows = repository.in_range(session, workspace_id, Span(since, until), BLOCKING)
    return [card_of(session, workspace_id, row) for row in rows]


def busy_times(
    session: Session, workspace_id: UUID, since: datetime, until: datetime
) -> list[tuple[UUID, Span]]:
    rows = repository.busy(session, workspace_id, Span(since, until))
    return [(row.member_id, Span(row.starts_at, row.ends_at)) for row in rows]


def of_conversation(
    session: Session, workspace_id: UUID, conversation_id: UUID
) -> list[AppointmentCard]:
    """The conversation's holds and bookings, oldest first."""
    rows = repository.of_conversation(session, workspace_id, conversation_id)
    return [card_of(session, workspace_id, row) for row in rows]


def of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> list[AppointmentCard]:
    """Every meeting of a person there ever was, whatever became of it."""
    rows = repository.of_subject(session, workspace_id, subject_ref)
    return [card_of(session, workspace_id, row) for row in rows]


def card(session: Session, workspace_id: UUID, appointment_id: UUID) -> AppointmentCard:
    """``NotFound`` when there is none in this workspace."""
    return card_of(session, workspace_id, _require(session, workspace_id, appointment_id))


def uids_since(session: Session, workspace_id: UUID, since: datetime) -> frozenset[str]:
    """Of our meetings that end later: a calendar they stand in says nothing new of them."""
    return frozenset(repository.uids_since(session, workspace_id, since))


def to_come(session: Session, workspace_id: UUID, *, now: datetime) -> list[AppointmentCard]:
    """Every meeting that is booked and has not begun, in order."""
    rows = repository.booked_after(session, workspace_id, now)
    return [card_of(session, workspace_id, row) for row in rows]


def replace_busy(
    session: Session,
    workspace_id: UUID,
    member_id: UUID,
    *,
    source: str,
    spans: Sequence[tuple[datetime, datetime]],
) -> None:
    """Makes ``spans`` all that ``source`` (a file, a calendar) says of when the member is busy."""
    repository.forget_busy(session, workspace_id, member_id, source)
    for start, end in spans:
        session.add(
            BusyTime(
                workspace_id=workspace_id,
                member_id=member_id,
                starts_at=start,
                ends_at=end,
                source=source,
            )
        )
    session.flush()


def _openings(
    session: Session,
    workspace_id: UUID,
    windows: Sequence[Span],
    *,
    now: datetime,
    member_id: UUID | None = None,
    fits: Fits | None = None,
    prefer: UUID | None = None,
) -> list[Opening]:
    unsure = calendars.unsure(session, workspace_id, now=now, bound=STANDS)
    chosen = [
        host
        for host in hosts_of(session, workspace_id)
        if host.id not in unsure and (member_id is None or host.id == member_id)
    ]
    terms = terms_of(session, workspace_id)
    diaries = [
        repository.diary(session, workspace_id, host, terms=terms, now=now) for host in chosen
    ]
    return openings(diaries, terms, now=now, windows=windows, fits=fits, prefer=prefer)


def _require_open(
    session: Session,
    workspace_id: UUID,
    host: MemberCard,
    starts_at: datetime,
    *,
    now: datetime,
    but: Appointment | None,
) -> Span:
    """The meeting that would start then; ``Conflict`` when it is not, or no longer, to be had."""
    terms = terms_of(session, workspace_id)
    meeting = Span(starts_at, starts_at + terms.length)
    _refuse_unsure(session, workspace_id, host, starts_at, now=now)
    is_in_reach = now + terms.notice <= starts_at <= now + terms.horizon
    is_on_grid = buckets(meeting, terms.buffer)[0] == starts_at
    diary = repository.diary(session, workspace_id, host, terms=terms, now=now, but=but)
    if not (is_in_reach and is_on_grid and is_open(diary, meeting)):
        raise _taken(session, workspace_id, starts_at, now=now)
    return meeting


def _refuse_unsure(
    session: Session, workspace_id: UUID, host: MemberCard, wanted: datetime, *, now: datetime
) -> None:
    """Nobody is booked whose own calendar has not said lately that they are free."""
    if host.id in calendars.unsure(session, workspace_id, now=now, bound=TAKES):
        raise _taken(session, workspace_id, wanted, now=now)


def _occupy(
    session: Session,
    workspace_id: UUID,
    appointment: Appointment,
    *,
    host: MemberCard,
    meeting: Span,
    now: datetime,
) -> None:
    """Takes the new pieces, then frees those no longer needed; all of it or nothing."""
    terms = terms_of(session, workspace_id)
    pieces = buckets(meeting, terms.buffer)
    held = {
        bucket.starts_at
        for bucket in repository.taken(session, workspace_id, appointment.id)
        if bucket.member_id == host.id
    }
    try:
        with session.begin_nested():
            appointment.member_id = host.id
            appointment.starts_at, appointment.ends_at = meeting.start, meeting.end
            session.add(appointment)
            session.flush()
            fresh = [piece for piece in pieces if piece not in held]
            repository.take(session, workspace_id, appointment, fresh)
    except IntegrityError as error:
        raise _taken(session, workspace_id, meeting.start, now=now) from error
    repository.free(session, workspace_id, appointment.id, member_id=host.id, keep=pieces)


def _taken(session: Session, workspace_id: UUID, wanted: datetime, *, now: datetime) -> Conflict:
    """The refusal, with the nearest times that are still free."""
    _expire(session, workspace_id, now=now)
    near = [Span(wanted - NEAR, wanted + NEAR)]  # most often enough, and quick to look through
    others = nearest(_openings(session, workspace_id, near, now=now), wanted, ALTERNATIVES)
    if len(others) < ALTERNATIVES:
        others = nearest(_openings(session, workspace_id, [], now=now), wanted, ALTERNATIVES)
    return Conflict(
        "slot.taken",
        "That time is not free.",
        alternatives=[
            {
                "id": slot_id(opening.member_id, opening.starts_at),
                "starts_at": opening.starts_at.isoformat(),
                "ends_at": opening.ends_at.isoformat(),
                "member_id": str(opening.member_id),
            }
            for opening in others
        ],
    )


def _expire(
    session: Session, workspace_id: UUID, *, now: datetime, member_id: UUID | None = None
) -> int:
    rows = repository.run_out(session, workspace_id, now, member_id)
    for row in rows:
        repository.free(session, workspace_id, row.id)
        _settle(session, row, state=State.EXPIRED, now=now)
    return len(rows)


def _mine(session: Session, workspace_id: UUID, guest: Guest) -> Appointment | None:
    """What the guest holds already."""
    rows = _of_guest(session, workspace_id, guest)
    return next((row for row in rows if row.state == State.HELD), None)


def _of_guest(session: Session, workspace_id: UUID, guest: Guest) -> Sequence[Appointment]:
    if guest.conversation_id is not None:
        return repository.of_conversation(session, workspace_id, guest.conversation_id)
    return repository.of_lead(session, workspace_id, guest.lead_id)


def hosts_of(session: Session, workspace_id: UUID) -> list[MemberCard]:
    return [found for found in accounts.members(session, workspace_id) if found.takes_meetings]


def terms_of(session: Session, workspace_id: UUID) -> Terms:
    meeting = accounts.profile_of(session, workspace_id).profile.meeting
    return Terms(
        length=timedelta(minutes=meeting.minutes),
        notice=timedelta(minutes=meeting.notice_minutes),
        buffer=timedelta(minutes=meeting.buffer_minutes),
        horizon=timedelta(days=meeting.horizon_days),
    )


def _host(session: Session, workspace_id: UUID, member_id: UUID) -> MemberCard:
    for host in hosts_of(session, workspace_id):
        if host.id == member_id:
            return host
    raise NotFound("member.takes_no_meetings", "Nobody of that name takes meetings.")


def _require(session: Session, workspace_id: UUID, appointment_id: UUID) -> Appointment:
    found = repository.get(session, workspace_id, appointment_id)
    if found is None:
        raise NotFound("appointment.unknown", "There is no such appointment.")
    return found


def _settle(
    session: Session,
    appointment: Appointment,
    *,
    state: State,
    now: datetime,
    hold_until: datetime | None = None,
) -> AppointmentCard:
    appointment.state = state
    appointment.hold_until = hold_until
    appointment.changed_at = now
    session.add(appointment)
    session.flush()
    if state is State.CONFIRMED:
        links.issue(session, appointment, now=now)
    announce(session, Wakeup(appointment.workspace_id, "feed", appointment.id))
    return card_of(session, appointment.workspace_id, appointment)
