"""Decisions that are on the disk, per second, beside bare inserts of the same batch size.

Ours: a record made canonical, chained, sealed payload beside it, in one transaction of the real
database. Bare: ``sqlite3`` rows of the same bytes with the same durability (WAL, full sync).
"""

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.figures import median, ratio, table
from cli.installation import DEMO_FILE, open_installation
from cli.reading import local_settings
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.kit.ids import new_id
from salesgenix.workspaces import service as workspaces

BATCHES = (1, 6, 50)
ROUNDS = 7
SECONDS = 0.4
BYTES = 700


def main() -> None:
    with TemporaryDirectory(prefix="salesgenix-bench-") as folder:
        ours, bare = _ours(Path(folder)), _bare(Path(folder) / "bare.db")
        rows = []
        for size in BATCHES:
            ours(size), bare(size)
            pairs = [(_rate(ours, size), _rate(bare, size)) for _ in range(ROUNDS)]
            mine, theirs = median(one for one, _ in pairs), median(one for _, one in pairs)
            rows.append((str(size), f"{mine:,.0f}", f"{theirs:,.0f}", ratio(theirs, mine)))
    table(("batch", "decisions/s", "bare rows/s", "bare / ours"), rows)


def _rate(write: Callable[[int], None], size: int) -> float:
    began = time.perf_counter()
    batches = 0
    while time.perf_counter() - began < SECONDS:
        write(size)
        batches += 1
    return batches * size / (time.perf_counter() - began)


def _ours(folder: Path) -> Callable[[int], None]:
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

    return write


def _bare(path: Path) -> Callable[[int], None]:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE record (id BLOB PRIMARY KEY, seq INTEGER UNIQUE, body BLOB)")
    taken = 0

    def write(size: int) -> None:
        nonlocal taken
        rows = [(uuid4().bytes, taken + at, os.urandom(BYTES)) for at in range(size)]
        taken += size
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO record VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")

    return write


if __name__ == "__main__":
    main()
