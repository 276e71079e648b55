"""A text as the finders of addresses read it: words with their places, folded and as written."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from guardrails.text.fold import fold

_TOKEN = re.compile(
    r"c/(?!o)|(?:[vc]\.(?:le|so)|p\.(?:zza|za|le)|l\.go|s\.da)(?!\w)|[^\W_]+(?:['’][^\W\d_]+)*"
)
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, repr=False)
class Word:
    plain: str  # folded
    start: int
    end: int
    is_capital: bool

    @property
    def is_number(self) -> bool:
        return self.plain[0].isdigit()


class Reading:
    """The words of ``text`` and what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.words = [
            Word(found[0], found.start(), found.end(), text[found.start()].isupper())
            for found in _TOKEN.finditer(self.folded)
        ]
        self._starts = [word.start for word in self.words]

    def gap(self, index: int) -> str:
        """What stands before word ``index``."""
        before = self.words[index - 1].end if index else 0
        return self.folded[before : self.words[index].start]

    def at(self, position: int) -> int:
        """The first word that begins at ``position`` or later."""
        return bisect_left(self._starts, position)

    def rest(self, position: int) -> str:
        return self.folded[position : position + 24]


_HOUSE = re.compile(
    r"(?!0\d)\d{1,5}(?:\s?[a-h](?![\w'])|[a-z](?!\w)|bis|ter)?"
    r"(?:\s?[-/]\s?\d{1,4}[a-z]?(?!\w)|[-/][a-z]{1,3}(?!\w)){0,3}(?![\w]|[.,:]\d|\s\d{2,4}[\s-]\d)"
)
_NOT_HOUSE = re.compile(
    r"\s?(?:%|€|\$|£|:\d|uhr\b|h\b|x\b|km/|eur\b|euros?\b|usd\b|k\b|[-\u2013]\s?\d+\s?%)"
    r"|\.\s?(?:\d|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)"
)


def house_number_at(reading: Reading, position: int) -> int:
    """Where the house number at ``position`` ends, or 0 if none stands there."""
    found = _HOUSE.match(reading.folded, position)
    if not found or _NOT_HOUSE.match(reading.folded, found.end()):
        return 0
    return found.end()


def stands_free(reading: Reading, position: int) -> bool:
    """Whether a number there begins something, rather than ending a price, a date or a code."""
    before = reading.folded[max(0, position - 2) : position]
    return (
        not before
        or not (before[-1] in "$€£/.:,-_@=+*" or before[-1].isalnum() or (before == "# "))
        or bool(_LETTERS.fullmatch(before[:1]) and before[-1] in ".,:-")
    )
