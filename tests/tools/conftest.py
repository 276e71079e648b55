"""A turn of Carla's conversation, and what she has said in it."""

import importlib
import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.ids import new_id
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.knowledge import service as knowledge
from salesgenix.workspaces import service as workspaces
from tests.salesgenix.people import MONDAY, World, settle
from tools.catalog import CATALOG, Finding, Proposal, ToolContext

ROOT = Path(__file__).parents[2]
_numbers = itertools.count()


@pytest.fixture(scope="session")
def template(tmp_path_factory) -> tuple[Path, World]:
    """A house with everybody in it and the demo's pages, made once and copied for each test."""
    for models in (ROOT / "salesgenix").glob("*/models.py"):
        importlib.import_module(f"salesgenix.{models.parent.name}.models")
    folder = tmp_path_factory.mktemp("template")
    with house_in(folder) as database:
        SQLModel.metadata.create_all(database.engine)
        pages = workspaces.read_file(ROOT / "demo" / "workspace.yaml").pages
        settled = settle(database, site="https://northwind.example/")
        with database.writing() as session:
            knowledge.replace_pages(session, settled.ws, pages, now=MONDAY)
    return folder, settled


@contextmanager
def house_in(folder: Path) -> Iterator[Database]:
    store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
    database = Database(f"sqlite:///{folder / 'business.db'}", Keyring(store, bytes(32)))
    yield database
    database.close()
    store.close()


@pytest.fixture
def world(template, tmp_path) -> Iterator[World]:
    folder, settled = template
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with house_in(tmp_path) as database:
        yield replace(settled, db=database)


def context_of(world: World, **changes) -> ToolContext:
    with world.db.reading() as session:
        profile = accounts.profile_of(session, world.ws).profile
    facts = {
        "db": world.db,
        "workspace_id": world.ws,
        "conversation_id": world.thread,
        "lead_id": world.carla,
        "subject_ref": world.carla_ref,
        "turn_id": new_id(),
        "now": MONDAY,
        "profile": profile,
        "zone": "America/Sao_Paulo",
        "language": "en",
        "source": "message:1",
    }
    return ToolContext(**facts | changes)


@pytest.fixture
def run(world) -> Callable[..., Finding | Proposal]:
    """Runs a verb by name as the agent would: arguments checked, then run."""

    def running(which: str, /, *, context: ToolContext | None = None, **arguments):
        verb = CATALOG[which]
        return verb.run(context or context_of(world), verb.arguments.model_validate(arguments))

    return running


@pytest.fixture
def say(world) -> Callable[..., None]:
    """Puts a message of Carla's, or of ours with what it asked and answered, into the log."""

    def saying(text: str, actor: Actor = Actor.PROSPECT, **payload) -> None:
        event = NewEvent(
            kind=EventKind.MESSAGE,
            actor=actor,
            payload={"text": text} | payload,
            client_id=f"c{next(_numbers)}",
        )
        with world.db.writing() as session:
            conversations.append(session, world.ws, world.thread, event, now=MONDAY)

    return saying
