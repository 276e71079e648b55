"""The decision log in the API: reading, explaining, proving, exporting."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.checkpoints import service as checkpoints
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.decisions.service import DecisionCard

router = APIRouter(prefix="/v1/decisions", tags=["decisions"])


def export(who: SignedIn) -> Iterator[bytes]:
    """Every record's own bytes, a line each, read as they are sent."""
    who.require(Verb.EXPORT)
    with who.house.db.reading() as session:
        yield from decisions.export_lines(session, who.workspace_id)


def record_export(who: SignedIn) -> None:
    """An export is a decision too; its own record is the last line of the file."""
    who.require(Verb.EXPORT)
    entry = Entry(
        type=DecisionType.EXPORT_CREATED,
        outcome="done",
        automation=Automation.HUMAN_MADE,
        actor=who.member.id,
        facts={"format": "jsonl", "scope": "workspace"},
    )
    with who.house.db.writing() as session:
        decisions.record(session, who.workspace_id, entry, now=who.now)


@router.get("")
def listing(
    who: AsMember,
    *,
    conversation: UUID | None = None,
    type_: Annotated[str | None, Query(alias="type")] = None,
    outcome: str | None = None,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    """Newest first; page on with ``before`` = the last ``seq`` seen."""
    with who.house.db.reading() as session:
        cards = decisions.listing(
            session,
            who.workspace_id,
            conversation_ref=conversation,
            type_=type_,
            outcomes=(outcome,) if outcome else (),
            before=before,
            limit=limit,
        )
    return {"decisions": [_json(card) for card in cards]}


@router.get("/verification")
def verification(who: AsMember) -> dict[str, Any]:
    """The chain, the tree, and every checkpoint that is kept here and outside."""
    with who.house.db.reading() as session:
        chain = checkpoints.verify(session, who.workspace_id)
    return {
        "sound": chain.sound,
        "count": chain.count,
        "head": chain.head,
        "first_bad_seq": chain.first_bad_seq,
        "why": chain.why,
    }


@router.get("/export")
def download(who: AsMember) -> StreamingResponse:
    record_export(who)
    return StreamingResponse(
        export(who),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="decisions.jsonl"'},
    )


@router.get("/{seq}")
def one(who: AsMember, seq: int) -> dict[str, Any]:
    with who.house.db.reading() as session:
        return _json(decisions.card(session, who.workspace_id, seq))


def _json(card: DecisionCard) -> dict[str, Any]:
    return {"seq": card.seq, "words": card.words, "leaf": card.leaf, "record": card.body}
