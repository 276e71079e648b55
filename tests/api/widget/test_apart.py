"""Serving apart from the worker: what another process commits reaches the stream all the same."""

import time

import httpx

from tests.api.house import make_house, open_database, serving
from tests.api.widget.test_stream import append
from tests.api.widget.visitor import Prospect


def test_another_processs_commit_is_heard_within_half_a_second(db, site, guard, tmp_path):
    """A second connection of its own, with no listener here, appends; the stream shows it soon."""
    with (
        serving(make_house(db, guard, is_apart=True)) as served,
        open_database(tmp_path) as elsewhere,
        httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=10) as client,
    ):
        carla = Prospect(client, site.key)
        with carla.stream(after=1) as stream:
            time.sleep(0.3)
            began = time.monotonic()
            append(elsewhere, carla, "From the worker")
            frames = stream.until("message")
            took = time.monotonic() - began
    assert frames[-1][2]["payload"]["text"] == "From the worker"
    assert took < 8  # 0.4 s between looks, and a busy machine
