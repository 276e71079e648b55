"""News from other processes: when the worker runs apart, its commits are seen by asking the log."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import anyio.to_thread
import structlog

from api.realtime.hub import Hub
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.db import Database, Wakeup
from salesgenix.kit.clock import Clock

LOG = structlog.get_logger()

POLL_SECONDS = 0.4
OVERLAP = timedelta(seconds=5)  # a commit may become visible later than the instant it carries


class LogPoll:
    """Tells the hub of conversations that have moved. Idle while nobody listens."""

    def __init__(self, db: Database, hub: Hub, clock: Clock) -> None:
        self._db = db
        self._hub = hub
        self._since = clock.now()
        self._told: dict[UUID, int] = {}

    async def run(self, seconds: float = POLL_SECONDS) -> None:
        """Until cancelled. A database that does not answer is asked again."""
        while True:
            await asyncio.sleep(seconds)
            ids = self._hub.ids()
            if not ids:
                continue
            try:
                news = await anyio.to_thread.run_sync(self._look, ids)
            except Exception:
                LOG.exception("bus.failed", job="poll")
                continue
            for wakeup in news:
                self._hub.hear(wakeup)

    def _look(self, ids: frozenset[UUID]) -> list[Wakeup]:
        news: list[Wakeup] = []
        newest: datetime = self._since
        with self._db.reading() as session:
            for workspace in accounts.workspaces(session):
                moved = conversations.moved_since(
                    session, workspace.id, since=self._since - OVERLAP
                )
                heard = [one for one in moved if self._told.get(one.id) != one.last_seq]
                for one in heard:
                    newest = max(newest, one.last_event_at)
                    self._told[one.id] = one.last_seq
                    if one.id in ids or workspace.id in ids:
                        news.append(Wakeup(workspace.id, "conversation", one.id, one.last_seq))
                if heard and workspace.id in ids:
                    news.append(Wakeup(workspace.id, "workspace", workspace.id))
        self._since = newest
        return news
