"""Approvals: what the agent asks before it acts, and a person's one decision about each."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import approvals as verbs
from api.console.views import approvals as views
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.deps import in_thread
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.decisions import service as decisions

router = APIRouter(prefix="/console/approvals", include_in_schema=False, route_class=PageRoute)

SHOWN_DECIDED = 8
DECIDED = ("approval.granted", "approval.refused", "approval.expired")


@router.get("")
def show_approvals(visit: Visiting) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        waiting = views.questions(session, who)
        lately = [
            card
            for kind in DECIDED
            for card in decisions.listing(
                session, who.workspace_id, type_=kind, limit=SHOWN_DECIDED
            )
        ]
    return visit.page(
        "pages/approvals.html",
        "approvals",
        questions=waiting,
        decided=sorted(lately, key=lambda card: -card.seq)[:SHOWN_DECIDED],
        may_decide=who.may(Verb.DECIDE_APPROVALS),
    )


@router.post("/{approval_id}/{verb}")
async def decide(
    visit: Acting,
    request: Request,
    approval_id: UUID,
    verb: Literal["approve", "edit", "reject"],
) -> Response:
    form = await request.form()
    fields = {name: str(value) for name, value in form.items()}
    await in_thread(_decide, visit, approval_id, verb, fields)
    return back_to("/console/approvals")


def _decide(
    visit: Visit,
    approval_id: UUID,
    verb: Literal["approve", "edit", "reject"],
    fields: dict[str, str],
) -> None:
    arguments = None
    if verb == "edit":
        with visit.who.house.db.reading() as session:
            card = actions.approval(session, visit.who.workspace_id, approval_id)
        typed = {
            name.removeprefix("arg."): value
            for name, value in fields.items()
            if name.startswith("arg.")
        }
        arguments = views.edited(card, typed)
    choice = verbs.Choice(
        verb=verb,
        digest=fields.get("digest", "")[:128],
        reason=fields.get("reason", "")[:2_000] or None,
        arguments=arguments,
    )
    verbs.decide(visit.who, approval_id, choice)
