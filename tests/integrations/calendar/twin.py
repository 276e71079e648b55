"""What the twins of the makers share: a server on loopback, a desk for tokens, and faults on order.

A twin keeps state as the maker does, and speaks real HTTP. It is written from what is known of the
maker, by us: it can be wrong where we are wrong.
"""

import hashlib
import json
import re
import secrets
import sys
import threading
from base64 import urlsafe_b64encode
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

CLIENT_ID, CLIENT_SECRET = "the-house", "its-secret"


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


LOST = Reply(0)  # the work is done, and the line breaks before the answer
SILENT = Reply(2)  # nothing comes for longer than anybody waits
FINE = Reply(1)  # nothing is wrong with this one
Route = tuple[str, re.Pattern[str], Callable[..., Reply]]


class Desk:
    """The maker's token desk (RFC 6749, 7636, 7009)."""

    def __init__(self, *, rotates: bool) -> None:
        self.rotates = rotates
        self.codes: dict[str, dict[str, str]] = {}
        self.access: set[str] = set()
        self.refresh: set[str] = set()
        self.renewals = 0
        self.gives_refresh = True

    def grant(self) -> dict[str, str]:
        """A pair out of nowhere, for tests that do not begin with consent."""
        return self._pair()

    def expire(self) -> None:
        self.access.clear()

    def take_back(self) -> None:
        """The member withdraws the leave in their account."""
        self.access.clear()
        self.refresh.clear()

    def authorize(self, call: Call) -> Reply:
        asked = call.query
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            return Reply(400, {"error": "invalid_request"})
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            return Reply(400, {"error": "invalid_request"})
        code = secrets.token_hex(8)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return Reply(302, headers={"Location": f"{asked['redirect_uri']}?{back}"})

    def token(self, call: Call) -> Reply:
        form = call.body
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return Reply(401, {"error": "invalid_client"})
        if form.get("grant_type") == "authorization_code":
            return self._redeem(form)
        if form.get("grant_type") != "refresh_token":
            return Reply(400, {"error": "unsupported_grant_type"})
        if form.get("refresh_token") not in self.refresh:
            return Reply(400, {"error": "invalid_grant"})
        self.renewals += 1
        if not self.rotates:
            pair = self._pair()
            self.refresh.discard(pair.pop("refresh_token"))
            return Reply(200, pair)
        self.refresh.discard(form["refresh_token"])
        return Reply(200, self._pair())

    def revoke(self, call: Call) -> Reply:
        if call.body.get("token") not in self.refresh:
            return Reply(400, {"error": "invalid_token"})
        self.take_back()
        return Reply(200, {})

    def _redeem(self, form: dict[str, str]) -> Reply:
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or proven != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
        ):
            return Reply(400, {"error": "invalid_grant"})
        pair = self._pair()
        if not self.gives_refresh:
            self.refresh.discard(pair.pop("refresh_token"))
        return Reply(200, pair)

    def _pair(self) -> dict[str, str]:
        access, refresh = f"a-{secrets.token_hex(8)}", f"r-{secrets.token_hex(8)}"
        self.access.add(access)
        self.refresh.add(refresh)
        return {
            "access_token": access,
            "refresh_token": refresh,
            "token_type": "Bearer",
            "expires_in": "3599",
        }


class Twin:
    """``faults`` are answered one each, first come first, instead of (or after) the work. One that
    can be called is what somebody else does right after the work.
    """

    base = ""

    def __init__(self, *, rotates: bool) -> None:
        self.desk = Desk(rotates=rotates)
        self.faults: deque[Reply | Callable[[], object]] = deque()
        self.replies: list[Reply] = []
        self.calls: list[Call] = []
        self.page_size = 100
        self.url = ""
        self.lock = threading.Lock()
        self.patience = threading.Event()  # set, who waits in silence goes home

    def routes(self) -> list[Route]:
        raise NotImplementedError

    def unauthorised(self) -> Reply:
        raise NotImplementedError

    def answer(self, call: Call) -> Reply:
        with self.lock:
            self.calls.append(call)
            fault = self.faults.popleft() if self.faults and self.is_api(call) else None
            if isinstance(fault, Reply) and fault is not LOST and fault is not FINE:
                return fault
            reply = self._work(call)
            self.look_at(call, reply)
            self.replies.append(reply)
            if callable(fault):
                fault()
            return LOST if fault is LOST else reply

    def is_api(self, call: Call) -> bool:
        return call.path.startswith(self.base + "/")

    def look_at(self, call: Call, reply: Reply) -> None:
        """Where a twin checks what went by."""

    def _work(self, call: Call) -> Reply:
        for path, work in (
            ("/authorize", self.desk.authorize),
            ("/token", self.desk.token),
            ("/revoke", self.desk.revoke),
        ):
            if call.path == path:
                return work(call)
        bearer = call.headers.get("authorization", "").removeprefix("Bearer ")
        if bearer not in self.desk.access:
            return self.unauthorised()
        for method, pattern, work in self.routes():
            found = pattern.fullmatch(call.path.removeprefix(self.base))
            if method == call.method and found:
                return work(call, *map(unquote, found.groups()))
        return Reply(404, {"error": {"code": 404, "message": "Not Found"}})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Our client hangs up on what is too large; anything else is a fault of the twin."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # one packet for head and body: two would wait for an acknowledgement
    twin: Twin

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_form = "urlencoded" in (self.headers.get("Content-Type") or "")
        body = dict(parse_qsl(raw.decode())) if is_form else json.loads(raw or b"{}")
        headers = {name.lower(): value for name, value in self.headers.items()}
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        reply = self.twin.answer(Call(self.command, parts.path, query, headers, body))
        if reply is LOST or reply is SILENT:
            self.close_connection = True
            if reply is SILENT:
                self.twin.patience.wait(5)
            return
        out = reply.body if isinstance(reply.body, bytes) else self._json(reply.body)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)

    @staticmethod
    def _json(body: Any) -> bytes:
        return b"" if body is None else json.dumps(body).encode()

    do_GET = do_POST = do_PATCH = do_DELETE = _answer  # noqa: N815 - as the library looks for them

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(twin: Twin) -> Iterator[Twin]:
    server = _Server(("127.0.0.1", 0), type("Bound", (_Handler,), {"twin": twin}))
    twin.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.005,))
    thread.start()
    try:
        yield twin
    finally:
        twin.patience.set()
        server.shutdown()
        server.server_close()
        thread.join()
