"""A conversation of ten thousand messages is answered like a short one."""

import time

from salesgenix.conversations.models import Conversation, Event
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.db import write_sealed
from tests.journeys.company import Company, Thread


def fill(company: Company, thread: Thread, count: int) -> None:
    """The log as so many messages would have left it, written in one go."""
    card = thread.card()
    with company.house.db.writing() as session:
        for number in range(1, count + 1):
            row = Event(
                workspace_id=company.workspace_id,
                conversation_id=thread.id,
                subject_ref=card.subject_ref,
                seq=card.last_seq + number,
                kind=EventKind.MESSAGE,
                actor=Actor.PROSPECT if number % 2 else Actor.AGENT,
                visibility="public",
                at=company.clock.now(),
            )
            write_sealed(session, row, payload=f'{{"text": "Line {number}"}}')
            session.add(row)
        conversation = session.get_one(Conversation, thread.id)
        conversation.last_seq = card.last_seq + count


def test_ten_thousand_messages_do_not_slow_the_answer(company: Company) -> None:
    """The turn reads a bounded part of the log: within three times a first turn's time."""
    thread = company.open_thread()
    thread.say("Hello")  # loads what the first turn loads
    began = time.process_time()
    thread.say("What does the Team plan cost?")
    short = time.process_time() - began
    fill(company, thread, 10_000)
    began = time.process_time()
    reply = thread.say("And the Enterprise plan?", "What does the Team plan cost?")
    took = (time.process_time() - began) / 2
    assert "39 EUR" in reply
    assert took < 3 * short + 0.5
