"""Decisions that are on the disk, per second, beside bare inserts of the same batch size.

Ours: records made canonical, chained, put into the tree, a sealed payload beside each, in one
transaction of the real database. Bare: ``sqlite3``, one row a decision, as many bytes as our record
and its payload together, with the same durability (WAL, full sync).
"""

import os
import sqlite3
import time
from collections.abc import Callable
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

BATCHES = (1, 6, 50)
ROUNDS = 7
SECONDS = 0.4


def main() -> None:
    with TemporaryDirectory(prefix="salesgenix-bench-") as folder:
        ours, size_of_one = _ours(Path(folder))
        bare = _bare(Path(folder) / "bare.db", size_of_one)
        rows = []
        for size in BATCHES:
            ours(size), bare(size)
            pairs = [(_rate(ours, size), _rate(bare, size)) for _ in range(ROUNDS)]
            mine, theirs = median(one for one, _ in pairs), median(one for _, one in pairs)
            rows.append((str(size), f"{mine:,.0f}", f"{theirs:,.0f}", f"{mine / theirs:.2f}"))
    table(("batch", "decisions/s", "bare rows/s", "ours / bare"), rows)
    print(f"a decision is {size_of_one} bytes")


def _rate(write: Callable[[int], None], size: int) -> float:
    began = time.perf_counter()
    batches = 0
    while time.perf_counter() - began < SECONDS:
        write(size)
        batches += 1
    return batches * size / (time.perf_counter() - began)


def _ours(folder: Path) -> tuple[Callable[[int], None], int]:
    """What writes so many decisions, and the bytes of one with its payload."""
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
            decisions.record_all(session, workspace_id, [entry] * size, now=now)

    write(1)
    with house.db.reading() as session:
        size = decisions.head(session, workspace_id).size
        *_, row = decisions.rows(session, workspace_id, upto=size)
        sealed = decisions.payload_rows(session, workspace_id, [row.id])[0].sealed or b""
    return write, len(row.record) + len(sealed)


def _bare(path: Path, size_of_one: int) -> Callable[[int], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "secure_delete = ON",
        "wal_autocheckpoint = 4000",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE record (id BLOB PRIMARY KEY, seq INTEGER UNIQUE, body BLOB)")
    taken = 0

    def write(size: int) -> None:
        nonlocal taken
        rows = [(uuid4().bytes, taken + at, os.urandom(size_of_one)) for at in range(size)]
        taken += size
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")

    return write


if __name__ == "__main__":
    main()
