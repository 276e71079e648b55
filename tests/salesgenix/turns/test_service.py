"""Turns are owed, claimed once, and redone when their worker died."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from salesgenix.conversations import service as conversations
from salesgenix.db import Database
from salesgenix.kit.errors import Conflict
from salesgenix.turns import service as turns


@pytest.fixture
def turn_id(db: Database, workspace_id: UUID, now: datetime) -> UUID:
    with db.writing() as session:
        opened = conversations.open_conversation(session, workspace_id, channel="chat", now=now)
        received = conversations.receive(
            session,
            workspace_id,
            opened.conversation.id,
            client_id="one",
            payload={"text": "hi"},
            now=now,
        )
    assert received.turn_id is not None
    return received.turn_id


def claim(db: Database, turn_id: UUID, now: datetime) -> turns.TurnCard | None:
    with db.writing() as session:
        return turns.claim(session, turn_id, now=now)


def test_of_eight_workers_one_gets_the_turn(db: Database, turn_id: UUID, now: datetime) -> None:
    """A turn is never run twice at the same time."""
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: claim(db, turn_id, now), range(8)))
    assert len([card for card in claims if card]) == 1


def test_a_turn_whose_worker_died_is_claimed_again(
    db: Database, turn_id: UUID, now: datetime
) -> None:
    """After the lease another worker takes it; the first can no longer end it."""
    first = claim(db, turn_id, now)
    later = now + turns.LEASE + timedelta(seconds=1)
    with db.reading() as session:
        assert turns.waiting(session, now=now) == []
        assert turns.waiting(session, now=later) == [turn_id]
    second = claim(db, turn_id, later)
    assert first and second and second.attempt == 2
    with pytest.raises(Conflict), db.writing() as session:
        turns.end(session, first, state="done", now=later)
    with db.writing() as session:
        assert turns.end(session, second, state="done", now=later) is None


def test_a_message_during_a_turn_is_answered_by_the_next(
    db: Database, turn_id: UUID, workspace_id: UUID, now: datetime
) -> None:
    """Ending a turn names the one that has become due meanwhile, and it runs only then."""
    running = claim(db, turn_id, now)
    assert running is not None
    with db.writing() as session:
        received = conversations.receive(
            session,
            workspace_id,
            running.conversation_id,
            client_id="two",
            payload={"text": "and?"},
            now=now,
        )
    assert received.turn_id not in (None, turn_id)
    assert claim(db, received.turn_id, now) is None
    with db.writing() as session:
        assert turns.end(session, running, state="done", now=now) == received.turn_id
