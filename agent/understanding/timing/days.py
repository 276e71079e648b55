"""From mentions of days, weeks and months to spans of dates."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agent.understanding.timing.dates import Said, monday_of, settle
from agent.understanding.timing.feasts import VAGUE, feast
from agent.understanding.timing.shapes import Question

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MONTHS = 12
_WORKWEEK = 5
_FEW = (2, 5)
_JUST = 3  # days: "just before Christmas"
OPEN_DAYS = 7  # how far a wish without a day looks ahead


@dataclass(frozen=True, slots=True)
class Span:
    """From ``first`` to ``last``, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Mention:
    """A day, week or month as said, before it is known which one.

    ``kind`` is weekday, said, day, within, week, month, or one of ``stretches``; ``number`` the
    weekday, offset or month; ``modifier`` one of next, coming, comingnear (a word that no one says
    of tomorrow), this, last, week_on, week_on2,
    next_week, week_of; ``week`` counts weeks.
    """

    kind: str
    number: int = 0
    said: Said | None = None
    modifier: str = ""
    position: str = ""
    week: int | None = None
    beside: "Mention | None" = None
    year: int | None = None


def spans_of(mention: Mention, today: date) -> tuple[list[Span], Question | None]:
    """The span meant; several with a question when the words fit several."""
    if mention.kind == "weekday":
        return _beside(mention, today) if mention.beside else _weekday(mention, today)
    if mention.said is not None:
        days, question = settle(mention.said, today)
        if mention.modifier == "week_of":
            return [_part_of_week(monday_of(day), "") for day in days], question
        return [Span(day, day) for day in days], question
    if mention.kind == "day":
        return _ahead(today + _DAY * mention.number, today)
    if mention.kind == "shifted":
        return _shifted(mention, today)
    return _of_stretch(mention, today)


def at_an_hour(mention: Mention, today: date) -> tuple[list[Span], Question | None] | None:
    """``in two weeks at 10``: the day that lies just so far ahead, where work is done on it."""
    if mention.kind != "week" or mention.modifier != "in" or mention.position:
        return None
    day = today + _WEEK * mention.number
    return [Span(day, day)], Question.AMBIGUOUS_DAY if day.weekday() >= _WORKWEEK else None


def on_its_last_day(mention: Mention, today: date) -> tuple[list[Span], Question | None] | None:
    """``the end of the month``, said on its last day, is seldom that day."""
    is_end = mention.kind == "month" and mention.position == "end" and mention.number == 0
    if not is_end or mention.modifier != "ref":
        return None
    spans = [_stretch(replace(mention, number=ahead), today) for ahead in (0, 1)]
    if spans[0].last - today > _DAY:
        return None
    return [Span(today, spans[0].last), spans[1]], Question.AMBIGUOUS_DAY


def _of_stretch(mention: Mention, today: date) -> tuple[list[Span], Question | None]:
    if mention.kind == "week" and mention.number == 0 and today.weekday() >= _WORKWEEK:
        return _week_said_at_its_end(mention, today)
    if mention.kind == "few":  # "in a few weeks": no one knows which
        few = (today + _DAY * mention.number * n for n in _FEW)
        return [Span(*few)], Question.AMBIGUOUS_DAY
    stretch = _stretch(mention, today)
    if mention.kind == "feast" and mention.position in VAGUE:
        return [stretch], Question.AMBIGUOUS_DAY
    if mention.year is not None and stretch.last < today:
        return [], None  # "founded in May 2019" is no time to meet
    return [stretch], None


def bounded(span: Span, bound: str, today: date) -> Span:
    """The days that a limit leaves: ``from Monday``, ``after the 10th``, ``by Friday``."""
    limits = {
        "from": Span(span.first, max(span.last, span.first + _DAY * (OPEN_DAYS - 1))),
        "after": Span(span.last + _DAY, span.last + _DAY * OPEN_DAYS),
        "until": Span(min(today, span.first), span.last),
        "closebefore": Span(max(today, span.first - _DAY * _JUST), span.first - _DAY),
        "before": Span(min(today, span.first), max(span.first - _DAY, today)),
    }
    return limits.get(bound, span)


def _beside(mention: Mention, today: date) -> tuple[list[Span], Question | None]:
    """``the Monday after New Year``: the nearest such day on that side of it."""
    spans, question = spans_of(mention.beside, today) if mention.beside else ([], None)
    days = []
    for span in spans:
        if mention.modifier == "before":
            last = span.first - _DAY
            days.append(last - _DAY * ((last.weekday() - mention.number) % 7))
        else:
            first = span.last + _DAY
            days.append(first + _DAY * ((mention.number - first.weekday()) % 7))
    return [Span(day, day) for day in days], question


def _shifted(mention: Mention, today: date) -> tuple[list[Span], Question | None]:
    """``the day after Thanksgiving``: ``number`` days beside what is named."""
    spans, question = spans_of(mention.beside, today) if mention.beside else ([], None)
    ends = [span.last if mention.number > 0 else span.first for span in spans]
    days = [day + _DAY * mention.number for day in ends]
    return [Span(day, day) for day in days], question


def _week_said_at_its_end(mention: Mention, today: date) -> tuple[list[Span], Question | None]:
    """On a Sunday "this week" may be the one that begins tomorrow."""
    spans = [_part_of_week(monday_of(today) + _WEEK * n, mention.position) for n in (0, 1)]
    if mention.position == "weekend":
        return spans[:1], None
    ahead = [Span(max(s.first, today), s.last) for s in spans if s.last >= today]
    return ahead, Question.AMBIGUOUS_DAY if len(ahead) > 1 else None


def _stretch(mention: Mention, today: date) -> Span:
    if mention.kind == "within":
        return Span(today, today + _DAY * mention.number)
    if mention.kind == "week":
        return _part_of_week(monday_of(today) + _WEEK * mention.number, mention.position)
    if mention.kind in _STRETCHES:
        return Span(*_STRETCHES[mention.kind](mention, today))
    return _part_of_month(mention, today)


def _of_year(mention: Mention, today: date) -> tuple[date, date]:
    year = today.year + mention.number
    parts = {"start": (1, 2), "middle": (6, 7), "end": (12, 12), "first_half": (1, 6),
             "second_half": (7, 12)}  # fmt: skip
    first, last = parts.get(mention.position, (1, 12))
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _quarter(mention: Mention, today: date) -> tuple[date, date]:
    last = mention.number * 3
    year = today.year + (last < today.month)
    end = date(year, last, calendar.monthrange(year, last)[1])
    return date(year, last - 2, 1), end


def _iso_week(mention: Mention, today: date) -> tuple[date, date]:
    year = today.isocalendar().year + (mention.number < today.isocalendar().week)
    monday = date(year, 1, 4) - _DAY * date(year, 1, 4).weekday() + _WEEK * (mention.number - 1)
    return monday, monday + _DAY * 6


def _workdays(mention: Mention, today: date) -> tuple[date, date]:
    day = today
    for _ in range(mention.number):
        day += _DAY * (3 if day.weekday() == _WORKWEEK - 1 else 1)
    return day, day


def _nth(mention: Mention, today: date) -> tuple[date, date]:
    """``the first Monday in December``; ``week`` 0 is the last one."""
    year = today.year
    while True:
        month = mention.number or today.month
        length = calendar.monthrange(year, month)[1]
        every = [date(year, month, n) for n in range(1, length + 1)]
        fitting = [day for day in every if day.weekday() == int(mention.modifier)]
        day = fitting[(mention.week or 0) - 1]
        if day >= today:
            return day, day
        year += 1


def _feast(mention: Mention, today: date) -> tuple[date, date]:
    return feast(mention.position, today)


_STRETCHES = {"year": _of_year, "quarter": _quarter, "isoweek": _iso_week, "nth": _nth,
              "feast": _feast, "workdays": _workdays}  # fmt: skip


def _ahead(day: date, today: date) -> tuple[list[Span], Question | None]:
    return ([Span(day, day)], None) if day >= today else ([], Question.PAST)


def _weekday(mention: Mention, today: date) -> tuple[list[Span], Question | None]:
    """``next`` is one thing only when the day is no longer ahead in this calendar week."""
    in_this_week = monday_of(today) + _DAY * mention.number
    upcoming = today + _DAY * ((mention.number - today.weekday()) % 7)
    if mention.week is not None:
        return _ahead(in_this_week + _WEEK * mention.week, today)
    if mention.modifier == "last":
        return [], Question.PAST
    is_open = (mention.modifier in {"next", "comingnear"} and in_this_week > today) or (
        not mention.modifier and upcoming == today
    )
    if is_open:
        return [Span(d, d) for d in (upcoming, upcoming + _WEEK)], Question.AMBIGUOUS_DAY
    return _one(_unmistaken(mention.modifier, upcoming, in_this_week, today=today))


def _unmistaken(modifier: str, upcoming: date, in_this_week: date, *, today: date) -> date:
    if modifier == "next_week":
        return in_this_week + _WEEK
    skips_today = modifier in {"coming", "comingnear", "next"} and upcoming == today
    if modifier.startswith("week_on"):
        return upcoming + _WEEK * int(modifier.removeprefix("week_on") or 1)
    return upcoming + _WEEK if skips_today else upcoming


def _one(day: date) -> tuple[list[Span], Question | None]:
    return [Span(day, day)], None


def _part_of_week(monday: date, position: str) -> Span:
    parts = {
        "start": (0, 1), "middle": (1, 3), "end": (3, 4), "weekend": (5, 6), "work": (0, 4),
        "first_day": (0, 0), "last_day": (4, 4), "first_half": (0, 2), "second_half": (2, 4),
    }  # fmt: skip
    first, last = parts.get(position, (0, 6))
    return Span(monday + _DAY * first, monday + _DAY * last)


def _part_of_month(mention: Mention, today: date) -> Span:
    """Thirds of a month; ``number`` 1-12 names it, 0 and below count months from now."""
    if mention.modifier == "ref":
        ahead = today.month - 1 + mention.number
        year, month = today.year + ahead // _MONTHS, ahead % _MONTHS + 1
    else:
        month = mention.number
        year = mention.year or today.year + (month < today.month)
    length = calendar.monthrange(year, month)[1]
    parts = {
        "start": (1, 10),
        "first_half": (1, 15),
        "second_half": (16, length),
        "first_week": (1, 7),
        "second_week": (8, 14),
        "third_week": (15, 21),
        "middle": (11, 20),
        "end": (length - 7, length),
        "first_day": (1, 1),
        "last_day": (length, length),
    }
    first, last = parts.get(mention.position, (1, length))
    return Span(date(year, month, first), date(year, month, last))


def bound_to_weeks(mentions: list[Mention | None], joined: list[str]) -> list[Mention | None]:
    """``Tuesday or Thursday next week``: the week tells which; it is then no span of its own.

    ``joined`` names what stands before each mention: "or" keeps it apart from the one before.
    """
    out = list(mentions)
    for at, mention in enumerate(mentions):
        if mention is None or mention.kind != "week":
            continue
        if mention.position and (
            at + 1 >= len(out) or joined[at + 1] or mention.position == "weekend"
        ):
            continue  # "early next week, Tuesday" means the Tuesday
        taken = _take_forward(out, at, joined, mention.number)
        if not taken and joined[at] not in {"or", "and", "but"}:
            taken = _take_backward(out, at, joined, mention.number)
        if taken:
            out[at] = None
    return out


def _take_forward(out: list[Mention | None], at: int, joined: list[str], week: int) -> bool:
    taken = False
    for place in range(at + 1, len(out)):
        mention = out[place]
        if not _is_open(mention) or (not taken and joined[place] in {"or", "but"}):
            break
        out[place] = replace(mention, week=week) if mention else None
        taken = taken or joined[place] != "not"
    return taken


def _take_backward(out: list[Mention | None], at: int, joined: list[str], week: int) -> bool:
    taken = False
    for place in range(at - 1, -1, -1):
        mention = out[place]
        if not _is_open(mention):
            break
        out[place] = replace(mention, week=week) if mention else None
        taken = joined[place] != "not"
        if joined[place] not in {"or", "and", "to"}:
            break
    return taken


def _is_open(mention: Mention | None) -> bool:
    return mention is not None and mention.kind == "weekday" and not mention.modifier
