"""What orders bar, the visitor does not read; what is stopped, the agent does not do."""

from collections.abc import Callable
from dataclasses import replace

from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import ActionKind, Audience, Rule, Segment
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.leads import service as leads
from tests.agent.conftest import MONDAY, Thread
from tests.agent.model_server import ModelServer, Step

Open = Callable[..., Thread]
HOUSE = "I am not allowed to say more about this. A person of our team can answer it for you."


def bar(thread: Thread, **rule) -> None:
    order = Order(
        key="bar",
        words="Never say these.",
        rule=Rule(actions=frozenset({ActionKind.REPLY_SEND}), effect="bound", **rule),
    )
    with thread.mind.db.writing() as session:
        instructions.issue(session, thread.workspace_id, order, now=MONDAY)


def shown(thread: Thread) -> str:
    return "".join(frame["text"] for kind, frame in thread.frames if kind == "delta")


def test_a_barred_word_never_reaches_the_visitor(open_thread: Open, model: ModelServer) -> None:
    """The sentences before it do, then an honest line; the record names the order. Neither the
    stream nor the transcript nor what a model is told next time holds the word.
    """
    model.script(
        Step(text="It starts in a day. We guarantee the best price of all. You can rely on it.")
    )
    thread = open_thread(is_hosted=True)
    bar(thread, barred_words=frozenset({"guarantee", "best price"}))
    reply = thread.say("how fast does it start?")
    assert [line.strip() for line in reply.split("\n\n")] == ["It starts in a day.", HOUSE]
    assert shown(thread).split() == reply.split()
    (withheld,) = [card for card in thread.decisions() if card.type == "reply.withheld"]
    assert withheld.body["reasons"] == ["words_not_allowed"]
    assert withheld.body["instruction"]["version"] == 1
    kept = str([event.payload for event in thread.events()])
    assert "guarantee" not in kept
    thread.say("and then?")
    assert "guarantee" not in model.bodies[-1].partition("how fast")[2]


def test_a_phrase_that_is_cut_in_two_is_found(open_thread: Open, model: ModelServer) -> None:
    """Its beginning waits for what follows, also over the end of a sentence."""
    model.script(Step(text="This is the best. Price is 5 here. Then more."))
    thread = open_thread(is_hosted=True)
    bar(thread, barred_words=frozenset({"best price"}))
    assert thread.say("what does it cost?") == HOUSE
    model.script(Step(text="This is the best. Ask away. Then more."))
    assert thread.say("what does it do?") == "This is the best. Ask away. Then more."


def test_words_barred_towards_some_are_barred_towards_who_may_be_one(
    open_thread: Open, model: ModelServer
) -> None:
    """A baker may hear it; somebody of whom nothing is known may not."""
    model.script(Step(text="We are cheap."))
    thread = open_thread(is_hosted=True)
    banks = Audience(segments=frozenset({Segment.BANK}))
    bar(thread, barred_words=frozenset({"cheap"}), audience=banks)
    assert thread.say("hello there") == HOUSE
    with thread.mind.db.writing() as session:
        (lead,) = [
            card
            for card in leads.listing(session, thread.workspace_id)
            if card.source != "file:leads"
        ]
        leads.learn(
            session,
            thread.workspace_id,
            lead.id,
            "company",
            value="Kunz Bakery",
            quote=None,
            source="test",
            now=MONDAY,
        )
    assert thread.say("and now?") == "We are cheap."


def test_no_agent_speaks_while_it_is_stopped(open_thread: Open, model: ModelServer) -> None:
    """The platform or the person is stopped: the visitor hears the honest line, and no model is
    asked. Their "stop" is noted all the same.
    """
    thread = open_thread(is_hosted=True)
    with thread.mind.db.writing() as session:
        accounts.stop_platform(session, now=MONDAY)
    assert "not able to answer" in thread.say("hello there")
    thread.say("stop, never contact me again")
    assert model.bodies == []
    assert "contact.suppress" in [action.kind for action in thread.actions()]
    with thread.mind.db.writing() as session:
        accounts.resume_platform(session, now=MONDAY)


def test_a_reading_is_judged_too(open_thread: Open, model: ModelServer) -> None:
    """A look-up that was on the list when the turn began, and whose order has been paused since,
    ends with its reason on record.
    """
    thread = open_thread(is_hosted=True)
    look = {"name": "search_knowledge", "arguments": {"query": "price"}}
    model.script(Step(text="Let me look. One moment.", calls=[look]), Step(text="I will ask."))
    real = thread.mind.publish

    def pause_first(conversation, kind, frame) -> None:
        if kind == "delta":
            pause_readings(thread)
        real(conversation, kind, frame)

    thread.mind = replace(thread.mind, publish=pause_first)
    thread.say("what does it cost?")
    (denied,) = [card for card in thread.decisions() if card.type == "tool.denied"]
    assert denied.body["reasons"] == ["instruction_paused"]


def pause_readings(thread: Thread) -> None:
    with thread.mind.db.writing() as session:
        for card in instructions.listing(session, thread.workspace_id, now=MONDAY):
            if ActionKind.KNOWLEDGE_READ in card.rule.actions:
                instructions.pause(session, thread.workspace_id, card.id, by=None, now=MONDAY)
