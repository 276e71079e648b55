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
    named, said = sum(not word.is_light for word in asked), plain(question)
    is_bare = 0 < named <= _FEW and len(said.split()) <= _LONGEST
    return is_bare and spoken("is_there").match(said) is not None


def told(question: str, asked: Sequence[Word], best: Unit, scored: Sequence[Scored]) -> Unit:
    """Of all pieces the one that says whether there is such a thing; the best one for any other
    question, and where nothing has its name.
    """
    named = [word for word in asked if not word.is_light]
    if best.fragment.is_row or not is_asked(question, asked):
        return best
    pool = _by_page(best, [one.unit for one in scored])
    told_by_page = (
        unit
        for unit in pool
        if not unit.fragment.is_row
        and _names(named, (*unit.title, *unit.head))
        and _names(named, unit.own)
    )
    rows = (unit for unit in pool if not unit.is_cell and _names(named, _label(unit)))
    return next(told_by_page, None) or next(rows, best)


def _by_page(best: Unit, pool: Sequence[Unit]) -> list[Unit]:
    """As they stand on their pages; that of the best one first, the others as they were found."""
    first: dict[str, int] = {best.passage.title: -1}
    for unit in pool:
        title, rank = unit.passage.title, unit.passage.rank
        first[title] = min(rank, first.get(title, rank))

    def place(unit: Unit) -> tuple[int, int, int]:
        return first[unit.passage.title], unit.passage.place, unit.fragment.order

    return sorted(pool, key=place)


def _label(unit: Unit) -> Sequence[Word]:
    return words(unit.label, LANGUAGES) if unit.fragment.is_row else ()


def _names(named: Sequence[Word], where: Sequence[Word]) -> bool:
    return all(any(strength(word, one) >= _NAMED for one in where) for word in named)
