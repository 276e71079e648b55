"""The smallest piece of a page that answers, in any language, and the sums that follow from it."""

import pytest

from agent.brains.playbook.finding import abbreviations, ranking, reckoning, saying
from agent.brains.playbook.finding.units import units
from agent.brains.playbook.quoting.fragments import Passage

PAGES = (
    Passage(
        "p0",
        "Tents",
        "Tents",
        "Prices in euros per tent and month.\n\n"
        "| Tent | 3 months term | 12 months term |\n|---|---|---|\n"
        "| Kestrel | 80 EUR | 60 EUR |\n| Osprey | 110 EUR | 90 EUR |",
        0,
    ),
    Passage("p1", "Tents", "Large orders", "From 10 tents the price falls by 5 %.", 1, 1),
    Passage("p2", "Service", "Repair", "A torn roof is repaired within four days.", 2),
)


@pytest.mark.parametrize(
    ("question", "language", "said", "total"),
    [
        ("How much is the Kestrel on a 12 month term?", "en", "60 EUR", None),
        ("Was kosten 10 Osprey bei 3 Monaten Laufzeit im Monat?", "de", "110 EUR", "1045.00"),
        ("quanto costa Kestrel per 12 mesi, totale?", "it", "60 EUR", "720"),
    ],
)
def test_a_cell_is_found_by_its_row_and_its_term(question, language, said, total):
    """The row by the name, the column by the term; what is multiplied is shown to the end."""
    asked = ranking.asked_of(question, (language,), PAGES)
    found = ranking.rank(asked, PAGES)
    assert found.is_enough
    assert found.best.value == said
    reckoned = reckoning.reckon(asked, found, PAGES)
    assert (reckoned and str(reckoned.total.amount)) == total


@pytest.mark.parametrize("question", ["What does the Harrier cost?", "Is there a heater?"])
def test_what_no_piece_speaks_of_is_not_answered(question):
    """A name or a thing that stands nowhere is not covered by what stands beside it."""
    found = ranking.rank(ranking.asked_of(question, ("en",), PAGES), PAGES)
    assert not found.is_enough


def test_a_price_in_the_sentence_after_is_said_too():
    """What is to be paid is asked: the piece that speaks of it without a price brings the next."""
    page = Passage(
        "p3", "Exams", "If somebody fails",
        "The exam may be taken again once for free. After that it costs 85 EUR.", 3,
    )  # fmt: skip
    asked = ranking.asked_of("what do I pay if I fail the exam twice", ("en",), (page,))
    found = ranking.Found(units(page)[0], 1.0, 1.0, ())
    quote = saying._quote(saying.Sought(asked, found, (page,)))
    assert "85 EUR" in quote.text


TRIAL = (
    Passage("t0", "Free trial", "Can I try a tent?", "The trial lasts 14 days. It is free.", 1, 0),
    Passage("t1", "Free trial", "After the trial", "A tent of the trial is sent back.", 0, 1),
    Passage(
        "t2", "Tents compared", "What each has",
        "| Part | Kestrel | Osprey |\n|---|---|---|\n| Porch | no | yes |", 2,
    ),
    Passage("t3", "Service", "Repair", "A torn porch is sewn on within four days.", 3),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        ("is there a trial", "en", "The trial lasts 14 days."),
        ("Gibt es eine Testphase?", "de", "The trial lasts 14 days."),
        ("do you have a porch?", "en", "Porch – Kestrel: no; Osprey: yes."),
        ("What happens after the trial?", "en", "A tent of the trial is sent back."),
    ],
)
def test_whether_there_is_such_a_thing_is_told_where_it_is_the_subject(question, language, said):
    """The page about it from its beginning, or the row that has its name, and no remark on it; who
    asks for a particular gets that.
    """
    found = ranking.rank(ranking.asked_of(question, (language,), TRIAL), TRIAL)
    assert found.best.text == said


@pytest.mark.parametrize(
    ("question", "spelt"),
    [
        ("Do you have SSO?", "Do you have SSO (single sign-on)?"),
        ("btw, kann man ohne MwSt. zahlen", "btw, kann man ohne MwSt (value added tax). zahlen"),
        ("who is your boss", "who is your boss"),
    ],
)
def test_an_abbreviation_is_read_with_its_words(question, spelt):
    """What models of meaning do not know stands in words beside it; the rest is left as it is."""
    assert abbreviations.spelt_out(question) == spelt
