"""What leaves as an invitation is what calendars of other makers expect."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from integrations.calendar.invitation import Meeting, Party, build_invitation, compose_mail
from integrations.email.letter import House

START = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)
MEETING = Meeting(
    uid="0190-1@salesgenix",
    sequence=0,
    method="REQUEST",
    starts_at=START,
    ends_at=START + timedelta(minutes=30),
    label="Demo",
    organizer=Party("Ben Okafor", "ben@orchard.example"),
    attendee=Party("Carla Jensen", "carla@nordhalle.example"),
    topic="Prices for 50 people, and Excel",
    zone="Europe/Berlin",
    language="en",
)


def event_in(ics: bytes):
    calendar = Calendar.from_ical(ics)
    [event] = calendar.walk("VEVENT")
    return calendar, event


def mail(meeting, house, now):
    raw = compose_mail(meeting, house=house, message_id="a-1@salesgenix", now=now)
    return message_from_bytes(raw, policy=policy.SMTP)


def test_a_request_says_everything_in_utc(house, now):
    """METHOD, UID, SEQUENCE, ORGANIZER, ATTENDEE and times survive the round trip."""
    ics = build_invitation(MEETING, house=house, now=now)
    calendar, event = event_in(ics)
    assert (calendar["METHOD"], calendar["VERSION"]) == ("REQUEST", "2.0")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (MEETING.uid, 0, "CONFIRMED")
    assert event["ORGANIZER"] == "mailto:ben@orchard.example"
    assert event["ORGANIZER"].params["SENT-BY"] == "mailto:mira@orchard.example"
    assert event["ATTENDEE"] == "mailto:carla@nordhalle.example"
    assert event["ATTENDEE"].params["RSVP"] == "TRUE"
    assert event["DTSTART"].dt == START
    assert b"DTSTART:20261126T143000Z" in ics
    assert b"VTIMEZONE" not in ics
    assert ics.endswith(b"END:VCALENDAR\r\n")


def test_a_cancellation_takes_back_the_same_meeting(house, now):
    """Same UID, higher SEQUENCE, CANCEL and CANCELLED: a calendar removes it without asking."""
    gone = replace(MEETING, method="CANCEL", sequence=2)
    calendar, event = event_in(build_invitation(gone, house=house, now=now))
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (event["UID"], event["SEQUENCE"]) == (MEETING.uid, 2)


def test_the_mail_carries_the_calendar_twice(house, now):
    """As an alternative with its method, and as a file: every client finds one of them."""
    message = mail(MEETING, house, now)
    types = [part.get_content_type() for part in message.walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    _, _, _, inline, attached = message.walk()
    assert inline["Content-Type"].params["method"] == "REQUEST"
    assert attached.get_filename() == "invite.ics"
    expected = build_invitation(MEETING, house=house, now=now)
    assert attached.get_content() == expected
    assert inline.get_content().encode() == expected
    assert message["Message-ID"] == "<a-1@salesgenix>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "xx"])
def test_each_mail_says_who_why_and_that_it_is_an_ai(house, now, language):
    """The footer names the company, its address, the reason and the AI, in every language."""
    meeting = replace(MEETING, language=language)
    message = mail(meeting, house, now)
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Carla Jensen" in text
    assert "15:30 (Berlin)" in text
    assert "Prices for 50 people" in text
    for needed in ("Orchard Tools", "Mira", "1 Elm Road", house.privacy_url, house.site):
        assert needed in text.partition("--\n")[2]
    assert any(mark in text for mark in (" AI", "KI-", " IA"))
    assert "{" not in text
    assert "{" not in message["Subject"]


def test_a_moved_meeting_is_told_as_moved(house, now):
    """The second message about a meeting does not pretend to be the first."""
    assert mail(replace(MEETING, sequence=1), house, now)["Subject"].startswith("New time: Demo")
    gone = replace(MEETING, method="CANCEL", sequence=1)
    assert mail(gone, house, now)["Subject"].startswith("Cancelled: Demo")


def test_nobody_can_add_a_header_through_their_name(house, now):
    """Line breaks in names, topics and labels stay text: no second recipient or property."""
    evil = 'Carla"\r\nBcc: all@victim.example\r\nATTENDEE:mailto:all@victim.example'
    meeting = replace(
        MEETING, attendee=Party(evil, "carla@nordhalle.example"), topic=evil, label=f"Demo\n{evil}"
    )
    message = mail(meeting, house, now)
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["carla@nordhalle.example"]
    _, event = event_in(build_invitation(meeting, house=house, now=now))
    assert event["ATTENDEE"] == "mailto:carla@nordhalle.example"


names = st.text(min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(name=names, topic=names)
def test_any_name_and_topic_make_a_sound_mail(name, topic):
    """Whatever a person is called and wants to talk about, the mail and the calendar parse back."""
    house = House(
        company="Orchard", agent="Mira", site="", sender_email="m@orchard.example",
        postal_address="", privacy_url="",
    )  # fmt: skip
    meeting = replace(MEETING, attendee=Party(name, "carla@nordhalle.example"), topic=topic)
    message = mail(meeting, house, START)
    assert not message.defects
    assert message["To"].addresses[0].addr_spec == "carla@nordhalle.example"
    attached = list(message.iter_attachments())[-1].get_content()
    _, event = event_in(attached)
    assert event["UID"] == MEETING.uid


def test_international_addresses_keep_their_form(house, now):
    """A domain goes out as IDNA; a local part beyond ASCII makes the mail SMTPUTF8."""
    meeting = replace(MEETING, attendee=Party("Jörg", "jorg@müller.example"))
    assert mail(meeting, house, now)["To"].addresses[0].domain == "xn--mller-kva.example"
    raw = compose_mail(
        replace(MEETING, attendee=Party("Jörg", "jörg@müller.example")),
        house=house,
        message_id="a-1@salesgenix",
        now=now,
    )
    assert "jörg@xn--mller-kva.example" in raw.decode("utf-8")


ADVERT = (
    "WIN http://evil.example/x, www.evil.example or mailto:exfil@evil.example\r\nBcc: all@x.example"
)
LINK = re.compile(r"://|www\.\w|mailto:|\w@\w|\w\.[a-z]")


@pytest.mark.parametrize(
    "text", [ADVERT, "BEGIN:VEVENT\nATTENDEE:mailto:x@evil.example", "A" * 5_000]
)
def test_a_name_and_a_topic_carry_no_message_of_their_own(house, now, text):
    """Whoever types another's address and a text for a name cannot have us mail it: on one line,
    short, and nothing that a mail program makes a link of.
    """
    attendee = Party(text, "carla@nordhalle.example")
    told = replace(MEETING, attendee=attendee, topic=text)
    read = mail(told, house, now)
    assert len(read.get_all("To")) == 1
    assert read["Bcc"] is None
    assert [one.addr_spec for one in read["To"].addresses] == ["carla@nordhalle.example"]
    assert not LINK.search(read["To"].addresses[0].display_name)
    plain = read.get_body(("plain",)).get_content()
    hello, about = plain.splitlines()[0], plain.split("talk about:")[1].splitlines()[0]
    assert not LINK.search(hello) and not LINK.search(about)
    assert len(hello) <= 100 and len(about) <= 310
    _, event = event_in(build_invitation(told, house=house, now=now))
    assert not LINK.search(str(event["DESCRIPTION"]).partition(":")[2])
    assert event["ATTENDEE"] == "mailto:carla@nordhalle.example"
    assert not LINK.search(event["ATTENDEE"].params["CN"])


def test_an_honest_name_stays_as_it_is(house, now):
    """What people are really called passes."""
    for name in ("Carla Jensen-O'Neil", "Dr. María José Núñez", "李小龍", "Jean-Luc d'Arc, 3rd"):
        told = replace(MEETING, attendee=Party(name, "carla@nordhalle.example"))
        assert mail(told, house, now)["To"].addresses[0].display_name == name
