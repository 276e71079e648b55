"""The members of an archive while it is made: each in a sealed file of its own, then put together.

A ZIP's header names a file's size and checksum before its bytes, and the manifest, which comes
first, names those of all others: so everything is written once to the side.
"""

import hashlib
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import rfc8785

from salesgenix.exports.archive import Entry, directory, length_of, local_header
from salesgenix.exports.sealed import SealedReader, SealedWriter, make_folder


class Member:
    """One file of the archive being written. ``size`` in bytes so far."""

    def __init__(self, name: str, path: Path, key: bytes) -> None:
        self.name, self.size = name, 0
        self._path, self._key = path, key
        self._crc, self._digest = 0, hashlib.sha256()
        self._writer = SealedWriter(path, key, name=path.name)

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self._crc = zlib.crc32(data, self._crc)
        self._digest.update(data)
        self._writer.write(data)

    def line(self, body: dict[str, Any]) -> None:
        """``body`` as RFC 8785 on a line of its own."""
        self.write(rfc8785.dumps(body) + b"\n")

    def close(self) -> None:
        self._writer.close()

    def abandon(self) -> None:
        self._writer.abandon()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    @property
    def entry(self) -> Entry:
        return Entry(self.name, self.size, self._crc)

    def chunks(self) -> Iterator[bytes]:
        with SealedReader(self._path, self._key, name=self._path.name) as reader:
            yield from reader.chunks()


class Spool:
    """All members of one export, sealed under its key; in a ``with`` block they go at its end."""

    def __init__(self, folder: Path, export_id: UUID, key: bytes) -> None:
        self._folder, self._export_id, self._key = folder, export_id, key
        self._members: list[Member] = []
        make_folder(folder)

    def __enter__(self) -> Self:
        self._clear()
        return self

    def __exit__(self, *_: object) -> None:
        for member in self._members:
            member.abandon()
        self._clear()

    def member(self, name: str) -> Member:
        path = self._folder / f"{self._export_id}.{len(self._members)}.part"
        made = Member(name, path, self._key)
        self._members.append(made)
        return made

    def whole(self, name: str, content: bytes) -> Member:
        made = self.member(name)
        made.write(content)
        made.close()
        return made

    def assemble(self, path: Path, order: list[Member]) -> tuple[int, bytes]:
        """Writes the sealed archive whole under ``path``; its length and SHA-256 in the clear."""
        entries = [member.entry for member in order]
        length = length_of(entries)
        digest = hashlib.sha256()
        part = self._folder / f"{self._export_id}.whole.part"
        writer = SealedWriter(part, self._key, name=str(self._export_id))
        try:
            for piece in _pieces(order, entries):
                digest.update(piece)
                writer.write(piece)
            writer.close()
        except BaseException:
            writer.abandon()
            raise
        part.replace(path)
        return length, digest.digest()

    def _clear(self) -> None:
        for path in self._folder.glob(f"{self._export_id}.*.part"):
            path.unlink(missing_ok=True)


def _pieces(order: list[Member], entries: list[Entry]) -> Iterator[bytes]:
    for member, entry in zip(order, entries, strict=True):
        yield local_header(entry)
        yield from member.chunks()
    yield from directory(entries)
