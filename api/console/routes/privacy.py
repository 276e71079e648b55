"""The privacy desk: who was erased, how far it is, and the signed receipts."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import HTMLResponse, PlainTextResponse

from api.console.visit import PageRoute, Visiting
from salesgenix.accounts.rules import Verb
from salesgenix.erasures import service as erasures
from salesgenix.erasures.rules import Cause, State, Step
from salesgenix.erasures.service import ErasureCard
from salesgenix.kit.errors import Conflict

router = APIRouter(prefix="/console/privacy", include_in_schema=False, route_class=PageRoute)

STATES = {
    State.PLANNED: ("Ordered", "info"),
    State.RUNNING: ("Under way", "info"),
    State.PARTIAL: ("Not complete, tried again", "danger"),
    State.DONE: ("Erased", "ok"),
}
CAUSES = {
    Cause.REQUEST: "They asked for it",
    Cause.MINOR: "They may be a child",
    Cause.RETENTION: "The time to keep them was over",
    Cause.RESTORE: "An older copy of the database had forgotten it",
}


@dataclass(frozen=True, slots=True)
class Row:
    card: ErasureCard
    state: tuple[str, str]
    cause: str
    percent: int
    erased: int  # rows

    @property
    def is_live(self) -> bool:
        return not self.card.is_done


@router.get("/erasures")
def show_erasures(visit: Visiting) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        rows = [_row(card) for card in erasures.listing(session, who.workspace_id)]
    return visit.page("pages/erasures.html", "privacy", rows=rows)


def _row(card: ErasureCard) -> Row:
    steps = list(Step)
    done = steps.index(card.step) + 1 if card.step else 0
    erased = sum(int(count) for count in card.counts.get("erased", {}).values())
    return Row(card, STATES[card.state], CAUSES[card.cause], 100 * done // len(steps), erased)


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
