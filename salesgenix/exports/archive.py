"""The container: a ZIP of stored files whose every byte follows from names and contents.

No compression, dates, extra fields or comments: equal content gives equal bytes, and whoever
verifies an archive can build it again and compare. PKWARE APPNOTE 6.3, 4.3.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from salesgenix.exports.rules import MAX_ARCHIVE_BYTES
from salesgenix.kit.errors import LimitExceeded

MADE_BY = 0x0314  # on Unix, by version 2.0 of the format
NEEDED = 20
DOS_DATE = 0x0021  # 1 January 1980
ATTRIBUTES = 0o100644 << 16
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
END = struct.Struct("<4sHHHHIIH")


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    size: int
    crc: int


def local_header(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    fixed = LOCAL.pack(
        b"PK\x03\x04",
        NEEDED,
        0,
        0,
        0,
        DOS_DATE,
        entry.crc,
        entry.size,
        entry.size,
        len(name),
        0,
    )
    return fixed + name


def directory(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The central directory and the end record, for entries that lie back to back from 0."""
    offset, length, count = 0, 0, 0
    for entry in entries:
        name = entry.name.encode("ascii")
        fixed = CENTRAL.pack(
            b"PK\x01\x02",
            MADE_BY,
            NEEDED,
            0,
            0,
            0,
            DOS_DATE,
            entry.crc,
            entry.size,
            entry.size,
            len(name),
            0,
            0,
            0,
            0,
            ATTRIBUTES,
            offset,
        )
        yield fixed + name
        offset += LOCAL.size + len(name) + entry.size
        length += CENTRAL.size + len(name)
        count += 1
    yield END.pack(b"PK\x05\x06", 0, 0, count, count, length, offset, 0)


def length_of(entries: Iterable[Entry]) -> int:
    """Bytes of the whole archive. ``LimitExceeded`` for one that would need extensions."""
    names = [(len(entry.name), entry.size) for entry in entries]
    total = END.size + sum(LOCAL.size + CENTRAL.size + 2 * name + size for name, size in names)
    if total > MAX_ARCHIVE_BYTES:
        raise LimitExceeded(
            "export.too_large",
            "The archive would be larger than 4 GiB. Export it in parts, by period.",
            limit=MAX_ARCHIVE_BYTES,
        )
    return total
