"""Serving: the api (and by default the worker) in one process, or the worker alone."""

import asyncio
import contextlib
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import uvicorn

from api.app import create_app
from api.deps import House
from api.realtime.hub import Hub
from cli.composition import Parts, PatientGuard, compose
from cli.installation import open_installation
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.errors import Forbidden
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import Settings
from worker.clock import ticking
from worker.rounds import Rounds

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Server:
    """One application on one loopback or configured address."""

    app: Any
    port: int
    host: str = "127.0.0.1"


def serve_production(*, with_worker: bool) -> None:
    settings = Settings()
    configure_logging(json=settings.log_json, level=settings.log_level)
    hub = Hub()
    parts = compose(open_installation(settings), publish=hub.publish)
    app = build_app(parts, hub=hub, with_worker=with_worker)
    serve([Server(app, settings.port, settings.host)])


def run_worker() -> None:
    """The worker alone, until it is told to stop."""
    settings = Settings()
    configure_logging(json=settings.log_json, level=settings.log_level)
    parts = compose(open_installation(settings))
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ticking(make_rounds(parts)):
        stop.wait()


def make_rounds(parts: Parts) -> Rounds:
    house = parts.house
    return Rounds(db=house.db, clock=house.clock, carrier=parts.carrier, take_turn=parts.take_turn)


def build_app(parts: Parts, *, hub: Hub, with_worker: bool = True) -> Any:
    """The api over these parts; with its own worker it rings at once for what has become due."""
    installation = parts.house
    return create_app(
        House(
            db=installation.db,
            clock=installation.clock,
            settings=installation.settings,
            guard=PatientGuard(parts.guard),
            hub=hub,
            take_turn=parts.take_turn,
        ),
        beside=ticking(make_rounds(parts)) if with_worker else None,
    )


def serve_sandbox(workspace_file: Path) -> None:
    """The same product with a settable clock and captured mail, on loopback only."""
    settings = Settings(mode="sandbox")
    if settings.host not in LOOPBACK:
        raise Forbidden("sandbox.not_loopback", "A sandbox is served on loopback only.")
    configure_logging(level=settings.log_level)
    hub = Hub()
    clock = SettableClock()
    parts = compose(open_installation(settings, clock=clock), publish=hub.publish)
    app = build_app(parts, hub=hub)
    serve([Server(app, settings.port, settings.host)])
    del workspace_file


def serve(servers: Sequence[Server]) -> None:
    """Runs until interrupted; a port that is taken is said in words."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(servers))


async def _serve(servers: Sequence[Server]) -> None:
    running = [uvicorn.Server(_config(server)) for server in servers]
    for server in running[1:]:
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    tasks = [asyncio.create_task(server.serve()) for server in running]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for server in running:
        server.should_exit = True
    await asyncio.gather(*pending)
    for task in done:
        task.result()


def _config(server: Server) -> uvicorn.Config:
    return uvicorn.Config(
        server.app,
        host=server.host,
        port=server.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
