"""Leads in the API."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from sqlmodel import Session

from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.qualification import service as qualification
from salesgenix.qualification.rules import Level, Score

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
        card = leads.card(session, who.workspace_id, lead_id)
        score = qualification.standing(session, who.workspace_id, card)
    return _json(card) | {"qualification": _score(score)}


def pause(who: SignedIn, lead_id: UUID) -> LeadCard:
    """The agent leaves the person alone, and what was to reach them waits."""
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        card = leads.pause(session, who.workspace_id, lead_id, who.member.id, now=who.now)
        _record(session, who, card, DecisionType.LEAD_PAUSED)
    return card


def resume(who: SignedIn, lead_id: UUID) -> LeadCard:
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        card = leads.resume(session, who.workspace_id, lead_id, now=who.now)
        _record(session, who, card, DecisionType.LEAD_RESUMED)
    return card


def correct(who: SignedIn, lead_id: UUID, criterion: str, level: Level) -> Score:
    """A person knows better how far an answer speaks for a purchase."""
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        card = leads.card(session, who.workspace_id, lead_id)
        score = qualification.correct(
            session, who.workspace_id, lead_id, criterion, level=level, now=who.now
        )
        _record(session, who, card, DecisionType.LEAD_CORRECTED, score=score)
    return score


def _record(
    session: Session,
    who: SignedIn,
    card: LeadCard,
    kind: DecisionType,
    *,
    score: Score | None = None,
) -> None:
    entry = Entry(
        type=kind,
        outcome="done",
        reasons=("rep_corrected",) if score else (),
        facts=score.as_codes() if score else None,
        automation=Automation.HUMAN_MADE,
        actor=who.member.id,
        subject_ref=card.subject_ref,
    )
    decisions.record(session, who.workspace_id, entry, now=who.now)


@router.post("/{lead_id}/pause")
def post_pause(who: AsMember, lead_id: UUID) -> dict[str, Any]:
    return _json(pause(who, lead_id))


@router.post("/{lead_id}/resume")
def post_resume(who: AsMember, lead_id: UUID) -> dict[str, Any]:
    return _json(resume(who, lead_id))


class Correction(BaseModel):
    """How far the answer speaks for a purchase."""

    level: Level


@router.put("/{lead_id}/criteria/{criterion}")
def put_criterion(
    who: AsMember, lead_id: UUID, criterion: str, correction: Correction
) -> dict[str, Any]:
    return _score(correct(who, lead_id, criterion, correction.level))


def _score(score: Score) -> dict[str, Any]:
    """``score`` is the sum of the lines' points."""
    return {
        "framework": score.framework,
        "version": score.version,
        "score": score.total,
        "grade": score.grade,
        "lines": [asdict(line) for line in score.lines],
    }


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
        "paused_at": card.paused_at,
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
