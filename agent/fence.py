"""The end of a turn's right to speak: a person who takes over is the only one who is heard.

What the agent thought is refused where it would be appended. This stands before that: nothing of a
draft is shown once a takeover has committed. The log is asked before each released piece, which
holds across processes; in this one the turn hears of the commit itself and stops thinking.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import anyio

from salesgenix.conversations import service as conversations
from salesgenix.db import Database, Wakeup
from salesgenix.kit.errors import Conflict
from salesgenix.turns.service import TurnCard


class Fence:
    """``is_down`` once somebody else has control; it never rises again in this turn."""

    def __init__(self, db: Database, turn: TurnCard) -> None:
        self.is_down = False
        self._db = db
        self._turn = turn
        self._lock = threading.RLock()  # whoever sees a piece may take over
        self._stop: Callable[[], object] | None = None

    @contextmanager
    def standing(self) -> Iterator[None]:
        """Thinks until control changes: ``Conflict`` (``control.changed``) then, as for an append.

        A tool that is at work ends first: its transaction is judged by itself.
        """
        loop = asyncio.get_running_loop()
        with anyio.CancelScope() as scope:
            self._stop = lambda: loop.call_soon_threadsafe(scope.cancel)
            self._db.listeners.append(self.hear)
            try:
                yield
            finally:
                self._db.listeners.remove(self.hear)
                self._stop = None
        if scope.cancelled_caught:
            raise overtaken()

    def hear(self, wakeup: Wakeup) -> None:
        """A listener for ``Database.listeners``; safe in any thread."""
        if wakeup.topic != "control" or wakeup.id != self._turn.conversation_id:
            return
        with self._lock:
            self.is_down = True
        if (stop := self._stop) is not None:
            stop()

    def holds(self) -> bool:
        """Asks the log whether what this turn thinks may still be said."""
        turn = self._turn
        with self._db.reading() as session:
            return conversations.is_agents(
                session, turn.workspace_id, turn.conversation_id, epoch=turn.control_epoch
            )

    def let(self, show: Callable[[], None]) -> None:
        """Shows it, or raises ``Conflict``: it never follows a takeover that was heard of."""
        with self._lock:
            if self.is_down:
                raise overtaken()
            show()


def overtaken() -> Conflict:
    return Conflict("control.changed", "A person has taken over this conversation.")
