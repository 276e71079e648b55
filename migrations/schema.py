"""Bringing a database to a state of the tables' history, on SQLite and PostgreSQL alike.

One transaction does it all: a failure leaves the database as it was, and of two processes that
start at once the second waits and then finds nothing to do.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, event, text
from sqlmodel import SQLModel

import salesgenix
from salesgenix.db import make_engine

ADVISORY_LOCK = 0x5A1E5  # any number, as long as only migrations take it


def upgrade(database_url: str, revision: str = "head") -> None:
    """Creates what is missing and keeps what is there; doing it again changes nothing."""
    with _configured(database_url) as config:
        command.upgrade(config, revision)


def downgrade(database_url: str, revision: str) -> None:
    """Back to an earlier revision: ``-1`` is one step, ``base`` is no tables at all."""
    with _configured(database_url) as config:
        command.downgrade(config, revision)


def check(database_url: str) -> None:
    """Raises ``alembic.util.CommandError`` when models and migrated tables differ."""
    with _configured(database_url) as config:
        command.check(config)


def draft(words: str, revision: str | None = None) -> Path:
    """Writes the migration from the newest revision to the present models, for a person to read."""
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'draft.db'}"
        upgrade(url)
        with _configured(url) as config:
            script: Any = command.revision(config, words, autogenerate=True, rev_id=revision)
    written = Path(script.path)
    lines = written.read_text().splitlines(keepends=True)
    written.write_text("".join(line for line in lines if "###" not in line))  # Alembic's remarks
    return written


def tables() -> MetaData:
    """The metadata with the tables of every noun in it."""
    for noun in iter_modules(salesgenix.__path__, "salesgenix."):
        if noun.ispkg and find_spec(f"{noun.name}.models") is not None:
            import_module(f"{noun.name}.models")
    return SQLModel.metadata


@contextmanager
def _configured(database_url: str) -> Iterator[Config]:
    engine = _engine(database_url)
    try:
        with engine.begin() as connection:
            _lock(connection)
            config = Config(stdout=io.StringIO())
            config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
            config.set_main_option("path_separator", "os")
            config.attributes["connection"] = connection
            config.attributes["tables"] = tables()
            yield config
            _check_references(connection)
    finally:
        engine.dispose()


def _engine(database_url: str) -> Engine:
    engine = make_engine(database_url)
    if engine.dialect.name == "sqlite":
        # A table is altered by copying it; dropping the original must not delete what refers to it.
        event.listen(engine, "connect", _stop_following_references)
    return engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")


def _stop_following_references(connection: Any, entry: object) -> None:
    del entry
    connection.execute("PRAGMA foreign_keys = OFF")


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration broke {len(broken)} references: {broken[:3]}")
