"""What the tagger looks at: the words of a text, each with numbers that say how it is written,
what stands beside it and in which lists it is found. Pure functions; no text is kept.
"""

import re
import unicodedata
from collections.abc import Mapping
from zlib import crc32

BITS = 18
_MASK = (1 << BITS) - 1

GIVEN, SURNAME, COMMON, FREQUENT, NEVER, PLACE, BENT = 1, 2, 4, 8, 16, 32, 64
_NAME = GIVEN | SURNAME
_WORDS = GIVEN | SURNAME | COMMON | FREQUENT | NEVER | PLACE

_TOKEN = re.compile(
    r"[^\s@,;<>()]{1,64}@[\w.-]{1,64}|(?:https?://|www\.)\S{1,200}"
    r"|[^\W\d_]+(?:-[^\W\d_]+)*|\d+|\n|[^\s\w]|_"
)
# What stands in for words that have no letters of their own to learn from.
_MAIL, _NUMBER, LINE, _EDGE = "<mail>", "<number>", "<line>", "<edge>"
# How names end where a language bends them: "Anną", "Kowalskiego", "Wolfgangs".
_BENT = (
    *(("ą", "a"), ("ę", "a"), ("ie", "a"), ("y", "a"), ("i", "a"), ("o", "a"), ("u", "")),
    *(("em", ""), ("iem", ""), ("owi", ""), ("a", ""), ("s", ""), ("ej", "a"), ("im", "i")),
    *(("iego", "i"), ("iemu", "i"), ("ce", "ka"), ("rze", "ra"), ("kiem", "ek"), ("ka", "ek")),
)
_SHORTEST_BENT = 4
_FLAT = str.maketrans("łøđßæœıðþ", "lodsaeidt")


def fold(word: str) -> str:
    """A word without case and accents: "Müller" and "MULLER" are one."""
    low = word.casefold().replace("ß", "ss")
    if low.isascii():
        return low
    parts = unicodedata.normalize("NFD", low).translate(_FLAT)
    return "".join(part for part in parts if not unicodedata.combining(part))


def number_of(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


class Lexicon:
    """Which lists a word stands in. The lists are numbers: no list of names can be read from it."""

    def __init__(self, flags: Mapping[int, int]) -> None:
        self._flags = flags

    def look_up(self, word: str) -> int:
        plain = fold(word)
        found = self._flags.get(number_of(plain), 0)
        if found:
            return found
        if "-" in plain:
            for part in plain.split("-"):
                found |= self._flags.get(number_of(part), 0)
            return found & _WORDS
        return self._bent(word.casefold())

    def _bent(self, low: str) -> int:
        if len(low) < _SHORTEST_BENT:
            return 0
        for ending, nominative in _BENT:
            if low.endswith(ending):
                stem = fold(low[: -len(ending)] + nominative)
                if self._flags.get(number_of(stem), 0) & _NAME:
                    return BENT
        return 0


class Words:
    """The tokens of a text: where they stand, how they are written, in which lists they are."""

    __slots__ = ("flags", "numbers", "shapes", "spans", "tails", "texts")

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        found = list(_TOKEN.finditer(text))
        self.spans = [token.span() for token in found]
        raw = [token[0] for token in found]
        manner = _manner(raw)
        self.texts = [_reading(token) for token in raw]
        self.numbers = [number_of(token) for token in self.texts]
        self.shapes = [_shape(one, manner) for one in raw]
        self.flags = [lexicon.look_up(t) if t[0].isalpha() else 0 for t in self.texts]
        self.tails = [number_of(token[-3:]) for token in self.texts]

    def is_listed(self, at: int) -> bool:
        """In a list of names and in no other."""
        return 0 < self.flags[at] & (_WORDS | BENT) <= _NAME

    def reach(self, start: int, end: int) -> tuple[int, int]:
        """The first and the last token that the characters from ``start`` to ``end`` touch."""
        touched = [at for at, (a, b) in enumerate(self.spans) if a < end and b > start]
        return (touched[0], touched[-1]) if touched else (0, -1)

    def end_of(self, text: str, last: int) -> int:
        """Where a name ends whose last word is this one: the point of an initial belongs to it."""
        end = self.spans[last][1]
        initial = end - self.spans[last][0] == 1 and text[end : end + 1] == "."
        return end + 1 if initial else end


def _manner(tokens: list[str]) -> str:
    """How the whole is written: all small, all capitals, every word with a capital, or mixed."""
    words = [token for token in tokens if token[0].isalpha()]
    if not any(word[0].isupper() for word in words):
        return "s"
    if all(word.isupper() for word in words):
        return "C"
    if all(word[0].isupper() for word in words):
        return "T"
    return "m"


def _reading(raw: str) -> str:
    if "@" in raw[1:] or raw.startswith(("http", "www.")):
        return _MAIL
    if raw[0].isdigit():
        return _NUMBER
    return LINE if raw == "\n" else raw.casefold()


def _shape(token: str, manner: str) -> str:
    if not token[0].isalpha():
        return "."
    if token.isupper():
        kind = "X" if len(token) == 1 else "XX"
    elif token[0].isupper():
        kind = "Xx" if token[1:].islower() or "-" in token else "xX"
    else:
        kind = "x" if token.islower() else "xX"
    return kind + manner


def _mixed(kind: int, first: int, second: int = 0) -> int:
    return (first * 0x9E3779B1 + second * 0x85EBCA6B + kind * 0xC2B2AE35 >> 7) & _MASK


_SHAPES = {
    kind + manner: number_of(kind + manner)
    for kind in ("X", "XX", "Xx", "xX", "x", ".", "")
    for manner in ("s", "C", "T", "m", "")
}
_FLAGS = [number_of(f"flags {flags}") for flags in range(128)]
_OUTSIDE = number_of(_EDGE)
_LONG_LINE = 6


def features(words: Words) -> list[list[int]]:
    """For each token the places in the table of weights that speak for it."""
    count = len(words.texts)
    edge = [_OUTSIDE, _OUTSIDE]
    numbers = [*edge, *words.numbers, *edge]
    tails = [*edge, *words.tails, *edge]
    shapes = [*edge, *(_SHAPES[shape] for shape in words.shapes), *edge]
    flags = [*edge, *(_FLAGS[flag] for flag in words.flags), *edge]
    places = _places(words.texts)
    return [
        _of_one(at + 2, numbers, (tails, shapes, flags))
        + _of_letters(words.texts[at], shapes[at + 2])
        + [_mixed(40, places[at], flags[at + 2]), _mixed(41, places[at], shapes[at + 2])]
        for at in range(count)
    ]


def _of_one(at: int, numbers: list[int], rest: tuple[list[int], list[int], list[int]]) -> list[int]:
    tails, shapes, flags = rest
    word, before, after = numbers[at], numbers[at - 1], numbers[at + 1]
    shape, flag = shapes[at], flags[at]
    both = shape + flag * 3
    return [
        _mixed(1, word),
        _mixed(2, shape),
        _mixed(3, flag),
        _mixed(4, both),
        _mixed(5, before),
        _mixed(6, after),
        _mixed(7, numbers[at - 2]),
        _mixed(8, numbers[at + 2]),
        _mixed(9, before, numbers[at - 2]),
        _mixed(10, after, numbers[at + 2]),
        _mixed(11, before, after),
        _mixed(12, both, before),
        _mixed(13, both, after),
        _mixed(14, both, numbers[at - 2]),
        _mixed(15, both + before * 5, numbers[at - 2]),
        _mixed(16, both + before * 5, after),
        _mixed(17, both, flags[at - 1] + shapes[at - 1] * 3),
        _mixed(18, both, flags[at + 1] + shapes[at + 1] * 3),
        _mixed(19, flag + flags[at - 1] * 3, flags[at + 1]),
        _mixed(20, shape + shapes[at - 1] * 3, shapes[at + 1]),
        _mixed(21, flags[at - 1], flags[at - 2]),
        _mixed(22, flags[at + 1], flags[at + 2]),
        _mixed(23, tails[at - 1], both),
        _mixed(24, tails[at + 1], both),
        _mixed(25, tails[at], shape),
        _mixed(26, word, before),
        _mixed(27, word, shape),
        _mixed(28, both + shapes[at + 1] * 3 + flags[at + 1] * 7, numbers[at - 1]),
        _mixed(29, both + shapes[at - 1] * 3 + flags[at - 1] * 7, numbers[at - 2]),
        _mixed(36, both, flags[at - 2] + shapes[at - 2] * 3),
        _mixed(37, both, flags[at + 2] + shapes[at + 2] * 3),
        _mixed(30, both + shapes[at - 1] * 3 + flags[at - 1] * 7, numbers[at + 1]),
    ]


def _of_letters(word: str, shape: int) -> list[int]:
    return [
        _mixed(31, number_of(word[-2:]), shape),
        _mixed(32, number_of(word[-4:])),
        _mixed(33, number_of(word[:3]), shape),
        _mixed(34, number_of(word[:4])),
        _mixed(35, min(len(word), 12), shape),
    ]


def _places(texts: list[str]) -> list[int]:
    """Where in its line a token stands, and how long that line is."""
    places: list[int] = []
    start = 0
    for end in [*(at for at, text in enumerate(texts) if text == LINE), len(texts)]:
        length = end - start
        for at in range(length):
            first, last = min(at, 2), min(length - 1 - at, 2)
            places.append(first + 3 * last + 9 * min(length, _LONG_LINE) + 1)
        if end < len(texts):
            places.append(0)
        start = end + 1
    return places
