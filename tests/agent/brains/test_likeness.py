"""Words and meaning weighed together: the same numbers twice, and what each of them says."""

import numpy as np
import pytest

from agent.brains.playbook.finding import likeness, ranking
from agent.brains.playbook.finding.units import units
from agent.brains.playbook.quoting.fragments import Passage
from tests.meaning import needs_model

PAGES = (
    Passage("p0", "FAQ", "FAQ", "Is there an age limit?\nSixteen years. Bring a passport.", 0),
    Passage("p1", "Service", "Repair", "A torn roof is repaired within four days.", 1),
    Passage("p2", "Prices", "Prices", "A tent costs 80 EUR a month.", 2),
)


def _scored(question):
    asked = ranking.asked_of(question, ("en",), PAGES)
    return likeness.features(question, ranking.scored_by_words(asked, PAGES))


@needs_model
def test_units_have_the_same_numbers_twice():
    """A row for each unit by ``ORDERED_BY``, and the cosine of each."""
    rows, cosine = _scored("how fast do you mend a roof?")
    again, _ = _scored("how fast do you mend a roof?")
    assert np.array_equal(rows, again)
    assert rows.shape[1] == len(likeness.ORDERED_BY)
    assert cosine.shape == (len(rows),)


@needs_model
def test_a_question_in_other_words_is_surer_than_one_no_page_answers():
    """``mend`` is on no page; nor is a helicopter, which nothing else means."""
    sure = [
        ranking.rank(ranking.asked_of(asked, ("en",), PAGES), PAGES).sureness
        for asked in ("how quickly can you mend a torn roof?", "do you rent out helicopters?")
    ]
    assert sure[0] > ranking.SURE_ENOUGH > sure[1]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("we are a town hall, when do we pay?", "when do we pay?"),
        ("my foreman is ill. can I send somebody else? ok?", "can I send somebody else?"),
        ("price?", "price?"),
    ],
)
def test_the_last_clause_that_can_ask_is_what_is_asked(question, asked):
    """Of what stands before it nobody wants to know anything."""
    assert likeness.last_clause(question) == asked


def test_a_question_of_the_page_is_one_with_its_answer():
    """Alone, the one would answer nothing and the other would say of nothing that it is so."""
    texts = [unit.text for unit in units(PAGES[0])]
    assert texts == ["Is there an age limit? Sixteen years.", "Bring a passport."]
