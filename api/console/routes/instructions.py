"""Instructions: what the owner ordered, how it is enforced, and the switch that stops all."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import accounts as team
from api import instructions as orders
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.deps import in_thread
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.instructions import service as instructions
from salesgenix.instructions.rules import FLOOR, ActionKind
from salesgenix.instructions.service import State
from salesgenix.kit.errors import Invalid

router = APIRouter(prefix="/console/instructions", include_in_schema=False, route_class=PageRoute)

HERE = "/console/instructions"
STATES = {
    State.ACTIVE: ("In force", "ok"),
    State.PAUSED: ("Paused", "warn"),
    State.NOT_YET: ("Not yet", "info"),
    State.EXPIRED: ("Over", ""),
    State.REVOKED: ("Withdrawn", ""),
}
OVER = frozenset({State.EXPIRED, State.REVOKED})


@router.get("")
def show_instructions(visit: Visiting) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        cards = instructions.listing(session, who.workspace_id, now=who.now)
        people = accounts.members(session, who.workspace_id, with_inactive=True)
    names = {member.id: member.name for member in people}
    rows = [(card, STATES[card.state], _author(card.author_member_id, names)) for card in cards]
    return visit.page(
        "pages/instructions.html",
        "instructions",
        active=[row for row in rows if row[0].state not in OVER],
        former=[row for row in rows if row[0].state in OVER],
        kinds=[kind for kind in ActionKind if kind not in FLOOR],
        floor=sorted(FLOOR),
        may_change=who.may(Verb.CHANGE_INSTRUCTIONS),
        may_pause=who.may(Verb.PAUSE),
    )


@router.post("")
async def issue(visit: Acting, request: Request) -> Response:
    """The form names what each action may do: by itself, after asking, or never."""
    form = await request.form()
    fields = {name: str(value) for name, value in form.items()}
    await in_thread(_issue, visit, fields)
    return back_to(HERE)


@router.post("/{instruction_id}/revoke")
def revoke(visit: Acting, instruction_id: UUID) -> Response:
    orders.revoke(visit.who, instruction_id)
    return back_to(HERE)


@router.post("/pause")
def pause(visit: Acting, reason: Annotated[str, Form(min_length=3, max_length=400)]) -> Response:
    team.pause(visit.who, reason.strip())
    return back_to(HERE)


@router.post("/resume")
def resume(visit: Acting) -> Response:
    team.resume(visit.who)
    return back_to(HERE)


def _author(member_id: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(member_id, "A former colleague") if member_id else "the workspace file"


def _issue(visit: Visit, fields: dict[str, str]) -> None:
    chosen = {
        kind: fields.get(f"may.{kind}", "") for kind in ActionKind if fields.get(f"may.{kind}")
    }
    ceiling = fields.get("ceiling", "").strip()
    rule: dict[str, Any] = {
        "actions": list(chosen),
        "approval": {kind: answer for kind, answer in chosen.items() if answer != "auto"},
        "limits": {
            "discount_ceiling_percent": ceiling or None,
            "above_ceiling": fields.get("above", "never"),
        },
        "strategies": [
            name.strip() for name in fields.get("strategies", "").split(",") if name.strip()
        ],
    }
    try:
        order = orders.NewInstruction.model_validate(
            {"key": fields.get("key", ""), "words": fields.get("words", ""), "rule": rule}
        )
    except ValidationError as error:
        names = ", ".join(sorted({str(found["loc"][-1]) for found in error.errors()}))
        raise Invalid("instruction.invalid", f"Please look again at: {names}.") from error
    orders.issue(visit.who, order)
