"""Outlook calendars by Microsoft Graph, v1.0, over plain HTTPS.

``$select`` names what comes: times, states, and by ``$expand`` the marks that we put on our own
events. Titles and people are never fetched. An event's id is Microsoft's to choose, so ours is
found again by an extended property that holds the appointment's id; ``transactionId`` closes the
gap between a lost answer and the next look.

Not verified against Microsoft's cloud, and its shapes are written from memory: what a repeated
``transactionId`` is answered with, ``If-Match`` on events, and how all-day events look in UTC have
been proven against a twin of our own alone.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from integrations.calendar.rest import (
    GONE,
    MOST_PAGES,
    Access,
    Answer,
    Json,
    Line,
    Request,
    home_zone,
    is_same_origin,
    open_client,
    reading_of,
    refused,
    text_of,
    unreadable,
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

# Named properties of ours; the set's id is random and was drawn once, for this product.
PROPERTY_SET = "String {6f0c4d1e-9a57-4c7b-8d3e-21b5a8f0c6e4} Name "
KEY, UID, SEQUENCE = (PROPERTY_SET + name for name in ("Key", "Uid", "Sequence"))
PREFER = 'outlook.timezone="UTC", IdType="ImmutableId"'
BUSY_SELECT = "id,iCalUId,start,end,showAs,isCancelled,isAllDay,responseStatus"
OWN_SELECT = "id,subject,start,end,isCancelled"
# One who works elsewhere can still meet; whatever else is said, or not said, is busy.
FREE = frozenset({"free", "workingElsewhere"})
CONFLICT, CHANGED, TRIES = 409, 412, 3
DAY = timedelta(days=1)


class GraphCalendar:
    """Keeps the promise of ``calendars.ports.CalendarClient``. ``read`` asks for the whole window
    each time.
    """

    kind = "microsoft"

    def __init__(self, access: Access, *, base_url: str, timeout: float) -> None:
        self._access = access
        self._base = base_url.rstrip("/")
        self._timeout = timeout

    async def calendars(self) -> Sequence[RemoteCalendar]:
        params = {"$select": "id,name,canEdit,isDefaultCalendar", "$top": "100"}
        async with open_client(self._timeout) as client:
            items = await self._pages(
                Line(client, self._access), f"{self._base}/me/calendars", params
            )
        return [
            RemoteCalendar(
                ref=text_of(item, "id"),
                name=item.get("name") or "",
                is_writable=item.get("canEdit") is True,
                is_default=item.get("isDefaultCalendar") is True,
            )
            for item in items
        ]

    async def read(
        self, calendar: str, since: datetime, until: datetime, *, zone: str, memory: str | None
    ) -> Reading:
        """A day more is asked for on both sides: an all-day event belongs to the owner's zone."""
        del memory  # nothing is remembered
        home = home_zone(zone)
        params = {
            "startDateTime": _utc(since - DAY),
            "endDateTime": _utc(until + DAY),
            "$select": BUSY_SELECT,
            "$expand": _expand(UID),
            "$top": "500",
        }
        async with open_client(self._timeout) as client:
            items = await self._pages(
                Line(client, self._access), f"{self._of(calendar)}/calendarView", params
            )
        taken = [item for item in items if takes_time(item)]
        return reading_of(taken, lambda item: busy_span(item, home), since, until)

    async def write(self, calendar: str, entry: Entry) -> Written:
        async with open_client(self._timeout) as client:
            line = Line(client, self._access)
            for attempt in range(TRIES):
                present = await self._find(line, calendar, entry.key)
                if not present:
                    answer = await self._create(line, calendar, entry, is_again=attempt > 0)
                elif sequence_of(present[0]) > entry.sequence or is_as(present[0], entry):
                    return Written(text_of(present[0], "id"), present[0].get("@odata.etag"))
                else:
                    answer = await self._change(line, present[0], entry)
                if answer.is_good:
                    return Written(text_of(answer.body, "id"), answer.body.get("@odata.etag"))
                if answer.status not in {CONFLICT, CHANGED} | GONE:
                    raise refused(answer)
        raise CalendarError(Trouble.UNREACHABLE, "calendar.changing")

    async def remove(self, calendar: str, key: str) -> None:
        async with open_client(self._timeout) as client:
            line = Line(client, self._access)
            for found in await self._find(line, calendar, key):
                answer = await line.ask(self._request("DELETE", self._event(found)))
                if not answer.is_good and answer.status not in GONE:
                    raise refused(answer)

    async def _find(self, line: Line, calendar: str, key: str) -> list[Json]:
        """One, or none: a second could only come from a hand that has copied it."""
        params = {
            "$filter": f"singleValueExtendedProperties/Any(ep: ep/id eq '{KEY}' and "
            f"ep/value eq '{_checked(key)}')",
            "$select": OWN_SELECT,
            "$expand": _expand(SEQUENCE),
        }
        return await self._pages(line, f"{self._of(calendar)}/events", params)

    async def _create(self, line: Line, calendar: str, entry: Entry, *, is_again: bool) -> Answer:
        """A ``transactionId`` is spent with its event: where that was taken away by hand, the next
        one is made under the id of this state.
        """
        once = f"{entry.key}-{entry.sequence}" if is_again else entry.key
        url = f"{self._of(calendar)}/events"
        return await line.ask(
            self._request("POST", url, body={"transactionId": once, **event_of(entry)})
        )

    async def _change(self, line: Line, found: Json, entry: Entry) -> Answer:
        headers = {"If-Match": etag} if (etag := found.get("@odata.etag")) else {}
        return await line.ask(
            self._request("PATCH", self._event(found), body=event_of(entry), headers=headers)
        )

    async def _pages(self, line: Line, url: str, params: dict[str, str]) -> list[Json]:
        """The next page's address comes from the answer: the token goes to no other host."""
        items: list[Json] = []
        request = self._request("GET", url, params=params)
        for _ in range(MOST_PAGES):
            answer = await line.ask(request)
            if not answer.is_good:
                raise refused(answer)
            page = answer.body.get("value")
            if not isinstance(page, list) or not all(isinstance(one, dict) for one in page):
                raise unreadable()
            items += page
            following = answer.body.get("@odata.nextLink")
            if not following:
                return items
            if not isinstance(following, str) or not is_same_origin(following, self._base):
                raise CalendarError(Trouble.REFUSED, "calendar.foreign_page")
            request = self._request("GET", following)
        raise CalendarError(Trouble.REFUSED, "calendar.too_large")

    @staticmethod
    def _request(
        method: str,
        url: str,
        *,
        params: dict[str, str] | None = None,
        body: Json | None = None,
        headers: dict[str, str] | None = None,
    ) -> Request:
        return Request(
            method=method,
            url=url,
            params=params or {},
            body=body,
            headers={"Prefer": PREFER, **(headers or {})},
        )

    def _of(self, calendar: str) -> str:
        return f"{self._base}/me/calendars/{quote(calendar, safe='')}"

    def _event(self, found: Json) -> str:
        return f"{self._base}/me/events/{quote(text_of(found, 'id'), safe='')}"


def event_of(entry: Entry) -> Json:
    return {
        "subject": entry.summary,
        "body": {"contentType": "text", "content": entry.description},
        "start": {"dateTime": _wall(entry.starts_at), "timeZone": "UTC"},
        "end": {"dateTime": _wall(entry.ends_at), "timeZone": "UTC"},
        "showAs": "busy",
        "singleValueExtendedProperties": [
            {"id": KEY, "value": _checked(entry.key)},
            {"id": UID, "value": entry.uid},
            {"id": SEQUENCE, "value": str(entry.sequence)},
        ],
    }


def is_as(found: Json, entry: Entry) -> bool:
    """Of one and the same sequence the words are the same: only what a hand may have moved."""
    try:
        times = _instant(found["start"]), _instant(found["end"])
    except (KeyError, CalendarError):
        return False
    return (
        sequence_of(found) == entry.sequence
        and times == (entry.starts_at, entry.ends_at)
        and found.get("subject") == entry.summary
    )


def sequence_of(found: Json) -> int:
    sequence = property_of(found, SEQUENCE)
    return int(sequence) if sequence.isdecimal() else -1


def property_of(item: Json, name: str) -> str:
    """Names are compared without case: the server may write the set's id its own way."""
    for one in item.get("singleValueExtendedProperties") or []:
        if isinstance(one, dict) and str(one.get("id")).casefold() == name.casefold():
            return str(one.get("value") or "")
    return ""


def takes_time(item: Json) -> bool:
    """Only what surely leaves the member free is left out."""
    response = item.get("responseStatus")
    is_declined = isinstance(response, dict) and response.get("response") == "declined"
    return not (item.get("isCancelled") is True or item.get("showAs") in FREE or is_declined)


def busy_span(item: Json, home: ZoneInfo) -> Busy:
    start, end = _instant(item.get("start")), _instant(item.get("end"))
    if item.get("isAllDay") is True:
        # Whole days, whatever hour they are written with: too much is better than too little.
        last = end.date() if end.time() == datetime.min.time() else end.date() + DAY
        start, end = _midnight(start.date(), home), _midnight(last, home)
    if end < start:
        raise unreadable()
    return Busy(start, end, uid=property_of(item, UID) or item.get("iCalUId") or "")


def _instant(time: object) -> datetime:
    """We have asked for UTC; another zone in the answer is nothing to guess about."""
    if not isinstance(time, dict) or str(time.get("timeZone")).upper() not in {"UTC", "ETC/UTC"}:
        raise unreadable()
    try:
        at = datetime.fromisoformat(time["dateTime"])
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable() from error
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _midnight(day: date, home: ZoneInfo) -> datetime:
    return datetime.combine(day, datetime.min.time()).replace(tzinfo=home).astimezone(UTC)


def _expand(name: str) -> str:
    return f"singleValueExtendedProperties($filter=id eq '{name}')"


def _checked(key: str) -> str:
    """It stands inside a filter's quotation marks."""
    if not key or not key.replace("-", "").isalnum() or not key.isascii():
        raise CalendarError(Trouble.REFUSED, "calendar.key")
    return key


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _wall(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
