"""All queries on connected calendars and what was written into them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from salesgenix.calendars.models import CalendarAccount, CalendarEntry, CalendarSource
from salesgenix.calendars.rules import EntryState


def account(session: Session, workspace_id: UUID, account_id: UUID) -> CalendarAccount | None:
    return session.exec(
        select(CalendarAccount).where(
            CalendarAccount.workspace_id == workspace_id, CalendarAccount.id == account_id
        )
    ).one_or_none()


def accounts(
    session: Session, workspace_id: UUID, member_id: UUID | None = None
) -> Sequence[CalendarAccount]:
    query = select(CalendarAccount).where(CalendarAccount.workspace_id == workspace_id)
    if member_id is not None:
        query = query.where(CalendarAccount.member_id == member_id)
    return session.exec(query.order_by(col(CalendarAccount.created_at))).all()


def every_account(session: Session) -> Sequence[CalendarAccount]:
    return session.exec(select(CalendarAccount).order_by(col(CalendarAccount.changed_at))).all()


def account_by_grant(session: Session, state_digest: bytes) -> CalendarAccount | None:
    return session.exec(
        select(CalendarAccount).where(CalendarAccount.state_digest == state_digest)
    ).one_or_none()


def sources(
    session: Session, workspace_id: UUID, account_id: UUID | None = None
) -> Sequence[CalendarSource]:
    query = select(CalendarSource).where(CalendarSource.workspace_id == workspace_id)
    if account_id is not None:
        query = query.where(CalendarSource.account_id == account_id)
    return session.exec(query.order_by(col(CalendarSource.id))).all()


def source(session: Session, workspace_id: UUID, source_id: UUID) -> CalendarSource | None:
    return session.exec(
        select(CalendarSource).where(
            CalendarSource.workspace_id == workspace_id, CalendarSource.id == source_id
        )
    ).one_or_none()


def written_to(session: Session, workspace_id: UUID, member_id: UUID) -> CalendarSource | None:
    """The one calendar of the member that meetings go into."""
    return session.exec(
        select(CalendarSource).where(
            CalendarSource.workspace_id == workspace_id,
            CalendarSource.member_id == member_id,
            col(CalendarSource.writes).is_(True),
        )
    ).first()


def entry(
    session: Session, workspace_id: UUID, appointment_id: UUID, source_id: UUID
) -> CalendarEntry | None:
    return session.exec(
        select(CalendarEntry).where(
            CalendarEntry.workspace_id == workspace_id,
            CalendarEntry.appointment_id == appointment_id,
            CalendarEntry.source_id == source_id,
        )
    ).one_or_none()


def standing_entries(
    session: Session, workspace_id: UUID, appointment_id: UUID
) -> Sequence[CalendarEntry]:
    """Where the meeting stands written now."""
    return session.exec(
        select(CalendarEntry).where(
            CalendarEntry.workspace_id == workspace_id,
            CalendarEntry.appointment_id == appointment_id,
            CalendarEntry.state == EntryState.WRITTEN,
        )
    ).all()


def forget_account(session: Session, workspace_id: UUID, account_id: UUID) -> None:
    """The account with its calendars, and what we knew of entries in them."""
    ids = [one.id for one in sources(session, workspace_id, account_id)]
    for query in (
        delete(CalendarEntry).where(
            col(CalendarEntry.workspace_id) == workspace_id,
            col(CalendarEntry.source_id).in_(ids),
        ),
        delete(CalendarSource).where(
            col(CalendarSource.workspace_id) == workspace_id, col(CalendarSource.id).in_(ids)
        ),
        delete(CalendarAccount).where(
            col(CalendarAccount.workspace_id) == workspace_id, col(CalendarAccount.id) == account_id
        ),
    ):
        session.execute(query.execution_options(synchronize_session=False))
