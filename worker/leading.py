"""Who of several processes keeps the clock of an installation.

On PostgreSQL the leader holds an advisory lock on a connection of its own, which the server frees
the moment that connection is gone. On SQLite it holds a row for a few seconds and takes it anew
with each tick. Whoever does not lead still carries out what is due: only what the clock starts is
started once.
"""

from datetime import timedelta
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from salesgenix.db import Database
from salesgenix.kit.clock import Clock, SystemClock
from salesgenix.kit.ids import new_id
from salesgenix.outbox import service as outbox

LOG = structlog.get_logger()
NAME = "clock"
LASTS = timedelta(seconds=3)  # so long a row outlives who held it
LOCK = 0x5A1E57  # any number, as long as only the clock takes it


class Leader(Protocol):
    def holds(self) -> bool:
        """Whether this process keeps the clock now; asking again keeps it."""

    def resign(self) -> None:
        """Lets another have it at once."""


def leader_of(db: Database) -> Leader:
    if db.engine.dialect.name == "postgresql":
        return LockLeader(db)
    return RowLeader(db)


class RowLeader:
    def __init__(self, db: Database, clock: Clock | None = None) -> None:
        self._db = db
        self._clock = clock or SystemClock()  # among processes only the real time counts
        self._me: UUID = new_id()

    def holds(self) -> bool:
        now = self._clock.now()
        with self._db.writing() as session:
            return outbox.lead(session, NAME, self._me, until=now + LASTS, now=now)

    def resign(self) -> None:
        with self._db.writing() as session:
            outbox.stand_down(session, NAME, self._me)


class LockLeader:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._line: Connection | None = None

    def holds(self) -> bool:
        if self._line is not None and self._is_alive(self._line):
            return True
        line = self._db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if line.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}).scalar():
            self._line = line
            return True
        line.close()
        return False

    def resign(self) -> None:
        if self._line is not None:
            self._line.invalidate()  # the session ends, and its locks with it
            self._line.close()
            self._line = None

    def _is_alive(self, line: Connection) -> bool:
        try:
            line.execute(text("SELECT 1"))
        except SQLAlchemyError:
            LOG.warning("leader.line_lost")
            line.invalidate()
            line.close()
            self._line = None
            return False
        return True
