"""Real times for what somebody wishes, or the one question that has to be asked first."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from agent.brains.playbook import choosing, memory, waiting
from agent.brains.playbook.choosing import POINT
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.listing import choose_between, listed, not_mine, reading, starts
from agent.brains.playbook.settling import take
from agent.brains.playbook.waiting import MOST_WINDOWS, MOST_WORDS
from agent.state import OfferedSlot, TimeWindow

DAY = timedelta(days=1)
_OTHERS = {"too_far": "slots_too_far", "too_soon": "slots_too_soon"}


def times(desk: Desk) -> str:
    """Asks what is unclear about the time, or offers what is free."""
    state = desk.state
    if not desk.may("find_slots"):
        return not_mine(desk)
    hours = choosing.on_offered_days(desk) if not state.windows or state.time_question else []
    if state.time_question in choosing.UNSETTLED:
        hours = []
    if other := choosing.beside_booked(desk):
        return offer(desk, [other])
    if state.time_question:
        return offer(desk, hours) if hours else _time_question(desk)
    if state.windows:
        return offer(desk, state.windows)
    if desk.just_asked == "slot" and state.offered_slots:
        return offer(desk, hours) if hours else desk.say("ask_which_slot")
    return offer(desk, choosing.wished(desk) if desk.just_asked == "zone" else ())


def offer(desk: Desk, asked: Sequence[TimeWindow]) -> str:
    """Up to three real slots in the windows named, or the nearest ones."""
    windows = [{"start": w.start.isoformat(), "end": w.end.isoformat()} for w in asked]
    words = "; ".join(dict.fromkeys(w.words for w in asked if w.words))[:MOST_WORDS]
    whom = {"member": desk.state.colleague} if desk.state.colleague else {}
    found = desk.call("find_slots", windows=windows[:MOST_WINDOWS], words=words, **whom)
    slots = found.items("slots")
    if not slots:
        return waiting.nothing_at_all(desk) if found.is_done else not_mine(desk)
    reason = str(found.content.get("reason") or "")
    exact = None if reason else _as_asked(desk, asked, slots)
    is_alone = found.content.get("alone")
    if is_alone is not None and not reason and (exact is None or not is_alone):
        key = "slots_with" if is_alone else "slots_without"
        return listed(desk, slots, key, name=desk.state.colleague)
    if exact is not None:
        return take(desk, exact)
    until = found.content.get("until")
    if reason in _OTHERS and until:
        day = desk.day(datetime.fromisoformat(str(until)))
        return listed(desk, slots, _OTHERS[reason], day=day)
    if reason == "nothing_then" and _has_missed(desk):
        return waiting.offered(desk, desk.say("slots_full"))
    is_other = reason or _misses_the_hour(asked, slots)
    return listed(desk, slots, "slots_other" if is_other else "slots")


def _as_asked(
    desk: Desk, windows: Sequence[TimeWindow], slots: Sequence[Mapping[str, Any]]
) -> OfferedSlot | None:
    """The free slot that begins at the very hour they named, if only one does."""
    if any(window.end - window.start > POINT for window in windows):
        return None
    named = {window.start for window in windows}
    found = [slot for slot in slots if starts(slot) in named]
    is_one = len(found) == 1 and (len(windows) == 1 or desk.just_asked == "slot")
    return OfferedSlot.model_validate(found[0]) if is_one else None


def _has_missed(desk: Desk) -> bool:
    """Times were named before, and those were not free either."""
    is_new = desk.state.appointment is None and not desk.state.is_waiting
    return is_new and desk.just_asked == "slot" and memory.is_said("slots_other", desk.last_reply)


def _misses_the_hour(windows: Sequence[TimeWindow], slots: Sequence[Mapping[str, Any]]) -> bool:
    """They named an hour, and what is free begins at another one."""
    named = [window.start for window in windows if window.end - window.start <= POINT]
    free = {starts(slot) for slot in slots}
    return len(named) == len(windows) > 0 and not free & set(named)


def come_free(desk: Desk) -> str:
    """To somebody on the waiting list: what has come free, and how long they are asked first."""
    windows = [
        {"start": w.start.isoformat(), "end": w.end.isoformat()} for w in desk.state.waits_for
    ]
    found = desk.call("find_slots", windows=windows[:MOST_WINDOWS], words="")
    slots, until = found.items("slots"), desk.state.asked_first_until
    if not slots or found.content.get("reason") or until is None:
        return desk.say("waitlist_gone")
    return listed(desk, slots, "waitlist_free", when=desk.when(until))


def _time_question(desk: Desk) -> str:
    key = f"time_{desk.state.time_question}"
    if key not in desk.words.wordings:
        return desk.say("ask_time")
    windows = desk.state.windows
    readings = {reading(desk, window) for window in windows}
    is_unsure = desk.state.time_question in choosing.AMBIGUOUS and bool(windows)
    is_short = len(readings) <= choosing.MOST_OFFERED and all(
        window.end - window.start <= DAY for window in windows
    )
    is_open = is_short if is_unsure else len(readings) > 1
    return choose_between(desk, windows) if is_open else desk.say(key)
