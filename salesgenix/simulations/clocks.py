"""Whether an instant is as wanted on somebody's clock."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from salesgenix.simulations.files import Local

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock_problems(wanted: Local, instant: datetime, zone: str) -> Iterator[str]:
    local = instant.astimezone(ZoneInfo(zone))
    day, clock = WEEKDAYS[local.weekday()], f"{local:%H:%M}"
    if wanted.weekday and day not in wanted.weekday:
        yield f"is on {day}, not {' or '.join(wanted.weekday)}"
    if wanted.date is not None and local.date() != wanted.date:
        yield f"is on {local.date()}, not {wanted.date}"
    if wanted.at is not None and clock != wanted.at:
        yield f"is at {clock} in {zone}, not {wanted.at}"
    if wanted.between and not wanted.between[0] <= clock <= wanted.between[1]:
        yield f"is at {clock} in {zone}, not between {' and '.join(wanted.between)}"
