"""A card number stops at the door: it is refused wherever it would be kept as it was written.

Policy clause 3.3: card data belongs to payment providers. What is masked before it is kept (what
people say in a chat, reasons, notes) may hold one; every other field and address may not. Pure
ASGI: a body is read once, whole, and handed on as it came.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from guardrails.detect.cards import find_cards
from guardrails.entities import Entity

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
EVERY = "*"
_ID = r"[^/]+"
# Where a field passes the guard before it is kept: that masks a card number for good.
MASKED: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(path), frozenset(fields.split()))
    for path, fields in (
        (r"/w/v1/messages", "text"),
        (rf"/v1/conversations/{_ID}/(?:messages|whispers)", "text"),
        (rf"/console/inbox/{_ID}/(?:say|whisper)", "text"),
        (r"/v1/requests", "words"),
        (r"/console/privacy/new", "words"),
        (r"/privacy/.*", "words"),
        (r"/v1/guardrails/try|/console/privacy/pii/try", "text"),
        (r"(?:/v1|/console)/approvals/.*", EVERY),
        # these say themselves that such a number is on no list
        (rf"/console/privacy/pii/words|/console/inbox/{_ID}/hidden/{_ID}", "words"),
    )
)
# Random ids hold runs of digits by chance.
_RANDOM = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,}", re.IGNORECASE)
_FEWEST = re.compile(r"(?:\d[^\da-z]{0,3}){13}", re.IGNORECASE)


class CardGate:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body, handed = b"", receive
        if scope["method"] in WRITES:
            try:
                body = await _whole(receive)
                handed = _again(body, receive)
            except HTTPException as error:  # too large: said where all such refusals are said
                handed = _failing(error)
        if _holds_card(scope, body):
            refusal = problem(
                422,
                "card.refused",
                "Card numbers are not taken here, and nothing of this was kept.",
                request_id=scope.get("request_id", ""),
            )
            await refusal(scope, receive, send)
            return
        await self.app(scope, handed, send)


async def _whole(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


def _again(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return waiting.pop() if waiting else await receive()

    return receive_again


def _failing(error: HTTPException) -> Receive:
    async def fail() -> Message:
        raise error

    return fail


def _holds_card(scope: Scope, body: bytes) -> bool:
    address = unquote_plus(f"{scope['path']} {scope.get('query_string', b'').decode('latin-1')}")
    if is_card_in(address):
        return True
    masked = next((names for path, names in MASKED if path.fullmatch(scope["path"])), frozenset())
    if not body or EVERY in masked:
        return False
    kind = Headers(scope=scope).get("content-type", "")
    return any(map(is_card_in, _texts(body, kind, masked)))


def _texts(body: bytes, kind: str, masked: frozenset[str]) -> Iterator[str]:
    """What a body says, as it will be read, without the fields that are masked before they are
    kept.
    """
    said = body.decode("utf-8", "replace")
    if "urlencoded" in kind:
        for name, value in parse_qsl(said, keep_blank_values=True):
            yield from (name,) if name in masked else (name, value)
        return
    try:
        read: Any = json.loads(said)
    except ValueError:
        yield said
        return
    if isinstance(read, dict):
        read = {name: value for name, value in read.items() if name not in masked}
    yield from _leaves(read)


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield str(value)


def is_card_in(text: str) -> bool:
    if not _FEWEST.search(text):
        return False
    return any(span.entity is Entity.CARD for span in find_cards(_RANDOM.sub(" ", text)))
