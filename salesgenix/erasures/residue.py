"""Looking for traces of given values in bytes, files, folders and databases, in any encoding.

A value may lie as it is, in another case, URL-encoded, in base64 at any of the three offsets, with
JSON escapes, in UTF-16, in hexadecimal, quoted-printable (also as in mail headers), or as the bare
digits of a number; broken over lines, too. A hit names a place, an encoding and the number of the
value, never the value.
"""

import base64
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from email.quoprimime import header_encode
from pathlib import Path
from quopri import encodestring
from typing import Any
from urllib.parse import quote, quote_plus

from sqlalchemy import MetaData, Table, inspect, select
from sqlmodel import Session

SHORTEST = 5  # bytes: less is found anywhere by chance
SHORTEST_FOLDED = 6  # shorter ones are compared with their case
LONGEST = 48  # characters: a longer text is looked for by pieces, since storage may tear it apart
PIECE = 32
PIECES = 8
CHUNK = 1 << 20
ROWS = 500
PHONE_DIGITS = range(7, 16)


@dataclass(frozen=True, slots=True)
class Hit:
    """``value`` counts from 0 in the order given to ``traces``; ``offset`` is where it was seen."""

    place: str  # a path below the folder, or "table.column"
    encoding: str
    value: int
    offset: int


@dataclass(frozen=True, slots=True)
class Traces:
    """What to look for: patterns to meet byte by byte, and others whatever their ASCII case."""

    exact: dict[bytes, tuple[str, int]]
    folded: dict[bytes, tuple[str, int]]

    @property
    def overlap(self) -> int:
        longest = max(map(len, [*self.exact, *self.folded]), default=0)
        return 2 * longest  # line breaks may stand in between


def traces(values: Iterable[str]) -> Traces:
    """The patterns of all values. One too short to tell from chance has none."""
    exact: dict[bytes, tuple[str, int]] = {}
    folded: dict[bytes, tuple[str, int]] = {}
    for number, value in enumerate(values):
        for piece in _pieces(value.strip()):
            for encoding, pattern in _encodings(piece):
                if len(pattern) < SHORTEST:
                    continue
                if encoding == "base64" or len(pattern) < SHORTEST_FOLDED:
                    exact.setdefault(pattern, (encoding, number))
                else:
                    folded.setdefault(pattern.lower(), (encoding, number))
    return Traces(exact, folded)


def scan_bytes(data: bytes, wanted: Traces, place: str = "") -> list[Hit]:
    """At most one hit per value and encoding."""
    found: dict[tuple[str, int], Hit] = {}
    unbroken = data.replace(b"=\r\n", b"").replace(b"=\n", b"").translate(None, b"\r\n")
    for text in (data,) if len(unbroken) == len(data) else (data, unbroken):
        for patterns, where in ((wanted.exact, text), (wanted.folded, text.lower())):
            for pattern, seen in patterns.items():
                offset = where.find(pattern)
                if offset >= 0 and seen not in found:
                    found[seen] = Hit(place, *seen, offset)
    return list(found.values())


def scan_file(path: Path, wanted: Traces, place: str = "") -> list[Hit]:
    """In one pass, whatever the size. A file that is gone holds nothing."""
    found: dict[tuple[str, int], Hit] = {}
    tail, read = b"", 0
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                data = tail + chunk
                for hit in scan_bytes(data, wanted, place or path.name):
                    at = read - len(tail) + hit.offset
                    found.setdefault(
                        (hit.encoding, hit.value), Hit(hit.place, hit.encoding, hit.value, at)
                    )
                read += len(chunk)
                tail = data[-wanted.overlap :] if wanted.overlap else b""
    except FileNotFoundError:
        return []
    return list(found.values())


def scan_folder(
    folder: Path, wanted: Traces, *, leaves_out: Callable[[Path], bool] = lambda _: False
) -> list[Hit]:
    """Every byte of every file below ``folder``, and every name."""
    hits: list[Hit] = []
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or leaves_out(path):
            continue
        place = str(path.relative_to(folder))
        hits += scan_bytes(place.encode(), wanted, f"{place} (its name)")
        if path.is_file():
            hits += scan_file(path, wanted, place)
    return hits


def scan_database(session: Session, wanted: Traces) -> list[Hit]:
    """Every value of every table that lies in the database, ours or not, as SQL hands it out."""
    found: dict[tuple[str, str, int], Hit] = {}
    connection = session.connection()
    metadata = MetaData()
    for name in inspect(connection).get_table_names():
        table = Table(name, metadata, autoload_with=connection, resolve_fks=False)
        for column, data in _contents(session, table):
            for hit in scan_bytes(data, wanted, f"{name}.{column}"):
                found.setdefault((hit.place, hit.encoding, hit.value), hit)
    return list(found.values())


def _contents(session: Session, table: Table) -> Iterator[tuple[str, bytes]]:
    """Some hundred values of one column at a time, parted by zero bytes."""
    rows = session.connection().execute(select(table), execution_options={"yield_per": ROWS})
    for block in rows.partitions():
        for column, values in zip(rows.keys(), zip(*block, strict=True), strict=True):
            yield column, b"\x00".join(_plain_bytes(value) for value in values)


def _plain_bytes(value: Any) -> bytes:
    match value:
        case None:
            return b""
        case bytes() | bytearray() | memoryview():
            return bytes(value)
        case str():
            return value.encode()
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, default=str).encode()
        case _:
            return str(value).encode()


def _pieces(value: str) -> list[str]:
    if len(value) <= LONGEST:
        return [value]
    step = max(PIECE, (len(value) - PIECE) // (PIECES - 1))
    return [value[at : at + PIECE] for at in range(0, len(value) - PIECE + 1, step)]


def _encodings(value: str) -> Iterator[tuple[str, bytes]]:
    forms = {value, value.lower(), value.upper(), value.casefold()}
    forms |= {unicodedata.normalize(form, text) for form in ("NFC", "NFD") for text in set(forms)}
    for text in sorted(forms):
        plain = text.encode()
        yield "plain", plain
        yield "url", quote(text, safe="").encode()
        yield "url", quote_plus(text).encode()
        yield "json", json.dumps(text)[1:-1].encode()
        yield "json", "".join(f"\\u{unit}" for unit in _utf16_units(text)).encode()
        yield "utf-16-le", text.encode("utf-16-le")
        yield "utf-16-be", text.encode("utf-16-be")
        yield "hex", plain.hex().encode()
        quoted = encodestring(plain).replace(b"=\n", b"")
        yield "quoted-printable", quoted
        yield "quoted-printable", header_encode(plain, "").removeprefix("=??q?")[:-2].encode()
        for pattern in _base64(plain):
            yield "base64", pattern
            yield "base64", pattern.translate(bytes.maketrans(b"+/", b"-_"))
    digits = "".join(letter for letter in value if letter.isdecimal())
    letters = sum(letter.isalpha() for letter in value)
    if len(digits) in PHONE_DIGITS and not letters:
        yield "digits", digits.encode()


def _utf16_units(text: str) -> list[str]:
    wide = text.encode("utf-16-be")
    return [wide[at : at + 2].hex() for at in range(0, len(wide), 2)]


def _base64(plain: bytes) -> Iterator[bytes]:
    """What stays of it whatever stands before and behind: whole characters of its own bits."""
    for before in range(3):
        bits = 8 * (before + len(plain))
        coded = base64.b64encode(bytes(before) + plain + bytes(2))
        yield coded[-(-8 * before // 6) : bits // 6]
