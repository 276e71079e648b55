"""What protects a person holds whatever any brain does: it is done first, and once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatResult

from agent.brains.registry import Brain
from agent.mind import say_nothing
from agent.turns import take_turn
from salesgenix.kit.clock import SettableClock
from salesgenix.turns import service as turns
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
FLOORS = [
    ("stop writing to me", "contact.suppress", "not"),
    ("hören Sie auf, mir zu schreiben", "contact.suppress", "nicht"),
    ("I want to speak to a human being", "handover.request", "colleague|the team"),
    ("I am eleven years old", "handover.request", "service"),
    ("delete everything you know about me", "data_request.open", "delet"),
    ("honestly i just want to die", "handover.request", "emergency"),
]


class Broken(BaseChatModel):
    """A brain that fails in the given way, whatever it is asked."""

    fault: Any

    @property
    def _llm_type(self) -> str:
        return "broken"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        del tools, kwargs
        return self

    def _generate(self, messages: list[BaseMessage], *rest: Any, **kwargs: Any) -> ChatResult:
        del messages, rest, kwargs
        raise self.fault


def broken(thread: Thread, fault: Exception) -> None:
    brain = Brain(Broken(fault=fault), "broken", "broken", is_hosted=False)
    thread.mind = replace(thread.mind, brain=brain, embedded=brain)


@pytest.mark.parametrize(("said", "kind", "told"), FLOORS)
def test_the_floor_is_kept_though_every_brain_fails(
    open_thread: Open, said: str, kind: str, told: str
) -> None:
    """The act of the rules is done, the person reads so, and the team has a task for the rest."""
    thread = open_thread()
    broken(thread, RuntimeError("cold"))
    reply = thread.say(said).casefold()
    assert any(words in reply for words in told.split("|"))
    assert [one.state for one in thread.actions() if one.kind == kind] == ["done"]


@pytest.mark.parametrize(("said", "kind", "told"), [FLOORS[0], FLOORS[2], FLOORS[4]])
def test_a_killed_turn_is_taken_up_and_its_act_is_done_once(
    open_thread: Open, clock: SettableClock, said: str, kind: str, told: str
) -> None:
    """The process dies in the middle: what is owed is done already, and after the lease another
    worker answers without doing it again.
    """
    thread = open_thread()

    def die(_: UUID, kind: str, frame: dict[str, Any]) -> None:
        if kind == "delta":
            raise SystemError("out of memory")

    thread.mind = replace(thread.mind, publish=die)
    with pytest.raises(SystemError):
        thread.say(said)
    assert [one.state for one in thread.actions() if one.kind == kind] == ["done"]
    thread.mind = replace(thread.mind, publish=say_nothing)
    clock.set(clock.now() + turns.LEASE + timedelta(seconds=1))
    with thread.mind.db.reading() as session:
        (waiting,) = turns.waiting(session, now=clock.now())
    thread.portal.call(take_turn, thread.mind, waiting)
    said_last = [event for event in thread.events() if event.kind == "message"][-1]
    reply = str(said_last.payload["text"]).casefold()
    assert any(words in reply for words in told.split("|"))
    assert [one.state for one in thread.actions() if one.kind == kind] == ["done"]


def test_a_turn_that_kills_its_workers_keeps_the_stop_all_the_same(
    open_thread: Open, clock: SettableClock
) -> None:
    """Given up before any brain: the rules read it once more, and the stop is in force."""
    thread = open_thread()
    thread.hear("stop writing to me")
    with thread.mind.db.reading() as session:
        (due,) = turns.waiting(session, now=clock.now() + turns.ORPHAN_AFTER * 2)
    for _ in range(4):
        with thread.mind.db.writing() as session:
            turns.claim(session, due, now=clock.now())
        clock.set(clock.now() + turns.LEASE + timedelta(seconds=1))
    thread.portal.call(take_turn, thread.mind, due)
    assert [one.state for one in thread.actions() if one.kind == "contact.suppress"] == ["done"]
    assert "not" in str(thread.events()[-1].payload) or "reply.withheld" in thread.types()


@pytest.mark.parametrize("before", ["stop writing to me", None])
def test_no_model_is_asked_about_somebody_to_whom_nothing_may_be_sold(
    open_thread: Open, model: ModelServer, before: str | None
) -> None:
    """After a stop, and in answer to abuse: no times, no price, no word of a model's own."""
    calls = [{"name": "find_slots", "arguments": {}}]
    model.script(Step(text="Take one, for 5 EUR!", calls=calls))
    thread = open_thread(is_hosted=True)
    if before:
        thread.say(before)
    reply = thread.say("you are a pathetic piece of garbage" if not before else "hello again")
    assert model.bodies == []
    assert "5 EUR" not in reply
    assert "booking.proposed" not in [event.kind for event in thread.events()]


def test_a_silent_model_costs_three_prospects_their_time_and_no_more(
    open_thread: Open, model: ModelServer
) -> None:
    """Then the playbook answers at once, the record says why, and after the pause it is tried."""
    model.script(Step(status=503))
    thread = open_thread(is_hosted=True)
    now = [0.0]
    thread.mind.breaker.clock = lambda: now[0]
    for _ in range(2):
        assert "39 EUR" in thread.say("what does the Team plan cost?")
    asked = len(model.bodies)
    assert asked == thread.mind.breaker.failures
    assert "39 EUR" in thread.say("what does the Team plan cost again?")
    assert len(model.bodies) == asked
    sent = [card for card in thread.decisions() if card.type == "reply.sent"][-1].body
    assert sent["facts"]["stood_in_for"] == "circuit_open"
    assert "circuit_open" in sent["reasons"]
    now[0] += thread.mind.breaker.pause
    model.script(Step(text="Here I am again."))
    assert thread.say("hello?") == "Here I am again."
    assert thread.mind.breaker.rest is None


def test_a_call_that_came_too_late_is_not_made_again(open_thread: Open, model: ModelServer) -> None:
    """One time-out is as long as a prospect waits for a silent model."""
    model.script(Step(text="late", delay=5.0))
    thread = open_thread(is_hosted=True)
    assert "39 EUR" in thread.say("what does the Team plan cost?")
    assert len(model.bodies) == 1
    sent = [card for card in thread.decisions() if card.type == "reply.sent"][-1].body
    assert sent["facts"]["stood_in_for"] == "timeout"
