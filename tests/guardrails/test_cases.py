"""Addresses, births, ages and special categories on hard cases, class by class: floors we keep.

The cases were written before the code that reads them, one file a round; a later round was scored
unseen first. They tell what regresses, not how well strangers' texts will fare.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from guardrails import Guard
from guardrails.detect.addresses import find_addresses
from guardrails.detect.ages import find_minor_ages, is_minor
from guardrails.detect.births import find_births
from guardrails.detect.sensitive import find_sensitive
from guardrails.entities import Entity, Span
from guardrails.text.normalise import normalise
from guardrails.vault import Vault
from tests.guardrails.evaluation.scoring import Score, read_messages, score

Finder = Callable[[str], Iterable[Span]]
_FINDERS: dict[str, Finder] = {
    "addresses": find_addresses,
    "births": find_births,
    "minors": find_minor_ages,
    "sensitive": find_sensitive,
}
_CASES = Path(__file__).parent / "cases"
_LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl"]
_TODAY = date(2026, 11, 30)


def _scored(name: str, language: str = "") -> Score:
    find = _FINDERS[name]

    def predict(text: str) -> list[tuple[str, int, int]]:
        return [(s.entity.value, s.start, s.end) for s in find(normalise(text).text)]

    messages = [m for path in sorted(_CASES.glob(f"{name}_*.tsv")) for m in read_messages(path)]
    return score((m for m in messages if not language or m.language == language), predict)


@pytest.mark.parametrize("name", _FINDERS)
def test_what_people_write_is_found_and_what_looks_like_it_is_not(name: str):
    """Every class, over all rounds and languages."""
    found = _scored(name)
    assert found.recall() >= 0.96, found.faults
    assert found.precision() >= 0.97, found.faults
    assert found.clean_hit_rate <= 0.02, found.faults


@pytest.mark.parametrize("language", _LANGUAGES)
@pytest.mark.parametrize("name", _FINDERS)
def test_no_language_is_second_class(name: str, language: str):
    """A class is read as well in Polish as in English."""
    found = _scored(name, language)
    assert found.recall() >= 0.9, found.faults
    assert found.precision() >= 0.93, found.faults


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("ship to 4711 Maple Hollow Road, Apt 12, Austin, TX 78704 please", "4711 … 78704"),
        ("wohne musterweg 12 in 50667 köln, danke", "musterweg … köln"),
        ("estamos en C/ Mayor 4, 2ºB, 28013 Madrid. Gracias", "C/ … Madrid"),
        ("Flat 2/1, 40 Byres Rd, Glasgow G11 5RF", "Flat … 5RF"),
        ("ul. Długa 5/7 m. 12, 80-827 Gdańsk", "ul. … Gdańsk"),
    ],
)
def test_an_address_is_covered_whole(text: str, whole: str):
    """Flat, postcode, town and state belong to the street before them; what follows does not."""
    first, last = whole.split(" … ")
    (span,) = find_addresses(text)
    assert text[span.start : span.end].startswith(first)
    assert text[span.start : span.end].endswith(last)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("my anxiety is bad lately", "health"),
        ("ich bin schwanger", "health"),
        ("soy judío", "religion"),
        ("as a trans woman", "sexuality"),
        ("I'm a black woman", "origin"),
        ("je suis syndiqué", "union"),
        ("głosuję na PiS", "politics"),
        ("ich bin vorbestraft", "crime"),
        ("here are my fingerprints", "biometric"),
    ],
)
def test_a_special_category_is_named(text: str, category: str):
    """Who reads the span learns which category it is, never the words."""
    assert [span.detail for span in find_sensitive(text)] == [category]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("im 12", "12"),
        ("ho dodici anni", "12"),
        ("I'm in 6th grade", "11"),
        ("ich gehe in die 5. klasse", "10"),
        ("je suis en CM2", "10"),
        ("faccio la terza media", "13"),
        ("ik ben een kind", ""),
    ],
)
def test_an_age_is_told_in_years_whatever_said_it(text: str, age: str):
    """A school year means an age; "a child" means none in particular."""
    assert [span.detail for span in find_minor_ages(text)] == [age]


@pytest.mark.parametrize(
    "text",
    ["my daughter is 9", "mein Sohn ist 9", "ma fille a 9 ans", "moja córka ma 9 lat", "I'm 45"],
)
def test_a_child_spoken_of_and_an_adult_are_no_signal(text: str):
    """Only the writer's own age below eighteen is a span."""
    assert not list(find_minor_ages(text))


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("i was born in 2015", True),
        ("ich bin am 3.5.2016 geboren", True),
        ("né le 12/04/15", True),
        ("I was born in 1985", False),
        ("born in 87", False),
        ("my daughter was born in 2019", False),
    ],
)
def test_a_year_of_birth_tells_a_child_to_who_knows_the_date(text: str, *, child: bool):
    """Without a date it tells nothing; of somebody else's child it never does."""
    spans = list(find_births(text))
    assert spans
    assert any(is_minor(span, minor_age=13, today=_TODAY) for span in spans) is child
    assert not any(is_minor(span, minor_age=13) for span in spans)


def test_the_limit_of_age_is_the_workspaces():
    """Thirteen is old enough for some and too young for others."""
    (span,) = find_minor_ages("im 13")
    assert span.entity is Entity.MINOR_AGE
    assert is_minor(span, minor_age=16)
    assert not is_minor(span, minor_age=13)


def test_a_message_with_a_childs_year_of_birth_raises_the_signal(guard: Guard):
    """The year stops the conversation, and is not kept."""
    inbound = guard.inbound("i was born in 2015", vault=Vault(), today=_TODAY)
    assert "minor" in inbound.signals
    assert "2015" not in inbound.stored
    assert "minor" not in guard.inbound("born in 1985", vault=Vault(), today=_TODAY).signals


_BAITS = (
    "12 ", "1 a ", "street st 5 ", "calle mayor de la ", "5 main st, ", "i ", "i'm so ", "ich bin ",
    "born on ", "12.12.", "i'm only just ", "10115 berlin ", "A B C ", "Am Alten Markt 5, ", "a",
    "i have had ", "i have diabetes ", "my wife votes for ", "wegen meiner ", "apt 5, ", "d.o.b. ",
    "my mother my father ", "i turn 5 ", "é ", "5/", "San de la ", "1 Foo House, ", "my mom says ",
)  # fmt: skip


def _cost(find: Finder, text: str) -> float:
    costs = []
    for _ in range(3):
        began = time.process_time()
        list(find(text))
        costs.append(time.process_time() - began)
    return min(costs)


@pytest.mark.parametrize("name", _FINDERS)
def test_the_cost_grows_with_the_text_and_not_faster(name: str):
    """Four times a hostile text costs about four times as much: nothing is quadratic."""
    for bait in _BAITS:
        short, long = ((bait * size)[:size] for size in (5_000, 20_000))
        assert _cost(_FINDERS[name], long) < 9 * _cost(_FINDERS[name], short) + 0.005, bait


def test_the_polish_for_is_no_trading_estate():
    """A price with its yearly figure is no address; an estate in capitals or with an article is."""
    assert not list(find_addresses("19 EUR za użytkownika miesięcznie, 16 EUR rocznie"))
    assert list(find_addresses("livrez ZA Kerbois, lot 3"))
    assert list(find_addresses("livrez à la za des prés, lot 3"))
