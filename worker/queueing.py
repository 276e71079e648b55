"""Whoever waits for a person in vain is told so, each once, however many workers there are."""

from datetime import datetime

from agent import queueing
from salesgenix.db import Database


def tell_who_waits(db: Database, now: datetime) -> int:
    """A transaction for each: it locks one conversation, then what it writes to."""
    with db.reading() as session:
        waiting = queueing.overdue(session, now)
    count = 0
    for card in waiting:
        with db.writing() as session:
            count += queueing.tell_overdue(session, card, now=now)
    return count
