"""Sums that a question orders: each part has its price on a page, or there is no total."""

import pytest

from agent.brains.playbook.finding import ranking, reckoning
from agent.brains.playbook.quoting import labels
from agent.brains.playbook.quoting.fragments import Fragment, Passage
from guardrails.claims.arithmetic import explains
from guardrails.claims.backing import Backing
from guardrails.claims.figures import figures
from guardrails.claims.plain import plain

PAGES = (
    Passage(
        "p0",
        "Boats",
        "Boats",
        "All prices in euros per boat and month, without VAT.\n\n"
        "| Boat | 6 months term | 24 months term |\n|---|---|---|\n"
        "| Heron | 210 EUR | 180 EUR |\n| Curlew | 340 EUR | 300 EUR |",
        0,
    ),
    Passage("p1", "Boats", "Many boats", "From 4 boats the rent falls by 10 %.", 1, 1),
    Passage("p2", "Boats", "Buying", "After 24 months you can buy it: the Heron for 2,900 EUR, "
            "the Curlew for 5,100 EUR.", 2, 2),
    Passage("p3", "Boats", "Lettering", "Lettering costs 95 EUR once per boat.", 3, 3),
    Passage(
        "p4",
        "Berths",
        "Berth contract",
        "| Contract | Price a year |\n|---|---|\n| Harbour | 1,200 EUR |\n| Creek | 700 EUR |\n\n"
        "A berth contract covers one jetty with two canoes. Each further canoe costs 80 EUR a "
        "year.",
        4,
    ),
    Passage("p5", "Service", "Transport", "Transport costs 60 EUR per trip.", 5),
)  # fmt: skip


def reckoned(question, language="en"):
    asked = ranking.asked_of(question, (language,), PAGES)
    return reckoning.reckon(asked, ranking.rank(asked, PAGES), PAGES)


@pytest.mark.parametrize(
    ("question", "language", "total", "period"),
    [
        ("Three Heron for 6 months, total price?", "en", "3780", "month"),
        ("Was kosten fünf Curlew bei 24 Monaten Laufzeit im Monat?", "de", "1350.00", "month"),
        ("2 Heron und 3 Curlew auf 6 Monate, Preis im Monat?", "de", "1296.00", "month"),
        ("Price of a Heron for 24 months and then bought, altogether?", "en", "7220", "month"),
        ("Two Curlew on 24 months plus lettering, total price?", "en", "14590", "month"),
        ("Price per year of the Harbour contract with five canoes?", "en", "1440", "year"),
        ("Creek contract, price for three years in total?", "en", "2100", "year"),
    ],
)  # fmt: skip
def test_a_total_is_worked_out_of_all_that_is_ordered(question, language, total, period):
    """Counts, terms, steps of reduction, extras and what is bought at the end are all in it."""
    found = reckoned(question, language)
    assert (str(found.total.amount), found.period) == (total, period)


@pytest.mark.parametrize(
    "question",
    [
        "Four Heron on 24 months with insurance for the crew, total price?",
        "What do 12 Harbour contracts with sauna cost in total?",
    ],
)
def test_what_has_no_price_leaves_no_total(question):
    """A part of the order that no page prices is not left out of a sum in silence."""
    assert reckoned(question) is reckoning.UNSURE


def test_a_price_by_itself_is_no_sum():
    """Who asks for one price gets it without a calculation."""
    assert reckoned("What is the price of the Heron on 6 months?") is None


@pytest.mark.parametrize(
    ("said", "is_explained"),
    [
        ("2 × 24 × 300 EUR + 2 × 95 EUR = 14,590 EUR.", True),
        ("5 × 300 EUR − 10 % discount = 1,350 EUR per month.", True),
        ("2 × 24 × 300 EUR + 2 × 95 EUR = 14,500 EUR.", False),
        ("2 × 24 × 310 EUR + 95 EUR = 14,975 EUR.", False),
        ("5 × 300 EUR − 25 % discount = 1,125 EUR per month.", False),
    ],
)
def test_the_guard_works_a_shown_line_out(said, is_explained):
    """A total stands only where the line before it comes to it, of prices and percents we have."""
    backing = Backing(
        texts=("The Curlew costs 300 EUR a month. Lettering costs 95 EUR once.",
               "From 4 boats the rent falls by 10 %.")
    )  # fmt: skip
    total = figures(plain(said)).money[-1]
    assert explains(total, said, "", backing) is is_explained


@pytest.mark.parametrize(
    ("cells", "language", "said"),
    [
        ((("Boat", "Owl"), ("Price a year", "9 EUR")), "it", "Owl: 9 EUR (prezzo all'anno)."),
        ((("Boat", "Owl"), ("6 months term", "9 EUR")), "de", "Owl: 9 EUR (6 Monate Laufzeit)."),
        ((("Boat", "Heron"), ("Moorings", "12")), "fr", "Heron: 12 (moorings)."),
        ((("Boat", "Heron"), ("Drive", "electric")), "nl", "Heron – aandrijving: electric."),
        ((("Part", "Oars"), ("Heron", "yes")), "es", "Oars – Heron: sí."),
    ],
)  # fmt: skip
def test_a_row_is_said_with_its_label_in_the_prospects_language(cells, language, said):
    """Name and value come first and as the page has them; a head nobody knows stays as it is."""
    passage = PAGES[0]
    row = Fragment(passage, 0, "", cells)
    row = Fragment(passage, 0, row.row(), cells)
    marks = {"yes": "sí", "no": "no"} if language == "es" else {}
    assert labels.told(row, language, marks) == said


@pytest.mark.parametrize(
    "question",
    ["are you better than Brewhouse Direct?", "how fast is somebody here on a Sunday night",
     "gwarancja na młynki do kawy?"],
)  # fmt: skip
def test_a_question_of_fact_gets_no_reply_to_a_doubt(talk, question):
    """What no page answers is said to be unknown and left with the team; nothing is asked back."""
    person = talk()
    reply = person.say(question)
    assert "?" not in reply
    assert person.made("ask_team")
    assert not person.made("handle_objection")


def test_the_fee_asked_for_beside_a_thing_is_the_fee_of_that_thing(talk):
    """A price list is no answer to what something costs that pages do not know."""
    reply = talk().say("Do you offer a milk robot and what is the monthly fee?")
    assert "EUR" not in reply
