"""A calendar on any CalDAV server (RFC 4791, 6578), by few requests of our own.

What a server says of busy times is never asked for: events are fetched and expanded here
(``expanding``). Between readings their times are remembered, so that a reading costs what changed.
A meeting of ours lies under a name made of its id: to write it twice is to write it once.
"""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import httpx
from icalendar import Calendar, Event

from integrations.calendar import dav_xml as xml
from integrations.calendar.expanding import FAULTS, Window, busy_in, ends_before, slimmed
from salesgenix.calendars.ports import (
    CalendarError,
    Entry,
    Reading,
    RemoteCalendar,
    Trouble,
    Written,
)

SECONDS = 20.0
MOST_BYTES = 25_000_000
HOPS = 5
AT_ONCE = 100  # objects in one request
TRIES = 3
PAST = timedelta(days=7)  # what ended longer ago is forgotten but for its name
SHARED_HOSTS = (".icloud.com",)  # one account, several machines of the same house
GONE = frozenset({404, 410})
PRODUCT = "-//Salesgenix//Appointments//EN"


@dataclass(frozen=True, slots=True)
class Account:
    """``address``: the server's, or a calendar's own. ``owner``: the member's mail address."""

    address: str
    username: str
    password: str
    owner: str = ""


@dataclass(slots=True)
class _Memory:
    """By address of an object: its version and its times."""

    token: str = ""
    objects: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str | None) -> "_Memory":
        try:
            kept = json.loads(text or "{}")
            return cls(kept.get("token", ""), dict(kept.get("objects", {})))
        except (ValueError, AttributeError):
            return cls()

    def __str__(self) -> str:
        return json.dumps({"token": self.token, "objects": self.objects})


class CalDav:
    kind = "caldav"

    def __init__(self, account: Account, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._account = account
        self._transport = transport

    async def calendars(self) -> Sequence[RemoteCalendar]:
        async with self._line() as line:
            home = await line.home()
            answer = await line.multistatus("PROPFIND", home, xml.DISCOVERY, depth="1")
        return [
            RemoteCalendar(
                ref=one.url,
                name=one.text(f"{{{xml.DAV}}}displayname")
                or one.url.rstrip("/").rpartition("/")[2],
                is_writable=_is_writable(one),
            )
            for one in answer.resources
            if _is_calendar(one)
        ]

    async def read(
        self, calendar: str, since: datetime, until: datetime, *, zone: str, memory: str | None
    ) -> Reading:
        clock = ZoneInfo(zone)
        async with self._line() as line:
            kept = await _brought_up_to_date(
                line, calendar, _Memory.of(memory), self._account.owner
            )
        for known in kept.objects.values():
            if known[1] and ends_before(known[1], since - PAST, clock):
                known[1] = ""
        bodies = [known[1] for known in kept.objects.values() if known[1]]
        busy, unread = busy_in(bodies, Window(since, until, clock))
        return Reading(tuple(busy), str(kept), unread)

    async def write(self, calendar: str, entry: Entry) -> Written:
        url, body = _place(calendar, entry.key), _object(entry)
        condition = {"If-None-Match": "*"}
        async with self._line() as line:
            for _ in range(TRIES):
                answer = await line.ask("PUT", url, body, headers=condition, accept={412, *GONE})
                if answer.status_code not in {412, *GONE}:
                    return Written(url, answer.headers.get("ETag"))
                present = await line.ask("GET", url, accept=GONE)
                if present.status_code in GONE:  # taken away meanwhile: made anew
                    condition = {"If-None-Match": "*"}
                    continue
                etag = present.headers.get("ETag")
                if _is_settled(present.content, entry):
                    return Written(url, etag)
                condition = {"If-Match": etag} if etag else {}
        raise CalendarError(Trouble.UNREACHABLE, "calendar.contended")

    async def remove(self, calendar: str, key: str) -> None:
        async with self._line() as line:
            await line.ask("DELETE", _place(calendar, key), accept=GONE)

    @asynccontextmanager
    async def _line(self) -> AsyncIterator["_Line"]:
        async with httpx.AsyncClient(
            timeout=SECONDS, transport=self._transport, trust_env=False
        ) as http:
            yield _Line(http, self._account)


class _Line:
    """Requests of one visit. Credentials go to the account's own host alone."""

    def __init__(self, http: httpx.AsyncClient, account: Account) -> None:
        self._http = http
        self._account = account
        self._auth: httpx.Auth = httpx.BasicAuth(account.username, account.password)

    async def home(self) -> str:
        """Where the account's calendars lie (RFC 6764), or the calendar that was named."""
        address = self._account.address
        for start in (address, urljoin(address, "/.well-known/caldav")):
            try:
                first = await self._first(start)
            except CalendarError as error:
                if error.trouble is not Trouble.REFUSED:
                    raise
                continue
            if _is_calendar(first):
                return first.url
            home = first.href(f"{{{xml.CAL}}}calendar-home-set")
            principal = first.href(f"{{{xml.DAV}}}current-user-principal")
            if home is None and principal is not None:
                home = (await self._first(principal)).href(f"{{{xml.CAL}}}calendar-home-set")
            if home is not None:
                return home
        raise CalendarError(Trouble.REFUSED, "calendar.not_caldav")

    async def _first(self, url: str) -> xml.Resource:
        answer = await self.multistatus("PROPFIND", url, xml.DISCOVERY, depth="0")
        if not answer.resources:
            raise CalendarError(Trouble.REFUSED, "calendar.not_caldav")
        return answer.resources[0]

    async def multistatus(
        self, method: str, url: str, body: str, *, depth: str = "1"
    ) -> xml.Multistatus:
        answer = await self.ask(
            method,
            url,
            body.encode(),
            headers={"Depth": depth, "Content-Type": "application/xml; charset=utf-8"},
        )
        try:
            return xml.parse(answer.content, str(answer.url))
        except xml.NotXml as error:
            raise CalendarError(Trouble.REFUSED, "calendar.not_caldav") from error

    async def ask(
        self,
        method: str,
        url: str,
        body: bytes | None = None,
        *,
        headers: dict[str, str] | None = None,
        accept: frozenset[int] | set[int] = frozenset(),
    ) -> httpx.Response:
        """One request, its redirects followed at home alone. ``CalendarError`` for what failed."""
        for _ in range(HOPS):
            self._require_home(url)
            answer = await self._sent(method, url, body, headers)
            if answer.status_code == 401 and self._may_digest(answer):  # noqa: PLR2004 - HTTP
                self._auth = httpx.DigestAuth(self._account.username, self._account.password)
                answer = await self._sent(method, url, body, headers)
            if not answer.has_redirect_location:
                return _checked(answer, accept)
            url = urljoin(url, answer.headers["Location"])
        raise CalendarError(Trouble.REFUSED, "calendar.redirects")

    async def _sent(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str] | None
    ) -> httpx.Response:
        request = self._http.build_request(method, url, content=body, headers=headers)
        try:
            answer = await self._http.send(
                request, auth=self._auth, stream=True, follow_redirects=False
            )
            try:
                content = b""
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > MOST_BYTES:
                        raise CalendarError(Trouble.REFUSED, "calendar.too_large")
            finally:
                await answer.aclose()
        except httpx.TimeoutException as error:
            raise CalendarError(Trouble.UNREACHABLE, "calendar.timeout") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise CalendarError(Trouble.UNREACHABLE, "calendar.no_connection") from error
        answer.headers.pop("Content-Encoding", None)  # it has been undone
        return httpx.Response(
            answer.status_code, headers=answer.headers, content=content, request=request
        )

    def _may_digest(self, answer: httpx.Response) -> bool:
        asked = answer.headers.get("WWW-Authenticate", "").lower()
        return "digest" in asked and isinstance(self._auth, httpx.BasicAuth)

    def _require_home(self, url: str) -> None:
        own, other = urlsplit(self._account.address), urlsplit(url)
        is_same = (own.hostname, own.port) == (other.hostname, other.port)
        is_upgrade = own.hostname == other.hostname and other.scheme == "https"
        is_shared = other.scheme == "https" and any(
            (own.hostname or "").endswith(host) and (other.hostname or "").endswith(host)
            for host in SHARED_HOSTS
        )
        if not ((is_same and own.scheme == other.scheme) or is_upgrade or is_shared):
            raise CalendarError(Trouble.REFUSED, "calendar.other_host")


async def _brought_up_to_date(line: _Line, calendar: str, known: _Memory, owner: str) -> _Memory:
    try:
        changed, gone, token = await _changes(line, calendar, known.token)
        if not known.token:  # all there is: what was remembered otherwise is over
            gone |= known.objects.keys() - changed.keys()
    except CalendarError as error:
        if error.code == "calendar.sync_token":  # forgotten by the server: everything anew
            return await _brought_up_to_date(line, calendar, _Memory(), owner)
        if error.code != "calendar.no_sync":
            raise
        changed, token = await _compared(line, calendar), ""
        gone = known.objects.keys() - changed.keys()
    fresh = dict(known.objects)
    for url in gone:
        fresh.pop(url, None)
    wanted = [url for url, etag in changed.items() if fresh.get(url, [""])[0] != etag or not etag]
    for first in range(0, len(wanted), AT_ONCE):
        fresh |= await _fetched(line, calendar, wanted[first : first + AT_ONCE], owner)
    return _Memory(token, fresh)


async def _changes(line: _Line, calendar: str, token: str) -> tuple[dict[str, str], set[str], str]:
    """What changed since ``token`` (all, for none), what is gone, and the next token."""
    changed: dict[str, str] = {}
    gone: set[str] = set()
    while True:
        answer = await line.multistatus("REPORT", calendar, xml.sync_request(token), depth="0")
        is_cut = False
        for one in answer.resources:
            if one.status == 507:  # noqa: PLR2004 - RFC 6578, section 3.6: there is more
                is_cut = True
            elif one.status in GONE:
                gone.add(one.url)
                changed.pop(one.url, None)
            elif one.url.rstrip("/") != calendar.rstrip("/"):
                changed[one.url] = one.text(f"{{{xml.DAV}}}getetag")
                gone.discard(one.url)
        if answer.sync_token is None:
            raise CalendarError(Trouble.REFUSED, "calendar.no_sync")
        if not is_cut or answer.sync_token == token:
            return changed, gone, answer.sync_token
        token = answer.sync_token


async def _compared(line: _Line, calendar: str) -> dict[str, str]:
    """For a server without sync-collection: every object's version."""
    answer = await line.multistatus("PROPFIND", calendar, xml.ETAGS)
    return {
        one.url: one.text(f"{{{xml.DAV}}}getetag")
        for one in answer.resources
        if one.url.rstrip("/") != calendar.rstrip("/")
    }


async def _fetched(
    line: _Line, calendar: str, urls: Sequence[str], owner: str
) -> dict[str, list[str]]:
    paths = [urlsplit(url).path for url in urls]
    answer = await line.multistatus("REPORT", calendar, xml.multiget_request(paths))
    found: dict[str, list[str]] = {}
    for one in answer.resources:
        body = one.text(f"{{{xml.CAL}}}calendar-data")
        if body:
            found[one.url] = [one.text(f"{{{xml.DAV}}}getetag"), _slim(body, owner)]
    return found


def _slim(body: str, owner: str) -> str:
    """What cannot be read is kept as it is: ``expanding`` says so each time."""
    try:
        return slimmed(body.encode(), owner=owner)
    except FAULTS:
        return body


def _checked(answer: httpx.Response, accept: frozenset[int] | set[int]) -> httpx.Response:
    code = answer.status_code
    if answer.is_success or code in accept:
        return answer
    if code == 401:  # noqa: PLR2004 - HTTP
        raise CalendarError(Trouble.NEEDS_REAUTH, "calendar.needs_reauth")
    if code in {403, 409, 507} and xml.names_error(answer.content, "valid-sync-token"):
        raise CalendarError(Trouble.REFUSED, "calendar.sync_token")
    is_sync = b"sync-collection" in (answer.request.content or b"")
    if code in {400, 403, 405, 415, 501} and is_sync:
        raise CalendarError(Trouble.REFUSED, "calendar.no_sync")
    if code == 429 or code >= 500:  # noqa: PLR2004 - HTTP
        raise CalendarError(Trouble.UNREACHABLE, f"calendar.{code}", retry_after=_seconds(answer))
    raise CalendarError(Trouble.REFUSED, f"calendar.{code}")


def _seconds(answer: httpx.Response) -> float | None:
    wait = answer.headers.get("Retry-After", "")
    return float(wait) if wait.isdigit() else None


def _is_calendar(one: xml.Resource) -> bool:
    if not one.has(f"{{{xml.DAV}}}resourcetype", f"{{{xml.CAL}}}calendar"):
        return False
    kinds = one.found.get(f"{{{xml.CAL}}}supported-calendar-component-set")
    if kinds is None:
        return True
    return any(str(kind.get("name", "")).upper() == "VEVENT" for kind in kinds)


def _is_writable(one: xml.Resource) -> bool:
    """A server that says nothing of rights is asked when something is written."""
    name = f"{{{xml.DAV}}}current-user-privilege-set"
    rights = ("write", "write-content", "all", "bind")
    return name not in one.found or any(one.has(name, f"{{{xml.DAV}}}{r}") for r in rights)


def _place(calendar: str, key: str) -> str:
    return urljoin(calendar if calendar.endswith("/") else f"{calendar}/", f"{key}.ics")


def _object(entry: Entry) -> bytes:
    """One meeting in UTC: no VTIMEZONE that a server could misread."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.summary)
    if entry.description:
        event.add("description", entry.description)
    event.add("status", "CONFIRMED")
    event.add("transp", "OPAQUE")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    body: bytes = calendar.to_ical()
    return body


def _is_settled(body: bytes, entry: Entry) -> bool:
    """Whether what lies there is this meeting in this state, or in a later one.

    ``CalendarError`` (``calendar.name_taken``) when it is something else of somebody's.
    """
    try:
        events: list[Any] = list(Calendar.from_ical(body).walk("VEVENT"))
    except FAULTS:
        events = []
    if not events or any(str(event.get("UID", "")) != entry.uid for event in events):
        raise CalendarError(Trouble.REFUSED, "calendar.name_taken")
    there = int(events[0].get("SEQUENCE", 0))
    if there != entry.sequence:
        return there > entry.sequence
    try:
        times = (events[0]["DTSTART"].dt, events[0]["DTEND"].dt)
    except FAULTS:
        return False
    return times == (entry.starts_at, entry.ends_at)
