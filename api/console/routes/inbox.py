"""The inbox: list, thread and lead side by side, and what a rep does there."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api import conversations as verbs
from api.console import words
from api.console.views import inbox as views
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from salesgenix.conversations import service as conversations
from salesgenix.kit.errors import Invalid

router = APIRouter(prefix="/console/inbox", include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_list(visit: Visiting, tab: str = "") -> HTMLResponse:
    with visit.who.house.db.reading() as session:
        rows, tabs = views.listing(session, visit.who, _tab(tab or "needs"))
        shop = views.shop(session, visit.who)
        if not rows and not tab:
            tab = "all"
            rows, tabs = views.listing(session, visit.who, tab)
    return visit.page(
        "pages/inbox.html",
        "inbox",
        rows=rows,
        list_tabs=tabs,
        tab=_tab(tab or "needs"),
        shop=shop,
        thread=None,
        side=None,
    )


@router.get("/{conversation_id}")
def show_thread(visit: Visiting, conversation_id: UUID, tab: str = "all") -> HTMLResponse:
    with visit.who.house.db.writing() as session:
        conversations.mark_read(session, visit.who.workspace_id, conversation_id)
    return _thread(visit, conversation_id, _tab(tab))


@router.post("/{conversation_id}/read")
def mark_read(visit: Acting, conversation_id: UUID) -> Response:
    with visit.who.house.db.writing() as session:
        conversations.mark_read(session, visit.who.workspace_id, conversation_id)
    return Response(status_code=204)


@router.post("/{conversation_id}/take")
def take_over(
    visit: Acting,
    conversation_id: UUID,
    epoch: Annotated[int, Form()],
    holder: Annotated[UUID | None, Form()] = None,
) -> Response:
    """``holder``: the colleague it is taken from, by a button that names them."""
    verbs.take_over(visit.who, conversation_id, epoch, holder)
    return back_to(f"/console/inbox/{conversation_id}")


@router.post("/{conversation_id}/hand-back")
def hand_back(visit: Acting, conversation_id: UUID, epoch: Annotated[int, Form()]) -> Response:
    verbs.hand_back(visit.who, conversation_id, epoch)
    return back_to(f"/console/inbox/{conversation_id}")


@router.post("/{conversation_id}/say")
def say(
    visit: Acting,
    conversation_id: UUID,
    *,
    client_id: Annotated[str, Form()],
    text: Annotated[str, Form()],
    mode: Annotated[str, Form()] = "reply",
    then: Annotated[str, Form()] = "",
) -> Response:
    """``then``: hand back after the reply has been said."""
    try:
        said = verbs.Said(client_id=client_id, text=text, is_note=mode == "note")
    except ValidationError as error:
        raise Invalid("message.invalid", "A message has 1 to 8,000 characters.") from error
    verbs.say(visit.who, conversation_id, said)
    if then == "hand-back" and not said.is_note:
        verbs.hand_back_own(visit.who, conversation_id)
    return back_to(f"/console/inbox/{conversation_id}")


@router.post("/{conversation_id}/whisper")
def whisper(
    visit: Acting,
    conversation_id: UUID,
    client_id: Annotated[str, Form()],
    text: Annotated[str, Form()],
) -> Response:
    try:
        whispered = verbs.Whispered(client_id=client_id, text=text)
    except ValidationError as error:
        raise Invalid("whisper.invalid", "A whisper has 1 to 1,000 characters.") from error
    verbs.whisper(visit.who, conversation_id, whispered)
    return back_to(f"/console/inbox/{conversation_id}")


@router.get("/{conversation_id}/report/{seq}")
def show_report(visit: Visiting, conversation_id: UUID, seq: int) -> HTMLResponse:
    said = verbs.said_by_agent(visit.who, conversation_id, seq)
    return visit.page(
        "pages/report.html", "inbox", said=said, conversation_id=conversation_id, seq=seq
    )


@router.post("/{conversation_id}/report/{seq}")
def report(
    visit: Acting, conversation_id: UUID, seq: int, reason: Annotated[str, Form()] = ""
) -> Response:
    """The team finds it in the inbox under "Needs you", until somebody takes over."""
    if reason not in words.REPORTS:
        raise Invalid("report.reason", "Say what is wrong with it.", field="reason")
    verbs.report(visit.who, conversation_id, seq, words.REPORTS[reason].lower())
    return back_to(f"/console/inbox/{conversation_id}")


@router.post("/{conversation_id}/close")
def close(visit: Acting, conversation_id: UUID) -> Response:
    verbs.close(visit.who, conversation_id)
    return back_to(f"/console/inbox/{conversation_id}")


def _tab(tab: str) -> str:
    return tab if tab in views.TABS else "all"


def _thread(visit: Visit, conversation_id: UUID, tab: str) -> HTMLResponse:
    with visit.who.house.db.reading() as session:
        thread, side = views.thread(session, visit.who, conversation_id)
        rows, tabs = views.listing(session, visit.who, tab)
        shop = views.shop(session, visit.who)
    return visit.page(
        "pages/inbox.html",
        "inbox",
        rows=rows,
        list_tabs=tabs,
        tab=tab,
        shop=shop,
        thread=thread,
        side=side,
    )
