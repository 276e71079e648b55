"""Whom the caller already knows: the surest way to find a name is to be told it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from guardrails.entities import Entity, Owner
from guardrails.house import DEFAULT_RULES, HouseRules
from guardrails.names.features import fold
from guardrails.names.not_names import NEVER

_SHORTEST_NAME = 3
_LONG_ENOUGH = 5  # of a name that may hold a slip


@dataclass(frozen=True, slots=True, repr=False)
class KnownPerson:
    name: str | None = None
    email: str | None = None
    phone: str | None = None

    def values(self) -> Iterator[tuple[Entity, str]]:
        """Also the given name alone, and the surname: that is how people are spoken of."""
        for entity, value in (
            (Entity.PERSON, self.name),
            (Entity.EMAIL, self.email),
            (Entity.PHONE, self.phone),
        ):
            if value and value.strip():
                yield entity, value.strip()
        given, *rest = (self.name or "").split() or [""]
        for part in (given, rest[-1]) if rest else ():
            if len(part) >= _SHORTEST_NAME and part.casefold() not in NEVER:
                yield Entity.PERSON, part

    @property
    def surname(self) -> str:
        rest = (self.name or "").split()[1:]
        return rest[-1] if rest else ""

    def __repr__(self) -> str:
        return "KnownPerson(…)"


@dataclass(frozen=True, slots=True, repr=False)
class KnownValue:
    """A value of a known person, and how it may be written. ``full`` is the name on record."""

    entity: Entity
    value: str
    owner: Owner
    pattern: re.Pattern[str]
    full: str = ""

    def __repr__(self) -> str:
        return f"KnownValue({self.entity.value}, {self.owner.value})"


@dataclass(frozen=True, repr=False)
class KnownPeople:
    """The prospect of this conversation, the team, and others on record.

    ``public_values``: personal-looking values the workspace itself has published (its own address,
    support mail, the agent's name); they pass in every direction. ``business_names``: companies,
    products and the like that must never be taken for a person. ``rules``: what the workspace has
    set about its guard.
    """

    prospect: KnownPerson | None = None
    members: tuple[KnownPerson, ...] = ()
    others: tuple[KnownPerson, ...] = ()
    public_values: frozenset[str] = field(default_factory=frozenset)
    business_names: frozenset[str] = field(default_factory=frozenset)
    rules: HouseRules = DEFAULT_RULES

    @cached_property
    def values(self) -> tuple[KnownValue, ...]:
        """Longest first, so that a full name is taken before a part of it. The prospect's come
        before a member's of the same spelling, a member's before anybody else's.
        """
        owned = [(self.prospect, Owner.PROSPECT)] if self.prospect else []
        owned += [(person, Owner.MEMBER) for person in self.members]
        owned += [(person, Owner.THIRD) for person in self.others]
        found = [
            KnownValue(
                entity,
                value,
                owner,
                _spelling(entity, value, alone=value == person.surname),
                person.name or "",
            )
            for person, owner in owned
            for entity, value in person.values()
        ]
        return tuple(sorted(found, key=lambda known: -len(known.value)))

    def found_in(self, text: str) -> Iterator[tuple[KnownValue, int, int]]:
        """Every known value in a text as it may be typed; of a whole name each word may hold one
        slip of the fingers ("Calra Jensn").
        """
        for known in self.values:
            for found in known.pattern.finditer(text):
                yield known, *found.span()
        words = [(fold(word[0]), *word.span()) for word in _WORD.finditer(text)]
        for known, parts in self._whole_names:
            for at in range(len(words) - len(parts) + 1):
                typed = words[at : at + len(parts)]
                if all(is_slip(word[0], part) for word, part in zip(typed, parts, strict=True)):
                    yield known, typed[0][1], typed[-1][2]

    @cached_property
    def _whole_names(self) -> list[tuple[KnownValue, list[str]]]:
        return [
            (known, [fold(part) for part in known.value.split()])
            for known in self.values
            if known.entity is Entity.PERSON and " " in known.value
        ]

    @cached_property
    def passing(self) -> frozenset[str]:
        return frozenset(plain_words(v) for v in self.public_values | self.business_names)

    @cached_property
    def passing_digits(self) -> frozenset[str]:
        digits = (re.sub(r"\D", "", value) for value in self.public_values)
        return frozenset(number for number in digits if len(number) >= _FEWEST_DIGITS)

    def lets_pass(self, entity: Entity, value: str) -> bool:
        """Published, or the name of a business. An address passes with a published one's start."""
        words = plain_words(value)
        if words in self.passing:
            return True
        if entity is Entity.PHONE:
            return re.sub(r"\D", "", value) in self.passing_digits
        if entity is Entity.PERSON:
            # "ik ben Mira": a small word that a recogniser took along is no part of the name
            named = plain_words(" ".join(word for word in value.split() if not word.islower()))
            return any(f" {named or words} " in f" {name} " for name in self.passing)
        if entity is Entity.ADDRESS:
            return any(words in public or public in words for public in self.passing if public)
        return False

    def __repr__(self) -> str:
        return f"KnownPeople({len(self.values)} values, {len(self.public_values)} public)"


_FEWEST_DIGITS = 6
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


def is_slip(typed: str, meant: str) -> bool:
    """The same word but for one letter too few, too many, wrong or changed with its neighbour; the
    first letter stands, and short words hold no slip.
    """
    if typed == meant:
        return True
    if typed[:1] != meant[:1] or len(meant) < _LONG_ENOUGH or abs(len(typed) - len(meant)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if at is None:
        return True
    rest, due = typed[at:], meant[at:]
    swapped = rest[:2] == due[:2][::-1] and rest[2:] == due[2:]
    return swapped or rest[1:] == due[1:] or rest[1:] == due or rest == due[1:]


def plain_words(value: str) -> str:
    """A value without the case, spacing and punctuation that do not make it another one."""
    return " ".join(re.sub(r"[^\w@.+-]+", " ", value.casefold()).strip(" .").split())


def _spelling(entity: Entity, value: str, *, alone: bool = False) -> re.Pattern[str]:
    """``alone``: a surname without the given name, which needs a capital: "Price" is a person
    where "price" is not.
    """
    if entity is Entity.PHONE:
        digits = re.sub(r"\D", "", value)
        body = r"[\s().\-/]{0,3}".join(digits)
        return re.compile(rf"(?<![\d+])\+?{body}(?!\d)")
    if entity is Entity.PERSON:
        case = r"(?=[^\W\d_])(?![a-zß-öø-ÿ])" if alone else ""
        return re.compile(rf"(?<![\w@.]){case}(?:{_name_as_typed(value)})(?![\w@])")
    body = r"\s+".join(re.escape(part) for part in value.split())
    return re.compile(rf"(?<![\w@.]){body}(?![\w@])", re.IGNORECASE)


def _name_as_typed(name: str) -> str:
    """With or without its accents, and "Jensen, Carla" for "Carla Jensen"."""
    words = ["".join(_letter(letter) for letter in word) for word in name.split()]
    straight = r"\s+".join(words)
    if len(words) == 2:  # noqa: PLR2004 - a given name and a surname
        return rf"(?:{straight}|{words[1]},\s{{0,2}}{words[0]})"
    return straight


_SPELT_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae"}
_FLAT = {"ł": "l", "ø": "o", "đ": "d", "ß": "s", "ı": "i", "æ": "a"}
_ACCENTED: dict[str, str] = {}
for _code in range(0xC0, 0x180):
    _plain = _FLAT.get(chr(_code).lower()) or unicodedata.normalize("NFD", chr(_code).lower())[0]
    if _plain.isascii() and _plain.isalpha():
        _ACCENTED[_plain] = _ACCENTED.get(_plain, "") + chr(_code)


def _letter(letter: str) -> str:
    """A letter of a name as a pattern: with any accent or none, and "ue" for "ü"."""
    low = letter.lower()
    plain = _FLAT.get(low) or unicodedata.normalize("NFD", low)[0]
    if not (plain.isascii() and plain.isalpha()):
        return f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else re.escape(letter)
    shapes = f"[{plain}{plain.upper()}{_ACCENTED.get(plain, '')}]"
    if low not in _SPELT_OUT:
        return shapes
    pair = "".join(f"[{one}{one.upper()}]" for one in _SPELT_OUT[low])
    return f"(?:{shapes}|{pair})"


NOBODY = KnownPeople()
