"""The console script as a user starts it: a process of its own, on a port of its own."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**more: str) -> dict[str, str]:
    """This machine's, without any setting of ours or of a model provider."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SALESGENIX_", "OPENAI_"))
    }
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **more}


def run(
    *arguments: str, typed: bytes = b"", cwd: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        input=typed,
        capture_output=True,
        check=False,
        cwd=cwd,
        env=environment(**variables),
        timeout=100,
    )


@dataclass
class Running:
    """A command that goes on. ``output`` is what it has said so far."""

    process: subprocess.Popen[str]
    output: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def said(self) -> str:
        return "".join(self.output)

    def wait_for(self, words: str, seconds: float = 90) -> str:
        deadline = time.monotonic() + seconds
        while words not in self.said:
            assert time.monotonic() < deadline, self.said
            assert self.process.poll() is None or words in self.said, self.said
            time.sleep(0.02)
        return self.said

    def stop(self, number: int, seconds: float = 30) -> int:
        self.process.send_signal(number)
        self.process.wait(seconds)
        self.end()
        return int(self.process.returncode)

    def end(self) -> None:
        """Waits until all it has said is read; kills it first if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)
        self._listener.join(10)
        if self.process.stdout is not None:
            self.process.stdout.close()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.output.append(line)


@contextmanager
def started(*arguments: str, **variables: str) -> Iterator[Running]:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
        env=environment(**variables),
    )
    running = Running(process)
    try:
        yield running
    finally:
        running.end()


def free_ports() -> int:
    """The first of two neighbouring free ports."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first:
            port = first.getsockname()[1]
            try:
                socket.create_server(("127.0.0.1", port + 1)).close()
            except OSError:
                continue
        return int(port)
