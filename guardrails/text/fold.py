"""Lower case without accents, letter for letter: in a hurry people leave both out."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

_ODD = {"ß": "s", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i", "º": "o", "ª": "a"}
_BASE = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
}
_TABLE = str.maketrans(_ODD) | _BASE


_once = local()


@contextmanager
def folded_once(text: str) -> Iterator[None]:
    """Several finders read one text: within, each ``fold`` of it is the same work, done once."""
    _once.text, _once.folded = text, _fold(text)
    try:
        yield
    finally:
        _once.text = _once.folded = None


def fold(text: str) -> str:
    """As long as ``text``, so that offsets in one are offsets in the other."""
    return _once.folded if getattr(_once, "text", None) is text else _fold(text)


def _fold(text: str) -> str:
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.translate(_TABLE)
