"""Work a request starts and does not wait for. None is lost from sight: every end is logged."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from salesgenix.db import Wakeup

LOG = structlog.get_logger()


class Background:
    """Tasks of this process. What they do must be durable elsewhere: a crash forgets them all."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, job: str, work: Awaitable[None], **facts: object) -> None:
        """Runs ``work`` in the running loop; a failure becomes a log line, never an unread one."""
        task = asyncio.get_running_loop().create_task(_watched(job, work, facts))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def __len__(self) -> int:
        return len(self._tasks)

    async def settle(self) -> None:
        """Waits until nothing runs, whatever starts meanwhile."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def drain(self, seconds: float) -> None:
        """Waits for what runs, at most so long; then cancels the rest."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)


class DueTurns:
    """Starts every turn that a commit of this process makes due, whoever made it: a message, an
    approval, a hand-back, the worker. Started twice it runs once: the claim decides.
    """

    def __init__(
        self, background: Background, take_turn: Callable[[UUID], Awaitable[None]]
    ) -> None:
        self._background = background
        self._take_turn = take_turn
        self._loop = asyncio.get_running_loop()

    def hear(self, wakeup: Wakeup) -> None:
        """A listener for ``Database.listeners``; safe in any thread."""
        if wakeup.topic == "turn" and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._start, wakeup.id)

    def _start(self, turn_id: UUID) -> None:
        self._background.start("turn", self._take_turn(turn_id), turn=str(turn_id))


async def _watched(job: str, work: Awaitable[None], facts: dict[str, object]) -> None:
    try:
        await work
    except Exception:
        LOG.exception("background.failed", job=job, **facts)
