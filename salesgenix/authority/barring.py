"""Words that no reply may say, found in a text that is about to. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from salesgenix.authority.terms import WORD

LONG = 5  # letters; a shorter word changes its meaning with its ending
# Endings of one word in our eight languages that leave it the same word. No "er": a banker is no
# bank.
ENDINGS = "(?:s|es|d|ed|ing|n|en|e|i|y|a|om|ami|ach)?"


def said(barred: Iterable[str], text: str) -> str | None:
    """The first of the barred words or phrases that the text says; ``None``: it says none."""
    words = flat(text)
    return next((one for one in sorted(barred) if _pattern(one).search(words)), None)


def may_go_on(barred: Iterable[str], text: str) -> bool:
    """Whether the end of the text may be the beginning of a barred phrase."""
    last = flat(text).split()
    return any(
        all(map(str.startswith, last[-count:], phrase[:count]))
        for phrase in (flat(one).split() for one in barred)
        for count in range(1, min(len(phrase), len(last) + 1))
    )


def flat(text: str) -> str:
    """Words alone, case folded, one space apart; signs that nobody sees do not part a word."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cf", "Mn"})
    return " ".join(WORD.findall(seen.replace("_", " ")))


@lru_cache(maxsize=512)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = flat(phrase).split()
    inflected = [
        re.escape(word) + (ENDINGS if len(word) >= LONG and word.isalpha() else "")
        for word in words
    ]
    return re.compile(rf"(?<!\S){' '.join(inflected)}(?!\S)" if words else r"(?!)")
