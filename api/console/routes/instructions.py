"""Instructions: what the owner ordered, how it is enforced, and the switch that stops all."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query
from starlette.responses import HTMLResponse, Response

from api import accounts as team
from api import instructions as orders
from api.console.views import instructions as views
from api.console.views import lineage as history
from api.console.visit import Acting, PageRoute, Visiting, back_to
from salesgenix.accounts.rules import Verb
from salesgenix.authority.rules import FLOOR
from salesgenix.instructions import service as instructions

HERE = "/console/instructions"
router = APIRouter(prefix=HERE, include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_instructions(
    visit: Visiting,
    state: Annotated[str, Query(max_length=20)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    q: Annotated[str, Query(max_length=80)] = "",
) -> HTMLResponse:
    who = visit.who
    wanted = views.Wanted(state=state, kind=kind, text=q.strip())
    with who.house.db.reading() as session:
        rows = views.rows(session, who)
    return visit.page(
        "pages/instructions.html",
        "instructions",
        rows=[row for row in rows if wanted.shows(row)],
        has_any=bool(rows),
        wanted=wanted,
        states=views.STATES,
        kinds=views.KINDS,
        ready=views.STARTS,
        floor=sorted(FLOOR),
        may_change=who.may(Verb.CHANGE_INSTRUCTIONS),
        may_pause=who.may(Verb.PAUSE),
    )


@router.post("/pause")
def pause(visit: Acting, reason: Annotated[str, Form(min_length=3, max_length=400)]) -> Response:
    team.pause(visit.who, reason.strip())
    return back_to(HERE)


@router.post("/resume")
def resume(visit: Acting) -> Response:
    team.resume(visit.who)
    return back_to(HERE)


@router.get("/{instruction_id}")
def show_instruction(visit: Visiting, instruction_id: UUID) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        card = instructions.card(session, who.workspace_id, instruction_id, now=who.now)
        names = views.authors(session, who.workspace_id)
        steps = history.lineage(session, who, card, names)
        rows = views.rows(session, who)
    newest = steps[-1].card
    return visit.page(
        "pages/instruction.html",
        "instructions",
        row=next(row for row in rows if row.card.id == card.id),
        steps=steps,
        successor=newest if newest.id != card.id else None,
        newest_is_withdrawn=newest.revoked_at is not None,
        may_change=who.may(Verb.CHANGE_INSTRUCTIONS),
    )


@router.get("/{instruction_id}/diff")
def show_diff(
    visit: Visiting,
    instruction_id: UUID,
    *,
    from_: Annotated[int, Query(alias="from", ge=1)],
    to: Annotated[int, Query(ge=1)],
) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        card = instructions.card(session, who.workspace_id, instruction_id, now=who.now)
        names = views.authors(session, who.workspace_id)
        steps = history.lineage(session, who, card, names)
    before, after = history.step_at(steps, from_), history.step_at(steps, to)
    return visit.page(
        "pages/instruction_diff.html",
        "instructions",
        card=card,
        title=views.title_of(card.key),
        before=before,
        after=after,
        count=len(steps),
        shown=history.compared(
            before, after.card.words, after.version.rule, names=names, zone=card.zone
        ),
    )


@router.post("/{instruction_id}/pause")
def pause_one(visit: Acting, instruction_id: UUID) -> Response:
    orders.pause(visit.who, instruction_id)
    return back_to(f"{HERE}#i{instruction_id}")


@router.post("/{instruction_id}/resume")
def resume_one(visit: Acting, instruction_id: UUID) -> Response:
    orders.resume(visit.who, instruction_id)
    return back_to(f"{HERE}#i{instruction_id}")


@router.post("/{instruction_id}/revoke")
def revoke(visit: Acting, instruction_id: UUID) -> Response:
    orders.revoke(visit.who, instruction_id)
    return back_to(HERE)
