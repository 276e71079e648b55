""" "An hour later", "same time on Friday": words that lean on a time already on the table."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from agent.understanding.timing.clocks import Clock
from agent.understanding.timing.dates import Said
from agent.understanding.timing.days import Mention
from agent.understanding.timing.elements import Element

_DAY_MINUTES = 24 * 60


def leant(
    elements: Sequence[Element], slot: datetime | None, *, now: datetime
) -> tuple[list[Element], bool]:
    """The same elements with days and clocks for those that lean; ``slot`` and ``now`` are
    local.

    The second value tells that a time of day was meant and there is none to lean on.
    """
    out: list[Element] = []
    is_so_far_ahead = any(e.kind == "this_time" for e in elements)
    for element in elements:
        if is_so_far_ahead and _is_plain_week(element):
            out.append(_weeks_on(element, now))
        elif element.kind == "this_time":
            out.append(_at(element, now))
        elif element.kind not in {"same_time", "same_day", "later"}:
            out.append(element)
        elif slot is not None:
            out += _leans(element, slot)
    return out, slot is None and any(e.kind == "same_time" for e in elements)


def _leans(element: Element, slot: datetime) -> list[Element]:
    moved = slot + timedelta(minutes=element.minutes)
    said = Said(moved.day, moved.month, moved.year)
    day = replace(element, kind="day", mention=Mention("said", said=said))
    clock = _at(element, moved)
    if element.kind == "same_time":
        return [clock]
    if element.kind == "same_day" or element.minutes % _DAY_MINUTES == 0:
        return [day]
    return [day, clock]


def _is_plain_week(element: Element) -> bool:
    mention = element.mention
    return mention is not None and mention.kind == "week" and not mention.position


def _weeks_on(element: Element, now: datetime) -> Element:
    """``this time next week``: the same day of it."""
    day = now + timedelta(weeks=element.mention.number if element.mention else 0)
    return replace(element, mention=Mention("said", said=Said(day.day, day.month, day.year)))


def _at(element: Element, moment: datetime) -> Element:
    return replace(element, kind="clock", clock=Clock(moment.hour, moment.minute, is_sure=True))
