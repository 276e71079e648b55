"""All queries on appointments, the five-minute pieces they take, and busy times."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, update
from sqlmodel import Session, col, select

from salesgenix.accounts.service import MemberCard
from salesgenix.appointments.models import (
    Appointment,
    Bucket,
    BusyTime,
    MeetingLink,
    Travel,
    WaitlistEntry,
)
from salesgenix.appointments.rules import (
    BLOCKING,
    ON_THE_LIST,
    PROVISIONAL,
    Diary,
    Span,
    State,
    Terms,
    Trip,
    merged,
)

LOOK_BACK = timedelta(days=30)  # meetings that count when the load is shared out


def get(session: Session, workspace_id: UUID, appointment_id: UUID) -> Appointment | None:
    """Locked on PostgreSQL, so that nobody lets a hold run out while it is being confirmed."""
    return session.exec(
        select(Appointment)
        .where(Appointment.workspace_id == workspace_id, Appointment.id == appointment_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()


def by_uid(session: Session, workspace_id: UUID, uid: str) -> Appointment | None:
    return session.exec(
        select(Appointment).where(Appointment.workspace_id == workspace_id, Appointment.uid == uid)
    ).one_or_none()


def links_of(session: Session, workspace_id: UUID, meeting_id: UUID) -> Sequence[MeetingLink]:
    return session.exec(
        select(MeetingLink).where(
            MeetingLink.workspace_id == workspace_id, MeetingLink.appointment_id == meeting_id
        )
    ).all()


def link_by_digest(session: Session, digest: bytes) -> MeetingLink | None:
    """Of whichever workspace: nothing else is known of who opens it."""
    return session.exec(select(MeetingLink).where(MeetingLink.token_digest == digest)).one_or_none()


def in_range(
    session: Session, workspace_id: UUID, within: Span, states: Iterable[State]
) -> Sequence[Appointment]:
    return session.exec(
        select(Appointment)
        .where(
            Appointment.workspace_id == workspace_id,
            col(Appointment.state).in_(list(states)),
            col(Appointment.starts_at) < within.end,
            col(Appointment.ends_at) > within.start,
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
    ).all()


def of_conversation(
    session: Session, workspace_id: UUID, conversation_id: UUID
) -> Sequence[Appointment]:
    return session.exec(
        select(Appointment)
        .where(
            Appointment.workspace_id == workspace_id,
            Appointment.conversation_id == conversation_id,
            col(Appointment.state).in_(list(BLOCKING)),
        )
        .order_by(col(Appointment.created_at))
    ).all()


def of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> Sequence[Appointment]:
    return session.exec(
        select(Appointment)
        .where(Appointment.workspace_id == workspace_id, Appointment.subject_ref == subject_ref)
        .order_by(col(Appointment.created_at))
    ).all()


def of_lead(session: Session, workspace_id: UUID, lead_id: UUID) -> Sequence[Appointment]:
    return session.exec(
        select(Appointment)
        .where(
            Appointment.workspace_id == workspace_id,
            Appointment.lead_id == lead_id,
            col(Appointment.state).in_(list(BLOCKING)),
        )
        .order_by(col(Appointment.created_at))
    ).all()


def run_out(
    session: Session, workspace_id: UUID, now: datetime, member_id: UUID | None = None
) -> Sequence[Appointment]:
    """Holds whose time is over. On PostgreSQL a row another transaction works on is left to it."""
    query = select(Appointment).where(
        Appointment.workspace_id == workspace_id,
        col(Appointment.state).in_(list(PROVISIONAL)),
        col(Appointment.hold_until) <= now,
    )
    if member_id is not None:
        query = query.where(Appointment.member_id == member_id)
    return session.exec(
        query.order_by(col(Appointment.id)).with_for_update(skip_locked=True, key_share=True)
    ).all()


def workspaces_with_run_out_holds(session: Session, now: datetime) -> Sequence[UUID]:
    return session.exec(
        select(Appointment.workspace_id)
        .where(
            col(Appointment.state).in_(list(PROVISIONAL)),
            col(Appointment.hold_until) <= now,
        )
        .distinct()
    ).all()


def take(
    session: Session, workspace_id: UUID, appointment: Appointment, pieces: Sequence[datetime]
) -> None:
    """Raises ``IntegrityError`` when any piece is taken: the primary key is the judge.

    One statement for all pieces: of several that psycopg sends together, it may name the end of the
    batch as the error instead of the collision.
    """
    if pieces:
        rows = [
            {
                "member_id": appointment.member_id,
                "starts_at": piece,
                "workspace_id": workspace_id,
                "appointment_id": appointment.id,
            }
            for piece in pieces
        ]
        session.execute(insert(Bucket).values(rows))


def taken(session: Session, workspace_id: UUID, appointment_id: UUID) -> Sequence[Bucket]:
    return session.exec(
        select(Bucket).where(
            Bucket.workspace_id == workspace_id, Bucket.appointment_id == appointment_id
        )
    ).all()


def free(
    session: Session,
    workspace_id: UUID,
    appointment_id: UUID,
    *,
    member_id: UUID | None = None,
    keep: Sequence[datetime] = (),
) -> None:
    """Gives the appointment's pieces back, but for those of ``member_id`` named in ``keep``."""
    query = delete(Bucket).where(
        col(Bucket.workspace_id) == workspace_id, col(Bucket.appointment_id) == appointment_id
    )
    if keep:
        query = query.where(
            (col(Bucket.member_id) != member_id) | col(Bucket.starts_at).not_in(keep)
        )
    session.execute(query.execution_options(synchronize_session=False))


def busy(
    session: Session, workspace_id: UUID, within: Span, member_id: UUID | None = None
) -> Sequence[BusyTime]:
    query = select(BusyTime).where(
        BusyTime.workspace_id == workspace_id,
        col(BusyTime.starts_at) < within.end,
        col(BusyTime.ends_at) > within.start,
    )
    if member_id is not None:
        query = query.where(BusyTime.member_id == member_id)
    return session.exec(query.order_by(col(BusyTime.starts_at))).all()


def uids_since(session: Session, workspace_id: UUID, since: datetime) -> Sequence[str]:
    return session.exec(
        select(Appointment.uid).where(
            Appointment.workspace_id == workspace_id, col(Appointment.ends_at) >= since
        )
    ).all()


def booked_after(session: Session, workspace_id: UUID, now: datetime) -> Sequence[Appointment]:
    return session.exec(
        select(Appointment)
        .where(
            Appointment.workspace_id == workspace_id,
            Appointment.state == State.CONFIRMED,
            col(Appointment.starts_at) > now,
        )
        .order_by(col(Appointment.starts_at))
    ).all()


def booked_within(session: Session, ahead: Span) -> Sequence[Appointment]:
    """Of all workspaces."""
    return session.exec(
        select(Appointment)
        .where(
            Appointment.state == State.CONFIRMED,
            col(Appointment.starts_at) > ahead.start,
            col(Appointment.starts_at) <= ahead.end,
        )
        .order_by(col(Appointment.starts_at))
    ).all()


def forget_busy(session: Session, workspace_id: UUID, member_id: UUID, source: str) -> None:
    session.execute(
        delete(BusyTime)
        .where(
            col(BusyTime.workspace_id) == workspace_id,
            col(BusyTime.member_id) == member_id,
            col(BusyTime.source) == source,
        )
        .execution_options(synchronize_session=False)
    )


def loads(
    session: Session, workspace_id: UUID, since: datetime
) -> dict[UUID, tuple[int, datetime | None]]:
    """Per member: how many meetings from ``since`` on, and when the newest was given."""
    rows = session.exec(
        select(
            Appointment.member_id,
            func.count(col(Appointment.id)),
            func.max(col(Appointment.created_at)),
        )
        .where(
            Appointment.workspace_id == workspace_id,
            col(Appointment.state).in_(list(BLOCKING)),
            col(Appointment.starts_at) >= since,
        )
        .group_by(col(Appointment.member_id))
    ).all()
    return {member_id: (count, newest) for member_id, count, newest in rows}


def trips(
    session: Session, workspace_id: UUID, member_id: UUID, *, since: date
) -> tuple[Trip, ...]:
    rows = session.exec(
        select(Travel)
        .where(
            Travel.workspace_id == workspace_id,
            Travel.member_id == member_id,
            col(Travel.last_day) >= since,
        )
        .order_by(col(Travel.first_day), col(Travel.id))
    ).all()
    return tuple(Trip(row.first_day, row.last_day, row.zone) for row in rows)


def forget_trips(session: Session, workspace_id: UUID, member_id: UUID) -> None:
    session.execute(
        delete(Travel)
        .where(col(Travel.workspace_id) == workspace_id, col(Travel.member_id) == member_id)
        .execution_options(synchronize_session=False)
    )


def diary(
    session: Session,
    workspace_id: UUID,
    host: MemberCard,
    *,
    terms: Terms,
    now: datetime,
    but: Appointment | None = None,
) -> Diary:
    """What the member could still take, as if the appointment ``but`` were not there."""
    within = Span(now - timedelta(days=1), now + terms.horizon + timedelta(days=2))
    spans = [
        Span(row.starts_at, row.ends_at)
        for row in in_range(session, workspace_id, within, BLOCKING)
        if row.member_id == host.id
        and (but is None or row.id != but.id)
        and (row.hold_until is None or row.hold_until > now)
    ] + [Span(row.starts_at, row.ends_at) for row in busy(session, workspace_id, within, host.id)]
    count, newest = loads(session, workspace_id, now - LOOK_BACK).get(host.id, (0, None))
    return Diary(
        member_id=host.id,
        zone=host.zone,
        hours=host.hours,
        blocked=merged(Span(s.start - terms.buffer, s.end + terms.buffer) for s in spans),
        meetings=count,
        weight=host.weight,
        trips=trips(session, workspace_id, host.id, since=within.start.date()),
        last_given=newest,
    )


def workspaces_with_waiting(session: Session) -> Sequence[UUID]:
    return session.exec(
        select(WaitlistEntry.workspace_id)
        .where(col(WaitlistEntry.state).in_(list(ON_THE_LIST)))
        .distinct()
    ).all()


def line(session: Session, workspace_id: UUID) -> Sequence[WaitlistEntry]:
    """Everybody who waits or has been told, first come first."""
    return session.exec(
        select(WaitlistEntry)
        .where(
            WaitlistEntry.workspace_id == workspace_id,
            col(WaitlistEntry.state).in_(list(ON_THE_LIST)),
        )
        .order_by(col(WaitlistEntry.created_at), col(WaitlistEntry.id))
    ).all()


def waiting_in(session: Session, workspace_id: UUID, conversation_id: UUID) -> WaitlistEntry | None:
    return session.exec(
        select(WaitlistEntry).where(
            WaitlistEntry.workspace_id == workspace_id,
            WaitlistEntry.conversation_id == conversation_id,
            col(WaitlistEntry.state).in_(list(ON_THE_LIST)),
        )
    ).first()


def places_of(session: Session, workspace_id: UUID, subject_ref: UUID) -> Sequence[WaitlistEntry]:
    return session.exec(
        select(WaitlistEntry).where(
            WaitlistEntry.workspace_id == workspace_id,
            WaitlistEntry.subject_ref == subject_ref,
            col(WaitlistEntry.state).in_(list(ON_THE_LIST)),
        )
    ).all()


def change_place(
    session: Session, workspace_id: UUID, entry_id: UUID, *, state: str, values: dict[str, Any]
) -> bool:
    """Whether the place was still in that state: two workers tell nobody twice."""
    changed = session.execute(
        update(WaitlistEntry)
        .where(
            col(WaitlistEntry.workspace_id) == workspace_id,
            col(WaitlistEntry.id) == entry_id,
            col(WaitlistEntry.state) == state,
        )
        .values(**values)
    )
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
