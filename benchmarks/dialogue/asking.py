"""A company of the evaluation, installed in a folder of its own, and strangers who ask it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from anyio.from_thread import BlockingPortal, start_blocking_portal

from agent.receiving import open_conversation, take_message
from cli.composition import Parts, compose
from cli.installation import open_installation
from cli.later import Later
from cli.reading import local_settings
from guardrails.guard import Guard
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.db import Wakeup
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.logging import configure_logging
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from salesgenix.workspaces import service as workspaces

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)  # after what has expired on the pages


@dataclass(frozen=True, slots=True)
class Reply:
    """``is_passed_on``: the team was asked, as somebody does who does not know."""

    text: str
    is_passed_on: bool


@dataclass(slots=True)
class Company:
    parts: Parts
    portal: BlockingPortal
    workspace_id: UUID
    owed: list[UUID] = field(default_factory=list)

    def ask(self, text: str, language: str) -> Reply:
        """What a stranger who writes this first is told."""
        house = self.parts.house
        opened = open_conversation(
            house.db, self.workspace_id, channel="chat", now=house.clock.now(), language=language
        )
        talk = opened.conversation.id
        take_message(
            self.parts.mind.get(), self.workspace_id, talk, text=text, client_id=str(uuid4())
        )
        while self.owed:
            self.portal.call(self.parts.take_turn, self.owed.pop(0))
        with house.db.reading() as session:
            events = conversations.events_after(
                session, self.workspace_id, talk, after=0, for_prospect=True
            )
            open_tasks = tasks.listing(session, self.workspace_id, conversation_id=talk)
        asked_at = next(event.seq for event in events if event.actor is Actor.PROSPECT)
        said = [
            str(event.payload["text"])
            for event in events
            if event.kind is EventKind.MESSAGE
            and event.actor is Actor.AGENT
            and event.seq > asked_at
        ]
        passed_on = any(task.kind == TaskKind.UNANSWERED_QUESTION for task in open_tasks)
        return Reply("\n".join(said), passed_on)

    def hear(self, wakeup: Wakeup) -> None:
        if wakeup.topic == "turn":
            self.owed.append(wakeup.id)


@contextmanager
def installed(file: Path, guard: "Later[Guard]") -> Iterator[Company]:
    configure_logging(level="ERROR")
    clock = SettableClock()
    clock.set(NOW)
    with (
        TemporaryDirectory(prefix="salesgenix-bench-") as folder,
        start_blocking_portal() as portal,
    ):
        house = open_installation(local_settings("demo", Path(folder)), clock=clock)
        parts = compose(house, guard=guard)
        with house.db.writing() as session:
            applied = workspaces.apply(session, workspaces.read_file(file), now=clock.now())
        company = Company(parts, portal, applied.workspace_id)
        house.db.listeners.append(company.hear)
        yield company
        house.close()


def loaded_guard() -> "Later[Guard]":
    """One for every company: it takes seconds to load."""
    return Later(Guard.load, name="guard")
