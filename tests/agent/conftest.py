"""A workspace with a mind: real guard, real database, and a brain that a test can script."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from pydantic import SecretStr

from agent.brains.registry import Brain, make_brain, make_embedded
from agent.mind import Mind
from agent.receiving import open_conversation, take_message
from agent.turns import take_turn
from guardrails.guard import Guard
from salesgenix.actions import service as actions
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.settings import BrainSettings
from salesgenix.workspaces import service as workspaces
from tests.agent.model_server import ModelServer, model_server
from tests.blank import make_blank

DEMO = Path(__file__).parents[2] / "demo" / "workspace.yaml"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def guard() -> Guard:
    return Guard.load()


@pytest.fixture(scope="session")
def portal() -> Iterator[BlockingPortal]:
    """One event loop for all turns, as in a serving process."""
    with start_blocking_portal() as portal:
        yield portal


@pytest.fixture(scope="session")
def hosted(serving: ModelServer, portal: BlockingPortal) -> Iterator[Brain]:
    """A hosted brain whose endpoint is the scripted server."""
    settings = BrainSettings(
        kind="openai",
        base_url=serving.url,
        model="scripted",
        api_key=SecretStr("test"),
        timeout_seconds=2,
    )
    brain = make_brain(settings)
    yield brain
    portal.call(brain.chat_model.root_async_client.close)
    brain.chat_model.root_client.close()


@pytest.fixture(scope="session")
def serving() -> Iterator[ModelServer]:
    with model_server() as server:
        yield server


@pytest.fixture
def model(serving: ModelServer) -> ModelServer:
    """The scripted model, with nothing said yet."""
    serving.script()
    serving.bodies.clear()
    serving.headers.clear()
    return serving


@dataclass
class Thread:
    """One prospect's conversation with the workspace's agent."""

    mind: Mind
    workspace_id: UUID
    conversation_id: UUID
    portal: BlockingPortal
    frames: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def say(self, text: str, **how: Any) -> str:
        """Sends a message, lets the agent answer, and returns what it said."""
        before = self.events()[-1].seq
        received = take_message(
            self.mind,
            self.workspace_id,
            self.conversation_id,
            text=text,
            client_id=str(uuid4()),
            **how,
        )
        if received.turn_id is not None:
            self.portal.call(take_turn, self.mind, received.turn_id)
        replies = [
            str(event.payload["text"])
            for event in self.events()
            if event.seq > before and event.kind is EventKind.MESSAGE and event.actor != "prospect"
        ]
        return "\n".join(replies)

    def hear(self, text: str) -> None:
        """Sends a message that the agent has no time to answer before the next one comes."""
        take_message(
            self.mind, self.workspace_id, self.conversation_id, text=text, client_id=str(uuid4())
        )

    def events(self) -> list[EventCard]:
        with self.mind.db.reading() as session:
            return conversations.history(
                session, self.workspace_id, self.conversation_id, limit=10_000
            )

    def decisions(self) -> list[decisions.DecisionCard]:
        with self.mind.db.reading() as session:
            found = decisions.listing(session, self.workspace_id, limit=1_000)
        return found[::-1]

    def types(self) -> list[str]:
        return [card.type for card in self.decisions()]

    def actions(self) -> list[actions.ActionCard]:
        with self.mind.db.reading() as session:
            return actions.actions_of(session, self.workspace_id, self.conversation_id)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    make_blank(tmp_path / "business.db")
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    database = Database(f"sqlite:///{tmp_path / 'business.db'}", Keyring(store, bytes(32)))
    yield database
    database.close()
    store.close()


@pytest.fixture
def clock() -> SettableClock:
    """Monday morning, and running on."""
    clock = SettableClock()
    clock.set(MONDAY)
    return clock


@pytest.fixture
def open_thread(
    db: Database,
    guard: Guard,
    clock: SettableClock,
    model: ModelServer,
    hosted: Brain,
    portal: BlockingPortal,
) -> Callable[..., Thread]:
    """Opens a conversation with the demo company: embedded, or with the scripted model."""
    declared = workspaces.read_file(DEMO)

    def open_(*, is_hosted: bool = False, turn_seconds: float = 20.0) -> Thread:
        frames: list[tuple[str, dict[str, Any]]] = []
        embedded = make_embedded()
        mind = Mind(
            db=db,
            guard=guard,
            clock=clock,
            brain=hosted if is_hosted else embedded,
            embedded=embedded,
            turn_seconds=turn_seconds,
            publish=lambda _, kind, frame: frames.append((kind, frame)),
        )
        with db.writing() as session:
            workspace_id = workspaces.apply(session, declared, now=clock.now()).workspace_id
        opened = open_conversation(db, workspace_id, channel="chat", now=clock.now())
        return Thread(mind, workspace_id, opened.conversation.id, portal, frames)

    return open_


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """LangChain's suite may not be overridden; two of its tests have nothing to test here: the
    embedded brain reads nothing from the environment and holds no configuration to serialise.
    """
    idle = [item for item in items if item.name in {"test_init_from_env", "test_serdes"}]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if item not in idle]
