"""Words of an order as they are compared: lower case, no accents, with their place in the text."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<clock>(?<!\d)(?:[01]?\d|2[0-4])(?::|h|(?<=\d)\.(?=[0-5]\d(?!\d|\.)))[0-5]\d(?!\d))"
    r"|(?P<date>\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})?(?!\d))"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’´`‘][^\W\d_]+)*(?:-(?=[^\W\d_])[^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
_PLAIN = str.maketrans({
    "ß": "s", "ł": "l", "ø": "o", "đ": "d", "æ": "a", "œ": "o", "ı": "i",
    "’": "'", "´": "'", "`": "'", "‘": "'",
})  # fmt: skip
_DIGRAPHS = (("ss", "s"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
SHORTEST_MENDED = 5
TWO_SLIPS_FROM = 9


@dataclass(frozen=True, slots=True)
class Token:
    """``key`` is what is compared. ``shape``: word, number, clock, date, mark."""

    text: str
    key: str
    shape: str
    start: int
    end: int


def folded(text: str) -> str:
    plain = text.lower().translate(_PLAIN)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def key_of(word: str) -> str:
    """One spelling for ``Größe``, ``Groesse`` and ``grosse``; the apostrophe is nothing."""
    key = folded(word).replace("'", "").replace("-", "")
    for written, one in _DIGRAPHS:
        key = key.replace(written, one)
    return key or word


def tokens_of(text: str, *, start: int = 0, elides: bool = False) -> list[Token]:
    """``elides``: the language drops a vowel before an apostrophe, so it parts two words."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        shape, piece, at = match.lastgroup or "mark", match.group(), start + match.start()
        if shape != "word":
            found.append(Token(piece, piece.lower(), shape, at, at + len(piece)))
            continue
        for part in _parted(piece) if elides else [piece]:
            offset = at + piece.index(part) if part != piece else at
            found.append(Token(part, key_of(part), "word", offset, offset + len(part)))
    return found


def split_at_hyphen(token: Token) -> list[Token]:
    """``Mon-Thu`` as three tokens."""
    found: list[Token] = []
    at = token.start
    for piece in re.split("(-)", token.text):
        shape, key = ("mark", piece) if piece == "-" else ("word", key_of(piece))
        found.append(Token(piece, key, shape, at, at + len(piece)))
        at += len(piece)
    return found


def _parted(piece: str) -> list[str]:
    """``d'offrir`` is ``d'`` and ``offrir``; ``aujourd'hui`` is one word."""
    head, mark, tail = piece.translate(_PLAIN).partition("'")
    if not mark or len(head) > len("jusqu") + 1 or head.lower() == "aujourd" or not tail:
        return [piece]
    return [piece[: len(head) + 1], piece[len(head) + 1 :]]


def slips(left: str, right: str, most: int) -> int:
    """Edits (insert, delete, replace, swap neighbours); ``most`` + 1: too many."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def mended(word: str, wanted: Iterable[str]) -> str | None:
    """The one wanted word that this is a slip of. Short words have too many neighbours."""
    if len(word) < SHORTEST_MENDED:
        return None
    most = 2 if len(word) >= TWO_SLIPS_FROM else 1
    near: dict[int, set[str]] = {}
    for known in wanted:
        if known[0] == word[0] and len(known) >= SHORTEST_MENDED - 1:
            away = slips(word, known, most)
            if away <= most:
                near.setdefault(away, set()).add(known)
    best = near[min(near)] if near else set()
    return min(best) if len(best) == 1 else None
