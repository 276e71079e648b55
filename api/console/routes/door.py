"""In and out: sign-in by password or by the house's link, sign-out, and how the console looks."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.console.rendering import page
from api.console.visit import THEMES, Acting, PageRoute, back_to, preferences
from api.deps import House, HouseOf
from api.members import COOKIE, comes_from_us, member_of
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import SIGN_IN_LASTS, SignInRefused
from salesgenix.kit.errors import Forbidden, LimitExceeded

router = APIRouter(prefix="/console", include_in_schema=False, route_class=PageRoute)

HOME = "/console/inbox"
YEAR = 31_536_000


@router.get("")
@router.get("/")
def home() -> RedirectResponse:
    return back_to(HOME)


@router.get("/sign-in")
def show_door(
    request: Request,
    house: HouseOf,
    next: str = HOME,  # noqa: A002 - its name in the address
) -> Response:
    try:
        member_of(house, request.cookies.get(COOKIE, ""))
    except Forbidden:
        return _door(request, next, wrong="", email="")
    return back_to(_inside(next))


@router.post("/sign-in")
def sign_in(
    request: Request,
    house: HouseOf,
    *,
    email: Annotated[str, Form(max_length=320)],
    password: Annotated[str, Form(max_length=2_000)],
    next: Annotated[str, Form()] = HOME,  # noqa: A002 - its name in the form
) -> Response:
    if request.headers.get("origin") is not None and not comes_from_us(request):
        raise Forbidden("form.foreign", "This form is not ours.")
    try:
        with house.db.writing() as session:
            token, _ = accounts.sign_in(session, email, password, now=house.clock.now())
    except (SignInRefused, LimitExceeded) as error:
        return _door(request, next, wrong=error.message, email=email)
    return _enter(house, request, token, next)


@router.get("/enter")
def enter(request: Request, house: HouseOf, token: str) -> Response:
    """The link that a terminal on this machine prints. It works once: the token is changed here."""
    now = house.clock.now()
    with house.db.writing() as session:
        member = accounts.member_for_token(session, token, now=now)
        fresh = accounts.issue_sign_in(session, member.workspace_id, member.id, now=now)
        accounts.sign_out(session, token, now=now)
    return _enter(house, request, fresh, HOME)


@router.post("/sign-out")
def sign_out(visit: Acting) -> Response:
    with visit.who.house.db.writing() as session:
        accounts.sign_out(session, visit.who.token, now=visit.who.now)
    response = back_to("/console/sign-in")
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@router.post("/preferences")
def prefer(
    visit: Acting, theme: Annotated[str, Form()] = "", keys: Annotated[str, Form()] = ""
) -> Response:
    del visit
    response = back_to("/console/settings#you")
    if theme in THEMES:
        response.set_cookie("sg_theme", theme, max_age=YEAR, path="/console", samesite="lax")
    if keys in {"on", "off"}:
        response.set_cookie("sg_keys", keys, max_age=YEAR, path="/console", samesite="lax")
    return response


def _enter(house: House, request: Request, token: str, wanted: str) -> RedirectResponse:
    response = back_to(_inside(wanted))
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SIGN_IN_LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https" or house.settings.mode == "production",
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _inside(wanted: str) -> str:
    """Only a path of the console: a foreign address after sign-in would be a trap."""
    parts = urlsplit(wanted)
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith("/console/")
    is_inside = is_ours and "\\" not in wanted and not parts.path.startswith("/console/enter")
    return wanted if is_inside else HOME


def _door(request: Request, wanted: str, *, wrong: str, email: str) -> HTMLResponse:
    theme, keys = preferences(request)
    context = {
        "theme": theme,
        "keys": keys,
        "next": _inside(wanted),
        "wrong": wrong,
        "email": email,
    }
    return page("pages/door.html", context, status=401 if wrong else 200)
