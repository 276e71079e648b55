"""Google Calendar, API v3, over plain HTTPS.

Titles and people are never fetched: ``fields`` names what comes, and that is times, states and the
marks that we put on our own events. Google repeats recurring events itself (``singleEvents``), in
the calendar's own zones. An event that we write has an id made from the appointment's, so that
writing it twice makes one. Its iCalendar UID is Google's own and cannot be chosen beside the id:
ours goes, with the sequence, into private properties, and is what ``Busy.uid`` says.

Not verified against Google's cloud. Proven against a twin whose every answer is held against the
names and types in Google's published description of the API.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from integrations.calendar.rest import (
    FORBIDDEN,
    GONE,
    MOST_PAGES,
    Access,
    Answer,
    Json,
    Line,
    Request,
    home_zone,
    open_client,
    reading_of,
    refused,
    text_of,
    unreadable,
    wait_of,
)
from salesgenix.calendars.ports import (
    Busy,
    CalendarError,
    Entry,
    Reading,
    RemoteCalendar,
    Trouble,
    Written,
)

# An id may have 0-9 and a-v alone: the key's own digits fit, and so must these letters.
ID_PREFIX = "sgc"
OWN, UID, SEQUENCE = "salesgenix", "salesgenixUid", "salesgenixSequence"
CALENDAR_FIELDS = "kind,items(id,summary,summaryOverride,primary,accessRole,deleted),nextPageToken"
BUSY_FIELDS = (
    "kind,items(id,iCalUID,start,end,status,transparency,eventType,"
    "attendees(self,responseStatus)),nextPageToken"
)
MARK_FIELDS = "kind,items(id,extendedProperties/private),nextPageToken"
OWN_FIELDS = "id,etag,status,start,end,summary,description,extendedProperties/private"
WRITABLE = frozenset({"owner", "writer", "writerWithoutPrivateAccess"})
READABLE = WRITABLE | {"reader", "freeBusyReader"}
NO_TIME_TAKEN = frozenset({"workingLocation", "birthday"})  # where one is, not that one is away
TOO_MANY = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"}
)
CONFLICT, CHANGED, TRIES = 409, 412, 3
DAY = timedelta(days=1)


class GoogleCalendar:
    """Keeps the promise of ``calendars.ports.CalendarClient``. ``read`` asks for the whole window
    each time: the times of some weeks without their words are small, and nothing can go stale.
    """

    kind = "google"

    def __init__(self, access: Access, *, base_url: str, timeout: float) -> None:
        self._access = access
        self._base = base_url.rstrip("/")
        self._timeout = timeout

    async def calendars(self) -> Sequence[RemoteCalendar]:
        items = await self._pages("/users/me/calendarList", {"fields": CALENDAR_FIELDS})
        return [
            RemoteCalendar(
                ref=text_of(item, "id"),
                name=item.get("summaryOverride") or item.get("summary") or "",
                is_writable=item.get("accessRole") in WRITABLE,
                is_default=bool(item.get("primary")),
            )
            for item in items
            if item.get("accessRole") in READABLE and not item.get("deleted")
        ]

    async def read(
        self, calendar: str, since: datetime, until: datetime, *, zone: str, memory: str | None
    ) -> Reading:
        """A day more is asked for on both sides: Google lays all-day events out in the calendar's
        zone, and here they are the owner's. The marks are asked for apart, of our own events alone:
        other programs keep who knows what in theirs.
        """
        del memory  # nothing is remembered
        home = home_zone(zone)
        params = {
            "singleEvents": "true",
            "timeMin": rfc3339(since - DAY),
            "timeMax": rfc3339(until + DAY),
            "maxAttendees": "1",  # of more than one, only whose calendar it is comes back
            "maxResults": "2500",
        }
        items = await self._pages(self._events(calendar), params | {"fields": BUSY_FIELDS})
        taken = [item for item in items if takes_time(item)]
        uids: dict[str, str] = {}
        if any(str(item.get("id")).startswith(ID_PREFIX) for item in taken):
            asked = {"privateExtendedProperty": f"{OWN}=1", "fields": MARK_FIELDS}
            marked = await self._pages(self._events(calendar), params | asked)
            uids = {text_of(item, "id"): str(_private(item).get(UID, "")) for item in marked}
        return reading_of(taken, lambda item: busy_span(item, home, uids), since, until)

    async def write(self, calendar: str, entry: Entry) -> Written:
        body = event_of(entry)
        async with open_client(self._timeout) as client:
            line = Line(client, self._access)
            created = await self._ask(
                line,
                Request(
                    method="POST",
                    url=self._base + self._events(calendar),
                    params={"sendUpdates": "none", "fields": OWN_FIELDS},
                    body={"id": id_of(entry.key), **body},
                ),
            )
            if created.is_good:
                return written(created)
            if created.status != CONFLICT:
                raise refused(created)
            return await self._bring_to(line, calendar, entry)

    async def _bring_to(self, line: Line, calendar: str, entry: Entry) -> Written:
        """The event is there: after a lost answer, an earlier state, or taken away by hand."""
        url = self._base + self._event(calendar, entry.key)
        for _ in range(TRIES):
            found = await self._ask(
                line, Request(method="GET", url=url, params={"fields": OWN_FIELDS})
            )
            if not found.is_good:
                raise refused(found)
            if sequence_of(found.body) > entry.sequence or is_as(found.body, entry):
                return written(found)
            patched = await self._ask(
                line,
                Request(
                    method="PATCH",
                    url=url,
                    params={"sendUpdates": "none", "fields": OWN_FIELDS},
                    body=event_of(entry),
                    headers={"If-Match": text_of(found.body, "etag")},
                ),
            )
            if patched.is_good:
                return written(patched)
            if patched.status != CHANGED:
                raise refused(patched)
        raise CalendarError(Trouble.UNREACHABLE, "calendar.changing")

    async def remove(self, calendar: str, key: str) -> None:
        async with open_client(self._timeout) as client:
            answer = await self._ask(
                Line(client, self._access),
                Request(
                    method="DELETE",
                    url=self._base + self._event(calendar, key),
                    params={"sendUpdates": "none"},
                ),
            )
        if not answer.is_good and answer.status not in GONE:
            raise refused(answer)

    async def _pages(self, path: str, params: dict[str, str]) -> list[Json]:
        items: list[Json] = []
        page: dict[str, str] = {}
        async with open_client(self._timeout) as client:
            line = Line(client, self._access)
            for _ in range(MOST_PAGES):
                answer = await self._ask(
                    line,
                    Request(method="GET", url=self._base + path, params=params | page),
                )
                if not answer.is_good:
                    raise refused(answer)
                items += items_of(answer)
                if not answer.body.get("nextPageToken"):
                    return items
                page = {"pageToken": text_of(answer.body, "nextPageToken")}
        raise CalendarError(Trouble.REFUSED, "calendar.too_large")

    async def _ask(self, line: Line, request: Request) -> Answer:
        answer = await line.ask(request)
        if answer.status == FORBIDDEN:
            reasons = reasons_of(answer.body)
            if reasons & TOO_MANY:
                raise CalendarError(
                    Trouble.UNREACHABLE, "calendar.too_many_requests", retry_after=wait_of(answer)
                )
            if "insufficientPermissions" in reasons:  # a box left empty at Google's question
                raise CalendarError(Trouble.NEEDS_REAUTH, "calendar.leave_too_narrow")
            raise refused(answer)
        return answer

    @staticmethod
    def _events(calendar: str) -> str:
        return f"/calendars/{quote(calendar, safe='')}/events"

    def _event(self, calendar: str, key: str) -> str:
        return f"{self._events(calendar)}/{id_of(key)}"


def id_of(key: str) -> str:
    """The event's id for an appointment's: hexadecimal digits are inside base32hex (RFC 4648)."""
    digits = key.replace("-", "").lower()
    if not digits or not set(digits) <= set("0123456789abcdef"):
        raise CalendarError(Trouble.REFUSED, "calendar.key")
    return ID_PREFIX + digits


def event_of(entry: Entry) -> Json:
    """The whole state, so that a patch also brings back what was cancelled or marked as free."""
    marks = {OWN: "1", UID: entry.uid, SEQUENCE: str(entry.sequence)}
    return {
        "status": "confirmed",
        "transparency": "opaque",
        "summary": entry.summary,
        "description": entry.description,
        "start": {"dateTime": rfc3339(entry.starts_at), "timeZone": "UTC"},
        "end": {"dateTime": rfc3339(entry.ends_at), "timeZone": "UTC"},
        "extendedProperties": {"private": marks},
    }


def is_as(found: Json, entry: Entry) -> bool:
    try:
        times = instant_of(found["start"], UTC), instant_of(found["end"], UTC)
    except (KeyError, CalendarError):
        return False
    return (
        found.get("status") != "cancelled"
        and sequence_of(found) == entry.sequence
        and times == (entry.starts_at, entry.ends_at)
        and (found.get("summary") or "") == entry.summary
        and (found.get("description") or "") == entry.description
    )


def sequence_of(found: Json) -> int:
    """As we wrote it; an event without our mark is older than anything."""
    sequence = _private(found).get(SEQUENCE, "")
    return int(sequence) if isinstance(sequence, str) and sequence.isdecimal() else -1


def takes_time(item: Json) -> bool:
    """Only what surely leaves the member free is left out: free by mark, cancelled, or declined by
    the member.
    """
    if item.get("status") == "cancelled" or item.get("transparency") == "transparent":
        return False
    if item.get("eventType") in NO_TIME_TAKEN:
        return False
    attendees = item.get("attendees") or []
    return not any(
        isinstance(one, dict) and one.get("self") and one.get("responseStatus") == "declined"
        for one in attendees
    )


def busy_span(item: Json, home: ZoneInfo, uids: Mapping[str, str]) -> Busy:
    """``uids``: ours, by the ids of our own events."""
    start, end = item.get("start"), item.get("end")
    if not isinstance(start, dict) or not isinstance(end, dict):
        raise unreadable()
    span = instant_of(start, home), instant_of(end, home)
    if span[1] < span[0]:
        raise unreadable()
    return Busy(*span, uid=uids.get(str(item.get("id"))) or item.get("iCalUID") or "")


def instant_of(time: Json, home: Any) -> datetime:
    """In UTC. A date begins with midnight in ``home``; a time says its offset or its zone."""
    try:
        if day := time.get("date"):
            wall = datetime.combine(date.fromisoformat(day), datetime.min.time())
            return wall.replace(tzinfo=home).astimezone(UTC)
        at = datetime.fromisoformat(time["dateTime"])
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(time["timeZone"]) if time.get("timeZone") else home)
        return at.astimezone(UTC)
    except (KeyError, TypeError, ValueError, OverflowError, ZoneInfoNotFoundError) as error:
        raise unreadable() from error


def rfc3339(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def reasons_of(body: Json) -> set[str]:
    error = body.get("error")
    errors = error.get("errors") if isinstance(error, dict) else None
    return {str(one.get("reason")) for one in errors or [] if isinstance(one, dict)}


def items_of(answer: Answer) -> list[Json]:
    """A page's items. Google may leave an empty list out; then its ``kind`` says that it is one,
    and an answer with neither is no empty calendar.
    """
    is_list = str(answer.body.get("kind")).startswith("calendar#")
    items = answer.body.get("items", [] if is_list else None)
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items):
        raise unreadable()
    return items


def written(answer: Answer) -> Written:
    return Written(ref=text_of(answer.body, "id"), etag=answer.body.get("etag"))


def _private(item: Json) -> Json:
    extended = item.get("extendedProperties")
    private = extended.get("private") if isinstance(extended, dict) else None
    return private if isinstance(private, dict) else {}
