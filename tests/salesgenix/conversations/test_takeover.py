"""A takeover is a fenced lock: from its commit to the hand-back nobody but that person is heard."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from salesgenix.conversations import service
from salesgenix.conversations.rules import Actor, EventKind, HandoffReason
from salesgenix.conversations.service import ConversationCard, EventCard, NewEvent
from salesgenix.db import Database
from salesgenix.kit.errors import Conflict
from tests.salesgenix.people import MONDAY, World

PIECES = 2
ROUNDS = {"sqlite": 700, "postgresql": 300}
RACES = {"sqlite": 28, "postgresql": 1}  # SQLite has one writer anyway: every so many
PER_THREAD = 50


def talked_over(log: list[EventCard]) -> list[int]:
    """Where the agent spoke although a person had control."""
    found, is_theirs = [], False
    for entry in log:
        if entry.kind is EventKind.CONTROL_CHANGED:
            is_theirs = entry.payload["control"] == "rep"
        elif is_theirs and entry.actor is Actor.AGENT and entry.kind is EventKind.MESSAGE:
            found.append(entry.seq)
    return found


class Talk:
    """One conversation, its agent with a few things to say, and Ben."""

    def __init__(self, world: World) -> None:
        self.world = world
        _, _, self.id = world.another()
        self.epoch = 0

    def say(self, epoch: int) -> bool:
        hello = NewEvent(kind=EventKind.MESSAGE, actor=Actor.AGENT, payload={"text": "hello"})
        try:
            with self.world.db.writing() as session:
                service.append(
                    session, self.world.ws, self.id, hello, now=MONDAY, agent_epoch=epoch
                )
        except Conflict:
            return False
        return True

    def take(self, epoch: int) -> None:
        with self.world.db.writing() as session:
            service.take_control(
                session,
                self.world.ws,
                self.id,
                member_id=self.world.ben,
                member_name="Ben",
                expected_epoch=epoch,
                now=MONDAY,
            )

    def back(self) -> None:
        with self.world.db.writing() as session:
            service.release(session, self.world.ws, self.id, now=MONDAY)

    def log(self) -> list[EventCard]:
        with self.world.db.reading() as session:
            return service.history(session, self.world.ws, self.id, limit=2_000)

    def one_round(self, number: int, pool: ThreadPoolExecutor) -> int:
        """A few sayings and a takeover: in each fixed order in turn, and truly at once."""
        epoch, place = self.epoch, number % (PIECES + 2)
        if number % RACES[self.world.db.engine.dialect.name]:
            place = number % (PIECES + 1)
        if place <= PIECES:
            said = [self.say(epoch) for _ in range(place)]
            self.take(epoch)
            said += [self.say(epoch) for _ in range(PIECES - place)]
            assert said == [True] * place + [False] * (PIECES - place)
        else:
            together = Barrier(2)

            def speak() -> None:
                together.wait()
                for _ in range(PIECES):
                    self.say(epoch)

            speaking = pool.submit(speak)
            together.wait()
            self.take(epoch)
            speaking.result()
        if number % 10 == 0:
            assert not self.say(epoch + 1)  # a turn that knows the new number is no person
        self.back()
        self.epoch += 2
        return place


def _without_fsync(connection: Any, *_: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")  # nothing here outlives the run


def test_a_thousand_takeovers_and_nobody_is_talked_over(each_world: World) -> None:
    """Real transactions in every order, and truly at once: after the takeover has committed the
    log holds nothing of the agent's until the hand-back. 1,000 on both engines together."""
    engine = each_world.db.engine.dialect.name
    if engine == "sqlite":
        event.listen(each_world.db.engine, "checkout", _without_fsync)
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, ROUNDS[engine], PER_THREAD):
            talk = Talk(each_world)
            for number in range(start, start + PER_THREAD):
                talk.one_round(number, pool)
            log = talk.log()
            assert talked_over(log) == []
            assert [entry.seq for entry in log] == list(range(1, len(log) + 1))


def test_somebody_who_waits_is_told_by_one_of_many(each_world: World) -> None:
    """Eight workers find the same person waiting: one may say so; nobody after a takeover."""
    db, ws, thread = each_world.db, each_world.ws, each_world.thread
    with db.writing() as session:
        service.want_person(session, ws, thread, reason=HandoffReason.ASKED.value, now=MONDAY)
    card = only_waiting(db)

    def tell(_: int) -> bool:
        with db.writing() as session:
            return service.mark_told(session, ws, card, now=MONDAY)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tell, range(8))) == 1


def only_waiting(db: Database) -> ConversationCard:
    with db.reading() as session:
        (card,) = service.waiting(session)
    return card


def test_a_person_who_came_ends_the_wait(world: World) -> None:
    """Between finding that somebody waits and telling them, Ben takes over: nothing is told."""
    talk = Talk(world)
    with world.db.writing() as session:
        service.want_person(session, world.ws, talk.id, reason="asked", now=MONDAY)
    card = only_waiting(world.db)
    talk.take(0)
    with world.db.writing() as session:
        assert not service.mark_told(session, world.ws, card, now=MONDAY)


def test_from_a_colleague_it_is_taken_by_name_only(world: World) -> None:
    """A press that does not say from whom is refused; the one that does is told to both."""
    talk = Talk(world)
    talk.take(0)

    def take(taken_from: tuple[UUID, str] | None) -> ConversationCard:
        with world.db.writing() as session:
            return service.take_control(
                session,
                world.ws,
                talk.id,
                member_id=world.bea,
                member_name="Bea",
                expected_epoch=1,
                taken_from=taken_from,
                now=MONDAY,
            )

    with pytest.raises(Conflict, match="Someone else has"):
        take(None)
    card = take((world.ben, "Ben"))
    assert (card.control_member_id, card.control_epoch) == (world.bea, 2)
    assert talk.log()[-1].payload == {"control": "rep", "member": "Bea", "from": "Ben"}


def test_to_take_what_one_has_changes_nothing(world: World) -> None:
    """A second press of the same person raises no number and says nothing."""
    talk = Talk(world)
    talk.take(0)
    talk.take(1)
    assert len(talk.log()) == 1


def test_a_closed_conversation_is_nobodys(world: World) -> None:
    """Who closes lets go: the prospect who comes back is answered, not left with an absent rep."""
    talk = Talk(world)
    talk.take(0)
    with world.db.writing() as session:
        service.close(session, world.ws, talk.id, now=MONDAY)
        back = service.receive(
            session, world.ws, talk.id, client_id="again-again", payload={"text": "hi"}, now=MONDAY
        )
    assert back.turn_id is not None
    assert not talk.say(0)
