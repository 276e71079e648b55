"""Writing an order: its words beside what they mean, trying it, and publishing what was shown."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api import drafting as drafts
from api import simulations as trials
from api.console.views import drafting as views
from api.console.views import instructions as listing
from api.console.views import lineage as history
from api.console.views import rehearsal, rule_form
from api.console.views.simulations import trial_words
from api.console.views.sketch import Sketch, by_model, day_begins, day_ends, sketch_from, sketch_of
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.deps import in_thread
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.drafts.service import DraftCard, Wish
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Conflict, Invalid
from salesgenix.kit.ids import new_id
from salesgenix.rehearsals.rules import Asked
from salesgenix.simulations import service as simulations
from salesgenix.simulations.service import RunCard

HERE = "/console/instructions"
DRAFT_KEY = "draft"  # of a rehearsal whose draft says nothing yet
router = APIRouter(prefix=HERE, include_in_schema=False, route_class=PageRoute)


@router.get("/new")
def show_new(visit: Visiting, start: Annotated[int, Query(ge=0, le=20)] = 0) -> HTMLResponse:
    """``start`` is one of the ready sentences; it is put in the editor and no further."""
    visit.who.require(Verb.CHANGE_INSTRUCTIONS)
    ready = listing.STARTS[start - 1][1] if 0 < start <= len(listing.STARTS) else ""
    return _editor(visit, Sketch(ref=new_id(), words=ready))


@router.get("/{instruction_id}/edit")
def show_edit(visit: Visiting, instruction_id: UUID) -> HTMLResponse:
    who = visit.who
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.reading() as session:
        card = instructions.card(session, who.workspace_id, instruction_id, now=who.now)
    newest = card.versions[-1]
    return _editor(
        visit,
        sketch_from(
            card, card.rule, drafted_by=newest.drafted_by, zone=who.member.zone, now=who.now
        ),
    )


@router.get("/draft")
@router.get("/try")
@router.get("/simulate")
@router.get("/review")
@router.get("/publish")
def show_none(visit: Visiting) -> Response:
    """These pages are answers to a form; whoever asks for their address alone gets the list."""
    del visit
    return back_to(HERE)


@router.post("/draft")
async def draft(visit: Acting, request: Request) -> HTMLResponse:
    """The editor again, with what its words mean now."""
    visit.who.require(Verb.CHANGE_INSTRUCTIONS)
    form = await request.form()
    sketch = sketch_of(_texts(form.multi_items()))
    wrong = ""
    if form.get("by") == "model" and sketch.words and visit.who.house.draft_by_model is not None:
        sketch, wrong = await _ask_model(visit, sketch)
    return await in_thread(_editor, visit, sketch, wrong=wrong)


@router.post("/try")
async def rehearse(visit: Acting, request: Request) -> HTMLResponse:
    """One message of a made-up visitor, answered by the real agent in a copy."""
    who = visit.who
    who.require(Verb.CHANGE_INSTRUCTIONS)
    form = await request.form()
    sketch = sketch_of(_texts(form.multi_items()))
    said = str(form.get("say", "")).strip()
    if who.house.rehearsals is None:
        raise Conflict("rehearsal.none", "Trying out needs the agent, which does not run here.")
    if not said:
        return await in_thread(_editor, visit, sketch)
    who.house.limits.rehearsals.take(str(who.member.id), "rehearsal.too_many")
    card = await in_thread(_draft, visit, sketch)
    asked = Asked(
        workspace_id=who.workspace_id,
        member_id=who.member.id,
        ref=sketch.ref,
        key=card.key if card else DRAFT_KEY,
        words=sketch.words,
        rule=card.rule if card else None,
        text=said,
    )
    found = await who.house.rehearsals.say(asked)
    lines = await in_thread(rehearsal.lines, found, key=asked.key, zone=who.member.zone)
    return await in_thread(_editor, visit, sketch, lines=lines)


@router.post("/review")
async def review(visit: Acting, request: Request) -> HTMLResponse:
    """What would change, three ways, and the digest of exactly that."""
    visit.who.require(Verb.CHANGE_INSTRUCTIONS)
    form = await request.form()
    sketch = sketch_of(_texts(form.multi_items()))
    try:
        return await in_thread(_review, visit, sketch)
    except Invalid as error:
        return await in_thread(_editor, visit, sketch, wrong=error.message)


@router.post("/simulate")
async def simulate(visit: Acting, request: Request) -> Response:
    """The draft against every prospect, with and without it; the run's page follows it."""
    visit.who.require(Verb.CHANGE_INSTRUCTIONS)
    form = await request.form()
    sketch = sketch_of(_texts(form.multi_items()))
    try:
        card = await in_thread(_simulate, visit, sketch)
    except (Invalid, Conflict) as error:
        return await in_thread(_review, visit, sketch, wrong=error.message)
    return back_to(f"/console/simulations/{card.id}")


@router.get("/{instruction_id}/back")
def show_back(
    visit: Visiting, instruction_id: UUID, to: Annotated[int, Query(ge=1)]
) -> HTMLResponse:
    """An older version, on its way to be the newest: the same page, the same signature."""
    who = visit.who
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.reading() as session:
        card = instructions.card(session, who.workspace_id, instruction_id, now=who.now)
        names = listing.authors(session, who.workspace_id)
        step = history.step_at(history.lineage(session, who, card, names), to)
    return _review(
        visit,
        sketch_from(
            step.card, step.version.rule, drafted_by="person", zone=who.member.zone, now=who.now
        ),
    )


@router.post("/publish")
async def publish(visit: Acting, request: Request) -> Response:
    """In force if nothing changed since it was shown; else the new state is shown instead."""
    visit.who.require(Verb.CHANGE_INSTRUCTIONS)
    form = await request.form()
    sketch = sketch_of(_texts(form.multi_items()))
    digest = str(form.get("digest", ""))
    try:
        card = await in_thread(_publish, visit, sketch, digest)
    except Invalid as error:
        return await in_thread(_review, visit, sketch, wrong=error.message)
    except Conflict as error:
        if error.code == "draft.regression":
            return await in_thread(_review, visit, sketch, wrong=error.message)
        if error.code != "draft.changed":
            raise
        return await in_thread(_review, visit, sketch, changed=True)
    return back_to(f"{HERE}/{card.id}")


async def _ask_model(visit: Visit, sketch: Sketch) -> tuple[Sketch, str]:
    """The sketch with a model's rule in it, or a sentence that says there is none."""
    draft_by_model = visit.who.house.draft_by_model
    assert draft_by_model is not None
    visit.who.house.limits.rehearsals.take(str(visit.who.member.id), "draft.too_many")
    wish = replace(_wish(visit, sketch), rule=None, drafted_by="embedded")
    found = await draft_by_model(visit.who.workspace_id, wish)
    if found.rule is None or found.drafted_by != "model":
        return sketch, "The model found no more in these words than is shown below."
    return by_model(sketch, found.rule), ""


def _texts(items: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in items if isinstance(value, str)]


def _wish(visit: Visit, sketch: Sketch) -> Wish:
    zone = visit.who.member.zone
    return Wish(
        key=sketch.key or None,
        words=sketch.words,
        kind=sketch.kind or None,
        not_before=day_begins(sketch.since, zone),
        not_after=day_ends(sketch.until, zone),
        rule=sketch.given_rule,
        drafted_by="person" if sketch.is_tuned else sketch.drafted_by,
    )


def _draft(visit: Visit, sketch: Sketch) -> DraftCard | None:
    return drafts.draft(visit.who, _wish(visit, sketch)) if sketch.words else None


def _publish(visit: Visit, sketch: Sketch, digest: str) -> instructions.InstructionCard:
    return drafts.publish(visit.who, _wish(visit, sketch), digest=digest, surface="console")


def _simulate(visit: Visit, sketch: Sketch) -> RunCard:
    tried = trials.tried_order(visit.who, _wish(visit, sketch), tuple(sketch.carried))
    return trials.start(visit.who, tried)


def _latest_trial(visit: Visit, card: DraftCard) -> RunCard | None:
    if card.rule is None:
        return None
    with visit.who.house.db.reading() as session:
        return simulations.latest_of(session, visit.who.workspace_id, card.key, card.rule)


def _editor(
    visit: Visit,
    sketch: Sketch,
    *,
    lines: Iterable[rehearsal.Line] = (),
    wrong: str = "",
) -> HTMLResponse:
    """What is wrong stands above the words, and nothing that was typed is lost."""
    who, card = visit.who, None
    try:
        card = _draft(visit, sketch)
    except Invalid as error:
        wrong = wrong or error.message
    if card is not None and not sketch.is_tuned:
        sketch = sketch.with_rule(card.rule)
    with who.house.db.reading() as session:
        team = accounts.members(session, who.workspace_id)
        base = _base(visit, sketch)
    parts = rule_form.parts_of(_rule_shown(sketch, card))
    return visit.page(
        "pages/instruction_edit.html",
        "instructions",
        heading=f"Change {listing.title_of(base.key)}" if base else "Write an instruction",
        back=f"{HERE}/{base.id}" if base else HERE,
        sketch=sketch,
        view=views.view_of(card, sketch),
        parts=parts,
        blank=rule_form.blank_part(len(parts)),
        form=rule_form,
        members=[(str(one.id), one.name) for one in team if one.takes_meetings],
        kinds=listing.KINDS,
        lines=list(lines),
        can_try=who.house.rehearsals is not None,
        can_ask_model=who.house.draft_by_model is not None,
        wrong=wrong,
    )


def _rule_shown(sketch: Sketch, card: DraftCard | None) -> Any:
    if card is not None:
        return card.rule
    try:
        return sketch.given_rule
    except Invalid:
        return None


def _base(visit: Visit, sketch: Sketch) -> instructions.InstructionCard | None:
    if sketch.base is None:
        return None
    with visit.who.house.db.reading() as session:
        return instructions.card(session, visit.who.workspace_id, sketch.base, now=visit.who.now)


def _review(
    visit: Visit, sketch: Sketch, *, changed: bool = False, wrong: str = ""
) -> HTMLResponse:
    who = visit.who
    if not sketch.words:
        raise Invalid("instruction.words", "Write what you want first.")
    card = _draft(visit, sketch)
    assert card is not None
    before, names = _newest_under(visit, card.key)
    return visit.page(
        "pages/instruction_review.html",
        "instructions",
        title=listing.title_of(card.key),
        sketch=sketch,
        is_first=before is None,
        replaces=before,
        changed=changed,
        wrong=wrong,
        warnings=views.warnings_of(views.view_of(card, sketch)),
        shown=history.compared(before, sketch.words, card.rule, names=names, zone=card.zone),
        digest=card.digest if card.rule is not None else "",
        trial=_latest_trial(visit, card),
        outcome=trial_words,
        kind=listing.KINDS[card.kind],
        since=card.rule.not_before if card.rule is not None else None,
        until=listing.ends_at(card.rule) if card.rule is not None else None,
        now=who.now,
    )


def _newest_under(visit: Visit, key: str) -> tuple[history.Step | None, dict[UUID, str]]:
    who = visit.who
    with who.house.db.reading() as session:
        cards = instructions.listing(session, who.workspace_id, now=who.now)
        names = listing.authors(session, who.workspace_id)
        found = next((card for card in cards if card.key == key and not card.revoked_at), None)
        if found is None:
            return None, names
        return history.lineage(session, who, found, names)[-1], names
