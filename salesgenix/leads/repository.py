"""Every query on leads and what is known about them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from salesgenix.leads.models import Lead, LeadFact


def lead(session: Session, workspace_id: UUID, lead_id: UUID) -> Lead | None:
    statement = select(Lead).where(Lead.workspace_id == workspace_id, Lead.id == lead_id)
    return session.exec(statement).first()


def lead_of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> Lead | None:
    statement = select(Lead).where(
        Lead.workspace_id == workspace_id, Lead.subject_ref == subject_ref
    )
    return session.exec(statement).first()


def leads(session: Session, workspace_id: UUID, limit: int | None) -> list[Lead]:
    statement = (
        select(Lead)
        .where(Lead.workspace_id == workspace_id)
        .order_by(col(Lead.touched_at).desc(), col(Lead.id).desc())
        .limit(limit)
    )
    return list(session.exec(statement))


def leads_of(session: Session, workspace_id: UUID, lead_ids: list[UUID]) -> list[Lead]:
    statement = select(Lead).where(Lead.workspace_id == workspace_id, col(Lead.id).in_(lead_ids))
    return list(session.exec(statement))


def leads_by_email(session: Session, workspace_id: UUID, email_blind: bytes) -> list[Lead]:
    statement = (
        select(Lead)
        .where(Lead.workspace_id == workspace_id, Lead.email_blind == email_blind)
        .order_by(col(Lead.created_at), col(Lead.id))
    )
    return list(session.exec(statement))


def leads_by_phone(session: Session, workspace_id: UUID, phone_blind: bytes) -> list[Lead]:
    statement = (
        select(Lead)
        .where(Lead.workspace_id == workspace_id, Lead.phone_blind == phone_blind)
        .order_by(col(Lead.created_at), col(Lead.id))
    )
    return list(session.exec(statement))


def facts(session: Session, workspace_id: UUID, lead_id: UUID) -> list[LeadFact]:
    """All of them, superseded ones too, oldest first."""
    statement = (
        select(LeadFact)
        .where(LeadFact.workspace_id == workspace_id, LeadFact.lead_id == lead_id)
        .order_by(col(LeadFact.collected_at), col(LeadFact.id))
    )
    return list(session.exec(statement))


def facts_in_force(
    session: Session, workspace_id: UUID, lead_ids: list[UUID]
) -> dict[UUID, list[LeadFact]]:
    """What is held true now, per lead, oldest first."""
    statement = (
        select(LeadFact)
        .where(
            LeadFact.workspace_id == workspace_id,
            col(LeadFact.lead_id).in_(lead_ids),
            col(LeadFact.superseded_at).is_(None),
        )
        .order_by(col(LeadFact.collected_at), col(LeadFact.id))
    )
    found: dict[UUID, list[LeadFact]] = {lead_id: [] for lead_id in lead_ids}
    for fact in session.exec(statement):
        found[fact.lead_id].append(fact)
    return found


def supersede(
    session: Session, workspace_id: UUID, lead_id: UUID, field: str, *, now: datetime
) -> None:
    session.exec(
        update(LeadFact)
        .where(
            col(LeadFact.workspace_id) == workspace_id,
            col(LeadFact.lead_id) == lead_id,
            col(LeadFact.field) == field,
            col(LeadFact.superseded_at).is_(None),
        )
        .values(superseded_at=now)
    )
