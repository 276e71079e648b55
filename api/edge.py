"""The outermost layer of every ordinary request: its id, its size, its headers, its last resort."""

import secrets

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

LOG = structlog.get_logger()

MAX_BODY_BYTES = 1_048_576
STRICT_CSP = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
# What a response says unless its route said it already.
SECURITY_HEADERS = {
    "Content-Security-Policy": STRICT_CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Edge:
    """Pure ASGI. A failure nobody foresaw becomes a 500 with the id that the log line carries."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope["request_id"] = request_id
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, _limited(scope, receive), send_with_headers)
        except Exception:
            LOG.exception("request.failed", request=request_id)
            if started:
                raise
            answer = problem(
                500, "internal", "Something went wrong on our side.", request_id=request_id
            )
            await answer(scope, receive, send_with_headers)


def _limited(scope: Scope, receive: Receive) -> Receive:
    """The same body, refused as soon as it says or shows that it is too large."""
    declared = Headers(scope=scope).get("content-length", "0")
    seen = int(declared) if declared.isdigit() else MAX_BODY_BYTES + 1
    is_too_large = seen > MAX_BODY_BYTES
    seen = 0

    async def receive_some() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if is_too_large or seen > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return receive_some
