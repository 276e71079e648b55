"""Whether the owner's calendars allow a meeting. Pure; offers and bookings ask alike."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from salesgenix.authority.terms import Calendar, Meeting, Reason

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def objection(calendar: Calendar, meeting: Meeting | None) -> Reason | None:
    """Why the calendar does not allow it; what it asks for and is not told counts against it."""
    if meeting is None:
        return Reason.CANNOT_EVALUATE
    if calendar.members is not None:
        if meeting.member_id is None:
            return Reason.CANNOT_EVALUATE
        if meeting.member_id not in calendar.members:
            return Reason.CALENDAR_NOT_ALLOWED
    return _objection_of_times(calendar, meeting) or _objection_of_count(calendar, meeting)


def are_fine(calendars: Iterable[Calendar], meeting: Meeting) -> bool:
    return not any(objection(calendar, meeting) for calendar in calendars)


def _objection_of_times(calendar: Calendar, meeting: Meeting) -> Reason | None:
    asks = (calendar.weekdays, calendar.start, calendar.end)
    if all(value is None for value in asks) and not calendar.closed:
        return None
    zone = calendar.zone or meeting.member_zone
    if zone is None or meeting.starts_at is None or meeting.ends_at is None:
        return Reason.CANNOT_EVALUATE
    clock = ZoneInfo(zone)
    begins, ends = (at.astimezone(clock) for at in (meeting.starts_at, meeting.ends_at))
    is_fine = (
        (calendar.weekdays is None or WEEKDAYS[begins.weekday()] in calendar.weekdays)
        and (calendar.start is None or begins.time() >= time.fromisoformat(calendar.start))
        and (calendar.end is None or _is_over(begins, ends, calendar.end))
        and begins.date() not in calendar.closed
        and ends.date() not in calendar.closed
    )
    return None if is_fine else Reason.CALENDAR_NOT_ALLOWED


def _is_over(begins: datetime, ends: datetime, by: str) -> bool:
    return begins.date() == ends.date() and ends.time() <= time.fromisoformat(by)


def _objection_of_count(calendar: Calendar, meeting: Meeting) -> Reason | None:
    if calendar.per_day is None:
        return None
    if meeting.that_day is None:
        return Reason.CANNOT_EVALUATE
    return None if meeting.that_day < calendar.per_day else Reason.MEETING_LIMIT_REACHED
