"""Guests are reminded of their meetings, where an order of the owner's lets it happen."""

from datetime import timedelta
from typing import TYPE_CHECKING

from salesgenix.actions import meetings
from salesgenix.appointments import reminding

if TYPE_CHECKING:
    from worker.keeping import Keeping

EVERY = timedelta(minutes=1)


def remind_who_comes(keeping: "Keeping") -> int:
    """How many reminders were asked for; each is an action of its own."""
    now = keeping.clock.now()
    last = keeping.done_at.get(__name__)
    if last is not None and last <= now < last + EVERY:
        return 0
    keeping.done_at[__name__] = now
    with keeping.db.reading() as session:
        coming = reminding.coming(session, now=now)
    count = 0
    for workspace_id, card, hours in coming:
        with keeping.db.writing() as session:
            asked = meetings.remind(session, workspace_id, card, hours=hours, now=now)
        count += asked is not None
    return count
