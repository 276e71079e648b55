"""What both makers' calendars promise, each against its twin over real HTTP.

Not verified against either maker's cloud.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import anyio
import pytest

from integrations.calendar import rest
from salesgenix.calendars.ports import Busy, Trouble
from tests.integrations.calendar.makers import AT, ENTRY, TIMES, UNTIL, Maker, maker, own
from tests.integrations.calendar.twin import FINE, LOST, SILENT, Reply

MOVED = replace(
    ENTRY, sequence=2, starts_at=AT + timedelta(days=1), ends_at=AT + timedelta(days=1, hours=1)
)


@pytest.fixture(params=["google", "microsoft"])
def one(request: pytest.FixtureRequest) -> Iterator[Maker]:
    with maker(request.param) as made:
        yield made


def test_the_accounts_calendars_are_told_with_what_may_be_written(one: Maker) -> None:
    """Name, default and right to write, over as many pages as it takes; no deleted ones."""
    one.twin.page_size = 1
    found = one.calendars()
    assert [each.is_writable for each in found] == [True, False]
    assert [each.is_default for each in found] == [True, False]
    assert found[1].name == "Team"
    assert found[0].ref == one.calendar


def test_what_is_written_twice_is_there_once(one: Maker) -> None:
    """The second writing finds the first, and names the same place."""
    first, again = one.write(), one.write()
    assert first.ref == again.ref
    assert one.twin.living() == [(*TIMES, ENTRY.summary)]


def test_an_answer_that_is_lost_leaves_one_event_behind(one: Maker) -> None:
    """The line breaks after the maker has done it: trying again is right, and makes no second."""
    looks_first = one.kind == "microsoft"
    one.twin.faults.extend([FINE, LOST] if looks_first else [LOST])
    assert one.trouble(one.write).trouble is Trouble.UNREACHABLE
    assert len(one.twin.living()) == 1
    one.write()
    assert len(one.twin.living()) == 1


def test_a_move_changes_the_event_and_an_older_state_does_not_come_back(one: Maker) -> None:
    """Sequence 2 replaces 1; a late 1 leaves 2 alone, whatever order they arrive in."""
    one.write()
    place = one.write(MOVED)
    late = one.write(ENTRY)
    assert late.ref == place.ref
    assert one.twin.living() == [("2026-03-10T13:00:00Z", "2026-03-10T14:00:00Z", ENTRY.summary)]


def test_our_own_event_is_known_again_by_its_uid(one: Maker) -> None:
    """Reading gives our UID, not the maker's, so that a booking is not in its own way."""
    one.write()
    assert own(one.read().busy) == [Busy(AT, AT + timedelta(minutes=30), ENTRY.uid)]


def test_removing_twice_is_removing_once(one: Maker) -> None:
    """What is gone, or never was, is no error; and then the time is free."""
    one.write()
    one.remove()
    one.remove()
    one.remove("00ff" * 8)
    assert one.twin.living() == []
    assert one.busy() == []


def test_an_event_taken_away_by_hand_can_be_written_again(one: Maker) -> None:
    """The maker remembers the id of what is gone; a later state is there all the same, once."""
    one.write()
    one.remove()
    one.write(MOVED)
    assert [start for start, *_ in one.twin.living()] == ["2026-03-10T13:00:00Z"]
    assert own(one.read().busy) == [Busy(MOVED.starts_at, MOVED.ends_at, ENTRY.uid)]


def test_neither_titles_nor_people_are_asked_for(one: Maker) -> None:
    """A reading names its fields, and no title, text or person is among them."""
    one.twin.seed("2026-03-09T13:00:00", "2026-03-09T14:00:00")
    assert len(one.read().busy) == 1
    asked = str([call.query for call in one.twin.calls]).lower()
    assert not any(word in asked for word in ("summary", "subject", "email", "description", "body"))


def test_every_page_is_read(one: Maker) -> None:
    """Seven events on pages of two are seven, in order."""
    one.twin.page_size = 2
    for hour in range(16, 9, -1):
        one.twin.seed(f"2026-03-09T{hour}:00:00", f"2026-03-09T{hour}:30:00")
    starts = [start.hour for start, _ in one.busy()]
    assert starts == [10, 11, 12, 13, 14, 15, 16]


def test_only_what_touches_the_window_is_told(one: Maker) -> None:
    """A day more is asked for, and what lies there is left out; no length is no time."""
    one.twin.seed("2026-03-07T13:00:00", "2026-03-07T14:00:00")
    one.twin.seed("2026-03-12T00:00:00", "2026-03-12T01:00:00")
    one.twin.seed("2026-03-09T13:00:00", "2026-03-09T13:00:00")
    one.twin.seed("2026-03-11T23:00:00", "2026-03-12T01:00:00")
    assert one.busy() == [(UNTIL - timedelta(hours=1), UNTIL + timedelta(hours=1))]


def test_a_token_that_has_run_out_is_renewed_and_kept(one: Maker) -> None:
    """Once for one reading; the new pair is handed over, and the next job begins with it."""
    one.twin.desk.expire()
    assert one.busy() == []
    assert one.twin.desk.renewals == len(one.kept) == 1
    assert one.calendars()
    assert one.twin.desk.renewals == 1


def test_many_at_once_renew_once(one: Maker) -> None:
    """A rotated token may be used once: who comes second takes the first one's new pair."""
    one.twin.desk.expire()
    client = one.client

    async def both() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(4):
                group.start_soon(client.calendars)

    anyio.run(both)
    assert one.twin.desk.renewals == 1


def test_one_client_serves_several_jobs_one_after_another(one: Maker) -> None:
    """Each in an event loop of its own, as a worker's thread runs them, each with a new token."""
    client = one.client
    for _ in range(2):
        one.twin.desk.expire()
        assert anyio.run(client.calendars)
    assert one.twin.desk.renewals == 2


def test_a_leave_taken_back_asks_the_member_and_is_never_free(one: Maker) -> None:
    """Reading, writing and removing say needs_reauth; none gives an empty calendar."""
    one.twin.seed("2026-03-09T13:00:00", "2026-03-09T14:00:00")
    one.twin.desk.take_back()
    for work in (one.read, one.calendars, one.write, one.remove):
        error = one.trouble(work)
        assert error.trouble is Trouble.NEEDS_REAUTH
        assert error.code == "calendar.invalid_grant"
        assert not error.permanent
    assert one.kept == []


@pytest.mark.parametrize(
    ("reply", "trouble", "code", "wait"),
    [
        (Reply(429, None, {"Retry-After": "7"}), "unreachable", "too_many_requests", 7.0),
        (Reply(429, None, {"Retry-After": "9999999"}), "unreachable", "too_many_requests", 86400.0),
        (Reply(503, b"<html>", {"Retry-After": "x"}), "unreachable", "503", None),
        (
            Reply(429, None, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}),
            "unreachable",
            "too_many_requests",
            86400.0,
        ),
        (Reply(200, b"<html>sign in to the hotel's net</html>"), "unreachable", "unreadable", None),
        (Reply(200, {"hello": 1}), "unreachable", "unreadable", None),
        (Reply(200, b""), "unreachable", "unreadable", None),
        (Reply(200, b"[" * 100_000), "unreachable", "unreadable", None),
        (Reply(200, b" " * 9_000_000), "refused", "too_large", None),
        (Reply(302, None, {"Location": "http://elsewhere.example/"}), "refused", "302", None),
        (Reply(403, None), "refused", "403", None),
        (Reply(404, None), "refused", "404", None),
        (LOST, "unreachable", "no_connection", None),
    ],
)
def test_no_failure_reads_as_free(
    one: Maker, reply: Reply, trouble: str, code: str, wait: float | None
) -> None:
    """Each is an error with its name and the wait that was asked for; nothing is followed."""
    one.twin.faults.append(reply)
    error = one.trouble(one.read)
    assert (error.trouble, error.code) == (trouble, f"calendar.{code}")
    assert error.retry_after == wait
    assert error.permanent is (trouble == "refused")
    assert len(one.twin.calls) == 1


def test_a_house_that_does_not_answer_is_unreachable(one: Maker) -> None:
    """Nobody listens at the address."""
    one.twin.url = "http://127.0.0.1:9"
    assert one.trouble(one.read).code == "calendar.no_connection"


def test_a_silent_house_is_not_waited_for_long(one: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for the first byte nor, where each step is in time, for the whole."""
    one.timeout = 0.1
    one.twin.faults.append(SILENT)
    assert one.trouble(one.read).code == "calendar.timeout"
    one.timeout = 5.0
    monkeypatch.setattr(rest, "MOST_SECONDS", 0.1)
    one.twin.faults.append(SILENT)
    assert one.trouble(one.read).code == "calendar.timeout"


def test_an_odd_event_is_counted_and_hides_no_other(one: Maker) -> None:
    """An end before its start is nothing to guess about; the rest of the day is still busy."""
    one.twin.seed("2026-03-09T15:00:00", "2026-03-09T14:30:00")
    one.twin.seed("2026-03-09T16:00:00", "2026-03-09T17:00:00")
    reading = one.read()
    assert reading.unread == 1
    assert [each.start for each in reading.busy] == [datetime(2026, 3, 9, 16, tzinfo=UTC)]


def test_a_zone_that_is_none_is_refused(one: Maker) -> None:
    """Rather than laying an all-day event out by a guess."""
    assert one.trouble(lambda: one.read("Mars/Olympus")).code == "calendar.zone"


def test_a_key_that_is_no_id_is_refused(one: Maker) -> None:
    """It becomes part of an address and of a filter: nothing else may come in with it."""
    for key in ("", "a' or 1 eq 1", "../x", "é"):
        assert one.trouble(lambda key=key: one.remove(key)).code == "calendar.key"
    assert one.twin.calls == []
