"""The outbox: every mail that left, or was captured, as its recipient sees it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from api import actions as verbs
from api.console.views.outbox import Letter, letters
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from salesgenix.kit.errors import NotFound

router = APIRouter(prefix="/console/outbox", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_outbox(visit: Visiting) -> HTMLResponse:
    found = _letters(visit)
    return visit.page(
        "pages/outbox.html", "outbox", letters=found, letter=found[0] if found else None
    )


@router.get("/{delivery_id}")
def show_letter(visit: Visiting, delivery_id: UUID) -> HTMLResponse:
    found = _letters(visit)
    return visit.page("pages/outbox.html", "outbox", letters=found, letter=_one(found, delivery_id))


@router.post("/{action_id}/settle")
def settle(visit: Acting, action_id: UUID, has_left: Annotated[bool, Form()]) -> Response:
    """What a person has found out about a mail in doubt."""
    verbs.settle(visit.who, action_id, has_left=has_left)
    return back_to("/console/outbox")


@router.get("/{delivery_id}/{number}")
def download(visit: Visiting, delivery_id: UUID, number: int) -> Response:
    """An attachment, only ever as a download: what a mail carries is not shown as a page."""
    letter = _one(_letters(visit), delivery_id)
    if not 0 <= number < len(letter.attachments):
        raise NotFound("attachment.unknown", "This mail has no such attachment.")
    name, media_type, content = letter.attachments[number]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def _letters(visit: Visit) -> list[Letter]:
    with visit.who.house.db.reading() as session:
        return letters(session, visit.who.workspace_id)


def _one(found: list[Letter], delivery_id: UUID) -> Letter:
    for letter in found:
        if letter.id == delivery_id:
            return letter
    raise NotFound("delivery.unknown", "There is no such mail.")
