"""A checkpoint says what the log is, once for each size, under the key that the log names."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, checkpoint_text, origin_of
from salesgenix.decisions import service as decisions
from salesgenix.kit.errors import Invalid
from salesgenix.kit.merkle import root_of
from salesgenix.kit.notes import is_signed_by, open_note
from tests.salesgenix.people import World


def test_a_checkpoint_names_the_logs_size_and_root(each_world: World, grow, now: datetime) -> None:
    """The note opens under the log's name with the published key, and says size and root."""
    ws, db = each_world.ws, each_world.db
    grow(each_world, 7)
    with db.writing() as session:
        card = checkpoints.sign_head(session, ws, Cause.RECORDS, now=now)
    with db.reading() as session:
        head = decisions.head(session, ws)
        (key,) = checkpoints.keys(session)
        assert checkpoints.tree(session, ws, head.size).root() == root_of(head.frontier)
    text = open_note(card.note, origin_of(ws), key.public)
    assert text == checkpoint_text(ws, head.size, root_of(head.frontier))
    assert (card.size, card.root) == (head.size, root_of(head.frontier).hex())
    assert (key.epoch, key.endorsement, card.key_epoch) == (1, None, 1)


def test_a_size_is_signed_once(each_world: World, grow, now: datetime) -> None:
    """Signing again what was signed gives the same checkpoint; the log does not grow by it."""
    ws, db = each_world.ws, each_world.db
    grow(each_world, 3)
    with db.writing() as session:
        first = checkpoints.sign_head(session, ws, Cause.MINUTE, now=now)
    with db.writing() as session:
        again = checkpoints.sign_head(session, ws, Cause.EXPORT, now=now + timedelta(hours=1))
        older = checkpoints.sign_head(session, ws, Cause.EXPORT, now=now, size=2)
        assert [card.size for card in checkpoints.listing(session, ws)] == [first.size, 2]
        assert checkpoints.latest(session, ws) == first
    assert (again, older.size) == (first, 2)


def test_what_lies_ahead_is_not_signed(world: World, now: datetime) -> None:
    """A size that the log does not have cannot be signed."""
    with world.db.writing() as session, pytest.raises(Invalid):
        checkpoints.sign_head(session, world.ws, Cause.EXPORT, now=now, size=10_000)


def test_any_text_can_be_signed_in_the_logs_name(world: World) -> None:
    """Manifests and receipts are notes under the log's own name."""
    with world.db.writing() as session:
        note = checkpoints.signed(session, world.ws, "salesgenix-test/1\nhello\n")
        public = checkpoints.signer(session).public
    assert open_note(note, origin_of(world.ws), public) == "salesgenix-test/1\nhello\n"


def test_signing_and_recording_at_once(each_world: World, grow, now: datetime) -> None:
    """Several processes sign, also for the first time, while others record: each size once, and
    every checkpoint is of the log as it is.
    """
    db, ws = each_world.db, each_world.ws

    def work(number: int) -> None:
        for _ in range(5):
            if number % 2:
                grow(each_world, 3)
            with db.writing() as session:
                checkpoints.sign_head(session, ws, Cause.RECORDS, now=now)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with db.reading() as session:
        cards = checkpoints.listing(session, ws, limit=100)
        tree = checkpoints.tree(session, ws, decisions.head(session, ws).size)
        (key,) = checkpoints.keys(session)
        assert decisions.verify_chain(session, ws).sound
    assert len({card.size for card in cards}) == len(cards)
    for card in cards:
        assert card.root == tree.root(card.size).hex()
        assert is_signed_by(card.note, origin_of(ws), key.public)
