"""How an instant is told."""

from datetime import UTC, datetime

import pytest

from salesgenix.kit.spoken import MONTHS, WEEKDAYS, spoken

AFTERNOON = datetime(2026, 11, 26, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "words"),
    [
        ("Europe/Berlin", "en", "Thu 26 Nov, 15:30 (Berlin)"),
        ("Europe/Berlin", "de-AT", "Do 26. Nov., 15:30 (Berlin)"),
        ("America/New_York", "fr", "jeu. 26 nov., 09:30 (New York)"),
        ("Asia/Kathmandu", "es", "jue 26 nov, 20:15 (Kathmandu)"),
        ("Pacific/Auckland", "ja", "Fri 27 Nov, 03:30 (Auckland)"),
        ("UTC", "en", "Thu 26 Nov, 14:30 (UTC)"),
    ],
)
def test_an_instant_is_told_on_the_persons_clock_with_its_zone(zone, language, words):
    """Day, date and time are those of the zone that is named; an unlisted language gets English."""
    assert spoken(AFTERNOON, zone, language) == words


def test_every_language_has_a_whole_week_and_year():
    """A missing name would shift all the others by one."""
    assert all(len(week.split()) == 7 for week in WEEKDAYS.values())
    assert all(len(year.split()) == 12 for year in MONTHS.values())
    assert WEEKDAYS.keys() == MONTHS.keys()
