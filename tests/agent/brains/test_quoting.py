"""Quoting: pieces as written, the right one picked, sums that show their working."""

from decimal import Decimal

import pytest

from agent.brains.playbook.quoting.figures import Money
from agent.brains.playbook.quoting.fragments import fragments, passages, sentences
from agent.brains.playbook.quoting.offers import prices as seat_prices
from agent.brains.playbook.quoting.picking import pick
from salesgenix.knowledge.rules import PageDraft, split


def found(title, text):
    return passages(
        [
            {"id": str(at), "title": title, "heading": piece.heading, "text": piece.text}
            for at, piece in enumerate(split(PageDraft(title, title, text)))
        ]
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("how long is the contract", "The contract runs for 6 months"),
        ("what is the notice period", "4 weeks' notice"),
        ("can we try it out first?", "21 days"),
        ("do you take credit cards?", "Cards are not accepted."),
        ("does delivery cost extra on Estate?", "On the Estate plan they are free."),
        ("how often do you service Roast?", "every 6 weeks"),
        ("how many machines can Bean have", "1"),
        ("are you ISO 27001 certified", "We have no ISO 27001 certificate."),
        ("is the data encrypted?", "AES-256"),
        ("what happens when a machine breaks down", "8 working hours"),
        ("does the price go up?", "24 months"),
        ("Wie lange läuft der Vertrag?", "6 months"),
        ("Où sont stockées nos données ?", "Vienna"),
        ("¿Dónde se guardan los datos?", "Vienna"),
        ("Dove sono conservati i dati?", "Vienna"),
        ("Onde são guardados os dados?", "Vienna"),
        ("Waar worden onze gegevens opgeslagen?", "Vienna"),
        ("Gdzie są przechowywane nasze dane?", "Vienna"),
    ],
)
def test_the_sentence_that_answers_is_quoted(talk, question, answer):
    """Questions in strangers' words and eight languages get the very words of the page."""
    assert answer in talk().say(question)


def test_a_quote_is_verbatim(pages):
    """What is quoted from prose stands on the page, letter for letter."""
    quote = pick("which certificates do you have", passages(pages.search("certificates")))
    page = " ".join(p["text"] for p in pages.passages)
    assert all(fragment.text in page for fragment in quote.fragments)


def test_nothing_relevant_is_no_quote(pages):
    """A passage that is about something else is not an answer."""
    assert pick("do you have an office in Lisbon", passages(pages.passages)) is None
    assert pick("anything", []) is None


def test_sentences_keep_decimals_and_abbreviations():
    """``3.20`` and ``e.g.`` end no sentence."""
    text = "It costs 3.20 EUR on average, e.g. In Vienna. Tea is free."
    assert sentences(text) == ["It costs 3.20 EUR on average, e.g. In Vienna.", "Tea is free."]


def test_a_row_is_said_in_words_and_cut_to_the_column():
    """A table's row names its columns; a question for one gets only that one."""
    table = "| Plan | Price | Seats |\n|---|---|---|\n| Solo | 5 EUR | 1 |\n| Duo | 9 EUR | 2 |"
    rows = fragments(found("Prices", table)[0])
    assert rows[0].row() == "Solo – Price: 5 EUR; Seats: 1."
    assert rows[1].row(["Seats"]) == "Duo – Seats: 2."


PRICES = """# Prices

| Plan | Billed monthly | Billed once a year |
|---|---|---|
| Mini | €1,019.50 per seat and month | €900 per seat and month |
| Maxi | €12 per seat and month | €10 per seat and month |

## What does the Maxi plan cost?

Maxi costs €12 per seat and month. It starts at 20 seats and ends at 50.

## Extras

Set-up costs €400 once. The archive costs €30 a month.
"""


def test_prices_per_seat_are_read_with_their_plan_and_bounds():
    """Only prices per seat are read: not the set-up, not the archive; amounts keep their cents."""
    prices = seat_prices(found("Prices", PRICES))
    assert {(p.name, p.unit.amount, p.billed_yearly) for p in prices} == {
        ("Mini", Decimal("1019.50"), False),
        ("Mini", Decimal(900), True),
        ("Maxi", Decimal(12), False),
        ("Maxi", Decimal(10), True),
    }
    maxi = next(p for p in prices if p.name == "Maxi")
    assert (maxi.least, maxi.most) == (20, 50)


@pytest.mark.parametrize(
    ("money", "language", "text"),
    [
        (Money(Decimal("1234.50"), "EUR", leads=False), "en", "1,234.50 EUR"),
        (Money(Decimal("1234.50"), "EUR", leads=False), "de", "1.234,50 EUR"),
        (Money(Decimal(1234), "€", leads=True), "en", "€1,234"),
        (Money(Decimal(1234), "EUR", leads=True), "fr", "EUR 1234"),
        (Money(Decimal(12345), "EUR", leads=True), "fr", "EUR 12\u202f345"),
    ],
)
def test_money_is_written_as_the_language_does(money, language, text):
    """The separators follow the language, the currency stands where the page has it."""
    assert money.written(language) == text


def test_a_sum_over_months_shows_each_step(talk):
    """Seats times price, then months times that: both are on the table."""
    reply = talk().say("what's the price of Estate for 12 people for 2 years?")
    assert "12 × 11 EUR = 132 EUR" in reply
    assert "24 × 132 EUR = 3,168 EUR" in reply


def test_without_a_price_per_seat_nothing_is_calculated(talk):
    """A once-only fee is quoted and not multiplied by people."""
    assert "×" not in talk().say("what does delivery cost for 12 people?")
