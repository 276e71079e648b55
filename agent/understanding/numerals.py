"""Whole numbers in a text, in figures or in words: what somebody who bargains may have named."""

from collections.abc import Iterable

from agent.understanding.kinds import LANGUAGES
from agent.understanding.lexicons import lexicon
from agent.understanding.words import Token, tokenise


def numbers_in(text: str, *, language: str | None) -> tuple[int, ...]:
    """In the order said; words count in the language given, and in English."""
    return tuple(_values(tokenise(text), language))


def _values(tokens: Iterable[Token], language: str | None) -> Iterable[int]:
    spoken = [lexicon(one).numbers for one in dict.fromkeys((language, "en")) if one in LANGUAGES]
    for token in tokens:
        if token.value is not None:
            yield token.value
        elif found := next((book[f] for book in spoken for f in token.forms if f in book), None):
            yield found
