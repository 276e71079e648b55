"""Archives per second of records, and the memory they take, beside a plain dump of the same log.

Ours: everything that an archive holds (each record, its payload opened, table, page, signatures),
sealed on its way to the disk. Plain: the same records as JSON Lines, as they lie there.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.figures import median, ratio, table

ROUNDS = {1_000: 1, 10_000: 3}  # by how many records
KINDS = ("workspace", "subject", "jsonl")
MIB = 1_048_576


def main() -> None:
    if len(sys.argv) == 4:
        print(*_once(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
        return
    rows = []
    for size, rounds in ROUNDS.items():
        with TemporaryDirectory(prefix="salesgenix-bench-") as folder:
            person = _fill(Path(folder), size)
            runs = {
                kind: [_measured(folder, kind, person) for _ in range(rounds)] for kind in KINDS
            }
            rates = {kind: size / median(run[0] for run in runs[kind]) for kind in KINDS}
            for kind in KINDS:
                peak = median(run[1] for run in runs[kind])
                cells = (f"{rates[kind]:,.0f}", f"{peak:.0f}", ratio(rates["jsonl"], rates[kind]))
                rows.append((f"{kind}, {size:,} records", *cells))
    table(("", "records/s", "peak MiB", "plain / this"), rows)


def _fill(folder: Path, size: int) -> str:
    from cli.installation import DEMO_FILE, open_installation
    from cli.reading import local_settings
    from salesgenix.decisions import service as decisions
    from salesgenix.decisions.rules import DecisionType, Entry
    from salesgenix.workspaces import service as workspaces

    house = open_installation(local_settings("demo", folder))
    now, person = house.clock.now(), uuid4()
    with house.db.writing() as session:
        declared = workspaces.read_file(DEMO_FILE)
        workspace_id = workspaces.apply(session, declared, now=now).workspace_id
    entry = Entry(
        type=DecisionType.TOOL_CALLED,
        outcome="found",
        reasons=("instruction",),
        subject_ref=person,
        tool={"name": "search_knowledge", "effect": "read", "status": "found"},
        payloads={"arguments": '{"query": "what does the smallest plan cost a month"}'},
    )
    for start in range(0, size, 500):
        with house.db.writing() as session:
            decisions.record_all(session, workspace_id, [entry] * min(500, size - start), now=now)
    house.close()
    return str(person)


def _measured(folder: str, kind: str, person: str) -> tuple[float, float]:
    """In a process of its own: peak memory can only be read once."""
    told = [sys.executable, "-m", "benchmarks.exports", folder, kind, person]
    seconds, peak = subprocess.run(told, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(peak)


def _once(folder: Path, kind: str, person: str) -> tuple[float, float]:
    from uuid import UUID

    from cli.installation import open_installation
    from cli.reading import local_settings
    from cli.upkeep import pick_workspace
    from salesgenix.decisions import service as decisions
    from salesgenix.exports import service as exports
    from salesgenix.exports.making import make
    from salesgenix.exports.rules import Kind, Wanted
    from salesgenix.kit.logging import configure_logging

    configure_logging(level="ERROR")
    house = open_installation(local_settings("demo", folder))
    now = house.clock.now()
    with house.db.reading() as session:
        workspace_id = pick_workspace(session, None)
    if kind == "jsonl":
        began = time.perf_counter()
        with house.db.reading() as session, (folder / "log.jsonl").open("wb") as file:
            file.writelines(decisions.export_lines(session, workspace_id))
            file.flush()
            os.fsync(file.fileno())
        return time.perf_counter() - began, _peak()
    wanted = Wanted(kind=Kind(kind), subject_ref=UUID(person) if kind == "subject" else None)
    with house.db.writing() as session:
        card = exports.request(session, workspace_id, wanted, by=None, now=now)
        job = exports.claim(session, workspace_id, card.id, now=now)
    began = time.perf_counter()
    with house.db.reading() as session:
        make(session, job, folder / "exports", report=_say_nothing)
    return time.perf_counter() - began, _peak()


def _say_nothing(done: int, total: int) -> None:
    """Nobody watches."""


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB


if __name__ == "__main__":
    main()
