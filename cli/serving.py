"""Serving: the api (and by default the worker) in one process, or the worker alone."""

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import typer
import uvicorn
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from api.app import create_app
from api.deps import House
from api.limits import Limits
from api.realtime.hub import Hub
from api.serving import Server
from cli.composition import Parts, PatientGuard, PatientRehearsals, compose, drafting_of
from cli.installation import open_installation
from cli.reading import read_settings
from cli.trying import Apart
from integrations.calendar.connecting import Connecting
from salesgenix.kit.errors import Conflict, Invalid, Unavailable
from salesgenix.kit.logging import configure_logging
from salesgenix.mailboxes.ports import ReadMail
from salesgenix.outbox.rules import Kind
from worker.clock import ticking
from worker.entering import CalendarExit
from worker.keeping import Keeping
from worker.leading import leader_of
from worker.mailboxes import Mailboxes
from worker.outbox import Draining
from worker.rounds import Rounds
from worker.simulations import Simulating

MAX_PORT = 65_535
SECONDS_BETWEEN_LOOKS = 0.01


@dataclass(frozen=True, slots=True)
class Site:
    """One application on an address that is ours already."""

    app: Any
    place: socket.socket

    @property
    def server(self) -> uvicorn.Server:
        host, port = self.place.getsockname()[:2]
        if isinstance(self.app, FastAPI):
            return Server(self.app, host=host, port=port)
        config = uvicorn.Config(self.app, host=host, port=port, log_config=None, access_log=False)
        return uvicorn.Server(config)


def take_place(host: str, port: int) -> socket.socket:
    """The address, ours from here on; a port that is taken is said in words."""
    if not 0 < port <= MAX_PORT:
        raise Invalid("port.unusable", f"There is no port {port}.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Conflict(
                "port.taken",
                f"Port {port} is in use already. Stop what uses it, or choose another with --port.",
            ) from None
        reason = error.strerror or "it cannot be bound"
        raise Invalid("port.unusable", f"Nothing can be served on {host}:{port}: {reason}.") from (
            error
        )


def serve_production(
    *, with_worker: bool, host: str | None, port: int | None, data_dir: Path | None
) -> None:
    settings = read_settings(host=host, port=port, data_dir=data_dir)
    configure_logging(json=settings.log_json, level=settings.log_level)
    with take_place(settings.host, settings.port) as place:
        house = open_installation(settings)
        hub = Hub()
        parts = compose(house, publish=hub.publish)
        app = build_app(parts, hub=hub, beside=worker_of(parts) if with_worker else None)
        what = "api and worker" if with_worker else "api"
        words = f"Serving {what} on {settings.effective_public_url}"
        try:
            serve([Site(app, place)], when_ready=readily(parts, words, err=True))
        finally:
            house.close()


def run_worker(*, data_dir: Path | None) -> None:
    """The worker alone, until it is told to stop."""
    settings = read_settings(data_dir=data_dir)
    configure_logging(json=settings.log_json, level=settings.log_level)
    house = open_installation(settings)
    parts = compose(house)
    parts.load()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with start_blocking_portal() as portal:  # one loop for all turns: a model client belongs to one
        with ticking(make_rounds(parts, lambda turn_id: portal.call(parts.take_turn, turn_id))):
            typer.echo("Working. Ctrl+C stops.", err=True)
            stop.wait()
        portal.call(asyncio.sleep, 0)
    house.close()


def make_rounds(parts: Parts, take_turn: Callable[[UUID], None] | None, **how: Any) -> Rounds:
    house = parts.house
    reading = parts.calendars
    keeping = Keeping(db=house.db, clock=house.clock, settings=house.settings)
    hands = {Kind.CALENDAR_READ: reading.hand}
    return Rounds(
        db=house.db,
        clock=house.clock,
        carrier=parts.carrier,
        take_turn=take_turn,
        relay_of=parts.mailrooms.relay,
        public_url=house.settings.effective_public_url,
        mailboxes=Mailboxes(
            db=house.db,
            clock=house.clock,
            guard=PatientGuard(parts.guard),
            reader_of=parts.mailrooms.reader,
            read=read_lately,
            listens=True,
        ),
        keeping=keeping,
        calendars=CalendarExit(
            house.db, house.clock, reading.clients, house.settings.effective_public_url
        ),
        draining=Draining(db=house.db, clock=house.clock, hands=hands),
        leader=leader_of(house.db),
        simulating=Simulating(db=house.db, clock=house.clock, play=Apart(house.settings)),
        **how,
    )


def read_lately(raw: bytes) -> ReadMail:
    """What tells a mail's parts apart is loaded with the first mail."""
    from integrations.email.reading import read_mail  # noqa: PLC0415 its parsers take a while

    return read_mail(raw)


def build_app(
    parts: Parts,
    *,
    hub: Hub,
    beside: AbstractContextManager[object] | None = None,
    limits: Limits | None = None,
) -> FastAPI:
    """The api over these parts; ``beside`` is what goes on while it serves."""
    installation = parts.house
    return create_app(
        House(
            db=installation.db,
            clock=installation.clock,
            settings=installation.settings,
            guard=PatientGuard(parts.guard),
            hub=hub,
            take_turn=parts.take_turn,
            rehearsals=PatientRehearsals(parts.mind),
            draft_by_model=drafting_of(parts),
            breaker=parts.breaker,
            calendars=Connecting(installation.settings.calendar),
            refresh=parts.calendars.refresh,
            mailrooms=parts.mailrooms,
            limits=limits or Limits(),
        ),
        beside=beside,
    )


class TurnsInLoop:
    """Lets threads run turns in the loop that serves: a model's client belongs to one loop."""

    def __init__(self, take_turn: Callable[[UUID], Coroutine[Any, Any, None]]) -> None:
        self._take_turn = take_turn
        self._loop: asyncio.AbstractEventLoop | None = None
        self._under_way: set[Future[None]] = set()

    def begin(self) -> None:
        """Names the running loop as the one that serves."""
        self._loop = asyncio.get_running_loop()

    def end(self) -> None:
        """Lets go of what is under way: it is taken up again once its lease has run out."""
        self._loop = None
        for future in list(self._under_way):
            future.cancel()

    def __call__(self, turn_id: UUID) -> None:
        loop = self._loop
        if loop is None:
            return
        future = asyncio.run_coroutine_threadsafe(self._take_turn(turn_id), loop)
        self._under_way.add(future)
        try:
            future.result()
        finally:
            self._under_way.discard(future)


@contextmanager
def working_beside(rounds: Rounds, turns: TurnsInLoop) -> Iterator[None]:
    """The worker's rounds in threads of their own, for as long as the app serves."""
    turns.begin()
    with ticking(rounds) as stop:
        try:
            yield
        finally:
            stop()
            turns.end()


def worker_of(parts: Parts) -> AbstractContextManager[None]:
    turns = TurnsInLoop(parts.take_turn)
    return working_beside(make_rounds(parts, turns), turns)


def readily(parts: Parts, words: str, *, err: bool = False) -> Callable[[], None]:
    """What to do once the pages are served: say so, then load the rest."""

    def ready() -> None:
        typer.echo(words, err=err)
        parts.load()

    return ready


def serve(sites: Sequence[Site], *, when_ready: Callable[[], None]) -> None:
    """Runs until SIGINT or SIGTERM; ``when_ready`` is called once all of them answer."""
    servers = [(site.server, site.place) for site in sites]
    fast_loop = servers[0][0].config.get_loop_factory()  # uvloop where it is installed
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(_serve(servers, when_ready))


async def _serve(
    servers: Sequence[tuple[uvicorn.Server, socket.socket]], when_ready: Callable[[], None]
) -> None:
    stopping = asyncio.Event()

    def stop() -> None:
        for server, _ in servers:
            server.force_exit = stopping.is_set()  # asked a second time: at once
            server.should_exit = True
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    for server, _ in servers:
        server.capture_signals = nullcontext  # type: ignore[method-assign, assignment]  # there are several
    tasks = [asyncio.create_task(server.serve(sockets=[place])) for server, place in servers]
    while not all(server.started for server, _ in servers):
        if any(task.done() for task in tasks):
            break
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    else:
        when_ready()
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for server, _ in servers:
        server.should_exit = True
    await asyncio.gather(*tasks)
    if not stopping.is_set():
        raise Unavailable("serving.failed", "Serving has failed; the log says why.")
