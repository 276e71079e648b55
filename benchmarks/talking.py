"""The prospect's side of a measured turn: it asks, and waits for the whole answer."""

import json
import random
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any, Protocol
from uuid import uuid4

from benchmarks.children import HOST, PATIENCE_SECONDS, Child
from benchmarks.ours import SITE_PATH

PLAIN = (
    "We run {n} sites with about {m} people and the rota takes us a whole day a week.",
    "Our planner in team {n} still works with spreadsheets, {m} of them by now.",
    "Could somebody explain how a rollout over {n} branches in {m} weeks goes?",
    "I liked the page on reports, we would have {n} readers and {m} exports.",
)
WITH_TOOL = (
    "And how much would that be for {n} people over {m} months?",
    "Tell me how much {n} seats and {m} sites come to, please.",
)
_chance = random.Random(11)


class Talk(Protocol):
    """One conversation with one server."""

    def say(self, text: str) -> None: ...
    def close(self) -> None: ...


def new_text(patterns: tuple[str, ...]) -> str:
    """Never the same words twice."""
    pattern = _chance.choice(patterns)
    return pattern.format(n=_chance.randrange(3, 900), m=_chance.randrange(3, 900))


class PeerTalk:
    """Asks an endpoint that answers in the response to the request."""

    def __init__(self, child: Child) -> None:
        self._connection = HTTPConnection(HOST, child.port, timeout=PATIENCE_SECONDS)
        self._thread = str(uuid4())

    def say(self, text: str) -> None:
        body = json.dumps({"thread": self._thread, "text": text})
        self._connection.request("POST", "/chat", body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse().read()
        assert len(answer) > 50, answer

    def close(self) -> None:
        self._connection.close()


class OurTalk:
    """The widget's own API: the message goes up by POST, the answer comes down the stream."""

    def __init__(self, child: Child, site_key: str | None = None) -> None:
        self._up = HTTPConnection(HOST, child.port, timeout=PATIENCE_SECONDS)
        self._down = HTTPConnection(HOST, child.port, timeout=PATIENCE_SECONDS)
        key = site_key or child.ask(SITE_PATH)["key"]
        opened = self._post("/w/v1/session", {"site_key": key, "fresh": True}, {})
        self.id: str = opened["conversation_id"]
        self.token: str = opened["token"]
        self._rights = {"Authorization": f"Bearer {self.token}"}
        self._down.request("GET", f"/w/v1/events?after={opened['last_seq']}", headers=self._rights)
        self._frames = _frames(self._down.getresponse())

    def say(self, text: str) -> None:
        body = {"client_id": uuid4().hex, "text": text}
        self._post("/w/v1/messages", body, self._rights)
        for kind, data in self._frames:
            if kind == "message" and data["actor"] != "prospect":
                return
        raise AssertionError("the stream ended without an answer")

    def close(self) -> None:
        self._down.close()
        self._up.close()

    def _post(self, path: str, body: dict[str, Any], rights: dict[str, str]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", **rights}
        self._up.request("POST", path, json.dumps(body), headers)
        response = self._up.getresponse()
        answer: dict[str, Any] = json.loads(response.read())
        assert response.status < 300, answer
        return answer


def _frames(response: HTTPResponse) -> Iterator[tuple[str, dict[str, Any]]]:
    kind = ""
    for line in response:
        if line.startswith(b"event: "):
            kind = line[7:].decode().strip()
        elif line.startswith(b"data: "):
            yield kind, json.loads(line[6:])


def timed(talk: Talk, child: Child, texts: list[str]) -> tuple[float, float]:
    """CPU and wall milliseconds per turn of the server, over these messages."""
    used, began = child.cpu_ms(), time.perf_counter()
    for text in texts:
        talk.say(text)
    wall = (time.perf_counter() - began) * 1000
    return (child.cpu_ms() - used) / len(texts), wall / len(texts)
