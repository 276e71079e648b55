"""Bringing a database to a state of the tables' history, on SQLite and PostgreSQL alike.

One transaction does it all: a failure leaves the database as it was, and of two processes that
start at once the second waits and then finds nothing to do.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry

from migrations.present import tables
from salesgenix.db import BEGIN, make_engine
from salesgenix.kit.errors import Unavailable

ADVISORY_LOCK = 0x5A1E5  # any number, as long as only migrations take it


def upgrade(database_url: str, revision: str = "head") -> None:
    """Creates what is missing and keeps what is there; doing it again changes nothing.

    ``Unavailable`` (``database.newer``) for a database that knows revisions we do not.
    """
    try:
        with _configured(database_url) as config:
            command.upgrade(config, revision)
    except CommandError as error:
        raise Unavailable(
            "database.newer",
            "The database was written by another release of this program, which knows more of it.",
        ) from error


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
        event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")
    entry.info[BEGIN] = "BEGIN IMMEDIATE"


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": ADVISORY_LOCK})


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the migration broke {len(broken)} references: {broken[:3]}")
