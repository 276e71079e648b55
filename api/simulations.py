"""Trials in the API: a changed order or page against invented prospects, before anybody meets it.

A run is asked for here and played by the worker; ``GET`` shows how far it is, then every behaviour
that changed.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from api import drafting
from api.instructions import WantedInstruction
from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.drafts.service import Wish
from salesgenix.kit.errors import Invalid
from salesgenix.simulations import service as simulations
from salesgenix.simulations.service import RunCard
from salesgenix.simulations.trying import Tried, TriedOrder, TriedPage

router = APIRouter(prefix="/v1/simulations", tags=["simulations"])


class Wanted(BaseModel):
    """An order as ``POST /v1/instructions/draft`` takes it, or a page; neither: the present."""

    model_config = ConfigDict(extra="forbid")

    order: WantedInstruction | None = None
    page: TriedPage | None = Field(default=None)

    @model_validator(mode="after")
    def _one_at_a_time(self) -> "Wanted":
        if self.order is not None and self.page is not None:
            raise ValueError("an order or a page, not both")
        return self


def start(who: SignedIn, tried: Tried) -> RunCard:
    """What the console's pages call too, also that of a page of knowledge."""
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        return simulations.start(session, who.workspace_id, tried, by=who.member.id, now=who.now)


def tried_order(who: SignedIn, wish: Wish, form: tuple[tuple[str, str], ...] = ()) -> Tried:
    """What the words mean now. ``Invalid`` (``draft.empty``) where nothing of it can be held."""
    card = drafting.draft(who, wish)
    if card.rule is None:
        raise Invalid("draft.empty", "Nothing in these words can be put in force, or tried.")
    order = TriedOrder(key=card.key, words=wish.words, rule=card.rule, form=form)
    return Tried(order=order)


@router.post("", status_code=202)
def post_simulation(who: AsMember, wanted: Wanted, response: Response) -> dict[str, Any]:
    """Begins a run; ``Location`` is where to watch it. One runs at a time."""
    tried = Tried(page=wanted.page)
    if wanted.order is not None:
        tried = tried_order(who, wanted.order.wish)
    card = start(who, tried)
    response.headers["Location"] = f"/v1/simulations/{card.id}"
    return _json(card)


@router.get("")
def listing(who: AsMember, limit: Annotated[int, Query(ge=1, le=100)] = 30) -> dict[str, Any]:
    """Newest first."""
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        cards = simulations.listing(session, who.workspace_id, limit=limit)
    return {"simulations": [_json(card) for card in cards]}


@router.get("/{run_id}")
def one(who: AsMember, run_id: UUID) -> dict[str, Any]:
    """With what each prospect met, once it is done."""
    who.require(Verb.READ)
    with who.house.db.reading() as session:
        card = simulations.card(session, who.workspace_id, run_id)
        told = simulations.prospects_of(session, who.workspace_id, run_id)
    return {**_json(card), "prospects": told}


def _json(card: RunCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "kind": card.kind,
        "target": card.target,
        "state": card.state,
        "done": card.done,
        "total": card.total,
        "failure": card.failure,
        "summary": card.summary,
        "started_by": card.started_by,
        "started_at": card.started_at,
        "ended_at": card.ended_at,
    }
