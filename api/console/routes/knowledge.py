"""Knowledge: the questions nothing answered, the pages there are, and writing one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from agent.previewing import Preview
from api import knowledge as verbs
from api import simulations as trials
from api.console.views import knowledge as view
from api.console.views.knowledge import Group, Sketch
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.deps import in_thread
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.decisions.sentences import languages
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.knowledge import answering
from salesgenix.knowledge.answering import Question
from salesgenix.simulations.trying import Tried

HERE = "/console/knowledge"
router = APIRouter(prefix=HERE, include_in_schema=False, route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class Desk:
    """What is being written, and how it is kept. ``asked``: the questions it may answer."""

    sketch: Sketch
    action: str
    back: str
    heading: str
    save: Callable[[], Response]
    asked: tuple[Question, ...] = ()
    page_id: UUID | None = None


@router.get("")
def show(visit: Visiting, dismissed: Annotated[int, Query(ge=0, le=100)] = 0) -> HTMLResponse:
    who = visit.who
    groups = [Group(tuple(group)) for group in verbs.questions(who)]
    found = verbs.pages(who)
    with who.house.db.reading() as session:
        rows = view.rows(session, who, found)
    return visit.page(
        "pages/knowledge.html",
        "knowledge",
        groups=groups,
        rows=rows,
        dismissed=dismissed,
        audiences=view.AUDIENCES,
        may_change=who.may(Verb.CHANGE_SETTINGS),
    )


@router.post("/dismiss")
def dismiss(visit: Acting, question: Annotated[list[UUID], Form(max_length=100)]) -> Response:
    verbs.dismiss(visit.who, question)
    return back_to(f"{HERE}?dismissed={len(question)}")


@router.get("/questions/{task_id}")
def show_question(visit: Visiting, task_id: UUID) -> HTMLResponse:
    who = visit.who
    who.require(Verb.CHANGE_SETTINGS)
    with who.house.db.reading() as session:
        group = answering.group_of(session, who.workspace_id, task_id)
        sketch = view.sketch_for(session, who, group, visit.workspace.profile.languages[0])
    return _editor(visit, _for_question(visit, task_id, tuple(group), sketch))


@router.post("/questions/{task_id}")
async def answer(visit: Acting, task_id: UUID, request: Request) -> Response:
    sketch, does = await _filled_in(request)
    return await in_thread(_answer, visit, task_id, sketch, does=does)


@router.get("/new")
def show_new(visit: Visiting) -> HTMLResponse:
    visit.who.require(Verb.CHANGE_SETTINGS)
    return _editor(visit, _for_new(visit, view.blank(visit.workspace.profile.languages[0])))


@router.post("/new")
async def write(visit: Acting, request: Request) -> Response:
    sketch, does = await _filled_in(request)
    return await in_thread(_done, visit, _for_new(visit, sketch), does)


@router.get("/pages/{page_id}")
def show_page(
    visit: Visiting,
    page_id: UUID,
    *,
    closed: Annotated[int, Query(ge=0, le=100)] = 0,
    told: Annotated[int, Query(ge=0, le=100)] = 0,
) -> HTMLResponse:
    who = visit.who
    page, passages = verbs.found(who, page_id)
    with who.house.db.reading() as session:
        [row] = view.rows(session, who, [(page, len(passages))])
    return visit.page(
        "pages/knowledge_page.html",
        "knowledge",
        row=row,
        page=page,
        passages=passages,
        closed=closed,
        told=told,
        audiences=view.AUDIENCES,
        may_change=who.may(Verb.CHANGE_SETTINGS),
    )


@router.get("/pages/{page_id}/edit")
def show_edit(visit: Visiting, page_id: UUID) -> HTMLResponse:
    visit.who.require(Verb.CHANGE_SETTINGS)
    page, passages = verbs.found(visit.who, page_id)
    if not page.is_written_here:
        raise Conflict("knowledge.of_file", "This page comes from a file. Change it there.")
    return _editor(visit, _for_page(visit, page_id, view.sketch_from(page, passages)))


@router.post("/pages/{page_id}/edit")
async def change(visit: Acting, page_id: UUID, request: Request) -> Response:
    sketch, does = await _filled_in(request)
    return await in_thread(_done, visit, _for_page(visit, page_id, sketch), does)


@router.post("/pages/{page_id}/delete")
def delete(
    visit: Acting, page_id: UUID, digest: Annotated[str, Form(max_length=64)] = ""
) -> Response:
    try:
        verbs.remove(visit.who, page_id, digest)
    except NotFound:
        visit.who.require(Verb.CHANGE_SETTINGS)  # gone already: the second click finds it so
    return back_to(f"{HERE}#pages")


async def _filled_in(request: Request) -> tuple[Sketch, str]:
    form = await request.form()
    texts = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    ticked = [one for one in form.getlist("question") if isinstance(one, str)]
    return view.sketch_of(texts, ticked), texts.get("does", "save")


def _answer(visit: Visit, task_id: UUID, sketch: Sketch, *, does: str) -> Response:
    who = visit.who
    who.require(Verb.CHANGE_SETTINGS)
    try:
        with who.house.db.reading() as session:
            group = tuple(answering.group_of(session, who.workspace_id, task_id))
    except Conflict:
        if does != "save":
            raise
        group = ()  # the second click: saving again gives back what was written
    return _done(visit, _for_question(visit, task_id, group, sketch), does)


def _for_question(visit: Visit, task_id: UUID, group: tuple[Question, ...], sketch: Sketch) -> Desk:
    def save() -> Response:
        done = verbs.answer(visit.who, sketch.tasks(), sketch.words(), UUID(sketch.ref))
        return back_to(f"{HERE}/pages/{done.page.id}?closed={done.questions}&told={done.told}")

    return Desk(sketch, f"{HERE}/questions/{task_id}", HERE, "Write the answer", save, group)


def _for_new(visit: Visit, sketch: Sketch) -> Desk:
    def save() -> Response:
        page = verbs.write(visit.who, sketch.words(), UUID(sketch.ref))
        return back_to(f"{HERE}/pages/{page.id}")

    return Desk(sketch, f"{HERE}/new", HERE, "Write a page", save)


def _for_page(visit: Visit, page_id: UUID, sketch: Sketch) -> Desk:
    path = f"{HERE}/pages/{page_id}"

    def save() -> Response:
        verbs.change(visit.who, page_id, sketch.words(), sketch.digest)
        return back_to(path)

    return Desk(sketch, f"{path}/edit", path, "Change the page", save, page_id=page_id)


def _done(visit: Visit, desk: Desk, does: str) -> Response:
    """Kept, or the form again with what is wrong at its place and every word still in it."""
    visit.who.require(Verb.CHANGE_SETTINGS)
    try:
        if does == "try":
            return _editor(visit, desk, previews=_tried(visit, desk))
        if does == "prospects":
            return _met(visit, desk)
        return desk.save()
    except Invalid as error:
        wrong = {str(error.facts.get("field", "text")): error.message}
        return _editor(visit, desk, status=422, wrong=wrong)
    except Conflict as error:
        return _editor(visit, _caught_up(visit, desk, error), status=409, problem=error.message)


def _caught_up(visit: Visit, desk: Desk, error: Conflict) -> Desk:
    """The form with what holds now: a page that moved on can be replaced knowingly."""
    if desk.page_id is None or error.code != "knowledge.moved_on":
        return desk
    page, _ = verbs.found(visit.who, desk.page_id)
    return replace(desk, sketch=replace(desk.sketch, digest=page.digest))


def _tried(visit: Visit, desk: Desk) -> list[Preview]:
    sketch = desk.sketch
    asked = [one.text for one in desk.asked if str(one.task_id) in sketch.questions]
    asked += [sketch.ask.strip()] if sketch.ask.strip() else []
    if not asked:
        raise Invalid("knowledge.try", "Write a question to try.", field="ask")
    verbs.refuse_secrets(visit.who, sketch.words())
    return verbs.tried(visit.who, sketch.words(), asked, instead_of=desk.page_id)


def _met(visit: Visit, desk: Desk) -> Response:
    """A trial of the page against invented prospects; the form stays open beside it."""
    words = desk.sketch.words()
    verbs.refuse_secrets(visit.who, words)
    page = verbs.for_trial(visit.who, words, instead_of=desk.page_id)
    card = trials.start(visit.who, Tried(page=page))
    return back_to(f"/console/simulations/{card.id}")


def _editor(visit: Visit, desk: Desk, *, status: int = 200, **told: Any) -> HTMLResponse:
    with visit.who.house.db.reading() as session:
        agent = accounts.profile_of(session, visit.who.workspace_id).profile.agent_name
    return visit.page(
        "pages/knowledge_edit.html",
        "knowledge",
        status=status,
        desk=desk,
        sketch=desk.sketch,
        languages=languages(),
        audiences=view.AUDIENCES,
        earliest=view.earliest(visit.who.now),
        agent=agent,
        **({"wrong": {}, "problem": "", "previews": []} | told),
    )
