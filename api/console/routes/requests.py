"""The privacy desk: requests about data, what is known to answer them, and the owner's answer."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.console.views import request as view
from api.console.views import requests as views
from api.console.views.leads import name_of
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.conversations import checked
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb, looks_like_email
from salesgenix.decisions.sentences import languages
from salesgenix.kit.errors import Conflict, Invalid
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy.files import Incoming, RequestCard
from salesgenix.privacy.rules import Channel, Identified, NoChild, Refusal, RequestKind
from salesgenix.rights import service as rights
from salesgenix.rights.rules import Choice

DESK = "/console/privacy"
router = APIRouter(prefix=DESK, include_in_schema=False, route_class=PageRoute)

Words = Annotated[str, Form(max_length=2_000)]
State = Annotated[str, Form(max_length=40)]


@router.get("")
def show_requests(visit: Visiting, tab: str = "") -> HTMLResponse:
    who, is_open = visit.who, tab != "closed"
    with who.house.db.reading() as session:
        rows = views.rows(session, visit, is_open=is_open)
    link = f"{who.house.settings.effective_public_url}/privacy/{visit.workspace.slug}"
    return visit.page(
        "pages/requests.html", "privacy", rows=rows, tab="open" if is_open else "closed", link=link
    )


@router.get("/new")
def show_note(visit: Visiting, kind: str = "", lead: str = "") -> HTMLResponse:
    now = visit.who.now.astimezone(ZoneInfo(visit.who.member.zone))
    language = visit.workspace.profile.languages[0]
    given = {"kind": kind, "lead": lead, "language": language, "received": f"{now:%Y-%m-%dT%H:%M}"}
    return _note_page(visit, given)


@router.post("/new")
def take_note(
    visit: Acting,
    *,
    kind: Annotated[str, Form(max_length=40)] = "",
    lead: Annotated[str, Form(max_length=40)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    email: Annotated[str, Form(max_length=320)] = "",
    words: Annotated[str, Form(max_length=4_000)] = "",
    language: Annotated[str, Form(max_length=2)] = "en",
    received: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """The clock runs from when it reached us, whenever that is noted."""
    who = visit.who
    who.require(Verb.ANSWER_REQUESTS if lead else Verb.REPLY)
    given = {
        "kind": kind,
        "lead": lead,
        "name": name.strip(),
        "email": email.strip(),
        "words": words,
        "language": language,
        "received": received,
    }
    wrong = _wrong(given)
    if wrong:
        return _note_page(visit, given, wrong)
    kept = checked(who, words) if words.strip() else None
    try:
        with who.house.db.writing() as session:
            known = leads.card(session, who.workspace_id, UUID(lead)) if lead else None
            card = rights.take_in(
                session,
                who.workspace_id,
                _incoming(visit, given, kept, known),
                public_url=who.house.settings.effective_public_url,
                now=who.now,
            )
    except Invalid as error:
        return _note_page(visit, given, {"received": error.message})
    return back_to(f"{DESK}/requests/{card.id}")


@router.get("/requests/{request_id}")
def show_request(
    visit: Visiting,
    request_id: UUID,
    *,
    about: str = "",
    field: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """``about`` and ``field`` are what the owner has chosen so far; they fix the order's words."""
    with visit.who.house.db.reading() as session:
        found = view.file(session, visit, request_id, _choice(about, field))
    return visit.page(
        "pages/request.html",
        "privacy",
        file=found,
        refusals=view.REFUSALS,
        no_child=view.NO_CHILD,
    )


@router.post("/requests/{request_id}/approve")
def approve(
    visit: Acting,
    request_id: UUID,
    *,
    state: State = "",
    words: Annotated[str, Form(max_length=4_000)] = "",
    about: Annotated[str, Form(max_length=40)] = "",
    field: Annotated[str, Form(max_length=40)] = "",
    value: Words = "",
    answer: Words = "",
    sure: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Carried out only in the words that were shown; an erasure only with the box ticked."""
    who = visit.who
    who.require(Verb.ANSWER_REQUESTS)
    choice = _choice(about, field, value=value.strip() or None, words=answer.strip() or None)
    with who.house.db.writing() as session:
        card = _unmoved(session, visit, request_id, state)
        if rights.words_before(session, who.workspace_id, request_id, choice) != words:
            raise Conflict("request.words", "The order has changed since. Read it again.")
        if card.kind is RequestKind.ERASE and sure != "yes":
            raise Invalid("request.unsure", "Tick the box: an erasure cannot be undone.")
        rights.approve_and_execute(
            session, who.workspace_id, request_id, who.member.id, choice=choice, now=who.now
        )
    return back_to(f"{DESK}/requests/{request_id}")


@router.post("/requests/{request_id}/refuse")
def refuse(
    visit: Acting,
    request_id: UUID,
    *,
    reason: Annotated[Refusal, Form()],
    state: State = "",
    words: Words = "",
) -> RedirectResponse:
    who = visit.who
    with who.house.db.writing() as session:
        _unmoved(session, visit, request_id, state)
        rights.refuse(
            session,
            who.workspace_id,
            request_id,
            who.member.id,
            reason=reason,
            words=words.strip() or None,
            now=who.now,
        )
    return back_to(f"{DESK}/requests/{request_id}")


@router.post("/requests/{request_id}/keep")
def keep(
    visit: Acting, request_id: UUID, *, reason: Annotated[NoChild, Form()], state: State = ""
) -> RedirectResponse:
    """It was no child: what is held stays, and the person is unfrozen."""
    who = visit.who
    who.require(Verb.ANSWER_REQUESTS)
    with who.house.db.writing() as session:
        _unmoved(session, visit, request_id, state)
        rights.keep(
            session, who.workspace_id, request_id, who.member.id, reason=reason, now=who.now
        )
    return back_to(f"{DESK}/requests/{request_id}")


@router.post("/requests/{request_id}/extend")
def extend(
    visit: Acting, request_id: UUID, *, state: State = "", words: Words = ""
) -> RedirectResponse:
    """The reason is told to the person, as the law asks."""
    who = visit.who
    if not words.strip():
        raise Invalid("request.reason", "Say why it takes longer: the person is told.")
    with who.house.db.writing() as session:
        _unmoved(session, visit, request_id, state)
        rights.extend(
            session, who.workspace_id, request_id, who.member.id, words=words.strip(), now=who.now
        )
    return back_to(f"{DESK}/requests/{request_id}")


@router.post("/requests/{request_id}/not-identified")
def end_unidentified(visit: Acting, request_id: UUID, *, state: State = "") -> RedirectResponse:
    who = visit.who
    with who.house.db.writing() as session:
        _unmoved(session, visit, request_id, state)
        rights.mark_not_identified(
            session, who.workspace_id, request_id, member_id=who.member.id, now=who.now
        )
    return back_to(f"{DESK}/requests/{request_id}")


@router.post("/requests/{request_id}/withdraw")
def withdraw(visit: Acting, request_id: UUID, *, state: State = "") -> RedirectResponse:
    who = visit.who
    with who.house.db.writing() as session:
        _unmoved(session, visit, request_id, state)
        rights.withdraw(session, who.workspace_id, request_id, member_id=who.member.id, now=who.now)
    return back_to(f"{DESK}/requests/{request_id}")


@router.post("/people/{lead_id}/release")
def release(visit: Acting, lead_id: UUID) -> RedirectResponse:
    """The restriction ends; selling may go on."""
    who = visit.who
    who.require(Verb.ANSWER_REQUESTS)
    with who.house.db.writing() as session:
        lead = leads.card(session, who.workspace_id, lead_id)
        if lead.restricted_at is None:
            raise Conflict("lead.unrestricted", "This restriction has ended already.")
        rights.release(session, who.workspace_id, lead.subject_ref, who.member.id, now=who.now)
    return back_to(f"/console/leads/{lead_id}")


def _unmoved(session: Session, visit: Visit, request_id: UUID, state: str) -> RequestCard:
    """``Conflict``, with who did what, when the request is not where the page showed it."""
    card = requests.card(session, visit.who.workspace_id, request_id)
    if card.state == state:
        return card
    now_at = views.STATES[card.state][0].lower()
    if card.decided_by is None:
        raise Conflict("request.moved_on", f"This request has moved on: {now_at}.")
    if card.decided_by == visit.who.member.id:
        raise Conflict("request.moved_on", f"You have decided this already: {now_at}.")
    first = accounts.member(session, visit.who.workspace_id, card.decided_by)
    raise Conflict("request.moved_on", f"{first.name} was faster: {now_at}.")


def _choice(about: str, field: str, **more: str | None) -> Choice:
    """What is chosen in the address; what is not one of ours counts as not chosen."""
    chosen = FactField(field) if field in set(FactField) else None
    return Choice(about_ref=_reference(about), field=chosen, **more)


def _reference(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _wrong(given: dict[str, str]) -> dict[str, str]:
    """What to say at which field."""
    wrong = {}
    if given["kind"] not in set(RequestKind):
        wrong["kind"] = "Choose what they ask for."
    if not given["lead"] and not given["email"]:
        wrong["email"] = "Give an address, or choose the person it is."
    elif given["email"] and not looks_like_email(given["email"]):
        wrong["email"] = "This is not a mail address."
    if given["lead"] and _reference(given["lead"]) is None:
        wrong["lead"] = "Choose a person of the list."
    if given["language"] not in languages():
        wrong["language"] = "Choose a language of the list."
    try:
        datetime.fromisoformat(given["received"])
    except ValueError:
        wrong["received"] = "Give the day and the time."
    return wrong


def _incoming(
    visit: Visit, given: dict[str, str], kept: str | None, known: LeadCard | None
) -> Incoming:
    zone = ZoneInfo(visit.who.member.zone)
    typed = datetime.fromisoformat(given["received"]).replace(tzinfo=zone)
    is_now = typed.astimezone(zone).strftime("%Y%m%d%H%M") == visit.who.now.astimezone(
        zone
    ).strftime("%Y%m%d%H%M")
    return Incoming(
        kind=RequestKind(given["kind"]),
        channel=Channel.CONSOLE,
        language=given["language"],
        name=given["name"] or (known.name if known else None),
        email=given["email"] or (known.email if known else None),
        words=kept,
        about_ref=known.subject_ref if known else None,
        identified_by=Identified.MEMBER if known else None,
        received_at=None if is_now else typed,
    )


def _note_page(
    visit: Visit, given: dict[str, str], wrong: dict[str, str] | None = None
) -> HTMLResponse:
    who, may_vouch = visit.who, visit.who.may(Verb.ANSWER_REQUESTS)
    people: list[Any] = []
    if may_vouch:
        with who.house.db.reading() as session:
            found = leads.listing(session, who.workspace_id)
        people = [(str(card.id), name_of(card), card.email or "") for card in found]
    answer = visit.page(
        "pages/request_new.html",
        "privacy",
        given={"name": "", "email": "", "words": ""} | given,
        wrong=wrong or {},
        kinds=[(kind.value, said) for kind, said in views.KINDS.items()],
        people=people,
        languages=languages(),
        latest=f"{who.now.astimezone(ZoneInfo(who.member.zone)):%Y-%m-%dT%H:%M}",
    )
    answer.status_code = 422 if wrong else 200
    return answer
