"""Every query on suppressions, data requests and the vault."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, select

from salesgenix.privacy.models import DataRequest, Suppression, VaultEntry
from salesgenix.privacy.rules import RequestState


def suppressions(session: Session, workspace_id: UUID, marks: list[bytes]) -> list[Suppression]:
    """Those with one of the marks, lifted ones too."""
    statement = select(Suppression).where(
        Suppression.workspace_id == workspace_id, col(Suppression.mark).in_(marks)
    )
    return list(session.exec(statement))


def suppressions_in_force(session: Session, workspace_id: UUID) -> list[Suppression]:
    statement = select(Suppression).where(
        Suppression.workspace_id == workspace_id, col(Suppression.lifted_at).is_(None)
    )
    return list(session.exec(statement.order_by(col(Suppression.created_at))))


def request(session: Session, workspace_id: UUID, request_id: UUID) -> DataRequest | None:
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id, DataRequest.id == request_id
    )
    return session.exec(statement).first()


def open_request_about(
    session: Session, workspace_id: UUID, about_ref: UUID, kind: str
) -> DataRequest | None:
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id,
        DataRequest.about_ref == about_ref,
        DataRequest.kind == kind,
        col(DataRequest.closed_at).is_(None),
    )
    return session.exec(statement).first()


def open_request_of_address(
    session: Session, workspace_id: UUID, email_blind: bytes, kind: str
) -> DataRequest | None:
    """Of those that came with an address; the oldest, whose clock counts."""
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id,
        DataRequest.email_blind == email_blind,
        DataRequest.kind == kind,
        col(DataRequest.closed_at).is_(None),
    )
    return session.exec(statement.order_by(col(DataRequest.received_at))).first()


def request_of_token(session: Session, token_digest: bytes) -> DataRequest | None:
    """In whatever workspace: the secret names it."""
    statement = select(DataRequest).where(DataRequest.token_digest == token_digest)
    return session.exec(statement).first()


def requests(session: Session, workspace_id: UUID, *, only_open: bool = False) -> list[DataRequest]:
    statement = select(DataRequest).where(DataRequest.workspace_id == workspace_id)
    if only_open:
        statement = statement.where(col(DataRequest.closed_at).is_(None))
    return list(session.exec(statement.order_by(col(DataRequest.due_on), col(DataRequest.id))))


def due_without_order(session: Session, workspace_id: UUID, now: datetime) -> list[DataRequest]:
    """Those about children whose hour has come, and that nobody has decided."""
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id,
        DataRequest.state == RequestState.ROUTED,
        col(DataRequest.executes_at) <= now,
        col(DataRequest.closed_at).is_(None),
    )
    return list(session.exec(statement.order_by(col(DataRequest.executes_at))))


def leave_routed(session: Session, workspace_id: UUID, request_id: UUID, state: str) -> bool:
    """Moves a child's request on, if it still waits: of several who try, one does."""
    statement = (
        update(DataRequest)
        .where(
            col(DataRequest.workspace_id) == workspace_id,
            col(DataRequest.id) == request_id,
            col(DataRequest.state) == RequestState.ROUTED,
            col(DataRequest.executes_at).is_not(None),
        )
        .values(state=state)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", session.exec(statement)).rowcount == 1


def open_dates(session: Session, workspace_id: UUID) -> list[tuple[date, str]]:
    """Due day and zone of each open request."""
    statement = select(col(DataRequest.due_on), col(DataRequest.zone)).where(
        DataRequest.workspace_id == workspace_id, col(DataRequest.closed_at).is_(None)
    )
    return [(due_on, zone) for due_on, zone in session.exec(statement)]


def closed_requests_to_empty(session: Session, workspace_id: UUID) -> list[DataRequest]:
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id,
        col(DataRequest.closed_at).is_not(None),
        col(DataRequest.emptied_at).is_(None),
    )
    return list(session.exec(statement))


def requests_closed_before(
    session: Session, workspace_id: UUID, before: datetime
) -> list[DataRequest]:
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id, col(DataRequest.closed_at) < before
    )
    return list(session.exec(statement))


def vault(session: Session, workspace_id: UUID, conversation_id: UUID) -> list[VaultEntry]:
    statement = select(VaultEntry).where(
        VaultEntry.workspace_id == workspace_id, VaultEntry.conversation_id == conversation_id
    )
    return list(session.exec(statement.order_by(col(VaultEntry.created_at), col(VaultEntry.id))))


def vault_of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> list[VaultEntry]:
    statement = select(VaultEntry).where(
        VaultEntry.workspace_id == workspace_id, VaultEntry.subject_ref == subject_ref
    )
    return list(session.exec(statement))
