"""Which days belong together: stretches, days of a week, the Monday after a feast."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from agent.understanding.timing.days import Span, bound_to_weeks
from agent.understanding.timing.elements import Element

_DAY = timedelta(days=1)
_TOUCHING = 14  # characters: as long as "after" and an article
_TWO = 2


def joined_days(elements: Sequence[Element]) -> list[Element]:
    """The elements with each day, or stretch of days, as one of them."""
    return _in_named_month(_within_months(_beside_days(_day_ranges(_bind_weeks(_moved(elements))))))


def _day_ranges(elements: Sequence[Element]) -> list[Element]:
    """``Monday to Wednesday``, ``between the 3rd and the 5th``: one stretch of days."""
    out: list[Element] = []
    opened = False
    for element in elements:
        if element.kind == "between":
            opened = True
            continue
        joint, first = (out[-1], out[-2]) if len(out) > 1 else (None, None)
        joins = joint is not None and (joint.kind == "to" or (opened and joint.kind == "and"))
        if element.kind == "day" and joins and first is not None and first.kind == "day":
            are_feasts = _is_feast(first) and _is_feast(element)
            bound = "between" if opened and are_feasts else ""
            out[-2:] = [replace(first, until=element.mention, end=element.end, bound=bound)]
            opened = False
            continue
        if element.kind == "day" and element.bound == "until" and out and out[-1].bound == "from":
            out[-1] = replace(out[-1], until=element.mention, end=element.end, bound="")
            continue
        out.append(element)
    return out


def _is_feast(element: Element) -> bool:
    return element.mention is not None and element.mention.kind == "feast"


def _moved(elements: Sequence[Element]) -> list[Element]:
    """``move it from Tuesday to Thursday``: only where it goes is wanted."""
    days = [e for e in elements if e.kind == "day"]
    if len(days) != _TWO or not any(e.kind == "move" for e in elements):
        return list(elements)
    between = [e.kind for e in elements if days[0].start < e.start < days[1].start]
    if days[0].bound in {"from", "after"} or days[1].bound == "until" or "to" in between:
        return [
            replace(e, bound="") if e is days[1] else e
            for e in elements
            if e is not days[0] and e.kind != "to"
        ]
    return list(elements)


def _beside_days(elements: Sequence[Element]) -> list[Element]:
    """``Monday after New Year``, ``the Friday before Christmas``: one day, not two."""
    out: list[Element] = []
    for element in elements:
        last = out[-1] if out else None
        if last is not None and last.mention is not None and _leans_on(last, element):
            mention = replace(
                last.mention, modifier=element.bound.removeprefix("close"), beside=element.mention
            )
            out[-1] = replace(last, mention=mention, end=element.end)
        else:
            out.append(element)
    return out


def _leans_on(weekday: Element, day: Element) -> bool:
    touches = day.kind == "day" and day.start - weekday.end <= _TOUCHING
    return touches and day.bound in {"after", "before", "closebefore"} and is_plain_weekday(weekday)


def _within_months(elements: Sequence[Element]) -> list[Element]:
    """``early January, a Tuesday``: only the Tuesdays of it."""
    days = [e for e in elements if e.kind == "day"]
    apart = {"or", "and", "but", "to", "not", "cant"} & {e.kind for e in elements}
    if len(days) != _TWO or apart:
        return list(elements)
    months = [
        e
        for e in days
        if e.mention
        and not e.bound
        and (e.mention.kind in {"month", "isoweek"} or e.mention.modifier == "week_of")
    ]
    weekdays = [e for e in days if is_plain_weekday(e)]
    if len(months) != 1 or len(weekdays) != 1 or weekdays[0].mention is None:
        return list(elements)
    merged = replace(months[0], only=weekdays[0].mention.number)
    return [merged if e is months[0] else e for e in elements if e is not weekdays[0]]


def _in_named_month(elements: Sequence[Element]) -> list[Element]:
    """``in January, after the 10th``: the day belongs to the month said before it."""
    days = [e for e in elements if e.kind == "day"]
    apart = {"or", "and", "but", "to", "not", "cant"} & {e.kind for e in elements}
    if len(days) != _TWO or apart:
        return list(elements)
    month, day = days[0].mention, days[1].mention
    if month is None or month.kind != "month" or month.modifier or days[0].bound:
        return list(elements)
    if day is None or day.said is None or day.said.month is not None or month.position:
        return list(elements)
    said = replace(day.said, month=month.number, year=month.year)
    merged = replace(days[1], mention=replace(day, said=said), start=days[0].start)
    return [merged if e is days[1] else e for e in elements if e is not days[0]]


def is_stretch(element: Element) -> bool:
    """A week, a month or a stretch of days, of which single days can be ruled out."""
    mention = element.mention
    if element.kind != "day" or mention is None:
        return False
    is_long = mention.kind in {"week", "month", "isoweek"} or mention.modifier == "week_of"
    return is_long or element.until is not None


def is_plain_weekday(element: Element) -> bool:
    mention = element.mention
    if mention is None or mention.kind != "weekday":
        return False
    return not (mention.modifier or element.bound or mention.week is not None)


def days_meant(span: Span, element: Element) -> list[Span]:
    if element.only is None:
        return [span]
    length = (span.last - span.first).days + 1
    days = [span.first + _DAY * n for n in range(length)]
    return [Span(day, day) for day in days if day.weekday() == element.only]


def _bind_weeks(elements: Sequence[Element]) -> list[Element]:
    days = [e for e in elements if e.kind == "day"]
    joined = [joint_before(elements, e) for e in days]
    mentions = bound_to_weeks([e.mention for e in days], joined)
    fate = {id(e): m for e, m in zip(days, mentions, strict=True)}
    out: list[Element] = []
    for element in elements:
        if element.kind != "day":
            out.append(element)
        elif fate[id(element)] is not None:
            out.append(replace(element, mention=fate[id(element)]))
    return out


def shares_segment(one: Element, other: Element) -> bool:
    return (one.clause, one.segment) == (other.clause, other.segment)


def joint_before(elements: Sequence[Element], element: Element) -> str:
    at = next(n for n, e in enumerate(elements) if e is element)
    before = elements[at - 1] if at else None
    after = elements[at + 1] if at + 1 < len(elements) else None
    if after is not None and after.kind in {"not", "cant"} and shares_segment(element, after):
        beyond = elements[at + 2] if at + 2 < len(elements) else None
        if beyond is None or not shares_segment(after, beyond):
            return "not"
    if before is None:
        return ""
    return before.kind if before.kind in {"or", "and", "but", "to", "not"} else ""
