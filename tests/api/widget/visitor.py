"""A prospect on the HTTP API: opens a session, writes, and reads the stream line by line."""

import json
import uuid
from collections.abc import Iterator
from typing import Any, Self

import httpx


class Prospect:
    """Carla, with the token in hand instead of a cookie."""

    def __init__(self, client: httpx.Client, site_key: str, **session: Any) -> None:
        answer = client.post("/w/v1/session", json={"site_key": site_key, **session})
        assert answer.status_code == 200, answer.text
        self.client = client
        self.opened = answer.json()
        self.headers = {"Authorization": f"Bearer {self.opened['token']}"}
        client.cookies.clear()

    def write(self, text: str, *, client_id: str | None = None, **more: Any) -> httpx.Response:
        body = {"client_id": client_id or str(uuid.uuid4()), "text": text, **more}
        return self.client.post("/w/v1/messages", json=body, headers=self.headers)

    def log(self, *, after: int = 0, wait: float = 0) -> list[dict[str, Any]]:
        query = {"after": after, "wait": wait}
        answer = self.client.get("/w/v1/events", params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        events: list[dict[str, Any]] = answer.json()["events"]
        return events

    def until(self, kind: str, actor: str = "agent") -> list[dict[str, Any]]:
        """The whole log, once it holds such an event."""
        seen: list[dict[str, Any]] = []
        for _ in range(40):
            seen += self.log(after=seen[-1]["seq"] if seen else 0, wait=0.5)
            if any(event["kind"] == kind and event["actor"] == actor for event in seen):
                return seen
        raise AssertionError(f"no {kind} by {actor} in {[event['kind'] for event in seen]}")

    def stream(self, *, after: int = 0, **headers: str) -> "Stream":
        request = self.client.build_request(
            "GET", f"/w/v1/events?after={after}", headers={**self.headers, **headers}
        )
        return Stream(self.client.send(request, stream=True))


class Stream:
    """Server-Sent Events as (id, kind, data)."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *why: object) -> None:
        self.response.close()

    def __iter__(self) -> Iterator[tuple[str | None, str, Any]]:
        frame: dict[str, str] = {}
        for line in self._lines:
            if line == "":
                if "data" in frame:
                    yield frame.get("id"), frame["event"], json.loads(frame["data"])
                frame = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(":")
                frame[name] = value.strip()

    def until(self, kind: str, actor: str | None = None) -> list[tuple[str | None, str, Any]]:
        seen = []
        for frame in self:
            seen.append(frame)
            if frame[1] == kind and actor in {None, frame[2].get("actor")}:
                return seen
        raise AssertionError(f"the stream ended before {kind}: {[frame[1] for frame in seen]}")
