"""The journal outside the database: what a restored backup must not forget.

A file of JSON Lines that only grows. Each line carries its number and the SHA-256 of the line
before, so nothing in it can be changed or taken out unseen. It holds random references and keyed
marks, never anything about a person. A line counts once it ends: one that a crash tore is cut off
by the next writer. Several processes may append; a lock on the file keeps them in line.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from salesgenix.kit.errors import Unavailable

FIRST = "0" * 64  # what the first line names as the line before
TAIL_BYTES = 1 << 16


class Kind(StrEnum):
    ERASURE = "erasure"  # subject_ref
    SUPPRESSION = "suppression"  # mark, kind, reason
    SUPPRESSION_LIFTED = "suppression_lifted"  # mark
    REVOCATION = "revocation"  # instruction, surface
    RESTRICTION = "restriction"  # subject_ref
    RELEASE = "release"  # subject_ref


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be kept in the journal."""

    kind: str
    workspace_id: UUID
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One kept notice. ``digest`` is that of the line's own bytes, which the next line carries."""

    position: int
    kind: str
    workspace_id: UUID
    facts: dict[str, str]
    before: str
    digest: str


@dataclass(frozen=True, slots=True)
class End:
    """How many lines there are, and the digest of the last (``FIRST`` when there is none)."""

    position: int
    digest: str


class Journal:
    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, kind: str, workspace_id: UUID, facts: dict[str, str]) -> int:
        """Keeps one notice for good and returns its position."""
        return self.append_all([Notice(kind, workspace_id, facts)]).position

    def append_all(self, notices: Sequence[Notice]) -> End:
        """They are on the disk when it returns. ``Unavailable`` when the file cannot take them."""
        try:
            with self._locked() as handle:
                return _append(handle, notices, self.path)
        except OSError as error:
            raise Unavailable(
                "journal.unwritable", f"The journal {self.path} cannot be written."
            ) from error

    def read(self, after: int = 0) -> Iterator[Line]:
        """Every line behind ``after``, in order. All lines are checked, those before it too.

        ``Unavailable`` (``journal.damaged``) at the first that is not what was written.
        """
        before = FIRST
        try:
            lines = _whole_lines(self.path.read_bytes())
        except FileNotFoundError:
            return
        for position, raw in enumerate(lines, start=1):
            line = _parsed(raw)
            if line is None or (line.position, line.before) != (position, before):
                raise Unavailable(
                    "journal.damaged",
                    f"Line {position} of the journal {self.path} is not what was written. Put back "
                    "an undamaged copy of the file; if there is none: salesgenix accept-journal",
                )
            before = line.digest
            if position > after:
                yield line

    def end(self) -> End:
        """Where it ends, every line checked."""
        found = End(0, FIRST)
        for line in self.read():
            found = End(line.position, line.digest)
        return found

    def digest_at(self, position: int) -> str | None:
        """The digest of that line; ``None`` when the journal is shorter."""
        if position == 0:
            return FIRST
        return next((line.digest for line in self.read(position - 1)), None)

    def set_aside(self) -> Path | None:
        """Renames the file, so that another can begin; where it lies now."""
        if not self.path.exists():
            return None
        number = 1
        while (aside := self.path.with_name(f"{self.path.name}.aside-{number}")).exists():
            number += 1
        self.path.rename(aside)
        return aside

    @contextmanager
    def _locked(self) -> Iterator[int]:
        is_new = not self.path.exists()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if is_new:
                _sync_folder(self.path.parent)
            yield handle
        finally:
            os.close(handle)  # and with it the lock


def _append(handle: int, notices: Sequence[Notice], path: Path) -> End:
    size = os.fstat(handle).st_size
    start = max(0, size - TAIL_BYTES)
    tail = os.pread(handle, size - start, start)
    whole = tail[: tail.rfind(b"\n") + 1]
    if whole:
        last = _parsed(whole[:-1].rpartition(b"\n")[2])
        if last is None:
            raise Unavailable(
                "journal.damaged", f"The end of the journal {path} is not what was written."
            )
        end = End(last.position, last.digest)
    elif start:
        raise Unavailable("journal.damaged", f"The journal {path} does not end in a line.")
    else:
        end = End(0, FIRST)
    written = b""
    for notice in notices:
        raw = _raw(notice, end)
        written += raw + b"\n"
        end = End(end.position + 1, hashlib.sha256(raw).hexdigest())
    os.ftruncate(handle, start + len(whole))  # what a crash tore goes
    os.pwrite(handle, written, start + len(whole))
    os.fsync(handle)
    return end


def _raw(notice: Notice, end: End) -> bytes:
    body = {
        "n": end.position + 1,
        "before": end.digest,
        "kind": str(notice.kind),
        "workspace": str(notice.workspace_id),
        "facts": notice.facts,
    }
    return json.dumps(body, separators=(",", ":"), sort_keys=True).encode()


def _parsed(raw: bytes) -> Line | None:
    try:
        body: dict[str, Any] = json.loads(raw)
        return Line(
            position=body["n"],
            kind=body["kind"],
            workspace_id=UUID(body["workspace"]),
            facts=body["facts"],
            before=body["before"],
            digest=hashlib.sha256(raw).hexdigest(),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _whole_lines(data: bytes) -> list[bytes]:
    return data.split(b"\n")[:-1]


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
