"""A database that was set back is found by the file outside, said in the log, and signs on."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, checkpoint_text, origin_of
from salesgenix.checkpoints.service import CheckpointCard
from salesgenix.decisions import service as decisions
from salesgenix.kit.checkpoint_log import CheckpointLog, Line
from salesgenix.kit.errors import Conflict
from salesgenix.kit.notes import Signer
from tests.salesgenix.people import World


def sign(world: World, now: datetime) -> CheckpointCard:
    """Signs and writes outside, as the worker does."""
    with world.db.writing() as session:
        card = checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=now)
    with world.db.reading() as session:
        lines = checkpoints.unwritten(session, world.ws)
    assert world.db.checkpoint_log is not None
    world.db.checkpoint_log.append(lines)
    return card


def replays(world: World) -> list[dict[str, int]]:
    with world.db.reading() as session:
        found = decisions.listing(session, world.ws, type_="restore.replayed")
    return [card.body["facts"] for card in found]


@pytest.fixture
def set_back(world: World, grow, outside, tmp_path: Path, now: datetime) -> Callable[[], int]:
    """Signs, keeps a backup, signs more, and brings the backup back; the size that was lost."""

    def set_back_(lost: int = 10) -> int:
        outside(world.db)
        grow(world, 20)
        sign(world, now)
        world.db.close()
        shutil.copy(tmp_path / "business.db", tmp_path / "backup.db")
        grow(world, lost)
        known = sign(world, now).size
        world.db.close()
        for leftover in ("business.db-wal", "business.db-shm"):
            (tmp_path / leftover).unlink(missing_ok=True)
        shutil.copy(tmp_path / "backup.db", tmp_path / "business.db")
        return known

    return set_back_


def test_a_rollback_is_said_once_and_signing_goes_on(world: World, grow, set_back, now) -> None:
    """The next signature follows a record that names both sizes; later ones do not repeat it."""
    known = set_back()
    with world.db.reading() as session:
        size = decisions.head(session, world.ws).size
    with capture_logs() as logs:
        first = sign(world, now)
    assert replays(world) == [{"known_size": known, "size": size}]
    assert first.size == size + 1
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "checkpoint.rollback_found"
    ]
    grow(world, 1)
    sign(world, now)
    assert len(replays(world)) == 1
    with world.db.reading() as session:
        assert decisions.verify_chain(session, world.ws).sound


def test_a_log_that_grew_again_is_found_too(world: World, grow, set_back, now: datetime) -> None:
    """A fork that has become longer than what was lost still contradicts it."""
    known = set_back(lost=3)
    grow(world, 30)
    card = sign(world, now)
    assert card.size > known
    assert [facts["known_size"] for facts in replays(world)] == [known]


def test_no_size_has_two_roots(world: World, grow, set_back, outside, now: datetime) -> None:
    """Where a lost past signed another root for the same size, that size is passed over."""
    known = set_back(lost=2)
    grow(world, 1)  # the record about the rollback is the second: just as long as what was lost
    card = sign(world, now)
    assert card.size == known + 1
    roots: dict[int, set[str]] = {}
    for line in outside(world.db).lines(origin_of(world.ws)):
        roots.setdefault(line.size, set()).add(line.note)
    assert all(len(found) == 1 for found in roots.values())
    with world.db.writing() as session, pytest.raises(Conflict):
        checkpoints.sign_head(session, world.ws, Cause.EXPORT, now=now, size=known)


def test_a_stranger_cannot_cry_wolf(world: World, grow, outside, now: datetime) -> None:
    """A line that no key of ours has signed says nothing about our log."""
    grow(world, 3)
    origin = origin_of(world.ws)
    note = Signer(1, bytes(32)).note(origin, checkpoint_text(world.ws, 9_999, bytes(32)))
    outside(world.db).append([Line(origin, 9_999, note)])
    sign(world, now)
    assert replays(world) == []


def test_a_crash_between_signing_and_writing_loses_nothing(world: World, grow, outside, now):
    """What was signed and not written is known by what the file ends with."""
    log: CheckpointLog = outside(world.db)
    grow(world, 2)
    sizes = [sign(world, now).size]
    for _ in range(3):
        sizes.append(grow(world, 2))
        with world.db.writing() as session:
            checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=now)
    with world.db.reading() as session:
        missing = checkpoints.unwritten(session, world.ws)
    assert [line.size for line in missing] == sizes[1:]
    log.append(missing)
    assert [line.size for line in log.lines(origin_of(world.ws))] == sizes


def test_what_was_signed_late_is_written_at_once(world: World, grow, outside, now) -> None:
    """A checkpoint below the newest is in the file too, or a fork could sign its size again."""
    log: CheckpointLog = outside(world.db)
    late, size = grow(world, 4), grow(world, 4)
    assert sign(world, now).size == size
    with world.db.writing() as session:
        checkpoints.sign_head(session, world.ws, Cause.EXPORT, now=now, size=late)
    assert [line.size for line in log.lines(origin_of(world.ws))] == [size, late]
    with world.db.reading() as session:
        assert checkpoints.unwritten(session, world.ws) == []
    following = grow(world, 1)
    sign(world, now)
    assert [line.size for line in log.lines(origin_of(world.ws))] == [size, late, following]
