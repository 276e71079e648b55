"""Approvals: what the agent asks before it acts, and a person's one decision about each."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import approvals as verbs
from api.console import words
from api.console.views import approvals as views
from api.console.views import edits
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.deps import in_thread
from api.errors import status_of
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.actions.rules import State
from salesgenix.actions.service import ApprovalStale
from salesgenix.decisions import sentences
from salesgenix.kit.errors import Invalid

router = APIRouter(prefix="/console/approvals", include_in_schema=False, route_class=PageRoute)

HERE = "/console/approvals"
SHOWN_DECIDED = 8
Deed = Literal["approve", "edit", "reject", "answer"]


@router.get("")
def show_approvals(visit: Visiting, decided: UUID | None = None) -> HTMLResponse:
    return _page(visit, said=_said(visit, decided) if decided else None)


def _page(
    visit: Visit,
    *,
    typed: views.Typed | None = None,
    status: int = 200,
    **more: Any,
) -> HTMLResponse:
    who = visit.who
    with who.house.db.reading() as session:
        waiting = views.questions(session, who, typed)
        orders = views.orders_in_force(session, who)
        lately = views.decided(session, who, limit=SHOWN_DECIDED)
    return visit.page(
        "pages/approvals.html",
        "approvals",
        status=status,
        groups=views.by_risk(waiting),
        waiting=len(waiting),
        oldest=min((one.requested_at for one in waiting), default=None),
        now=who.now,
        orders=orders,
        decided=lately,
        may_decide=who.may(Verb.DECIDE_APPROVALS),
        typed=typed,
        said=more.get("said"),
        results=more.get("results", ()),
    )


def _said(visit: Visit, approval_id: UUID) -> tuple[str, str]:
    """What came of a decision: a sentence, and how it sounds."""
    with visit.who.house.db.reading() as session:
        card = actions.approval(session, visit.who.workspace_id, approval_id)
    action = card.action
    state, _ = words.APPROVAL_STATES.get(card.state, (words.said(card.state), ""))
    if card.state not in {"approved", "edited"}:
        return f"{state}: {action.summary}", ""
    match action.state:
        case State.REFUSED | State.FAILED:
            codes = action.reasons or ((action.error_code,) if action.error_code else ())
            why = "; ".join(sentences.reason(code) for code in codes)
            return f"{state}, but it did not happen: {action.summary}. {why}", "wrong"
        case State.DONE:
            return f"Done: {action.summary}", ""
    return f"{state}, on its way: {action.summary}", ""


@router.post("/several")
async def show_several(visit: Acting, request: Request) -> HTMLResponse:
    form = await request.form()
    return await in_thread(_list_to_read, visit, form)


def _list_to_read(visit: Visit, form: FormData) -> HTMLResponse:
    """What is about to be approved together, to be read first."""
    wanted = {str(value) for value in form.getlist("id")}
    with visit.who.house.db.reading() as session:
        waiting = views.questions(session, visit.who)
    chosen = [one for one in waiting if str(one.id) in wanted]
    if not chosen:
        return _page(
            visit, said=("Select something first; what you chose may be decided.", "wrong")
        )
    if len({one.kind for one in chosen}) > 1:
        sentence = "Approve only one kind of action at once. You chose several."
        return _page(visit, said=(sentence, "wrong"), status=422)
    return visit.page(
        "pages/several.html",
        "approvals",
        chosen=[one for one in chosen if not one.single],
        left_out=[one for one in chosen if one.single],
        name=words.action(chosen[0].kind),
    )


@router.post("/batch")
async def decide_several(visit: Acting, request: Request) -> HTMLResponse:
    form = await request.form()
    return await in_thread(_decide_several, visit, form)


def _decide_several(visit: Visit, form: FormData) -> HTMLResponse:
    pairs = [str(value).partition(":") for value in form.getlist("item")]
    try:
        items = [verbs.One(id=UUID(name), digest=digest[:128]) for name, _, digest in pairs]
        several = verbs.Several(items=items)
    except ValueError as error:
        raise Invalid("approval.items", "Nothing was chosen that could be approved.") from error
    results = verbs.decide_several(visit.who, several)
    return _page(visit, results=[_result(one) for one in results])


def _result(one: dict[str, Any]) -> tuple[str, str, str]:
    """Summary, what became of it, tone."""
    if one["decided"]:
        state = words.ACTION_STATES.get(one["action_state"], (one["action_state"], ""))
        return one["summary"], state[0], state[1] or "ok"
    why = [words.SINGLE_REVIEWS.get(code) or words.said(code).lower() for code in one["reasons"]]
    left = words.NOT_APPROVED.get(one["code"], one["detail"])
    return one["summary"], left + (f" ({', '.join(why)})" if why else ""), "warn"


@router.post("/{approval_id}/{verb}")
async def decide(visit: Acting, request: Request, approval_id: UUID, verb: Deed) -> Response:
    form = await request.form()
    fields = {name: str(value) for name, value in form.items()}
    return await in_thread(_decide, visit, approval_id, verb, fields)


def _decide(visit: Visit, approval_id: UUID, verb: Deed, fields: dict[str, str]) -> Response:
    arguments, wrong = None, dict[str, str]()
    if verb == "edit":
        with visit.who.house.db.reading() as session:
            card = actions.approval(session, visit.who.workspace_id, approval_id)
        typed = {
            name.removeprefix("arg."): value
            for name, value in fields.items()
            if name.startswith("arg.")
        }
        arguments, wrong = edits.edited(card, typed, visit.who.member.zone)
    if verb in {"reject", "answer"} and not fields.get("reason", "").strip():
        wrong = {"reason": "Write a sentence first."}

    def again(sentence: str, status: int) -> HTMLResponse:
        kept = views.Typed(approval_id, verb, fields, wrong, sentence)
        return _page(visit, typed=kept, status=status)

    if wrong:
        visit.who.require(Verb.DECIDE_APPROVALS)
        return again("Nothing was decided: something in the form is not right.", 422)
    choice = verbs.Choice(
        verb=verb,
        digest=fields.get("digest", "")[:128],
        reason=fields.get("reason", "")[:2_000] or None,
        arguments=arguments,
    )
    try:
        verbs.decide(visit.who, approval_id, choice)
    except ApprovalStale as stale:
        return again(stale.message, status_of(stale))
    except Invalid as refusal:
        names = refusal.facts.get("fields")
        if verb == "edit" and isinstance(names, list):
            wrong = dict.fromkeys(map(str, names), "This cannot be.")
        return again(refusal.message, status_of(refusal))
    return back_to(f"{HERE}?decided={approval_id}")
