"""A hosted model says what it reads in a message; code decides what of that counts."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.proposing import stands_in
from agent.understanding.vetoes import vetoed_in
from salesgenix.leads import service as leads
from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
SAID = "we are Nordhalle, 180 people, and my boss will have to sign off on this one way or another"
SIGN_OFF = "my boss will have to sign off on this"


def proposed(**signals: Any) -> Step:
    return Step(calls=[{"name": "propose_signals", "arguments": signals}])


def read_by_model(thread: Thread) -> list[dict[str, Any]]:
    return [
        card.body
        for card in thread.decisions()
        if card.type == "signal.read" and "model" in card.body
    ]


def facts_of(thread: Thread) -> dict[str, tuple[str, str | None]]:
    with thread.mind.db.reading() as session:
        (lead,) = [
            card
            for card in leads.listing(session, thread.workspace_id)
            if card.source != "file:leads"
        ]
        card = leads.card(session, thread.workspace_id, lead.id)
    return {fact.field.value: (fact.value, fact.quote) for fact in card.facts}


def test_what_stands_in_the_message_counts_and_nothing_else(
    open_thread: Open, model: ModelServer
) -> None:
    """Wants, doubts and facts with their own words move the stage, are kept and recorded with who
    proposed them; an unknown value, words nobody has written, a no, a stop and a second call do
    not. What the reply asks is known when the next message is read.
    """
    model.script(
        proposed(
            intents=[
                {"intent": "product_question", "quote": "180, People"},
                {"intent": "price", "quote": "what does it cost"},
                {"intent": "stop", "quote": SIGN_OFF},
                {"intent": "not_interested", "quote": SIGN_OFF},
            ],
            objections=[
                {"objection": "authority", "quote": SIGN_OFF},
                {"objection": "not_interested", "quote": SIGN_OFF},
            ],
            facts=[
                {
                    "field": "authority",
                    "value": "the boss signs",
                    "quote": SIGN_OFF,
                    "level": "low",
                },
                {"field": "budget", "value": "90000", "quote": "we have 90000"},
                {"field": "role", "value": "owner", "quote": SIGN_OFF},
            ],
            asks=["timeline", "everything"],
        ),
        proposed(intents=[{"intent": "price", "quote": "180 people"}]),
        Step(text="Thank you. When would you like to start?"),
    )
    thread = open_thread(is_hosted=True)
    thread.say(SAID)
    (read,) = read_by_model(thread)
    assert read["facts"] == {
        "signals": ["product_question", "objection"],
        "objections": ["authority"],
        "fields": ["authority"],
        "left_out": 6,
    }
    assert (read["reasons"], read["model"]["name"]) == (["proposed_by_model"], "scripted")
    assert facts_of(thread)["authority"] == ("the boss signs", SIGN_OFF)
    assert "value_discussed" in str([c.body for c in thread.decisions() if c.type == "stage.moved"])
    assert [event.payload.get("asked") for event in thread.events()][-1] == ["timeline"]
    denied = [card.body for card in thread.decisions() if card.type == "tool.denied"]
    assert [body["reasons"] for body in denied] == [["too_many_calls"]]


def test_a_model_cannot_raise_what_the_rules_have_denied(
    open_thread: Open, model: ModelServer
) -> None:
    """ "Not too expensive" stays no objection, and after a no nothing is raised again."""
    raised = {"objection": "price", "quote": "too expensive"}
    model.script(proposed(objections=[raised]), Step(text="Good to hear."))
    thread = open_thread(is_hosted=True)
    thread.say("it is not too expensive at all, tell me more")
    model.script(
        proposed(intents=[{"intent": "price", "quote": "not interested"}]), Step(text="Understood.")
    )
    thread.say("I have looked at it and we are not interested, thanks")
    assert [body["facts"]["left_out"] for body in read_by_model(thread)] == [1, 1]
    assert {body["facts"]["signals"] != [] for body in read_by_model(thread)} == {False}


def test_an_objection_that_was_explored_may_be_answered_next(
    open_thread: Open, model: ModelServer
) -> None:
    """The house remembers that a hosted model has asked before it answers."""
    step = {"kind": "timing", "step": "explore"}
    model.script(
        Step(calls=[{"name": "handle_objection", "arguments": step}]),
        Step(text="I understand. What has to come first for you?"),
    )
    thread = open_thread(is_hosted=True)
    thread.say("hm, it is a rather bad moment to look at new things here")
    model.script(
        Step(calls=[{"name": "handle_objection", "arguments": step | {"step": "respond"}}]),
        Step(text="Thank you, that helps me."),
    )
    thread.say("we have to finish our audit first")
    assert "tool.denied" not in thread.types()
    assert [event.payload.get("objections") for event in thread.events()][-1] == ["timing"]


@pytest.mark.parametrize(
    ("quote", "message", "stands"),
    [
        ("too  EXPENSIVE", "It's too expensive, sorry", True),
        ("mail <<EMAIL_1>>", "you may mail <<EMAIL_1>> about it", True),
        ("mail <<EMAIL_2>>", "you may mail <<EMAIL_1>> about it", False),
        ("no", "I know nothing", False),
        ("…", "I know… nothing", False),
        ("expensive too", "too expensive", False),
    ],
)
def test_a_quote_is_verbatim(quote: str, message: str, *, stands: bool) -> None:
    """Word for word and in order; case and signs between the words do not matter."""
    assert stands_in(quote, message) is stands


def test_look_alikes_are_known_by_name() -> None:
    """What a rule has read as denied cannot be raised."""
    assert "objection.price" in vetoed_in("it is not too expensive", language="en")
    assert "objection.price" in vetoed_in("das ist nicht zu teuer", language="de")
    assert vetoed_in("it is too expensive", language="en") == frozenset()
