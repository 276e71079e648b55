"""A conversation of ten thousand messages is answered like a short one."""

from threading import current_thread, main_thread

from sqlalchemy import event

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
    """Two answers read a bounded part of the log, however long it has become."""
    thread = company.open_thread()
    thread.say("Hello")
    fill(company, thread, 10_000)
    read: list[Event] = []

    def count(row: Event, _: object) -> None:
        if current_thread() is not main_thread():  # the test itself reads the whole log
            read.append(row)

    event.listen(Event, "load", count)
    try:
        reply = thread.say("And the Enterprise plan?", "What does the Team plan cost?")
    finally:
        event.remove(Event, "load", count)
    assert "39 EUR" in reply
    assert 0 < len(read) < 2_000
