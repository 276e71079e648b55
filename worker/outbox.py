"""Draining the outbox: claim a batch, do each piece, end them together.

A piece is done outside any transaction and may be done twice (a process dies between the effect and
the end of its batch): each hand has to make that harmless.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event

import structlog

from salesgenix.db import Database, Wakeup
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.outbox import service as outbox
from salesgenix.outbox.rules import Kind, State
from salesgenix.outbox.service import Item

LOG = structlog.get_logger()
BATCH = 50
LOOKS = 0.1  # seconds between two looks for what another process has left


@dataclass(frozen=True, slots=True, kw_only=True)
class Draining:
    """``hands`` do what is owed, by kind. Any number of processes may drain at once."""

    db: Database
    clock: Clock
    hands: Mapping[Kind, Callable[[Item], None]]
    batch: int = BATCH
    news: Event = field(default_factory=Event)

    def run(self) -> int:
        """Everything that is due now; how many pieces were claimed."""
        count = 0
        while items := self._claimed():
            self._do(items)
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

    def _claimed(self) -> list[Item]:
        now = self.clock.now()
        with self.db.reading() as session:
            if not outbox.is_anything_due(session, now):
                return []
        with self.db.writing() as session:
            return outbox.claim(session, now, limit=self.batch)

    def _do(self, items: list[Item]) -> None:
        done = [item for item in items if self._did(item)]
        if done:
            with self.db.writing() as session:
                outbox.finish(session, done, now=self.clock.now())

    def _did(self, item: Item) -> bool:
        with self.db.reading() as session:
            goes_on = outbox.may_go_on(session, item)
        if not goes_on:
            with self.db.writing() as session:
                outbox.give_back(session, item, now=self.clock.now())
            return False
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
