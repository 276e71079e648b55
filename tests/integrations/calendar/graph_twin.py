"""A twin of Microsoft Graph's calendars, made by hand and from memory: there was no description of
the API to hold it against. It shows that our adapter is consistent, not that Microsoft agrees.
"""

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tests.integrations.calendar.twin import Call, Reply, Route, Twin

OF_CALENDAR = r"/me/calendars/([^/]+)"
OWN = re.compile(
    r"singleValueExtendedProperties/Any\(ep: ep/id eq '([^']+)' and ep/value eq '([^']+)'\)"
)
EXPANDED = re.compile(r"singleValueExtendedProperties\(\$filter=id eq '([^']+)'\)")
UTC_TIMES = 'outlook.timezone="UTC"'
EXTENDED = "singleValueExtendedProperties"


class GraphTwin(Twin):
    base = "/v1.0"

    def __init__(self) -> None:
        super().__init__(rotates=True)
        self.lists = [
            {"id": "AAk=1/x", "name": "Calendar", "canEdit": True, "isDefaultCalendar": True},
            {"id": "AAk=2", "name": "Team", "canEdit": False, "isDefaultCalendar": False},
        ]
        self.events: dict[str, dict[str, Any]] = {}
        self.spent: set[str] = set()
        self.version = 0

    def routes(self) -> list[Route]:
        return [
            ("GET", re.compile("/me/calendars"), lambda call: self._page(call, self.lists)),
            ("GET", re.compile(f"{OF_CALENDAR}/calendarView"), self._view),
            ("GET", re.compile(f"{OF_CALENDAR}/events"), self._find),
            ("POST", re.compile(f"{OF_CALENDAR}/events"), self._create),
            ("PATCH", re.compile("/me/events/([^/]+)"), self._patch),
            ("DELETE", re.compile("/me/events/([^/]+)"), self._delete),
        ]

    def unauthorised(self) -> Reply:
        return failed(401, "InvalidAuthenticationToken")

    def seed(self, start: str, end: str, **more: Any) -> None:
        """An event of the member's own, with a title and people that nobody should ask for."""
        self._store(
            {
                "calendar": "AAk=1/x",
                "start": {"dateTime": f"{start}.0000000", "timeZone": "UTC"},
                "end": {"dateTime": f"{end}.0000000", "timeZone": "UTC"},
                "subject": "Doctor",
                "attendees": [{"emailAddress": {"address": "carla@prospect.example"}}],
                **more,
            }
        )

    def living(self) -> list[tuple[str, str, str]]:
        return [
            (f"{one['start']['dateTime']}Z", f"{one['end']['dateTime']}Z", one["subject"])
            for one in self.events.values()
        ]

    def _view(self, call: Call, calendar: str) -> Reply:
        since, until = (_at(call.query[name]) for name in ("startDateTime", "endDateTime"))
        found = [
            one
            for one in self.events.values()
            if one["calendar"] == calendar
            and _at(one["start"]["dateTime"]) < until
            and _at(one["end"]["dateTime"]) > since
        ]
        return self._page(call, found)

    def _find(self, call: Call, calendar: str) -> Reply:
        asked = OWN.fullmatch(call.query.get("$filter", ""))
        if asked is None:
            return failed(400, "ErrorInvalidUrlQueryFilter")
        wanted = {"id": asked[1], "value": asked[2]}
        found = [
            one
            for one in self.events.values()
            if one["calendar"] == calendar and wanted in one.get(EXTENDED, [])
        ]
        return self._page(call, found)

    def _create(self, call: Call, calendar: str) -> Reply:
        once = call.body.get("transactionId")
        for one in self.events.values():
            if once and one.get("transactionId") == once:
                return Reply(201, one)
        if once in self.spent:
            return failed(409, "ErrorDuplicateTransactionId")
        if not any(one["id"] == calendar for one in self.lists):
            return failed(404, "ErrorItemNotFound")
        return Reply(201, self._store({"calendar": calendar, **call.body}))

    def _patch(self, call: Call, event_id: str) -> Reply:
        event = self.events.get(event_id)
        if event is None:
            return failed(404, "ErrorItemNotFound")
        if call.headers.get("if-match", event["@odata.etag"]) != event["@odata.etag"]:
            return failed(412, "ErrorIrresolvableConflict")
        return Reply(200, self._store({**event, **call.body}))

    def _delete(self, call: Call, event_id: str) -> Reply:
        event = self.events.pop(event_id, None)
        if event is None:
            return failed(404, "ErrorItemNotFound")
        self.spent.add(event.get("transactionId", ""))
        return Reply(204)

    def _page(self, call: Call, found: list[dict[str, Any]]) -> Reply:
        begin = int(call.query.get("$skiptoken", "0"))
        end = begin + min(self.page_size, int(call.query.get("$top", "10")))
        names = call.query["$select"].split(",")
        expanded = EXPANDED.fullmatch(call.query.get("$expand", ""))
        zone = "UTC" if UTC_TIMES in call.headers.get("prefer", "") else "Pacific Standard Time"
        page = []
        for one in found[begin:end]:
            shown = {name: one[name] for name in [*names, "@odata.etag"] if name in one}
            for name in shown.keys() & {"start", "end"}:
                shown[name] = {**shown[name], "timeZone": zone}
            own = [each for each in one.get(EXTENDED, []) if expanded and each["id"] == expanded[1]]
            page.append(shown | ({EXTENDED: own} if own else {}))
        body: dict[str, Any] = {"value": page}
        if end < len(found):
            query = urlencode({**call.query, "$skiptoken": str(end)})
            body["@odata.nextLink"] = f"{self.url}{call.path}?{query}"
        return Reply(200, body)

    def _store(self, event: dict[str, Any]) -> dict[str, Any]:
        self.version += 1
        event_id = event.get("id") or f"AAMk={self.version}/+"
        stored = {
            "isCancelled": False,
            "isAllDay": False,
            "showAs": "busy",
            "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
            "iCalUId": f"0400{self.version}",
            **event,
            "id": event_id,
            "@odata.etag": f'W/"{self.version}"',
        }
        self.events[event_id] = stored
        return stored


def failed(status: int, code: str, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, {"error": {"code": code, "message": code}}, headers or {})


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z"))
