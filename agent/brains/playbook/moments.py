"""Times as people say them: weekday, date, hour and zone, in the language of the conversation."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from prompts.loader import Phrases


def moment(at: datetime, zone: str, words: Phrases) -> str:
    """``Thursday, 26 November at 14:00 (Europe/Berlin)``."""
    here = at.astimezone(ZoneInfo(zone))
    return words.one("moment", date=date(here, words), time=clock(here), zone=zone)


def day_and_hour(at: datetime, zone: str, words: Phrases) -> str:
    """The same without the zone, for a list under a line that names it."""
    here = at.astimezone(ZoneInfo(zone))
    return f"{date(here, words)}, {clock(here)}"


def date(here: datetime, words: Phrases) -> str:
    return words.one(
        "date",
        weekday=words.wordings["weekdays"][here.weekday()],
        day=here.day,
        month=words.wordings["months"][here.month - 1],
    )


def clock(here: datetime) -> str:
    return f"{here:%H:%M}"


def either(options: Sequence[str], words: Phrases) -> str:
    """``a, b or c``."""
    if len(options) == 1:
        return options[0]
    return words.one("list_or", first=", ".join(options[:-1]), last=options[-1])
