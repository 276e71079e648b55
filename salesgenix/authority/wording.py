"""A typed rule in sentences that an owner can check against what they wrote, at a glance.

They say all that is enforced: rules that mean different things read differently.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from salesgenix.authority.kinds import MAILS, MEETINGS, USED, ActionKind
from salesgenix.authority.naming import (
    DEEDS,
    FIELDS,
    LANGUAGES,
    SOURCES,
    STRATEGIES,
    TOGETHER,
    WAYS,
    people,
    preposition,
    spaced,
)
from salesgenix.authority.terms import (
    WEEKDAYS,
    Approval,
    Calendar,
    Limits,
    QuietHours,
    Rule,
    Weekday,
)

Names = Mapping[UUID, str]
FEW = 3  # more days than that: those left out are said
LONG_RUN = 3  # days in a row that are said as from one to another
DISCOUNTS = frozenset({ActionKind.DISCOUNT_OFFER})
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def plain_words(rule: Rule, names: Names | None = None, zone: str | None = None) -> str:
    """What the rule means, as sentences. ``names`` are those of members, for its calendars;
    ``zone`` is the workspace's: what begins or ends with a day there is said without a clock.
    """
    return " ".join(
        sentence
        for part in rule.flat()
        for sentence in _sentences(part, names or {}, zone)
        if sentence
    )


def _sentences(rule: Rule, names: Names, zone: str | None) -> list[str]:
    auto, ask, never = (
        frozenset(kind for kind in rule.actions if rule.approval_of(kind) is approval)
        for approval in (Approval.AUTO, Approval.ASK, Approval.NEVER)
    )
    limits = _limits(rule, names)
    is_grant = rule.effect == "grant"
    said = []
    if auto and is_grant:
        said.append(f"The agent may {_deeds(auto, 0)}{_whom(rule, auto)}.")
    elif auto:
        about = _capital(_deeds(auto, 2)) + _whom(rule, auto)
        said.append(f"{about}: {'; '.join(_under(auto, limits)) or 'no limit'}.")
        limits = []
    if ask:
        said.append(f"Before {_deeds(ask, 1, 'or')}{_whom(rule, ask)} it asks a person.")
    if never:
        said.append(f"It must never {_deeds(never, 0, 'or')}{_whom(rule, never)}.")
    said.append(_doubt(rule))
    said += [f"{_capital(limit)}." for limit in limits]
    said.append(_time(rule, zone))
    return said if is_grant else [*said, "(Allows nothing by itself.)"]


def _deeds(kinds: frozenset[ActionKind], form: int, last: str = "and") -> str:
    """``form``: what it may do, before what it asks, what is limited."""
    left, said = kinds, []
    for together, words in TOGETHER:
        if together <= left:
            said.append(words[form])
            left -= together
    return _listed([*said, *sorted(DEEDS[kind][form] for kind in left)], last)


def _listed(words: Iterable[str], last: str = "and") -> str:
    """One after the other, or ``none``."""
    *most, end = [*words] or ["none"]
    return f"{', '.join(most)} {last} {end}" if most else end


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _under(kinds: frozenset[ActionKind], limits: Iterable[str]) -> Iterable[str]:
    """What the heading says already is not said again."""
    for limit in limits:
        if kinds <= MAILS:
            yield limit.replace("no mail ", "none ", 1)
        elif kinds <= MEETINGS and limit.startswith("meetings "):
            yield limit.removeprefix("meetings ")
        else:
            yield limit


def _whom(rule: Rule, kinds: frozenset[ActionKind]) -> str:
    audience = rule.audience
    if audience.is_everybody:
        return ""
    side = ", unless " if audience.is_except else " "
    return f"{side}{preposition(kinds)} {people(audience)}"


def _doubt(rule: Rule) -> str:
    """Of whom too little is known a grant does not hold, and a bound does."""
    audience = rule.audience
    if audience.is_everybody:
        return ""
    if rule.effect == "grant":
        return (
            "Only if it is known to be none of them."
            if audience.is_except
            else "Only if that is known of them."
        )
    if audience.is_except:
        return "Whoever is not known to be one is held to it."
    return "Whoever might be one counts as one."


def _limits(rule: Rule, names: Names) -> list[str]:
    return [
        *_persuasion(rule),
        *_counts(rule.limits),
        *_uses(rule),
        *_nights(rule.quiet_hours),
        *_lists(rule),
        *([_meetings(rule.calendar, names)] if rule.calendar else []),
    ]


def _persuasion(rule: Rule) -> list[str]:
    said, limits, is_grant = [], rule.limits, rule.effect == "grant"
    ceiling = limits.discount_ceiling_percent
    if rule.actions & DISCOUNTS and (is_grant or ceiling is not None):
        said.append(_ceiling(rule, ceiling or 0))
    ways = _listed(sorted(STRATEGIES.get(one, spaced(one)) for one in rule.strategies))
    if ActionKind.STRATEGY_USE in rule.actions and is_grant:
        said.append(f"ways to persuade: {ways}")
    elif ActionKind.STRATEGY_USE in rule.actions and rule.strategies:
        said.append(f"never by {ways}")
    return said


def _ceiling(rule: Rule, percent: int) -> str:
    asks = rule.limits.above_ceiling == "ask"
    if rule.effect == "grant":
        above = "above that it asks a person" if asks else "never above"
        return f"discounts up to {percent} %, {above}"
    above = f"above {percent} % it asks a person" if asks else f"never above {percent} %"
    is_headed = rule.actions == DISCOUNTS and not rule.approval
    return above if is_headed else f"discounts {above}"


def _counts(limits: Limits) -> list[str]:
    said = []
    if limits.per_lead_per_day is not None:
        said.append(f"at most {limits.per_lead_per_day} mails a day to one person")
    if limits.total_per_day is not None:
        said.append(f"at most {limits.total_per_day} mails a day in all")
    gap = limits.follow_up_gap_hours
    if limits.follow_ups_max is not None:
        apart = f", at least {_span(gap)} apart" if gap else ""
        said.append(f"at most {limits.follow_ups_max} follow-ups without an answer{apart}")
    elif gap:
        said.append(f"follow-ups at least {_span(gap)} apart")
    return said


def _span(hours: int) -> str:
    days, rest = divmod(hours, 24)
    count, unit = (days, "day") if days and not rest else (hours, "hour")
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _uses(rule: Rule) -> list[str]:
    """A grant's own; whoever allows it, for what only holds back."""
    whose = "by this order" if rule.effect == "grant" else "by whichever order"
    what = f"mails, meetings and discounts {whose} since it was given"
    if rule.effect == "grant" and len(rule.actions & USED) == 1:
        (kind,) = rule.actions & USED
        what = f"{DEEDS[kind][2]} {whose}"
    limits, said = rule.limits, []
    if limits.uses is not None:
        said.append(f"at most {limits.uses} {what}")
    if limits.uses_per_lead is not None:
        said.append(f"at most {limits.uses_per_lead} with one person: {what}")
    return said


def _nights(quiet: QuietHours | None) -> list[str]:
    if quiet is None:
        return []
    said = []
    if quiet.days:
        said.append(f"no mail on {_days(quiet.days)}")
    if quiet.start != quiet.end or not quiet.days:
        said.append(f"no mail from {quiet.start} to {quiet.end}")
    said[-1] += ", on the recipient's clock"
    if quiet.spare_active_minutes:
        minutes = quiet.spare_active_minutes
        said.append(f"who wrote in the last {minutes} minutes gets it at once")
    return said


def _lists(rule: Rule) -> list[str]:
    said = []
    if rule.channels is not None:
        said.append(f"only {_listed((WAYS[one] for one in sorted(rule.channels)), 'or')}")
    if rule.languages is not None:
        languages = sorted(LANGUAGES.get(one, one) for one in rule.languages)
        said.append(f"only in {_listed(languages, 'or')}")
    if rule.data_fields is not None:
        said.append(f"of a person it keeps {_fields(rule.data_fields)}")
    if rule.sources is not None:
        sources = sorted(SOURCES.get(one, spaced(one)) for one in rule.sources)
        said.append(f"learnt only from {_listed(sources, 'or')}")
    if rule.barred_words:
        words = _listed((f"“{word}”" for word in sorted(rule.barred_words)), "or")
        said.append(f"never says {words}")
    return said


def _fields(named: frozenset[str]) -> str:
    left = FIELDS.keys() - named
    is_most = named <= FIELDS.keys() and 0 < len(left) < len(named)
    said = sorted(FIELDS.get(one, spaced(one)) for one in (left if is_most else named))
    return f"everything but {_listed(said)}" if is_most else f"only {_listed(said)}"


def _meetings(calendar: Calendar, names: Names) -> str:
    said = [", ".join(_with_whom_and_when(calendar, names))]
    said = [f"only {said[0]}"] if said[0] else []
    said += _never_on(calendar)
    if calendar.per_day is not None:
        said.append(f"at most {calendar.per_day} a day with one member")
    if calendar.zone is not None:
        said.append(f"on the clock of {calendar.zone}")
    elif calendar.start or calendar.end or calendar.weekdays is not None or calendar.closed:
        said.append("on the member's own clock")
    return f"meetings {', '.join(said) or 'at any time'}"


def _never_on(calendar: Calendar) -> Iterable[str]:
    if calendar.start is not None and calendar.end is None:
        yield f"not before {calendar.start}"
    elif calendar.end is not None and calendar.start is None:
        yield f"over by {calendar.end}"
    if _is_all_but_few(calendar.weekdays):
        yield f"never on {_days(frozenset(WEEKDAYS) - (calendar.weekdays or frozenset()))}"
    if calendar.closed:
        yield f"none on {_listed(_dates(calendar.closed))}"


def _is_all_but_few(days: frozenset[Weekday] | None) -> bool:
    if days is None or not FEW < len(days) < len(WEEKDAYS):
        return False
    at = sorted(WEEKDAYS.index(day) for day in days)
    return at[-1] - at[0] >= len(at)


def _with_whom_and_when(calendar: Calendar, names: Names) -> Iterable[str]:
    if calendar.members is not None:
        found = sorted(names.get(member) or f"member {member}" for member in calendar.members)
        yield f"with {_listed(found, 'or')}"
    if calendar.weekdays is not None and not _is_all_but_few(calendar.weekdays):
        yield "on no day" if not calendar.weekdays else _days(calendar.weekdays)
    if calendar.start is not None and calendar.end is not None:
        yield f"from {calendar.start} to {calendar.end}"


def _days(days: Iterable[str]) -> str:
    """``Monday to Thursday and Saturday``."""
    at = sorted(WEEKDAYS.index(day) for day in WEEKDAYS if day in frozenset(days))
    runs = [[one for _, one in run] for _, run in groupby(enumerate(at), lambda x: x[1] - x[0])]
    said = [
        name
        for run in runs
        for name in (
            [f"{_DAYS[run[0]]} to {_DAYS[run[-1]]}"]
            if len(run) >= LONG_RUN
            else [_DAYS[one] for one in run]
        )
    ]
    return _listed(said)


def _dates(days: Iterable[date]) -> list[str]:
    ordered = sorted(days)
    runs = groupby(enumerate(ordered), lambda pair: pair[1].toordinal() - pair[0])
    said = []
    for _, run in runs:
        found = [day for _, day in run]
        if len(found) >= LONG_RUN:
            said.append(f"{_date(found[0])} to {_date(found[-1])}")
        else:
            said += [_date(day) for day in found]
    return said


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _time(rule: Rule, zone: str | None) -> str:
    said = []
    if rule.not_before is not None:
        said.append(f"from {_moment(rule.not_before, zone)}")
    if rule.not_after is not None:
        said.append(f"until {_moment(rule.not_after, zone, is_end=True)}")
    return f"{_capital(' '.join(said))}." if said else ""


def _moment(at: datetime, zone: str | None, *, is_end: bool = False) -> str:
    """A whole day without a clock, the last one among them; else to the minute, or as it is."""
    local = at.astimezone(ZoneInfo(zone)) if zone else at
    clock = f"{local:%H:%M:%S.%f}"
    if zone and clock == "00:00:00.000000":
        return _date(local.date() - timedelta(days=1) if is_end else local.date())
    short = clock.removesuffix(".000000").removesuffix(":00")
    return f"{_date(local)}, {short} {local:%Z}"
