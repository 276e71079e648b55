"""Exports: asking for one, watching it being made, fetching it with its signature."""

from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, StreamingResponse

from api.console.views import exports as view
from api.console.views.leads import name_of
from api.console.views.log import days_of
from api.console.visit import Acting, PageRoute, Visiting, back_to
from api.exports import send_archive
from salesgenix.accounts.rules import Verb
from salesgenix.decisions.sentences import languages
from salesgenix.exports import service as exports
from salesgenix.exports.rules import Kind, Wanted
from salesgenix.kit.errors import Conflict, Invalid
from salesgenix.leads import service as leads

PAGE = "/console/exports"
router = APIRouter(prefix=PAGE, include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_exports(visit: Visiting, person: str = "") -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        rows = view.rows(session, visit) if who.may(Verb.EXPORT) else []
        people = [
            (card.subject_ref, name_of(card)) for card in leads.listing(session, who.workspace_id)
        ]
    return visit.page(
        "pages/exports.html",
        "decisions",
        rows=rows,
        people=people,
        person=person,
        languages=languages(),
    )


@router.post("")
def ask(
    visit: Acting,
    *,
    kind: Annotated[Kind, Form()],
    person: Annotated[str, Form()] = "",
    from_: Annotated[str, Form(alias="from")] = "",
    to: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "en",
) -> RedirectResponse:
    """Only what the chosen kind needs is read; the other fields may hold anything."""
    who = visit.who
    who.require(Verb.EXPORT)
    since, until = None, None
    if kind is Kind.PERIOD:
        since, until = days_of(from_, to, ZoneInfo(who.member.zone))
    wanted = Wanted(
        kind=kind,
        subject_ref=_person(person) if kind is Kind.SUBJECT else None,
        since=since,
        until=until,
        language=language,
    )
    with who.house.db.writing() as session:
        exports.request(session, who.workspace_id, wanted, by=who.member.id, now=who.now)
    return back_to(PAGE)


@router.get("/{export_id}/archive")
def fetch(visit: Visiting, export_id: UUID) -> StreamingResponse:
    """The archive, found whole before its first byte leaves; that it was fetched is recorded."""
    who = visit.who
    who.require(Verb.EXPORT)
    return send_archive(who.house, who.workspace_id, export_id, by=who.member.id, via="member")


@router.get("/{export_id}/signature")
def fetch_signature(visit: Visiting, export_id: UUID) -> PlainTextResponse:
    """The detached signature: a signed note over the hash of the whole archive."""
    who = visit.who
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        card = exports.card(session, who.workspace_id, export_id)
    if card.signature is None:
        raise Conflict("export.not_done", "This export is still being made.")
    name = f"salesgenix-{str(card.id)[:8]}.zip.sig"
    return PlainTextResponse(
        card.signature, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@router.post("/{export_id}/cancel")
def cancel(visit: Acting, export_id: UUID) -> RedirectResponse:
    """Ends it at once: file and key are destroyed."""
    who = visit.who
    who.require(Verb.EXPORT)
    folder = who.house.settings.effective_exports_dir
    with who.house.db.writing() as session:
        exports.destroy(
            session,
            who.workspace_id,
            export_id,
            folder,
            now=who.now,
            by=who.member.id,
            cause="cancelled",
        )
    return back_to(PAGE)


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid("person.invalid", "Choose the person to export.", field="person") from None
