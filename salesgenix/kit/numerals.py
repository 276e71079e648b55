"""Numbers that a text writes out: ``twelve of us``, ``jesteśmy w dwunastu``."""

import re
import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

from salesgenix.kit.house_yaml import read_yaml

_TENS = range(20, 100, 10)
_JOINS = frozenset({"y", "e", "und", "et", "and", "i", "en"})
_LETTERS = str.maketrans({"ł": "l", "ß": "ss"})


def written_out(text: str) -> frozenset[int]:
    """Every number of at most a hundred that stands there in words; "twenty-five" is one of them.

    What a word is not sure to count ("one", "once") is counted as what it can say.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", _plain(text)) if word not in _JOINS]
    values = [_values().get(word) for word in words]
    found = {value for value in values if value is not None}
    for first, last in pairwise(values):
        if first and first in _TENS and last and last < _TENS.start // 2:
            found.add(first + last)
    return frozenset(found)


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFD", text.lower().translate(_LETTERS))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


@cache
def _values() -> dict[str, int]:
    text = files("salesgenix.kit").joinpath("numerals.yaml").read_text(encoding="utf-8")
    return {word: value for value, words in read_yaml(text).items() for word in words.split()}
