""" "In two weeks, Tuesday the 15th": a stretch that is only said to tell which day is meant."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.understanding.timing.days import Span
from agent.understanding.timing.elements import Element

_STRETCHES = {"week", "month", "isoweek", "within", "quarter", "year", "few"}
_APART = {"or", "and", "but", "to", "not", "cant", "correction", "prefer"}
_CLOSE = 3  # characters
Spans = Callable[[Element], Sequence[Span]]


def without_enclosing(elements: Sequence[Element], spans: Spans) -> tuple[list[Element], bool]:
    """The elements less the stretches that hold the one day said beside them.

    ``spans`` tells which days an element names. The second value tells that a stretch and the
    date beside it do not agree.
    """
    kept = list(elements)
    is_torn = False
    for one, other in pairwise([e for e in elements if e.kind == "day"]):
        between = {e.kind for e in elements if one.start < e.start < other.start}
        if between & _APART:
            continue
        for outer, inner in ((one, other), (other, one)):
            if outer in kept and inner in kept and _may_enclose(outer):
                days, day = list(spans(outer)), list(spans(inner))
                kept = _taken_together(kept, (outer, days), (inner, day))
                is_torn |= outer in kept and _disagree((outer, days), (inner, day))
    return kept, is_torn


def _taken_together(
    kept: list[Element], outer: tuple[Element, list[Span]], inner: tuple[Element, list[Span]]
) -> list[Element]:
    (stretch, days), (named, day) = outer, inner
    without = [e for e in kept if e is not stretch]
    if _is_same_day(stretch, days, day):
        return without  # "Wednesday (today)"
    if len(days) != 1 or len(day) != 1 or _is_weekday(stretch):
        return kept
    if _holds(stretch, days[0], day[0]) or (_is_dated(named) and _is_feast(stretch)):
        return without
    if day[0].first == day[0].last and _follows(stretch, named):
        return [_after(stretch, named) if e is named else e for e in without]
    return kept


def _disagree(outer: tuple[Element, list[Span]], inner: tuple[Element, list[Span]]) -> bool:
    """``next week, Tuesday 15``, where the 15th lies in the week after it."""
    (stretch, days), (named, day) = outer, inner
    if len(days) != 1 or len(day) != 1 or day[0].first != day[0].last:
        return False
    if _is_weekday(stretch) and days != day:  # "Wednesday, tomorrow at 3"
        gap = max(stretch.start, named.start) - min(stretch.end, named.end)
        return _is_dated(named) and gap <= _CLOSE
    is_stretch = stretch.mention is not None and stretch.mention.kind in _STRETCHES
    return is_stretch and _is_dated(named)


def _is_weekday(element: Element) -> bool:
    is_weekday = element.mention is not None and element.mention.kind == "weekday"
    return is_weekday and not element.bound


def _is_same_day(weekday: Element, days: Sequence[Span], day: Sequence[Span]) -> bool:
    """A day of the week that may be of this week or the next, beside the very day."""
    is_open = weekday.mention is not None and weekday.mention.kind == "weekday"
    return is_open and len(days) > 1 and len(day) == 1 and day[0] in days


def _may_enclose(element: Element) -> bool:
    mention = element.mention
    if mention is None or element.until is not None:
        return False
    if mention.kind == "weekday" and not element.bound:
        return True
    return mention.kind in _STRETCHES or bool(element.bound)


def _holds(outer: Element, days: Span, day: Span) -> bool:
    """A limit has no far end: ``not before the new year, second week of January``."""
    if outer.bound in {"after", "from"}:
        return days.first <= day.first
    if outer.bound in {"until", "before", "closebefore"}:
        return day.last <= days.last
    return day.first == day.last and days.first <= day.first <= days.last


def _is_feast(element: Element) -> bool:
    is_feast = element.mention is not None and element.mention.kind == "feast"
    return is_feast and bool(element.bound)


def _is_dated(element: Element) -> bool:
    return element.mention is not None and element.mention.kind in {"said", "day"}


def _follows(outer: Element, inner: Element) -> bool:
    """``after Easter, Tuesday at 10``: the Tuesday after it, and not the next one."""
    mention = inner.mention
    is_plain = mention is not None and mention.kind == "weekday" and mention.week is None
    return outer.bound == "after" and is_plain and not (mention and mention.modifier)


def _after(outer: Element, inner: Element) -> Element:
    if inner.mention is None:
        return inner
    return replace(inner, mention=replace(inner.mention, modifier="after", beside=outer.mention))
