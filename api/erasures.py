"""Erasures in the API: how far each is, what it leaves, and its signed receipt.

They are ordered through a person's request, which the owner approves.
"""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from api.members import AsMember
from salesgenix.accounts.rules import Verb
from salesgenix.erasures import service as erasures
from salesgenix.erasures.service import ErasureCard
from salesgenix.kit.errors import NotFound

router = APIRouter(prefix="/v1/erasures", tags=["erasures"])


@router.get("")
def listing(who: AsMember) -> dict[str, Any]:
    """Newest first."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        cards = erasures.listing(session, who.workspace_id)
    return {"erasures": [_json(card) for card in cards]}


@router.get("/{erasure_id}")
def one(who: AsMember, erasure_id: UUID) -> dict[str, Any]:
    """``step`` is the last that is complete; ``failures`` name what holds it up."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        return _json(erasures.card(session, who.workspace_id, erasure_id))


@router.get("/{erasure_id}/receipt", response_class=PlainTextResponse)
def receipt(who: AsMember, erasure_id: UUID) -> PlainTextResponse:
    """A C2SP signed note: what was erased, what stays and why, what was searched for."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        card = erasures.card(session, who.workspace_id, erasure_id)
    if card.receipt is None:
        raise NotFound("erasure.no_receipt", "There is no receipt before the erasure is complete.")
    return PlainTextResponse(card.receipt, headers={"Cache-Control": "no-store"})


def _json(card: ErasureCard) -> dict[str, Any]:
    return {
        "id": str(card.id),
        "subject_ref": str(card.subject_ref),
        "cause": card.cause,
        "request": None if card.request_id is None else str(card.request_id),
        "instruction": None if card.instruction_id is None else str(card.instruction_id),
        "state": card.state,
        "step": card.step,
        "counts": card.counts,
        "kept": card.kept,
        "failures": card.failures,
        "next_at": None if card.is_done else card.next_at.isoformat(),
        "ordered_at": card.created_at.isoformat(),
        "ended_at": None if card.ended_at is None else card.ended_at.isoformat(),
    }
