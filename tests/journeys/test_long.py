"""A conversation of ten thousand messages is answered like a short one."""

import time

from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from tests.journeys.company import Company


def test_ten_thousand_messages_do_not_slow_the_answer(company: Company) -> None:
    """The turn reads a bounded part of the log: within three times a first turn's time."""
    thread = company.open_thread()
    thread.say("Hello")  # loads what the first turn loads
    began = time.process_time()
    thread.say("What does the Team plan cost?")
    short = time.process_time() - began
    with company.house.db.writing() as session:
        for number in range(10_000):
            actor = Actor.PROSPECT if number % 2 == 0 else Actor.AGENT
            event = NewEvent(
                kind=EventKind.MESSAGE, actor=actor, payload={"text": f"Line {number}"}
            )
            conversations.append(
                session, company.workspace_id, thread.id, event, now=company.clock.now()
            )
    began = time.process_time()
    reply = thread.say("And the Enterprise plan?", "What does the Team plan cost?")
    took = (time.process_time() - began) / 2
    assert "39 EUR" in reply
    assert took < 3 * short + 0.5
