"""Whoever asked in vain is told in their conversation when the team has written the answer down."""

from datetime import timedelta
from uuid import uuid4

import pytest

from agent.turns import take_turn
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.kit.errors import Conflict
from salesgenix.knowledge import answering
from salesgenix.knowledge.rules import Audience
from salesgenix.knowledge.writing import Words
from salesgenix.turns import service as turns
from tests.agent.conftest import MONDAY
from tests.agent.model_server import Step

QUESTION = "Do you have a plug-in for Blender?"
PAGE = Words("Blender", "A plug-in for Blender is included in every plan.")


def answer(thread, words=PAGE, ref=None):
    """The owner answers all that is on the list."""
    with thread.mind.db.writing() as session:
        member = accounts.members(session, thread.workspace_id)[0]
        asked = answering.questions(session, thread.workspace_id)
        ids = [question.task_id for group in asked for question in group]
        return ids, answering.answer(
            session,
            thread.workspace_id,
            ids,
            words,
            ref=ref or uuid4(),
            by=member.id,
            now=thread.mind.clock.now(),
        )


def run(thread):
    """What the worker finds due."""
    with thread.mind.db.reading() as session:
        due = turns.waiting(session, now=MONDAY + timedelta(hours=1))
    for turn_id in due:
        thread.portal.call(take_turn, thread.mind, turn_id)
    return due


def replies(thread):
    return [e for e in thread.events() if e.kind is EventKind.MESSAGE and e.actor == "agent"]


def test_a_promise_to_ask_a_colleague_is_kept_once(open_thread):
    """The agent brings the answer with its source, in one turn and never again; then it is known
    to everybody. The second click of the owner does nothing.
    """
    thread = open_thread()
    assert "colleague" in thread.say(QUESTION)
    ref = uuid4()
    ids, done = answer(thread, ref=ref)
    assert (len(ids), done.told) == (1, 1)
    assert len(run(thread)) == 1
    said = replies(thread)[-1].payload
    assert QUESTION in said["text"]
    assert f"{PAGE.text} (Source: Blender)" in said["text"]
    assert [source["title"] for source in said["sources"]] == ["Blender"]
    with thread.mind.db.writing() as session:
        member = accounts.members(session, thread.workspace_id)[0]
        again = answering.answer(
            session,
            thread.workspace_id,
            ids,
            PAGE,
            ref=ref,
            by=member.id,
            now=thread.mind.clock.now(),
        )
        with pytest.raises(Conflict):
            answering.answer(
                session,
                thread.workspace_id,
                ids,
                PAGE,
                ref=uuid4(),
                by=member.id,
                now=thread.mind.clock.now(),
            )
    assert again == done
    assert run(thread) == []
    assert "I have the answer now" not in thread.say("Thanks!")


def test_nobody_is_told_after_a_stop_or_by_two_or_from_an_internal_page(open_thread):
    """After a stop, after a person of the team has written, and from a page that is internal the
    question is closed and nothing is said; a stop between answer and turn counts too.
    """
    stopped, written, internal, late = (open_thread() for _ in range(4))
    for thread, name in ((stopped, "Maya"), (written, "Rhino"), (internal, "Revit")):
        thread.say(f"Do you have a plug-in for {name}?")
        if thread is stopped:
            thread.say("stop writing to me")
        if thread is written:
            write(thread, "It is on its way.")
        audience = Audience.INTERNAL if thread is internal else Audience.PUBLIC
        before = len(thread.events())
        words = Words(name, f"A plug-in for {name} is included.", audience=audience)
        assert answer(thread, words)[1].told == 0
        assert run(thread) == []
        assert len(thread.events()) == before
    late.say(QUESTION)
    assert answer(late)[1].told == 1
    late.say("stop writing to me")  # the turn that is due takes it on
    run(late)
    assert PAGE.text not in "".join(reply.payload["text"] for reply in replies(late))


def write(thread, text):
    """A person of the team."""
    with thread.mind.db.writing() as session:
        owner = accounts.members(session, thread.workspace_id)[0]
        event = NewEvent(
            kind=EventKind.MESSAGE, actor=Actor.REP, payload={"text": text}, member_id=owner.id
        )
        conversations.append(
            session, thread.workspace_id, thread.conversation_id, event, now=thread.mind.clock.now()
        )


def test_a_hosted_model_is_not_asked_what_a_page_says(open_thread, model):
    """With a model that is down the answer comes all the same, word for word."""
    model.script(
        Step(calls=[{"name": "ask_team", "arguments": {"question": QUESTION}}]),
        Step(text="I have asked a colleague."),
        Step(status=500),
    )
    thread = open_thread(is_hosted=True)
    assert "colleague" in thread.say(QUESTION)
    asked = len(model.bodies)
    assert answer(thread)[1].told == 1
    run(thread)
    assert f"{PAGE.text} (Source: Blender)" in replies(thread)[-1].payload["text"]
    assert len(model.bodies) == asked
