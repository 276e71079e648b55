"""A real house for the tests of the entrances: database, hub, app; only the brain is ours."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from api.app import create_app
from api.deps import House
from api.realtime.hub import Hub
from api.serving import Server
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.accounts.service import SiteCard
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Database
from salesgenix.kit.clock import SystemClock
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.settings import Settings
from salesgenix.turns import service as turns
from tests.blank import make_blank

PROFILE = {
    "company": "Northwind Robotics",
    "agent_name": "Nora",
    "languages": ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ar"],
    "zone": "Europe/Berlin",
    "privacy_url": "https://northwind.example/privacy",
    "brand_colour": "#4f46e5",
}
PRICE = (
    "The Growth plan is **49 EUR** per robot and month. It includes calendar booking and the CRM "
    "sync, and there is no set-up fee."
)


@dataclass
class Echo:
    """A stand-in for the brain only: it claims the turn, streams, and appends like the agent."""

    db: Database
    hub: Hub
    pace: float = 0.01
    holding: threading.Event | None = None

    async def __call__(self, turn_id: UUID) -> None:
        with self.db.writing() as session:
            turn = turns.claim(session, turn_id, now=datetime.now(UTC))
            if turn is None:  # another turn runs here, and names this one when it ends
                return
            log = conversations.history(session, turn.workspace_id, turn.conversation_id)
        asked = [event for event in log if event.kind == "message" and event.actor == "prospect"]
        text, extra = self.answer(asked[-1].payload)
        self.hub.publish(turn.conversation_id, "typing", {"actor": "agent", "on": True})
        for word in text.split(" "):
            await asyncio.sleep(self.pace)
            piece = {"turn": str(turn_id), "text": f"{word} "}
            self.hub.publish(turn.conversation_id, "delta", piece)
        with self.db.writing() as session:
            for event in extra:
                self._append(session, turn, event)
            following = turns.end(session, turn, state="done", now=datetime.now(UTC))
        if following is not None:
            await self(following)

    def _append(self, session: Any, turn: Any, event: NewEvent) -> None:
        conversations.append(
            session,
            turn.workspace_id,
            turn.conversation_id,
            event,
            now=datetime.now(UTC),
            agent_epoch=turn.control_epoch,
        )

    def answer(self, payload: dict[str, Any]) -> tuple[str, list[NewEvent]]:
        text = payload["text"].lower()
        if "choice" in payload:
            reply = "You are booked. Which address may I send the invitation to?"
            booked = {
                "appointment_id": "a1",
                "starts_at": "2026-11-26T14:30:00Z",
                "ends_at": "2026-11-26T15:00:00Z",
                "zone": "Europe/Berlin",
                "member": "Maya Stern",
                "label": "Demo",
            }
            return reply, [_event(EventKind.BOOKING_CONFIRMED, booked), _message(reply)]
        if "cost" in text:
            source = {
                "title": "Plans and prices",
                "url": "https://northwind.example/pricing",
                "passage_id": "p1",
            }
            return PRICE, [_message(PRICE, sources=[source])]
        if "thursday" in text:
            reply = "These times are free on Thursday afternoon. Which one suits you?"
            times = ("2026-11-26T13:00:00Z", "2026-11-26T14:30:00Z", "2026-11-27T09:00:00Z")
            slots = [
                {"id": f"s{n}", "starts_at": at, "ends_at": at, "member_id": "m1", "label": at}
                for n, at in enumerate(times)
            ]
            proposal = {"slots": slots, "zone": "Europe/Berlin"}
            return reply, [_message(reply), _event(EventKind.BOOKING_PROPOSED, proposal)]
        reply = f"You said: {payload['text']}"
        return reply, [_message(reply)]


def _event(kind: EventKind, payload: dict[str, Any]) -> NewEvent:
    return NewEvent(kind=kind, actor=Actor.AGENT, payload=payload)


def _message(text: str, **more: Any) -> NewEvent:
    return _event(EventKind.MESSAGE, {"text": text, **more})


@contextmanager
def open_database(folder: Path) -> Iterator[Database]:
    make_blank(folder / "business.db")
    store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
    db = Database(f"sqlite:///{folder / 'business.db'}", Keyring(store, bytes(range(32))))
    try:
        yield db
    finally:
        db.close()
        store.close()


def settle_site(db: Database, origins: list[str], **profile: Any) -> SiteCard:
    """One workspace with one site key."""
    now = datetime.now(UTC)
    with db.writing() as session:
        slug = f"w{time.monotonic_ns()}"
        described = Profile.model_validate({**PROFILE, **profile})
        card = accounts.open_workspace(session, slug, described.company, described, now=now)
        return accounts.add_site(session, card.id, origins, now=now)


def make_house(db: Database, guard: Any, **parts: Any) -> House:
    hub = Hub()
    house = House(
        db=db,
        clock=SystemClock(),
        settings=Settings(mode="demo"),
        guard=guard,
        hub=hub,
        take_turn=Echo(db, hub),
    )
    return replace(house, **parts)


@dataclass
class Serving:
    house: House
    app: Any
    port: int
    stop: Callable[[], None]
    server: Server

    def cut_lines(self) -> None:
        """Every connection breaks in the middle of what it carries."""
        assert self.house.hub.loop is not None
        for connection in list(self.server.server_state.connections):
            self.house.hub.loop.call_soon_threadsafe(connection.transport.abort)  # type: ignore[union-attr]


@contextmanager
def serving(house: House, *, port: int = 0) -> Iterator[Serving]:
    """The app on a real server in a thread."""
    app = create_app(house)
    taken = socket.create_server(("127.0.0.1", port))
    number = taken.getsockname()[1]
    server = Server(app, host="127.0.0.1", port=number)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.005)

    def stop() -> None:
        server.should_exit = True
        thread.join(timeout=20)
        assert not thread.is_alive(), "the server did not stop"

    try:
        yield Serving(house, app, number, stop, server)
    finally:
        stop()


def in_days(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)
