"""Decisions that are on the disk, per second, beside a plain program that records the same facts.

Ours: records made canonical, chained, put into the tree, a sealed payload beside each, in one
transaction of the real database, with all its indexes. Bare: ``sqlite3`` alone, with the same
durability (WAL, full sync, one commit a batch), secure deletion and foreign keys. For each decision
it makes two new ids (as ours are made) and writes two rows: id, workspace, seq, time, type and as
many bytes as our record has, in a table with a primary key and unique (workspace, seq); and id, the
decision's id and as many bytes as our sealed payload has, in a second one. Ids and times are text,
the last seq is asked for within the transaction. Its bytes lie ready: it encodes, hashes and seals
nothing, and keeps no other index.

Each measurement takes turns, one transaction of ours and one of the bare program's, so that both
meet the same mood of the disk. A figure is the median of the rounds.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.figures import median, table
from cli.installation import DEMO_FILE, open_installation
from cli.reading import local_settings
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.kit.ids import new_id
from salesgenix.workspaces import service as workspaces

BATCHES = (1, 6, 20, 50)
ROUNDS = 7
SECONDS = 1.0  # for both together
ENOUGH, SHARE = 2_000, 0.5  # decisions per second; of the bare program's rate
BARE_TABLES = """
CREATE TABLE record (
    id TEXT PRIMARY KEY, workspace TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL,
    type TEXT NOT NULL, body BLOB NOT NULL, UNIQUE (workspace, seq)
);
CREATE TABLE payload (
    id TEXT PRIMARY KEY, record TEXT NOT NULL REFERENCES record (id), body BLOB NOT NULL
);
"""
LAST_SEQ = "SELECT coalesce(max(seq), 0) FROM record WHERE workspace = ?"
Write = Callable[[int], None]


def main() -> None:
    with TemporaryDirectory(prefix="salesgenix-bench-") as folder:
        ours, record_bytes, payload_bytes = _ours(Path(folder))
        bare = _bare(Path(folder) / "bare.db", record_bytes, payload_bytes)
        figures = {size: _rates(ours, bare, size) for size in BATCHES}
    table(
        ("batch", "decisions/s", "bare rows/s", "ours / bare"),
        [
            (str(size), f"{mine:,.0f}", f"{theirs:,.0f}", f"{share:.2f}")
            for size, (mine, theirs, share) in figures.items()
        ],
    )
    fast = [str(size) for size, (mine, _, _) in figures.items() if mine >= ENOUGH]
    near = [str(size) for size, (_, _, share) in figures.items() if share >= SHARE]
    print(f"a decision is {record_bytes} bytes and its payload {payload_bytes}")
    print(
        f"{ENOUGH:,} decisions/s: {_holds(fast)}; {SHARE} of the bare rate: {_holds(near)}",
    )


def _holds(sizes: list[str]) -> str:
    return f"holds in batches of {', '.join(sizes)}" if sizes else "missed"


def _rates(ours: Write, bare: Write, size: int) -> tuple[float, float, float]:
    """Rows a second of each, and the one as a share of the other."""
    for _ in range(3):
        ours(size), bare(size)
    rounds = [_round(ours, bare, size) for _ in range(ROUNDS)]
    return (
        size / median(mine for mine, _ in rounds),
        size / median(theirs for _, theirs in rounds),
        median(theirs / mine for mine, theirs in rounds),
    )


def _round(ours: Write, bare: Write, size: int) -> tuple[float, float]:
    """Seconds for a batch of each."""
    mine, theirs, batches = 0.0, 0.0, 0
    while mine + theirs < SECONDS:
        start = time.perf_counter()
        ours(size)
        between = time.perf_counter()
        bare(size)
        mine, theirs = mine + between - start, theirs + time.perf_counter() - between
        batches += 1
    return mine / batches, theirs / batches


def _ours(folder: Path) -> tuple[Write, int, int]:
    """What writes so many decisions, and the bytes of a record and of its payload."""
    house = open_installation(local_settings("demo", folder))
    now = house.clock.now()
    with house.db.writing() as session:
        declared = workspaces.read_file(DEMO_FILE)
        workspace_id = workspaces.apply(session, declared, now=now).workspace_id
    person, conversation, turn = uuid4(), new_id(), new_id()
    entry = Entry(
        type=DecisionType.TOOL_CALLED,
        phase=Phase.EFFECT,
        outcome="found",
        reasons=("instruction",),
        conversation_ref=conversation,
        subject_ref=person,
        turn_id=turn,
        tool={"name": "search_knowledge", "effect": "read", "status": "found", "ms": 4},
        payloads={"arguments": '{"query": "what does the smallest plan cost a month"}'},
    )

    def write(size: int) -> None:
        with house.db.writing() as session:
            decisions.record_all(session, workspace_id, [entry] * size, now=house.clock.now())

    write(1)
    with house.db.reading() as session:
        size = decisions.head(session, workspace_id).size
        *_, row = decisions.rows(session, workspace_id, upto=size)
        sealed = decisions.payload_rows(session, workspace_id, [row.id])[0].sealed or b""
    return write, len(row.record), len(sealed)


def _bare(path: Path, record_bytes: int, payload_bytes: int) -> Write:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "foreign_keys = ON",
        "wal_autocheckpoint = 4000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.executescript(BARE_TABLES)
    workspace, record, payload = str(uuid4()), os.urandom(record_bytes), os.urandom(payload_bytes)

    def write(size: int) -> None:
        at = datetime.now(UTC).isoformat()
        ids = [(str(new_id()), str(new_id())) for _ in range(size)]
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        (last,) = cursor.execute(LAST_SEQ, (workspace,)).fetchone()
        cursor.executemany(
            "INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)",
            [
                (id_, workspace, seq, at, "tool.called", record)
                for seq, (id_, _) in enumerate(ids, last + 1)
            ],
        )
        cursor.executemany(
            "INSERT INTO payload VALUES (?, ?, ?)",
            [(beside, id_, payload) for id_, beside in ids],
        )
        cursor.execute("COMMIT")

    return write


if __name__ == "__main__":
    main()
