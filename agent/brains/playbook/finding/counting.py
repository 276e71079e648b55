"""How many: whether a piece of a page counts what a question counts."""

import re
from collections.abc import Sequence

from agent.brains.playbook.finding.reading import Word, numbered, strength
from agent.brains.playbook.finding.units import Unit
from salesgenix.knowledge.lexicon import stem

_COUNTED = re.compile(
    r"\b(?:how many|wie viele?|combien de?|cuant[oa]s|quant[ie]|quant[oa]s|hoeveel|ile)[ '’]+(\w+)"
)
_WORDS = re.compile(r"[a-z0-9]+")
_BEFORE, _AFTER = 4, 3  # words between a thing and the number that counts it
_EVERY = re.compile(
    "unlimited|limit(?:s|ed)?|any|all|every|none|no|unbegrenzt|unbeschrankt|beliebig|keine?|illimites?|"
    "aucune?|ilimitad[oa]s?|ningun|illimitat[oi]|nessun|onbeperkt|geen|nielimitowan|brak|many|"
    "several|both|beide|dozen|hundreds?"
)


def is_uncounted(folded: str, asked: Sequence[Word], best: Unit) -> bool:
    """``How many files``: what is counted is understood, and the unit counts something else, or
    speaks of it without a number: ``practices that send more than 20 units`` are not counted.
    """
    found = _COUNTED.search(folded)
    counted = [word for word in asked if found and word.text == found[1]]
    if not found or not counted:
        return False
    told = (*best.own, *best.head)
    if any(word.meanings and not word.is_light and not _is_in(word, told) for word in counted):
        return True
    if best.fragment.is_row:
        return False
    return any(_is_named_only(word, best.text) for word in counted)


def _is_named_only(word: Word, text: str) -> bool:
    """Whether the thing itself stands there, other numbers too, and none beside it."""
    said = _WORDS.findall(numbered(text))
    places = [at for at, one in enumerate(said) if word.stem and stem(one) == word.stem]
    if not places:
        return False
    near = {one for at in places for one in said[max(0, at - _BEFORE) : at + _AFTER + 1]}
    return not any(one.isdigit() or _EVERY.fullmatch(one) for one in near)


def _is_in(word: Word, others: Sequence[Word]) -> bool:
    return any(strength(word, other) > 0 for other in others)
