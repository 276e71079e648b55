"""The database: short synchronous transactions over one SQLModel ``Session``.

``writing()`` takes SQLite's write lock at once (``BEGIN IMMEDIATE``), so a check and the insert
that rests on it cannot be torn apart; PostgreSQL leaves that to row locks and constraints. Services
never commit: the ``with`` block of an entrance does. What others should hear of is put on the
session with ``announce`` and told to the listeners only after the commit.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, SQLModel

from salesgenix.kit.checkpoint_log import CheckpointLog
from salesgenix.kit.crypto import Keyring, seal, unseal
from salesgenix.kit.errors import NotFound, SalesgenixError
from salesgenix.kit.journal import FIRST, End, Journal, Notice

KEPT = 4  # idle connections to SQLite
BEGIN = "salesgenix.begin"  # the words a connection to SQLite begins with, if not the plain ones


@dataclass(frozen=True, slots=True)
class Wakeup:
    """Something was committed: look there. It carries no content."""

    workspace_id: UUID
    topic: str  # "conversation", "turn", "action", "approval", "feed"
    id: UUID
    seq: int = 0


class Database:
    """One engine, one keyring, and whoever listens for commits."""

    def __init__(self, url: str, keyring: Keyring, journal: Journal | None = None) -> None:
        self.keyring = keyring
        self.journal = journal
        self.listeners: list[Callable[[Wakeup], None]] = []
        self.checkpoint_log: CheckpointLog | None = None  # where an entrance keeps one
        self.engine = make_engine(url)
        self._idle: deque[Connection] = deque()  # SQLite's; to get one ready costs two statements

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction that may write: committed at the end of the block, else rolled back.

        An error that ``keeps_writes`` (a failed sign-in, which is counted) commits and goes on.
        """
        with self._session("BEGIN IMMEDIATE") as session:
            try:
                yield session
            except SalesgenixError as refusal:
                if refusal.keeps_writes:
                    self._commit(session)
                raise
            self._commit(session)
        for wakeup in dict.fromkeys(session.info.get("wakeups", ())):
            for listener in tuple(self.listeners):  # a turn that ends takes its own away
                listener(wakeup)

    def _commit(self, session: Session) -> None:
        """The journal first: what it knows and the database does not is followed at the next start,
        and protects somebody too much at worst. Its mark is the last lock that is taken.
        """
        notices = journal_of(session).notices
        if notices and self.journal is not None:
            session.flush()
            locked_mark(session)
            move_mark(session, self.journal.append_all(notices))
        session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One transaction that only reads; whatever it did is rolled back."""
        with self._session("BEGIN") as session:
            yield session

    @contextmanager
    def _session(self, begin: str) -> Iterator[Session]:
        bind = self._taken(begin)
        try:
            with Session(bind, expire_on_commit=False) as session:
                session.info["keyring"] = self.keyring
                session.info["checkpoint_log"] = self.checkpoint_log
                yield session
        finally:
            if isinstance(bind, Connection):
                self._put_back(bind)

    def _taken(self, begin: str) -> Engine | Connection:
        """What a session works on. PostgreSQL's pool is asked each time: it looks whether the
        server still answers, and a connection waits for nobody there.
        """
        if self.engine.dialect.name != "sqlite":
            return self.engine
        try:
            connection = self._idle.pop()  # the last one used: its cache is the warmest
        except IndexError:
            connection = self.engine.connect()
        connection.info[BEGIN] = begin
        return connection

    def _put_back(self, connection: Connection) -> None:
        is_clean = not (connection.invalidated or connection.in_transaction())
        if is_clean and len(self._idle) < KEPT:
            self._idle.append(connection)
        else:
            connection.info.pop(BEGIN, None)
            connection.close()

    def close(self) -> None:
        while self._idle:
            connection = self._idle.pop()
            connection.info.pop(BEGIN, None)
            connection.close()
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    engine = create_engine(url, pool_size=10, max_overflow=30)
    event.listen(engine, "connect", _prepare_sqlite)
    # Where a dialect begins. The event of that name costs several times what the statement does.
    engine.dialect.do_begin = _begin_sqlite  # type: ignore[method-assign,assignment]
    return engine


def _prepare_sqlite(connection: Any, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None  # the driver's own BEGIN comes too late
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 30000",  # first: the others wait for their lock too
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "wal_autocheckpoint = 4000",  # pages: 16 MB are written back at a time, not 4
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    connection.cursor().execute(connection.info.get(BEGIN, "BEGIN"))


class Notices:
    """What this transaction will leave in the journal, if it is committed."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def append(self, kind: str, workspace_id: UUID, facts: dict[str, str]) -> None:
        """``facts`` are random references, keyed marks and closed codes: nothing about a person."""
        self.notices.append(Notice(kind, workspace_id, facts))


def journal_of(session: Session) -> Notices:
    notices: Notices = session.info.setdefault("journal", Notices())
    return notices


def locked_mark(session: Session) -> End | None:
    """How far the database has followed the journal; ``None`` while it has not begun to. Locked."""
    session.execute(
        text(
            "INSERT INTO journal_mark (id, position, digest) VALUES (1, -1, '') "
            "ON CONFLICT DO NOTHING"
        )
    )
    lock = "" if session.get_bind().dialect.name == "sqlite" else " FOR UPDATE"
    row = session.execute(
        text(f"SELECT position, digest FROM journal_mark WHERE id = 1{lock}")  # noqa: S608 our own word
    ).one()
    return End(row.position, row.digest) if row.position >= 0 else None


def mark_of(session: Session) -> End | None:
    """The same without a lock, and without a word written."""
    row = session.execute(text("SELECT position, digest FROM journal_mark WHERE id = 1")).first()
    return End(row.position, row.digest) if row is not None and row.position >= 0 else None


def move_mark(session: Session, end: End) -> None:
    session.execute(
        text("UPDATE journal_mark SET position = :position, digest = :digest WHERE id = 1"),
        {"position": end.position, "digest": end.digest or FIRST},
    )


def announce(session: Session, wakeup: Wakeup) -> None:
    session.info.setdefault("wakeups", []).append(wakeup)


def keyring_of(session: Session) -> Keyring:
    keyring: Keyring = session.info["keyring"]
    return keyring


def checkpoint_log_of(session: Session) -> CheckpointLog | None:
    log: CheckpointLog | None = session.info.get("checkpoint_log")
    return log


def write_sealed(session: Session, row: SQLModel, **texts: str | None) -> None:
    """Seals each text into the row's ``<name>_sealed`` column under the key of its person.

    The row has ``id``, ``workspace_id`` and ``subject_ref``; the seal is bound to table, column,
    row. A row that is about nobody (an instruction, the workspace itself) is sealed under a key of
    the workspace.
    """
    for name, words in texts.items():
        sealed = None
        if words is not None:
            sealed = seal(_living_key(session, row), words.encode(), place=place_of(row, name))
        setattr(row, f"{name}_sealed", sealed)


def read_sealed(session: Session, row: SQLModel, name: str) -> str | None:
    """The text in ``<name>_sealed``; ``None`` when there is none or the person has been erased."""
    sealed: bytes | None = getattr(row, f"{name}_sealed")
    if sealed is None:
        return None
    try:
        key = _key(session, row)
    except NotFound:
        return None
    return unseal(key, sealed, place=place_of(row, name)).decode()


def _living_key(session: Session, row: Any) -> bytes:
    if "subject_ref" not in type(row).model_fields:
        return _key(session, row)
    return living_key(session, row.workspace_id, row.subject_ref)


def living_key(session: Session, workspace_id: UUID, subject_ref: UUID) -> bytes:
    """A person's key for writing. Once in a transaction the store is asked whether it still is:
    another process may have erased them, and nothing new is sealed for them then.
    """
    living: dict[tuple[UUID, UUID], bytes] = session.info.setdefault("living_keys", {})
    person = (workspace_id, subject_ref)
    if person not in living:
        living[person] = keyring_of(session).living_person(*person)
    return living[person]


def _key(session: Session, row: Any) -> bytes:
    keyring = keyring_of(session)
    if "subject_ref" in type(row).model_fields:
        return keyring.person(row.workspace_id, row.subject_ref)
    return keyring.workspace(getattr(row, "workspace_id", row.id), "texts")


def place_of(row: Any, name: str) -> str:
    return place_at(row.__tablename__, name, row.id)


def place_at(table: str, name: str, row_id: UUID | str) -> str:
    """Where a sealed value lies; it opens nowhere else."""
    return f"{table}:{name}:{row_id}"
