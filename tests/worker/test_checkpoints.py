"""The worker signs when it is time, keeps the file outside complete, and prunes by the night."""

import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import Cause, due_cause, origin_of
from salesgenix.checkpoints.service import CheckpointCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from tests.worker.post import MONDAY, Carrier, Post
from worker.checkpoints import sign_what_is_due
from worker.keeping import Keeping
from worker.pruning import prune_what_is_too_old


@pytest.fixture
def keeping(post: Post) -> Keeping:
    """A worker whose house has signed all it had."""
    keeping = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    post.later(minutes=2)
    assert sign_what_is_due(keeping) > 0
    return keeping


def grow(post: Post, count: int = 1) -> None:
    entry = Entry(type=DecisionType.SIGNAL_READ, outcome="performed")
    with post.house.db.writing() as session:
        decisions.record_all(session, post.ws, [entry] * count, now=post.clock.now())


def newest(post: Post) -> CheckpointCard:
    with post.house.db.reading() as session:
        card = checkpoints.latest(session, post.ws)
        assert card is not None
        return card


def size_of(post: Post) -> int:
    with post.house.db.reading() as session:
        return decisions.head(session, post.ws).size


def written(post: Post) -> list[dict[str, object]]:
    path = post.house.settings.effective_checkpoint_log
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_minute_after_the_first_unsigned_record(post: Post, keeping: Keeping) -> None:
    """Not before; then all there is is signed, and no record is written about it."""
    grow(post, 3)
    size = size_of(post)
    post.later(seconds=59)
    assert sign_what_is_due(keeping) == 0
    post.later(seconds=1)
    assert sign_what_is_due(keeping) > 0
    assert (newest(post).size, newest(post).cause) == (size, Cause.MINUTE)
    assert size_of(post) == size
    post.later(days=30)
    assert sign_what_is_due(keeping) == 0


def test_at_once_when_there_are_many(post: Post, keeping: Keeping) -> None:
    """256 unsigned records do not wait for the minute."""
    grow(post, 255)
    assert sign_what_is_due(keeping) == 0
    grow(post)
    assert sign_what_is_due(keeping) > 0
    assert newest(post).cause is Cause.RECORDS


def test_at_the_end_of_a_day() -> None:
    """What was decided yesterday is signed as soon as it is today, in UTC."""
    late = datetime(2026, 11, 23, 23, 59, 50, tzinfo=UTC)
    assert due_cause(1, since=late, now=late + timedelta(seconds=9)) is None
    assert due_cause(1, since=late, now=late + timedelta(seconds=10)) is Cause.DAY
    assert due_cause(0, since=None, now=late) is None


def test_the_file_outside_holds_every_checkpoint(post: Post, keeping: Keeping) -> None:
    """One JSON line for each, in order, with the note as it was signed."""
    for _ in range(3):
        grow(post)
        post.later(minutes=1)
        sign_what_is_due(keeping)
    lines = [line for line in written(post) if line["origin"] == origin_of(post.ws)]
    with post.house.db.reading() as session:
        cards = checkpoints.listing(session, post.ws)[::-1]
    assert [(line["size"], line["note"]) for line in lines] == [
        (card.size, card.note) for card in cards
    ]


def test_a_file_that_was_taken_away_is_written_anew(post: Post, keeping: Keeping) -> None:
    """The next round writes all of it again."""
    before = written(post)
    post.house.settings.effective_checkpoint_log.unlink()
    assert sign_what_is_due(keeping) > 0
    assert written(post) == before
    assert sign_what_is_due(keeping) == 0


def test_half_a_line_is_left_behind(post: Post, keeping: Keeping) -> None:
    """A crash in the middle of a line costs that line, not the next one."""
    path: Path = post.house.settings.effective_checkpoint_log
    whole = written(post)
    path.write_bytes(path.read_bytes()[:-20])
    fresh = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    assert sign_what_is_due(fresh) > 0
    *_, broken, last = path.read_text().splitlines()
    assert json.loads(last) == whole[-1]
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(broken)


def test_a_file_that_cannot_be_written_is_said_once_and_tried_again(
    post: Post, keeping: Keeping
) -> None:
    """Signing goes on; when the file can be written again, nothing is missing."""
    path: Path = post.house.settings.effective_checkpoint_log
    path.unlink()
    path.mkdir()
    with capture_logs() as logs:
        for _ in range(3):
            grow(post)
            post.later(minutes=1)
            sign_what_is_due(keeping)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [
        "checkpoint.log_unwritable"
    ]
    path.rmdir()
    sign_what_is_due(keeping)
    with post.house.db.reading() as session:
        sizes = [card.size for card in checkpoints.listing(session, post.ws)][::-1]
    assert [line["size"] for line in written(post) if line["origin"] == origin_of(post.ws)] == sizes


def test_a_database_that_was_set_back_is_found_without_any_new_record(
    post: Post, keeping: Keeping
) -> None:
    """The first round compares: what the file knows and the database does not is said at once."""
    grow(post, 2)
    post.later(minutes=1)
    sign_what_is_due(keeping)
    known = newest(post).size
    with post.house.db.engine.begin() as connection:  # as an older copy would have it
        for statement in (
            f"DELETE FROM checkpoint WHERE size = {known}",
            f"DELETE FROM decision WHERE seq > {known - 2}",
            f"UPDATE decision_head SET seq = {known - 2}, frontier = X'', "
            f"leaf = (SELECT leaf FROM decision WHERE seq = {known - 2})",
        ):
            connection.exec_driver_sql(statement)
    assert sign_what_is_due(keeping) > 0
    with post.house.db.reading() as session:
        (told,) = decisions.listing(session, post.ws, type_="restore.replayed")
    assert told.body["facts"] == {"known_size": known, "size": known - 2}
    assert sign_what_is_due(keeping) == 0


def test_owners_get_the_note_once_a_day(post: Post, keeping: Keeping) -> None:
    """The first signature of a later day goes to the owner by mail, whole; the letter's own
    records bring about no second one, and a day without records none at all.
    """
    carrier = Carrier()

    def rounds(**step: float) -> None:
        post.later(**step)
        for _ in range(3):
            sign_what_is_due(keeping)
            post.rounds(carrier).settle()
            post.later(minutes=2)

    grow(post)
    rounds(minutes=5)
    assert carrier.taken == []
    grow(post)
    rounds(days=1)
    (envelope,) = carrier.taken
    with post.house.db.reading() as session:
        owner = accounts.member(session, post.ws, post.owner)
        notes = [card.note for card in checkpoints.listing(session, post.ws)]
    letter = (
        message_from_bytes(envelope.message, policy=policy.default)
        .get_content()
        .replace("\r\n", "\n")
    )
    assert envelope.recipient == owner.email
    assert any(note.strip() in letter for note in notes)
    for _ in range(3):
        rounds(days=1)
    assert len(carrier.taken) == 1
    grow(post)
    rounds(days=1)
    assert len(carrier.taken) == 2


def test_old_records_are_pruned_once_a_day(post: Post, keeping: Keeping) -> None:
    """After the workspace's period, in the first round of a day, and not again that day."""
    size = size_of(post)
    assert prune_what_is_too_old(keeping) == 0
    post.clock.set(MONDAY + timedelta(days=800))
    grow(post)
    assert prune_what_is_too_old(keeping) == 1
    assert prune_what_is_too_old(keeping) == 0
    with post.house.db.reading() as session:
        assert decisions.head(session, post.ws).pruned == size
        assert decisions.verify_chain(session, post.ws).sound
