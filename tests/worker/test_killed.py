"""A worker killed at each boundary of a delivery: nothing is sent twice, and nothing is lost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from integrations.email.smtp import SmtpMail
from salesgenix.actions import reconciling
from salesgenix.kit.settings import MailSettings
from tests.worker.post import Post

SCRIPT = Path(__file__).with_name("slow_worker.py")


class Relay:
    """A real SMTP server that keeps what it takes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[str] = []  # Message-IDs
        self.decided: list[str] = []  # X-Salesgenix-Decision

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        message = message_from_bytes(envelope.content)
        self.taken.append(message["Message-ID"])
        self.decided.append(message["X-Salesgenix-Decision"])
        return "250 OK"

    def carrier(self) -> SmtpMail:
        return SmtpMail(MailSettings(host="127.0.0.1", port=self.port, tls="none"))


@pytest.fixture
def relay() -> Iterator[Relay]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        relay = Relay(free.getsockname()[1])
    controller = Controller(relay, hostname="127.0.0.1", port=relay.port)
    controller.start()
    yield relay
    controller.stop()


def kill_at(boundary: str, post: Post, relay: Relay, tmp_path: Path) -> None:
    """``kill -9`` as soon as the worker is there."""
    note = tmp_path / "note"
    folder, now = str(post.house.settings.data_dir), post.clock.now().isoformat()
    worker = subprocess.Popen(
        [sys.executable, str(SCRIPT), folder, str(note), now, boundary, str(relay.port)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    deadline = time.monotonic() + 60
    while not note.exists():
        assert time.monotonic() < deadline and worker.poll() is None, "it never came so far"
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)


@pytest.mark.parametrize(
    ("boundary", "state", "left"),
    [("claimed", "done", 1), ("sending", "in_doubt", 0), ("handed over", "in_doubt", 1)],
)
def test_a_worker_killed_at_a_boundary(
    post: Post, relay: Relay, tmp_path: Path, boundary: str, state: str, left: int
) -> None:
    """Before the hand-over began, another worker sends the mail once; from there on nobody sends
    it again, whether it left or not, a person is asked, and all of it is accounted for.
    """
    action_id = post.mail()
    kill_at(boundary, post, relay, tmp_path)
    post.rounds(relay.carrier()).run()
    assert post.action(action_id).state == "claimed"
    for _ in range(3):
        post.later(minutes=5)
        post.rounds(relay.carrier()).run()
    assert post.action(action_id).state == state
    assert len(relay.taken) == left
    assert relay.decided == [str(action_id)] * left
    assert post.tasks() == (["in_doubt"] if state == "in_doubt" else [])
    assert [row.state for row in post.outbox()] == ["sent" if state == "done" else state]
    with post.house.db.reading() as session:
        assert reconciling.find(session, post.ws) == []
