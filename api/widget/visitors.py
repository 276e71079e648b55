"""Who a widget request comes from: by the partitioned cookie, or by a bearer token held in memory.

A request with the cookie could have been started by another page, so what it changes needs the
token's own CSRF word beside it; a bearer token cannot be sent by another page.
"""

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import anyio.to_thread
from starlette.requests import HTTPConnection

from api.deps import House
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import VisitorCard
from salesgenix.kit.errors import Forbidden, SalesgenixError

COOKIE = "__Host-sg"
COOKIE_SECONDS = conversations.VISITOR_DAYS * 86_400


@dataclass(frozen=True, slots=True)
class Visitor:
    workspace_id: UUID
    conversation_id: UUID
    site_key_id: UUID | None
    session: str  # names this session in limits; tells nothing about the token


def token_of(request: HTTPConnection) -> tuple[str | None, bool]:
    """The token that was sent, and whether a browser may have sent it unasked."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip(), False
    return request.cookies.get(COOKIE), True


def csrf_of(token: str) -> str:
    return hmac.new(token.encode(), b"widget csrf", hashlib.sha256).hexdigest()[:32]


def cookie_header(token: str) -> str:
    """CHIPS: the cookie exists per embedding site, so no one can follow a person between them."""
    return (
        f"{COOKIE}={token}; Path=/; Max-Age={COOKIE_SECONDS}; "
        "Secure; HttpOnly; SameSite=None; Partitioned"
    )


def refuse_foreign_origin(request: HTTPConnection) -> None:
    """A browser names the page that asks; only our own panel may. Other clients send no origin."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    if urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        raise Forbidden("origin.foreign", "This page may not use the chat's addresses.")


async def visitor_of(house: House, request: HTTPConnection) -> Visitor:
    """``visitor.unknown`` (401) without a right; ``csrf.missing`` (403) for a change with none."""
    refuse_foreign_origin(request)
    token, is_ambient = token_of(request)
    if not token:
        raise Forbidden("visitor.unknown", "Open a session first.")
    is_change = request.scope["method"] not in {"GET", "HEAD"}
    sent = request.headers.get("x-csrf", "")
    if is_ambient and is_change and not hmac.compare_digest(sent, csrf_of(token)):
        raise Forbidden("csrf.missing", "The request does not carry its session's word.")
    card = await anyio.to_thread.run_sync(_card, house, token)
    return Visitor(card.workspace_id, card.conversation_id, card.site_key_id, session_of(token))


async def known_visitor(house: House, request: HTTPConnection) -> tuple[VisitorCard, str] | None:
    """Whoever comes back with a token that still holds."""
    token, _ = token_of(request)
    if not token:
        return None
    try:
        return await anyio.to_thread.run_sync(_card, house, token), token
    except SalesgenixError:
        return None


def session_of(token: str) -> str:
    return hashlib.sha256(b"session" + token.encode()).hexdigest()[:16]


def _card(house: House, token: str) -> VisitorCard:
    with house.db.reading() as session:
        return conversations.visitor_for_token(session, token, now=house.clock.now())
