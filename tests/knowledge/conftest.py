from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlmodel import SQLModel

from salesgenix.accounts.models import Workspace
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def db(tmp_path) -> Iterator[Database]:
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    database = Database(f"sqlite:///{tmp_path / 'business.db'}", Keyring(store, bytes(32)))
    SQLModel.metadata.create_all(database.engine)
    yield database
    database.close()
    store.close()


@pytest.fixture
def workspace_id(db) -> UUID:
    return _workspace(db, "anas-company")


@pytest.fixture
def stranger_id(db) -> UUID:
    return _workspace(db, "a-stranger")


def _workspace(db: Database, slug: str) -> UUID:
    with db.writing() as session:
        workspace = Workspace(slug=slug, name=slug, profile={}, created_at=NOW)
        session.add(workspace)
        return workspace.id
