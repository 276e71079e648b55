"""Which questions ask the same thing, in whatever words and language. Pure functions.

Two questions meet at the words they share and at the concepts their words stand for, so that "Is
there a Slack connector?" and "Gibt es eine Anbindung an Slack?" are one question. What only opens a
question ("do you integrate with ...?") counts where there is nothing else.
"""

import re
from collections.abc import Sequence

from salesgenix.knowledge.lexicon import Lexicon, Role, Term, fold

ENOUGH = 0.6  # of the meaning words of both
LONGEST_AMOUNT = 3  # digits; how many somebody is does not make another question


def grouped(questions: Sequence[str], lexicon: Lexicon) -> list[list[int]]:
    """Positions of like questions together; groups and what is in them keep the order given."""
    meant = [_meaning(question, lexicon) for question in questions]
    groups: list[list[int]] = []
    for at, question in enumerate(questions):
        for group in groups:
            first = group[0]
            is_same = _letters(question) == _letters(questions[first])
            if is_same or _are_alike(meant[first], meant[at]):
                group.append(at)
                break
        else:
            groups.append([at])
    return groups


def are_alike(one: str, other: str, lexicon: Lexicon) -> bool:
    return len(grouped([one, other], lexicon)) == 1


def _letters(question: str) -> list[str]:
    return re.findall(r"\w+", fold(question))


def _meaning(question: str, lexicon: Lexicon) -> tuple[Term, ...]:
    terms = [
        term
        for term in dict.fromkeys(lexicon.terms(question))
        if not (term.stem.isdigit() and len(term.stem) <= LONGEST_AMOUNT)
    ]
    objects = [term for term in terms if not lexicon.has_role(Role.OPENER, term)]
    return tuple(objects or terms)


def _are_alike(one: Sequence[Term], other: Sequence[Term]) -> bool:
    if not one or not other:
        return False
    heavy = [[term for term in terms if not term.is_light] for terms in (one, other)]
    if all(heavy) and not _met(*heavy):  # "mobile app", "desktop app"
        return False
    both = len(one) + len(other)
    return (_met(one, other) + _met(other, one)) / both >= ENOUGH


def _met(one: Sequence[Term], other: Sequence[Term]) -> int:
    """How many of the words of ``one`` ``other`` has too, itself or in another word."""
    there = {key for term in other for key in term.keys}
    return sum(1 for term in one if there & set(term.keys))
