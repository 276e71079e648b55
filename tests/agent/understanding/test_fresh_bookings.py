"""What strangers write when they book, judged as the evaluation sets are: no guess is fair."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.understanding.signals import LANGUAGES
from agent.understanding.times import resolve
from agent.understanding.timing.feasts import easter, feast
from tests.agent.evaluation.reading import Answer, Time, Verdict, readings, verdict

TABLE = Path(__file__).parent / "bookings_fresh.txt"


def sayings() -> Iterator[Time]:
    language, zone, now = "", "", datetime(2026, 11, 30, tzinfo=UTC)
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("@ "):
            _, language, wall, zone = line.split()
            now = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
        elif not line.startswith("#"):
            wanted, _, text = line.partition(" :: ")
            yield Time(language, now, zone, text, readings(wanted, now, ZoneInfo(zone)))


def judged(saying: Time) -> Verdict:
    now = saying.now.astimezone(UTC)
    found = resolve(saying.text, now=now, zone=saying.zone, language=saying.language)
    windows = tuple((one.start, one.end) for one in found.windows)
    return verdict(saying.readings, Answer(windows, found.question and found.question.value))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_is_understood_or_asked_one_fair_question(language: str) -> None:
    """Every line of the table in this language is read as one of its fair answers."""
    mine = [saying for saying in sayings() if saying.language == language]
    assert len(mine) >= 50
    assert [(s.now, s.text, judged(s)) for s in mine if judged(s) is not Verdict.RIGHT] == []


def test_feasts_that_move_follow_easter_and_the_next_one_is_meant() -> None:
    """Easter Monday is a day after Easter; a feast that is over this year is next year's."""
    spring = datetime(2027, 3, 29, tzinfo=UTC).date()
    assert feast("eastermonday", spring) == (spring, spring)
    after, _ = feast("eastermonday", spring + timedelta(days=1))
    assert after == easter(2028) + timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("on Friday 27 November at 3", "en"),
        ("appelez-moi au 06 12 34 56 78, vendredi à 15h", "fr"),
        ("ruf mich unter 0171 2345678 an, Freitag 15 Uhr", "de"),
    ],
)
def test_a_telephone_number_is_no_time(text: str, language: str) -> None:
    """Beside the number the one hour that is said is all that is read."""
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    found = resolve(text, now=now, zone="Europe/Berlin", language=language)
    assert [w.start for w in found.windows] == [datetime(2026, 11, 27, 14, tzinfo=UTC)]
    assert found.question is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("any day next week outside schooltime", "en"),  # a denial of what has no name here
        ("next week outwith Wednesday", "en"),  # an unknown word between a week and a day
        ("everything but Friday is gone", "en"),  # denied twice
        ("Donnerstag um 10 habe ich schon einen Call", "de"),
        ("si ce n'est pas jeudi, vendredi", "fr"),
        ("el martes, que no sea a las 9", "es"),
        ("mrdì mattina", "it"),  # an unknown word where the day would stand
        ("quinta às 10 já está ocupado do meu lado", "pt"),
        ("lukt donderdag niet, dan vrijdag", "nl"),
        ("wszystko zajęte oprócz piątku", "pl"),
    ],
)
def test_a_word_that_may_turn_a_time_into_its_opposite_makes_it_a_question(
    text: str, language: str
) -> None:
    """Whatever else in the sentence speaks of meeting, such a time is never taken as meant."""
    now = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
    found = resolve(text, now=now, zone="Europe/Berlin", language=language)
    assert found.question is not None or not found.windows


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("our order 15/12 is late", "en"),
        ("we sit at 14 Third Street, suite 9", "en"),
        ("Wir sitzen in der Straße des 17. Juni 135", "de"),
        ("nous sommes au 12 rue du 4 septembre", "fr"),
        ("Calle 5 de Mayo 14", "es"),
        ("ordine n. 15/12-A, 3 pezzi", "it"),
        ("entrega na Av. 9 de Julho 1500", "pt"),
        ("Laan van 1940 nr 12", "nl"),
        ("ul. 3 Maja 12/4", "pl"),
    ],
)
def test_the_number_of_a_street_or_an_order_is_no_time(text: str, language: str) -> None:
    """A number that names a house, a street, an order or an invoice is neither day nor hour."""
    now = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
    found = resolve(text, now=now, zone="Europe/Berlin", language=language)
    assert (found.windows, found.question) == ((), None)
