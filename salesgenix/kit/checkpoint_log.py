"""The checkpoints outside the database: a file that only grows, one JSON line each.

It lies apart from the backups of the database; what it knows and the database does not know is a
database that was rolled back.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock


@dataclass(frozen=True, slots=True)
class Line:
    """One signed checkpoint: the log's ``origin``, its ``size``, and the whole ``note``."""

    origin: str
    size: int
    note: str


class CheckpointLog:
    """Reads on from where it stopped; starts anew when the file is another. Raises ``OSError``."""

    def __init__(self, path: Path) -> None:
        self.is_failing = False  # it could not be written, and that has been said
        self._path = path
        self._lock = Lock()
        self._read, self._inode = 0, 0
        self._newest: dict[str, Line] = {}
        self._largest: dict[str, Line] = {}

    def newest(self, origin: str) -> Line | None:
        """The line of ``origin`` that was written last."""
        with self._lock:
            self._catch_up()
            return self._newest.get(origin)

    def largest(self, origin: str) -> Line | None:
        """The first line of ``origin`` with the largest size."""
        with self._lock:
            self._catch_up()
            return self._largest.get(origin)

    def lines(self, origin: str) -> Iterator[Line]:
        """Every line of ``origin``; reads the whole file."""
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for raw in file:
                line = _parsed(raw)
                if line is not None and line.origin == origin:
                    yield line

    def append(self, lines: Sequence[Line]) -> None:
        """Writes them in one piece; they are on the disk when it returns."""
        written = "".join(f"{json.dumps(asdict(line), ensure_ascii=False)}\n" for line in lines)
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
            handle = os.open(self._path, flags, 0o600)
            with os.fdopen(handle, "rb+", buffering=0) as file:
                end = file.seek(0, os.SEEK_END)
                if end and os.pread(handle, 1, end - 1) != b"\n":  # it died in the middle of a line
                    written = f"\n{written}"
                file.write(written.encode())
                os.fsync(handle)
            self._catch_up()

    def _catch_up(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._forget(0)
            return
        if found.st_ino != self._inode or found.st_size < self._read:
            self._forget(found.st_ino)
        if found.st_size == self._read:
            return
        with self._path.open("rb") as file:
            file.seek(self._read)
            for raw in file:
                if not raw.endswith(b"\n"):  # being written
                    break
                self._read += len(raw)
                line = _parsed(raw)
                if line is not None:
                    self._take(line)

    def _take(self, line: Line) -> None:
        self._newest[line.origin] = line
        known = self._largest.get(line.origin)
        if known is None or line.size > known.size:
            self._largest[line.origin] = line

    def _forget(self, inode: int) -> None:
        self._read, self._inode = 0, inode
        self._newest.clear()
        self._largest.clear()


def _parsed(raw: bytes) -> Line | None:
    """``None`` for a line that a crash or somebody's editor has broken."""
    try:
        found = json.loads(raw)
        line = Line(origin=found["origin"], size=found["size"], note=found["note"])
    except (ValueError, TypeError, KeyError):
        return None
    kinds = (type(line.origin), type(line.size), type(line.note))
    return line if kinds == (str, int, str) else None
