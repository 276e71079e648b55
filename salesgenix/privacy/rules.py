"""What protects a person, as pure rules: kinds, reasons, and the clock of a request."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.metadata import version
from typing import Any

WORKING_DAYS = 10
CALENDAR = "US"
CALENDAR_VERSION = f"US federal, observed; holidays {version('holidays')}; {WORKING_DAYS} days"


class RequestKind(StrEnum):
    ACCESS = "access"
    PORTABILITY = "portability"
    RECTIFY = "rectify"
    RESTRICT = "restrict"
    ERASE = "erase"
    INFORM = "inform"
    OBJECT = "object"
    WITHDRAW_CONSENT = "withdraw_consent"
    COMPLAINT = "complaint"
    AUTOMATED_COPY = "automated_copy"


class RequestState(StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SuppressionReason(StrEnum):
    OPT_OUT = "opt_out"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    MANUAL = "manual"
    LEGAL = "legal"


class MarkKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class VaultItem:
    """``token`` stands for ``value`` in everything a model reads; ``owner`` says whose it is."""

    token: str
    entity: str
    value: str
    owner: str  # prospect, member, third


def _calendar() -> Any:
    import holidays  # noqa: PLC0415 every calendar of the world is loaded with it

    return holidays.country_holidays(CALENDAR)


def due_date(received_on: date) -> date:
    """The tenth working day after ``received_on``, which does not count itself.

    Working days are those of the US federal calendar with observed days; the policy promises ten
    working days and says that the company sits in the US. The instant is turned into a date in the
    workspace's zone by the caller.
    """
    calendar = _calendar()
    due: date = calendar.get_nth_working_day(received_on, WORKING_DAYS)
    return due


def working_days_left(today: date, due_on: date) -> int:
    """Working days after ``today`` up to and with ``due_on``; below zero when it is overdue."""
    calendar = _calendar()
    first, last = sorted((today, due_on))
    days = [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
    count = sum(1 for day in days if calendar.is_working_day(day))
    return count if due_on >= today else -count
