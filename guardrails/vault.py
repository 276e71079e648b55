"""Reversible pseudonyms of one conversation: a token outside, the value inside, in memory only.

Tokens are typed and numbered (``<<PERSON_1>>``), stable within the conversation and meaningless
outside it. Keeping them (sealed) between turns is the caller's work: ``Vault(items)`` at the start,
``new_items()`` at the end.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from guardrails.entities import Entity, Owner
from guardrails.people import NOBODY, KnownPeople, KnownPerson
from guardrails.policy import IN_VAULT
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

_KINDS = "|".join(entity.value for entity in Entity)
TOKEN = re.compile(rf"<<({_KINDS})_(\d{{1,6}})>>")
_INNER = rf"\s{{0,3}}(?P<kind>{_KINDS})[\s_-]{{1,3}}(?P<number>\d{{1,6}})\s{{0,3}}"
# What a model makes of a token when it is careless.
LOOSE_TOKEN = re.compile(rf"<{{1,3}}{_INNER}>{{1,3}}", re.IGNORECASE)
# What a forger may try, and what is left of it once escaped.
TOKEN_LIKE = re.compile(rf"[<‹«＜]{{1,3}}{_INNER}[>›»＞]{{1,3}}", re.IGNORECASE)
_ESCAPED = str.maketrans("<>＜＞«»", "‹›‹›‹›")
_NOT_DIGITS = re.compile(r"\D")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, repr=False)
class VaultItem:
    """``entity`` is an ``Entity``, ``owner`` an ``Owner`` (their plain strings are accepted)."""

    token: str
    entity: str
    value: str
    owner: str

    def __repr__(self) -> str:
        return f"VaultItem({self.token}, {self.owner})"


def canonical(entity: Entity, value: str) -> str:
    """Two spellings of one value are one value: case, width and spacing do not tell apart."""
    folded = _SPACES.sub(" ", unicodedata.normalize("NFKC", value)).strip().casefold()
    if entity is Entity.PHONE:
        return _NOT_DIGITS.sub("", folded).removeprefix("00") or folded
    return folded


def escape_tokens(text: str) -> str:
    """Takes the power from whatever looks like a token in a text that is not ours."""
    if "_" not in text and not any(mark in text for mark in "<‹«＜"):
        return text
    return TOKEN_LIKE.sub(lambda found: found[0].translate(_ESCAPED), text)


class Vault:
    """Safe to share between threads. Refuses kinds that may never be kept (cards, secrets, …).

    ``known`` is whom the last call was told about: a reply is judged by the people its turn knew.
    """

    def __init__(self, items: Iterable[VaultItem] = ()) -> None:
        self._lock = Lock()
        self._by_token: dict[str, VaultItem] = {}
        self._by_value: dict[tuple[Entity, str], VaultItem] = {}
        self._last: dict[Entity, int] = {}
        self._new: list[VaultItem] = []
        self._published: set[tuple[Entity, str]] = set()
        self.known: KnownPeople = NOBODY
        for item in items:
            found = TOKEN.fullmatch(item.token)
            if not found or found[1] != item.entity:
                raise ValueError("a vault item's token does not name its own kind")
            self._admit(item)

    def _admit(self, item: VaultItem) -> None:
        entity, owner = Entity(item.entity), Owner(item.owner)
        if entity not in IN_VAULT:
            raise ValueError(f"{entity.value} may never enter the vault")
        number = int(item.token.rpartition("_")[2].removesuffix(">>"))
        kept = VaultItem(item.token, entity, item.value, owner)
        self._last[entity] = max(self._last.get(entity, 0), number)
        self._by_token[item.token] = kept
        self._by_value.setdefault((entity, canonical(entity, item.value)), kept)

    def token_for(self, entity: Entity, value: str, owner: Owner) -> str:
        """The same value has the same token, and the owner it was first met with."""
        key = (entity, canonical(entity, value))
        with self._lock:
            known = self._by_value.get(key)
            if known is None:
                token = f"<<{entity.value}_{self._last.get(entity, 0) + 1}>>"
                known = VaultItem(token, entity, value, owner)
                self._admit(known)
                self._new.append(known)
            return known.token

    def item(self, token: str) -> VaultItem | None:
        return self._by_token.get(token)

    def holding(self, entity: Entity, value: str) -> VaultItem | None:
        return self._by_value.get((entity, canonical(entity, value)))

    def publish(self, entity: Entity, value: str) -> None:
        """From now on the value may be said: the workspace itself has published it."""
        with self._lock:
            self._published.add((entity, canonical(entity, value)))

    def is_published(self, entity: Entity, value: str) -> bool:
        return (entity, canonical(entity, value)) in self._published

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
            item = self.item(f"<<{found['kind'].upper()}_{int(found['number'])}>>")
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
