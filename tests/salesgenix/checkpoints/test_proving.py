"""A log that was cut or written anew and closed again is found by its checkpoints."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause
from salesgenix.decisions import service as decisions
from tests.salesgenix.people import World


def signed(world: World, grow, outside, now) -> int:
    """A signed log of some records, also in the file outside; its size."""
    log = outside(world.db)
    grow(world, 12)
    with world.db.writing() as session:
        card = checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=now)
    with world.db.reading() as session:
        log.append(checkpoints.unwritten(session, world.ws))
    return card.size


def cut(session: Session, world: World, *, tail: int) -> None:
    """The last records gone, and the head as if they had never been."""
    size = decisions.head(session, world.ws).size - tail
    tree = checkpoints.tree(session, world.ws, size)
    last = list(decisions.leaves(session, world.ws))[size - 1].hex()
    frontier = b"".join(tree.frontier(size))
    session.execute(text("DELETE FROM decision WHERE seq > :size"), {"size": size})
    session.execute(
        text("UPDATE decision_head SET seq = :size, leaf = :leaf, frontier = :frontier"),
        {"size": size, "leaf": last, "frontier": frontier},
    )


def verify(world: World) -> decisions.Verification:
    with world.db.reading() as session:
        return checkpoints.verify(session, world.ws)


def test_a_log_and_its_checkpoints_are_sound(world: World, grow, outside, now) -> None:
    """Also before the first checkpoint, and when it has grown since the last."""
    grow(world, 2)
    assert verify(world).sound
    signed(world, grow, outside, now)
    grow(world, 3)
    assert verify(world).sound


@pytest.mark.parametrize("where", ["kept", "outside"])
def test_a_cut_tail_is_found(world: World, grow, outside, now, where: str) -> None:
    """By the checkpoint in the database or, where that is gone too, by the one outside; the chain
    alone says sound.
    """
    size = signed(world, grow, outside, now)
    with world.db.writing() as session:
        cut(session, world, tail=3)
        if where == "outside":
            session.execute(text("DELETE FROM checkpoint"))
    with world.db.reading() as session:
        assert decisions.verify_chain(session, world.ws).sound
    found = verify(world)
    assert (found.sound, found.first_bad_seq) == (False, size)
    assert where in str(found.why)
    grow(world, 5)
    assert not verify(world).sound, "that it grew again hides nothing"


def test_a_set_back_that_the_log_tells_of_is_no_fault(world: World, grow, outside, now) -> None:
    """After a restored backup the next signature says what was lost."""
    size = signed(world, grow, outside, now)
    with world.db.writing() as session:
        cut(session, world, tail=3)
        session.execute(text("DELETE FROM checkpoint"))
    with world.db.writing() as session:
        checkpoints.sign_head(session, world.ws, Cause.MINUTE, now=now)
    assert verify(world).sound
    with world.db.reading() as session:
        told = decisions.listing(session, world.ws, type_="restore.replayed")
    assert told[0].body["facts"]["known_size"] == size


def test_a_checkpoint_that_was_changed_is_found(world: World, grow, outside, now) -> None:
    """Its root, though the note is the one that was signed."""
    signed(world, grow, outside, now)
    with world.db.writing() as session:
        session.execute(text("UPDATE checkpoint SET root = :root"), {"root": "00" * 32})
    assert not verify(world).sound
