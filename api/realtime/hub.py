"""Who listens to what in this process: wake-ups (look in the log) and ephemeral frames.

The log in the database is the truth; a wake-up only says that it has grown. Everything here lives
in one event loop; ``hear`` and ``publish`` may be called from any thread.
"""

import asyncio
import json
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from salesgenix.db import Wakeup

QUEUE_LENGTH = 256


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A frame that is never stored: encoded once, shared by all who listen."""

    conversation_id: UUID
    kind: str
    audience: Literal["public", "rep"]
    frame: bytes


Item = Wakeup | Ephemeral


def encode_frame(kind: str, data: dict[str, Any], *, cursor: str | None = None) -> bytes:
    """One Server-Sent Event; ``cursor`` becomes its ``id``: what a client resumes from."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    head = f"id: {cursor}\n" if cursor is not None else ""
    return f"{head}event: {kind}\ndata: {body}\n\n".encode()


class Subscription:
    """One listener's bounded queue. ``is_closed`` once it fell behind or the hub shut down."""

    __slots__ = ("_items", "_ready", "is_closed")

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._ready = asyncio.Event()
        self.is_closed = False

    def put(self, item: Item) -> None:
        """Adds one; when full, ephemeral frames give way first, then the listener is cut off."""
        if self.is_closed:
            return
        if len(self._items) >= QUEUE_LENGTH:
            if isinstance(item, Ephemeral):
                return
            kept = [queued for queued in self._items if isinstance(queued, Wakeup)]
            self._items = deque(kept)
            if len(kept) >= QUEUE_LENGTH:
                self.close()
                return
        self._items.append(item)
        self._ready.set()

    def close(self) -> None:
        self.is_closed = True
        self._ready.set()

    async def take(self, seconds: float) -> list[Item]:
        """All that waits, as soon as there is any; nothing when the time is up or it is closed."""
        if not self._items and not self.is_closed:
            try:
                async with asyncio.timeout(seconds):
                    await self._ready.wait()
            except TimeoutError:
                return []
        self._ready.clear()
        items = list(self._items)
        self._items.clear()
        return items


class Hub:
    """Subscriptions by id: of a conversation, or of a workspace (everything in it)."""

    def __init__(self) -> None:
        self._listeners: dict[UUID, set[Subscription]] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self._is_closed = False

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Names the loop that subscriptions live in; until then nothing can be heard."""
        self.loop = loop
        self._is_closed = False

    def __len__(self) -> int:
        return len({item for group in self._listeners.values() for item in group})

    def listens(self, id_: UUID) -> bool:
        return id_ in self._listeners

    def ids(self) -> frozenset[UUID]:
        return frozenset(self._listeners)

    @contextmanager
    def subscribe(self, *ids: UUID) -> Iterator[Subscription]:
        """Listens until the block ends. Subscribe, then read the log: nothing falls between."""
        subscription = Subscription()
        if self._is_closed:
            subscription.close()
        for id_ in ids:
            self._listeners.setdefault(id_, set()).add(subscription)
        try:
            yield subscription
        finally:
            for id_ in ids:
                group = self._listeners[id_]
                group.discard(subscription)
                if not group:
                    del self._listeners[id_]

    def hear(self, wakeup: Wakeup) -> None:
        """A listener for ``Database.listeners``; safe in any thread."""
        self._enter(wakeup, wakeup.id, wakeup.workspace_id)

    def publish(
        self,
        conversation_id: UUID,
        kind: str,
        data: dict[str, Any],
        *,
        audience: Literal["public", "rep"] = "public",
    ) -> None:
        """Sends an ephemeral frame (``delta``, ``typing``) to who listens; safe in any thread."""
        if conversation_id not in self._listeners:
            return
        frame = encode_frame(kind, data)
        self._enter(Ephemeral(conversation_id, kind, audience, frame), conversation_id)

    def close(self) -> None:
        """Ends every subscription; streams say goodbye. Call it in the loop, when serving stops."""
        self._is_closed = True
        for group in list(self._listeners.values()):
            for subscription in list(group):
                subscription.close()

    def _enter(self, item: Item, *ids: UUID) -> None:
        if self.loop is None or self.loop.is_closed():
            return
        try:
            running = asyncio.get_running_loop()
        except RuntimeError:
            running = None
        if running is self.loop:
            self._deliver(item, ids)
        else:
            self.loop.call_soon_threadsafe(self._deliver, item, ids)

    def _deliver(self, item: Item, ids: tuple[UUID, ...]) -> None:
        for subscription in {found for id_ in ids for found in self._listeners.get(id_, ())}:
            subscription.put(item)
