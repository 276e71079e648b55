"""Trials: beginning one on the present state, following it, reading what changed."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import HTMLResponse, RedirectResponse

from api import simulations as trials
from api.console.views import simulations as views
from api.console.views.instructions import authors
from api.console.visit import Acting, PageRoute, Visiting, back_to
from salesgenix.accounts.rules import Verb
from salesgenix.kit.errors import Conflict
from salesgenix.simulations import service as simulations
from salesgenix.simulations.trying import Tried

HERE = "/console/simulations"
router = APIRouter(prefix=HERE, include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_list(visit: Visiting, wrong: str = "") -> HTMLResponse:
    who = visit.who
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        team = authors(session, who.workspace_id)
        rows = [views.row_of(card, team) for card in simulations.listing(session, who.workspace_id)]
    is_busy = any(row.is_live for row in rows)
    return visit.page(
        "pages/simulations.html", "simulations", rows=rows, is_busy=is_busy, is_refused=bool(wrong)
    )


@router.post("")
def start(visit: Acting) -> RedirectResponse:
    """The present state; what is about to change is tried from its own page."""
    visit.who.require(Verb.CHANGE_INSTRUCTIONS)
    try:
        card = trials.start(visit.who, Tried())
    except Conflict:
        return back_to(f"{HERE}?wrong=busy")
    return back_to(f"{HERE}/{card.id}")


@router.get("/{run_id}")
def show_one(visit: Visiting, run_id: UUID) -> HTMLResponse:
    who = visit.who
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        card = simulations.card(session, who.workspace_id, run_id)
        team = authors(session, who.workspace_id)
        tried = simulations.tried_in(session, who.workspace_id, run_id)
        told = simulations.prospects_of(session, who.workspace_id, run_id)
    return visit.page(
        "pages/simulation.html",
        "simulations",
        row=views.row_of(card, team),
        summary=card.summary,
        tried=tried,
        groups=views.groups_of(told),
    )
