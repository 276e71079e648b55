"""Statements that are compiled once and run by SQLite's own driver.

Running a statement through SQLAlchemy takes about 100 µs, several times what SQLite needs for it.
Where that counts, the words of a statement, the order of its values and their form in storage are
asked of SQLAlchemy once, and each run is the driver's. Other databases are asked the usual way.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Insert, Select, Update
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import DBAPIError

from salesgenix.kit.ids import QuickId

SQLITE: Any = pysqlite.dialect()
NOTHING: Mapping[str, Any] = {}
Convert = Callable[[Any], Any]


class Prepared:
    """A statement whose values are given by name. An update sets the columns ``sets``; an insert
    gives every column of its table. Errors are SQLAlchemy's.
    """

    def __init__(
        self, statement: Insert | Update | Select[Any], *, sets: Collection[str] = ()
    ) -> None:
        compiled: Any = statement.compile(dialect=SQLITE, column_keys=[*sets] or None)
        self._statement = statement
        self._sql = str(compiled)
        self._values: list[tuple[str, Convert | None]] = [
            (name, _on_sqlite(compiled.binds[name]).bind_processor(SQLITE))
            for name in compiled.positiontup
        ]
        found = statement.selected_columns if isinstance(statement, Select) else ()
        self._columns: list[tuple[str, Convert | None]] = [
            (column.name, _on_sqlite(column).result_processor(SQLITE, None)) for column in found
        ]

    def put(
        self,
        connection: Connection,
        rows: Sequence[Mapping[str, Any]],
        same: Mapping[str, Any] = NOTHING,
    ) -> None:
        """Runs it for each row. What all rows share can be given once, as ``same``."""
        if connection.dialect.name != SQLITE.name:
            connection.execute(self._statement, [_usual({**same, **row}) for row in rows])
            return
        columns = [
            repeat(form(same[name]) if form else same[name], len(rows))
            if name in same
            else _column(rows, name, form)
            for name, form in self._values
        ]
        cursor: Any = connection.connection.cursor()
        try:
            cursor.executemany(self._sql, zip(*columns, strict=True))
        except sqlite3.Error as error:
            raise said_by_sqlalchemy(self._sql, error) from error

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any | None:
        """The first row it finds, with its columns as attributes."""
        if connection.dialect.name != SQLITE.name:
            return connection.execute(self._statement, values).first()
        return self.first_by_driver(connection.connection, values)

    def first_by_driver(self, driver: Any, values: Mapping[str, Any]) -> Any | None:
        """The same over a bare connection to SQLite."""
        cursor = driver.cursor()
        given = [form(values[name]) if form else values[name] for name, form in self._values]
        try:
            row = cursor.execute(self._sql, given).fetchone()
        except sqlite3.Error as error:
            raise said_by_sqlalchemy(self._sql, error) from error
        finally:
            cursor.close()  # what it may still have to read is let go, and its lock with it
        if row is None:
            return None
        pairs = zip(self._columns, row, strict=True)
        return SimpleNamespace(
            **{name: form(value) if form else value for (name, form), value in pairs}
        )


def said_by_sqlalchemy(statement: str, error: sqlite3.Error) -> Exception:
    """The driver's error as every other statement of ours would raise it, without any values."""
    said: Exception = DBAPIError.instance(statement, None, error, sqlite3.Error, dialect=SQLITE)
    return said


def _on_sqlite(bound: Any) -> Any:
    return bound.type.dialect_impl(SQLITE)


def _column(rows: Sequence[Mapping[str, Any]], name: str, form: Convert | None) -> Iterable[Any]:
    """The values of all rows for one place in the statement, as they are stored."""
    values = map(itemgetter(name), rows)
    return _formed(values, form) if form else values


def _formed(values: Iterable[Any], form: Convert) -> Iterator[Any]:
    """Rows that follow each other mostly name the same people: these are put into form once."""
    last, stored = NOTHING, None
    for value in values:
        if value is not last:
            last, stored = value, form(value)
        yield stored


def _usual(row: dict[str, Any]) -> dict[str, Any]:
    """With ids as SQLAlchemy knows them."""
    return {
        name: UUID(bytes=value.bytes) if type(value) is QuickId else value
        for name, value in row.items()
    }
