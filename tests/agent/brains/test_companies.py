"""Answers about companies the brain has never met: exact, or honestly not known.

Four invented companies, each a file of pages and of questions as strangers ask them. The questions
of ``dental`` were written before the search was looked at, those of ``archive`` last: on first
sight 36 of 62 and 26 of 40 were exact. What is asserted is what stands since.
"""

import re
from pathlib import Path

import pytest
import yaml

from tests.agent.brains.conftest import NOW, Pages, Talk

COMPANIES = sorted((Path(__file__).parent / "companies").glob("*.yaml"))
EXACT, REFUSED = 0.85, 0.85  # the share that must be right in each company
EVERY = 3  # every third question, so that the test stays short
SHORT = 3  # letters: a word so short must stand by itself


class Company:
    """The pages a prospect may be told today, and what strangers ask about them."""

    def __init__(self, path, place):
        declared = yaml.safe_load(path.read_text(encoding="utf-8"))
        today = [page for page in declared["pages"] if is_told(page)]
        place.write_text(yaml.safe_dump(today, allow_unicode=True), encoding="utf-8")
        self.pages, self.never = Pages(place), declared["never"]
        self.questions = declared["questions"][::EVERY]

    def ask(self, question):
        """The last reply, what in it must never be said, and whether the team was asked."""
        talk = Talk(self.pages)
        replies = [talk.say(text) for text in question["ask"]]
        said = plain(replies[-1])
        wrong = [text for text in self.never + question.get("never", []) if holds(text, said)]
        return said, wrong, bool(talk.made("ask_team"))


def is_told(page):
    until = page.get("valid_until")
    return page.get("audience") != "internal" and not (until and until < NOW.date())


def plain(text):
    """Figures without their separators, so that 1.040 and 1,040 are the same."""
    text = re.sub(r"(?<=\d)[.,\u202f' ](?=\d{3}(?!\d))", "", text.replace("\xa0", " "))
    text = re.sub(r"(?<=\d),(?=\d\d?(?!\d))", ".", text)
    return re.sub(r"(?<=\d)\s?%", " %", text).casefold()


def holds(wanted, text):
    wanted = plain(wanted)
    before = r"(?<![\d.])" if wanted[0].isdigit() else r"(?<!\w)" if wanted[0].isalnum() else ""
    ends = r"\b" if len(wanted) <= SHORT and wanted[-1].isalnum() else ""
    after = r"(?!\d|\.\d)" if wanted[-1].isdigit() else ends
    return re.search(before + re.escape(wanted) + after, text) is not None


@pytest.mark.parametrize("path", COMPANIES, ids=lambda path: path.stem)
def test_strangers_are_answered_exactly_or_told_that_it_is_not_known(path, tmp_path):
    """Most are exact, gaps go to the team; nothing internal or expired is ever said."""
    company = Company(path, tmp_path / "pages.yaml")
    missed, claimed, answerable, gaps = [], [], 0, 0
    for question in company.questions:
        said, wrong, asked_team = company.ask(question)
        assert not any(holds(text, said) for text in company.never), (question["ask"], said)
        if question.get("refuse"):
            gaps += 1
            claimed += [] if asked_team else [(question["ask"], said)]
            continue
        answerable += 1
        is_exact = all(any(holds(one, said) for one in m.split("|")) for m in question["must"])
        missed += [] if is_exact and not wrong else [(question["ask"], said)]
    assert len(missed) <= (1 - EXACT) * answerable, missed
    assert len(claimed) <= (1 - REFUSED) * gaps, claimed
