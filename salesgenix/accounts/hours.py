"""When somebody of the team is at work, by the hours each has given. Pure; told ``now``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from salesgenix.accounts.rules import Verb, may
from salesgenix.accounts.service import MemberCard

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = 15  # days: who has not come by then cannot be announced


@dataclass(frozen=True, slots=True)
class Presence:
    """``until``: somebody works now, and somebody does until then. Else ``opens_at``: when the next
    one does, none when that is not known.
    """

    until: datetime | None = None
    opens_at: datetime | None = None


def presence(
    members: Sequence[MemberCard], now: datetime, *, is_off: Callable[[date], bool]
) -> Presence:
    """Of all who may answer a prospect. ``is_off``: a day on which nobody works."""
    spans = sorted(
        span
        for member in members
        if may(member.role, Verb.REPLY)
        for span in _spans(member, now, is_off)
    )
    until = None
    for start, end in spans:
        if start <= (until or now) and end > (until or now):
            until = end
    if until is not None:
        return Presence(until=until)
    return Presence(opens_at=next((start for start, _ in spans if start > now), None))


def _spans(
    member: MemberCard, now: datetime, is_off: Callable[[date], bool]
) -> Iterator[tuple[datetime, datetime]]:
    zone = ZoneInfo(member.zone)
    today = now.astimezone(zone).date()
    for ahead in range(-1, AHEAD):
        day = today + timedelta(days=ahead)
        if is_off(day):
            continue
        for opens, closes in member.hours.get(WEEKDAYS[day.weekday()], ()):
            yield _instant(day, opens, zone), _instant(day, closes, zone)


def _instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=zone).astimezone(UTC)
