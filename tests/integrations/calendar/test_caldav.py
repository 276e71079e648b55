"""Our CalDAV client against a real server, read back by another library than it writes by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError

import anyio
import httpx
import pytest
import vobject

from integrations.calendar.caldav import Account, CalDav
from salesgenix.calendars.ports import Busy, CalendarError, Entry, Trouble

AT = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)
ENTRY = Entry(
    key="0193a7c2b1f04d0e9a7be2f0c1d2e3f4",
    uid="0193@salesgenix",
    sequence=0,
    starts_at=AT,
    ends_at=AT + timedelta(minutes=30),
    changed_at=datetime(2026, 3, 1, tzinfo=UTC),
    summary="Demo: Carla, Orchard",
    description="Prices; and\nhow to begin",
)
WEEK = (datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 3, 14, tzinfo=UTC))
NEW_YORK = {
    "dates": """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:20251102T020000
RDATE:20251102T020000
RDATE:20261101T020000
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260308T020000
RDATE:20260308T020000
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
""",
    "rules": """BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZNAME:EST
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZNAME:EDT
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
END:DAYLIGHT
END:VTIMEZONE
""",
    "none": "",
}


def ics(uid: str, lines: str, zone: str = "") -> bytes:
    head = f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20260101T000000Z\nSUMMARY:Secret talks\n"
    event = f"{head}{lines}\nEND:VEVENT\n"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t//EN\n{zone}{event}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(client, calendar, *, memory=None, zone="Europe/Berlin", week=WEEK):
    return anyio.run(lambda: client.read(calendar, *week, zone=zone, memory=memory))


@pytest.mark.parametrize("style", NEW_YORK)
def test_a_weekly_meeting_keeps_its_hour_across_summer_time(radicale, style):
    """Nine o'clock in New York, stored with dates, with rules, or without a VTIMEZONE: after the
    change it is busy at 13:00 UTC and free at 14:00, whatever the server itself would answer.
    """
    calendar = radicale.calendar()
    lines = (
        "DTSTART;TZID=America/New_York:20260302T090000\n"
        "DTEND;TZID=America/New_York:20260302T100000\nRRULE:FREQ=WEEKLY"
    )
    radicale.raw("PUT", f"{calendar}w.ics", ics("w", lines, NEW_YORK[style]))
    found = read(radicale.client(), calendar)
    assert found.busy == (Busy(AT, AT + timedelta(hours=1), "w"),)
    assert found.unread == 0


def test_the_account_says_which_calendars_it_has(radicale):
    """Found from the server's address alone, each with its name, and whether it takes entries."""
    url = radicale.calendar()
    found = anyio.run(radicale.client().calendars)
    assert url in [one.ref for one in found]
    assert all(one.is_writable for one in found)
    named = anyio.run(replace_address(radicale.client(), url).calendars)
    assert url in [one.ref for one in named]


def replace_address(client: CalDav, address: str) -> CalDav:
    return CalDav(replace(client._account, address=address))


def test_an_entry_is_what_another_library_reads(radicale):
    """Written by us, fetched by a plain request and read by vobject: times, words, no people."""
    calendar = radicale.calendar()
    written = anyio.run(radicale.client().write, calendar, ENTRY)
    body = radicale.raw("GET", written.ref).decode()
    event = vobject.readOne(body).vevent
    assert (event.dtstart.value, event.dtend.value) == (ENTRY.starts_at, ENTRY.ends_at)
    assert (event.uid.value, event.summary.value) == (ENTRY.uid, ENTRY.summary)
    assert event.description.value == ENTRY.description
    assert not hasattr(event, "attendee")
    assert "VTIMEZONE" not in body


def test_what_another_library_writes_is_read(radicale):
    """An event made by vobject with its own time zone counts as busy at its instant."""
    calendar = radicale.calendar()
    made = vobject.iCalendar()
    event = made.add("vevent")
    event.add("uid").value = "v"
    start = AT.replace(tzinfo=vobject.icalendar.utc)
    event.add("dtstart").value = start
    event.add("dtend").value = start + timedelta(hours=2)
    radicale.raw("PUT", f"{calendar}v.ics", made.serialize().encode())
    assert read(radicale.client(), calendar).busy == (Busy(AT, AT + timedelta(hours=2), "v"),)


def test_to_write_twice_is_to_write_once(radicale):
    """As after a lost answer: one object, and the version it has."""
    calendar, client = radicale.calendar(), radicale.client()
    first = anyio.run(client.write, calendar, ENTRY)
    again = anyio.run(client.write, calendar, ENTRY)
    assert first.ref == again.ref
    assert len(read(client, calendar).busy) == 1


def test_a_moved_meeting_moves_and_an_old_state_never_comes_back(radicale):
    """A higher sequence replaces; a lower one that arrives late changes nothing."""
    calendar, client = radicale.calendar(), radicale.client()
    anyio.run(client.write, calendar, ENTRY)
    later = replace(
        ENTRY, sequence=1, starts_at=AT + timedelta(days=1), ends_at=AT + timedelta(days=1, hours=1)
    )
    anyio.run(client.write, calendar, later)
    anyio.run(client.write, calendar, ENTRY)
    assert read(client, calendar).busy == (Busy(later.starts_at, later.ends_at, ENTRY.uid),)


def test_somebody_elses_object_is_not_written_over(radicale):
    """A name that is taken by another event is a refusal for good."""
    calendar = radicale.calendar()
    radicale.raw("PUT", f"{calendar}{ENTRY.key}.ics", ics("theirs", "DTSTART:20260309T130000Z"))
    with pytest.raises(CalendarError) as refused:
        anyio.run(radicale.client().write, calendar, ENTRY)
    assert (refused.value.code, refused.value.permanent) == ("calendar.name_taken", True)


def test_what_is_removed_is_gone_and_gone_is_no_error(radicale):
    """Twice: the second time there is nothing, and that is as it should be."""
    calendar, client = radicale.calendar(), radicale.client()
    written = anyio.run(client.write, calendar, ENTRY)
    anyio.run(client.remove, calendar, ENTRY.key)
    anyio.run(client.remove, calendar, ENTRY.key)
    with pytest.raises(HTTPError):
        radicale.raw("GET", written.ref)
    anyio.run(client.write, calendar, replace(ENTRY, sequence=2))
    assert len(read(client, calendar).busy) == 1


def test_a_reading_costs_what_changed(radicale):
    """With what it remembers, only the new event is fetched; one that is gone is forgotten. No
    title is remembered.
    """
    calendar, client = radicale.calendar(), radicale.client()
    radicale.raw("PUT", f"{calendar}a.ics", ics("a", "DTSTART:20260309T130000Z\nDURATION:PT1H"))
    first = read(client, calendar)
    radicale.raw("PUT", f"{calendar}b.ics", ics("b", "DTSTART:20260310T130000Z\nDURATION:PT1H"))
    radicale.raw("DELETE", f"{calendar}a.ics")
    asked: list[str] = []
    counting = CalDav(client._account, Counting(asked))
    second = read(counting, calendar, memory=first.memory)
    assert [one.uid for one in second.busy] == ["b"]
    assert [body for body in asked if "multiget" in body and "a.ics" in body] == []
    assert "Secret" not in (second.memory or "")


class Counting(httpx.AsyncHTTPTransport):
    def __init__(self, asked: list[str]) -> None:
        super().__init__()
        self._asked = asked

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self._asked.append(request.content.decode())
        return await super().handle_async_request(request)


def test_a_token_the_server_has_forgotten_means_everything_anew(radicale):
    """Nothing is lost, and what was remembered of events that are gone is dropped."""
    calendar, client = radicale.calendar(), radicale.client()
    radicale.raw("PUT", f"{calendar}a.ics", ics("a", "DTSTART:20260309T130000Z\nDURATION:PT1H"))
    first = read(client, calendar)
    spoilt = (first.memory or "").replace("radicale.org/ns/sync/", "radicale.org/ns/sync/0")
    assert spoilt != first.memory
    assert [one.uid for one in read(client, calendar, memory=spoilt).busy] == ["a"]


def test_a_server_that_cannot_sync_is_read_by_its_versions(radicale):
    """Without sync-collection the versions are compared: the same result."""

    class Without(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if b"sync-collection" in request.content:
                return httpx.Response(501, request=request)
            return await super().handle_async_request(request)

    calendar = radicale.calendar()
    radicale.raw("PUT", f"{calendar}a.ics", ics("a", "DTSTART:20260309T130000Z\nDURATION:PT1H"))
    client = CalDav(radicale.client()._account, Without())
    first = read(client, calendar)
    radicale.raw("DELETE", f"{calendar}a.ics")
    radicale.raw("PUT", f"{calendar}b.ics", ics("b", "DTSTART:20260310T130000Z\nDURATION:PT1H"))
    second = read(client, calendar, memory=first.memory)
    assert ([one.uid for one in first.busy], [one.uid for one in second.busy]) == (["a"], ["b"])


def test_a_wrong_password_is_said_and_nothing_is_free(radicale):
    """The member has to sign in again; there is no reading that could be taken for an empty one."""
    calendar = radicale.calendar()
    with pytest.raises(CalendarError) as refused:
        read(radicale.client(password="wrong"), calendar)
    assert refused.value.trouble is Trouble.NEEDS_REAUTH


def test_a_colleagues_calendar_stays_closed(radicale):
    """Whoever signs in as another finds nothing of it."""
    calendar = radicale.calendar("ben")
    with pytest.raises(CalendarError):
        read(radicale.client("ines"), calendar)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (httpx.Response(503, headers={"Retry-After": "7"}), Trouble.UNREACHABLE),
        (httpx.Response(429), Trouble.UNREACHABLE),
        (httpx.Response(404), Trouble.REFUSED),
        (httpx.Response(200, content=b"<html>hello</html>"), Trouble.REFUSED),
        (httpx.ConnectTimeout("slow"), Trouble.UNREACHABLE),
        (httpx.ConnectError("down"), Trouble.UNREACHABLE),
        (httpx.Response(302, headers={"Location": "http://evil.example/"}), Trouble.REFUSED),
    ],
)
def test_each_trouble_has_its_name(answer, trouble):
    """None of them is an empty calendar, and credentials go to no other host."""

    class Scripted(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            assert request.url.host == "dav.example"
            if isinstance(answer, Exception):
                raise answer
            return answer

    client = CalDav(Account("https://dav.example/", "ben", "secret"), Scripted())
    with pytest.raises(CalendarError) as refused:
        anyio.run(client.calendars)
    assert refused.value.trouble is trouble


def test_xml_that_would_unfold_without_end_is_refused():
    """Entities are not resolved: what a server defines itself stays undefined."""
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">'
        b'<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b'<d:multistatus xmlns:d="DAV:"><d:response><d:href>/&b;&x;</d:href></d:response>'
        b"</d:multistatus>"
    )

    class Scripted(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(207, content=bomb)

    client = CalDav(Account("https://dav.example/", "ben", "secret"), Scripted())
    with pytest.raises(CalendarError):
        anyio.run(client.calendars)
