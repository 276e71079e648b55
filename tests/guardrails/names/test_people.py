"""Whom the workspace knows is found however the name is typed, and a price stays a price."""

import pytest

from guardrails.people import KnownPeople, KnownPerson

_KNOWN = KnownPeople(
    prospect=KnownPerson("Jürgen Müller"),
    others=(KnownPerson("Anna Price"), KnownPerson("Łukasz Wójcik"), KnownPerson("Zoë O'Brien")),
)


@pytest.mark.parametrize(
    "typed",
    [
        "jurgen muller",
        "Juergen Mueller",
        "MÜLLER",
        "Müller, Jürgen",
        "jürgen mulelr",
        "Jürgn Müller",
        "anna pirce",
        "lukasz wojcik",
        "Wojcik",
        "zoe o'brien",
    ],
)
def test_a_known_name_is_found_as_it_is_typed(typed: str):
    """Without accents, spelt out, surname first, surname alone, with one slip in a whole name."""
    spans = [(start, end) for _, start, end in _KNOWN.found_in(f"it was {typed}, I think")]
    assert (7, 7 + len(typed)) in spans


@pytest.mark.parametrize(
    "text", ["the price is fine", "a miller and a baker", "Annapurna", "wojcik@example.org", "Zo"]
)
def test_a_word_that_only_looks_like_a_known_name_stays(text: str):
    """A surname in small letters is a word; part of a word or of a mailbox is none."""
    assert not list(_KNOWN.found_in(text))


def test_a_surname_that_is_a_trade_word_is_not_taken_alone():
    """Anna Price is found whole; "Price" at the start of a sentence is not she."""
    assert not list(_KNOWN.found_in("Price and terms are in the offer"))
