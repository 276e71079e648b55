"""The store of wrapped keys: a database of its own, beside the business data, never inside."""

from pathlib import Path
from threading import Lock
from uuid import UUID

from sqlalchemy import (
    Column,
    Engine,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from salesgenix.kit.prepared import Prepared

METADATA = MetaData()
WRAPPED_KEY = Table(
    "wrapped_key",
    METADATA,
    Column("workspace_id", Uuid, primary_key=True),
    Column("name", Text, primary_key=True),
    # Empty bytes mark a destroyed key: the name can never be given a second one.
    Column("wrapped", LargeBinary, nullable=False),
)
ONE_KEY = Prepared(
    select(WRAPPED_KEY.c.wrapped).where(
        WRAPPED_KEY.c.workspace_id == bindparam("workspace_id"),
        WRAPPED_KEY.c.name == bindparam("name"),
    )
)


class SqlKeyStore:
    """A ``KeyStore`` on any SQLAlchemy URL; in SQLite destroyed bytes are overwritten at once."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _overwrite_what_is_deleted)
        METADATA.create_all(self._engine)
        self._reader: PoolProxiedConnection | None = None
        self._reading = Lock()

    def get(self, workspace_id: UUID, name: str) -> bytes | None:
        """Read from the store itself, every time: another process may have destroyed it."""
        whose = {"workspace_id": workspace_id, "name": name}
        if self._engine.dialect.name == "sqlite":
            with self._reading:  # to ask the pool each time takes longer than to read
                self._reader = self._reader or self._engine.raw_connection()
                row = ONE_KEY.first_by_driver(self._reader, whose)
        else:
            with self._engine.connect() as connection:
                row = ONE_KEY.first(connection, whose)
        return row.wrapped if row else None

    def add(self, workspace_id: UUID, name: str, wrapped: bytes) -> bytes:
        try:
            with self._engine.begin() as connection:
                connection.execute(
                    insert(WRAPPED_KEY).values(
                        workspace_id=workspace_id, name=name, wrapped=wrapped
                    )
                )
        except IntegrityError:
            kept = self.get(workspace_id, name)
            return kept if kept is not None else wrapped
        return wrapped

    def destroy(self, workspace_id: UUID, name: str) -> None:
        self.add(workspace_id, name, b"")  # a name that has none yet cannot be given one later
        with self._engine.begin() as connection:
            connection.execute(
                update(WRAPPED_KEY)
                .where(WRAPPED_KEY.c.workspace_id == workspace_id, WRAPPED_KEY.c.name == name)
                .values(wrapped=b"")
            )

    def is_overwritten(self, wrapped: bytes) -> bool:
        """In SQLite the file and its journal are read; elsewhere the server has our trust."""
        file = self._engine.url.database
        if self._engine.dialect.name != "sqlite" or not file:
            return True
        places = [Path(f"{file}{ending}") for ending in ("", "-journal", "-wal")]
        return not any(wrapped in place.read_bytes() for place in places if place.exists())

    def rows(self) -> list[dict[str, object]]:
        """Everything in the store as it lies there: wrapped."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(select(WRAPPED_KEY)).mappings()]

    def close(self) -> None:
        with self._reading:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
        self._engine.dispose()


def _overwrite_what_is_deleted(connection: object, entry: ConnectionPoolEntry) -> None:
    del entry
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA journal_mode = DELETE")
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.close()
