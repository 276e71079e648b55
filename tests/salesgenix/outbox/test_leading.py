"""One of several processes keeps the clock: real processes, killed, on both databases."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PROCESS = """
import sys, time
from salesgenix.db import Database
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from worker.leading import leader_of
url, note, name = sys.argv[1:]
db = Database(url, Keyring(SqlKeyStore("sqlite://"), bytes(range(32))))
leader = leader_of(db)
tick = time.monotonic()
while True:
    leader.beat()
    if leader.leads:
        with open(note, "a") as file:
            print(name, time.time(), file=file, flush=True)
    tick += 0.5
    time.sleep(max(0.0, tick - time.monotonic()))
"""


@contextmanager
def running(url: str, note: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", PROCESS, url, str(note), name], cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def fires(note: Path) -> list[tuple[str, float]]:
    lines = note.read_text().splitlines() if note.exists() else []
    return [(line.split()[0], float(line.split()[1])) for line in lines]


def wait_for_fires(note: Path, count: int, *, by_other_than: str = "") -> None:
    until = time.monotonic() + 20
    while sum(name != by_other_than for name, _ in fires(note)) < count:
        assert time.monotonic() < until, fires(note)
        time.sleep(0.05)


@pytest.mark.timeout(90)
def test_three_processes_have_one_leader_and_another_takes_over(
    database_url: str, tmp_path: Path
) -> None:
    """Each half second fires once, by one of the three; the leader is killed -9, and within five
    seconds another fires, and never two.
    """
    note = tmp_path / "fires"
    with ExitStack() as stack:
        alive = {
            name: stack.enter_context(running(database_url, note, name)) for name in ("a", "b", "c")
        }
        wait_for_fires(note, 6)
        (leader,) = {name for name, _ in fires(note)}
        alive[leader].kill()
        alive[leader].wait()
        died = time.time()
        wait_for_fires(note, 4, by_other_than=leader)
        heirs = [(name, at) for name, at in fires(note) if at > died + 0.1]
    assert heirs[0][1] - died < 5
    assert len({name for name, _ in heirs}) == 1
    gaps = [second[1] - first[1] for first, second in pairwise(heirs)]
    assert min(gaps) > 0.2
