"""Strict reading: bytes count, so JSON is accepted only in its one canonical form (RFC 8785).

Members must come in order and once, numbers are integers below 2^53; what was parsed is written
again and compared with the bytes. Text is never normalised.
"""

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from salesgenix_verify.report import Place, Tampered

MAX_LINE = 64 * 2**20
MAX_SAFE = 2**53 - 1
HEX_DIGEST = re.compile(r"[0-9a-f]{64}")


class Bytes(Protocol):
    """The archive: ``bytes`` or a memory map of the file."""

    def __getitem__(self, part: slice, /) -> bytes: ...
    def __len__(self) -> int: ...
    def find(self, wanted: bytes, start: int, end: int, /) -> int: ...


class Refused(ValueError):
    """Why bytes are not canonical JSON."""


def parse(raw: bytes, place: Place) -> "Fields":
    """The object in ``raw``; ``Tampered`` unless these are exactly its canonical bytes."""
    try:
        text = raw.decode("utf-8")
        value = json.loads(
            text,
            object_pairs_hook=_ordered,
            parse_int=_integer,
            parse_float=_refused_number,
            parse_constant=_refused_number,
        )
        again = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except Refused as refused:
        raise Tampered("json.refused", f"Refused: {refused}.", place) from None
    except UnicodeError:
        raise Tampered("json.encoding", "The text is not valid UTF-8.", place) from None
    except (ValueError, RecursionError):
        raise Tampered("json.unreadable", "This is not JSON.", place) from None
    if again != raw:
        raise Tampered(
            "json.not_canonical",
            "The bytes are not the canonical form of what they say (spaces or other spelling).",
            place,
        )
    if not isinstance(value, dict):
        raise Tampered("json.shape", "An object was expected.", place)
    return Fields(value, place)


def _ordered(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) != len(pairs):
        raise Refused("a key stands twice, and one of its values would be hidden")
    names = list(body)
    if names != sorted(names, key=None if all(map(str.isascii, names)) else _utf16):
        raise Refused("keys are not in canonical order")
    return body


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _integer(digits: str) -> int:
    if len(digits) > len(str(-MAX_SAFE)) or abs(int(digits)) > MAX_SAFE:
        raise Refused("a number is too large to be exact everywhere")
    return int(digits)


def _refused_number(_: str) -> Any:
    raise Refused("a number is not an integer")


def lines(data: Bytes, start: int, end: int, file: str) -> Iterator[tuple[Place, bytes]]:
    """Each raw line with its place; offsets count from ``start``. Every line ends in one LF."""
    position, number = start, 0
    while position < end:
        number += 1
        place = Place(file, line=number, offset=position - start)
        stop = data.find(b"\n", position, end)
        if stop < 0:
            raise Tampered("lines.cut", "The last line does not end; something was cut off.", place)
        if stop - position > MAX_LINE:
            raise Tampered("lines.long", "The line is longer than any the format allows.", place)
        raw = data[position:stop]
        if not raw or b"\r" in raw or raw.startswith(b"\xef\xbb\xbf"):
            raise Tampered(
                "lines.foreign", "An empty line, a carriage return or a byte order mark.", place
            )
        yield place, raw
        position = stop + 1


def unbase64(text: str) -> bytes:
    """``ValueError`` for any spelling but the one that encoding gives."""
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise ValueError("not the canonical base64")
    return raw


class Fields:
    """An object's members by type; ``Tampered`` (``json.shape``) for one that is not as told."""

    __slots__ = ("body", "place")

    def __init__(self, body: dict[str, Any], place: Place) -> None:
        self.body, self.place = body, place

    def has(self, name: str) -> bool:
        return name in self.body

    def text(self, name: str) -> str:
        value = self.body.get(name)
        if not isinstance(value, str):
            raise self._wrong(name, "text")
        return value

    def number(self, name: str) -> int:
        value = self.body.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._wrong(name, "a whole number")
        return value

    def items(self, name: str) -> list[Any]:
        """A list; an absent one is empty."""
        value = self.body.get(name, [])
        if not isinstance(value, list):
            raise self._wrong(name, "a list")
        return value

    def inner(self, name: str) -> "Fields":
        return self._fields(self.body.get(name), name)

    def inners(self, name: str) -> list["Fields"]:
        return [self._fields(item, name) for item in self.items(name)]

    def digest(self, name: str) -> bytes:
        return self._digest(self.body.get(name), name)

    def digests(self, name: str) -> list[bytes]:
        return [self._digest(item, name) for item in self.items(name)]

    def uuid(self, name: str) -> UUID:
        return self._uuid(self.body.get(name), name)

    def uuids(self, name: str) -> list[UUID]:
        return [self._uuid(item, name) for item in self.items(name)]

    def base64(self, name: str) -> bytes:
        try:
            return unbase64(self.text(name))
        except ValueError:
            raise self._wrong(name, "base64") from None

    def time(self, name: str) -> datetime:
        try:
            at = datetime.fromisoformat(self.text(name))
        except ValueError:
            raise self._wrong(name, "a time") from None
        if at.tzinfo is None:
            raise self._wrong(name, "a time with its zone")
        return at

    def _fields(self, value: Any, name: str) -> "Fields":
        if not isinstance(value, dict):
            raise self._wrong(name, "an object")
        return Fields(value, self.place)

    def _digest(self, value: Any, name: str) -> bytes:
        if not isinstance(value, str) or not HEX_DIGEST.fullmatch(value):
            raise self._wrong(name, "a SHA-256 in hexadecimal")
        return bytes.fromhex(value)

    def _uuid(self, value: Any, name: str) -> UUID:
        try:
            found = UUID(value)
        except (ValueError, AttributeError, TypeError):
            raise self._wrong(name, "an id") from None
        if str(found) != value:
            raise self._wrong(name, "an id in lower case")
        return found

    def _wrong(self, name: str, wanted: str) -> Tampered:
        return Tampered(
            "json.shape", f"'{name}' is not {wanted}, as the format has it.", self.place
        )
