"""An answer to an invitation (iTIP, RFC 5546; by mail, RFC 6047), as a part or as an attachment."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from integrations.email.incoming.failures import address_in
from integrations.email.incoming.parts import BROKEN, Mail, asked, content, filename, kind, leaves
from salesgenix.mailboxes.ports import MeetingReply

MOST_BYTES = 256_000


def reply_of(message: Mail) -> MeetingReply | None:
    """The first REPLY in it that names an event and who answers."""
    return next((found for part in _calendars(message) if (found := _read(part))), None)


def _calendars(message: Mail) -> Iterator[Mail]:
    for part in leaves(message):
        is_named = filename(part).lower().endswith((".ics", ".ical"))
        if kind(part) in {"text/calendar", "application/ics"} or is_named:
            yield part


def _read(part: Mail) -> MeetingReply | None:
    data = content(part)
    if len(data) > MOST_BYTES or b"REPLY" not in data.upper():
        return None
    try:
        calendar = Calendar.from_ical(data.decode("utf-8", "replace"))
        if str(calendar.get("METHOD", "")).strip().upper() != "REPLY":
            return None
        return next((found for event in calendar.walk("VEVENT") if (found := _answer(event))), None)
    except (*BROKEN, KeyError):
        return None


def _answer(event: Any) -> MeetingReply | None:
    named = event.get("ATTENDEE")
    attendee = named[0] if isinstance(named, list) and named else named
    uid = " ".join(str(event.get("UID", "")).split())
    address = address_in(str(attendee or "").lower().removeprefix("mailto:"))
    partstat = str(getattr(attendee, "params", {}).get("PARTSTAT", "")).upper()
    if not uid or not address or not partstat:
        return None
    return MeetingReply(
        uid=uid,
        attendee=address,
        partstat=partstat,
        sequence=asked(lambda: int(str(event.get("SEQUENCE", 0))), 0),
        at=asked(lambda: _stamp(event), None),
    )


def _stamp(event: Any) -> datetime | None:
    at = event["DTSTAMP"].dt
    if not isinstance(at, datetime):
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
