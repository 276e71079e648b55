"""Meetings as calendars exchange them: iCalendar (RFC 5545), iTIP (RFC 5546), iMIP (RFC 6047).

Times are written in UTC, so that no reader's notion of a time zone can move a meeting. A meeting
keeps its UID for life; each change sends the same UID with a higher SEQUENCE.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar as ICalendar
from icalendar import Event, vCalAddress

from integrations.email.letter import (
    LONGEST_NAME,
    NO_WAY_BACK,
    Back,
    Calendar,
    House,
    Letter,
    harmless,
    one_line,
    words_of,
    write_letter,
)
from salesgenix.kit.spoken import spoken

LONGEST_TOPIC = 300
PRODUCT = "-//Salesgenix//Appointments//EN"
Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True, slots=True)
class Party:
    name: str | None
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One state of one meeting. The rep is the organizer; the house's mailbox acts for them."""

    uid: str
    sequence: int
    method: Method
    starts_at: datetime
    ends_at: datetime
    label: str  # what kind of meeting: "Demo"
    organizer: Party
    attendee: Party
    topic: str | None = None
    zone: str = "UTC"  # the attendee's, for the words of the mail
    language: str = "en"
    move_url: str | None = None  # where the attendee chooses another time, or calls it off
    cancel_url: str | None = None


def build_invitation(meeting: Meeting, *, house: House, now: datetime) -> bytes:
    """The iCalendar object alone: REQUEST for a new or moved meeting, CANCEL to take it back."""
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", one_line(f"{meeting.label}: {house.company}"))
    if meeting.topic:
        event.add("description", _topic(meeting))
    organizer = _address(meeting.organizer)
    if house.sender_email:
        organizer.params["SENT-BY"] = f"mailto:{house.sender_email}"
    event.add("organizer", organizer)
    attendee = _address(meeting.attendee)
    is_cancelled = meeting.method == "CANCEL"
    if not is_cancelled:
        attendee.params |= {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
    event.add("attendee", attendee)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    calendar = ICalendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", meeting.method)
    calendar.add_component(event)
    ics: bytes = calendar.to_ical()
    return ics


def compose_mail(
    meeting: Meeting, *, house: House, message_id: str, now: datetime, back: Back = NO_WAY_BACK
) -> bytes:
    """The whole mail to the attendee, with the iCalendar object as part and as attachment."""
    occasion = "invitation" if meeting.sequence == 0 else "moved"
    if meeting.method == "CANCEL":
        occasion = "cancellation"
    letter = _letter(meeting, occasion, house=house, message_id=message_id, now=now, back=back)
    ics = build_invitation(meeting, house=house, now=now)
    return write_letter(letter, Calendar(meeting.method, ics))


def compose_reminder(
    meeting: Meeting, *, house: House, message_id: str, now: datetime, back: Back = NO_WAY_BACK
) -> bytes:
    """Words alone: the attendee's calendar knows the meeting already."""
    return write_letter(
        _letter(meeting, "reminder", house=house, message_id=message_id, now=now, back=back)
    )


def _letter(
    meeting: Meeting, occasion: str, *, house: House, message_id: str, now: datetime, back: Back
) -> Letter:
    words = words_of(meeting.language)
    facts = {
        "label": meeting.label,
        "company": house.company,
        "member": meeting.organizer.name or meeting.organizer.email,
        "when": spoken(meeting.starts_at, meeting.zone, meeting.language),
        "minutes": int((meeting.ends_at - meeting.starts_at).total_seconds() // 60),
    }
    text = words[occasion]["body"].format(**facts)
    if meeting.topic:
        text += f"\n\n{_topic(meeting)}"
    ways = {"move_link": meeting.move_url, "cancel_link": meeting.cancel_url}
    told = [f"{words[name]} {url}" for name, url in ways.items() if url]
    if told and occasion != "cancellation":
        text += "\n\n" + "\n".join(told)
    return Letter(
        house=house,
        recipient_name=meeting.attendee.name,
        recipient_email=meeting.attendee.email,
        language=meeting.language,
        subject=words[occasion]["subject"].format(**facts),
        text=text,
        message_id=message_id,
        at=now,
        token=back.token,
        unsubscription=back.unsubscription,
    )


def _topic(meeting: Meeting) -> str:
    topic = harmless(meeting.topic or "", LONGEST_TOPIC)
    return str(words_of(meeting.language)["topic"].format(topic=topic))


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    if party.name:
        # A quoted parameter cannot hold a quotation mark (RFC 5545, section 3.2).
        address.params["CN"] = harmless(party.name, LONGEST_NAME).replace('"', "'")
    return address
