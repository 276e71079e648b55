"""Reversible pseudonyms of one conversation: a token outside, the value inside, in memory only.

Tokens are typed and numbered (``<<PERSON_1>>``), stable within the conversation and meaningless
outside it. People are told apart (``guardrails.pseudonyms.people``): a number is one person, a
letter after it another form of their name. A number or an address that is the prospect's and
somebody else's as well has one number and a letter for each owner, so that the prospect's own can
be read back to them and the other's cannot. Keeping pseudonyms (sealed) between turns is the
caller's work: ``Vault(items)`` at the start, ``new_items()`` at the end.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from threading import Lock

from guardrails.detect.spelled import spelled_numbers
from guardrails.entities import Entity, Owner
from guardrails.people import NOBODY, KnownPeople, KnownPerson
from guardrails.policy import IN_VAULT
from guardrails.pseudonyms.mentions import NOTHING_SAID, Mention, Referent
from guardrails.pseudonyms.people import STRICTEST, People, Person, VaultItem
from guardrails.pseudonyms.tokens import (
    LOOSE_TOKEN,
    MOST_FORMS,
    TOKEN,
    TOKEN_LIKE,
    escape_tokens,
    form,
    written,
)
from guardrails.verdicts import GuardFailure

__all__ = [
    "LOOSE_TOKEN",
    "TOKEN",
    "TOKEN_LIKE",
    "KnownPeople",
    "KnownPerson",
    "Vault",
    "VaultItem",
    "canonical",
    "escape_tokens",
]

_ON_PAGES = frozenset({Entity.PERSON, Entity.ADDRESS})  # what a page's plain words look like
_NOT_DIGITS = re.compile(r"\D")
_WORD = re.compile(r"[^\W\d_]{2}")
_SPACES = re.compile(r"\s+")


def canonical(entity: Entity, value: str) -> str:
    """Two spellings of one value are one value: case, width and spacing do not tell apart, nor
    whether a telephone number is written in figures or in words.
    """
    folded = _SPACES.sub(" ", unicodedata.normalize("NFKC", value)).strip().casefold()
    if entity is Entity.PHONE:
        return _digits_of(folded).removeprefix("00") or folded
    return folded


def _digits_of(number: str) -> str:
    said = next(spelled_numbers(number), None) if _WORD.search(number) else None
    if said is None:
        return _NOT_DIGITS.sub("", number)
    rest = number[: said.start] + said.digits + number[said.end :]
    return _NOT_DIGITS.sub("", rest)


class Vault:
    """Safe to share between threads. Refuses kinds that may never be kept (cards, secrets, …).

    ``known`` is whom the last call was told about: a reply is judged by the people its turn knew.
    """

    def __init__(self, items: Iterable[VaultItem] = ()) -> None:
        self._lock = Lock()
        self._by_token: dict[str, VaultItem] = {}
        self._by_value: dict[tuple[Entity, str], list[VaultItem]] = defaultdict(list)
        self._forms: dict[Entity, dict[int, int]] = defaultdict(dict)
        self._people = People()
        self._new: list[VaultItem] = []
        self._published: set[tuple[Entity, str]] = set()
        self._pages: dict[str, None] = {}
        self.known: KnownPeople = NOBODY
        for item in sorted(items, key=_place):
            self._admit(item)

    def _admit(self, item: VaultItem) -> VaultItem:
        found = TOKEN.fullmatch(item.token)
        if not found or found[1] != item.entity:
            raise ValueError("a vault item's token does not name its own kind")
        entity, number = Entity(found[1]), int(found[2])
        if entity not in IN_VAULT:
            raise ValueError(f"{entity.value} may never enter the vault")
        owner = Owner(item.owner)
        kept = VaultItem(item.token, entity, item.value, owner, item.referent, item.cue)
        self._forms[entity][number] = self._forms[entity].get(number, 0) + 1
        self._by_token[item.token] = kept
        self._by_value[entity, canonical(entity, item.value)].append(kept)
        if entity is Entity.PERSON:
            self._people.admit(kept, number)
        return kept

    def token_for(
        self, entity: Entity, value: str, owner: Owner, *, mention: Mention = NOTHING_SAID
    ) -> str:
        """The same value of the same person has the same token, whatever came between. ``owner``
        counts for what is new here, and wherever ``mention`` says whose it is.
        """
        with self._lock:
            if entity is Entity.PERSON:
                return self._person(value, owner, mention)
            kept = self._by_value.get((entity, canonical(entity, value)), [])
            told = mention.referent is not None
            for item in kept:
                if item.owner == owner or not told:
                    return item.token
            number = _number(kept[0]) if kept else None
            return self._mint(entity, value, owner, number=number)

    def _person(self, value: str, owner: Owner, mention: Mention) -> str:
        persons, kind = self._people.meant(value, owner, mention)
        called = canonical(Entity.PERSON, value)
        forms = [
            item
            for person in persons
            for item in person.items
            if canonical(Entity.PERSON, item.value) == called
            and (not mention.cues or mention.cues & set(item.cue.split()))
        ]
        if forms:
            return min(forms, key=lambda item: STRICTEST.index(Owner(item.owner))).token
        if kind is Referent.UNCLEAR:
            told = () if mention.referent is None else (owner,)
            owner = self._people.strictest(value, *told)
        elif persons and not mention.cues and mention.referent is None:
            owner = persons[0].owner
        cue = " ".join(sorted(mention.cues))
        referent = self._referent(persons, kind)
        number = persons[0].number if persons else None
        return self._mint(Entity.PERSON, value, owner, number=number, referent=referent, cue=cue)

    def _referent(self, persons: list[Person], kind: Referent) -> str:
        if persons and persons[0].kind is kind:
            return persons[0].referent
        place = self._people.number_of(kind)
        return f"{kind}:{place}" if place else str(kind)

    def _mint(
        self,
        entity: Entity,
        value: str,
        owner: Owner,
        *,
        number: int | None,
        referent: str = "",
        cue: str = "",
    ) -> str:
        forms = self._forms[entity]
        if number is None or forms[number] >= MOST_FORMS:
            number = max(forms, default=0) + 1
        token = f"<<{entity.value}_{number}{form(forms.get(number, 0))}>>"
        self._new.append(self._admit(VaultItem(token, entity, value, owner, referent, cue)))
        return token

    def item(self, token: str) -> VaultItem | None:
        return self._by_token.get(token)

    def knows(self, token: str) -> bool:
        return token in self._by_token

    def named(self, text: str) -> VaultItem | None:
        """What a text that is one token, written with care or without, stands for."""
        found = LOOSE_TOKEN.fullmatch(text.strip())
        return self.item(written(found)) if found else None

    def holding(self, entity: Entity, value: str) -> VaultItem | None:
        """The item with this value; of several, the one that may be read back rather than not."""
        kept = self._by_value.get((entity, canonical(entity, value)), [])
        return max(kept, key=lambda item: STRICTEST.index(Owner(item.owner)), default=None)

    def publish(self, entity: Entity, value: str) -> None:
        """From now on the value may be said: the workspace itself has published it."""
        with self._lock:
            self._published.add((entity, canonical(entity, value)))

    def publish_page(self, text: str) -> None:
        """A name or an address that stands in it word for word may be said, wherever it is taken
        for one: in a heading of two capitalised words a reader finds a name that the page has not.
        """
        with self._lock:
            self._pages[text] = None

    def is_published(self, entity: Entity, value: str) -> bool:
        return (entity, canonical(entity, value)) in self._published

    def is_on_page(self, entity: Entity, value: str) -> bool:
        """For what a prospect reads alone: a page's rose tells no model that they are Rose."""
        if self.is_published(entity, value):
            return True
        if entity not in _ON_PAGES or not value.strip():
            return False
        words = re.compile(rf"(?<!\w){re.escape(value)}(?!\w)")
        return any(words.search(text) for text in self._pages)

    def items(self) -> tuple[VaultItem, ...]:
        return tuple(self._by_token.values())

    def new_items(self) -> tuple[VaultItem, ...]:
        """What must be kept: everything that was not among the items given at the start."""
        return tuple(self._new)

    def resolve(self, value: str, *, owners: frozenset[Owner] = frozenset(Owner)) -> str:
        """Tokens become real values. Only for tool arguments declared to carry personal data, and
        only after the call was authorised. A token of nobody, or of an owner not among ``owners``,
        is a ``GuardFailure``: the call must not run.
        """

        def real(found: re.Match[str]) -> str:
            item = self.item(written(found))
            if item is None:
                raise GuardFailure("guard.unknown_token")
            if item.owner not in owners:
                raise GuardFailure("guard.foreign_token")
            return item.value

        return LOOSE_TOKEN.sub(real, value)

    def __len__(self) -> int:
        return len(self._by_token)

    def __repr__(self) -> str:
        return f"Vault({len(self)} items, {len(self._new)} new)"


def _number(item: VaultItem) -> int:
    found = TOKEN.fullmatch(item.token)
    return int(found[2]) if found else 0


def _place(item: VaultItem) -> tuple[int, str]:
    """The order in which they were given out, as far as their tokens tell."""
    found = TOKEN.fullmatch(item.token)
    return (int(found[2]), found[3].rjust(2)) if found else (0, "")
