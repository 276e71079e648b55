"""What is hidden from a machine and not from a reader is found all the same, and only then."""

import pytest

from guardrails import Guard
from guardrails.entities import Entity
from guardrails.guard import REGIONS
from guardrails.vault import canonical


def _found(guard: Guard, text: str) -> list[tuple[Entity, str]]:
    return [(s.entity, text[s.start : s.end]) for s in guard._detector.find(text, REGIONS)]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("im e l e v e n", Entity.MINOR_AGE, "im e l e v e n"),
        ("1m 11 y3ars 0ld", Entity.MINOR_AGE, "1m 11 y3ars 0ld"),
        ("c v v 4 1 8", Entity.SECURITY_CODE, "4 1 8"),
        ("cvv is four one eight", Entity.SECURITY_CODE, "four one eight"),
        ("cpf 4 0 7 6 5 3 5 5 1 0 8", Entity.NATIONAL_ID, "4 0 7 6 5 3 5 5 1 0 8"),
        ("my pin is four four one seven", Entity.SECRET, "four four one seven"),
        ("203 dot 0 dot 113 dot 77", Entity.IP, "203 dot 0 dot 113 dot 77"),
        ("call 415*555*0134", Entity.PHONE, "415*555*0134"),
        ("call me 415🙂555🙂0134", Entity.PHONE, "415🙂555🙂0134"),
        ("fourone5 five55 zero138", Entity.PHONE, "fourone5 five55 zero138"),
        ("call 415 triple five 0134", Entity.PHONE, "415 triple five 0134"),
        ("\u202emoc.elpmaxe@aliel\u202c", Entity.EMAIL, "moc.elpmaxe@aliel"),
        ("dob july twenty second nineteen ninety one", Entity.BIRTH_DATE, "july twenty second"),
    ],
)
def test_a_disguise_is_read_through(guard: Guard, text: str, entity: Entity, value: str):
    """Letters apart, figures for letters, words for figures, signs between, backwards: the span
    lies where the disguise stands in the text as it was written.
    """
    assert any(kind is entity and value in found for kind, found in _found(guard, text))


@pytest.mark.parametrize(
    "text",
    [
        "plans a b c d and p2p, b2b or h264 at 1 2 or 3 seats",
        "two or three of us, twenty five seats, nineteen ninety nine a month",
        "resize 1920*1080 to 800*600, v2.0 ~ 3.1",
    ],
)
def test_what_is_no_disguise_stays(guard: Guard, text: str):
    """Lists, products, prices and sizes resemble the tricks and are none."""
    assert _found(guard, text) == []


@pytest.mark.parametrize("said", ["four one five five five five zero one three four",
                                  "415 triple five 0134", "(415) 555-0134"])  # fmt: skip
def test_one_number_is_one_value_however_it_is_said(said: str):
    """A model that is told a number in words and again in figures meets one pseudonym."""
    assert canonical(Entity.PHONE, said) == "4155550134"
