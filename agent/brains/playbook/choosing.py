"""Which of the times on the table a message means: by place, day, clock, or any of them."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from agent.brains.playbook.desk import Desk
from agent.brains.playbook.vocabulary import plain, spoken
from agent.state import OfferedSlot, TimeWindow
from agent.understanding.kinds import LANGUAGES, Intent
from agent.understanding.lexicons import lexicon
from agent.understanding.times import When, resolve
from agent.understanding.timing.shapes import Question

MOST_OFFERED = 3
NOON, MINUTES = 12, 60
FIRST_HOUR = 7  # "at 3" is in the afternoon
POINT = timedelta(hours=1)  # a window that short names an hour, not a stretch
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|uhr|h)?\b", re.IGNORECASE)
_SHORT_CHOICE = 5  # words
_SHORT_ANY = 12
_BY_WORD = (("earliest", 0), ("latest", -1), ("middle", 1))
_LOOK_BACK = 6  # messages in which the times they wish for may have been named
UNSETTLED = frozenset(
    {
        Question.PAST,
        Question.IMPOSSIBLE_DATE,
        Question.IMPOSSIBLE_TIME,
        Question.WHICH_ZONE,
    }
)
AMBIGUOUS = frozenset({Question.AMBIGUOUS_DAY, Question.AMBIGUOUS_TIME})


def chosen(desk: Desk) -> OfferedSlot | None:
    """The one offered slot that the message means; None when it means none or several."""
    state, offered = desk.state, desk.state.offered_slots
    if not offered or state.time_question in UNSETTLED:
        return None
    choice = state.signals.choice
    if choice is not None:
        at = len(offered) - 1 if choice == -1 else choice - 1
        return offered[at] if 0 <= at < len(offered) else None
    meant = [o for o in offered if any(w.start <= o.starts < w.end for w in state.windows)]
    if len(meant) == 1:
        return meant[0]
    if desk.just_asked != "slot":
        return None
    if state.windows:
        return _at_hour(desk, meant)
    return _without_a_day(desk)


def _without_a_day(desk: Desk) -> OfferedSlot | None:
    offered = desk.state.offered_slots
    if len(offered) == 1 and Intent.AFFIRM in desk.state.signals.intents:
        return offered[0]
    place = _by_place(desk)
    if place is not None:
        return offered[place]
    return _by_clock(desk, offered) or _by_word(desk)


def _at_hour(desk: Desk, meant: Sequence[OfferedSlot]) -> OfferedSlot | None:
    """``Thursday, the 15:30 one``: the day leaves several, the hour one of them."""
    return _by_clock(desk, meant) or (meant[0] if len(meant) > 1 and takes_any(desk) else None)


def takes_any(desk: Desk) -> bool:
    text = plain(desk.text)
    return len(text.split()) <= _SHORT_ANY and spoken("any_time").search(text) is not None


def _by_word(desk: Desk) -> OfferedSlot | None:
    text, offered = plain(desk.text), desk.state.offered_slots
    if len(text.split()) > _SHORT_ANY:
        return None
    for words, place in _BY_WORD:
        if spoken(words).search(text) and (place < 1 or len(offered) == MOST_OFFERED):
            return offered[place]
    is_refusal = spoken("none_of").search(text) is not None
    return offered[0] if takes_any(desk) and not is_refusal else None


def _by_place(desk: Desk) -> int | None:
    """``Nr. 2``, ``a primeira``: a few words that count along the slots, in any language."""
    words = plain(desk.text).split()
    if len(words) > _SHORT_CHOICE or _names_an_hour(desk):
        return None
    count = len(desk.state.offered_slots)
    places = {int(word) for word in words if word.isdigit()}
    places |= {place for word in words for place in _ordinals().get(word, ())}
    named = {count if place == -1 else place for place in places}
    return named.pop() - 1 if len(named) == 1 and 1 <= min(named) <= count else None


def _names_an_hour(desk: Desk) -> bool:
    """``at 3`` is an hour, whatever number of slots there is."""
    return re.search(r"\b(?:at|um|a las?|alle|as|om|o|a) \d", plain(desk.text)) is not None


@cache
def _ordinals() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for language in LANGUAGES:
        for word, place in lexicon(language).ordinals.items():
            found[word] = found.get(word, frozenset()) | {place}
    return found


def _by_clock(desk: Desk, offered: Sequence[OfferedSlot]) -> OfferedSlot | None:
    """``15:00``, ``at 3``, ``3pm``: an hour that only one of the offered slots has."""
    zone = ZoneInfo(desk.state.zone)
    for match in _CLOCK.finditer(desk.text):
        hour, minute = int(match[1]), int(match[2] or 0)
        hours = {hour, hour + NOON} if not match[2] or match[3] else {hour}
        hits = [
            slot
            for slot in offered
            if (here := slot.starts.astimezone(zone)).hour in hours and here.minute == minute
        ]
        if len(hits) == 1:
            return hits[0]
    return None


def on_offered_days(desk: Desk) -> list[TimeWindow]:
    """``10h`` in answer to times of some days is an hour of those days."""
    clock = _CLOCK.search(desk.text)
    if desk.just_asked != "slot" or clock is None:
        return []
    zone = ZoneInfo(desk.state.zone)
    hour, is_late = int(clock[1]), (clock[3] or "").casefold() == "pm"
    if hour < FIRST_HOUR or (is_late and hour < NOON):
        hour += NOON
    if hour >= 2 * NOON or int(clock[2] or 0) >= MINUTES:
        return []
    left = spoken("beside_an_hour").sub(" ", plain(_CLOCK.sub(" ", desk.text))).split()
    days = sorted({slot.starts.astimezone(zone).date() for slot in desk.state.offered_slots})
    if left and len(days) > 1:
        return []  # a word we cannot place may name the day
    starts = [datetime.combine(d, time(hour, int(clock[2] or 0)), tzinfo=zone) for d in days]
    return [
        TimeWindow(start=start, end=start + POINT, words=clock[0])
        for start in starts
        if start > desk.state.now
    ]


def reading_meant(desk: Desk) -> TimeWindow | None:
    """Which of two readings we had asked about: ``the 8th``, ``the later one``, ``the first``."""
    if confirmed := _confirmed(desk):
        return confirmed
    readings = _readings(desk)
    windows = desk.state.windows
    inside = [one for one in readings if any(w.start <= one.start < w.end for w in windows)]
    if len(inside) == 1:
        return inside[0]
    if not readings or windows or desk.state.time_question:
        return None
    text = plain(desk.text)
    choice = desk.state.signals.choice
    places = {choice} if choice else {p for w in text.split() for p in _ordinals().get(w, ())}
    if spoken("latest").search(text):
        places = {-1}
    if spoken("earliest").search(text) or takes_any(desk):
        places = {1}
    if len(places) != 1 or not -1 <= (place := places.pop()) <= len(readings):
        return None
    return readings[-1 if place == -1 else place - 1]


def _confirmed(desk: Desk) -> TimeWindow | None:
    """``yes`` to "Do you mean Friday 5 November?": the one time we were not sure of."""
    said = set(desk.state.signals.intents)
    named = desk.state.windows or desk.state.time_question
    if desk.just_asked != "time" or Intent.AFFIRM not in said or Intent.DENY in said or named:
        return None
    windows = _read_again(desk, desk.last_question).windows
    return TimeWindow.model_validate(windows[0]) if len(windows) == 1 else None


def beside_booked(desk: Desk) -> TimeWindow | None:
    """``Wednesday is off after all, can we do Friday?``: of two readings the one that is not booked
    is meant.
    """
    booked = desk.state.appointment
    if booked is None or desk.state.time_question not in AMBIGUOUS:
        return None
    readings = {(one.start, one.end): one for one in desk.state.windows}.values()
    free = [one for one in readings if not one.start <= booked.starts < one.end]
    return free[0] if len(free) == 1 < len(readings) else None


def readings_asked(desk: Desk) -> list[TimeWindow]:
    """A bare yes or no to "this or that?" chooses neither: they are asked for again."""
    answers = {Intent.AFFIRM, Intent.DENY} & set(desk.state.signals.intents)
    is_bare = bool(answers) and not (desk.state.windows or desk.state.time_question)
    return _readings(desk) if is_bare else []


def _readings(desk: Desk) -> list[TimeWindow]:
    """What we have just asked them to choose between; none when we have not."""
    if desk.just_asked != "time":
        return []
    when = _read_again(desk, desk.last_question)
    readings = [TimeWindow.model_validate(w) for w in when.windows if w.end > desk.state.now]
    return readings if len(readings) > 1 and when.question is not None else []


def wished(desk: Desk) -> list[TimeWindow]:
    """The times they have named, in this message or, without any, in one not long before."""
    now = desk.state.now
    said = [line.text for line in reversed(desk.history) if not line.is_ours][:_LOOK_BACK]
    if desk.state.windows and desk.state.time_question is None:
        return [w for w in desk.state.windows if w.end > now]
    for text in said:
        when = _read_again(desk, text)
        if when.windows and when.question is None:
            return [TimeWindow.model_validate(w) for w in when.windows if w.end > now]
    return []


def _read_again(desk: Desk, text: str) -> When:
    state = desk.state
    return resolve(text, now=state.now, zone=state.zone, language=state.language)
