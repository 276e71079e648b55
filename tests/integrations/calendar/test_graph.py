"""What is Microsoft's alone. The twin is made by hand, from memory; verified nowhere else."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from integrations.calendar.graph import event_of
from salesgenix.calendars.ports import Trouble
from tests.integrations.calendar.graph_twin import failed
from tests.integrations.calendar.makers import AT, ENTRY, Maker, maker
from tests.integrations.calendar.twin import FINE, Reply


@pytest.fixture
def graph() -> Iterator[Maker]:
    with maker("microsoft") as made:
        yield made


@pytest.mark.parametrize(
    "more",
    [
        {"showAs": "free"},
        {"showAs": "workingElsewhere"},
        {"isCancelled": True},
        {"responseStatus": {"response": "declined"}},
    ],
)
def test_what_leaves_the_member_free_is_left_out(graph: Maker, more: dict[str, Any]) -> None:
    """Marked free, working elsewhere, cancelled, declined."""
    graph.twin.seed("2026-03-09T13:00:00", "2026-03-09T14:00:00", **more)
    assert graph.busy() == []


@pytest.mark.parametrize(
    "more",
    [
        {"showAs": "tentative"},
        {"showAs": "oof"},
        {"showAs": "unknown"},
        {"showAs": None},
        {"responseStatus": {"response": "notResponded"}},
    ],
)
def test_what_may_be_in_the_way_is_busy(graph: Maker, more: dict[str, Any]) -> None:
    """Tentative, away, unknown, unsaid, not answered yet."""
    graph.twin.seed("2026-03-09T13:00:00", "2026-03-09T14:00:00", **more)
    assert graph.busy() == [(AT, AT + timedelta(hours=1))]


@pytest.mark.parametrize("hours", [("00:00:00", "00:00:00"), ("05:00:00", "05:00:00")])
def test_a_whole_day_is_the_owners_day(graph: Maker, hours: tuple[str, str]) -> None:
    """By its dates, in the owner's zone; written with other hours it takes every day it touches."""
    begin, end = hours
    graph.twin.seed(f"2026-03-09T{begin}", f"2026-03-10T{end}", isAllDay=True)
    (span,) = graph.busy()
    first = datetime(2026, 3, 9, 4, tzinfo=UTC)
    assert span == (first, first + timedelta(days=1 if begin == "00:00:00" else 2))


def test_times_in_another_zone_than_was_asked_for_are_not_guessed_at(graph: Maker) -> None:
    """Read as UTC they would be hours off: the event counts as not understood."""
    time = {"dateTime": "2026-03-09T09:00:00", "timeZone": "Eastern Standard Time"}
    graph.twin.faults.append(Reply(200, {"value": [{"start": time, "end": time}]}))
    assert graph.read().unread == 1


def test_the_token_is_shown_to_no_other_host(graph: Maker) -> None:
    """A next page elsewhere ends the reading; nothing is asked there."""
    graph.twin.faults.append(
        Reply(200, {"value": [], "@odata.nextLink": f"{graph.twin.url[:-1]}0/v1.0/me"})
    )
    error = graph.trouble(graph.read)
    assert (error.trouble, error.code) == (Trouble.REFUSED, "calendar.foreign_page")


def test_pages_without_end_are_not_followed_for_ever(graph: Maker) -> None:
    """A next page that is the same page stops at a hundred."""
    here = {"value": [], "@odata.nextLink": f"{graph.twin.url}/v1.0/me/calendars?$select=id"}
    graph.twin.faults.extend([Reply(200, here)] * 100)
    assert graph.trouble(graph.calendars).code == "calendar.too_large"


def test_a_lost_answer_before_the_event_can_be_found_makes_no_second_one(graph: Maker) -> None:
    """The look finds nothing yet: the same transaction gives the event that is there."""
    first = graph.write()
    graph.twin.faults.append(Reply(200, {"value": []}))
    assert graph.write().ref == first.ref
    assert len(graph.twin.living()) == 1


def test_two_who_change_one_event_do_not_overwrite_each_other_unseen(graph: Maker) -> None:
    """412 has the event looked at again; then the newer state is written over what is there."""
    graph.write()
    graph.twin.faults.extend([FINE, failed(412, "ErrorIrresolvableConflict")])
    graph.write(replace(ENTRY, sequence=2, summary="Demo, moved"))
    assert [title for *_, title in graph.twin.living()] == ["Demo, moved"]


def test_a_newer_state_that_comes_in_between_stays(graph: Maker) -> None:
    """Somebody writes sequence 3 after we have looked and before we write 2."""
    graph.write()
    (there,) = graph.twin.events.values()
    newer = event_of(replace(ENTRY, sequence=3, summary="Third"))
    graph.twin.faults.append(lambda: graph.twin._store({**there, **newer}))
    graph.write(replace(ENTRY, sequence=2, summary="Second"))
    assert [title for *_, title in graph.twin.living()] == ["Third"]


def test_an_event_that_never_rests_is_tried_later(graph: Maker) -> None:
    """After three looks it is for the next try, not for a person."""
    graph.write()
    graph.twin.faults.extend([FINE, failed(412, "ErrorIrresolvableConflict")] * 3)
    error = graph.trouble(lambda: graph.write(replace(ENTRY, sequence=2)))
    assert (error.trouble, error.code) == (Trouble.UNREACHABLE, "calendar.changing")


def test_a_copy_made_by_hand_goes_with_the_meeting(graph: Maker) -> None:
    """It carries our mark: left behind, it would keep the member busy for nothing."""
    graph.write()
    (event,) = graph.twin.events.values()
    graph.twin.events["copy"] = {**event, "id": "copy"}
    graph.remove()
    assert graph.twin.living() == []


def test_an_event_gone_between_two_looks_is_made_anew(graph: Maker) -> None:
    """Found, then deleted by hand, then 404 on the change: it is there again in the end, once."""
    graph.write()
    gone = failed(404, "ErrorItemNotFound")
    graph.twin.faults.extend([FINE, gone, Reply(200, {"value": []})])
    graph.twin.events.clear()
    graph.twin.spent.add(ENTRY.key)
    graph.write(replace(ENTRY, sequence=2))
    assert len(graph.twin.living()) == 1
