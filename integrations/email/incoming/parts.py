"""A mail's structure, whatever it is worth: every question about it has an answer.

The parser of the standard library takes almost anything, but asking what it has parsed may raise
nearly any error where headers or encodings are broken on purpose. So everything is asked through
here, with bounds on how much is looked at.
"""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")
if TYPE_CHECKING:
    Mail = Message[str, str]
else:
    Mail = Message  # takes no parameters when it runs

BROKEN = (
    ValueError,  # UnicodeError among them
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    OverflowError,
    RecursionError,
    MessageError,
)
MOST_BYTES = 10_000_000
LONGEST_HEAD = 400_000
MOST_BOUNDARIES = 5_000
MOST_PARTS = 300
DEEPEST = 60
LONGEST_HEADER = 20_000
LONGEST_TEXT = 200_000
# Codecs that Python has for other ends; some take a time that grows with the square of the text.
NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
BOUNDARY = re.compile(rb"\n--")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ufffe\uffff]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse(raw: bytes) -> Mail:
    """Headers alone where the body cannot be parsed at all."""
    cut = _bounded(raw[:MOST_BYTES])
    try:
        return message_from_bytes(cut, policy=compat32)
    except BROKEN:
        return BytesParser(policy=compat32).parsebytes(cut, headersonly=True)


def _bounded(raw: bytes) -> bytes:
    """A head of a million lines, or as many parts, costs the parser seconds and says nothing."""
    end = END_OF_HEAD.search(raw)
    at = end.start() if end else len(raw)
    if at > LONGEST_HEAD:
        raw = raw[: raw.rfind(b"\n", 0, LONGEST_HEAD) + 1] + raw[at:]
    if raw.count(b"\n--") > MOST_BOUNDARIES:
        ends = (match.start() for match in BOUNDARY.finditer(raw))
        raw = raw[: next(islice(ends, MOST_BOUNDARIES, None), len(raw))]
    return raw


def asked(question: Callable[[], T], otherwise: T) -> T:
    try:
        return question()
    except BROKEN:
        return otherwise


def header(message: Mail, name: str) -> str:
    """The first of that name, decoded, on one line; empty where there is none."""
    return next(iter(headers(message, name)), "")


def headers(message: Mail, name: str) -> list[str]:
    return [decoded(value) for value in written(message, name)]


def written(message: Mail, name: str) -> list[str]:
    """As they stand there, each on one line: addresses are found before names are decoded."""
    none: list[str] = []
    found = asked(lambda: message.get_all(name) or none, none)
    return [clean(" ".join(str(value)[:LONGEST_HEADER].split())) for value in found[:20]]


def decoded(value: str) -> str:
    """RFC 2047, forgiving: what cannot be decoded stays as it is written."""
    flat = " ".join(value.split())
    pieces = asked(lambda: decode_header(flat), [(flat, None)])
    text = "".join(
        piece if isinstance(piece, str) else as_text(piece, charset) for piece, charset in pieces
    )
    return " ".join(clean(text).split())


def leaves(message: Mail, *, deepest: int = DEEPEST) -> Iterator[Mail]:
    """Every part that is no multipart, in reading order; an attached mail counts as one part."""
    stack, seen = [(message, 0)], 0
    while stack and seen < MOST_PARTS:
        part, depth = stack.pop()
        seen += 1
        inside = payload(part)
        if not (isinstance(inside, list) and kind(part).startswith("multipart/")):
            yield part
        elif depth < deepest:
            stack.extend((one, depth + 1) for one in reversed(inside) if isinstance(one, Message))


def payload(part: Mail) -> Any:
    """A list of parts, or text as it was sent."""
    nothing: Any = ""
    return asked(lambda: part.get_payload(), nothing)  # noqa: PLW0108 - it is overloaded


def kind(part: Mail) -> str:
    return asked(part.get_content_type, "application/octet-stream")


def parameter(part: Mail, name: str, of: str = "content-type") -> str:
    nothing: Any = ""
    value = asked(lambda: part.get_param(name, "", header=of), nothing)
    if isinstance(value, tuple):
        value = value[2]
    return clean(str(value or "")).strip()


def is_attached(part: Mail) -> bool:
    return asked(part.get_content_disposition, None) == "attachment"


def filename(part: Mail) -> str:
    """A name and never a path, on one line."""
    name = asked(part.get_filename, None) or parameter(part, "name")
    plain = re.split(r"[\\/]", decoded(str(name)))[-1]
    return plain[:200]


def content(part: Mail) -> bytes:
    nothing: Any = None
    inside = asked(lambda: part.get_payload(decode=True), nothing)
    if inside is None:  # a charset that is none stands in the way
        asked(lambda: part.del_param("charset"), None)
        inside = asked(lambda: part.get_payload(decode=True), nothing)
    return inside if isinstance(inside, bytes) else b""


def text(part: Mail) -> str:
    charset: Any = asked(part.get_content_charset, None)
    return as_text(content(part), charset if isinstance(charset, str) else None)


def as_text(data: bytes, charset: str | None) -> str:
    """By the charset it names if that holds, else by what it can be."""
    named = (charset or "").strip("\"' ").lower().replace("-", "_")
    tries = [charset or "", "utf-8"] if named not in NO_CHARSETS else ["utf-8"]
    for one in tries:
        try:
            return clean(data.decode(one or "utf-8"))
        except BROKEN:
            continue
    return clean(data.decode("cp1252", "replace"))


def clean(text: str) -> str:
    """Lines end in a line feed; nothing in it that a database or a page would choke on."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return SURROGATE.sub("\ufffd", CONTROL.sub("", plain))
