"""The life of a piece of work in the outbox, and how long it waits after a failure. Pure."""

from datetime import timedelta
from enum import StrEnum

LEASE = timedelta(seconds=30)  # a claim that nobody ended by then is another's to take
KEPT = timedelta(days=1)  # what is over is kept so long: the same work is not owed twice
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)
MAX_ATTEMPTS = 8


class Kind(StrEnum):
    """What can be owed. The list is closed; ``worker`` has a hand for each."""

    CALENDAR_READ = "calendar.read"  # facts: account


class State(StrEnum):
    DUE = "due"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"  # given up: a person looks, and may have it tried again
    CANCELLED = "cancelled"


UNFINISHED = (State.DUE, State.LEASED)


def wait_after(attempts: int, luck: float) -> timedelta | None:
    """How long until the next try; none: give up. ``luck`` in [0, 1) spreads what failed together
    over the second half of the wait.
    """
    if attempts >= MAX_ATTEMPTS:
        return None
    full: timedelta = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return full / 2 + full / 2 * luck


def shares(limit: int, workspaces: int) -> int:
    """How many rows each of several workspaces gets of one claim: nobody crowds out the others."""
    return max(1, limit // max(1, workspaces))
