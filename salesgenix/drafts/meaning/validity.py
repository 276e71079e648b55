"""From when until when an order holds."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salesgenix.drafts.meaning.findings import CannotHold, Case, Span
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.timing import end_of, next_weekday
from salesgenix.drafts.terms import Facts, Standing

_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
LONGEST = 3_660  # days; nobody orders for longer than ten years
_NAMES = ("day_of", "days", "rel", "month")


def validity(case: Case) -> Span:
    """Takes the tags that say it. A day that is past, or can be two days, is not guessed at."""
    span = Span()
    for tag in case.tags(*_NAMES, "stretch", "next"):
        if tag.start in case.used or (tag.kind == "month" and tag.value is None):
            continue
        lead = case.before(tag)
        role = lead.kind if lead is not None and lead.start not in case.used else ""
        _read(case, span, tag, role)
    if span.not_after is not None and span.not_after.date() <= case.facts.today:
        raise CannotHold("past_date", None, Standing.UNCLEAR)
    return span


def _read(case: Case, span: Span, tag: Tag, role: str) -> None:
    facts = case.facts
    if tag.kind == "stretch":
        span.not_before, span.not_after = _at(tag.value[0], facts), _after(tag.value[1], facts)
    elif tag.kind == "next":
        _next(case, span, tag)
        return
    elif role == "until":
        span.not_after = _end(tag, facts)
    elif role == "fromday":
        span.not_before = _at(_start(tag, facts), facts)
    elif tag.kind == "rel":
        _relative(span, str(tag.value), facts)
    elif tag.kind == "month" and role in {"in", "for", "only", ""}:
        start = _start(tag, facts)
        span.not_before, span.not_after = _at(start, facts), _at(end_of("month", start), facts)
    elif tag.kind == "day_of" and role in {"on", "at", "for", ""}:
        day = _start(tag, facts)
        span.not_before, span.not_after = _at(day, facts), _after(day, facts)
    else:
        return
    case.mark(tag)
    if role in {"until", "fromday", "in", "on", "for", "at"}:
        case.mark(*[t for t in [case.before(tag)] if t is not None])


def _next(case: Case, span: Span, tag: Tag) -> None:
    """``for the next 30 days``, ``for the next two weeks``."""
    figure, unit = case.after(tag), None
    count = 1
    if figure is not None and figure.kind == "number" and isinstance(figure.value, int):
        count, unit = figure.value, case.after(figure)
    else:
        unit, figure = figure, None
    if unit is None or unit.kind not in _DAYS or count * _DAYS[unit.kind] > LONGEST:
        return
    days = count * _DAYS[unit.kind]
    span.not_after = _at(case.facts.today + timedelta(days=days), case.facts)
    case.mark(tag, unit, *([figure] if figure else []))


def _relative(span: Span, rel: str, facts: Facts) -> None:
    today = facts.today
    if rel == "tomorrow":
        day = today + timedelta(days=1)
        span.not_before, span.not_after = _at(day, facts), _after(day, facts)
    elif rel in {"nextweek", "nextmonth"}:
        start = end_of(rel.removeprefix("next"), today)
        span.not_before = _at(start, facts)
        span.not_after = _at(end_of(rel.removeprefix("next"), start), facts)
    else:
        span.not_after = _after(today, facts) if rel == "today" else _at(end_of(rel, today), facts)


def _start(tag: Tag, facts: Facts) -> date:
    """The first day that the tag names."""
    today = facts.today
    if tag.kind == "days":
        return min(next_weekday(day, today) for day in tag.value)
    if tag.kind == "month":
        month = int(tag.value)
        return (
            today.replace(day=1)
            if month == today.month
            else date(today.year + (month < today.month), month, 1)
        )
    if tag.kind == "rel":
        return {
            "today": today, "tomorrow": today + timedelta(days=1),
            "nextweek": end_of("week", today), "nextmonth": end_of("month", today),
        }.get(str(tag.value), today)  # fmt: skip
    if not isinstance(tag.value, date):
        raise CannotHold("ambiguous_date", tag, Standing.UNCLEAR)
    if tag.value < today:
        raise CannotHold("past_date", tag, Standing.UNCLEAR)
    return tag.value


def _end(tag: Tag, facts: Facts) -> datetime:
    """``until Friday`` holds on Friday; ``until Christmas``, ``until May`` end as these begin."""
    if tag.kind == "rel" and str(tag.value) in {"week", "month", "quarter", "year"}:
        return _at(end_of(str(tag.value), facts.today), facts)
    first = _start(tag, facts)
    if tag.kind == "month" or (tag.kind == "rel" and "next" in str(tag.value)):
        return _at(first, facts)
    if tag.kind == "day_of" and first.month == 12 and first.day == 25:  # noqa: PLR2004
        return _at(first, facts)
    return _after(first, facts)


def _at(day: date, facts: Facts) -> datetime:
    """With the day's offset, as it will be read again from the database."""
    local = datetime.combine(day, time(), ZoneInfo(facts.zone))
    return datetime.fromisoformat(local.isoformat())


def _after(day: date, facts: Facts) -> datetime:
    return _at(day + timedelta(days=1), facts)
