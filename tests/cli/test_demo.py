"""The demo as a newcomer starts it: twice, and stopped with Ctrl+C."""

import re
import signal
from pathlib import Path

import httpx

from tests.api.widget.visitor import Prospect
from tests.cli.running import free_ports, started
from tests.journeys.company import answered

PRICE = "What does the Team plan cost?"


def addresses(said: str) -> dict[str, str]:
    return {
        name: found.group(1)
        for name, pattern in {
            "site": r"Web page with the chat\s+(\S+)",
            "console": r"Console, as the owner\s+(\S+)",
            "docs": r"API docs\s+(\S+)",
        }.items()
        if (found := re.search(pattern, said))
    }


def test_the_demo_starts_keeps_its_data_and_stops(tmp_path: Path) -> None:
    """Three addresses that answer when they are printed, on two sites; a second start remembers;
    Ctrl+C ends each cleanly.
    """
    port = free_ports()
    command = ("demo", "--data-dir", str(tmp_path / "demo"), "--port", str(port))
    with started(*command) as demo, httpx.Client(timeout=60) as client:
        found = addresses(demo.wait_for("Ctrl+C stops"))
        page = client.get(found["site"])
        assert page.status_code == 200
        assert f"http://localhost:{port}/widget/v1/loader.js" in page.text
        assert "script-src http://localhost" in page.headers["content-security-policy"]
        docs = client.get(found["docs"])
        assert docs.status_code == 200
        assert "/w/v1/messages" in docs.text
        entered = client.get(found["console"], follow_redirects=True)
        assert entered.status_code == 200
        client.base_url = httpx.URL(f"http://localhost:{port}")
        client.cookies.clear()
        opened = {"embedder": f"http://127.0.0.1:{port + 1}"}
        carla = Prospect(client, "pk_demo_tendralis", **opened)
        carla.write(PRICE)
        log = answered(carla)
        assert "39 EUR" in log[-1]["payload"]["text"]
        assert demo.stop(signal.SIGINT) == 0
        assert "Traceback" not in demo.said
    with started(*command) as demo, httpx.Client(base_url=client.base_url, timeout=60) as again:
        said = demo.wait_for("Ctrl+C stops")
        assert "still here" in said
        carla.client = again
        assert carla.log() == log
        assert demo.stop(signal.SIGTERM) == 0
