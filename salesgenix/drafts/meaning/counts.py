"""How much and how often: ceilings of discounts, mails and meetings, gaps, uses."""

import math
from typing import Any

from salesgenix.authority.rules import USED, ActionKind
from salesgenix.drafts.meaning.deeds import DISCOUNT, MAILS, MEETINGS
from salesgenix.drafts.meaning.findings import ASK, GRANT, NEVER, CannotHold, Case
from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.terms import Standing

HOURS_A_DAY = 24
_LONGER = ("week", "month", "year", "hour")
_CEILING = ("above", "max", "upto", "below", "min")
_COUNTED = frozenset(
    {
        "mailn", "mailv", "meet", "discount", "transcript", "invite", "followup", "per", "times",
        "day", "week", "month", "year", "hour",
    }
)  # fmt: skip
_OF_HOURS = {"hour": 1, "day": HOURS_A_DAY, "week": 7 * HOURS_A_DAY}


def discount(case: Case, before: int | None) -> dict[str, Any]:
    """``before``: the ceiling that the order has named already, which ``above that`` points at."""
    if money := case.tags("sum", "money"):
        raise CannotHold("discount_money", money[0])
    tags = case.take("pct") or _bare(case)
    if not tags:
        return _no_figure(case, before)
    top = max(tags, key=lambda tag: float(tag.value or 0))
    value = float(top.value or 0)
    if not 0 <= value <= 100:  # noqa: PLR2004
        raise CannotHold("discount_figure", top, Standing.UNCLEAR)
    if math.floor(value) != value:
        case.note("rounded_down")
    sides = {tag.kind for tag in case.tags(*_CEILING)}
    if case.clause.has("others") and not case.clause.has("never", "ask", "noask"):
        sides |= {"max"}
    lower = _take_range(case, top)
    if lower is not None and case.mood == ASK:
        return {"discount_ceiling_percent": lower, "above_ceiling": "ask"}
    case.take("max", "upto", "above", "below", "that", "min")
    return _ceiling(case, top, math.floor(value), sides)


def _ceiling(case: Case, top: Tag, percent: int, sides: set[str]) -> dict[str, Any]:
    """What the figure is a limit of, by the words beside it."""
    if case.mood == GRANT and sides & {"above", "min"} and "max" not in sides:
        raise CannotHold("no_ceiling", top, Standing.UNCLEAR)
    if case.mood != NEVER and "below" in sides and not sides & {"max", "upto", "above"}:
        percent = max(0, percent - 1)
    if "min" in sides:
        sides, percent = sides | {"above"}, max(0, percent - 1)
    if case.mood == NEVER and not sides & {"above", "max"}:
        raise CannotHold("percent_alone", top, Standing.UNCLEAR)
    if case.mood == ASK and not sides & {"above", "max", "upto"}:
        case.note("ask_any_discount")
        return {"asks": True}
    return {
        "discount_ceiling_percent": percent,
        "above_ceiling": "ask" if case.mood == ASK or _is_unasked(case) else "never",
    }


def _is_unasked(case: Case) -> bool:
    """``up to 10 % without asking``: above, it asks."""
    return any(tag.kind == "noask" for tag in case.clause.mood)


def _bare(case: Case) -> list[Tag]:
    """``never more than 10``, said of discounts."""
    units = {"day", "week", "month", "year", "hour", "minute", "size", "person", "discount"}
    signs = {"max", "upto", "above", "below", "others"}
    found: list[Tag] = []
    for tag in case.tags("number"):
        before, after = case.before(tag), case.after(tag)
        is_counted = after is not None and after.start == tag.end and after.kind in units
        if before is not None and before.kind in signs and not is_counted:
            found.append(tag)
    case.mark(*found)
    return found


def _take_range(case: Case, top: Tag) -> int | None:
    """``5 to 10 %``: what may be asked for begins above the lower figure; else that is no limit."""
    joint = case.before(top)
    lower = case.before(joint) if joint is not None else None
    if joint is None or joint.kind not in {"to", "dash", "and", "until", "upto"} or lower is None:
        return None
    if lower.kind not in {"number", "pct"} or not isinstance(lower.value, int):
        return None
    case.mark(joint, lower, *case.tags("between", "fromday"))
    return lower.value


def _no_figure(case: Case, before: int | None) -> dict[str, Any]:
    above = case.take("above")
    if not above and case.mood == GRANT and before is not None and case.has("that"):
        below = case.take("below", "upto", "max")
        if below:
            case.take("that")
            return {"discount_ceiling_percent": before, "above_ceiling": "never"}
    if above:
        case.take("that")
        if before is None:
            raise CannotHold("no_ceiling", above[0], Standing.UNCLEAR)
        if case.mood == GRANT:
            raise CannotHold("no_ceiling", above[0], Standing.UNCLEAR)
        return {
            "discount_ceiling_percent": before,
            "above_ceiling": "ask" if case.mood == ASK else "never",
        }
    if case.mood == GRANT:
        raise CannotHold("no_ceiling", None, Standing.UNCLEAR)
    return {}


def limits(case: Case, deeds: frozenset[ActionKind]) -> dict[str, Any]:
    """Counts of mails, meetings and uses. A count over a week or a month is not held."""
    figure = _count(case, deeds)
    gap = _gap(case) if case.said("followup") else {}
    if figure is None:
        if case.said("followup") and case.mood == NEVER and not gap:
            return {"follow_ups_max": 0}
        return gap
    tag, count = figure
    case.mark(tag)
    period = _period(case)
    if period is not None and period.kind in _LONGER:
        raise CannotHold("longer_cap", period)
    sides = {t.kind for t in case.take("max", "upto", "above", "per", "times")}
    if case.mood == NEVER and not sides & {"max", "above"}:
        raise CannotHold("count_alone", tag, Standing.UNCLEAR)
    if case.mood == ASK:
        raise CannotHold("ask_condition", tag)
    if case.take("min"):
        raise CannotHold("at_least", tag)
    if case.said("followup"):
        return {"follow_ups_max": count} | gap
    return _capped(case, deeds, count, is_daily=period is not None)


def _capped(
    case: Case, deeds: frozenset[ActionKind], count: int, *, is_daily: bool
) -> dict[str, Any]:
    is_each = case.has("person")
    second = _second(case) if deeds & MAILS and is_daily and not deeds & MEETINGS else None
    if second is not None:
        return {"per_lead_per_day": count, "total_per_day": second}
    case.take("intotal")
    if deeds & MEETINGS and not deeds & MAILS:
        if is_daily:
            if is_each:
                raise CannotHold("longer_cap")
            case.note("per_day_each")
            return {"meetings_per_day": count}
        return {"uses_per_lead" if is_each else "uses": count}
    if deeds & MAILS and is_daily:
        return {"per_lead_per_day" if is_each else "total_per_day": count}
    if is_daily:
        raise CannotHold("daily_cap")
    if case.has("once", "twice", "thrice") and not is_each:
        is_each = True
        case.note("once_each")
    if not deeds <= USED:
        raise CannotHold("no_count")
    return {"uses_per_lead" if is_each else "uses": count}


def _second(case: Case) -> int | None:
    """``two per lead a day and 50 overall``: the other figure is of all of them together."""
    numbers = [tag for tag in case.clause.all("number") if isinstance(tag.value, int)]
    if len(numbers) != 2:  # noqa: PLR2004
        return None
    persons, totals = case.clause.all("person"), case.clause.all("intotal")
    one, other = numbers
    is_each_first = any(one.start < tag.start < other.start for tag in persons)
    is_total_last = any(tag.start > other.start for tag in totals)
    if not is_each_first or not is_total_last or any(p.start > other.start for p in persons):
        return None
    case.mark(other, *totals)
    return int(other.value)


def _count(case: Case, deeds: frozenset[ActionKind]) -> tuple[Tag, int] | None:
    words = {"once": 1, "twice": 2, "thrice": 3}
    for tag in case.tags(*words):
        return tag, words[tag.kind]
    for tag in case.tags("number"):
        after, before = case.after(tag), case.before(tag)
        if before is not None and before.kind == "next":
            continue
        is_gap = (
            after is not None
            and after.kind in _OF_HOURS
            and after.start == tag.end
            and (case.said("followup"))
        )
        if isinstance(tag.value, int) and not is_gap and _is_counting(case, tag, deeds):
            return tag, tag.value
    if case.has("per") and case.tags("max", "only") and case.has("person", "day"):
        tag = case.clause.all("per")[0]
        return tag, 1
    return None


def _is_counting(case: Case, figure: Tag, deeds: frozenset[ActionKind]) -> bool:
    """``three mails``, ``two a day``, ``max 5``; of a discount a bare figure could be percent."""
    before, after = case.before(figure), case.after(figure)
    if after is not None and after.start == figure.end and after.kind in _COUNTED:
        return True
    is_max = before is not None and before.kind in {"max", "above", "only", "upto"}
    return is_max and not deeds & DISCOUNT


def _period(case: Case) -> Tag | None:
    found = case.take("day", *_LONGER)
    return found[-1] if found else None


def _gap(case: Case) -> dict[str, Any]:
    """``three days apart``, ``at least 48 hours between them``, ``after a week``."""
    for unit in case.tags(*_OF_HOURS):
        figure = case.before(unit)
        if figure is None or figure.kind not in {"number", "per"}:
            continue
        count = int(figure.value) if isinstance(figure.value, int) else 1
        is_spaced = case.has("apart", "min", "after", "between", "before")
        if not is_spaced:
            continue
        case.mark(unit, figure)
        case.take("apart", "min", "after", "between", "before")
        return {"follow_up_gap_hours": count * _OF_HOURS[unit.kind]}
    return {}
