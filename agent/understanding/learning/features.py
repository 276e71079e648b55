"""A message as numbers: pieces of its words, its words and pairs of words, and what they mean.

Pure functions of the text that keep nothing. Everything is read without accents and case, so that
the same words typed on a phone and in a letter are the same columns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from agent.understanding.learning.senses import Senses
from agent.understanding.words import fold

BUCKETS = 1 << 16
_SHORTEST, _LONGEST = 2, 5
_LONG_WORD = 24  # what is longer is no word but a token or a cat on the keyboard
_MOST_WORDS = 400  # of a pasted mail, the first ones
_PIECE, _WORD, _PAIR, _APART = 1, 2, 3, 4  # seeds, so that kinds do not share columns
_ADDRESS = re.compile(r"<<([A-Z]+)[A-Z_]*_\d+[a-z]{0,2}>>|(\S+@\S+\.\w+)|((?:https?://|www\.)\S+)")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[?!]|[^\w\s.,;:()\"'\-/]")
_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Row:
    """The columns of the pieces of words, those of whole words and pairs, and the meaning."""

    pieces: list[int]
    wholes: list[int]
    sense: NDArray[np.float32]


def sentences(text: str) -> list[str]:
    """Where a message may be cut; a short one is one piece."""
    return [piece for piece in _SENTENCE.split(text) if piece.strip()] or [text]


def row_of(text: str, senses: Senses) -> Row:
    """The message as a classifier sees it; each column stands once."""
    words = _words(text)
    pieces = {column for word in words for column in _pieces(word)}
    return Row(sorted(pieces), sorted(set(_wholes(words))), senses.of(words))


def _words(text: str) -> list[str]:
    plain = fold(_ADDRESS.sub(_named, text)[: _MOST_WORDS * 8])
    found = [_squeezed(word) for word in _TOKEN.findall(plain)[:_MOST_WORDS]]
    return [re.sub(r"\d", "0", word[:_LONG_WORD]) for word in found]


def _named(found: re.Match[str]) -> str:
    return f" zz{(found[1] or ('mail' if found[2] else 'url')).lower()} "


def _squeezed(word: str) -> str:
    """``sooo`` and ``soooooo`` alike; pairs are left alone."""
    return re.sub(r"(.)\1{2,}", r"\1\1", word).replace("'", "")


def _pieces(word: str) -> Iterator[int]:
    bounded = f"<{word}>".encode()
    length = len(bounded)
    for size in range(_SHORTEST, _LONGEST + 1):
        for at in range(length - size + 1):
            yield crc32(bounded[at : at + size], _PIECE) % BUCKETS


def _wholes(words: Sequence[str]) -> Iterator[int]:
    row = [b"<", *(word.encode() for word in words), b">"]
    for at, word in enumerate(row[:-1]):
        if at:
            yield crc32(word, _WORD) % BUCKETS
        yield crc32(word + b" " + row[at + 1], _PAIR) % BUCKETS
        if at + 2 < len(row):
            yield crc32(word + b" " + row[at + 2], _APART) % BUCKETS
