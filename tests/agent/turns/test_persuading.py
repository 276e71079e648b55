"""Each way of persuading leaves a decision of its own; who comes back is known to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from agent.persuading import CERTAIN
from api.console.views.chain import strategy_words
from salesgenix.decisions.sentences import explain
from salesgenix.kit.clock import SettableClock
from tests.agent.brains.test_dialogues import is_said
from tests.agent.conftest import MONDAY, Thread
from tests.agent.model_server import ModelServer, Step
from tools.persuasion import CATALOGUE

Open = Callable[..., Thread]


def chosen(thread: Thread) -> list[dict[str, Any]]:
    return [card.body for card in thread.decisions() if card.type == "strategy.selected"]


def test_a_strategy_is_recorded_with_what_else_was_open(open_thread: Open) -> None:
    """The alternatives hold today, the reason is told, and code is certain of its own choice."""
    thread = open_thread()
    thread.say("that's too expensive for us")
    thread.say("compared with what we do on paper")
    explored, responded = chosen(thread)
    assert explored["strategy"]["id"] == "discovery_question"
    assert {"small_step", "summary"} <= set(explored["strategy"]["alternatives"])
    assert explored["reasons"] == ["explores_first"]
    assert responded["strategy"]["id"] == "benefit"
    assert responded["strategy"]["propensity"] == CERTAIN
    assert responded["strategy"]["policy"] == {"name": "playbook-1", "version": CATALOGUE}
    assert "deadline" not in responded["strategy"]["alternatives"]
    assert "no chance was involved" in strategy_words(responded["strategy"], "en")
    assert "public page" in explain(responded)


def test_of_a_model_s_choice_no_propensity_is_claimed(
    open_thread: Open, model: ModelServer
) -> None:
    """It is left out, and the reason says that nobody knows it."""
    thread = open_thread(is_hosted=True)
    model.script(
        Step(calls=[{"name": "choose_strategy", "arguments": {"strategy": "summary"}}]),
        Step(text="So you have two sites?"),
    )
    thread.say("we have two sites and a lot of lifts")
    (record,) = chosen(thread)
    assert "propensity" not in record["strategy"]
    assert record["reasons"] == ["chosen_by_model", "propensity_unknown"]
    assert record["strategy"]["policy"]["name"] == "scripted"
    assert "not known" in strategy_words(record["strategy"], "en")


def test_who_comes_back_a_day_later_is_welcomed_once(
    open_thread: Open, clock: SettableClock
) -> None:
    """By the clock of the talk; the next message is one like any other."""
    thread = open_thread()
    thread.say("hello, we are 30 people and use Excel")
    clock.set(MONDAY + timedelta(days=1))
    reply = thread.say("hi, me again")
    assert is_said("welcome_back", reply)
    assert "30" in reply
    assert not is_said("welcome_back", thread.say("hello"))
