"""Times as they are put before a person: numbered, to choose from, or none at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from agent.brains.playbook import waiting
from agent.brains.playbook.choosing import MOST_OFFERED
from agent.brains.playbook.desk import Desk, either
from agent.brains.playbook.waiting import MOST_QUESTION
from agent.state import TimeWindow

WHOLE_DAY = timedelta(hours=4)  # so long a stretch names a day, or what is left of it


def not_mine(desk: Desk) -> str:
    """No order lets the agent arrange meetings: said as it is, and a person is asked."""
    question = f"{desk.state.meeting_label}: {desk.text}"[:MOST_QUESTION]
    desk.call("ask_team", question=question)
    return desk.say("booking_not_mine")


def listed(desk: Desk, slots: Sequence[Mapping[str, Any]], intro: str, **facts: object) -> str:
    lines = [
        f"{number}. {desk.when(starts(slot))}"
        for number, slot in enumerate(slots[:MOST_OFFERED], start=1)
    ]
    return "\n".join([desk.say(intro, **facts), *lines, desk.say("slots_ask")])


def listed_again(desk: Desk) -> str:
    """A lost slot came back without others: look for them."""
    slots = desk.call("find_slots", windows=[], words="").items("slots")
    if slots:
        return listed(desk, slots, "slots_taken")
    return waiting.nothing_at_all(desk)


def choose_between(desk: Desk, windows: Sequence[TimeWindow]) -> str:
    readings = list(dict.fromkeys(reading(desk, window) for window in windows))
    return desk.say("time_choose", options=either(readings[:MOST_OFFERED], desk.words))


def reading(desk: Desk, window: TimeWindow) -> str:
    """A day is named without an hour that nobody said."""
    is_day = window.end - window.start >= WHOLE_DAY
    return desk.day(window.start) if is_day else desk.when(window.start)


def starts(slot: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(str(slot["starts"]))
