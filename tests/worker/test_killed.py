"""A worker killed in the middle of a delivery: nothing is sent twice, and a person hears of it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.worker.post import Carrier, Post

SCRIPT = Path(__file__).with_name("slow_worker.py")


def test_a_killed_delivery_is_in_doubt_and_never_repeated(post: Post, tmp_path: Path) -> None:
    """``kill -9`` after the hand-over began: the row says so, a task is open, no second mail."""
    action_id = post.mail()
    note = tmp_path / "note"
    worker = subprocess.Popen(
        [
            sys.executable,
            str(SCRIPT),
            str(post.house.settings.data_dir),
            str(note),
            post.clock.now().isoformat(),
        ],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    deadline = time.monotonic() + 60
    while not note.exists():
        assert time.monotonic() < deadline and worker.poll() is None, "it never came to the carrier"
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    carrier = Carrier()
    post.rounds(carrier).run()
    assert post.action(action_id).state == "claimed"
    for _ in range(3):
        post.later(minutes=5)
        post.rounds(carrier).run()
    assert post.action(action_id).state == "in_doubt"
    assert carrier.taken == []
    assert post.tasks() == ["in_doubt"]
    (row,) = post.outbox()
    assert row.state == "in_doubt"
