"""Vectors of pages kept between runs, so that what stands on a page is read once on a machine.

A file in the user's cache folder: digests of texts and numbers, no text. What cannot be kept there
is worked out again.
"""

import hashlib
import os
import sqlite3
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NAME = "meaning-e5-small-q4.db"
_WAIT = 1.0  # seconds for another process that writes
_KEEP = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = OFF",  # what is lost is worked out again
    "CREATE TABLE IF NOT EXISTS vector (digest BLOB PRIMARY KEY, numbers BLOB) WITHOUT ROWID",
)


class Shelf:
    """``get`` gives what ``put`` took, in sixteen bits; both do nothing where the file fails."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = sqlite3.connect(path, timeout=_WAIT, check_same_thread=False)
        for order in _KEEP:
            self._file.execute(order)

    def get(self, text: str) -> NDArray[np.float16] | None:
        try:
            row = self._file.execute(
                "SELECT numbers FROM vector WHERE digest = ?", (_digest(text),)
            ).fetchone()
        except sqlite3.Error:
            return None
        return None if row is None else np.frombuffer(row[0], dtype=np.float16)

    def put(self, text: str, numbers: NDArray[np.float16]) -> None:
        try:
            with self._file:
                self._file.execute(
                    "INSERT OR IGNORE INTO vector VALUES (?, ?)",
                    (_digest(text), numbers.tobytes()),
                )
        except sqlite3.Error:
            return


@cache
def shelf() -> Shelf | None:
    """The one of this user; None where their cache folder cannot be written."""
    try:
        return Shelf(folder() / NAME)
    except (OSError, RuntimeError, sqlite3.Error):
        return None


def folder() -> Path:
    """Where this user keeps what can be worked out again. Raises RuntimeError where they have no
    home.
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "salesgenix"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
