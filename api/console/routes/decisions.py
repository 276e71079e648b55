"""The decision log: what was decided, why, and the proof that no record was changed."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse, StreamingResponse

from api.console import words
from api.console.visit import Acting, PageRoute, Visiting
from api.decisions import export, record_export
from salesgenix.accounts.rules import Verb
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType

router = APIRouter(prefix="/console/decisions", include_in_schema=False, route_class=PageRoute)

PAGE = 50


@router.get("")
def show_log(
    visit: Visiting,
    *,
    type_: Annotated[str, Query(alias="type")] = "",
    outcome: str = "",
    conversation: UUID | None = None,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        cards = decisions.listing(
            session,
            who.workspace_id,
            conversation_ref=conversation,
            type_=type_ or None,
            outcome=outcome or None,
            before=before,
            limit=PAGE + 1,
        )
        chain = decisions.verify_chain(session, who.workspace_id)
    return visit.page(
        "pages/decisions.html",
        "decisions",
        rows=[(card, words.outcome(card.outcome)) for card in cards[:PAGE]],
        older=cards[PAGE - 1].seq if len(cards) > PAGE else None,
        chain=chain,
        types=[(kind.value, words.said(kind.value)) for kind in DecisionType],
        outcomes=[(code, said) for code, (said, _) in words.OUTCOMES.items()],
        wanted={"type": type_, "outcome": outcome, "conversation": conversation},
        is_filtered=bool(type_ or outcome or conversation),
    )


@router.get("/{seq}")
def show_record(visit: Visiting, seq: int) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        card = decisions.card(session, who.workspace_id, seq)
        chain = decisions.verify_chain(session, who.workspace_id)
        may_read = who.may(Verb.REPLY)
        parts = decisions.payloads(session, who.workspace_id, card.id) if may_read else {}
    is_proved = chain.sound or (chain.first_bad_seq is not None and seq < chain.first_bad_seq)
    return visit.page(
        "pages/decision.html",
        "decisions",
        card=card,
        outcome=words.outcome(card.outcome),
        kind=words.said(card.type),
        parts=parts,
        chain=chain,
        is_proved=is_proved,
        body={name: value for name, value in card.body.items() if value not in (None, [], {}, "")},
    )


@router.post("/export")
def download(visit: Acting) -> StreamingResponse:
    record_export(visit.who)
    lines: Iterator[bytes] = export(visit.who)
    return StreamingResponse(
        lines,
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="decisions.jsonl"'},
    )
