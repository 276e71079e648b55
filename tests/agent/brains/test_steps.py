"""What holds for so many, and what is counted: by the pieces of pages alone, without a model."""

import pytest

from agent.brains.playbook.finding import counting, rephrasing, steps
from agent.brains.playbook.finding.reading import numbered, spans, words
from agent.brains.playbook.finding.units import Unit, units
from agent.brains.playbook.quoting.fragments import Passage

PRICES = """
| Coffee | 1 kg | 5 kg and more | 25 kg and more |
|---|---|---|---|
| Harbour Blend | €24 | €22 | €19.50 |
| Decaf | €28 | €26 | €23 |

Practices that send more than 20 units a month get 5% off; from 50 units it is 8%.

Batteries: 5 kWh €3,900, 10 kWh €6,200. A switch costs €850 and needs a 10 kWh battery.
"""
STAFF = """
| Effectif | Simple | Sereine |
|---|---|---|
| 1 à 9 salariés | 22 € | 29 € |
| 10 à 49 salariés | 18 € | 24 € |
| 50 salariés et plus | 15 € | 20 € |
"""


def pieces(text: str) -> list[Unit]:
    return list(units(Passage("p", "Prices", "Prices", text.strip(), 0)))


def stepped(question: str, text: str, start: str) -> str:
    pool = pieces(text)
    best = next(unit for unit in pool if unit.text.startswith(start))
    folded = numbered(question)
    return steps.stepped(folded, spans(folded), best, pool).text


@pytest.mark.parametrize(
    ("question", "text", "start", "told"),
    [
        ("10 kilos of Harbour?", PRICES, "Harbour Blend – 1 kg:", "5 kg and more: €22"),
        ("30 kg for 12 people?", PRICES, "Decaf – 1 kg", "25 kg and more: €23"),
        ("how much is the decaf?", PRICES, "Decaf – 1 kg", "25 kg and more: €23"),
        ("12 salariés en Sereine ?", STAFF, "50 salariés et plus – Sereine", "10 à 49 salariés"),
        ("what is a 10 kWh battery?", PRICES, "A switch", "Batteries: 5 kWh"),
    ],
)
def test_a_number_chooses_its_step(question: str, text: str, start: str, told: str) -> None:
    """Of columns, rows and sizes the one that it falls into; all of them where none is said."""
    assert told in stepped(question, text, start)


def test_so_many_alone_are_told_their_row() -> None:
    """Who names nothing but how many they are is told the prices that hold for so many."""
    row = steps.rows_for("nous sommes 60, c est combien ?", (), pieces(STAFF))
    assert row is not None
    assert row.text == "50 salariés et plus – Simple: 15 €; Sereine: 20 €."


def test_a_discount_by_steps_is_found_by_its_number() -> None:
    """The sentence with the step that 30 of them reach, and none for ten."""
    pool = pieces(PRICES)
    found = steps.reduced("we do 30 crowns, is there a discount?", (), pool)
    assert found is not None
    assert "5% off" in found.text
    assert steps.reduced("and for 10 crowns?", (), pool) is None


def test_a_size_that_is_not_sold_is_no_other_size() -> None:
    """A 20 kWh battery has no price where only five and ten are sold."""
    pool = pieces(PRICES)
    battery = next(unit for unit in pool if unit.text.startswith("Batteries"))
    assert steps.is_other_size("what is a 20 kWh battery?", battery, pool)
    assert not steps.is_other_size("what is a 10 kWh battery?", battery, pool)


def test_the_cheapest_is_the_one_that_costs_least() -> None:
    """By its price, wherever it stands in the list."""
    pool = pieces(PRICES)
    asked = "what is your most expensive coffee"
    row = steps.ranked_by_price(asked, words(asked, ("en",)), pool)
    assert row is not None
    assert row.label == "Decaf"


def test_what_is_only_named_is_not_counted() -> None:
    """``Practices that send more than 20 units`` do not tell how many practices there are."""
    unit = next(one for one in pieces(PRICES) if one.text.startswith("Practices"))
    asked = "how many practices do you work for?"
    assert counting.is_uncounted(asked, words(asked, ("en",)), unit)


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "pt", "nl", "pl"])
def test_words_of_trade_are_asked_again_in_plain_ones(language: str) -> None:
    """In each language; not where something is asked beside."""
    asked = {"en": "opening hours?", "de": "Öffnungszeiten?", "fr": "vos horaires ?",
             "es": "¿horario?", "it": "orari?", "pt": "horas de funcionamento?",
             "nl": "openingstijden?", "pl": "godziny otwarcia?"}  # fmt: skip
    assert len(rephrasing.others(asked[language], language)) > 1
    assert rephrasing.others("which brands of lift truck do you carry?", "en") == ()
