"""Settings, calendars: a member connects their own, sees whether it answers, and takes it away."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from api import connecting as verbs
from api.connecting import MAKERS, NO_PASSWORD, TROUBLES, Report
from api.console.visit import Acting, PageRoute, Visit, Visiting, back_to
from api.errors import status_of
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.calendars.rules import AccountState, Kind
from salesgenix.calendars.service import AccountCard
from salesgenix.kit.errors import SalesgenixError

PLACE = "/console/settings/calendars"
STATES = {
    "pending": ("Not read yet", "warn"),
    "connected": ("Connected", "ok"),
    "needs_reauth": ("Sign in again", "danger"),
    "unreachable": ("No answer", "danger"),
}

router = APIRouter(prefix=PLACE, include_in_schema=False, route_class=PageRoute)


@router.get("")
def show_calendars(
    visit: Visiting, said: Literal["", "connected", "gone", "kept"] = ""
) -> Response:
    return _page(visit, said=said)


@router.post("")
def connect(
    visit: Acting,
    address: Annotated[str, Form(max_length=2_000)],
    account: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=1_000)],
) -> HTMLResponse:
    """Connected and tried at once: a slip of the pen is seen where it was made."""
    try:
        card = verbs.connect(
            visit.who, address=address.strip(), account=account.strip(), password=password
        )
    except SalesgenixError as error:
        filled = {"address": address, "account": account}
        return _page(visit, status=status_of(error), problem=error.message, filled=filled)
    return _page(visit, tried=card.id, report=verbs.try_out(visit.who, card.id))


@router.post("/begin/{kind}")
def begin(visit: Acting, kind: Literal["google", "microsoft"]) -> HTMLResponse:
    """The way to the maker is a link: a form of ours leads to no other house."""
    return _page(visit, leads_to=verbs.begin(visit.who, Kind(kind)), maker=MAKERS[Kind(kind)])


@router.get("/callback")
def come_back(
    visit: Visiting, state: str = "", code: str | None = None, error: str | None = None
) -> Response:
    """The maker sends the browser here. What it brings is good once, and only for who began it."""
    try:
        verbs.finish(visit.who, state=state, code=code, error=error)
    except SalesgenixError as refused:
        return _page(visit, status=status_of(refused), problem=refused.message)
    return back_to(f"{PLACE}?said=connected")


@router.post("/{account_id}/test")
def try_out(visit: Acting, account_id: UUID) -> HTMLResponse:
    return _page(visit, tried=account_id, report=verbs.try_out(visit.who, account_id))


@router.post("/sources/{source_id}")
def choose(
    visit: Acting,
    source_id: UUID,
    use: Annotated[list[Literal["reads", "writes"]] | None, Form()] = None,
) -> Response:
    verbs.choose(visit.who, source_id, reads="reads" in (use or ()), writes="writes" in (use or ()))
    return back_to(PLACE)


@router.post("/{account_id}/disconnect")
def disconnect(visit: Acting, account_id: UUID) -> Response:
    given_back = verbs.disconnect(visit.who, account_id)
    return back_to(f"{PLACE}?said={'gone' if given_back else 'kept'}")


def _page(
    visit: Visit, *, status: int = 200, report: Report | None = None, **more: Any
) -> HTMLResponse:
    who = visit.who
    cards = verbs.shown(who)
    with who.house.db.reading() as session:
        team = {one.id: one.name for one in accounts.members(session, who.workspace_id)}
    outside = who.house.calendars
    context = {
        "mine": [card for card in cards if card.member_id == who.member.id],
        "others": [card for card in cards if card.member_id != who.member.id],
        "team": team,
        "makers": outside.makers if outside else (),
        "may_connect": outside is not None and who.may(Verb.REPLY),
        "names": MAKERS,
        "states": STATES,
        "trouble_of": _trouble_of,
        "now": who.now,
        "report": report,
        "filled": {"address": "", "account": ""},
        "problem": None,
        "leads_to": None,
        "said": "",
    }
    return visit.page("pages/calendars.html", "settings", status=status, **{**context, **more})


def _trouble_of(card: AccountCard) -> str:
    if card.state is AccountState.NEEDS_REAUTH and card.kind is Kind.CALDAV:
        return NO_PASSWORD
    return TROUBLES.get(card.error_code or "", "The calendar does not answer as it should.")
