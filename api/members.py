"""Who of the team is asking: a member's session by cookie or bearer token, and what they may do.

A browser sends its cookie whether its page is ours or not, so what a cookie asks to change must
come from our own origin, or carry the session's own mark (``csrf``).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from api.deps import House
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb, may, require
from salesgenix.accounts.service import MemberCard
from salesgenix.kit.errors import Forbidden

COOKIE = "sg_console"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One request of a member. ``token`` is the session's secret: it is never shown or logged."""

    house: House
    member: MemberCard
    token: str

    @property
    def workspace_id(self) -> UUID:
        return self.member.workspace_id

    @property
    def csrf(self) -> str:
        return csrf_of(self.token)

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def may(self, verb: Verb) -> bool:
        return may(self.member.role, verb)

    def require(self, verb: Verb) -> None:
        require(self.member.role, verb)


def csrf_of(token: str) -> str:
    return hmac.new(token.encode(), b"console form", hashlib.sha256).hexdigest()[:32]


def token_of(connection: HTTPConnection) -> tuple[str, bool]:
    """The session token, and whether it came by cookie."""
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer:
        return bearer.strip(), False
    return connection.cookies.get(COOKIE, ""), True


def member_of(house: House, token: str) -> SignedIn:
    """``Forbidden`` (``sign_in.needed``) when the session is over, revoked or unknown."""
    if not token:
        raise Forbidden("sign_in.needed", "Sign in first.")
    with house.db.reading() as session:
        member = accounts.member_for_token(session, token, now=house.clock.now())
    return SignedIn(house, member, token)


def signed_in(request: Request) -> SignedIn:
    """The member behind a request to the API."""
    house: House = request.app.state.house
    token, is_cookie = token_of(request)
    who = member_of(house, token)
    if is_cookie and request.method not in SAFE_METHODS:
        mark = request.headers.get("x-csrf-token", "")
        if not comes_from_us(request) and not hmac.compare_digest(mark, who.csrf):
            raise Forbidden("origin.foreign", "This request did not come from our own pages.")
    return who


def comes_from_us(request: Request) -> bool:
    """Whether the browser says that the request was made by a page of this very host."""
    origin = request.headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc == request.headers.get("host", "")


AsMember = Annotated[SignedIn, Depends(signed_in)]
