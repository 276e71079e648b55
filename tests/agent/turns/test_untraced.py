"""No environment variable sends a conversation to a third party, nor writes one down."""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread as OsThread

import langsmith.utils
import pytest
from langchain_core.tracers.langchain import wait_for_all_tracers

from tests.agent.conftest import Thread
from tests.agent.model_server import ModelServer, Step
from tests.cli.running import run

Open = Callable[..., Thread]


class Collector:
    """A place that would take traces, and what came to it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.url = ""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with collecting() as found:
        yield found


@contextmanager
def collecting() -> Iterator[Collector]:
    found = Collector()

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_GET = do_PATCH = do_POST  # noqa: N815 - the names of the protocol

        def log_message(self, *_: object) -> None:
            """The test says what came."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    found.url = f"http://127.0.0.1:{server.server_port}"
    listening = OsThread(target=server.serve_forever, daemon=True)
    listening.start()
    yield found
    server.shutdown()
    server.server_close()
    listening.join()


def switched_on(url: str) -> dict[str, str]:
    """Every name under which tracing or talkative clients are known to be asked for."""
    yes = (
        "LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2",
        "LANGSMITH_OTEL_ENABLED", "LANGSMITH_OTEL_ONLY", "LANGCHAIN_VERBOSE", "LANGCHAIN_DEBUG",
    )  # fmt: skip
    places = (
        "LANGSMITH_ENDPOINT", "LANGCHAIN_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    )  # fmt: skip
    return {
        **dict.fromkeys(yes, "true"),
        **dict.fromkeys(places, url),
        "LANGSMITH_API_KEY": "key",
        "LANGCHAIN_API_KEY": "key",
        "OTEL_TRACES_EXPORTER": "otlp",
        "OPENAI_LOG": "debug",
    }


def test_a_turn_of_the_library_is_traced_by_nobody(
    open_thread: Open,
    model: ModelServer,
    collector: Collector,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without our composition, which switches the variables off: who builds a mind by hand and has
    every one of them set still tells nobody, and no library writes the words to a log."""
    for name, value in switched_on(collector.url).items():
        monkeypatch.setenv(name, value)
    langsmith.utils.get_env_var.cache_clear()
    assert langsmith.utils.tracing_is_enabled()
    for name in ("openai", "httpx", "langsmith"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.DEBUG)
    written = io.StringIO()
    listening = logging.StreamHandler(written)
    logging.getLogger().addHandler(listening)
    try:
        model.script(Step(text="Quizzelwurm is the answer."))
        thread = open_thread(is_hosted=True)
        assert thread.say("tell me of the Umbrafax") == "Quizzelwurm is the answer."
        wait_for_all_tracers()
    finally:
        logging.getLogger().removeHandler(listening)
        langsmith.utils.get_env_var.cache_clear()
    assert collector.asked == []
    assert "Quizzelwurm" not in written.getvalue()
    assert "Umbrafax" not in written.getvalue()


def test_a_chat_in_the_terminal_is_traced_by_nobody(
    collector: Collector, serving: ModelServer, tmp_path
) -> None:
    """The command with a hosted model and every variable set: the model is asked, nobody else, and
    standard error holds no word of the conversation."""
    serving.script(Step(text="Quizzelwurm is the answer."))
    serving.bodies.clear()
    ended = run(
        "chat",
        "--json",
        "--data-dir",
        str(tmp_path / "kept"),
        typed=b"tell me of the Umbrafax",
        **switched_on(collector.url),
        OPENAI_API_KEY="test",
        OPENAI_BASE_URL=serving.url,
    )
    assert ended.returncode == 0, ended.stderr
    assert b"Quizzelwurm" in ended.stdout
    assert len(serving.bodies) == 1
    assert collector.asked == []
    assert b"Umbrafax" not in ended.stderr
