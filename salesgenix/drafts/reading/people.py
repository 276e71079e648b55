"""Which member of the team a word names: case, accents and a slip of the finger aside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from uuid import UUID

from salesgenix.drafts.reading.lexicons import Tag
from salesgenix.drafts.reading.words import Token, key_of, slips, tokens_of

SHORTEST_MENDED = 4


@cache
def first_names() -> frozenset[str]:
    """Common ones of Europe: who bears one is a person, and no company."""
    path = files("salesgenix.drafts.reading") / "lexicon" / "first_names.txt"
    return frozenset(key_of(name) for name in path.read_text(encoding="utf-8").split())


class Names:
    """``members``: id → full name. A name that two members share names both."""

    def __init__(self, members: Mapping[UUID, str]) -> None:
        self._whole: dict[tuple[str, ...], set[UUID]] = defaultdict(set)
        self._single: dict[str, set[UUID]] = defaultdict(set)
        for member_id, name in members.items():
            keys = tuple(token.key for token in tokens_of(name))
            self._whole[keys].add(member_id)
            for key in keys:
                self._single[key].add(member_id)

    def tags(self, tokens: Sequence[Token], *, known: Sequence[bool]) -> list[Tag]:
        """``known``: which tokens are words of the language; those must be written as names are."""
        found: list[Tag] = []
        at = 0
        while at < len(tokens):
            length, ids = self._at(tokens, at, known=known[at])
            if ids:
                found.append(Tag("named_member", at, at + length, frozenset(ids)))
            at += length
        return found

    def _at(self, tokens: Sequence[Token], at: int, *, known: bool) -> tuple[int, set[UUID]]:
        for length in (3, 2):
            keys = tuple(token.key for token in tokens[at : at + length])
            if len(keys) == length and keys in self._whole:
                return length, self._whole[keys]
        token = tokens[at]
        if token.shape != "word" or (known and not token.text[0].isupper()) or (known and at == 0):
            return 1, set()
        return 1, self._single.get(_bare(token.key)) or self._single.get(token.key, set())

    def near(self, word: str) -> frozenset[UUID]:
        """Whom a mistyped name most likely means; nobody when it could be two."""
        if len(word) < SHORTEST_MENDED - 1:
            return frozenset()
        close = {
            name: ids
            for name, ids in self._single.items()
            if len(name) >= SHORTEST_MENDED and name[0] == word[0] and slips(name, word, 1) <= 1
        }
        return frozenset(next(iter(close.values()))) if len(close) == 1 else frozenset()


def _bare(key: str) -> str:
    """``Ben's`` names Ben; the apostrophe is gone from a key."""
    return key.removesuffix("s")
