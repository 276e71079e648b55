"""What a reading of times hands on."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class Question(StrEnum):
    """The one thing to ask when a time cannot be known from the words."""

    AMBIGUOUS_TIME = "ambiguous_time"
    AMBIGUOUS_DAY = "ambiguous_day"
    IMPOSSIBLE_DATE = "impossible_date"
    IMPOSSIBLE_TIME = "impossible_time"
    WHICH_ZONE = "which_zone"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` to ``end`` (exclusive), aware UTC, and the words that said so."""

    start: datetime
    end: datetime
    words: str


@dataclass(frozen=True, slots=True)
class When:
    """The times a message names, in order.

    Without a question the windows are what the person meant. With one they are the readings to
    choose between (none when there is nothing to choose). ``zone`` is an IANA name when the person
    states theirs; the windows are then already read in it. ``exact``: a clock time was said, and
    each window starts at it and lasts an hour, whatever the length of the meeting. ``clocks`` are
    the local clock times said, for "the 15:30 one" when slots lie on the table.
    """

    windows: tuple[Window, ...] = ()
    question: Question | None = None
    zone: str | None = None
    exact: bool = False
    clocks: tuple[time, ...] = ()
