"""A turn takes in everything that was said, once, and ends visibly."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from agent.receiving import take_message
from agent.turns import take_turn
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.rules import RequestKind
from salesgenix.turns import service as turns
from tests.agent.conftest import Thread

Open = Callable[..., Thread]


def send(thread: Thread, text: str) -> object:
    return take_message(
        thread.mind,
        thread.workspace_id,
        thread.conversation_id,
        text=text,
        client_id=str(uuid4()),
    )


def replies(thread: Thread) -> list[str]:
    return [
        str(event.payload["text"])
        for event in thread.events()
        if event.kind is EventKind.MESSAGE and event.actor == "agent"
    ]


def test_messages_in_a_row_are_answered_together(open_thread: Open) -> None:
    """Two questions sent before the agent wakes get one reply that takes in both."""
    thread = open_thread()
    send(thread, "what does the Team plan cost?")
    turn = send(thread, "and can we talk on Thursday afternoon?").turn_id
    thread.portal.call(take_turn, thread.mind, turn)
    assert len(replies(thread)) == 1
    assert "39 EUR" in replies(thread)[0]
    assert any(event.kind is EventKind.BOOKING_PROPOSED for event in thread.events())


def test_a_message_that_comes_while_the_agent_thinks_is_not_lost(
    open_thread: Open,
) -> None:
    """It stands before the reply in the log, and is answered all the same, by the next turn."""
    thread = open_thread()
    sent = []

    def interrupt(_: object, kind: str, frame: object) -> None:
        if kind == "delta" and not sent:
            sent.append(send(thread, "also: are you a bot?"))

    thread.mind = replace(thread.mind, publish=interrupt)
    thread.say("what does the Team plan cost?")
    assert len(replies(thread)) == 2
    assert "not a person" in replies(thread)[1]


def test_a_turn_that_has_nothing_left_to_answer_says_nothing(open_thread: Open) -> None:
    """A second start of the same turn, or one overtaken by another, is silent."""
    thread = open_thread()
    turn = send(thread, "hello there").turn_id
    thread.portal.call(take_turn, thread.mind, turn)
    thread.portal.call(take_turn, thread.mind, turn)
    assert len(replies(thread)) == 1


def test_a_workspace_without_instructions_says_so_politely_and_does_nothing(
    open_thread: Open,
) -> None:
    """Default deny: no answer, no action, one honest line, a task for a person."""
    thread = open_thread()
    now = thread.mind.clock.now()
    with thread.mind.db.writing() as session:
        for card in instructions.listing(session, thread.workspace_id, now=now):
            instructions.revoke(session, thread.workspace_id, card.id, by=None, now=now)
    first = thread.say("please e-mail me a quote and book Tuesday")
    assert "A colleague will get back to you" in first
    assert thread.say("hello?") == ""
    assert thread.actions() == []
    withheld = [card for card in thread.decisions() if card.type == "reply.withheld"]
    assert withheld[0].body["reasons"] == ["no_instruction"]


def test_a_pause_stops_answers_but_never_an_opt_out(open_thread: Open) -> None:
    """While everything is paused, a person who asks to be left alone still is, and is told so."""
    thread = open_thread()
    with thread.mind.db.writing() as session:
        accounts.pause(session, thread.workspace_id, "a test", None, now=thread.mind.clock.now())
    assert "not able to answer" in thread.say("what does it cost?")
    assert thread.say("stop writing to me") != ""
    assert [(a.kind, a.state) for a in thread.actions()] == [("contact.suppress", "done")]


def test_the_second_run_says_the_same(open_thread: Open) -> None:
    """The embedded brain is deterministic: the same words get the same answers."""
    script = ["what does it cost?", "too expensive", "we are 12 people", "thanks, bye"]
    first, second = open_thread(), open_thread()
    assert [first.say(line) for line in script] == [second.say(line) for line in script]


def test_a_turn_that_always_dies_is_given_up_with_an_honest_line(open_thread: Open) -> None:
    """After a few attempts the visitor is told, a person is asked, and the turn ends."""
    thread = open_thread()
    turn = send(thread, "hello there").turn_id
    clock = thread.mind.clock
    for _ in range(5):
        with thread.mind.db.writing() as session:
            claimed = turns.claim(session, turn, now=clock.now())
        clock.set(clock.now() + turns.LEASE * 2)
    assert claimed.attempt == 5
    thread.portal.call(take_turn, thread.mind, turn)
    last = thread.events()[-1]
    assert (last.actor, "something went wrong" in last.payload["text"]) == ("system", True)
    with thread.mind.db.reading() as session:
        assert turns.waiting(session, now=clock.now() + turns.LEASE * 9) == []


def test_a_stated_child_is_frozen_at_once(open_thread: Open) -> None:
    """No selling, no profile: from the next word on only what protects the child is left."""
    thread = open_thread()
    thread.say("hi, i'm 11 years old and want to buy this")
    with thread.mind.db.reading() as session:
        card = conversations.card(session, thread.workspace_id, thread.conversation_id)
        assert leads.card(session, thread.workspace_id, card.lead_id).is_frozen
        asked = requests.requests(session, thread.workspace_id)
        assert [(request.kind, request.about_ref) for request in asked] == [
            (RequestKind.ERASE, card.subject_ref)
        ]
    thread.say("my name is Tim and I want a demo on Thursday")
    kinds = {action.kind for action in thread.actions() if action.state == "done"}
    assert not {"lead.learn", "appointment.book", "slots.offer"} & {str(kind) for kind in kinds}
