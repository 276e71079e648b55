"""The outbox: pieces of work drained per second, and how long one waits, on both databases.

Drained: 5,000 rows of four workspaces, a quarter of them in threads, claimed in batches of 50,
looked at once more each, done by a hand that does nothing, and ended. Floor: the same rows inserted
and then updated by plain statements in batches of 50, with nothing else.

Waiting: another process owes 100 a second for ten seconds, each in a transaction of its own; a
draining loop in this one does them. From just before the commit to the hand. Floor: the commits.
"""

import subprocess
import sys
import time
from datetime import UTC, datetime
from threading import Event, Thread
from uuid import UUID

from sqlalchemy import insert, update
from sqlmodel import col

from benchmarks.figures import median, p95, ratio, table
from benchmarks.stores import database, fresh
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile
from salesgenix.db import Database
from salesgenix.kit.clock import SystemClock
from salesgenix.kit.ids import new_id
from salesgenix.outbox import service as outbox
from salesgenix.outbox.models import OutboxItem
from salesgenix.outbox.rules import Kind
from salesgenix.outbox.service import Item
from worker.outbox import Draining

ROWS, WORKSPACES, BATCH = 5_000, 4, 50
PER_SECOND, SECONDS = 100, 10
AIM_RATE, AIM_WAIT = 2_000, 150


def main() -> None:
    rows = []
    for name in ("sqlite", "postgresql"):
        with fresh(name) as url:
            rows.append(measured(name, url))
    table(
        (
            "",
            "drained/s",
            f"aim {AIM_RATE:,}",
            "bare/s",
            "of bare",
            "wait p50",
            "p95 ms",
            f"aim {AIM_WAIT}",
            "commit p95",
        ),
        rows,
    )


def measured(name: str, url: str) -> tuple[str, ...]:
    db = database(url)
    ids = settle(db)
    bare = bare_rate(db, ids[0])
    drained = drain_rate(db, ids)
    waits, commits = waiting(db, url)
    db.close()
    return (
        name,
        f"{drained:,.0f}",
        "yes" if drained >= AIM_RATE else "no",
        f"{bare:,.0f}",
        ratio(drained, bare),
        f"{median(waits):.1f}",
        f"{p95(waits):.1f}",
        "yes" if p95(waits) <= AIM_WAIT else "no",
        f"{p95(commits):.1f}",
    )


def drain_rate(db: Database, ids: list[UUID]) -> float:
    threads = [new_id() for _ in range(100)]
    now = datetime.now(UTC)
    with db.writing() as session:
        for number in range(ROWS):
            outbox.owe(
                session,
                ids[number % WORKSPACES],
                Kind.CALENDAR_READ,
                f"drain-{number}",
                facts={"number": number},
                thread=threads[number % 100] if number % 4 == 0 else None,
                now=now,
            )
    seen: list[int] = []
    hands = {Kind.CALENDAR_READ: lambda item: seen.append(item.facts["number"])}
    draining = Draining(db=db, clock=SystemClock(), hands=hands, batch=BATCH)
    began = time.perf_counter()
    while draining.run():
        pass
    took = time.perf_counter() - began
    if len(seen) != ROWS or len(set(seen)) != ROWS:
        sys.exit(f"{len(seen)} pieces were done, {len(set(seen))} of them different, of {ROWS}.")
    return ROWS / took


def bare_rate(db: Database, workspace_id: UUID) -> float:
    now = datetime.now(UTC)
    rows = [
        {
            "id": new_id(),
            "workspace_id": workspace_id,
            "kind": "bare",
            "key": f"bare-{number}",
            "facts": {"number": number},
            "state": "leased",
            "available_at": now,
            "attempts": 1,
            "created_at": now,
        }
        for number in range(ROWS)
    ]
    began = time.perf_counter()
    for first in range(0, ROWS, BATCH):
        some = rows[first : first + BATCH]
        with db.writing() as session:
            session.execute(insert(OutboxItem).values(some))
        with db.writing() as session:
            ids = [row["id"] for row in some]
            session.execute(
                update(OutboxItem)
                .where(col(OutboxItem.workspace_id) == workspace_id, col(OutboxItem.id).in_(ids))
                .values(state="done")
                .execution_options(synchronize_session=False)
            )
    return ROWS / (time.perf_counter() - began)


def waiting(db: Database, url: str) -> tuple[list[float], list[float]]:
    waits: list[float] = []
    commits: list[float] = []

    def hand(item: Item) -> None:
        waits.append((time.time() - item.facts["at"]) * 1_000)

    stop = Event()
    draining = Draining(db=db, clock=SystemClock(), hands={Kind.CALENDAR_READ: hand}, batch=BATCH)
    loop = Thread(target=draining.loop, args=(stop,))
    loop.start()
    owing = subprocess.run(
        [sys.executable, "-m", "benchmarks.outbox", url], check=True, capture_output=True, text=True
    )
    commits += [float(line) for line in owing.stdout.split()]
    until = time.monotonic() + 10
    while len(waits) < len(commits) and time.monotonic() < until:
        time.sleep(0.05)
    stop.set()
    loop.join()
    if len(waits) != len(commits):
        sys.exit(f"{len(waits)} of {len(commits)} pieces were done.")
    return waits, commits


def owe_steadily(url: str) -> None:
    """In a process of its own: prints how long each commit took, in ms."""
    db = database(url)
    with db.reading() as session:
        workspace_id = accounts.workspaces(session)[0].id
    began = time.monotonic()
    for number in range(PER_SECOND * SECONDS):
        time.sleep(max(0.0, began + number / PER_SECOND - time.monotonic()))
        at = time.perf_counter()
        with db.writing() as session:
            outbox.owe(
                session,
                workspace_id,
                Kind.CALENDAR_READ,
                f"steady-{number}",
                facts={"at": time.time()},
                now=datetime.now(UTC),
            )
        print((time.perf_counter() - at) * 1_000)
    db.close()


def settle(db: Database) -> list[UUID]:
    now = datetime.now(UTC)
    with db.writing() as session:
        return [
            accounts.open_workspace(
                session, f"w{number}", "Orchard", Profile(company="Orchard"), now=now
            ).id
            for number in range(WORKSPACES)
        ]


if __name__ == "__main__":
    owe_steadily(sys.argv[1]) if len(sys.argv) > 1 else main()
