"""Which of the team a message names: ``can I speak to Ben?``, ``ein Termin mit Frau Duarte``."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.kinds import Understanding
from agent.understanding.words import fold
from salesgenix.accounts.service import MemberCard

SHORTEST = 3  # letters of a name that can be told from a small word
_WORD = re.compile(r"[^\W\d_]+")
_BEFORE_ONE = (
    "to with for mit an bei von avec a con al alla com ao met aan z do von dr mr mrs ms herr herrn "
    "frau monsieur madame senor senora signor signora pan pani meneer mevrouw"
)
_TO_ONE = frozenset(_BEFORE_ONE.split())


def named(text: str, members: Sequence[MemberCard]) -> MemberCard | None:
    """The one member whose first or last name stands there as a name; none where two could be."""
    said = [(word.group(), fold(word.group())) for word in _WORD.finditer(text)]
    found = {
        member.id: member
        for member in members
        if member.is_active
        for part in _WORD.findall(member.name)
        if len(part) >= SHORTEST and _is_named(fold(part), said)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _is_named(name: str, said: Sequence[tuple[str, str]]) -> bool:
    return any(
        folded == name and (word[0].isupper() or (at > 0 and said[at - 1][1] in _TO_ONE))
        for at, (word, folded) in enumerate(said)
    )


def not_theirs(understanding: Understanding, member: MemberCard, name: str | None) -> Understanding:
    """A colleague's name is not the name of who asks for them. ``name`` is what stands behind the
    one that was read. Who shares but a part of it, or gives an address with it, is called so:
    ``Holger Brandt, h.brandt@…`` where an Ana Brandt works.
    """
    parts = {fold(part) for part in _WORD.findall(member.name)}
    said = {fold(part) for part in _WORD.findall(name or "")}
    is_bare = len(said) == 1 and understanding.fact("email") is not None
    if not said or is_bare or not said <= parts:
        return understanding
    kept = tuple(fact for fact in understanding.facts if fact.field != "name")
    return replace(understanding, facts=kept)
