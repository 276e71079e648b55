"""Privacy desk, PII: what the guard found, what it does with it, and what the workspace told it."""

import re
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from agent.people import BLOCKED, STOPPED, phone_regions
from agent.shown import hidden_in, removed_from
from api import screening as verbs
from api.console.views import guarding as view
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from guardrails.entities import Entity
from guardrails.house import NEVER_ALLOWED
from salesgenix.accounts.rules import Verb
from salesgenix.kit.errors import Invalid, SalesgenixError
from salesgenix.screening import service as screening
from salesgenix.screening.rules import State, TermKind

PAGE = "/console/privacy/pii"
AGES = tuple(range(13, 19))

router = APIRouter(prefix="/console", include_in_schema=False, route_class=PageRoute)


@router.get("/privacy/pii")
def show(visit: Visiting, days: int = 30) -> HTMLResponse:
    return _page(visit, days=days)


@router.post("/privacy/pii/search")
def search(visit: Acting, q: Annotated[str, Form()] = "") -> HTMLResponse:
    """By a form, so that what is looked for stands in no address."""
    return _page(visit, sought=q.strip())


@router.post("/privacy/pii/try")
def try_out(visit: Acting, text: Annotated[str, Form()] = "") -> HTMLResponse:
    if not text.strip():
        return _page(visit, problem="Write a text to try first.", wrong_at="try")
    if len(text) > verbs.LONGEST_TRIAL:
        problem = f"A text to try has {verbs.LONGEST_TRIAL:,} characters at most."
        return _page(visit, problem=problem, wrong_at="try")
    visit.who.require(Verb.READ)
    return _page(visit, tried=text, trial=verbs.try_out(visit.who, text))


@router.post("/privacy/pii/cells")
def set_cell(
    visit: Acting,
    entity: Annotated[str, Form()],
    direction: Annotated[str, Form()],
    treatment: Annotated[str, Form()],
) -> Response:
    try:
        cell = verbs.Cell.model_validate(
            {"entity": entity, "direction": direction, "treatment": treatment}
        )
    except ValidationError as error:
        raise Invalid("cell.unknown", "There is no such cell.") from error
    verbs.set_cell(visit.who, cell)
    return back_to(f"{PAGE}#matrix")


@router.post("/privacy/pii/words")
def add_words(
    visit: Acting,
    kind: Annotated[TermKind, Form()],
    words: Annotated[str, Form()] = "",
    entity: Annotated[str, Form()] = "",
) -> Response:
    try:
        verbs.add_words(visit.who, _words(kind, words, entity))
    except (Invalid, SalesgenixError) as error:
        if error.code.partition(".")[0] != "term":
            raise
        return _page(visit, problem=error.message, wrong_at=kind.value, typed=words)
    return back_to(f"{PAGE}#{kind}")


@router.post("/privacy/pii/words/{term_id}/{verb}")
def decide(visit: Acting, term_id: UUID, verb: str) -> Response:
    if verb == "remove":
        verbs.remove(visit.who, term_id)
        return back_to(f"{PAGE}#lists")
    verbs.decide(visit.who, term_id, is_accepted=verb == "accept")
    return back_to(f"{PAGE}#proposals")


@router.post("/privacy/pii/settings")
def describe(
    visit: Acting, minor_age: Annotated[int, Form()], regions: Annotated[str, Form()] = ""
) -> Response:
    named = re.findall(r"[^\s,;]+", regions.upper())
    try:
        wanted = verbs.Describing.model_validate({"minor_age": minor_age, "phone_regions": named})
    except ValidationError:
        problem = "A region is two letters, such as DE; an age lies between 13 and 18."
        return _page(visit, problem=problem, wrong_at="settings", typed=regions)
    verbs.describe(visit.who, wanted)
    return back_to(f"{PAGE}#settings")


@router.get("/inbox/{conversation_id}/hidden/{seq}")
def show_hidden(visit: Visiting, conversation_id: UUID, seq: int) -> HTMLResponse:
    return _hidden(visit, conversation_id, seq)


@router.post("/inbox/{conversation_id}/hidden/{seq}")
def mark(
    visit: Acting,
    conversation_id: UUID,
    seq: int,
    *,
    kind: Annotated[TermKind, Form()],
    words: Annotated[str, Form()] = "",
    entity: Annotated[str, Form()] = "",
) -> HTMLResponse:
    verbs.message_of(visit.who, conversation_id, seq)
    try:
        term = verbs.mark(visit.who, _words(kind, words, entity))
    except SalesgenixError as error:
        if error.code.partition(".")[0] != "term":
            raise
        return _hidden(visit, conversation_id, seq, problem=error.message)
    return _hidden(visit, conversation_id, seq, is_active=term.state is State.ACTIVE)


def _words(kind: TermKind, words: str, entity: str) -> verbs.Words:
    try:
        return verbs.Words.model_validate({"kind": kind, "words": words, "entity": entity or None})
    except ValidationError as error:
        raise Invalid("term.length", "These words are too long for a list.") from error


def _hidden(visit: Visit, conversation_id: UUID, seq: int, **told: Any) -> HTMLResponse:
    event = verbs.message_of(visit.who, conversation_id, seq)
    text, model = str(event.payload.get("text", "")), str(event.payload["model"])
    return visit.page(
        "pages/hidden.html",
        "inbox",
        conversation_id=conversation_id,
        seq=seq,
        text=text,
        model=model,
        hidden=hidden_in(text, model),
        removed=removed_from(text),
        is_read=not {BLOCKED, STOPPED} & set(event.payload),
        entities=view.ENTITIES,
        never=NEVER_ALLOWED,
        can_decide=visit.who.may(Verb.CHANGE_SETTINGS),
        **({"problem": None, "is_active": None} | told),
    )


def _page(
    visit: Visit,
    *,
    days: int = 30,
    sought: str = "",
    problem: str | None = None,
    wrong_at: str = "",
    typed: str = "",
    tried: str = "",
    trial: dict[str, Any] | None = None,
) -> HTMLResponse:
    who = visit.who
    days = days if days in verbs.PERIODS else 30
    may_change = who.may(Verb.CHANGE_SETTINGS)
    with who.house.db.reading() as session:
        rules, refused = verbs.rules_in_force(session, who.workspace_id)
        counts = screening.count_by_list(session, who.workspace_id)
    active = verbs.words_of(who, q=sought) if may_change else []
    proposed = verbs.words_of(who, states=[State.PROPOSED]) if may_change else []
    rows, most = view.found(verbs.sightings(who, days))
    profile = visit.workspace.profile
    return visit.page(
        "pages/guarding.html",
        "privacy",
        status=422 if problem else 200,
        tab="pii",
        days=days,
        periods=verbs.PERIODS,
        rows=rows,
        most=most,
        directions=list(view.DIRECTIONS.values()),
        matrix=view.matrix(rules),
        refused=refused,
        lists=view.lists(active, sought),
        proposed=proposed,
        counts_of=counts,
        sought=sought,
        denied_as={code: name for code, name in view.ENTITIES.items() if code != Entity.MINOR_AGE},
        may_change=may_change,
        ages=AGES,
        minor_age=profile.minor_age,
        own_regions=", ".join(profile.phone_regions),
        regions=", ".join(phone_regions(profile)),
        problem=problem,
        wrong_at=wrong_at,
        typed=typed,
        tried=tried,
        trial=trial,
        guarding=view,
    )
