"""Resolves what people write when they book into intervals, or into one precise question."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from agent.understanding.timing.shapes import Question, When, Window
from agent.understanding.words import tokenise

__all__ = ["Question", "When", "Window", "resolve"]

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PARTS = {"morning": (8, 12), "afternoon": (12, 18), "evening": (17, 22)}


def resolve(text: str, *, now: datetime, zone: str, language: str) -> When:
    """The windows named in ``text``, read at ``now`` (aware UTC) in ``zone``; never a guess.

    Nothing about time in the text gives no windows and no question.
    """
    del language
    here = now.astimezone(ZoneInfo(zone))
    words = [form for token in tokenise(text) for form in token.forms]
    day = None
    for word in words:
        if word in _DAYS:
            day = here + timedelta(days=(_DAYS.index(word) - here.weekday()) % 7 or 7)
        if word == "tomorrow":
            day = here + timedelta(days=1)
        if word == "today":
            day = here
    if day is None:
        return When()
    first, last = next((_PARTS[word] for word in words if word in _PARTS), (0, 24))
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight.replace(hour=first)
    end = midnight + timedelta(days=1) if last == 24 else midnight.replace(hour=last)  # noqa: PLR2004
    return When((Window(start.astimezone(UTC), end.astimezone(UTC), text),))
