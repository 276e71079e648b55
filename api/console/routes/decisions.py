"""The decision log: what was decided, why, and the proof that no record was changed."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query
from sqlmodel import Session
from starlette.responses import HTMLResponse, StreamingResponse

from api.console import words
from api.console.visit import Acting, PageRoute, Visiting
from api.decisions import export, record_export
from salesgenix.accounts.rules import Verb
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType
from salesgenix.decisions.sentences import reason
from salesgenix.decisions.service import DecisionCard, Verification

router = APIRouter(prefix="/console/decisions", include_in_schema=False, route_class=PageRoute)

PAGE = 50
WALKED_UNASKED = 3_000  # records; a longer chain is walked when somebody asks

Row = tuple[DecisionCard, tuple[str, str]]


@router.get("")
def show_log(
    visit: Visiting,
    *,
    type_: Annotated[str, Query(alias="type")] = "",
    outcome: str = "",
    conversation: UUID | None = None,
    before: Annotated[int | None, Query(ge=1)] = None,
    verify: bool = False,
) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        cards = decisions.listing(
            session,
            who.workspace_id,
            conversation_ref=conversation,
            type_=type_ or None,
            outcomes=words.codes_of(outcome),
            before=before,
            limit=PAGE + 1,
        )
        chain = _chain(session, who.workspace_id, asked=verify)
    return visit.page(
        "pages/decisions.html",
        "decisions",
        days=_days(cards[:PAGE], who.member.zone),
        older=cards[PAGE - 1].seq if len(cards) > PAGE else None,
        chain=chain,
        types=[(kind.value, words.decision_type(kind.value)) for kind in DecisionType],
        outcomes=list(dict.fromkeys(said for said, _ in words.OUTCOMES.values())),
        wanted={"type": type_, "outcome": outcome, "conversation": conversation},
        is_filtered=bool(type_ or outcome or conversation),
    )


@router.get("/{seq}")
def show_record(visit: Visiting, seq: int, *, verify: bool = False) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        card = decisions.card(session, who.workspace_id, seq)
        chain = _chain(session, who.workspace_id, asked=verify)
        may_read = who.may(Verb.REPLY)
        parts = decisions.payloads(session, who.workspace_id, card.id) if may_read else {}
    is_before = bool(chain and chain.first_bad_seq and seq < chain.first_bad_seq)
    return visit.page(
        "pages/decision.html",
        "decisions",
        card=card,
        outcome=words.outcome(card.outcome),
        kind=words.decision_type(card.type),
        reasons=[reason(code) for code in card.body.get("reasons", [])],
        parts=parts,
        chain=chain,
        is_proved=is_before or bool(chain and chain.sound),
        body={name: value for name, value in card.body.items() if value not in (None, [], {}, "")},
    )


def _days(cards: list[DecisionCard], zone: str) -> list[tuple[datetime, list[Row]]]:
    """The records under the day they were made on, for the reader."""
    days = groupby(cards, key=lambda card: card.at.astimezone(ZoneInfo(zone)).date())
    listed = [[(card, words.outcome(card.outcome)) for card in found] for _, found in days]
    return [(rows[0][0].at, rows) for rows in listed]


def _chain(session: Session, workspace_id: UUID, *, asked: bool) -> Verification | None:
    newest = decisions.listing(session, workspace_id, limit=1)
    if newest and newest[0].seq > WALKED_UNASKED and not asked:
        return None
    return decisions.verify_chain(session, workspace_id)


@router.post("/export")
def download(visit: Acting) -> StreamingResponse:
    record_export(visit.who)
    lines: Iterator[bytes] = export(visit.who)
    return StreamingResponse(
        lines,
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="decisions.jsonl"'},
    )
