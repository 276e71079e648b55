"""Whom the caller already knows: the surest way to find a name is to be told it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from guardrails.entities import Entity, Owner
from guardrails.house import DEFAULT_RULES, HouseRules
from guardrails.names.not_names import NEVER

_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, repr=False)
class KnownPerson:
    name: str | None = None
    email: str | None = None
    phone: str | None = None

    def values(self) -> Iterator[tuple[Entity, str]]:
        """Also the given name alone: that is how people are spoken of."""
        for entity, value in (
            (Entity.PERSON, self.name),
            (Entity.EMAIL, self.email),
            (Entity.PHONE, self.phone),
        ):
            if value and value.strip():
                yield entity, value.strip()
        given = (self.name or "").split()
        if len(given) > 1 and len(given[0]) >= _SHORTEST_NAME and given[0].casefold() not in NEVER:
            yield Entity.PERSON, given[0]

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
            KnownValue(entity, value, owner, _spelling(entity, value), person.name or "")
            for person, owner in owned
            for entity, value in person.values()
        ]
        return tuple(sorted(found, key=lambda known: -len(known.value)))

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


def plain_words(value: str) -> str:
    """A value without the case, spacing and punctuation that do not make it another one."""
    return " ".join(re.sub(r"[^\w@.+-]+", " ", value.casefold()).strip(" .").split())


def _spelling(entity: Entity, value: str) -> re.Pattern[str]:
    if entity is Entity.PHONE:
        digits = re.sub(r"\D", "", value)
        body = r"[\s().\-/]{0,3}".join(digits)
        return re.compile(rf"(?<![\d+])\+?{body}(?!\d)")
    body = r"\s+".join(re.escape(part) for part in value.split())
    return re.compile(rf"(?<![\w@.]){body}(?![\w@])", re.IGNORECASE)


NOBODY = KnownPeople()
