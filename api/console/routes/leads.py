"""Leads: everyone who is known, and all that is known about one of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from api import leads as verbs
from api.console import words
from api.console.views import requests
from api.console.views.inbox import STEPS
from api.console.views.leads import fact_lines, name_of, score_lines
from api.console.views.waiting import waiting_of
from api.console.visit import Acting, PageRoute, Visiting, back_to
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions
from salesgenix.erasures import service as erasures
from salesgenix.leads import service as leads
from salesgenix.leads.rules import Stage
from salesgenix.qualification import service as qualification
from salesgenix.qualification.rules import Level

SHOWN_ACTS = 12

router = APIRouter(prefix="/console/leads", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_leads(visit: Visiting, stage: str = "") -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        everyone = leads.listing(session, who.workspace_id)
        scores = qualification.standings(session, who.workspace_id, everyone)
    wanted = stage if stage in set(Stage) else ""
    shown = [card for card in everyone if not wanted or card.stage == wanted]
    rows = [
        {
            "lead": card,
            "name": name_of(card),
            "stage": words.stage(card.stage),
            "score": scores[card.id],
            "grade": words.grade(scores[card.id].grade),
        }
        for card in shown
    ]
    present = [one for one in Stage if any(card.stage == one for card in everyone)]
    return visit.page(
        "pages/leads.html",
        "leads",
        rows=rows,
        stage=wanted,
        stages=[(one.value, words.stage(one)[0]) for one in present],
        total=len(everyone),
    )


@router.get("/{lead_id}")
def show_lead(visit: Visiting, lead_id: UUID) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        lead = leads.card(session, who.workspace_id, lead_id)
        rows = conversations.inbox(session, who.workspace_id)
        team = {card.id: card.name for card in accounts.members(session, who.workspace_id)}
        score = qualification.standing(session, who.workspace_id, lead)
        asked = requests.about(session, visit, lead.subject_ref)
        erasure = erasures.of_subject(session, who.workspace_id, lead.subject_ref)
        waiting = waiting_of(session, who, lead.subject_ref)
        acts = decisions.listing(
            session,
            who.workspace_id,
            subject_ref=lead.subject_ref,
            types=STEPS,
            limit=SHOWN_ACTS,
            language=visit.language,
        )
    return visit.page(
        "pages/lead.html",
        "leads",
        lead=lead,
        name=name_of(lead),
        stage=words.stage(lead.stage),
        facts=fact_lines(lead),
        score=score,
        grade=words.grade(score.grade),
        lines=score_lines(score),
        levels=words.LEVELS,
        acts=acts,
        asked=asked,
        erasure=erasure,
        waiting=waiting,
        threads=[row for row in rows if row.conversation.lead_id == lead.id],
        owner=team.get(lead.owner_member_id) if lead.owner_member_id else None,
    )


@router.post("/{lead_id}/pause")
def pause(visit: Acting, lead_id: UUID, thread: Annotated[UUID | None, Form()] = None) -> Response:
    """``thread``: the conversation it was pressed in, where they return to."""
    verbs.pause(visit.who, lead_id)
    return back_to(_where(lead_id, thread))


@router.post("/{lead_id}/resume")
def resume(visit: Acting, lead_id: UUID, thread: Annotated[UUID | None, Form()] = None) -> Response:
    verbs.resume(visit.who, lead_id)
    return back_to(_where(lead_id, thread))


@router.post("/{lead_id}/criteria/{criterion}")
def correct(
    visit: Acting, lead_id: UUID, criterion: str, level: Annotated[Level, Form()]
) -> Response:
    verbs.correct(visit.who, lead_id, criterion, level)
    return back_to(f"/console/leads/{lead_id}")


def _where(lead_id: UUID, thread: UUID | None) -> str:
    return f"/console/inbox/{thread}" if thread else f"/console/leads/{lead_id}"
