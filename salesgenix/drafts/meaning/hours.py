"""When: the hours and days of meetings, and when no mail leaves."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from salesgenix.authority.rules import WEEKDAYS, Calendar, QuietHours, Weekday
from salesgenix.drafts.meaning.findings import ASK, NEVER, CannotHold, Case
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.timing import NOON, WEEK, Clock, each_day
from salesgenix.drafts.terms import Standing

EVENING, MORNING = "18:00", "08:00"
OFFICE = ("09:00", "17:00")
LATEST_BARE = 7  # "after 5" of a meeting is the afternoon; "after 8" is said of either
LATEST_BARE_MAIL = 11
_SIDES = {"before", "after", "notbefore", "notafter", "fromday", "until", "between"}
_PARTS = ("morning", "afternoon", "evening", "night", "officehours", "lunch")


@dataclass(slots=True)
class Reach:
    """From when to when it may be."""

    start: str | None = None
    end: str | None = None
    barred: tuple[str, str] | None = None


def calendar(case: Case) -> Calendar | None:
    """Of meetings. Raises ``CannotHold`` for what a calendar of one window a day cannot say."""
    found: dict[str, Any] = {}
    if case.mood == ASK and case.tags("days", "clock", "window", "notbefore", "notafter", *_PARTS):
        raise CannotHold("ask_condition")
    if days := _order_days(case):
        case.mark(*days)
        named = frozenset[str]().union(*(tag.value for tag in days))
        found["weekdays"] = frozenset(WEEK) - named if _is_barred(case) else named
        case.take("on", "at", "in")
    if members := _members(case):
        if days and case.mood == NEVER:
            raise CannotHold("member_condition", days[0])
        found["members"] = members
    if closed := _closed(case):
        found["closed"] = closed
    reach = _reach(case, LATEST_BARE)
    if reach.barred is not None:
        if reach.barred[0] < reach.barred[1]:
            raise CannotHold("two_windows")
        reach.end, reach.start = reach.barred
    if days and _is_barred(case) and (reach.start or reach.end) and not _are_parted(case):
        raise CannotHold("day_and_hours", days[0])
    found |= {"start": reach.start, "end": reach.end}
    said = {name: value for name, value in found.items() if value is not None}
    if "weekdays" in said and not said["weekdays"]:
        raise CannotHold("no_day_left")
    return Calendar(**said) if said else None


def _order_days(case: Case) -> list[Tag]:
    """Without those that say from or until when the order holds."""
    leads = [(tag, case.before(tag)) for tag in case.tags("days")]
    return [
        tag for tag, lead in leads if lead is None or lead.kind not in {"until", "fromday", "next"}
    ]


def _is_barred(case: Case) -> bool:
    return case.mood == NEVER and not case.has("only")


def _members(case: Case) -> frozenset[UUID] | None:
    """With whom; of a refusal everybody else."""
    tags = case.take("named_member")
    if not tags:
        return None
    ids = frozenset[UUID]().union(*(one_member(tag) for tag in tags))
    if case.mood == ASK:
        raise CannotHold("ask_condition", tags[0])
    if not _is_barred(case):
        return ids
    if case.tags("clock", "window", "notbefore", "notafter", "day_of", "stretch", *_PARTS):
        raise CannotHold("member_condition", tags[0])
    return frozenset(case.facts.members) - ids


def one_member(tag: Tag) -> frozenset[UUID]:
    ids = frozenset(tag.value)
    if len(ids) != 1:
        raise CannotHold("ambiguous_member", tag, Standing.UNCLEAR)
    return ids


def _closed(case: Case) -> frozenset[date] | None:
    if case.take("holidays"):
        raise CannotHold("holidays")
    if not _is_barred(case):
        return None
    closed: frozenset[date] = frozenset()
    for tag in case.tags("stretch", "day_of"):
        before = case.before(tag)
        if before is not None and before.kind in {"until", "fromday"}:
            continue
        days = each_day(*tag.value) if tag.kind == "stretch" else frozenset({_day(tag)})
        if days is None:
            raise CannotHold("too_many_days", tag)
        closed |= days
        case.mark(tag)
    return closed or None


def _day(tag: Tag) -> date:
    if not isinstance(tag.value, date):
        raise CannotHold("ambiguous_date", tag, Standing.UNCLEAR)
    return tag.value


def _reach(case: Case, latest_bare: int) -> Reach:
    reach = Reach()
    for tag in case.tags("window"):
        start, end = tag.value
        case.mark(tag)
        if _is_barred(case):
            reach.barred = (start.text, end.text)
        else:
            reach.start, reach.end = start.text, end.text
    for tag in case.tags("clock", "number"):
        side = case.before(tag)
        if side is None or side.kind not in _SIDES or side.start in case.used:
            continue
        if tag.kind == "number" and not _is_bare_hour(case, tag):
            continue
        _take_side(case, reach, (side, tag), latest_bare)
    _parts_of_day(case, reach)
    return reach


def _is_bare_hour(case: Case, tag: Tag) -> bool:
    after = case.after(tag)
    units = {"day", "week", "month", "year", "hour", "minute", "size", "person", "mailn", "meet"}
    is_counted = after is not None and after.start == tag.end and after.kind in units
    return isinstance(tag.value, int) and 0 <= tag.value <= 24 and not is_counted  # noqa: PLR2004


def _take_side(case: Case, reach: Reach, pair: tuple[Tag, Tag], latest_bare: int) -> None:
    side, tag = pair
    clock = tag.value if isinstance(tag.value, Clock) else Clock(int(tag.value), 0, is_sure=False)
    is_start = side.kind in {"after", "notbefore", "fromday"}
    if side.kind in {"before", "after"} and _is_barred(case):
        is_start = not is_start
    is_after = side.kind in {"after", "notafter", "until"}
    if not clock.is_sure and clock.hour < NOON and clock.hour <= (latest_bare if is_after else 6):
        clock = clock.later()
    case.mark(side, tag)
    if is_start:
        reach.start = clock.text
    else:
        reach.end = clock.text


def _parts_of_day(case: Case, reach: Reach) -> None:
    for tag in case.take(*_PARTS):
        windows = {
            "morning": ("08:00", "12:00"), "afternoon": ("12:00", "18:00"),
            "evening": (EVENING, "22:00"), "night": ("20:00", MORNING),
            "officehours": OFFICE, "lunch": ("12:00", "13:00"),
        }  # fmt: skip
        if reach.start or reach.end or reach.barred:
            raise CannotHold("two_windows", tag)
        start, end = windows[tag.kind]
        case.note("hours_read" if tag.kind != "officehours" else "office_hours")
        if tag.kind == "officehours" and case.has("after") and case.mood == NEVER:
            case.take("after")
            reach.barred = (end, start)
        elif tag.kind == "officehours" and case.take("except"):
            reach.start, reach.end = (end, start) if not _is_barred(case) else (start, end)
        elif _is_barred(case):
            reach.barred = (start, end)
        else:
            reach.start, reach.end = start, end
    case.take("during")


def quiet(case: Case) -> QuietHours | None:
    """Of mails. What is said exactly makes no exception for who is awake."""
    if case.mood == ASK and case.tags("days", "clock", "window", "notbefore", "notafter", *_PARTS):
        raise CannotHold("ask_condition")
    if holidays := case.tags("holidays"):
        raise CannotHold("holidays", holidays[0])
    days = _quiet_days(case)
    start, end = _quiet_stretch(case, _reach(case, LATEST_BARE_MAIL))
    if days and start != end and _is_barred(case) and not _are_parted(case):
        raise CannotHold("day_and_hours")
    if not days and start == end:
        return None
    return QuietHours(start=start, end=end, spare_active_minutes=0, days=days)


def _are_parted(case: Case) -> bool:
    """``on weekends or after 7 pm``: either, rather than these hours of these days."""
    days = case.clause.all("days")
    times = case.clause.all("clock", "window", "number", *_PARTS)
    return any(
        min(day.start, at.start) < joint.start < max(day.start, at.start)
        for joint in case.clause.all("and", "never")
        for day in days
        for at in times
    )


def _quiet_days(case: Case) -> frozenset[Weekday]:
    """The days named in a refusal; else all but those that are named."""
    tags = _order_days(case)
    if not tags:
        return frozenset()
    case.mark(*tags)
    case.take("on", "at", "in", "during")
    named = frozenset[str]().union(*(tag.value for tag in tags))
    days = frozenset(day for day in WEEKDAYS if (day in named) is _is_barred(case))
    if len(days) == len(WEEKDAYS):
        raise CannotHold("no_day_left")
    return days


def _quiet_stretch(case: Case, reach: Reach) -> tuple[str, str]:
    """From when to when of each day; twice the same time: never."""
    if reach.barred is not None:
        return reach.barred
    if reach.start is None and reach.end is None:
        return "00:00", "00:00"
    if reach.start is None:
        case.note("quiet_until_morning")
    start, end = reach.end or "00:00", reach.start or MORNING
    if start == end:
        raise CannotHold("no_hour_left")
    return start, end
