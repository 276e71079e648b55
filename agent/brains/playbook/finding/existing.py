"""``Is there a trial?`` asks for no particular of it: the page about it says it where it begins, or
the row that has its name.
"""

from collections.abc import Sequence

from agent.brains.playbook.finding.likeness import Scored
from agent.brains.playbook.finding.reading import Word, strength, words
from agent.brains.playbook.finding.units import Unit
from agent.brains.playbook.vocabulary import plain, spoken
from salesgenix.knowledge.bridge import LANGUAGES

_LONGEST, _FEW = 9, 2  # words; words that name something
_NAMED = 0.5  # strength of a word in a title


def is_asked(question: str, asked: Sequence[Word]) -> bool:
    is_short = len(plain(question).split()) <= _LONGEST
    return is_short and 0 < len(_named(question, asked)) <= _FEW


def told(question: str, asked: Sequence[Word], best: Unit, scored: Sequence[Scored]) -> Unit:
    """Of all pieces the one that says whether there is such a thing; the best one for any other
    question, and where nothing has its name.
    """
    if best.fragment.is_row or not is_asked(question, asked):
        return best
    pool = _by_page(best, [one.unit for one in scored])
    return next((unit for unit in pool if _tells(_named(question, asked), unit)), best)


def is_told(question: str, asked: Sequence[Word], best: Unit) -> bool:
    """Whether the piece is about what is asked for, by its name."""
    return is_asked(question, asked) and _tells(_named(question, asked), best)


def _named(question: str, asked: Sequence[Word]) -> list[Word]:
    """What may be there or not; nothing where the question is another."""
    opening = spoken("is_there").match(plain(question))
    if opening is None:
        return []
    return [word for word in asked if not word.is_light and word.text not in opening[0].split()]


def _tells(named: Sequence[Word], unit: Unit) -> bool:
    if unit.fragment.is_row:
        return not unit.is_cell and _names(named, words(unit.label, LANGUAGES))
    return _names(named, (*unit.title, *unit.head)) and _names(named, unit.own)


def _by_page(best: Unit, pool: Sequence[Unit]) -> list[Unit]:
    """As they stand on their pages; that of the best one first, the others as they were found."""
    first: dict[str, int] = {best.passage.title: -1}
    for unit in pool:
        title, rank = unit.passage.title, unit.passage.rank
        first[title] = min(rank, first.get(title, rank))

    def place(unit: Unit) -> tuple[int, int, int]:
        return first[unit.passage.title], unit.passage.place, unit.fragment.order

    return sorted(pool, key=place)


def _names(named: Sequence[Word], where: Sequence[Word]) -> bool:
    return all(any(strength(word, one) >= _NAMED for one in where) for word in named)
