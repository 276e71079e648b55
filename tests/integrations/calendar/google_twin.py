"""A twin of Google Calendar: what our adapter uses of API v3, with state. Made by us, not Google.

Every call and every full answer is held against ``google_contract.json``: what does not fit is in
``breaches``, which the fixture wants empty after each test.
"""

import re
from datetime import UTC, datetime
from typing import Any

from tests.integrations.calendar.google_contract import Contract, pick
from tests.integrations.calendar.twin import Call, Reply, Route, Twin

ID = re.compile(r"[a-v0-9]{5,1024}")
EVENTS = r"/calendars/([^/]+)/events"


class GoogleTwin(Twin):
    base = "/calendar/v3"

    def __init__(self) -> None:
        super().__init__(rotates=False)
        self.contract = Contract()
        self.breaches: list[str] = []
        self.lists = [
            {"id": "ben@orchard.example", "summary": "Ben", "primary": True, "accessRole": "owner"},
            {"id": "t#1@group", "summary": "x", "summaryOverride": "Team", "accessRole": "reader"},
            {"id": "gone@group", "summary": "Old", "accessRole": "owner", "deleted": True},
        ]  # fmt: skip
        self.events: dict[tuple[str, str], dict[str, Any]] = {}
        self.version = 0

    def routes(self) -> list[Route]:
        return [
            ("GET", re.compile("/users/me/calendarList"), self._calendars),
            ("GET", re.compile(EVENTS), self._list),
            ("POST", re.compile(EVENTS), self._insert),
            ("GET", re.compile(f"{EVENTS}/([^/]+)"), self._get),
            ("PATCH", re.compile(f"{EVENTS}/([^/]+)"), self._patch),
            ("DELETE", re.compile(f"{EVENTS}/([^/]+)"), self._delete),
        ]

    def unauthorised(self) -> Reply:
        return failed(401, "authError")

    def seed(self, start: str, end: str, **more: Any) -> None:
        """An event of the member's own, with a title and people that nobody should ask for."""
        self.version += 1
        event_id = f"seed{self.version}"
        is_day = len(start) == len("2026-03-09")
        key, end_of_it = ("date", "") if is_day else ("dateTime", "Z" if len(start) == 19 else "")
        self._store(
            "ben@orchard.example",
            {
                "id": event_id,
                "start": {key: start + end_of_it},
                "end": {key: end + end_of_it},
                "summary": "Doctor",
                "attendees": [{"email": "carla@prospect.example", "responseStatus": "accepted"}],
                **more,
            },
        )

    def living(self) -> list[tuple[str, str, str]]:
        return [
            (one["start"]["dateTime"], one["end"]["dateTime"], one["summary"])
            for one in self.events.values()
            if one["status"] != "cancelled"
        ]

    def look_at(self, call: Call, reply: Reply) -> None:
        if self.is_api(call):
            self.breaches += self.contract.breaches(call, reply)

    def _calendars(self, call: Call) -> Reply:
        entries = [{"kind": "calendar#calendarListEntry", **one} for one in self.lists]
        return self._page(call, entries, "calendar#calendarList")

    def _list(self, call: Call, calendar: str) -> Reply:
        if not self._knows(calendar):
            return failed(404, "notFound")
        since, until = (_at({"dateTime": call.query[name]}) for name in ("timeMin", "timeMax"))
        found = [
            event
            for (where, _), event in self.events.items()
            if where == calendar
            and event["status"] != "cancelled"
            and _at(event["start"]) < until
            and _at(event["end"]) > since
            and _is_marked(event, call.query.get("privateExtendedProperty"))
        ]
        most = int(call.query.get("maxAttendees", "1000"))
        found = [{**event, **_attendees(event, most)} for event in found]
        return self._page(call, found, "calendar#events")

    def _page(self, call: Call, items: list[dict[str, Any]], kind: str) -> Reply:
        size = min(self.page_size, int(call.query.get("maxResults", "250")))
        begin = int(call.query.get("pageToken", "0"))
        body: dict[str, Any] = {
            "kind": kind,
            "etag": '"list"',
            "items": items[begin : begin + size],
        }
        if begin + size < len(items):
            body["nextPageToken"] = str(begin + size)
        return self._reply(call, body)

    def _insert(self, call: Call, calendar: str) -> Reply:
        event = call.body
        if not self._knows(calendar):
            return failed(404, "notFound")
        if not ID.fullmatch(event.get("id", "")) or "iCalUID" in event:
            return failed(400, "invalid")
        if (calendar, event["id"]) in self.events:
            return failed(409, "duplicate")
        return self._reply(call, self._store(calendar, dict(event)))

    def _get(self, call: Call, calendar: str, event_id: str) -> Reply:
        event = self.events.get((calendar, event_id))
        return self._reply(call, event) if event else failed(404, "notFound")

    def _patch(self, call: Call, calendar: str, event_id: str) -> Reply:
        event = self.events.get((calendar, event_id))
        if event is None:
            return failed(404, "notFound")
        if call.headers.get("if-match", event["etag"]) != event["etag"]:
            return failed(412, "conditionNotMet")
        return self._reply(call, self._store(calendar, {**event, **call.body}))

    def _delete(self, call: Call, calendar: str, event_id: str) -> Reply:
        event = self.events.get((calendar, event_id))
        if event is None:
            return failed(404, "notFound")
        if event["status"] == "cancelled":
            return failed(410, "deleted")
        self._store(calendar, {**event, "status": "cancelled"})
        return Reply(204)

    def _store(self, calendar: str, event: dict[str, Any]) -> dict[str, Any]:
        self.version += 1
        stored = {
            "kind": "calendar#event",
            "status": "confirmed",
            "eventType": "default",
            "iCalUID": f"{event['id']}@google.com",
            "organizer": {"email": "ben@orchard.example", "self": True},
            **event,
            "etag": f'"{self.version}"',
        }
        self.events[calendar, event["id"]] = stored
        return stored

    def _knows(self, calendar: str) -> bool:
        return any(one["id"] == calendar for one in self.lists)

    def _reply(self, call: Call, body: dict[str, Any]) -> Reply:
        """The full answer is checked; what leaves is what ``fields`` asks for."""
        self.breaches += self.contract.of_answer(call, body)
        return Reply(200, pick(body, call.query["fields"]) if "fields" in call.query else body)


def failed(status: int, reason: str, headers: dict[str, str] | None = None) -> Reply:
    error = {"domain": "global", "reason": reason, "message": reason}
    body = {"error": {"code": status, "message": reason, "errors": [error]}}
    return Reply(status, body, headers or {})


def _is_marked(event: dict[str, Any], asked: str | None) -> bool:
    if asked is None:
        return True
    name, _, value = asked.partition("=")
    return event.get("extendedProperties", {}).get("private", {}).get(name) == value


def _attendees(event: dict[str, Any], most: int) -> dict[str, Any]:
    people = event.get("attendees", [])
    return {"attendees": [one for one in people if one.get("self")]} if len(people) > most else {}


def _at(time: dict[str, str]) -> datetime:
    at = datetime.fromisoformat(time.get("dateTime") or time["date"])
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at
