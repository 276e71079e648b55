"""What is written past SQLAlchemy lies in the database as if SQLAlchemy had written it."""

import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session

from salesgenix.db import Database
from salesgenix.decisions import repository
from salesgenix.decisions.models import Decision, DecisionPayload
from salesgenix.kit.ids import QuickId, new_id
from salesgenix.kit.keystore import SqlKeyStore

AT = datetime(2026, 11, 23, 10, 0, 0, 123, tzinfo=timezone(timedelta(hours=1)))


def decision(workspace_id: UUID, seq: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "seq": seq,
        "at": AT,
        "type": "tool.called",
        "phase": "effect",
        "outcome": "found",
        "automation": "auto",
        "conversation_ref": new_id(),
        "subject_ref": uuid4() if seq % 2 else None,
        "action_id": None,
        "turn_id": new_id(),
        "record": b'{"a":\x00}',
        "leaf": "ab" * 32,
    }


def payload(workspace_id: UUID, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace_id": workspace_id,
        "decision_id": row["id"],
        "subject_ref": uuid4(),
        "part": "arguments",
        "content_sealed": bytes(range(256)) if row["seq"] % 2 else None,
    }


def quick(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with their own ids as ``quick_id`` makes them, and the like in what points there."""
    names = {"id", "decision_id"}
    return [
        {name: QuickId(str(value)) if name in names else value for name, value in row.items()}
        for row in rows
    ]


def stored(session: Session, table: Table) -> list[tuple[Any, ...]]:
    """Every value as it lies there, and its kind where the database has kinds for values."""
    names = [column.name for column in table.columns]
    parts = [f'CAST("{name}" AS TEXT)' for name in names]
    if session.get_bind().dialect.name == "sqlite":
        parts = [f'typeof("{name}") || quote("{name}")' for name in names]
    return [tuple(row) for row in session.execute(text(f"SELECT {', '.join(parts)} FROM {table}"))]


def test_the_short_way_stores_what_the_long_way_stores(db: Database, workspace_id: UUID) -> None:
    """Records, payloads and the log's end: the same bytes of the same kinds, on both engines; and
    the ORM reads back what was given.
    """
    rows = [decision(workspace_id, seq) for seq in range(1, 6)]
    beside = [payload(workspace_id, row) for row in rows]
    end = {"seq": 5, "leaf": "cd" * 32, "frontier": bytes(64)}
    tables = (repository.DECISION, repository.PAYLOAD, repository.HEAD)
    seen = []
    for is_short in (True, False):
        with db.writing() as session:
            repository.locked_head(session, workspace_id)
            if is_short:
                whose = end | {"of_workspace": workspace_id}
                repository.append(session, whose, quick(rows), quick(beside), at=AT)
            else:
                session.execute(insert(repository.DECISION), rows)
                session.execute(insert(repository.PAYLOAD), beside)
                session.execute(update(repository.HEAD).values(**end))
            seen.append([stored(session, table) for table in tables])
            for model, given in ((Decision, rows), (DecisionPayload, beside)):
                for row in given:
                    kept = session.get(model, row["id"])
                    assert kept is not None
                    assert {name: getattr(kept, name) for name in row} == row
            session.rollback()
    assert seen[0] == seen[1]
    assert len(seen[0][0]) == len(seen[0][1]) == 5


def test_the_end_is_read_as_the_long_way_reads_it(db: Database, workspace_id: UUID) -> None:
    """Each column in Python's own type; nothing where there is no log."""
    with db.writing() as session:
        short = repository.locked_head(session, workspace_id)
        long = session.execute(select(repository.HEAD)).one()
        assert [getattr(short, name) for name in long._fields] == list(long)
        assert isinstance(short.workspace_id, UUID)
        nobody = {"of_workspace": uuid4()}
        assert repository.LOCKED_HEAD.first(session.connection(), nobody) is None


def test_errors_are_those_of_any_other_statement(db: Database, workspace_id: UUID) -> None:
    """A seq that is taken is an ``IntegrityError``; what was written with it goes as well."""
    first, second = decision(workspace_id, 1), decision(workspace_id, 1)
    with pytest.raises(IntegrityError), db.writing() as session:
        repository.MORE_DECISIONS.put(session.connection(), [first])
        repository.MORE_DECISIONS.put(session.connection(), [second])
    with db.reading() as session:
        assert stored(session, repository.DECISION) == []


def test_a_naive_moment_is_refused(db: Database, workspace_id: UUID) -> None:
    """The column's own type still has its say."""
    row = decision(workspace_id, 1) | {"at": datetime(2026, 1, 1)}  # noqa: DTZ001 the point
    with pytest.raises(Exception, match="naive"), db.writing() as session:
        repository.MORE_DECISIONS.put(session.connection(), [row])


def test_the_key_store_is_read_anew_each_time(tmp_path: Path) -> None:
    """What another process does to a key is seen, and no reader's lock stays; errors are
    SQLAlchemy's.
    """
    store = SqlKeyStore(f"sqlite:///{tmp_path / 'keys.db'}")
    workspace_id = uuid4()
    store.add(workspace_id, "person:x", b"wrapped")
    other = sqlite3.connect(tmp_path / "keys.db", isolation_level=None)
    assert store.get(workspace_id, "person:x") == b"wrapped"
    other.execute("BEGIN EXCLUSIVE")  # the reader has let go
    other.execute("UPDATE wrapped_key SET wrapped = x''")
    other.execute("COMMIT")
    assert store.get(workspace_id, "person:x") == b""
    other.execute("DROP TABLE wrapped_key")
    other.close()
    with pytest.raises(OperationalError):
        store.get(workspace_id, "person:x")
    store.close()
