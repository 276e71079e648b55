"""One visit to a page: who it is, how they like the console, and what waits for them."""

import hmac
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

import structlog
from fastapi import Depends, Form
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.console.rendering import page
from api.console.views.counts import counts
from api.errors import request_id_of, status_of
from api.members import COOKIE, SAFE_METHODS, SignedIn, comes_from_us, member_of
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.accounts.service import WorkspaceCard
from salesgenix.decisions.sentences import languages
from salesgenix.kit.errors import Forbidden, SalesgenixError

LOG = structlog.get_logger()
LANGUAGE_COOKIE = "sg_words"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Visit:
    who: SignedIn
    workspace: WorkspaceCard
    theme: str
    keys: str
    language: str  # of the explanations; the console itself is English

    def page(self, template: str, place: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """The page inside the shell."""
        with self.who.house.db.reading() as session:
            waiting = counts(session, self.who.workspace_id, now=self.who.now)
        shell = {
            "theme": self.theme,
            "keys": self.keys,
            "place": place,
            "language": self.language,
            "csrf": self.who.csrf,
            "member": self.who.member,
            "zone": self.who.member.zone,
            "workspace": self.workspace,
            "counts": waiting,
            "model_rest": self.who.house.breaker and self.who.house.breaker.rest,
            "can_reply": self.who.may(Verb.REPLY),
            "may": self.who.may,
            "Verb": Verb,
        }
        return page(template, {**shell, **context}, status=status)


def visit_of(request: Request) -> Visit:
    who = member_of(request.app.state.house, request.cookies.get(COOKIE, ""))
    with who.house.db.reading() as session:
        workspace = accounts.profile_of(session, who.workspace_id)
    theme, keys = preferences(request)
    return Visit(who, workspace, theme, keys, _language(request, workspace))


def _language(request: Request, workspace: WorkspaceCard) -> str:
    """The one asked for in the address, else the one chosen before, else the workspace's first."""
    asked = (request.query_params.get("language"), request.cookies.get(LANGUAGE_COOKIE))
    return next((one for one in asked if one in languages()), workspace.profile.languages[0])


def preferences(request: Request) -> tuple[str, str]:
    theme = request.cookies.get("sg_theme", "auto")
    keys = "off" if request.cookies.get("sg_keys") == "off" else "on"
    return (theme if theme in THEMES else "auto"), keys


def checked_visit(request: Request, csrf: Annotated[str, Form()] = "") -> Visit:
    """A visit that changes something: from our own page, with the session's own mark."""
    visit = visit_of(request)
    is_ours = request.headers.get("origin") is None or comes_from_us(request)
    if not is_ours or not hmac.compare_digest(csrf.encode(), visit.who.csrf.encode()):
        raise Forbidden("form.foreign", "This form is not ours or has grown old. Reload the page.")
    return visit


Visiting = Annotated[Visit, Depends(visit_of)]
Acting = Annotated[Visit, Depends(checked_visit)]


class PageRoute(APIRoute):
    """A route whose problems are pages too: people get a sentence and the request's id."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_page(request: Request) -> Response:
            try:
                return await handle(request)
            except SalesgenixError as error:
                if error.code == "sign_in.needed":
                    return _to_sign_in(request)
                return problem_page(request, status_of(error), error.message)
            except RequestValidationError:
                return problem_page(request, 422, "Something in the address or form is not right.")
            except Exception as error:
                LOG.exception("page.failed", request=request_id_of(request), exc_info=error)
                return problem_page(request, 500, "Something went wrong on our side.")

        return handle_page


def problem_page(request: Request, status: int, sentence: str) -> HTMLResponse:
    theme, keys = preferences(request)
    context = {
        "status": status,
        "sentence": sentence,
        "request_id": request_id_of(request),
        "theme": theme,
        "keys": keys,
        "again": request.url.path if request.method in SAFE_METHODS else "/console/inbox",
    }
    return page("pages/problem.html", context, status=status)


def _to_sign_in(request: Request) -> RedirectResponse:
    query = ""
    if request.method in SAFE_METHODS:
        query = f"?next={quote(request.url.path, safe='/')}"
    return RedirectResponse(f"/console/sign-in{query}", 303, headers={"Cache-Control": "no-store"})


def back_to(path: str) -> RedirectResponse:
    """After a form: the page that shows what it did."""
    return RedirectResponse(path, 303, headers={"Cache-Control": "no-store"})
