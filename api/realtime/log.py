"""The durable half of a stream: a conversation's events as frames, read and encoded once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import anyio.to_thread

from api.realtime.hub import encode_frame
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import EventCard
from salesgenix.db import Database

PAGE = 500
KEPT_FRAMES = 64
KEPT_CONVERSATIONS = 2_000

Numbered = tuple[int, bytes]


@dataclass(slots=True)
class _Recent:
    """All visible frames with ``low < seq <= high``."""

    low: int
    high: int
    frames: list[Numbered] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class FrameLog:
    """``view`` makes an event what this log's readers may see of it."""

    def __init__(
        self, db: Database, *, for_prospect: bool, view: Callable[[EventCard], dict[str, Any]]
    ) -> None:
        self._db = db
        self._for_prospect = for_prospect
        self._view = view
        self._recent: OrderedDict[UUID, _Recent] = OrderedDict()

    async def read(self, workspace_id: UUID, conversation_id: UUID, after: int) -> list[Numbered]:
        """Everything after ``after``, from the database."""
        return await anyio.to_thread.run_sync(self._read, workspace_id, conversation_id, after)

    async def follow(
        self, workspace_id: UUID, conversation_id: UUID, *, after: int, upto: int
    ) -> list[Numbered]:
        """What a wake-up for ``upto`` told a reader at ``after``; many readers, one query."""
        recent = self._recent.get(conversation_id)
        if recent is None:
            recent = self._recent[conversation_id] = _Recent(low=after, high=after)
            if len(self._recent) > KEPT_CONVERSATIONS:
                self._recent.popitem(last=False)
        self._recent.move_to_end(conversation_id)
        async with recent.lock:
            if after < recent.low:
                return await self.read(workspace_id, conversation_id, after)
            if upto > recent.high:
                news = await self.read(workspace_id, conversation_id, recent.high)
                recent.frames += news
                recent.high = max(upto, *(seq for seq, _ in news)) if news else upto
                for seq, _ in recent.frames[:-KEPT_FRAMES]:
                    recent.low = seq
                del recent.frames[:-KEPT_FRAMES]
            return [numbered for numbered in recent.frames if numbered[0] > after]

    def forget(self, conversation_id: UUID) -> None:
        """Drops what is kept in memory: its last reader left, or its past was rewritten."""
        self._recent.pop(conversation_id, None)

    def _read(self, workspace_id: UUID, conversation_id: UUID, after: int) -> list[Numbered]:
        frames: list[Numbered] = []
        with self._db.reading() as session:
            while True:
                events = conversations.events_after(
                    session,
                    workspace_id,
                    conversation_id,
                    after=after,
                    for_prospect=self._for_prospect,
                    limit=PAGE,
                )
                frames += [(event.seq, self._frame(event)) for event in events]
                if len(events) < PAGE:
                    return frames
                after = events[-1].seq

    def _frame(self, event: EventCard) -> bytes:
        return encode_frame(event.kind, self._view(event), cursor=str(event.seq))
