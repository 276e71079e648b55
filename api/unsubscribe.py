"""The link out of our mails (RFC 8058): opening it shows a page, pressing its button ends it.

Mail scanners open every link, so a GET changes nothing. The POST needs no cookie, no session and no
question: it holds at once, and a second one changes nothing.
"""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from api.deps import HouseOf
from api.privacy.pages import language_of, said
from salesgenix.accounts import service as accounts
from salesgenix.kit.errors import NotFound
from salesgenix.mailboxes import stopping

router = APIRouter(prefix="/u", include_in_schema=False)


@router.get("/{token}")
def show(request: Request, house: HouseOf, token: str) -> Response:
    try:
        with house.db.reading() as session:
            workspace_id = stopping.workspace_of(session, token)
            profile = accounts.profile_of(session, workspace_id).profile
    except NotFound:
        return said("unsubscribe_gone", language_of(request), status=404)
    language = language_of(request, profile)
    facts = {"company": profile.company}
    return said("unsubscribe", language, profile, button="unsubscribe_button", facts=facts)


@router.post("/{token}")
def end(request: Request, house: HouseOf, token: str) -> Response:
    """Whatever the body says: who posts here wants no more mail."""
    try:
        with house.db.writing() as session:
            workspace_id = stopping.unsubscribe(session, token, now=house.clock.now())
            profile = accounts.profile_of(session, workspace_id).profile
    except NotFound:
        return said("unsubscribe_gone", language_of(request), status=404)
    language = language_of(request, profile)
    facts = {"company": profile.company}
    return said("unsubscribed", language, profile, is_good=True, facts=facts)
