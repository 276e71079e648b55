"""What attendees' calendars answer to an invitation: whom it is believed of, and what it does."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar
from sqlmodel import select

from salesgenix.appointments.models import Appointment
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.decisions.rules import DecisionType
from tests.journeys.mail import ADDRESS, CARLA, Post, invited


def invitation_in(mail: EmailMessage) -> Any:
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"][:1]
    return Calendar.from_ical(part.get_content()).walk("VEVENT")[0]


def answer(
    post: Post,
    event: Any,
    partstat: str,
    *,
    attendee: str = CARLA,
    sender: str = CARLA,
    sequence: int | None = None,
    age: timedelta = timedelta(0),
) -> None:
    """A mail such as a calendar writes when its owner presses a button."""
    at = post.company.clock.now() - age
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Example//Calendar//EN",
        "VERSION:2.0",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{event['UID']}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}",
        f"ORGANIZER:{event['ORGANIZER']}",
        f"SEQUENCE:{event.get('SEQUENCE', 0) if sequence is None else sequence}",
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{event['DTSTART'].dt:%Y%m%dT%H%M%SZ}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, f"{partstat.title()}: Demo"
    mail["Message-ID"], mail["Date"] = f"<{uuid4()}@lumen.example>", format_datetime(at)
    mail.set_content("")
    text = "\r\n".join(lines)
    mail.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    post.put(mail.as_bytes())


def meeting(post: Post, event: Any) -> Appointment:
    with post.company.house.db.reading() as session:
        query = select(Appointment).where(Appointment.uid == str(event["UID"]))
        found = session.exec(query).one()
        session.expunge(found)
        return found


def told(post: Post) -> list[tuple[str | None, tuple[str, ...]]]:
    """What each answer was, and why it did not count."""
    return [
        (one.body["facts"]["reply"], tuple(one.body.get("reasons", ())))
        for one in post.company.decisions()
        if one.type == DecisionType.APPOINTMENT_ANSWERED
    ]


def test_who_declines_frees_the_time(post: Post) -> None:
    """The meeting is off, its time can be had again, the thread and the log say so, and no mail
    tells them what they did.
    """
    thread, mail = invited(post)
    event, sent = invitation_in(mail), len(post.sent())
    answer(post, event, "DECLINED")
    found = meeting(post, event)
    assert (found.state, found.reply, found.sequence) == ("cancelled", "declined", 1)
    assert found.replied_at is not None
    assert post.company.clock.now() - found.replied_at < timedelta(minutes=1)
    (gone,) = [one for one in thread.events() if one.kind is EventKind.BOOKING_CANCELLED]
    assert gone.actor is Actor.PROSPECT
    assert told(post) == [("declined", ())]
    post.work()
    assert len(post.sent()) == sent
    other = post.company.open_thread()
    other.book()
    post.company.rounds.run()
    again = invitation_in(post.sent()[-1])
    assert again["DTSTART"].dt == event["DTSTART"].dt
    answer(post, event, "ACCEPTED")
    assert told(post)[-1] == ("accepted", ("meeting_is_off",))
    assert meeting(post, event).state == "cancelled"


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_a_yes_is_kept_with_the_meeting(post: Post, partstat: str) -> None:
    """It stays booked, and a later no still counts; one written before the yes does not."""
    _, mail = invited(post)
    event = invitation_in(mail)
    answer(post, event, partstat)
    found = meeting(post, event)
    assert (found.state, found.reply) == ("confirmed", partstat.lower())
    answer(post, event, "DECLINED", age=timedelta(minutes=5))
    assert meeting(post, event).state == "confirmed"
    assert told(post)[-1] == ("declined", ("reply_is_older",))
    post.company.clock.set(post.company.clock.now() + timedelta(minutes=1))
    answer(post, event, "DECLINED")
    assert meeting(post, event).state == "cancelled"


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"sender": "eve@elsewhere.example"}, "not_the_attendee"),
        ({"attendee": "eve@elsewhere.example"}, "not_the_attendee"),
        ({"sequence": -1}, "reply_is_older"),
    ],
)
def test_an_answer_counts_of_the_invited_alone(post: Post, how: dict[str, Any], why: str) -> None:
    """Another sender, another attendee, or an answer to how it stood before: nothing changes, and
    the log says why.
    """
    _, mail = invited(post)
    event = invitation_in(mail)
    answer(post, event, "DECLINED", **how)
    found = meeting(post, event)
    assert (found.state, found.reply) == ("confirmed", None)
    assert told(post) == [("declined", (why,))]
    answer(post, event, "NEEDS-ACTION")
    assert told(post)[-1] == (None, ("reply_without_answer",))
