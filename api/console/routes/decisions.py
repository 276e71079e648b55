"""The decision log: what was decided, why, and the proof that no record was changed."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from api.console import words
from api.console.views import chain, log, proof
from api.console.views.leads import name_of
from api.console.visit import LANGUAGE_COOKIE, Acting, PageRoute, Visit, Visiting
from api.decisions import export, record_export
from salesgenix.accounts.rules import Verb
from salesgenix.decisions import service as decisions
from salesgenix.decisions.sentences import languages
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.leads import service as leads

router = APIRouter(prefix="/console/decisions", include_in_schema=False, route_class=PageRoute)

YEAR = 365 * 24 * 3600


@router.get("")
def show_log(
    visit: Visiting,
    *,
    type_: Annotated[str, Query(alias="type")] = "",
    outcome: str = "",
    by: str = "",
    person: str = "",
    conversation: UUID | None = None,
    from_: Annotated[str, Query(alias="from")] = "",
    to: str = "",
    before: Annotated[int | None, Query(ge=1)] = None,
    verify: bool = False,
) -> HTMLResponse:
    who = visit.who
    wanted = log.Filters(
        kind=type_,
        outcome=outcome,
        automation=by,
        person=_reference(person),
        conversation=conversation,
        since=log.day_of(from_),
        until=log.day_of(to),
    )
    with who.house.db.reading() as session:
        days, older = log.listed(session, visit, wanted, before)
        state = proof.state(session, visit, asked=verify)
        people = [
            (card.subject_ref, name_of(card)) for card in leads.listing(session, who.workspace_id)
        ]
    return _remembering(
        visit,
        visit.page(
            "pages/decisions.html",
            "decisions",
            days=days,
            older=older,
            is_first=before is None,
            proof=state,
            kinds=log.kinds(),
            outcomes=list(dict.fromkeys(said for said, _ in words.OUTCOMES.values())),
            automation=log.AUTOMATION,
            people=people,
            wanted=wanted,
            languages=languages(),
        ),
    )


@router.get("/turn/{turn_id}")
def explain_reply(visit: Visiting, turn_id: UUID) -> HTMLResponse:
    with visit.who.house.db.reading() as session:
        found = chain.of_turn(session, visit, turn_id)
    return _chain_page(visit, found)


@router.get("/action/{action_id}")
def explain_action(visit: Visiting, action_id: UUID) -> HTMLResponse:
    with visit.who.house.db.reading() as session:
        found = chain.of_action(session, visit, action_id)
    return _chain_page(visit, found)


def _chain_page(visit: Visit, found: chain.Chain) -> HTMLResponse:
    page = visit.page("pages/chain.html", "decisions", chain=found, languages=languages())
    return _remembering(visit, page)


@router.get("/checkpoint")
def download_checkpoint(visit: Visiting) -> PlainTextResponse:
    """The newest checkpoint as it was signed, to be kept where this house cannot reach it."""
    with visit.who.house.db.reading() as session:
        newest = proof.state(session, visit, asked=False).newest
    if newest is None:
        raise NotFound("checkpoint.none", "Nothing has been signed yet.")
    name = f"checkpoint-{newest.size}.txt"
    return PlainTextResponse(
        newest.note, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@router.get("/keys")
def download_keys(visit: Visiting) -> PlainTextResponse:
    """The public keys as verifiers are told them, one a line, the first first."""
    with visit.who.house.db.reading() as session:
        lines = proof.state(session, visit, asked=False).keys
    return PlainTextResponse(
        "".join(f"{line}\n" for line in lines),
        headers={"Content-Disposition": 'attachment; filename="salesgenix-keys.txt"'},
    )


@router.get("/{seq}")
def show_record(visit: Visiting, seq: int, *, verify: bool = False) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        card = decisions.card(session, who.workspace_id, seq, language=visit.language)
        state = proof.state(session, visit, asked=verify)
        may_read = who.may(Verb.REPLY)
        parts = decisions.payloads(session, who.workspace_id, card.id) if may_read else {}
        step = chain.steps(session, visit, [card])[0]
        raw = decisions.raw(session, who.workspace_id, seq)
    walked = state.chain
    is_before = bool(walked and walked.first_bad_seq and seq < walked.first_bad_seq)
    return _remembering(
        visit,
        visit.page(
            "pages/decision.html",
            "decisions",
            card=card,
            step=step,
            parts=parts,
            chain=walked,
            is_proved=is_before or bool(walked and walked.sound),
            raw=raw.decode(),
            size=state.size,
            languages=languages(),
        ),
    )


@router.get("/{seq}/record")
def download_record(visit: Visiting, seq: int) -> Response:
    """The record's own bytes: their hash is the leaf."""
    with visit.who.house.db.reading() as session:
        raw = decisions.raw(session, visit.who.workspace_id, seq)
    name = f"record-{seq}.json"
    return Response(
        raw,
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/export")
def download(visit: Acting) -> StreamingResponse:
    record_export(visit.who)
    return StreamingResponse(
        export(visit.who),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="decisions.jsonl"'},
    )


def _remembering(visit: Visit, page: HTMLResponse) -> HTMLResponse:
    """The language of explanations stays what it was until another is chosen."""
    page.set_cookie(
        LANGUAGE_COOKIE,
        visit.language,
        max_age=YEAR,
        path="/console",
        httponly=True,
        samesite="lax",
    )
    return page


def _reference(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid("person.invalid", "This is no person's reference.", field="person") from None
