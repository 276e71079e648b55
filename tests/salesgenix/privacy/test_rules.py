"""The clock of a request: ten working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesgenix.kit.errors import Conflict
from salesgenix.privacy.rules import (
    CLOSED,
    MOVES,
    OVERDUE,
    RequestState,
    check_move,
    due_date,
    legal_date,
    step_of,
    working_days_left,
)


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


@pytest.mark.parametrize(
    ("country", "received", "due"),
    [
        ("DE", "2026-12-18", "2027-01-05"),
        ("ES", "2026-12-18", "2027-01-05"),
        ("FR", "2026-12-18", "2027-01-05"),
        ("GB", "2026-12-18", "2027-01-06"),
        ("IL", "2026-11-19", "2026-12-03"),  # a Thursday; Friday and Saturday are its weekend
    ],
)
def test_the_calendar_is_the_workspaces(country: str, received: str, due: str) -> None:
    """Holidays and the weekend are those of the chosen country."""
    assert due_date(date.fromisoformat(received), country=country) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        ("2027-01-31", "2027-02-28", "2027-04-30"),
        ("2028-01-31", "2028-02-29", "2028-04-30"),
        ("2026-12-15", "2027-01-15", "2027-03-15"),
        ("2026-11-30", "2026-12-30", "2027-02-28"),
    ],
)
def test_the_statutory_month_ends_with_a_shorter_month(
    received: str, due: str, extended: str
) -> None:
    """One calendar month, three once extended, at the month's end where the day is missing."""
    day = date.fromisoformat(received)
    assert legal_date(day) == date.fromisoformat(due)
    assert legal_date(day, is_extended=True) == date.fromisoformat(extended)


def test_warnings_come_at_five_two_and_no_days_and_after_the_day() -> None:
    """Each working day between receipt and the day after has the tightest step it has reached."""
    due = date(2026, 12, 8)
    seen = [
        step_of(day, due, working_days_left(day, due))
        for day in (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4), due)
    ]
    assert seen == [None, 5, 2, 0]
    assert step_of(date(2026, 12, 9), due, -1) == OVERDUE
    friday = date(2026, 12, 4)
    assert step_of(date(2026, 12, 5), friday, working_days_left(date(2026, 12, 5), friday)) == -1


def test_every_state_has_its_moves_and_the_end_has_none() -> None:
    """No state is forgotten; a closed request moves nowhere."""
    assert set(MOVES) == set(RequestState)
    for state in CLOSED:
        with pytest.raises(Conflict, match="closed once"):
            check_move(state, RequestState.ROUTED)
    with pytest.raises(Conflict, match="cannot be"):
        check_move(RequestState.RECEIVED, RequestState.IN_PROGRESS)
