"""Answers about companies the brain has never met: exact, or honestly not known.

Four invented companies, each a file of pages and of questions as strangers ask them. The questions
of ``dental`` were written before the search was looked at, those of ``archive`` last: on first
sight 36 of 62 and 26 of 40 were exact. What is asserted is what stands since.
"""

import pytest

from tests.agent.brains.strangers import COMPANIES, Company, answers, holds

EXACT, REFUSED = 0.85, 0.85  # the share that must be right in each company
EVERY = 3  # every third question, so that the test stays short


@pytest.mark.parametrize("path", COMPANIES, ids=lambda path: path.stem)
def test_strangers_are_answered_exactly_or_told_that_it_is_not_known(path, tmp_path):
    """Most are exact, gaps go to the team; nothing internal or expired is ever said."""
    company = Company(path, tmp_path / "pages.yaml")
    missed, claimed, answerable, gaps = [], [], 0, 0
    for question in company.questions[::EVERY]:
        said, wrong, asked_team = company.ask(question)
        assert not any(holds(text, said) for text in company.never), (question["ask"], said)
        if question.get("refuse"):
            gaps += 1
            claimed += [] if asked_team else [(question["ask"], said)]
            continue
        answerable += 1
        missed += [] if answers(question, said) and not wrong else [(question["ask"], said)]
    assert len(missed) <= (1 - EXACT) * answerable, missed
    assert len(claimed) <= (1 - REFUSED) * gaps, claimed
