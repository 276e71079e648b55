"""Leads in the API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from api.members import AsMember
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard

router = APIRouter(prefix="/v1/leads", tags=["leads"])


@router.get("")
def listing(who: AsMember, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> dict[str, Any]:
    """Lately touched first."""
    with who.house.db.reading() as session:
        cards = leads.listing(session, who.workspace_id, limit=limit)
    return {"leads": [_json(card) for card in cards]}


@router.get("/{lead_id}")
def one(who: AsMember, lead_id: UUID) -> dict[str, Any]:
    with who.house.db.reading() as session:
        return _json(leads.card(session, who.workspace_id, lead_id))


def _json(card: LeadCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "email": card.email,
        "phone": card.phone,
        "company": card.company,
        "position": card.position,
        "stage": card.stage,
        "language": card.language,
        "zone": card.zone,
        "source": card.source,
        "is_frozen": card.is_frozen,
        "created_at": card.created_at,
        "touched_at": card.touched_at,
        "facts": [
            {
                "field": fact.field,
                "value": fact.value,
                "quote": fact.quote,
                "source": fact.source,
                "kind": fact.kind,
                "collected_at": fact.collected_at,
            }
            for fact in card.facts
        ],
    }
