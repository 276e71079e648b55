"""Which language a message is written in, from function words and letters."""

from collections.abc import Sequence
from functools import cache

from agent.understanding.kinds import LANGUAGES
from agent.understanding.lexicons import lexicon
from agent.understanding.words import Shape, Token

_OWN_LETTERS = {
    "de": "ßäü",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "pl": "łśżźęąćń",
    "fr": "œêû",
    "it": "ò",
}
_LETTERS = {letter: name for name, letters in _OWN_LETTERS.items() for letter in letters}
_LETTER_WEIGHT = 0.6
_SURE = 0.8
_HOME = 0.15
_SHORTEST = 3


@cache
def _weights() -> dict[str, dict[str, float]]:
    speakers: dict[str, list[str]] = {}
    for language in LANGUAGES:
        book = lexicon(language)
        for word in book.function_words:
            speakers.setdefault(word, []).append(language)
    return {w: dict.fromkeys(ls, 1.0 / len(ls) ** 1.5) for w, ls in speakers.items()}


@cache
def _vocabulary() -> dict[str, dict[str, float]]:
    speakers: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in lexicon(language).book.words:
            if len(word) >= _SHORTEST:
                speakers.setdefault(word, []).append(language)
    return {w: dict.fromkeys(ls, 0.5 / len(ls) ** 1.5) for w, ls in speakers.items()}


def scores(text: str, tokens: Sequence[Token]) -> dict[str, float]:
    """How much each language explains of the text; 0 for all when nothing is known."""
    total = dict.fromkeys(LANGUAGES, 0.0)
    functions, vocabulary = _weights(), _vocabulary()
    for token in tokens:
        if token.shape is not Shape.WORD:
            continue
        word = token.forms[0]
        for language, weight in (functions.get(word) or vocabulary.get(word) or {}).items():
            total[language] += weight
    for letter in set(text.lower()) & _LETTERS.keys():
        total[_LETTERS[letter]] += _LETTER_WEIGHT
    return total


def ranked(
    text: str, tokens: Sequence[Token], *, before: str | None, default: str | None
) -> dict[str, float]:
    """Points per language, most likely first.

    A weak case stays with the language spoken ``before``; without one, ties go to the ``default``.
    """
    total = scores(text, tokens)
    best = max(total.values())
    if before in total and best - total[before] < _SURE:
        total[before] = best + _LETTER_WEIGHT
    elif before is None and default in total:
        total[default] += _HOME
    return dict(sorted(total.items(), key=lambda item: -item[1]))
