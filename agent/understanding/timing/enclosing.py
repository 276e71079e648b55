""" "In two weeks, Tuesday the 15th": a stretch that is only said to tell which day is meant."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.understanding.timing.days import Span
from agent.understanding.timing.elements import Element

_STRETCHES = {"week", "month", "isoweek", "within", "quarter", "year", "few"}
_APART = {"or", "and", "but", "to", "not", "cant", "correction", "prefer"}
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
            if not _may_enclose(outer) or outer not in kept or inner not in kept:
                continue
            days, day = list(spans(outer)), list(spans(inner))
            if len(days) != 1 or len(day) != 1:
                continue
            is_dated = _is_dated(inner)
            if _holds(outer, days[0], day[0]) or (is_dated and _is_feast(outer)):
                kept.remove(outer)
            elif day[0].first != day[0].last:
                continue
            elif _follows(outer, inner):
                kept = [_after(outer, inner) if e is inner else e for e in kept if e is not outer]
            elif outer.mention and outer.mention.kind in _STRETCHES and is_dated:
                is_torn = True
    return kept, is_torn


def _may_enclose(element: Element) -> bool:
    mention = element.mention
    if mention is None or element.until is not None:
        return False
    return mention.kind in _STRETCHES or bool(element.bound)


def _holds(outer: Element, days: Span, day: Span) -> bool:
    """A limit has no far end: ``not before the new year, second week of January``."""
    if outer.bound in {"after", "from"}:
        return days.first <= day.first
    if outer.bound in {"until", "before"}:
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
