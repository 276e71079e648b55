"""Which times an event takes, worked out here and by nobody's server."""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from integrations.calendar.expanding import Window, busy_in, ends_before, slimmed

BERLIN = ZoneInfo("Europe/Berlin")
SPRING = Window(
    datetime(2026, 3, 23, tzinfo=UTC), datetime(2026, 4, 6, tzinfo=UTC), BERLIN
)  # the clocks change on the 29th


def ics(lines: str, before: str = "") -> bytes:
    event = f"BEGIN:VEVENT\nUID:u\n{lines}\nEND:VEVENT\n"
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{event}END:VCALENDAR"
    return text.replace("\n", "\r\n").encode()


def starts(lines: str, *, owner: str = "", before: str = "") -> list[str]:
    found, unread = busy_in([slimmed(ics(lines, before), owner=owner)], SPRING)
    assert unread == 0
    return [f"{one.start:%m-%d %H:%M}-{one.end:%H:%M}" for one in found]


def test_a_time_without_a_zone_is_on_the_owners_clock():
    """Floating times and whole days lie in the owner's zone, before and after the change."""
    assert starts("DTSTART:20260328T090000\nDTEND:20260328T100000") == ["03-28 08:00-09:00"]
    assert starts("DTSTART:20260330T090000\nDTEND:20260330T100000") == ["03-30 07:00-08:00"]
    assert starts("DTSTART;VALUE=DATE:20260329") == ["03-28 23:00-22:00"]  # 23 hours long


def test_windows_names_and_own_zones():
    """A zone Microsoft names is known; one that a VTIMEZONE alone explains is taken from it."""
    line = "DTSTART;TZID={0}:20260330T090000\nDTEND;TZID={0}:20260330T100000"
    assert starts(line.format("Eastern Standard Time")) == ["03-30 13:00-14:00"]
    own = (
        "BEGIN:VTIMEZONE\nTZID:Ours\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0330\nTZOFFSETTO:+0330\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    assert starts(line.format("Ours"), before=own) == ["03-30 05:30-06:30"]


def test_a_lying_definition_of_a_known_zone_is_not_believed():
    """A VTIMEZONE that calls eight hours' difference Europe/Berlin changes nothing."""
    lie = (
        "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0800\nTZOFFSETTO:+0800\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    line = "DTSTART;TZID=Europe/Berlin:20260330T090000\nDTEND;TZID=Europe/Berlin:20260330T100000"
    assert starts(line, before=lie) == ["03-30 07:00-08:00"]


def test_exceptions_moves_and_extra_dates():
    """A weekly event without one date, with one more: each time as the calendar shows it."""
    line = (
        "DTSTART;TZID=Europe/Berlin:20260324T090000\nDURATION:PT30M\nRRULE:FREQ=WEEKLY;COUNT=3\n"
        "EXDATE;TZID=Europe/Berlin:20260331T090000\nRDATE;TZID=Europe/Berlin:20260402T110000"
    )
    assert starts(line) == ["03-24 08:00-08:30", "04-02 09:00-09:30"]


@pytest.mark.parametrize(
    "line",
    [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:Ben@orchard.example",
    ],
)
def test_what_does_not_take_the_time_is_free(line):
    """Shown as free, called off, or declined by the owner."""
    when = "DTSTART:20260330T090000Z\nDTEND:20260330T100000Z\n"
    assert starts(when + line, owner="ben@orchard.example") == []
    assert starts(when + "ATTENDEE;PARTSTAT=DECLINED:mailto:other@x.example") != []


def test_rules_without_end_cost_no_time():
    """Every second for ever is one busy stretch; a rule from long ago is quick."""
    begun = time.perf_counter()
    assert len(starts("DTSTART:20200101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY")) == 1
    daily = "DTSTART:19900101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=99999"
    assert len(starts(daily)) == 14
    assert time.perf_counter() - begun < 5


def test_what_cannot_be_understood_is_counted_and_still_in_the_way():
    """A broken rule: the first time counts, and that something was not read is said."""
    broken = ics(
        "DTSTART:20260330T090000Z\nDTEND:20260330T100000Z\nRRULE:FREQ=WEEKLY;UNTIL=soon"
    ).decode()
    found, unread = busy_in([broken, "no calendar at all"], SPRING)
    assert unread == 2
    assert [one.start.hour for one in found] in ([9], [])


def test_only_times_are_kept():
    """No title, place, person or note survives, and what is over for good is known to be."""
    line = (
        "DTSTART:20260330T090000Z\nDTEND:20260330T100000Z\nSUMMARY:Doctor\nLOCATION:Clinic\n"
        "DESCRIPTION:Results\nATTENDEE:mailto:carla@example.com"
    )
    slim = slimmed(ics(line))
    assert not any(word in slim for word in ("Doctor", "Clinic", "Results", "carla"))
    assert ends_before(slim, datetime(2026, 4, 1, tzinfo=UTC), BERLIN)
    assert not ends_before(slim, datetime(2026, 3, 1, tzinfo=UTC), BERLIN)
