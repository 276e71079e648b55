"""From calendar objects (RFC 5545) to the times their owner is busy. Pure.

Servers expand recurrences wrongly across summer time, each in its own way, so it is done here:
with the rules of the time zone database, whatever a VTIMEZONE says of a zone that has a name there.
Nothing of an event is kept but when it is: no title, no place, no people.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import recurring_ical_events
from icalendar import Calendar, Component, Event
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from salesgenix.calendars.ports import Busy

KEPT = (
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS",
    "TRANSP", "SEQUENCE",
)  # fmt: skip
PADDING = timedelta(days=2)  # a day in one zone may lie in three in another
DENSE = frozenset({"SECONDLY", "MINUTELY"})  # nobody works between two of them
FAULTS = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError, IndexError)


@dataclass(frozen=True, slots=True)
class Window:
    """UTC, half open, and the zone in which the owner's days lie."""

    since: datetime
    until: datetime
    zone: ZoneInfo


def slimmed(ics: bytes, *, owner: str = "") -> str:
    """The object with its times alone. What ``owner`` (a mail address) has declined is free.

    ``ValueError`` for what is no calendar object.
    """
    whole = Calendar.from_ical(ics)
    if whole.name != "VCALENDAR":
        raise ValueError("not a calendar object")
    slim = Calendar()
    slim.add("prodid", "-//Salesgenix//Busy//EN")
    slim.add("version", "2.0")
    for component in whole.walk():
        if component.name == "VTIMEZONE" and not _is_named(str(component.get("TZID", ""))):
            slim.add_component(component)
        if component.name == "VEVENT":
            slim.add_component(_times_of(component, owner))
    text: str = slim.to_ical().decode()
    return text


def busy_in(objects: Iterable[str], window: Window) -> tuple[list[Busy], int]:
    """The times in the window, in order, and how many objects could not be understood.

    Of such an object its first time still counts where that can be read.
    """
    found: list[Busy] = []
    unread = 0
    for ics in objects:
        try:
            found += _of_object(ics, window)
        except FAULTS:
            unread += 1
            found += _first_times(ics, window)
    return sorted(set(found)), unread


def ends_before(ics: str, moment: datetime, zone: ZoneInfo) -> bool:
    """Whether the object is over for good: nothing repeats in it and all of it is past."""
    try:
        events = list(Calendar.from_ical(ics).walk("VEVENT"))
        repeats = any(event.get("RRULE") or event.get("RDATE") for event in events)
        return not repeats and all(_span(event, zone)[1] < moment for event in events)
    except FAULTS:
        return False


def _times_of(component: Component, owner: str) -> Event:
    event = Event()
    for name in KEPT:
        if name in component:
            event[name] = component[name]
    if owner and owner.casefold() in _decliners(component):
        event["TRANSP"] = "TRANSPARENT"
    return event


def _decliners(component: Component) -> set[str]:
    attendees = component.get("ATTENDEE", [])
    several = attendees if isinstance(attendees, list) else [attendees]
    return {
        str(one).casefold().removeprefix("mailto:")
        for one in several
        if str(getattr(one, "params", {}).get("PARTSTAT", "")).upper() == "DECLINED"
    }


def _is_named(tzid: str) -> bool:
    return tzid in available_timezones() or tzid in WINDOWS_TO_OLSON


def _of_object(ics: str, window: Window) -> list[Busy]:
    calendar = Calendar.from_ical(ics)
    dense = [event for event in calendar.walk("VEVENT") if _is_dense(event)]
    spans = [_as_one(event, window) for event in dense]
    for event in dense:
        calendar.subcomponents.remove(event)
    occurrences = recurring_ical_events.of(calendar).between(
        window.since - PADDING, window.until + PADDING
    )
    spans += [_busy(event, window.zone) for event in occurrences if _counts(event)]
    return [one for one in spans if one.start < window.until and one.end > window.since]


def _is_dense(event: Any) -> bool:
    rule = event.get("RRULE")
    return rule is not None and bool(DENSE & {str(one) for one in rule.get("FREQ", [])})


def _as_one(event: Any, window: Window) -> Busy:
    """Every second, every minute: taken as busy from the first to the last."""
    start, _ = _span(event, window.zone)
    until = event["RRULE"].get("UNTIL", [])
    end = _utc(until[0], window.zone) if until else window.until
    return Busy(start, end, str(event.get("UID", "")))


def _counts(event: Any) -> bool:
    is_free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not is_free and str(event.get("STATUS", "")).upper() != "CANCELLED"


def _busy(event: Any, zone: ZoneInfo) -> Busy:
    start, end = _span(event, zone)
    return Busy(start, end, str(event.get("UID", "")))


def _span(event: Any, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins = event["DTSTART"].dt
    start = _utc(begins, zone)
    if "DTEND" in event:
        return start, max(start, _utc(event["DTEND"].dt, zone))
    if "DURATION" in event:
        length: timedelta = event["DURATION"].dt
        if isinstance(begins, datetime):
            return start, start + length
        return start, _utc(begins + length, zone)
    if isinstance(begins, datetime):
        return start, start  # RFC 5545, section 3.6.1: it ends as it begins
    return start, _utc(begins + timedelta(days=1), zone)


def _utc(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """A day is the owner's day; a time without a zone is read on the owner's clock."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), zone)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(UTC)


def _first_times(ics: str, window: Window) -> Iterator[Busy]:
    try:
        events = list(Calendar.from_ical(ics).walk("VEVENT"))
    except FAULTS:
        return
    for event in events:
        try:
            one = _busy(event, window.zone)
        except FAULTS:
            continue
        if one.start < window.until and one.end > window.since:
            yield one
