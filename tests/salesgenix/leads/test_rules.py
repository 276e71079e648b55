"""Phone numbers in one form."""

import pytest

from salesgenix.leads.rules import normalise_phone


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("+1 (212) 555-0142", None, "+12125550142"),
        ("(212) 555-0142", "US", "+12125550142"),
        ("030 901820", "DE", "+4930901820"),
        ("(212) 555-0142", None, None),
        ("12", "US", None),
        ("call me", "US", None),
    ],
)
def test_numbers_are_compared_in_e164(text: str, region: str | None, e164: str | None) -> None:
    """A national form needs its region; what cannot be a number has no form."""
    assert normalise_phone(text, region) == e164
