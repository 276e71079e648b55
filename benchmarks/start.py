"""From the command to the first page, to the first answer, and what the process weighs then.

``salesgenix serve --sandbox`` on a fresh folder, so migration and the workspace file are in it. The
floor beside it: a process that has imported the interpreter's own HTTP server and nothing of ours.
"""

import os
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.children import HOST, Child, end, free_port, wait_until_open
from benchmarks.figures import median, table
from benchmarks.talking import OurTalk

REPEATS = 3
SETTLE_SECONDS = 3.0
QUESTION = "How much is the smallest plan?"


def main() -> None:
    first = _run()
    runs = [_run() for _ in range(REPEATS)]
    floor = [_bare() for _ in range(REPEATS)]
    rows = [
        ("first page, s (aim 3)", *_shown([run["page"] for run in runs])),
        ("the very first, which compiles", f"{first['page']:.1f}", "", ""),
        ("first answered message, s", *_shown([run["answer"] for run in runs])),
        ("idle memory, MiB (aim 300)", *_shown([run["memory"] for run in runs])),
        ("CPU until it is idle, s", *_shown([run["cpu"] for run in runs])),
        ("bare HTTP server's first page, s", *_shown(floor)),
    ]
    table(("", "median", "best", "worst"), rows)


def _run() -> dict[str, float]:
    with TemporaryDirectory(prefix="salesgenix-bench-") as folder:
        port = free_port()
        began = time.perf_counter()
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "cli",
                "serve",
                "--sandbox",
                f"--port={port}",
                f"--data-dir={folder}",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
        )
        try:
            wait_until_open(port, process)
            _get(port, "/console")
            page = time.perf_counter() - began
            child = Child(process, port)
            talk = OurTalk(child, site_key=_site_key(process))
            talk.say(QUESTION)
            answer = time.perf_counter() - began
            talk.close()
            time.sleep(SETTLE_SECONDS)
            used = psutil.Process(process.pid).cpu_times()
            return {
                "page": page,
                "answer": answer,
                "memory": child.rss_kib() / 1024,
                "cpu": used.user + used.system,
            }
        finally:
            end(process)
            if process.stdout:
                process.stdout.close()


def _environment() -> dict[str, str]:
    """As at a newcomer's: compiled files are kept, so only the very first start compiles."""
    ours = {"OMP_NUM_THREADS": "1", "SALESGENIX_BRAIN_KIND": "embedded"}
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | ours


def _site_key(process: "subprocess.Popen[bytes]") -> str:
    """As the sandbox says it itself."""
    assert process.stdout
    for line in process.stdout:
        if b"Site key" in line:
            return line.decode().split()[-1]
    raise AssertionError("the sandbox did not say its site key")


def _bare() -> float:
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "http.server", "--bind", HOST, str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parent,
    )
    try:
        wait_until_open(port, process)
        _get(port, "/")
        return time.perf_counter() - began
    finally:
        end(process)


def _get(port: int, path: str) -> bytes:
    connection = HTTPConnection(HOST, port, timeout=30)
    connection.request("GET", path)
    body = connection.getresponse().read()
    connection.close()
    return body


def _shown(values: list[float]) -> tuple[str, str, str]:
    return tuple(f"{value:.1f}" for value in (median(values), min(values), max(values)))  # type: ignore[return-value]


if __name__ == "__main__":
    main()
