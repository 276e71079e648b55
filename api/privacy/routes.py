"""A person asks about their data: no account, no script, no fee, and no word about who is known.

Whatever address is given, the same page comes back and the same work is done. A letter goes to
that address; what it leads to only acts when a button is pressed, since mail scanners open links.
"""

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import Response

from agent.people import team_words
from api.deps import House, HouseOf
from api.limits import mark_of
from api.members import comes_from_us
from api.privacy.pages import GROUPS, language_of, page, said, words_of
from guardrails.vault import Vault
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import looks_like_email
from salesgenix.accounts.service import WorkspaceCard
from salesgenix.kit.errors import LimitExceeded, NotFound
from salesgenix.kit.spoken import spoken_day
from salesgenix.privacy import requests
from salesgenix.privacy.files import Incoming
from salesgenix.privacy.rules import Channel, RequestKind, due_date
from salesgenix.rights import service as rights

router = APIRouter(prefix="/privacy", include_in_schema=False)

MAX_WORDS = 4_000
MAX_NAME = 200
KINDS = frozenset(kind for kinds in GROUPS.values() for kind in kinds)
EMPTY = {"kind": "", "email": "", "name": "", "words": ""}


@router.get("/confirm/{token}")
def show_confirmation(request: Request, house: HouseOf, token: str) -> Response:
    """Shows what would be confirmed, and changes nothing."""
    try:
        with house.db.reading() as session:
            workspace_id, card = requests.for_token(session, token, now=house.clock.now())
            profile = accounts.profile_of(session, workspace_id).profile
    except NotFound:
        return said("gone", language_of(request), status=404)
    language = language_of(request, profile)
    facts = {"company": profile.company, "kind": words_of(language)["kinds"][card.kind]}
    return said("confirm", language, profile, button="confirm_button", facts=facts)


@router.post("/confirm/{token}")
def confirm(request: Request, house: HouseOf, token: str) -> Response:
    if _is_foreign(request):
        return said("foreign", language_of(request), status=403)
    try:
        with house.db.writing() as session:
            workspace_id, _ = requests.for_token(session, token, now=house.clock.now())
            card = rights.confirm(session, token, now=house.clock.now())
            profile = accounts.profile_of(session, workspace_id).profile
    except NotFound:
        return said("gone", language_of(request), status=404)
    language = language_of(request, profile)
    facts = {"company": profile.company, "due": spoken_day(card.due_on, language)}
    return said("confirmed", language, profile, is_good=True, facts=facts)


@router.get("/{place}")
def show_form(request: Request, house: HouseOf, place: str) -> Response:
    """``place`` is a site's public key, or the workspace's short name."""
    found = _workspace(house, place)
    if found is None:
        return said("missing", language_of(request), status=404)
    return _form(request, house, found, given=EMPTY)


@router.post("/{place}")
def take_in(
    request: Request,
    house: HouseOf,
    place: str,
    *,
    kind: Annotated[str, Form(max_length=40)] = "",
    email: Annotated[str, Form(max_length=400)] = "",
    name: Annotated[str, Form(max_length=1_000)] = "",
    words: Annotated[str, Form(max_length=100_000)] = "",
    website: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    found = _workspace(house, place)
    if found is None:
        return said("missing", language_of(request), status=404)
    language = language_of(request, found.profile)
    if _is_foreign(request):
        return said("foreign", language, found.profile, status=403)
    given = {"kind": kind, "email": email.strip(), "name": name.strip(), "words": words.strip()}
    wrong = _wrong(given, language)
    if wrong:
        return _form(request, house, found, given=given, wrong=wrong)
    try:
        _within_limits(request, house, given["email"])
    except LimitExceeded as error:
        answer = said("busy", language, found.profile, status=429)
        answer.headers["Retry-After"] = str(error.facts.get("retry_after", 60))
        return answer
    if not website:  # only a machine fills in what nobody sees; it is told the same
        _open(house, found, given, language)
    needs_no_link = kind == RequestKind.UNSUBSCRIBE  # whatever the address
    texts = ("stop_note",) if needs_no_link else ("done", "done_next")
    return said("done", language, found.profile, is_good=True, texts=texts)


def _open(house: House, found: WorkspaceCard, given: dict[str, str], language: str) -> None:
    incoming = Incoming(
        kind=RequestKind(given["kind"]),
        channel=Channel.FORM,
        language=language,
        name=given["name"] or None,
        email=given["email"],
        words=_kept(house, found, given["words"]),
    )
    url = house.settings.effective_public_url
    with house.db.writing() as session:
        rights.take_in(session, found.id, incoming, public_url=url, now=house.clock.now())


def _kept(house: House, found: WorkspaceCard, words: str) -> str | None:
    """Card numbers and secrets are hidden for good, as in every message."""
    if not words:
        return None
    with house.db.reading() as session:
        known = team_words(session, found.id, found.profile)
    guarded = house.guard.inbound(words, vault=Vault(), known=known)
    return str(guarded.stored)


def _form(
    request: Request,
    house: House,
    found: WorkspaceCard,
    *,
    given: dict[str, str],
    wrong: dict[str, str] | None = None,
) -> Response:
    language = language_of(request, found.profile)
    return page(
        "form.html",
        language,
        found.profile,
        status=422 if wrong else 200,
        action=request.url.path,
        groups=GROUPS,
        given=given,
        faults=wrong or {},
        wrong={"kind": "", "email": "", "words": ""} | (wrong or {}),
        due=spoken_day(_due(house, found), language),
    )


def _wrong(given: dict[str, str], language: str) -> dict[str, str]:
    words, wrong = words_of(language), {}
    if given["kind"] not in KINDS:
        wrong["kind"] = str(words["wrong_kind"])
    if not looks_like_email(given["email"]):
        wrong["email"] = str(words["wrong_email"])
    if len(given["words"]) > MAX_WORDS or len(given["name"]) > MAX_NAME:
        wrong["words"] = str(words["wrong_words"])
    return wrong


def _due(house: House, found: WorkspaceCard) -> date:
    today = house.clock.now().astimezone(ZoneInfo(found.profile.zone)).date()
    holidays = found.profile.holidays
    return due_date(today, country=holidays.country, subdivision=holidays.subdivision)


def _within_limits(request: Request, house: House, email: str) -> None:
    """Against floods only: for one browser and for one address, held by us or not."""
    address = request.client.host if request.client else "unknown"
    house.limits.forms.take(address, "rate.forms")
    house.limits.letters.take(mark_of(email), "rate.letters")


def _is_foreign(request: Request) -> bool:
    """A browser says whose page sent the form; a form of ours comes from us."""
    return request.headers.get("origin") is not None and not comes_from_us(request)


def _workspace(house: House, place: str) -> WorkspaceCard | None:
    with house.db.reading() as session:
        try:
            site = accounts.site_for_key(session, place)
        except NotFound:
            return accounts.workspace_of_slug(session, place)
        return accounts.profile_of(session, site.workspace_id)
