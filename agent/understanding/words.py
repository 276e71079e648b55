"""Text to tokens: lower case, no accents, placeholders and numbers kept apart from words."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(
    r"(?P<placeholder><<[A-Z][A-Z_]*_\d+[a-z]{0,2}>>)"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://\S+|www\.\S+)"
    r"|(?P<number>\d+(?:[.,:/-]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’´`][^\W\d_]{1,2}(?![^\W\d_]))?)"
    r"|(?P<end>[.!?;\n…]+)"
    r"|(?P<mark>[^\w\s])"
)
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN = str.maketrans({
    "ß": "ss", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i",
    "’": "'", "´": "'", "`": "'", "‘": "'",
})  # fmt: skip


_APOSTROPHES = "'’´`‘"
HYPHEN = "‐"
DASHES = frozenset(f"-–—{HYPHEN}")
_MOST_DIGITS = 9
_THOUSANDS = 3


class Shape(Enum):
    WORD = "word"
    NUMBER = "number"
    PLACEHOLDER = "placeholder"
    EMAIL = "email"
    URL = "url"
    MARK = "mark"


@dataclass(slots=True)
class Token:
    """A word as written and as compared; ``clause`` grows at each end of a sentence.

    ``forms`` holds every spelling the word may stand for; ``after_mark`` and ``glued`` describe
    what stands directly before it; ``value`` is the whole number it says, in figures or in words.
    """

    text: str
    shape: Shape
    start: int
    end: int
    clause: int
    forms: tuple[str, ...]
    glued: bool = False
    after_mark: str = ""
    value: int | None = None


def fold(text: str) -> str:
    """Lower case without accents, so that ``Größe`` and ``groesse`` are near and ``é`` is ``e``."""
    plain = text.lower().translate(_PLAIN)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def whole_number(figures: str) -> int | None:
    """``1.200`` and ``1,200`` are 1200; ``3.5``, ``15:30`` and ``3/4`` are no whole number."""
    if figures.isdigit():
        return int(figures) if len(figures) <= _MOST_DIGITS else None
    parts = re.split(r"[.,]", figures)
    if all(p.isdigit() for p in parts) and all(len(p) == _THOUSANDS for p in parts[1:]):
        return int("".join(parts)) if len(parts[0]) <= _THOUSANDS else None
    return None


_BEFORE_A_DAY = frozenset(
    {"am", "der", "die", "das", "dem", "den", "vom", "zum", "bis", "ab", "im"}
)
LAST_ORDINAL = 53  # weeks of a year; days of a month, classes and floors are fewer


@cache
def _openers() -> frozenset[str]:
    """Words that begin a sentence and are counted by no ordinal."""
    return frozenset((files("agent.understanding") / "openers.txt").read_text("utf-8").split())


def _is_ordinal_dot(text: str, found: list[Token], at: int) -> bool:
    """``in die 5. klasse``, ``3. Dezember``: the dot belongs to the number."""
    after = text[at + 1 : at + 3]
    follows = len(after) == 2 and after[0] == " " and after[1].isalpha()  # noqa: PLR2004
    if not (follows and found and found[-1].end == at and found[-1].shape is Shape.NUMBER):
        return False
    opener = _WORD.match(text, at + 2)
    is_day = len(found) > 1 and found[-2].forms[0] in _BEFORE_A_DAY
    if opener and not is_day and fold(opener[0]) in _openers():
        return False  # "siamo in 22. quanto costa?"
    return (whole_number(found[-1].text) or 0) <= LAST_ORDINAL  # "sorry, 500. What …" ends there


def _mark(piece: str, before: str, *, glued: bool) -> str:
    """What the next token stands after; a hyphen is no dash and an apostrophe is nothing."""
    if piece in _APOSTROPHES:
        return before
    return HYPHEN if piece in "-_/" and glued else piece


def tokenise(text: str) -> list[Token]:
    """Words, numbers and placeholders in order; marks are folded into their neighbours' fields."""
    found: list[Token] = []
    clause, mark, last_end = 0, "", -1
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup, match.group()
        if kind == "end":
            if piece == "." and _is_ordinal_dot(text, found, match.start()):
                continue
            clause, mark = clause + 1, piece[0]
            continue
        if kind == "mark":
            if piece in "%€$£+":
                form, shape = piece, Shape.MARK
            else:
                mark = _mark(piece, mark, glued=match.start() == last_end)
                continue
        elif kind == "email":
            form, shape = "<email>", Shape.EMAIL
        elif kind == "placeholder":
            form, shape = "<" + piece[2:-2].rsplit("_", 1)[0].lower() + ">", Shape.PLACEHOLDER
        elif kind == "word":
            form, shape = fold(piece).replace("'", ""), Shape.WORD
        else:
            form, shape = piece.lower(), Shape(kind)
        found.append(
            Token(
                piece,
                shape,
                match.start(),
                match.end(),
                clause,
                (form,),
                glued=match.start() == last_end,
                after_mark=mark,
                value=whole_number(piece) if kind == "number" else None,
            )
        )
        mark, last_end = "", match.end()
    return found
