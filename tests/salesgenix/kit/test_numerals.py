"""Numbers that people write out."""

import pytest

from salesgenix.kit.numerals import written_out


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("there are twelve of us", 12),
        ("twenty-five seats please", 25),
        ("wir sind zu fünft, nein, fünfzehn", 15),
        ("on est une vingtaine", 20),
        ("somos treinta y cinco", 35),
        ("siamo in dodici", 12),
        ("somos três", 3),
        ("met z'n zevenen? nee, zeven", 7),
        ("jesteśmy w dwunastu", 12),
    ],
)
def test_a_number_in_words_is_counted(text, number):
    """In every language, with its accents, and put together from tens and ones."""
    assert number in written_out(text)


def test_words_that_count_nothing_are_none():
    """What is no number is not taken for one, and ones do not add up to each other."""
    assert written_out("we would like to see it on Tuesday") == frozenset()
    assert written_out("two or three") == {2, 3}
