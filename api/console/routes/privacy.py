"""The privacy desk: who was erased, how far it is, and the signed receipts."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import HTMLResponse, PlainTextResponse

from api.console.views import erasures as view
from api.console.visit import PageRoute, Visiting
from salesgenix.accounts.rules import Verb
from salesgenix.erasures import service as erasures
from salesgenix.kit.errors import Conflict

router = APIRouter(prefix="/console/privacy", include_in_schema=False, route_class=PageRoute)


@router.get("/erasures")
def show_erasures(visit: Visiting) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        rows = [view.row_of(card) for card in erasures.listing(session, who.workspace_id)]
    return visit.page("pages/erasures.html", "privacy", rows=rows, tab="erasures")


@router.get("/erasures/{erasure_id}/receipt")
def download_receipt(visit: Visiting, erasure_id: UUID) -> PlainTextResponse:
    """What went, what stays and why, signed with the log's key. It names nobody."""
    who = visit.who
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        card = erasures.card(session, who.workspace_id, erasure_id)
    if card.receipt is None:
        raise Conflict("erasure.not_done", "There is no receipt before everything is erased.")
    name = f"erasure-{str(card.id)[:8]}.txt"
    return PlainTextResponse(
        card.receipt, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
