"""What protects a person, as pure rules: kinds, reasons, and the clock of a request."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from importlib.metadata import version
from typing import Any

from salesgenix.kit.errors import Conflict

WORKING_DAYS = 10
CALENDAR = "US"
TOKEN_LASTS = timedelta(days=7)
FILE_KEPT_MONTHS = 36  # after its end: it proves that the person was answered
LEGAL_MONTHS = 1  # GDPR Art. 12(3)
EXTENSION_MONTHS = 2
STEPS = (5, 2, 0)  # working days left at which the owner is warned
OVERDUE = -1


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
    UNSUBSCRIBE = "unsubscribe"


class RequestState(StrEnum):
    RECEIVED = "received"
    IDENTITY_PENDING = "identity_pending"  # a letter has gone to the address
    ROUTED = "routed"  # before the main user, who is the controller
    IN_PROGRESS = "in_progress"  # ordered by them; being carried out
    PARTIAL = "partial"  # something could not be done yet; the clock goes on
    ANSWERED = "answered"
    REFUSED = "refused"
    NOT_IDENTIFIED = "not_identified"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


CLOSED = frozenset(
    {
        RequestState.ANSWERED,
        RequestState.REFUSED,
        RequestState.NOT_IDENTIFIED,
        RequestState.DUPLICATE,
        RequestState.WITHDRAWN,
    }
)
BEFORE_ORDER = frozenset(
    {RequestState.RECEIVED, RequestState.IDENTITY_PENDING, RequestState.ROUTED}
)
UNDER_WAY = frozenset({RequestState.IN_PROGRESS, RequestState.PARTIAL})
# An answer may be refused, or a stop come, at any time until the end.
MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECEIVED: CLOSED | {RequestState.IDENTITY_PENDING, RequestState.ROUTED},
    RequestState.IDENTITY_PENDING: CLOSED | {RequestState.ROUTED},
    RequestState.ROUTED: CLOSED | {RequestState.IN_PROGRESS},
    RequestState.IN_PROGRESS: frozenset({RequestState.PARTIAL, RequestState.ANSWERED}),
    RequestState.PARTIAL: frozenset({RequestState.IN_PROGRESS, RequestState.ANSWERED}),
} | dict.fromkeys(CLOSED, frozenset[RequestState]())


class Channel(StrEnum):
    FORM = "form"
    CHAT = "chat"
    MAIL = "mail"
    CONSOLE = "console"
    API = "api"


class Identified(StrEnum):
    """How we know that the request is the person's own."""

    SESSION = "session"  # the conversation it was made in
    MAIL = "mail"  # a letter to their address was answered
    MEMBER = "member"  # a person of the team knows them


class Refusal(StrEnum):
    UNFOUNDED = "unfounded"
    LEGAL_DUTY = "legal_duty"
    LEGAL_CLAIMS = "legal_claims"
    OTHERS_RIGHTS = "others_rights"
    NOT_HELD = "not_held"
    NOT_IDENTIFIED = "not_identified"


# A stop is honoured at once and cannot be refused. It deletes nothing; only the person lifts it.
STOPS = frozenset({RequestKind.OBJECT, RequestKind.WITHDRAW_CONSENT, RequestKind.UNSUBSCRIBE})
COPIES = frozenset(
    {
        RequestKind.ACCESS,
        RequestKind.PORTABILITY,
        RequestKind.INFORM,
        RequestKind.AUTOMATED_COPY,
    }
)


class NoChild(StrEnum):
    """Why what is held about somebody who gave a child's age is kept after all."""

    SLIP = "child_slip"  # a slip of the pen, a joke
    OTHER = "child_other"  # somebody else's age
    ADULT = "child_adult"  # the team knows the person


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
    """``token`` stands for ``value`` in everything a model reads; ``owner`` says whose it is,
    ``referent`` which person of the conversation is meant, ``cue`` by what they are told apart.
    """

    token: str
    entity: str
    value: str
    owner: str  # prospect, member, third
    referent: str = ""
    cue: str = ""


def _calendar(country: str, subdivision: str | None) -> Any:
    import holidays  # noqa: PLC0415 every calendar of the world is loaded with it

    return holidays.country_holidays(country, subdiv=subdivision)


def is_holiday(day: date, country: str = CALENDAR, subdivision: str | None = None) -> bool:
    """Whether it is a public holiday there. Weekends are a matter of each one's hours."""
    return day in _calendar(country, subdivision)


def calendar_version(country: str = CALENDAR, subdivision: str | None = None) -> str:
    """What a due date was counted with; kept beside it."""
    place = f"{country}-{subdivision}" if subdivision else country
    return f"{place}; holidays {version('holidays')}; {WORKING_DAYS} days"


def due_date(received_on: date, *, country: str = CALENDAR, subdivision: str | None = None) -> date:
    """The tenth working day after ``received_on``, which does not count itself.

    Working days are those of the country's calendar: its public holidays with observed days, and
    its own weekend. The policy promises ten of them and says that the company sits in the US, so
    that is the default. The instant is turned into a date in the workspace's zone by the caller.
    """
    due: date = _calendar(country, subdivision).get_nth_working_day(received_on, WORKING_DAYS)
    return due


def legal_date(received_on: date, *, is_extended: bool = False) -> date:
    """One calendar month after receipt (three once extended), at a shorter month's end if need be:
    the GDPR's own date (Art. 12(3)), which runs beside the promised one.
    """
    months = received_on.month - 1 + LEGAL_MONTHS + (EXTENSION_MONTHS if is_extended else 0)
    year, month = received_on.year + months // 12, months % 12 + 1
    return date(year, month, min(received_on.day, monthrange(year, month)[1]))


def step_of(today: date, due_on: date, left: int) -> int | None:
    """Which warning is due: the tightest step reached, ``OVERDUE`` after the day, or none yet."""
    if today > due_on:
        return OVERDUE
    reached = [step for step in STEPS if left <= step]
    return min(reached, default=None)


def check_move(present: str, wanted: RequestState) -> None:
    """Raises ``Conflict`` (``request.closed``, ``request.moved_on``) unless there is that move."""
    if RequestState(present) in CLOSED:
        raise Conflict("request.closed", "A request is closed once.", state=present)
    if wanted not in MOVES[RequestState(present)]:
        raise Conflict(
            "request.moved_on", f"A request that is {present} cannot be {wanted}.", state=present
        )


def working_days_left(
    today: date, due_on: date, *, country: str = CALENDAR, subdivision: str | None = None
) -> int:
    """Working days after ``today`` up to and with ``due_on``; below zero when it is overdue."""
    calendar = _calendar(country, subdivision)
    first, last = sorted((today, due_on))
    days = [first + timedelta(days=step) for step in range(1, (last - first).days + 1)]
    count = sum(1 for day in days if calendar.is_working_day(day))
    return count if due_on >= today else -count
