"""Numbers that are names: of houses and streets, of orders, invoices and versions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from agent.understanding.timing.items import Item
from agent.understanding.words import fold
from salesgenix.kit.house_yaml import read_yaml

_FIGURES = frozenset({"num", "numword", "dayword"})
_OF_A_NAME = _FIGURES | {"month", "of", "ordinal", "dayprefix"}
_FARTHEST = 3  # items from the number of a house to "Street"
_SMALL = 3  # letters: "des", "de la"
_ENDINGS = ("strasse", "straat", "str", "weg", "laan", "platz", "plein", "gasse", "gracht", "allee")
_ROMAN = frozenset(
    {"ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xx", "xxv"}
)
NUMBER = "<number>"


@dataclass(frozen=True, slots=True)
class _Things:
    streets: frozenset[str]
    after: frozenset[str]
    numbered: frozenset[str]
    between: frozenset[str]
    dotted: frozenset[str]


@cache
def _things(language: str) -> _Things:
    path = files("agent.understanding.timing") / "things.yaml"
    declared: dict[str, Any] = read_yaml(path.read_text("utf-8"))[language]
    names = ("streets", "after", "numbered", "between", "dotted")
    return _Things(*(frozenset(map(fold, str(declared[name]).split())) for name in names))


def dotted_before_numbers(language: str) -> frozenset[str]:
    """Short words whose dot, before a number, ends no sentence: ``Nr. 5``, ``ul. 3 Maja``."""
    return _things(language).dotted


def without_names(items: Sequence[Item], language: str) -> list[Item]:
    """The items, with each number that names a thing as a word that decides nothing.

    ``12 rue du 4 septembre``, ``14 Third Street``, ``order 15/12``, ``version 4.12``.
    """
    things = _things(language)
    named: set[int] = set()
    for at, item in enumerate(items):
        word = item.token.forms[0]
        if item.kind not in {"word", "of", "pos", "aside"} and word not in things.streets:
            continue
        if word in things.numbered:
            named |= _after_thing(items, at, things)
        elif word in things.streets or (language in {"de", "nl"} and _is_street(word)):
            named |= _of_street(items, at)
        elif word in things.after:
            named |= _before_street(items, at)
    return [_nameless(item) if at in named else item for at, item in enumerate(items)]


def _is_street(word: str) -> bool:
    return word.endswith(_ENDINGS) and word not in _ENDINGS and len(word) > len("strasse")


def _after_thing(items: Sequence[Item], at: int, things: _Things) -> set[int]:
    place = at + 1
    while (
        place < len(items)
        and place <= at + _FARTHEST
        and (fold(items[place].text) in things.between)
    ):
        place += 1
    if not _is_near(items, at, place) or items[place].kind not in _FIGURES:
        return set()
    return {place}


def _of_street(items: Sequence[Item], at: int) -> set[int]:
    """The number before the street, those of a day and a month in its name, the house after it."""
    found = {at - 1} if at and items[at - 1].kind in _FIGURES else set()
    place, last = at + 1, at
    while place < len(items) and items[place].token.clause == items[at].token.clause:
        item = items[place]
        is_small = item.kind == "word" and len(item.text) <= _SMALL
        if item.kind not in _OF_A_NAME and not is_small and fold(item.text) not in _ROMAN:
            break
        last = place if item.kind in _FIGURES | {"month"} else last
        place += 1
    is_named = last > at and (
        any(items[n].kind == "month" for n in range(at + 1, last + 1)) or last - at <= 1
    )
    return found | set(range(at + 1, last + 1)) if is_named else found


def _before_street(items: Sequence[Item], at: int) -> set[int]:
    """``14 Third Street``, ``221 Baker Street``"""
    first = next(
        (
            n
            for n in range(at - 1, max(at - 1 - _FARTHEST, -1), -1)
            if items[n].kind == "num" or items[n].kind not in _OF_A_NAME | {"word"}
        ),
        None,
    )
    if first is None or items[first].kind != "num" or not _is_near(items, at, first):
        return {n for n in (at - 1,) if n >= 0 and items[n].kind in _FIGURES}
    return set(range(first, at))


def _is_near(items: Sequence[Item], at: int, other: int) -> bool:
    return other < len(items) and items[other].token.clause == items[at].token.clause


def _nameless(item: Item) -> Item:
    return replace(item, kind="word", value=NUMBER, number=None)
