"""The archive's container, a ZIP with exactly one spelling: it is built again and compared.

Stored files back to back from byte 0, then the directory, then the end record; no extra field,
comment, date or flag. Whatever differs from what names and contents give is found, wherever it is.
"""

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from salesgenix_verify.canonical import Bytes
from salesgenix_verify.report import Place, Tampered

LOCAL = struct.Struct("<4s5HIIIHH")
CENTRAL = struct.Struct("<4s6HIIIHHHHHII")
END = struct.Struct("<4s4HIIH")
CHUNK = 2**20
MADE_BY, NEEDED, DATE, MODE = 0x0314, 20, 0x0021, 0o100644 << 16
MAX_NAME = 200
MAX_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Stored:
    """One file: its bytes are ``data[start:end]``; ``told`` is the checksum its header tells."""

    name: str
    header: int
    start: int
    end: int
    told: int
    crc: int
    sha256: bytes

    @property
    def size(self) -> int:
        return self.end - self.start


def read(data: Bytes) -> tuple[list[Stored], list[Tampered]]:
    """The files, and those whose content does not fit its checksum. ``Tampered`` when the container
    itself is not what these files give.
    """
    files: list[Stored] = []
    position = 0
    while data[position : position + 4] == b"PK\x03\x04":
        stored = _local(data, position)
        if len(files) >= MAX_ENTRIES or any(stored.name == other.name for other in files):
            raise _wrong("A file stands twice, or there are too many files.", position)
        files.append(stored)
        position = stored.end
    if not files:
        raise _wrong("This does not begin like an archive of this format.", 0)
    if data[position : position + 4] != b"PK\x01\x02":
        raise _wrong(
            "The archive is cut off, or something foreign lies between its files.", position
        )
    expected = _directory(files, position)
    if data[position:] != expected:
        raise _wrong(
            "The directory at the end is not the one that these files give.",
            position + _first_difference(data[position : position + len(expected)], expected),
        )
    changed = [
        Tampered(
            "container.content",
            "The content does not fit the checksum in the container.",
            Place(stored.name, offset=stored.start),
        )
        for stored in files
        if stored.crc != stored.told
    ]
    return files, changed


def _local(data: Bytes, position: int) -> Stored:
    fixed = data[position : position + LOCAL.size]
    if len(fixed) < LOCAL.size:
        raise _wrong("The archive is cut off inside a file's header.", position)
    *_, told, _, size, name_length, _ = LOCAL.unpack(fixed)
    raw_name = data[position + LOCAL.size : position + LOCAL.size + min(name_length, MAX_NAME)]
    start = position + LOCAL.size + name_length
    end = start + size
    header = LOCAL.pack(b"PK\x03\x04", NEEDED, 0, 0, 0, DATE, told, size, size, len(raw_name), 0)
    if fixed != header or not _is_name(raw_name):
        raise _wrong(
            "A file's header is not the one that the format gives it.",
            position + _first_difference(fixed, header),
        )
    if end > len(data):
        raise _wrong("The archive is cut off inside a file.", position)
    crc, digest = 0, hashlib.sha256()
    for chunk in chunks(data, start, end):
        crc = zlib.crc32(chunk, crc)
        digest.update(chunk)
    return Stored(raw_name.decode("ascii"), position, start, end, told, crc, digest.digest())


def chunks(data: Bytes, start: int, end: int) -> Iterator[bytes]:
    for position in range(start, end, CHUNK):
        yield data[position : min(position + CHUNK, end)]


def _is_name(raw: bytes) -> bool:
    plain = raw.replace(b"/", b"").replace(b".", b"").replace(b"_", b"").replace(b"-", b"")
    return raw.isascii() and plain.isalnum() and b".." not in raw and not raw.startswith(b"/")


def _directory(files: list[Stored], offset: int) -> bytes:
    entries = b"".join(
        CENTRAL.pack(
            *(b"PK\x01\x02", MADE_BY, NEEDED, 0, 0, 0, DATE, stored.told, stored.size),
            *(stored.size, len(stored.name), 0, 0, 0, 0, MODE, stored.header),
        )
        + stored.name.encode("ascii")
        for stored in files
    )
    count = len(files)
    return entries + END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), offset, 0)


def _first_difference(found: bytes, expected: bytes) -> int:
    pairs = zip(found, expected, strict=False)
    return next(
        (index for index, (one, other) in enumerate(pairs) if one != other),
        min(len(found), len(expected)),
    )


def _wrong(sentence: str, offset: int) -> Tampered:
    return Tampered("container.foreign", sentence, Place(offset=offset))
