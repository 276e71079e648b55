"""``an hour later``, ``same time friday``: a time told by another that is on the table already."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.vocabulary import plain, spoken
from agent.state import TimeWindow

_COUNTS = {
    1: "an? one ein(?:e|en|er)? une? una uno uma? een jed(?:na|en|ną)?",
    2: "two zwei deux dos due dois duas twee dwie dwa",
    3: "three drei trois tres tre drie trzy",
    4: "four vier quatre cuatro quattro quatro cztery",
}
_HALF = (
    r"half an hour|half hour|halbe stunde|halbes stundchen|demi heure|media hora|mezz ?ora|"
    r"meia hora|half uur(?:tje)?|pol godziny"
)
_UNITS = {
    "hours": r"hours?|hrs?|h|stund(?:e|en|chen)|std|heures?|horas?|or[ae]|uur(?:tje)?|uren|"
    r"godzin\w*|godz",
    "minutes": r"min\w*",
    "days": r"days?|tage?n?|jours?|dias?|giorn[oi]|dag(?:en)?|dzien|dni",
    "weeks": r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|tydzien|tygodni\w*",
}
_LATER = (
    r"later|spater|nach hinten|plus tard|mas tarde|despues|piu tardi|dopo|mais tarde|depois|pozniej"
)
_EARLIER = (
    r"earlier|sooner|fruher|eher|nach vorne?|plus tot|antes|mas temprano|mas pronto|prima|"
    r"piu presto|mais cedo|eerder|vroeger|wczesniej"
)
_BACK = r"(?:push|move|put|shift)(?: \w+)? back(?: by)?"
_COUNT = "|".join(word for words in _COUNTS.values() for word in words.split())
_AMOUNT = (
    rf"(?:(?P<half>{_HALF})|(?:(?P<count>\d{{1,3}}|{_COUNT}) ?)?"
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _UNITS.items())}))"
)
_SHIFT = re.compile(
    rf"\b(?:(?P<back>{_BACK}) {_AMOUNT}\b)".replace("?P<", "?P<b_").replace("b_back", "back")
    + rf"|\b{_AMOUNT} (?:\w+ )?(?:(?P<later>{_LATER})|(?P<earlier>{_EARLIER}))\b"
)
_BARE = re.compile(rf"\b(?:(?P<later>{_LATER})|(?P<earlier>{_EARLIER}))\b")
_FEW = 7  # words beside which a bare "later" speaks of the times on the table
_ASK = timedelta(hours=1)
_STEP = timedelta(minutes=15)
_MORNING, _NOON, _EVENING = 7, 12, 20
_LONGEST_DAY = timedelta(hours=36)


def shifted(desk: Desk, base: datetime) -> TimeWindow | None:
    """The time that the message tells by its distance from ``base``, on the prospect's clock."""
    text = plain(desk.text)
    zone = ZoneInfo(desk.state.zone)
    if spoken("same_time").search(text) and desk.state.windows:
        start = _on_day_of(desk.state.windows[0], base.astimezone(zone))
        return TimeWindow(start=start, end=start + _ASK, words=desk.text[:100])
    if following := _next_day(text, base.astimezone(zone)):
        return following
    found = _SHIFT.search(text)
    if found is None:
        return None
    sign = -1 if found["earlier"] else 1
    distance = _distance(found, "b_" if found["back"] else "")
    local = base.astimezone(zone)
    start = (local.replace(tzinfo=None) + sign * distance).replace(tzinfo=zone)
    return TimeWindow(start=start, end=start + _ASK, words=found[0][:100])


def tells_shift(said: str) -> bool:
    """Whether a distance from some other time is told: ``an hour later``."""
    return _SHIFT.search(plain(said)) is not None


def onwards(desk: Desk, hour: TimeWindow) -> TimeWindow:
    """From that hour to the evening of its day; a whole part of a day stays as it is."""
    local = hour.start.astimezone(ZoneInfo(desk.state.zone))
    evening = local.replace(hour=_EVENING, minute=0)
    is_hour = hour.end - hour.start <= _ASK and hour.start < evening
    return TimeWindow(start=hour.start, end=evening, words=hour.words) if is_hour else hour


def up_to(desk: Desk, hour: TimeWindow) -> TimeWindow | None:
    """From the morning of its day to the end of that hour."""
    morning = hour.start.astimezone(ZoneInfo(desk.state.zone)).replace(hour=_MORNING, minute=0)
    if hour.end <= morning:
        return None
    return TimeWindow(start=morning, end=hour.end, words=hour.words)


def _next_day(text: str, base: datetime) -> TimeWindow | None:
    """``the morning after``, ``le lendemain``: some part of the day that follows ``base``."""
    found = spoken("next_day").search(text)
    if found is None or spoken("day_after_next").search(text):
        return None
    early, late = (spoken(part).search(text) is not None for part in ("forenoon", "after_noon"))
    first, last = (_MORNING if early else _NOON), (_NOON if early and not late else _EVENING)
    first = first if early or late else _MORNING
    midnight = datetime.combine(base.date() + timedelta(days=1), time(), tzinfo=base.tzinfo)
    start, end = midnight.replace(hour=first), midnight.replace(hour=last)
    return TimeWindow(start=start, end=end, words=found[0])


def _on_day_of(window: TimeWindow, base: datetime) -> datetime:
    """The hour of ``base`` on the day named; in a week, on its weekday."""
    first = window.start.astimezone(base.tzinfo).date()
    is_long = window.end - window.start > _LONGEST_DAY
    ahead = (base.weekday() - first.weekday()) % 7 if is_long else 0
    return datetime.combine(first + timedelta(days=ahead), base.time(), tzinfo=base.tzinfo)


def beside(desk: Desk, first: datetime, last: datetime) -> TimeWindow | None:
    """``something earlier?``: the rest of the day on that side of what lies on the table."""
    text = plain(desk.text)
    found = _BARE.search(text)
    if found is None or desk.state.windows or len(text.split()) > _FEW:
        return None
    zone = ZoneInfo(desk.state.zone)
    if found["later"]:
        end = last.astimezone(zone).replace(hour=20, minute=0)
        start = last + _STEP
    else:
        start, end = first.astimezone(zone).replace(hour=7, minute=0), first
    return TimeWindow(start=start, end=end, words=found[0]) if start < end else None


def _distance(found: re.Match[str], prefix: str) -> timedelta:
    if found[f"{prefix}half"]:
        return timedelta(minutes=30)
    unit = next(name for name in _UNITS if found[f"{prefix}{name}"])
    return timedelta(**{unit: _number(found[f"{prefix}count"])})


def _number(word: str | None) -> int:
    if word is None:
        return 1
    if word.isdigit():
        return int(word)
    return next(
        count
        for count, words in _COUNTS.items()
        if any(re.fullmatch(one, word) for one in words.split())
    )
