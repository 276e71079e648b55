"""One line to a maker of calendars: JSON over HTTPS, with a bearer token, and every failure named.

Whatever goes wrong outside becomes a ``CalendarError``, so that no failure can be taken for an
empty calendar. An answer that cannot be read is *unreachable*, not *refused*: most often somebody
else (a proxy, a maintenance page) has answered, and the next try may be heard.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import anyio
import httpx

from salesgenix.calendars.ports import Busy, CalendarError, Reading, Trouble

MOST_BYTES = 8 * 1024 * 1024
MOST_PAGES = 100
MOST_SECONDS = 60.0  # for one answer, however slowly it trickles
LONGEST_WAIT = 24 * 3600.0  # a server that asks for more is asked again tomorrow
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}
TOO_MANY = 429
UNAUTHORISED = 401
FORBIDDEN = 403
GONE = frozenset({404, 410})
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Json
    headers: Mapping[str, str]

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300  # noqa: PLR2004 - as HTTP counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Access(Protocol):
    """Who holds the account's tokens (``oauth.Session``)."""

    async def token(self, *, instead_of: str | None = None) -> str:
        """A token to try; another one than ``instead_of``, which the server no longer takes."""


class Line:
    """Requests of one operation, over one connection. Redirects are answers like any other."""

    def __init__(self, client: httpx.AsyncClient, access: Access) -> None:
        self._client = client
        self._access = access

    async def ask(self, request: Request) -> Answer:
        """With one new token where the first is refused. Statuses that mean the same for every
        request are raised; those with a meaning of their own (404, 409, 410, 412) come back.
        """
        token = await self._access.token()
        answer = await self._ask_with(token, request)
        if answer.status == UNAUTHORISED:
            token = await self._access.token(instead_of=token)
            answer = await self._ask_with(token, request)
        if answer.status == UNAUTHORISED:
            raise CalendarError(Trouble.NEEDS_REAUTH, "calendar.unauthorised")
        raise_for_load(answer)
        return answer

    async def _ask_with(self, token: str, request: Request) -> Answer:
        return await send(
            self._client,
            self._client.build_request(
                request.method,
                request.url,
                params=dict(request.params) or None,  # an empty one would cut the URL's own off
                json=request.body,
                headers={**HEADERS, **request.headers, "Authorization": f"Bearer {token}"},
            ),
        )


@lru_cache(maxsize=1)
def trust() -> Any:
    """The roots that are trusted; read once, for reading them takes longer than most answers."""
    return httpx.create_ssl_context()


@asynccontextmanager
async def open_client(timeout: float) -> AsyncIterator[httpx.AsyncClient]:  # noqa: ASYNC109 - of each step
    async with httpx.AsyncClient(
        verify=trust(), timeout=timeout, follow_redirects=False, trust_env=False
    ) as client:
        yield client


async def send(client: httpx.AsyncClient, request: httpx.Request) -> Answer:
    """The answer with its JSON, ``{}`` where there is none; capped in size."""
    try:
        with anyio.fail_after(MOST_SECONDS):
            response = await client.send(request, stream=True)
            try:
                raw = await _read(response)
            finally:
                await response.aclose()
    except (httpx.TimeoutException, TimeoutError) as error:
        raise CalendarError(Trouble.UNREACHABLE, "calendar.timeout") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CalendarError(Trouble.UNREACHABLE, "calendar.no_connection") from error
    return Answer(response.status_code, _json(raw, response.status_code), response.headers)


async def _read(response: httpx.Response) -> bytes:
    raw = bytearray()
    async for piece in response.aiter_bytes():
        raw += piece
        if len(raw) > MOST_BYTES:
            raise CalendarError(Trouble.REFUSED, "calendar.too_large")
    return bytes(raw)


def _json(raw: bytes, status: int) -> Json:
    if not raw:
        return {}
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        if status >= 300:  # noqa: PLR2004 - its status says enough
            return {}
        raise unreadable() from error
    return body if isinstance(body, dict) else {}


def raise_for_load(answer: Answer) -> None:
    """Too many requests, and a server in trouble, with the wait it asks for."""
    if answer.status == TOO_MANY:
        raise CalendarError(
            Trouble.UNREACHABLE, "calendar.too_many_requests", retry_after=wait_of(answer)
        )
    if answer.status >= 500:  # noqa: PLR2004 - as HTTP counts
        raise CalendarError(
            Trouble.UNREACHABLE, f"calendar.{answer.status}", retry_after=wait_of(answer)
        )


def refused(answer: Answer) -> CalendarError:
    """For a status that nobody has a use for."""
    return CalendarError(Trouble.REFUSED, f"calendar.{answer.status}")


def unreadable() -> CalendarError:
    return CalendarError(Trouble.UNREACHABLE, "calendar.unreadable")


def text_of(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise unreadable()
    return value


def home_zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise CalendarError(Trouble.REFUSED, "calendar.zone") from error


def reading_of(
    items: Iterable[Json], span: Callable[[Json], Busy], since: datetime, until: datetime
) -> Reading:
    """What of ``items`` lies in the window, in order. What lasts no time takes none; what cannot be
    understood is counted, so that one odd event neither passes for free nor hides all the others.
    """
    busy, unread = [], 0
    for item in items:
        try:
            one = span(item)
        except CalendarError:
            unread += 1
            continue
        if one.start < one.end and one.start < until and since < one.end:
            busy.append(one)
    return Reading(tuple(sorted(busy)), unread=unread)


def wait_of(answer: Answer) -> float | None:
    """``Retry-After`` in seconds (RFC 9110, 10.2.3); a date is measured by the server's own."""
    asked = answer.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return min(float(asked), LONGEST_WAIT)
    until, now = _date(asked), _date(answer.headers.get("date", ""))
    if until is None or now is None:
        return None
    return min(max((until - now).total_seconds(), 0.0), LONGEST_WAIT)


def _date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else None


def is_same_origin(one: str, other: str) -> bool:
    """Whether a token that belongs to the one may be shown to the other."""
    return _origin(one) == _origin(other)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme)
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port
