"""What the business needs from a calendar outside: one Protocol, whoever's server it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Trouble(StrEnum):
    """Why a calendar gave no answer. None of them may be read as *free*."""

    NEEDS_REAUTH = "needs_reauth"  # the member has to sign in again
    UNREACHABLE = "unreachable"  # no answer, a timeout, a server error, too many requests
    REFUSED = "refused"  # it answers, and will not do this: a wrong address, no right, a bad body


class CalendarError(Exception):
    """``code`` is logged (``calendar.needs_reauth``, ``calendar.timeout``, …), never shown text."""

    def __init__(self, trouble: Trouble, code: str, *, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.trouble = trouble
        self.retry_after = retry_after  # seconds, as the server asked

    @property
    def permanent(self) -> bool:
        """Whether to try again is pointless."""
        return self.trouble is Trouble.REFUSED


@dataclass(frozen=True, slots=True)
class RemoteCalendar:
    """``ref``: the CalDAV collection's path, or the vendor's id."""

    ref: str
    name: str
    is_writable: bool
    is_default: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Busy:
    """UTC, half open. ``uid`` is the event's iCalendar UID, so that our own can be told apart."""

    start: datetime
    end: datetime
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """``memory`` goes into the next ``read`` of the same calendar; nobody else looks into it.
    ``unread`` events could not be understood: they may be in the way, so somebody has to be told.
    """

    busy: tuple[Busy, ...]
    memory: str | None = None
    unread: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A meeting as it goes into the member's own calendar. Times are UTC. ``key`` is the
    appointment's id in hexadecimal: the href or the vendor's event id is made from it, so that
    writing twice makes one event. Nobody is invited by the server: invitations go by mail.
    """

    key: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime  # when the meeting came into this state
    summary: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Where it lies now, and its version as the server names it."""

    ref: str
    etag: str | None = None


class CalendarClient(Protocol):
    """One account. Every method raises ``CalendarError`` and nothing else for what is outside."""

    kind: str  # caldav, google, microsoft

    async def calendars(self) -> Sequence[RemoteCalendar]:
        """All that the account has, in the server's order: also the test of a connection."""

    async def read(
        self, calendar: str, since: datetime, until: datetime, *, zone: str, memory: str | None
    ) -> Reading:
        """When the owner is busy between two instants. Free, cancelled and declined events are
        left out; an all-day event is busy in ``zone``, the owner's. Recurrences are expanded.
        """

    async def write(self, calendar: str, entry: Entry) -> Written:
        """Creates the entry, or brings it to this state. Twice is once; an older ``sequence`` never
        overwrites a newer one.
        """

    async def remove(self, calendar: str, key: str) -> None:
        """Takes the entry away; that it is gone already is no error."""
