"""When a member's connected calendar may be believed, and what is kept to open it. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

EVERY = timedelta(minutes=2)  # between two readings
STANDS = timedelta(minutes=15)  # so old a reading may be, for times to be offered by it
TAKES = timedelta(minutes=5)  # ... and for one of them to be taken
AGAIN = timedelta(seconds=45)  # what is younger is not read again before a time is taken
GRANT_LASTS = timedelta(minutes=10)
AHEAD = timedelta(days=400)  # no kind of meeting is offered further ahead than a year


class Kind(StrEnum):
    CALDAV = "caldav"
    GOOGLE = "google"
    MICROSOFT = "microsoft"


class AccountState(StrEnum):
    PENDING = "pending"  # not read yet, or the member has not come back from the vendor
    CONNECTED = "connected"
    NEEDS_REAUTH = "needs_reauth"
    UNREACHABLE = "unreachable"


class EntryState(StrEnum):
    WRITTEN = "written"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAccess:
    """What opens an account: for the adapter alone, never shown, never logged. ``secret``: for
    CalDAV the password; else JSON of the OAuth tokens. ``owner``: the member's mail address.
    """

    kind: Kind
    address: str
    account: str
    secret: str
    owner: str

    def __repr__(self) -> str:
        return f"CalendarAccess({self.kind})"


def busy_source(source_id: UUID) -> str:
    """What busy times from a connected calendar are filed under."""
    return f"calendar:{source_id}"


def is_believed(
    state: str, synced_at: datetime | None, *, now: datetime, bound: timedelta = STANDS
) -> bool:
    """Whether what was read says when the member is free. What is not believed is never *free*."""
    return state == AccountState.CONNECTED and synced_at is not None and now - synced_at <= bound


def is_due(state: str, synced_at: datetime | None, changed_at: datetime, now: datetime) -> bool:
    """Whether it is to be read again: often while it answers, seldom while a person has to act."""
    last = max(filter(None, (synced_at, changed_at)), default=None)
    if state == AccountState.PENDING or last is None:
        return True
    wait = EVERY * 15 if state == AccountState.NEEDS_REAUTH else EVERY
    return now - last >= wait
