"""The store of wrapped keys: a database of its own, beside the business data, never inside."""

from pathlib import Path
from uuid import UUID

from sqlalchemy import (
    Column,
    Connection,
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
from sqlalchemy.pool import ConnectionPoolEntry

METADATA = MetaData()
WRAPPED_KEY = Table(
    "wrapped_key",
    METADATA,
    Column("workspace_id", Uuid, primary_key=True),
    Column("name", Text, primary_key=True),
    # Empty bytes mark a destroyed key: the name can never be given a second one.
    Column("wrapped", LargeBinary, nullable=False),
)


class SqlKeyStore:
    """A ``KeyStore`` on any SQLAlchemy URL; in SQLite destroyed bytes are overwritten at once."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _overwrite_what_is_deleted)
        METADATA.create_all(self._engine)

    def get(self, workspace_id: UUID, name: str) -> bytes | None:
        with self._engine.connect() as connection:
            return _read(connection, workspace_id, name)

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
        self._engine.dispose()


ONE_KEY = select(WRAPPED_KEY.c.wrapped).where(
    WRAPPED_KEY.c.workspace_id == bindparam("workspace_id"), WRAPPED_KEY.c.name == bindparam("name")
)


def _read(connection: Connection, workspace_id: UUID, name: str) -> bytes | None:
    found: bytes | None = connection.execute(
        ONE_KEY, {"workspace_id": workspace_id, "name": name}
    ).scalar_one_or_none()
    return found


def _overwrite_what_is_deleted(connection: object, entry: ConnectionPoolEntry) -> None:
    del entry
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute("PRAGMA journal_mode = DELETE")
    cursor.execute("PRAGMA busy_timeout = 30000")
    cursor.close()
