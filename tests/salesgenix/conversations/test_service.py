"""A conversation's log: gap-free, once per client id, and never two voices at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.accounts.service import Newcomer
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind, Visibility
from salesgenix.conversations.service import NewEvent, Opened
from salesgenix.db import Database
from salesgenix.kit.errors import Conflict, Forbidden, NotFound


@pytest.fixture
def opened(db: Database, workspace_id: UUID, now: datetime) -> Opened:
    with db.writing() as session:
        return conversations.open_conversation(session, workspace_id, channel="widget", now=now)


@pytest.fixture
def ben(db: Database, workspace_id: UUID, now: datetime) -> UUID:
    newcomer = Newcomer(name="Ben", email="ben@orchard.example", role=Role.REP)
    with db.writing() as session:
        return accounts.add_member(session, workspace_id, newcomer, now=now).id


def say(db: Database, opened: Opened, text: str, now: datetime, client_id: str = "") -> object:
    card = opened.conversation
    with db.writing() as session:
        return conversations.receive(
            session,
            card.workspace_id,
            card.id,
            client_id=client_id or str(uuid4()),
            payload={"text": text},
            now=now,
        )


def test_messages_sent_at_once_get_gap_free_places(
    db: Database, opened: Opened, now: datetime
) -> None:
    """Twenty messages from eight threads stand at 1 to 20."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: say(db, opened, f"message {n}", now), range(20)))
    card = opened.conversation
    with db.reading() as session:
        events = conversations.history(session, card.workspace_id, card.id)
    assert [event.seq for event in events] == list(range(1, 21))


def test_a_repeated_post_is_the_same_message(db: Database, opened: Opened, now: datetime) -> None:
    """The second click changes nothing and says where the first one stands."""
    first = say(db, opened, "hello", now, "one")
    again = say(db, opened, "hello", now, "one")
    assert (first.seq, first.is_new) == (1, True)
    assert (again.seq, again.is_new, again.turn_id) == (1, False, None)


def test_two_messages_before_the_agent_wakes_are_one_turn(
    db: Database, opened: Opened, now: datetime
) -> None:
    """The agent answers what stands there when it starts, once."""
    assert say(db, opened, "hello", now).turn_id == say(db, opened, "still there?", now).turn_id


def test_a_visitor_reads_nothing_of_the_team(db: Database, opened: Opened, now: datetime) -> None:
    """Notes and approvals never stand in what a prospect is sent, whatever the caller wishes."""
    card = opened.conversation
    with db.writing() as session:
        for kind in (EventKind.NOTE, EventKind.APPROVAL_REQUESTED, EventKind.APPROVAL_DECIDED):
            event = NewEvent(
                kind=kind, actor=Actor.SYSTEM, payload={}, visibility=Visibility.PUBLIC
            )
            conversations.append(session, card.workspace_id, card.id, event, now=now)
        for_prospect = conversations.events_after(
            session, card.workspace_id, card.id, after=0, for_prospect=True
        )
        for_team = conversations.events_after(
            session, card.workspace_id, card.id, after=0, for_prospect=False
        )
    assert (len(for_prospect), len(for_team)) == (0, 3)


def test_a_reply_thought_before_a_takeover_is_refused(
    db: Database, opened: Opened, ben: UUID, now: datetime
) -> None:
    """The agent never talks over a person: its append fails inside the transaction."""
    card = opened.conversation
    reply = NewEvent(kind=EventKind.MESSAGE, actor=Actor.AGENT, payload={"text": "too late"})
    with db.writing() as session:
        conversations.take_control(
            session,
            card.workspace_id,
            card.id,
            member_id=ben,
            member_name="Ben",
            expected_epoch=0,
            now=now,
        )
    with pytest.raises(Conflict), db.writing() as session:
        conversations.append(session, card.workspace_id, card.id, reply, now=now, agent_epoch=0)
    with db.reading() as session:
        events = conversations.history(session, card.workspace_id, card.id)
    assert [event.kind for event in events] == [EventKind.CONTROL_CHANGED]


def test_of_two_reps_one_takes_over(db: Database, opened: Opened, ben: UUID, now: datetime) -> None:
    """Both saw the same state; the second learns that someone was faster."""
    card = opened.conversation

    def take(_: int) -> bool:
        try:
            with db.writing() as session:
                conversations.take_control(
                    session,
                    card.workspace_id,
                    card.id,
                    member_id=ben,
                    member_name="Ben",
                    expected_epoch=0,
                    now=now,
                )
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(4))) == 1


def test_no_turn_is_owed_while_a_person_speaks_and_one_on_hand_back(
    db: Database, opened: Opened, ben: UUID, now: datetime
) -> None:
    """A message that arrived meanwhile is answered as soon as the agent has control again."""
    card = opened.conversation
    with db.writing() as session:
        conversations.take_control(
            session,
            card.workspace_id,
            card.id,
            member_id=ben,
            member_name="Ben",
            expected_epoch=0,
            now=now,
        )
    assert say(db, opened, "anyone?", now).turn_id is None
    with db.writing() as session:
        _, turn_id = conversations.hand_back(
            session, card.workspace_id, card.id, expected_epoch=1, now=now
        )
    assert turn_id is not None


def test_a_token_opens_one_conversation_for_thirty_days(
    db: Database, opened: Opened, now: datetime
) -> None:
    """A made-up or outdated token opens nothing; the token itself is not stored."""
    with db.reading() as session:
        visitor = conversations.visitor_for_token(session, opened.token, now=now)
        assert visitor.conversation_id == opened.conversation.id
        for token, at in (("vt_wrong", now), (opened.token, now.replace(year=now.year + 1))):
            with pytest.raises(Forbidden):
                conversations.visitor_for_token(session, token, now=at)


def test_a_stranger_workspace_finds_nothing(
    db: Database, opened: Opened, stranger_id: UUID
) -> None:
    """Another workspace's conversation is as unknown as one that never was."""
    with db.reading() as session, pytest.raises(NotFound):
        conversations.card(session, stranger_id, opened.conversation.id)


def test_nothing_said_can_be_read_from_the_file(
    db: Database, opened: Opened, now: datetime
) -> None:
    """Messages lie sealed in the database, its write-ahead log included."""
    say(db, opened, "my secret plan is Marzipan", now)
    folder = db.engine.url.database.rsplit("/", 1)[0]

    raw = b"".join(path.read_bytes() for path in Path(folder).glob("business.db*"))
    assert b"Marzipan" not in raw
    with db.reading() as session:
        rows = conversations.inbox(session, opened.conversation.workspace_id)
    assert rows[0].preview == "my secret plan is Marzipan"
