"""The demo company, served for real in this process: its own database, guard, agent and worker."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from agent.receiving import open_conversation, take_message
from api.limits import Limits
from api.realtime.hub import Hub
from api.serving import Server
from cli.composition import Parts, compose
from cli.installation import Installation, open_installation
from cli.later import Later
from cli.reading import local_settings
from cli.serving import build_app
from guardrails.guard import Guard
from salesgenix.accounts import service as accounts
from salesgenix.actions import service as actions
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.decisions import service as decisions
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.settings import BrainSettings
from tests.api.widget.visitor import Prospect
from tests.demo import MONDAY, lay_demo
from worker.rounds import Rounds


@dataclass
class Company:
    """``rounds`` is the worker: it works when a test says so, not by the clock."""

    house: Installation
    parts: Parts
    clock: SettableClock
    workspace_id: UUID
    owner: UUID
    site_key: str
    rounds: Rounds
    hub: Hub
    portal: BlockingPortal

    @property
    def folder(self) -> Path:
        return self.house.settings.data_dir

    def take_turn(self, turn_id: UUID) -> None:
        self.portal.call(self.parts.take_turn, turn_id)

    @contextmanager
    def served(self) -> Iterator[httpx.Client]:
        """The app on a real server; a client of its address."""
        app = build_app(self.parts, hub=self.hub, limits=Limits.wide())
        place = socket.create_server(("127.0.0.1", 0))
        server = Server(app, host="127.0.0.1", port=place.getsockname()[1])
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        until(lambda: server.started)
        base = f"http://127.0.0.1:{place.getsockname()[1]}"
        try:
            with httpx.Client(base_url=base, timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(20)

    @contextmanager
    def prospect(self) -> Iterator[Prospect]:
        with self.served() as client:
            yield Prospect(client, self.site_key, zone="Europe/Berlin")

    def open_thread(self) -> "Thread":
        opened = open_conversation(
            self.house.db,
            self.workspace_id,
            channel="widget",
            now=self.clock.now(),
            zone="Europe/Berlin",
        )
        return Thread(self, opened.conversation.id)

    def decisions(self) -> list[decisions.DecisionCard]:
        with self.house.db.reading() as session:
            return decisions.listing(session, self.workspace_id, limit=1_000)[::-1]

    def outbox(self) -> list[actions.DeliveryCard]:
        with self.house.db.reading() as session:
            return actions.outbox(session, self.workspace_id)

    def pause(self, why: str) -> None:
        with self.house.db.writing() as session:
            accounts.pause(session, self.workspace_id, why, self.owner, now=self.clock.now())

    def resume(self) -> None:
        with self.house.db.writing() as session:
            accounts.resume(session, self.workspace_id, now=self.clock.now())


@dataclass
class Thread:
    """One conversation without HTTP between."""

    company: Company
    id: UUID

    def write(self, text: str) -> conversations.Received:
        """The message alone; the turn it owes is not run."""
        return take_message(
            self.company.parts.mind.get(),
            self.company.workspace_id,
            self.id,
            text=text,
            client_id=str(uuid4()),
        )

    def say(self, *texts: str) -> str:
        """Each message with its answer; the last answer."""
        for text in texts:
            received = self.write(text)
            if received.turn_id is not None:
                self.company.take_turn(received.turn_id)
        return self.messages()[-1]

    def book(self) -> None:
        """A demo meeting, with the invitation waiting for the worker."""
        self.say(
            "Can we meet on Thursday afternoon?",
            "the first one",
            "Carla Moreno, carla@lumen.example",
        )

    def events(self) -> list[EventCard]:
        with self.company.house.db.reading() as session:
            return conversations.history(session, self.company.workspace_id, self.id, limit=20_000)

    def messages(self, actor: str | None = None) -> list[str]:
        return [
            event.payload["text"]
            for event in self.events()
            if event.kind is EventKind.MESSAGE and actor in {None, event.actor}
        ]

    def card(self) -> conversations.ConversationCard:
        with self.company.house.db.reading() as session:
            return conversations.card(session, self.company.workspace_id, self.id)

    def actions(self) -> dict[str, actions.ActionCard]:
        """The newest of each kind."""
        with self.company.house.db.reading() as session:
            found = actions.actions_of(session, self.company.workspace_id, self.id)
        return {str(card.kind): card for card in found}


def _monday() -> SettableClock:
    clock = SettableClock()
    clock.set(MONDAY)
    return clock


def _house_in(folder: Path, clock: SettableClock, brain: BrainSettings) -> Installation:
    settings = local_settings("sandbox", folder, host="127.0.0.1", port=8700)
    return open_installation(settings.model_copy(update={"brain": brain}), clock=clock)


@contextmanager
def open_company(
    folder: Path,
    guard: Guard,
    *,
    brain: BrainSettings | None = None,
    carrier: Any = None,
    portal: BlockingPortal | None = None,
    has_orders: bool = True,
) -> Iterator[Company]:
    """``portal``: a loop that outlives the company, and with it the model's connections."""
    lay_demo(folder, has_orders=has_orders)
    clock = _monday()
    house = _house_in(folder, clock, brain or BrainSettings(kind="embedded", api_key=None))
    hub = Hub()
    parts = compose(house, publish=hub.publish, guard=Later(lambda: guard, name="guard"))
    with house.db.reading() as session:
        (workspace_id,) = (one.id for one in accounts.workspaces(session))
        owner = accounts.owner_of(session, workspace_id)
        site_key = accounts.sites(session, workspace_id)[0].key
    rounds = Rounds(
        db=house.db,
        clock=clock,
        carrier=carrier or parts.carrier,
        take_turn=lambda turn_id: loop.call(parts.take_turn, turn_id),
    )
    mind = parts.mind.get()
    with nullcontext(portal) if portal else start_blocking_portal() as loop:
        yield Company(house, parts, clock, workspace_id, owner, site_key, rounds, hub, loop)
        if mind.brain.is_hosted and portal is None:
            loop.call(mind.brain.chat_model.root_async_client.close)
    house.close()


def until(claim: Any, seconds: float = 30) -> None:
    """Waits until ``claim()`` holds."""
    deadline = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def answered(prospect: Prospect) -> list[dict[str, Any]]:
    """The whole log, once its last message is not the prospect's own."""
    log: list[dict[str, Any]] = []

    def is_answered() -> bool:
        log.extend(prospect.log(after=log[-1]["seq"] if log else 0, wait=0.5))
        messages = [event for event in log if event["kind"] == "message"]
        return bool(messages) and messages[-1]["actor"] != "prospect"

    until(is_answered)
    return log
