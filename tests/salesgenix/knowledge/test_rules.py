"""How a page falls into passages, and how words become terms."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salesgenix.knowledge.lexicon import fold, stem
from salesgenix.knowledge.rules import MAX_PASSAGE, PageDraft, split


def page(text: str) -> PageDraft:
    return PageDraft(path="page.md", title="Page", text=text)


def test_each_heading_begins_a_passage_of_its_own():
    """A passage is quoted with the heading it stands under; the page's title heads the first."""
    drafts = split(page("Intro.\n\n# One\n\nFirst.\n\n## Two\n\nSecond.\n\n---\n\nThird."))
    assert [(draft.heading, draft.text) for draft in drafts] == [
        ("Page", "Intro."),
        ("One", "First."),
        ("Two", "Second.\n\nThird."),
    ]


def test_decoration_is_dropped_so_that_a_passage_can_be_said():
    """Bold, code, links and comments leave only their words behind."""
    [draft] = split(page("**39 EUR** for `Team`, see [the list](https://x.test).\n<!-- secret -->"))
    assert draft.text == "39 EUR for Team, see the list."


def test_a_table_stays_whole_and_a_long_one_keeps_its_head():
    """No row is ever read without knowing what its columns mean."""
    head = "| Plan | Price |\n|---|---|"
    rows = [f"| Plan number {n} | {n} EUR per seat and month |" for n in range(60)]
    drafts = split(page("# Prices\n\n" + "\n".join([head, *rows])))
    assert len(drafts) > 1
    assert all(draft.text.startswith(head) for draft in drafts)
    assert [line for draft in drafts for line in draft.text.splitlines()[2:]] == rows


words = st.text(alphabet="abcdefgh.,!?é |-#*\n", max_size=400)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=12).map("\n\n".join))
def test_no_passage_is_too_long_and_no_word_is_lost(text):
    """Whatever a page looks like, its passages are short and hold every word of it."""
    drafts = split(page(text))
    assert all(draft.text for draft in drafts)
    assert all(len(draft.text) <= MAX_PASSAGE for draft in drafts if not draft.text.startswith("|"))
    kept = " ".join(f"{draft.heading} {draft.text}" for draft in drafts)
    written = set(re.findall(r"[a-hé]+", text))
    headings = set(re.findall(r"[a-hé]+", " ".join(re.findall(r"(?m)^#.*$", text))))
    joined = "".join(re.findall(r"[a-hé]", kept))
    assert all(word in joined for word in written - headings)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Integration", "integrations"),
        ("Kündigung", "kundigungen"),
        ("Verträge", "vertrag"),
        ("prices", "pricing"),
        ("trainings", "training"),
    ],
)
def test_endings_and_accents_do_not_keep_words_apart(one, other):
    """A question in the plural finds a page in the singular."""
    assert stem(fold(one)) == stem(fold(other))
