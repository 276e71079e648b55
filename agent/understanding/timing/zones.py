"""The zone a person states: ``CET``, ``I'm in Dubai``, ``noon Berlin time``, ``UTC+4``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from agent.understanding.timing.items import Item
from salesgenix.kit.house_yaml import read_yaml

_OFFSET = re.compile(r"\b(?:UTC|GMT)\s?([+\-−–])\s?(\d{1,2})(?::?([0-5]\d))?\b", re.IGNORECASE)
_TOLD = {"num", "am", "pm", "oclock", "noon"}
_BEFORE = 5
_TIME_WORDS = {"time", "zeit", "ortszeit", "tijd", "czasu"}
_LATIN_TIMES = {"hora", "ora", "heure"}
_LATIN_PEOPLE = ("ana", "ina", "esa", "ese", "ena", "aria", "aise", "oise", "ienne", "enne", "onne")
_PRONOUNS = {"us"}
_OF = {"de", "di", "da", "von", "of"}


@dataclass(frozen=True, slots=True)
class Stated:
    """``items`` are left for days and clocks; ``is_unclear``: a zone was meant, not named."""

    items: Sequence[Item]
    zone: str | None = None
    is_unclear: bool = False


@cache
def _atlas() -> dict[str, Any]:
    path = files("agent.understanding.timing") / "zones.yaml"
    declared: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    places = {w: zone for zone, words in declared["places"].items() for w in words.split()}
    sets = {
        key: frozenset(declared[key].split())
        for key in ("unclear", "first_person", "places_after", "time_after", "time_before")
    }
    adjectives = {w: zone for zone, words in declared["adjectives"].items() for w in words.split()}
    return {**declared, **sets, "places": places, "adjectives": adjectives}


def zone_of(text: str, items: Sequence[Item], *, believed: str) -> Stated:
    """The last zone stated wins; "in Dubai till Sunday" says nothing about the meeting's day."""
    offset = _OFFSET.search(text)
    if offset:
        zone = _zone_of_offset(offset)
        left = [i for i in items if not offset.start() <= i.token.start < offset.end()]
        return Stated(left, zone, zone is None)
    said = _last_said(items)
    if said is not None:
        at, (zone_name, length) = said
        zone_name = zone_name or _known_by(believed, _word(items, at))
        return Stated(_without_stay(items, at, length), zone_name, zone_name is None)
    kinds = {item.kind for item in items}
    is_elsewhere = "my_time" in kinds and any(_is_unknown_stay(items, n) for n in range(len(items)))
    return Stated(items, is_unclear="your_time" in kinds or is_elsewhere)


def _last_said(items: Sequence[Item]) -> tuple[int, tuple[str | None, int]] | None:
    """``12:00 CET, I'm in London myself``: a zone said of the hour is stronger than a stay."""
    found = [(at, one) for at in range(len(items)) if (one := _at(items, at)) is not None]
    of_hours = [(at, one) for at, one in found if not _is_mere_stay(items, at, one[1])]
    last = of_hours or found
    return last[-1] if last else None


def _is_mere_stay(items: Sequence[Item], at: int, length: int) -> bool:
    return _is_stay(items, at) and not _is_time_named(items, at, length)


def _zone_of_offset(offset: re.Match[str]) -> str | None:
    """POSIX names count the other way, and know whole hours only."""
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    ahead = offset[1] == "+"
    if minutes:
        named = f"{'+' if ahead else '-'}{hours}:{minutes:02}"
        zone: str | None = _atlas()["offsets"].get(named)
        return zone
    if hours > (14 if ahead else 12):
        return None
    return f"Etc/GMT{'-' if ahead else '+'}{hours}" if hours else "Etc/UTC"


def _known_by(believed: str, word: str) -> str | None:
    """IST is India's to someone in India: where the person is tells the zones of a name apart."""
    zones: dict[str, str] = _atlas()["families"].get(word, {})
    return next((zone for place, zone in zones.items() if believed.startswith(place)), None)


def _word(items: Sequence[Item], at: int) -> str:
    return items[at].token.forms[0] if 0 <= at < len(items) else ""


def _at(items: Sequence[Item], at: int) -> tuple[str | None, int] | None:
    """Zone and number of items at this place; the zone is None when it is unclear."""
    atlas = _atlas()
    word = _word(items, at)
    if word in atlas["abbreviations"] or word in {"cst", "ist", "ast"}:
        return _abbreviated(items, at)
    if _is_unknown_place(items, at):
        return None, 1
    return _named(items, at) or _placed(items, at)


def _abbreviated(items: Sequence[Item], at: int) -> tuple[str | None, int] | None:
    word = _word(items, at)
    follows_time = at > 0 and items[at - 1].kind in _TOLD and word not in {"et", "est", "ist"}
    if items[at].token.text.isupper() or follows_time:
        return _atlas()["abbreviations"].get(word), 1
    return None


def _named(items: Sequence[Item], at: int) -> tuple[str | None, int] | None:
    """``3 Pacific``, ``ora italiana``, ``polskiego czasu``"""
    atlas, word = _atlas(), _word(items, at)
    beside = {_word(items, at - 1), _word(items, at + 1)}
    if word in atlas["adjectives"] and beside & (atlas["time_after"] | atlas["time_before"]):
        return atlas["adjectives"][word], 1
    is_hours = at > 0 and items[at - 1].kind in _TOLD and items[at].token.text.istitle()
    if word in atlas["generic"] and (is_hours or _is_time_named(items, at, 1)):
        return atlas["generic"][word], 1
    return None


def _placed(items: Sequence[Item], at: int) -> tuple[str | None, int] | None:
    atlas, word, item = _atlas(), _word(items, at), items[at]
    if item.token.text in _PRONOUNS and _word(items, at - 1) != "the":
        return None  # "there's 3 of us"
    pair = f"{word} {_word(items, at + 1)}"
    length = 2 if pair in atlas["pairs"] else 1
    zone = atlas["pairs"].get(pair) or atlas["places"].get(word)
    if zone is None and word not in atlas["unclear"]:
        return None
    is_bracketed = item.token.after_mark == "(" and any(i.kind == "my_time" for i in items[:at])
    if is_bracketed or _is_time_named(items, at, length) or _is_stay(items, at):
        return zone, length
    return None


def _is_unknown_place(items: Sequence[Item], at: int) -> bool:
    """``3pm Ulaanbaatar time``, ``heure de Genève``: a zone is meant that we do not know."""
    atlas, item = _atlas(), items[at]
    if item.kind == "word" and _is_unknown_people(items, at):
        return True
    if item.kind != "word" or not item.token.text[:1].isupper() or item.token.text.isupper():
        return False
    word = item.token.forms[0]
    known = ("places", "generic", "unclear", "adjectives")
    if any(word in atlas[name] for name in known):
        return False
    after = at > 0 and items[at - 1].kind in _TOLD and _word(items, at + 1) in _TIME_WORDS
    named = _word(items, at - 1) in _OF and _word(items, at - 2) in atlas["time_before"]
    told = {items[at - n].kind for n in range(3, 6) if at - n >= 0} & _TOLD
    pair = f"{word} {_word(items, at + 1)}" in atlas["pairs"]
    return not pair and (after or (named and bool(told)))


def _is_unknown_people(items: Sequence[Item], at: int) -> bool:
    """``half drie Londense tijd``, ``o 14 czasu londyńskiego``"""
    word = _word(items, at)
    if word in _atlas()["adjectives"]:
        return False
    told = _TOLD | {"numword"}
    is_dutch = word.endswith("se") and _word(items, at + 1) == "tijd"
    is_polish = word.endswith(("kiego", "ski")) and _word(items, at - 1) in {"czasu", "czas"}
    before = at - 1 - is_polish
    is_latin = word.endswith(_LATIN_PEOPLE) and _word(items, at - 1) in _LATIN_TIMES
    before = at - 2 if is_latin else before
    return (is_dutch or is_polish or is_latin) and before >= 0 and items[before].kind in told


def _is_time_named(items: Sequence[Item], at: int, length: int) -> bool:
    """``Berlin time``, ``heure de Paris``, ``3pm Berlin``."""
    atlas = _atlas()
    if _word(items, at + length) in atlas["time_after"]:
        return True
    before = {_word(items, at - 1), _word(items, at - 2)}
    if before & atlas["time_before"]:
        return True
    if at > 1 and _word(items, at - 1) in _OF - {"von"} and items[at - 2].kind in _TOLD:
        return True  # "14h de Brasília"
    return at > 0 and items[at - 1].kind in _TOLD - {"num"}


def _is_stay(items: Sequence[Item], at: int) -> bool:
    """``I'm in Dubai``, ``wir sitzen in Wien``, ``based in Paris``."""
    atlas = _atlas()
    if _word(items, at - 1) not in atlas["places_after"] | {"the", "la", "los", "den"}:
        return False
    spoken = {_word(items, at - n) for n in range(2, _BEFORE + 1) if at - n >= 0
              and items[at - n].token.clause == items[at].token.clause}  # fmt: skip
    return bool(spoken & atlas["first_person"])


def _is_unknown_stay(items: Sequence[Item], at: int) -> bool:
    """``I'm in Ulaanbaatar, 9 local time``"""
    item = items[at]
    return item.kind == "word" and item.token.text[:1].isupper() and _is_stay(items, at)


def _without_stay(items: Sequence[Item], at: int, length: int) -> list[Item]:
    """Drops the place and how long the person stays there, said after it or before."""
    end = at + length
    first = _start_of_stay(items, at)
    if _word(items, at - 2) in _atlas()["time_before"] and _word(items, at - 1) in _OF:
        first = at - 1  # "10h heure de Paris vendredi": its "de" begins no stretch
    left = [*items[:first], *items[end:]]
    if end < len(items) and items[end].kind in {"before", "after", "to"}:
        left = [*items[:first], *items[_end_of_stay(items, end) :]]
    return left


def _end_of_stay(items: Sequence[Item], at: int) -> int:
    """``till Sunday``, ``bis zum 5. März``: one day, and nothing of what is said after it."""
    place = at + 1
    while place < len(items) and items[place].kind in {"dayprefix", "this", "next", "coming"}:
        place += 1
    if place < len(items) and items[place].kind in {"weekday", "day", "weekend", "week", "feast"}:
        return place + 1
    if place < len(items) and items[place].kind in {"num", "dayword"}:
        place += 1
        while place < len(items) and items[place].kind in {"ordinal", "of", "month"}:
            place += 1
        return place
    return at


def _start_of_stay(items: Sequence[Item], at: int) -> int:
    """``ich bin bis Sonntag in Dubai``: the day before the place is the end of the stay."""
    at_day = at - 2
    if at_day < 1 or items[at_day].kind not in {"weekday", "day"}:
        return at
    opens = items[at_day - 1].kind in {"before", "to", "after"}
    return at_day - 1 if opens and _is_stay(items, at) else at
