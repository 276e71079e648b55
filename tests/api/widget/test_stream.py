"""The stream: everything public, in order, once, through any cut."""

import random
import threading
import time
from uuid import UUID

import httpx
import pytest

from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind, Visibility
from salesgenix.conversations.service import NewEvent
from salesgenix.kit.errors import SalesgenixError
from tests.api.house import in_days, make_house, serving
from tests.api.widget.visitor import Prospect


def append(db, carla, text, **event):
    """One event straight into the log, as another part of the house would add it."""
    with db.writing() as session:
        visitor = conversations.visitor_for_token(session, carla.opened["token"], now=in_days(0))
        new = NewEvent(
            **{"kind": EventKind.MESSAGE, "actor": Actor.AGENT, "payload": {"text": text}, **event}
        )
        conversations.append(
            session, visitor.workspace_id, visitor.conversation_id, new, now=in_days(0)
        )


def test_a_reply_streams_before_it_stands(client, site):
    """Typing and deltas come without an id, then the message with its seq; pieces make it whole."""
    carla = Prospect(client, site.key)
    with carla.stream(after=1) as stream:
        carla.write("What does it cost?")
        frames = stream.until("message", "agent")
    deltas = [data["text"] for id_, kind, data in frames if kind == "delta"]
    assert all(id_ is None for id_, kind, _ in frames if kind in {"delta", "typing"})
    assert "".join(deltas).strip() == frames[-1][2]["payload"]["text"]
    assert frames[-1][0] == str(frames[-1][2]["seq"]) == "3"


def test_the_stream_tells_proxies_to_let_it_through(client, site):
    """No buffering, no caching, no transforming, no compression."""
    with Prospect(client, site.key).stream(**{"Accept-Encoding": "gzip"}) as stream:
        headers = stream.response.headers
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-store, no-transform"
    assert headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in headers


def test_twenty_cuts_lose_and_double_nothing(client, site, db):
    """Cut at random and resumed by ``Last-Event-ID``, the log arrives gap-free, in order."""
    carla = Prospect(client, site.key)
    chance = random.Random(7)
    stop = threading.Event()

    def write() -> None:
        for number in range(200):
            append(db, carla, f"Line {number}")
            if stop.wait(chance.random() * 0.004):
                return

    writer = threading.Thread(target=write)
    writer.start()
    seen: list[int] = []
    try:
        for cut in range(21):
            last = str(seen[-1]) if seen else "1"
            wanted = 200 if cut == 20 else len(seen) + chance.randint(1, 12)
            with carla.stream(**{"Last-Event-ID": last}) as stream:
                for id_, kind, data in stream:
                    assert kind == "message"
                    assert id_ == str(data["seq"])
                    seen.append(data["seq"])
                    if len(seen) >= min(wanted, 200):
                        break
    finally:
        stop.set()
        writer.join()
    assert seen == list(range(2, 202))


def test_what_is_the_teams_own_never_leaves(client, site, db):
    """Notes, approvals, rep-only messages and inner facts of payloads are not in the bytes."""
    carla = Prospect(client, site.key)
    append(db, carla, "SECRET note", kind=EventKind.NOTE, actor=Actor.REP)
    append(db, carla, "SECRET draft", visibility=Visibility.REP)
    payload = {"approval_id": "SECRET", "summary": "SECRET"}
    append(db, carla, "", kind=EventKind.APPROVAL_REQUESTED, payload=payload)
    payload = {"text": "Public", "decision": 4711, "inner": "SECRET"}
    append(db, carla, "", payload=payload)
    with carla.stream(after=1) as stream:
        frames = stream.until("message")
        append(db, carla, "SECRET later", kind=EventKind.NOTE)
        append(db, carla, "Public too")
        frames += stream.until("message")
    assert [frame[2]["payload"] for frame in frames] == [{"text": "Public"}, {"text": "Public too"}]
    assert [frame[0] for frame in frames] == ["5", "7"]
    assert "SECRET" not in str(carla.log())


def test_the_teams_typing_is_shown_and_the_prospects_is_not(served, client, site):
    """Ephemeral frames for the team's eyes stay with the team."""
    carla = Prospect(client, site.key)
    hub = served.house.hub
    conversation_id = conversations_id(served, carla)
    with carla.stream() as stream:
        wait_for(lambda: hub.listens(conversation_id))
        hub.publish(conversation_id, "typing", {"actor": "prospect", "on": True}, audience="rep")
        hub.publish(conversation_id, "typing", {"actor": "rep", "on": True})
        assert stream.until("typing")[-1][2]["actor"] == "rep"


def test_a_fourth_stream_of_one_session_is_refused(client, site):
    """Three at once; the next is told when to come again; a closed one makes room."""
    carla = Prospect(client, site.key)
    streams = [carla.stream() for _ in range(3)]
    refused = carla.stream()
    assert refused.response.status_code == 429
    assert int(refused.response.headers["retry-after"]) > 0
    streams[0].response.close()

    def is_open() -> bool:
        with carla.stream() as again:
            return again.response.status_code == 200

    wait_for(is_open)
    for stream in [*streams, refused]:
        stream.response.close()


def test_a_full_process_answers_503(db, site, guard):
    """Beyond the process's limit a stream is refused at once, with the seconds to wait."""
    with serving(make_house(db, guard)) as served:
        served.app.state.streams.per_process = 1
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}")
        first, second = Prospect(client, site.key), Prospect(client, site.key)
        with first.stream() as one, second.stream() as two:
            statuses = [one.response.status_code, two.response.status_code]
            retry = two.response.headers.get("retry-after")
        client.close()
    assert statuses == [200, 503]
    assert retry is not None


def test_streams_end_with_a_goodbye_when_serving_stops(db, site, guard):
    """A stop does not wait for streams: each is told when to return, and the server ends soon."""
    with serving(make_house(db, guard)) as served:
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=10)
        with Prospect(client, site.key).stream() as stream:
            began = time.monotonic()
            stopper = threading.Thread(target=served.stop)
            stopper.start()
            frames = stream.until("bye")
            stopper.join()
        client.close()
    assert 1_000 <= frames[-1][2]["retry_ms"] <= 10_000
    assert time.monotonic() - began < 5


def test_a_stream_lives_its_life_and_beats(db, site, guard):
    """Heartbeats keep proxies awake; at the end of its life the stream says bye by itself."""
    with serving(make_house(db, guard)) as served:
        served.app.state.streams.heartbeat_seconds = 0.05
        served.app.state.streams.life_seconds = 0.4
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=10)
        with Prospect(client, site.key).stream() as stream:
            raw = stream.response.read()
        client.close()
    assert raw.count(b": still here\n\n") >= 3
    assert raw.rstrip().endswith(b"}")
    assert b"event: bye" in raw


def test_the_long_poll_waits_for_news(client, site, db):
    """With ``wait`` the same events come as JSON, as soon as there is one."""
    carla = Prospect(client, site.key)
    timer = threading.Timer(0.2, append, [db, carla, "Late news"])
    timer.start()
    began = time.monotonic()
    events = carla.log(after=1, wait=10)
    timer.join()
    assert [event["payload"]["text"] for event in events] == ["Late news"]
    assert time.monotonic() - began < 3
    assert carla.log(after=2) == []


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "9" * 30])
def test_a_position_that_is_none_is_refused(client, site, after):
    """A position is a number from 0 up."""
    carla = Prospect(client, site.key)
    answer = client.get(f"/w/v1/events?after={after}", headers=carla.headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_stream_needs_a_right(client):
    """Without a token there is no stream, and the answer is a problem document."""
    answer = client.get("/w/v1/events")
    assert (answer.status_code, answer.json()["code"]) == (401, "visitor.unknown")


def test_a_failing_turn_is_seen_and_leaves_the_server_whole(db, site, guard):
    """A brain that raises does not reach the prospect; the next message is taken."""

    async def fail(turn_id: object) -> None:
        raise SalesgenixError("brain.broken", "No.")

    with serving(make_house(db, guard, take_turn=fail)) as served:
        client = httpx.Client(base_url=f"http://127.0.0.1:{served.port}")
        carla = Prospect(client, site.key)
        statuses = [carla.write("One").status_code, carla.write("Two").status_code]
        wait_for(lambda: len(served.house.background) == 0)
        client.close()
    assert statuses == [202, 202]


def conversations_id(served, carla):
    with served.house.db.reading() as session:
        token = carla.opened["token"]
        return conversations.visitor_for_token(session, token, now=in_days(0)).conversation_id


def wait_for(claim, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)


def test_what_is_no_event_does_not_end_the_long_poll(client, site, db, served):
    """Someone typing wakes the wait but is not an answer: it goes on until there is one."""
    carla = Prospect(client, site.key)
    frame = {"actor": "agent", "on": True}
    typing = [
        threading.Timer(at, served.house.hub.publish, [_id_of(carla), "typing", frame])
        for at in (0.1, 0.2)
    ]
    news = threading.Timer(0.5, append, [db, carla, "At last"])
    for timer in (*typing, news):
        timer.start()
    events = carla.log(after=1, wait=10)
    for timer in (*typing, news):
        timer.join()
    assert [event["payload"]["text"] for event in events] == ["At last"]


def _id_of(prospect):
    return UUID(prospect.opened["conversation_id"])
