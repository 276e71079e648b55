"""A copy of a workspace's ground that can be acted on and thrown away.

It is a database of its own in a folder of its own, without prospects, mail or decisions. What was
sealed opens with the keys it was sealed with; a key made in the copy lies in memory alone, so that
what was said in it opens nowhere once it is gone, even where a crash left the folder behind.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import SQLModel

from salesgenix.db import Database
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.kit.crypto import Keyring
from salesgenix.knowledge.rules import Audience
from salesgenix.rehearsals import repository
from salesgenix.rehearsals.rules import Asked


class Copy(Database):
    """A database that is thrown away: what is done in it, also by an invented owner, is nothing."""

    def __init__(self, path: Path, keyring: Keyring) -> None:
        super().__init__(f"sqlite:///{path}", keyring)
        self.path = path


class Pattern:
    """One copy from which others are made in an instant, each to be acted on and thrown away."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring
        self._count = 0
        self._free: list[Copy] = []

    @property
    def file(self) -> Path:
        return self._folder / "pattern.db"

    @contextmanager
    def copy(self) -> Iterator[Copy]:
        """What is thrown away is the file and its keys; an engine that knows the statements already
        goes on with the next file, which saves a fifth of the time.
        """
        copy = self._free.pop() if self._free else self._another()
        copyfile(self.file, copy.path)
        copy.keyring = self._keyring.in_passing()
        copy.listeners.clear()
        try:
            yield copy
        finally:
            copy.close()
            copy.path.unlink()
            self._free.append(copy)

    def _another(self) -> Copy:
        self._count += 1
        return _opened(self._folder / f"copy-{self._count}.db", self._keyring.in_passing())


@contextmanager
def pattern_of(
    db: Database,
    workspace_id: UUID,
    *,
    now: datetime,
    change: Callable[[Database], None] | None = None,
) -> Iterator[Pattern]:
    """As ``copy_of``, for many copies of the same ground, changed once for all of them."""
    with db.reading() as session:
        rows = repository.ground(session, workspace_id, now=now)
    with TemporaryDirectory(prefix="salesgenix-rehearsal-") as folder:
        pattern = Pattern(Path(folder), db.keyring)
        first = _opened(pattern.file, db.keyring.in_passing())
        try:
            SQLModel.metadata.create_all(first.engine)
            with first.writing() as session:
                repository.lay(session, rows)
                repository.let_loose(session, workspace_id)
            if change is not None:
                change(first)
        finally:
            first.close()
        yield pattern


def drop_pages(copy: Database, workspace_id: UUID, paths: Collection[str]) -> None:
    """The copy as if these pages had never been there."""
    with copy.writing() as session:
        repository.drop_pages(session, workspace_id, paths)


def pages_of(
    copy: Database, workspace_id: UUID, *, today: date
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The texts that a prospect may be told today, and those that are internal."""
    with copy.reading() as session:
        found = repository.pages(session, workspace_id)
    public = [
        f"{source.title}\n{passage.heading}\n{passage.text}"
        for source, passage in found
        if source.audience == Audience.PUBLIC
        and (source.valid_until is None or today <= source.valid_until)
    ]
    internal = [p.text for source, p in found if source.audience != Audience.PUBLIC]
    return tuple(public), tuple(internal)


def waiting_in(copy: Database, workspace_id: UUID, conversation_id: UUID) -> int:
    with copy.reading() as session:
        return repository.waiting(session, workspace_id, conversation_id)


def _opened(path: Path, keyring: Keyring) -> Copy:
    """Nothing of it has to outlive a loss of power, so the disk is not waited for."""
    copy = Copy(path, keyring)
    event.listen(copy.engine, "connect", _unhurried)
    return copy


def _unhurried(connection: Any, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.execute("PRAGMA synchronous = OFF")


@contextmanager
def copy_of(db: Database, workspace_id: UUID, *, now: datetime) -> Iterator[Database]:
    """Nothing done in the copy reaches the original, its keys, its journal or its listeners."""
    with db.reading() as session:
        rows = repository.ground(session, workspace_id, now=now)
    with TemporaryDirectory(prefix="salesgenix-rehearsal-") as folder:
        copy = Database(f"sqlite:///{Path(folder) / 'copy.db'}", db.keyring.in_passing())
        try:
            SQLModel.metadata.create_all(copy.engine)
            with copy.writing() as session:
                repository.lay(session, rows)
                repository.let_loose(session, workspace_id)
            yield copy
        finally:
            copy.close()


def give(copy: Database, asked: Asked, *, now: datetime) -> None:
    """The draft in force in the copy, in place of what stands under its key."""
    if asked.rule is None:
        return
    order = Order(
        key=asked.key,
        words=asked.words,
        rule=asked.rule,
        author_member_id=asked.member_id,
        surface="console",
    )
    with copy.writing() as session:
        instructions.issue(session, asked.workspace_id, order, now=now)
