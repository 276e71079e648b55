"""Reads one page of a public site, at an address that a stranger has named.

The name is resolved once, every address it has is checked, and the connection goes to the address
that was checked, with the name only in ``Host`` and TLS: what a second look-up would say is of no
account. Each redirect starts over. What comes back is plain text and never an instruction.
"""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import anyio
import httpx
from selectolax.lexbor import LexborHTMLParser

from integrations.search.addresses import (
    Gate,
    PublicOnly,
    Resolver,
    SystemResolver,
    check_name,
    pin,
)
from salesgenix.kit.errors import Invalid, Unavailable
from salesgenix.knowledge.ports import SitePage

AGENT = "Salesgenix"
HEADERS = {
    "User-Agent": f"{AGENT}/1.0 (reads one page when its owner has named it)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
    "Accept-Encoding": "identity",  # nothing may unfold into more than was counted
}
TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
HOPS = 5
PORT_OF = {"http": 80, "https": 443}
UNSEEN = (
    "script, style, noscript, template, svg, iframe, [hidden], [aria-hidden=true], "
    "[style*='display:none'], [style*='display: none'], [style*='visibility:hidden']"
)


@dataclass(frozen=True, slots=True)
class Caps:
    """What one page may cost."""

    seconds: float = 10.0
    step_seconds: float = 5.0
    bytes: int = 1_000_000
    characters: int = 20_000
    url_characters: int = 2_000


class PinningTransport(httpx.AsyncBaseTransport):
    """Connects to checked addresses only. It follows nothing and keeps nothing open."""

    def __init__(self, *, resolver: Resolver, gate: Gate, trust: ssl.SSLContext) -> None:
        self._resolver = resolver
        self._gate = gate
        self._inner = httpx.AsyncHTTPTransport(
            verify=trust, limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        port = url.port or PORT_OF[url.scheme]
        pinned = await pin(url.host, port, resolver=self._resolver, gate=self._gate)
        request.extensions["sni_hostname"] = url.raw_host.decode("ascii")
        request.url = url.copy_with(host=pinned.host)
        return await self._inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self._inner.aclose()


class SiteReader:
    """Keeps the promise of ``knowledge.ports.SiteReader`` on the real network.

    ``gate`` and ``resolver`` are parts of the program, not settings: there is no way to open the
    house's own network from the outside.
    """

    def __init__(
        self,
        *,
        resolver: Resolver | None = None,
        gate: Gate | None = None,
        trust: ssl.SSLContext | None = None,
        caps: Caps = Caps(),
    ) -> None:
        self._resolver = resolver or SystemResolver()
        self._gate = gate or PublicOnly()
        self._trust = trust
        self._caps = caps

    def read(self, url: str, *, now: datetime) -> SitePage:
        """For a thread without an event loop; returns or raises within ``caps.seconds``."""
        return anyio.run(partial(self._read_in_time, url, now))

    async def _read_in_time(self, url: str, now: datetime) -> SitePage:
        try:
            with anyio.fail_after(self._caps.seconds):
                return await self._read(url, now)
        except TimeoutError as error:
            raise Unavailable("site.too_slow", "The site took too long.") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise Invalid("site.address", "That is not a web address.") from error
        except httpx.HTTPError as error:
            raise Unavailable("site.unreachable", "The site could not be read.") from error

    async def _read(self, url: str, now: datetime) -> SitePage:
        async with self._client() as client:
            where = _checked(url, self._caps)
            await self._ask_robots(client, where)
            for _ in range(HOPS + 1):
                found = await self._get(client, where)
                if isinstance(found, _Body):
                    title, text = _plain(found)
                    return SitePage(where, title, text[: self._caps.characters], now)
                where = _checked(urljoin(where, found), self._caps)
        raise Unavailable("site.redirects", "The site sends its visitors round in circles.")

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[httpx.AsyncClient]:
        async with httpx.AsyncClient(
            transport=PinningTransport(
                resolver=self._resolver, gate=self._gate, trust=self._trust or _public_trust()
            ),
            headers=HEADERS,
            timeout=self._caps.step_seconds,
            follow_redirects=False,
            trust_env=False,
        ) as client:
            yield client

    async def _get(self, client: httpx.AsyncClient, url: str) -> "_Body | str":
        """The body of a page, or where it has moved to."""
        async with client.stream("GET", url) as response:
            if response.has_redirect_location:
                return response.headers["location"]
            if response.status_code != httpx.codes.OK:
                raise Unavailable("site.status", "The site has no such page.")
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind not in TYPES:
                raise Invalid("site.type", "That is not a page of text.")
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise Unavailable("site.encoding", "The site sends what was not asked for.")
            content = bytearray()
            async for piece in response.aiter_raw():
                content += piece
                if len(content) > self._caps.bytes:
                    raise Unavailable("site.too_large", "The page is too large.")
            return _Body(bytes(content), response.charset_encoding or "utf-8", kind == "text/plain")

    async def _ask_robots(self, client: httpx.AsyncClient, url: str) -> None:
        """RFC 9309 for the page's own host; no such file means welcome."""
        try:
            body = await self._get(client, urljoin(url, "/robots.txt"))
        except Unavailable as error:
            if error.code == "site.unknown":
                raise
            return
        except Invalid as error:
            if error.code == "site.address":
                raise
            return
        if isinstance(body, str):
            return
        rules = RobotFileParser()
        rules.parse(body.text.splitlines())
        if not rules.can_fetch(AGENT, url):
            raise Invalid("site.robots", "The site does not want to be read by programs.")


@dataclass(frozen=True, slots=True)
class _Body:
    content: bytes
    charset: str
    is_plain: bool

    @property
    def text(self) -> str:
        try:
            return self.content.decode(self.charset, errors="replace")
        except LookupError:
            return self.content.decode("utf-8", errors="replace")


@lru_cache(maxsize=1)
def _public_trust() -> ssl.SSLContext:
    """The usual authorities; reading them takes tens of milliseconds, so once."""
    return httpx.create_ssl_context()


def _checked(url: str, caps: Caps) -> str:
    """The address without its fragment; ``Invalid`` when its form alone gives it away."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Invalid("site.address", "That is not a web address.") from error
    if (
        len(url) > caps.url_characters
        or parts.scheme not in PORT_OF
        or not host
        or "%" in host
        or parts.username is not None
        or port == 0
    ):
        raise Invalid("site.address", "That is not a web address.")
    check_name(host)
    return parts._replace(fragment="").geturl()


def _plain(body: _Body) -> tuple[str, str]:
    """Title and readable text; what a reader of the page would not see is left out."""
    if body.is_plain:
        return "", _collapsed(body.text)
    tree = LexborHTMLParser(body.text)
    for node in tree.css(UNSEEN):
        node.decompose()
    heading = tree.css_first("title")
    title = _collapsed(heading.text()) if heading else ""
    about = tree.css_first("meta[name=description]")
    summary = (about.attributes.get("content") or "") if about else ""
    main = tree.css_first("main") or tree.body
    text = main.text(separator="\n", strip=True) if main else ""
    return title, _collapsed(f"{summary}\n{text}")


def _collapsed(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
