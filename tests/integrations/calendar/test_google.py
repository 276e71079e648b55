"""What is Google's alone. Proven against a twin held to Google's description, not its cloud."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from integrations.calendar.google import event_of, id_of
from salesgenix.calendars.ports import Trouble
from tests.integrations.calendar.google_contract import Contract
from tests.integrations.calendar.google_twin import ID, failed
from tests.integrations.calendar.makers import AT, ENTRY, Maker, maker
from tests.integrations.calendar.twin import FINE, Call, Reply


@pytest.fixture
def google() -> Iterator[Maker]:
    with maker("google") as made:
        yield made


def test_an_id_is_made_of_signs_that_google_takes() -> None:
    """Base32hex: 0-9 and a-v; the same appointment has the same id, with or without hyphens."""
    made = id_of(ENTRY.key)
    assert ID.fullmatch(made)
    assert id_of("0193A7C2-B1F0-4D0E-9A7B-E2F0C1D2E3F4") == made


@pytest.mark.parametrize(
    "more",
    [
        {"transparency": "transparent"},
        {"status": "cancelled"},
        {"eventType": "workingLocation"},
        {"eventType": "birthday"},
        {
            "attendees": [
                {"email": "carla@prospect.example", "responseStatus": "accepted"},
                {"email": "ben@orchard.example", "self": True, "responseStatus": "declined"},
            ]
        },
    ],
)
def test_what_leaves_the_member_free_is_left_out(google: Maker, more: dict[str, Any]) -> None:
    """Marked free, cancelled, a place of work, a birthday, or declined by the member."""
    google.twin.seed("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z", **more)
    assert google.busy() == []


@pytest.mark.parametrize(
    "more",
    [
        {"status": "tentative"},
        {"eventType": "outOfOffice"},
        {"eventType": "focusTime"},
        {"attendees": [{"email": "carla@prospect.example", "responseStatus": "declined"}]},
        {"attendees": [{"email": "b@x.example", "self": True, "responseStatus": "needsAction"}]},
    ],
)
def test_what_may_be_in_the_way_is_busy(google: Maker, more: dict[str, Any]) -> None:
    """Tentative, away, focused, declined by somebody else, not answered yet."""
    google.twin.seed("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z", **more)
    assert google.busy() == [(AT, AT + timedelta(hours=1))]


def test_a_whole_day_is_the_owners_day(google: Maker) -> None:
    """In New York 9 March 2026 lasts from 04:00Z, and the 8th, when clocks move, 23 hours."""
    google.twin.seed("2026-03-09", "2026-03-10")
    google.twin.seed("2026-03-08", "2026-03-09")
    day = timedelta(days=1)
    begin = datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert google.busy() == [
        (begin, begin + timedelta(hours=23)),
        (begin + timedelta(hours=23), begin + timedelta(hours=23) + day),
    ]
    assert google.busy("Asia/Tokyo")[-1][1] == datetime(2026, 3, 9, 15, tzinfo=UTC)


def test_a_time_is_the_instant_that_its_offset_says(google: Maker) -> None:
    """Nine o'clock in New York is 13:00Z after the change and 14:00Z before it."""
    google.twin.seed("2026-03-09T09:00:00-04:00", "2026-03-09T09:30:00-04:00")
    assert google.busy()[0][0] == AT


def test_two_who_change_one_event_do_not_overwrite_each_other_unseen(google: Maker) -> None:
    """412 has the event looked at again; then the newer state is written over what is there."""
    google.write()
    google.twin.faults.extend([FINE, FINE, failed(412, "conditionNotMet")])
    google.write(replace(ENTRY, sequence=2, summary="Demo, moved"))
    assert [title for *_, title in google.twin.living()] == ["Demo, moved"]


def test_a_newer_state_that_comes_in_between_stays(google: Maker) -> None:
    """Somebody writes sequence 3 after we have looked and before we write 2."""
    place = google.write()
    newer = event_of(replace(ENTRY, sequence=3, summary="Third"))
    there = google.twin.events[google.calendar, place.ref]
    google.twin.faults.extend(
        [FINE, lambda: google.twin._store(google.calendar, {**there, **newer})]
    )
    google.write(replace(ENTRY, sequence=2, summary="Second"))
    assert [title for *_, title in google.twin.living()] == ["Third"]


def test_an_event_that_never_rests_is_tried_later(google: Maker) -> None:
    """After three looks it is for the next try, not for a person."""
    google.write()
    google.twin.faults.extend([FINE, *[FINE, failed(412, "conditionNotMet")] * 3])
    error = google.trouble(lambda: google.write(replace(ENTRY, sequence=2)))
    assert (error.trouble, error.code) == (Trouble.UNREACHABLE, "calendar.changing")


def test_what_the_member_changed_by_hand_is_brought_back(google: Maker) -> None:
    """The same sequence at another time is not what was agreed with the prospect."""
    place = google.write()
    event = google.twin.events[google.calendar, place.ref]
    event["start"] = {"dateTime": "2026-03-09T12:00:00Z"}
    google.write()
    assert google.busy() == [(AT, AT + timedelta(minutes=30))]


def test_what_other_programs_keep_in_events_is_not_fetched(google: Maker) -> None:
    """Marks are asked for of our own events alone, and only where there are any."""
    kept = {"private": {"patient": "Carla"}}
    google.twin.seed("2026-03-10T13:00:00Z", "2026-03-10T14:00:00Z", extendedProperties=kept)
    google.read()
    assert len(google.twin.calls) == 1
    google.write()
    assert len(google.read().busy) == 2
    asked = [call.query for call in google.twin.calls if "extended" in call.query.get("fields", "")]
    reads = [query for query in asked if "singleEvents" in query]
    assert [query["privateExtendedProperty"] for query in reads] == ["salesgenix=1"]


def test_what_others_answered_is_not_fetched(google: Maker) -> None:
    """Of many guests only the member's own answer comes back, without an address."""
    people = [{"email": f"{n}@x.example", "responseStatus": "tentative"} for n in range(3)]
    people.append({"email": "ben@orchard.example", "self": True, "responseStatus": "accepted"})
    google.twin.seed("2026-03-09T13:00:00Z", "2026-03-09T14:00:00Z", attendees=people)
    google.read()
    (item,) = google.twin.replies[0].body["items"]
    assert item["attendees"] == [{"self": True, "responseStatus": "accepted"}]


def test_nobody_is_invited_by_google(google: Maker) -> None:
    """Invitations go by mail, once: each write says that none are sent, and names no attendee."""
    google.write()
    google.write(replace(ENTRY, sequence=2))
    google.remove()
    writes = [call for call in google.twin.calls if call.method != "GET"]
    assert len(writes) == 4
    assert all(call.query["sendUpdates"] == "none" for call in writes)
    assert not any("attendees" in call.body for call in writes)


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        ("rateLimitExceeded", Trouble.UNREACHABLE),
        ("userRateLimitExceeded", Trouble.UNREACHABLE),
        ("insufficientPermissions", Trouble.NEEDS_REAUTH),
        ("forbidden", Trouble.REFUSED),
    ],
)
def test_a_403_means_what_its_reason_says(google: Maker, reason: str, trouble: Trouble) -> None:
    """Too fast, too narrow a leave, or no right at all: three different things to do."""
    google.twin.faults.append(failed(403, reason, {"Retry-After": "3"}))
    assert google.trouble(google.read).trouble is trouble


def test_an_empty_calendar_may_come_without_a_list(google: Maker) -> None:
    """Its kind says that it is one; the same without a kind is no answer."""
    google.twin.faults.append(Reply(200, {"kind": "calendar#events"}))
    assert google.busy() == []


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (Call("GET", "/calendar/v3/calendars/x/freeBusy", {}, {}, {}), {}),
        (Call("GET", "/calendar/v3/calendars/x/events", {"orderBy": "startTime"}, {}, {}), {}),
        (Call("GET", "/calendar/v3/calendars/x/events", {"singleEvents": "yes"}, {}, {}), {}),
        (Call("GET", "/calendar/v3/calendars/x/events", {"fields": "items(title)"}, {}, {}), {}),
        (Call("GET", "/calendar/v3/calendars/x/events", {}, {}, {}), {"items": [{"uid": "1"}]}),
        (Call("GET", "/calendar/v3/calendars/x/events", {}, {}, {}), {"items": {}}),
        (Call("POST", "/calendar/v3/calendars/x/events", {}, {}, {"start": {"time": "1"}}), {}),
        (Call("POST", "/calendar/v3/calendars/x/events", {}, {}, {"start": "2026"}), {}),
    ],
)
def test_the_contract_sees_what_google_does_not_know(call: Call, body: dict[str, Any]) -> None:
    """A path, parameter, value or field outside the description is a breach."""
    contract = Contract()
    assert contract.breaches(call, Reply(200, body)) + contract.of_answer(call, body) != []
