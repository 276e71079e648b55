"""Every query on suppressions, data requests and the vault."""

from uuid import UUID

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


def open_request(
    session: Session, workspace_id: UUID, subject_ref: UUID, kind: str
) -> DataRequest | None:
    statement = select(DataRequest).where(
        DataRequest.workspace_id == workspace_id,
        DataRequest.about_ref == subject_ref,
        DataRequest.kind == kind,
        DataRequest.state == RequestState.RECEIVED,
    )
    return session.exec(statement).first()


def requests(session: Session, workspace_id: UUID) -> list[DataRequest]:
    statement = select(DataRequest).where(DataRequest.workspace_id == workspace_id)
    return list(session.exec(statement.order_by(col(DataRequest.due_on), col(DataRequest.id))))


def vault(session: Session, workspace_id: UUID, conversation_id: UUID) -> list[VaultEntry]:
    statement = select(VaultEntry).where(
        VaultEntry.workspace_id == workspace_id, VaultEntry.conversation_id == conversation_id
    )
    return list(session.exec(statement.order_by(col(VaultEntry.created_at), col(VaultEntry.id))))
