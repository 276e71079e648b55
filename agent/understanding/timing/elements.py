"""The parts of a request for a time, once they are read and before they are put together."""

from dataclasses import dataclass

from agent.understanding.timing.clocks import Clock
from agent.understanding.timing.days import Mention


@dataclass(frozen=True, slots=True)
class Element:
    """``kind``: day, part, clock, after, before, instant, or one of the joints.

    ``segment`` counts the commas before it. ``bound`` on a day: from, after, until, before.
    ``weekday`` is set when a date was named with it.
    """

    kind: str
    start: int
    end: int
    clause: int
    mark: str = ""
    segment: int = 0
    mention: Mention | None = None
    part: str = ""
    clock: Clock | None = None
    to: Clock | None = None
    minutes: int = 0
    bound: str = ""
    weekday: int | None = None
    until: Mention | None = None
    only: int | None = None  # of a stretch of days, those of this weekday
