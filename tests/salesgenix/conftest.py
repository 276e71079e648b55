"""A real database file with every table in it, and the people who live there."""

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import SQLModel

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore

ROOM = Path(__file__).parents[2] / "salesgenix"


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    for models in ROOM.glob("*/models.py"):
        importlib.import_module(f"salesgenix.{models.parent.name}.models")
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    database = Database(f"sqlite:///{tmp_path / 'business.db'}", Keyring(store, bytes(32)))
    SQLModel.metadata.create_all(database.engine)
    yield database
    database.close()
    store.close()


@pytest.fixture
def workspace_id(db: Database, now: datetime) -> UUID:
    """The workspace of owner Ana."""
    return _open(db, "orchard", now)


@pytest.fixture
def stranger_id(db: Database, now: datetime) -> UUID:
    """A workspace that must see nothing of Ana's."""
    return _open(db, "stranger", now)


def _open(db: Database, slug: str, now: datetime) -> UUID:
    profile = Profile(company=slug.title(), zone="America/New_York")
    with db.writing() as session:
        return accounts.open_workspace(session, slug, slug.title(), profile, now=now).id
