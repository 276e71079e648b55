"""A log that grows, and the file outside that remembers it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.kit.checkpoint_log import CheckpointLog
from tests.salesgenix.people import World

Grow = Callable[..., int]


@pytest.fixture
def grow(now: datetime) -> Grow:
    """Adds records to a world's log; its size then."""

    def grow_(world: World, count: int, *, at: datetime = now) -> int:
        entry = Entry(type=DecisionType.SIGNAL_READ, outcome="performed")
        with world.db.writing() as session:
            return decisions.record_all(session, world.ws, [entry] * count, now=at)[-1]

    return grow_


@pytest.fixture
def outside(tmp_path: Path) -> Callable[[Database], CheckpointLog]:
    """Gives a database its file outside."""

    def outside_(db: Database) -> CheckpointLog:
        db.checkpoint_log = CheckpointLog(tmp_path / "checkpoints.log")
        return db.checkpoint_log

    return outside_
