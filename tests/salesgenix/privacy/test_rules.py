"""The clock of a request: ten working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesgenix.privacy.rules import due_date, working_days_left


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-16", "2026-12-01"),  # over Thanksgiving
        ("2026-11-20", "2026-12-07"),
        ("2026-11-21", "2026-12-07"),  # a Saturday
        ("2026-11-22", "2026-12-07"),  # a Sunday
        ("2026-11-23", "2026-12-08"),
        ("2026-12-18", "2027-01-05"),  # over Christmas and New Year
        ("2026-12-24", "2027-01-11"),
        ("2026-12-31", "2027-01-15"),
        ("2027-01-01", "2027-01-15"),  # received on a holiday
        ("2027-06-30", "2027-07-15"),  # Independence Day on a Sunday, observed on Monday
        ("2027-12-20", "2028-01-05"),  # 24 and 31 December observed
        ("2028-02-28", "2028-03-13"),  # over a leap day
    ],
)
def test_due_dates(received: str, due: str) -> None:
    """The day of receipt does not count; weekends and US federal holidays do not either."""
    assert due_date(date.fromisoformat(received)) == date.fromisoformat(due)


@given(st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_a_later_request_is_never_due_earlier(received: date) -> None:
    """Due dates grow with receipt, and lie two to three weeks ahead, less a weekend."""
    due = due_date(received)
    assert due <= due_date(received + timedelta(days=1))
    assert timedelta(days=12) <= due - received <= timedelta(days=21)
    assert working_days_left(received, due) == 10


def test_overdue_is_counted_below_zero() -> None:
    """On the day itself nothing is left; after it the count is negative and skips the weekend."""
    due = date(2026, 12, 4)  # a Friday
    assert working_days_left(date(2026, 12, 3), due) == 1
    assert working_days_left(due, due) == 0
    assert working_days_left(date(2026, 12, 6), due) == 0
    assert working_days_left(date(2026, 12, 8), due) == -2
