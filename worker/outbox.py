"""Draining the outbox: claim a batch, do each piece, end them together.

A piece is done outside any transaction and may be done twice (a process dies between the effect and
the end of its batch): each hand has to make that harmless.
"""

import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from salesgenix.db import Database, Wakeup
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.outbox import service as outbox
from salesgenix.outbox.rules import Kind, State
from salesgenix.outbox.service import Item

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()
BATCH = 50
STANDS = 0.1  # seconds for which it holds that nothing is paused and the lease is ours
SWEEPS_EVERY = timedelta(seconds=10)
LOOKS = 0.05  # seconds between two looks for what another process has left


def sweep_outbox(keeping: "Keeping") -> int:
    """What dead processes held is due again; what is long over goes."""
    now = keeping.clock.now()
    last = keeping.done_at.get(__name__)
    if last is not None and last <= now < last + SWEEPS_EVERY:
        return 0
    keeping.done_at[__name__] = now
    with keeping.db.writing() as session:
        return outbox.sweep(session, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draining:
    """``hands`` do what is owed, by kind. Any number of processes may drain at once."""

    db: Database
    clock: Clock
    hands: Mapping[Kind, Callable[[Item], None]]
    batch: int = BATCH
    stands: float = STANDS
    news: Event = field(default_factory=Event)

    def run(self) -> int:
        """Everything that is due now; how many pieces were claimed."""
        count = 0
        done: list[Item] = []
        while items := self._next(done):
            done = self._do(items)
            count += len(items)
        return count

    def loop(self, stop: Event) -> None:
        """Until ``stop``: at once for what this process leaves, soon for what others do."""
        self.db.listeners.append(self._heard)
        try:
            while not stop.is_set():
                self.news.clear()
                try:
                    self.run()
                except Exception:  # a look is a job: the next one tries again
                    LOG.exception("outbox.look_failed")
                    stop.wait(1)
                self.news.wait(LOOKS)
        finally:
            self.db.listeners.remove(self._heard)

    def _heard(self, wakeup: Wakeup) -> None:
        if wakeup.topic == "outbox":
            self.news.set()

    def _next(self, done: list[Item]) -> list[Item]:
        """Ends what was done and claims what comes next, in one transaction."""
        now = self.clock.now()
        if not done:
            with self.db.reading() as session:
                if not outbox.is_anything_due(session, now):
                    return []
        with self.db.writing() as session:
            if done:
                outbox.finish(session, done, now=now)
            return outbox.claim(session, now, limit=self.batch)

    def _do(self, items: list[Item]) -> list[Item]:
        """Those that were done."""
        done: list[Item] = []
        held, asked = frozenset[UUID](), -math.inf
        for item in items:
            if time.monotonic() - asked > self.stands:
                with self.db.reading() as session:
                    held = outbox.still_held(session, item.lease)
                asked = time.monotonic()
            if item.id not in held:
                self._give_back(item)
            elif self._did(item):
                done.append(item)
        return done

    def _give_back(self, item: Item) -> None:
        with self.db.writing() as session:
            outbox.give_back(session, item, now=self.clock.now())

    def _did(self, item: Item) -> bool:
        try:
            self.hands[item.kind](item)
        except SalesgenixError as error:
            self._failed(item, error.code)
            return False
        except Exception:  # one piece's fault is not the others'
            LOG.exception("outbox.broke", kind=str(item.kind))
            self._failed(item, "outbox.broke")
            return False
        return True

    def _failed(self, item: Item, code: str) -> None:
        with self.db.writing() as session:
            state = outbox.fail(
                session,
                item,
                code=code,
                luck=random.random(),  # noqa: S311 - it spreads
                now=self.clock.now(),
            )
        if state is State.DEAD:
            LOG.warning("outbox.given_up", kind=str(item.kind), code=code)
