"""Who of several processes keeps the clock of an installation.

On PostgreSQL the leader holds an advisory lock on a connection of its own, which the server frees
the moment that connection is gone. On SQLite it holds a row for a few seconds and takes it anew
with each tick. Whoever does not lead still carries out what is due: only what the clock starts is
started once.
"""

from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from salesgenix.db import Database
from salesgenix.kit.clock import SystemClock
from salesgenix.kit.ids import new_id
from salesgenix.outbox import service as outbox

LOG = structlog.get_logger()
NAME = "clock"
LASTS = timedelta(seconds=3)  # so long a row outlives who held it
LOCK = 0x5A1E57  # any number, as long as only the clock takes it


class Leader(Protocol):
    @property
    def leads(self) -> bool:
        """Whether this process keeps the clock, as of the last beat."""

    def beat(self) -> int:
        """Keeps the lead, or takes it when it is free. Once a second."""

    def resign(self) -> None:
        """Lets another have it at once."""


def leader_of(db: Database) -> Leader:
    if db.engine.dialect.name == "postgresql":
        return LockLeader(db)
    return RowLeader(db)


class RowLeader:
    """The lead is ours until ``_until``, whatever becomes of the database meanwhile."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._clock = SystemClock()  # among processes only the real time counts
        self._me: UUID = new_id()
        self._until: datetime | None = None

    @property
    def leads(self) -> bool:
        return self._until is not None and self._clock.now() < self._until

    def beat(self) -> int:
        now = self._clock.now()
        until = now + LASTS
        with self._db.writing() as session:
            has_it = outbox.lead(session, NAME, self._me, until=until, now=now)
        self._until = until if has_it else None
        return int(has_it)

    def resign(self) -> None:
        self._until = None
        with self._db.writing() as session:
            outbox.stand_down(session, NAME, self._me)


class LockLeader:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._line: Connection | None = None

    @property
    def leads(self) -> bool:
        return self._line is not None

    def beat(self) -> int:
        if self._line is not None and not self._is_alive(self._line):
            LOG.warning("leader.line_lost")
            self._let_go()
        if self._line is None:
            self._try()
        return int(self.leads)

    def resign(self) -> None:
        self._let_go()

    def _try(self) -> None:
        line = self._db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if line.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}).scalar():
            self._line = line
        else:
            line.close()

    def _is_alive(self, line: Connection) -> bool:
        try:
            line.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def _let_go(self) -> None:
        """The session ends, and its lock with it: back in the pool it would keep it."""
        if self._line is not None:
            self._line.invalidate()
            self._line.close()
            self._line = None
