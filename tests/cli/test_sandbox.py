"""The sandbox as its document says: every example in it is run, and time moves as it promises."""

import json
import re
import shlex
import signal
from pathlib import Path
from typing import Any

import httpx
import pytest

from cli import main
from salesgenix.kit.errors import Forbidden
from tests.agent.model_server import Step, model_server
from tests.api.widget.visitor import Prospect
from tests.cli.running import free_ports, started
from tests.journeys.company import answered, until

DOCUMENT = Path(__file__).parents[2] / "docs" / "sandbox.md"
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("curl")
]


@pytest.fixture(scope="module")
def sandbox():
    port = free_ports()
    with started("serve", "--sandbox", "--port", str(port)) as running:
        running.wait_for("Ctrl+C stops")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            yield client
        assert running.stop(signal.SIGTERM) == 0
        assert "Traceback" not in running.said


def curl(client: httpx.Client, command: str, variables: dict[str, str]) -> Any:
    """What ``curl`` does with the few options that the document uses."""
    for name, value in variables.items():
        command = command.replace(f"${name}", value)
    words = shlex.split(command)[1:]
    headers, body, url = {}, None, ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "--json":
            body = words.pop(0)
        elif word != "-s":
            url = word
    if body is not None:
        headers["Content-Type"] = "application/json"
    answer = client.request("GET" if body is None else "POST", url, headers=headers, content=body)
    assert answer.is_success, (command, answer.text)
    return answer.json()


def test_every_example_of_the_document_runs(sandbox: httpx.Client) -> None:
    """In the order of the page, with the token of its session; each does what the page says."""
    variables = {"BASE": str(sandbox.base_url)}
    answers = []
    for command in COMMANDS:
        answers.append(curl(sandbox, command, variables))
        if "/session" in command:
            variables["TOKEN"] = answers[-1]["token"]
    reset, session, _, events, hour, day, clock, work, outbox, dump = answers
    assert reset["now"].startswith("2026-11-23T09:00:0")
    assert reset["site_key"] == "pk_demo_tendralis"
    assert "39 EUR" in str(events["events"])
    assert hour["now"].startswith("2026-11-23T10:0")
    assert day["now"].startswith("2026-11-26T08:00:0")
    assert clock["now"].startswith("2026-11-26T08:00")
    assert work["work_done"] == 0
    assert outbox == []
    assert session["conversation_id"] in [row["id"] for row in dump["tables"]["conversation"]]
    assert all(isinstance(json.loads(line), dict) for line in dump["log"])


def test_a_booked_prospect_is_invited_and_time_can_pass(sandbox: httpx.Client) -> None:
    """Booked over HTTP, delivered by ``work``, and again from nothing after a reset."""
    began = {"now": "2026-11-23T09:00:00Z"}
    fresh = sandbox.post("/sandbox/v1/reset", json=began).json()
    carla = Prospect(sandbox, fresh["site_key"], zone="Europe/Berlin")
    for text in ("Can we meet on Thursday afternoon?", "1", "Carla Moreno, carla@lumen.example"):
        carla.write(text)
        answered(carla)
    sandbox.post("/sandbox/v1/work")
    (mail,) = sandbox.get("/sandbox/v1/outbox").json()
    assert mail["recipient"] == "carla@lumen.example"
    assert "BEGIN:VCALENDAR" in mail["message"] or "text/calendar" in mail["message"]
    dump = sandbox.get("/sandbox/v1/dump").text
    assert "carla@lumen.example" not in dump
    assert "Carla Moreno" not in dump
    sandbox.post("/sandbox/v1/reset", json=began)
    assert sandbox.get("/sandbox/v1/outbox").json() == []
    assert sandbox.get("/w/v1/conversation", headers=carla.headers).status_code == 401


def test_an_unanswered_approval_runs_out(sandbox: httpx.Client) -> None:
    """A day and an hour later nobody has decided: the prospect is told, the approval is gone."""
    fresh = sandbox.post("/sandbox/v1/reset", json={"now": "2026-11-23T09:00:00Z"}).json()
    carla = Prospect(sandbox, fresh["site_key"])
    carla.write("Can I have a 25 percent discount?")
    before = answered(carla)
    moved = sandbox.post("/sandbox/v1/clock", json={"advance_seconds": 25 * 3600}).json()
    assert moved["work_done"] >= 1
    (told,) = carla.log(after=before[-1]["seq"])
    assert told["actor"] == "agent"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("clock", {}),
        ("clock", {"now": "2026-11-23T09:00:00Z", "advance_seconds": 1}),
        ("clock", {"now": "2026-11-23T09:00:00"}),
        ("clock", {"advance_seconds": -1}),
        ("reset", {"workspace_file": "pyproject.toml"}),
        ("reset", {"workspace_file": "/no/such/file.yaml"}),
    ],
)
def test_what_makes_no_sense_changes_nothing(sandbox: httpx.Client, path, body) -> None:
    """A naive or double time, a step back, a wrong file: a problem in words, all data kept."""
    before = sandbox.get("/sandbox/v1/dump").json()["tables"]["workspace"]
    answer = sandbox.post(f"/sandbox/v1/{path}", json=body)
    assert answer.status_code in {404, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert sandbox.get("/sandbox/v1/dump").json()["tables"]["workspace"] == before


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "example.org", "::"])
def test_it_is_served_on_loopback_or_not_at_all(host: str, tmp_path: Path) -> None:
    """Any other address is refused before anything is opened."""
    from cli.sandbox import serve_sandbox  # noqa: PLC0415

    with pytest.raises(Forbidden, match="loopback"):
        serve_sandbox(None, host=host, port=8700, data_dir=tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_the_environment_cannot_open_it_to_the_world(monkeypatch, capsys) -> None:
    """``SALESGENIX_HOST`` is looked at, and refused in words."""
    monkeypatch.setenv("SALESGENIX_HOST", "0.0.0.0")
    monkeypatch.setattr("sys.argv", ["salesgenix", "serve", "--sandbox"])
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 2
    assert "loopback" in capsys.readouterr().err


def test_a_turn_cut_off_by_a_kill_is_answered_once(tmp_path: Path) -> None:
    """``kill -9`` while the model is thinking: after a new start and the lease's end the message is
    answered, once, and stands in the log once.
    """
    folder, port = str(tmp_path / "data"), free_ports()
    command = ("serve", "--sandbox", "--port", str(port), "--data-dir", folder)
    with (
        model_server() as model,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        model.script(Step(text="Never said.", delay=5))
        with started(*command, OPENAI_BASE_URL=model.url, OPENAI_API_KEY="sk-x") as running:
            running.wait_for("Ctrl+C stops")
            carla = Prospect(client, "pk_demo_tendralis")
            sent = carla.write("Do you have an API?", client_id="the-only-one")
            assert sent.status_code == 202
            until(lambda: len(model.bodies) == 1)
            running.process.kill()
            running.process.wait(10)
        with started(*command) as running:
            running.wait_for("Ctrl+C stops")
            assert carla.write("Do you have an API?", client_id="the-only-one").json() == {
                "seq": 2,
                "is_new": False,
            }
            assert len(carla.log()) == 2
            client.post("/sandbox/v1/clock", json={"advance_seconds": 120})
            log = carla.log()
            client.post("/sandbox/v1/clock", json={"advance_seconds": 600})
            assert carla.log() == log
    assert [event["actor"] for event in log] == ["system", "prospect", "agent"]
