"""Whatever of the guard breaks, and wherever: no model reads the text, nothing of it is kept,
logged or shown, the visitor hears an honest line, and a person of the team is asked to look.

The faults are the detector's; all round it is real: guard, database file, agent, HTTP client.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
import structlog

from agent.receiving import VAULT_RACES, take_message
from agent.turns import take_turn
from cli.composition import PatientGuard
from cli.later import Later
from guardrails.engine import Detector
from guardrails.entities import Span
from guardrails.guard import Guard
from guardrails.inspection import MAX_CHARACTERS, Finds
from salesgenix.conversations.rules import EventKind
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.errors import SalesgenixError, Unavailable
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.leads import service as leads
from salesgenix.tasks import service as tasks
from tests.agent.conftest import MONDAY, Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
HONEST = "something went wrong on my side"
WORD = "Quizzelwurm"  # what the detector chokes on, and nothing may hold afterwards


class Choking:
    """A real detector that breaks, text in its mouth, where a text holds a word."""

    name = "choking"

    def __init__(self, real: Finds, word: str) -> None:
        self._real = real
        self._word = word

    def find(self, text: str, regions: tuple[str, ...]) -> tuple[Span, ...]:
        if self._word in text:
            raise RecursionError(f"no way to read {text}")
        return self._real.find(text, regions)


@pytest.fixture
def choke(guard: Guard) -> Callable[..., Thread]:
    def choking(thread: Thread, word: str = WORD) -> Thread:
        broken = Guard(Choking(guard._detector, word))
        thread.mind = replace(thread.mind, guard=broken)
        return thread

    return choking


def tasks_of(thread: Thread) -> list[str]:
    with thread.mind.db.reading() as session:
        found = tasks.listing(session, thread.workspace_id, conversation_id=thread.conversation_id)
    return [task.kind for task in found]


def shown(thread: Thread) -> str:
    return "".join(frame["text"] for kind, frame in thread.frames if kind == "delta")


def is_kept(folder: Path, word: str) -> bool:
    """In any file of the installation: database, its log, the keys."""
    return any(word.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def refused(thread: Thread, text: str) -> str:
    """How the visitor is told that the message was not taken."""
    with pytest.raises(Unavailable) as told:
        take_message(
            thread.mind,
            thread.workspace_id,
            thread.conversation_id,
            text=text,
            client_id=str(uuid4()),
        )
    return str(told.value)


def test_a_message_that_cannot_be_read_is_not_taken(
    open_thread: Open, choke, model: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing of it is in a file, a log line, a decision or a request; the visitor is told that it
    was not kept; the team has a task."""
    thread = choke(open_thread(is_hosted=True))
    before = thread.events()
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as lines:
        assert "not kept" in refused(thread, f"I am {WORD}, call me")
    assert thread.events() == before
    assert tasks_of(thread) == ["agent_failed"]
    assert model.bodies == []
    assert WORD not in caplog.text + str(lines) + str([c.body for c in thread.decisions()])
    assert not is_kept(tmp_path, WORD)


def test_what_a_tool_brings_and_cannot_be_read_reaches_no_model(
    open_thread: Open, choke, model: ModelServer
) -> None:
    """The look-up is done, its result is not sent; the turn ends in the honest line and a task."""
    look = {"name": "search_knowledge", "arguments": {"query": "price"}}
    model.script(Step(calls=[look]), Step(text="never asked"))
    thread = choke(open_thread(is_hosted=True), '"passages"')
    assert HONEST in thread.say("what does it cost?")
    assert len(model.bodies) == 1
    assert tasks_of(thread) == ["agent_failed"]


def test_what_is_known_and_cannot_be_read_reaches_no_model(
    open_thread: Open, choke, model: ModelServer
) -> None:
    """The lead's company is a part of the state: no state, no call, at once an honest line."""
    thread = choke(open_thread(is_hosted=True))
    lead_id = next(card.id for card in _leads(thread) if card.source != "file:leads")
    with thread.mind.db.writing() as session:
        leads.learn(
            session,
            thread.workspace_id,
            lead_id,
            "company",
            value=f"{WORD} Bakery",
            quote=None,
            source="test",
            now=MONDAY,
        )
    assert HONEST in thread.say("what does it cost?")
    assert model.bodies == []
    assert tasks_of(thread) == ["agent_failed"]
    assert "reply.withheld" in thread.types()


def _leads(thread: Thread) -> list[leads.LeadCard]:
    with thread.mind.db.reading() as session:
        return leads.listing(session, thread.workspace_id)


def test_a_reply_that_cannot_be_read_is_not_shown(
    open_thread: Open, choke, model: ModelServer, tmp_path: Path
) -> None:
    """What had left before it is the transcript; of the sentence it broke on, not a word."""
    model.script(Step(text=f"We can help. Ask {WORD} Umbra about it. Then more."))
    thread = choke(open_thread(is_hosted=True))
    reply = thread.say("how does it work?")
    assert reply.startswith("We can help. ")
    assert HONEST in reply
    assert shown(thread).split() == reply.split()
    assert tasks_of(thread) == ["agent_failed"]
    assert not is_kept(tmp_path, WORD)


def test_a_detector_that_is_dead_leaves_the_house_its_own_words(
    open_thread: Open, choke, model: ModelServer
) -> None:
    """Nothing can be read, not even the apology: it is a fixed phrase, and is said all the same."""
    model.script(Step(text="Happy to help."))
    thread = open_thread(is_hosted=True)
    received = take_message(
        thread.mind,
        thread.workspace_id,
        thread.conversation_id,
        text="hello there",
        client_id=str(uuid4()),
    )
    choke(thread, "")
    thread.portal.call(take_turn, thread.mind, received.turn_id)
    said = [e for e in thread.events() if e.kind is EventKind.MESSAGE and e.actor != "prospect"]
    assert HONEST in said[-1].payload["text"]
    assert tasks_of(thread) == ["agent_failed"]
    assert "not kept" in refused(thread, "hello?")


def test_a_reply_too_long_to_be_read_ends_in_the_honest_line(
    open_thread: Open, model: ModelServer
) -> None:
    """What nobody may check nobody may read."""
    model.script(Step(text=" ".join(f"word{place}" for place in range(MAX_CHARACTERS // 7))))
    thread = open_thread(is_hosted=True)
    reply = thread.say("tell me everything")
    assert HONEST in reply
    assert len(reply) < MAX_CHARACTERS + 1_000
    assert len(model.bodies) == 1
    assert tasks_of(thread) == ["agent_failed"]


@pytest.mark.parametrize("fault", ["broken", "missing", "late"])
def test_a_name_model_that_is_gone_or_hangs_closes_the_door(
    open_thread: Open, model: ModelServer, fault: str
) -> None:
    """Its weights are short, were never loaded, or it answers later than a turn may wait: a text
    that has to be read by it is not taken."""
    detector = Detector(deadline_s=-1.0 if fault == "late" else 10.0)
    if fault != "late":
        detector._tagger._weights = memoryview(b"") if fault == "broken" else None
    thread = open_thread(is_hosted=True)
    thread.mind = replace(thread.mind, guard=Guard(detector))
    assert "not kept" in refused(thread, "yesterday Zorvan Quillmere called us")
    assert tasks_of(thread) == ["agent_failed"]
    assert model.bodies == []


def test_a_guard_that_cannot_be_loaded_takes_no_message(open_thread: Open) -> None:
    """A missing model file is found when the guard is built; whoever writes is told at once."""

    def build() -> Guard:
        raise OSError("the model's file is not there")

    thread = open_thread()
    thread.mind = replace(thread.mind, guard=PatientGuard(Later(build, name="guard")))
    assert "not kept" in refused(thread, "hello there")
    assert tasks_of(thread) == ["agent_failed"]


def test_who_is_always_overtaken_is_asked_to_send_it_again(
    open_thread: Open, guard: Guard, tmp_path: Path
) -> None:
    """A pseudonym means one value for ever: a message that meets another with its pseudonym each
    time it is read is not kept, and neither is anything it holds."""
    thread = open_thread()
    rounds = iter(range(100))

    class Overtaken:
        def inbound(self, text, **how):
            inbound = guard.inbound(text, **how)
            if WORD in text:
                take(f"I'm Ana{'abcdefgh'[next(rounds)]} Ruiz")
            return inbound

    def take(text: str) -> None:
        take_message(
            thread.mind,
            thread.workspace_id,
            thread.conversation_id,
            text=text,
            client_id=str(uuid4()),
        )

    thread.mind = replace(thread.mind, guard=Overtaken())
    with pytest.raises(Unavailable) as told:
        take(f"my name is {WORD} Umbra")
    assert told.value.code == "message.busy", repr(told.value.__cause__)
    assert next(rounds) == VAULT_RACES
    assert not is_kept(tmp_path, WORD)


def test_without_the_key_store_nothing_is_taken_and_nothing_is_asked(
    open_thread: Open, model: ModelServer, tmp_path: Path
) -> None:
    """Pseudonyms cannot be opened, and no text could be sealed: the message ends in a fault that
    says nothing of it."""
    thread = open_thread(is_hosted=True)
    thread.say("my mail is carla@acme.example")
    asked, before = len(model.bodies), len(thread.events())
    store = thread.mind.db
    lost = Database(
        str(store.engine.url), Keyring(SqlKeyStore(f"sqlite:///{tmp_path / 'empty.db'}"), bytes(32))
    )
    thread.mind = replace(thread.mind, db=lost)
    with pytest.raises(SalesgenixError) as told:
        take_message(
            thread.mind,
            thread.workspace_id,
            thread.conversation_id,
            text=f"I am {WORD}",
            client_id=str(uuid4()),
        )
    assert WORD not in str(told.value)
    lost.close()
    thread.mind = replace(thread.mind, db=store)
    assert len(thread.events()) == before
    assert len(model.bodies) == asked
    assert not is_kept(tmp_path, WORD)
