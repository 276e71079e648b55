"""Server-Sent Events as a bare ASGI application: one task and a few kilobytes per idle stream.

A stream subscribes first, then reads the log after the client's last id, then follows wake-ups by
reading the log again from where it stands: nothing is missed, nothing comes twice. Streams live
half an hour at most, so that rights are looked at again.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

import structlog
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem_of
from api.realtime.hub import Ephemeral, Hub, Item, Subscription, encode_frame
from salesgenix.db import Wakeup
from salesgenix.kit.errors import LimitExceeded, SalesgenixError

LOG = structlog.get_logger()

HEARTBEAT_SECONDS = 15.0
LIFE_SECONDS = 1_800.0
SEND_SECONDS = 10.0
STREAMS_PER_SESSION = 3
STREAMS_PER_PROCESS = 5_000
HEARTBEAT = b": still here\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]


class Feed(Protocol):
    """What one client may hear, and where it stands in it. ``session`` counts against its limit."""

    session: str
    topics: tuple[UUID, ...]

    async def catch_up(self, wakeups: list[Wakeup]) -> bytes:
        """The durable frames after where it stands (all of them when there are no wake-ups yet),
        moving on; ``Forbidden`` when the right has ended."""

    def shows(self, ephemeral: Ephemeral) -> bool: ...


@dataclass(slots=True)
class Streams:
    """The open streams of one process; ``serve`` runs one of them to its end."""

    hub: Hub
    per_session: int = STREAMS_PER_SESSION
    per_process: int = STREAMS_PER_PROCESS
    heartbeat_seconds: float = HEARTBEAT_SECONDS
    life_seconds: float = LIFE_SECONDS
    _open: Counter[str] = field(default_factory=Counter)
    _total: int = 0

    def __len__(self) -> int:
        return self._total

    async def serve(self, feed: Feed, receive: Receive, send: Send) -> None:
        """``LimitExceeded`` before the first byte when there are too many already."""
        with self.seat(feed.session), self.hub.subscribe(*feed.topics) as subscription:
            gone = asyncio.ensure_future(_until_gone(receive, subscription))
            try:
                await self._run(feed, subscription, send)
            finally:
                gone.cancel()

    @contextmanager
    def seat(self, session: str) -> Iterator[None]:
        """A place among the open ones, for as long as the block runs."""
        self._admit(session)
        try:
            yield
        finally:
            self._total -= 1
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]

    def _admit(self, session: str) -> None:
        if self._total >= self.per_process:
            raise LimitExceeded("streams.full", "The server is busy.", retry_after=_spread(10))
        if self._open[session] >= self.per_session:
            raise LimitExceeded(
                "streams.session", "Too many open streams.", retry_after=_spread(30)
            )
        self._total += 1
        self._open[session] += 1

    async def _run(self, feed: Feed, subscription: Subscription, send: Send) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.life_seconds
        first = await feed.catch_up([])
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _write(send, f"retry: {_spread(1_000)}\n\n".encode() + first)
        while not subscription.is_closed and (left := ends - loop.time()) > 0:
            items = await subscription.take(min(left, self.heartbeat_seconds))
            try:
                frames = await _frames(feed, items)
            except SalesgenixError as error:  # the right has ended, or the log cannot be read
                LOG.info("stream.ended", code=error.code)
                break
            if frames or not items:
                await _write(send, frames or HEARTBEAT)
        # All leave at once when serving stops, and must not all return at once.
        retry = _spread(1_000, 10) if subscription.is_closed else _spread(100)
        goodbye = f"retry: {retry}\n".encode() + encode_frame("bye", {"retry_ms": retry})
        await _write(send, goodbye, more=False)


async def _frames(feed: Feed, items: list[Item]) -> bytes:
    """Ephemeral frames that came before a wake-up go before what it announces."""
    parts: list[bytes] = []
    wakeups: list[Wakeup] = []
    for item in items:
        if isinstance(item, Wakeup):
            wakeups.append(item)
        elif not wakeups and feed.shows(item):
            parts.append(item.frame)
    if wakeups:
        parts.append(await feed.catch_up(wakeups))
        later = items[items.index(wakeups[0]) :]
        parts += [item.frame for item in later if isinstance(item, Ephemeral) and feed.shows(item)]
    return b"".join(parts)


async def _write(send: Send, body: bytes, *, more: bool = True) -> None:
    async with asyncio.timeout(SEND_SECONDS):
        await send({"type": "http.response.body", "body": body, "more_body": more})


async def _until_gone(receive: Receive, subscription: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.close()


def _spread(least: int, times: int = 2) -> int:
    """A wait that differs from client to client, so that many do not return in one moment."""
    return random.randint(least, times * least)  # noqa: S311 - not a secret


OpenFeed = Callable[[HTTPConnection], Awaitable[Feed | None]]


class StreamRoutes:
    """Middleware that answers the paths of streams itself, before anything heavier wraps them.

    ``open_feed`` checks the asker's right; ``None`` leaves the request to the ordinary routes.
    """

    def __init__(self, app: ASGIApp, *, streams: Streams, routes: dict[str, OpenFeed]) -> None:
        self.app = app
        self.streams = streams
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_stream = scope["type"] == "http" and scope["method"] == "GET"
        open_feed = self.routes.get(scope["path"]) if is_stream else None
        if open_feed is None:
            await self.app(scope, receive, send)
            return
        try:
            feed = await open_feed(HTTPConnection(scope))
            if feed is None:
                await self.app(scope, receive, send)
                return
            await self.streams.serve(feed, receive, send)
        except SalesgenixError as error:
            await problem_of(error, "")(scope, receive, send)
        except (TimeoutError, OSError):
            LOG.info("stream.lost", route=scope["path"])
