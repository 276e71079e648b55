"""Loads ``lexicon/<language>.yaml``: how a language says what an order can be made of."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from salesgenix.drafts.reading.words import Token, mended, tokens_of
from salesgenix.kit.house_yaml import read_yaml

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
ELIDING = frozenset({"fr", "it"})
_STEM = 3  # a phrase with a loose ending is found by as many letters
_DASHES = frozenset("-–—")

Phrase = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class Tag:
    """Tokens ``[start, end)`` and what they say; ``value`` is the part after a colon."""

    kind: str
    start: int
    end: int
    value: Any = None


class Lexicon:
    """One language: its phrases by their first word, and the words that say nothing here."""

    def __init__(self, language: str, declared: dict[str, Any]) -> None:
        self.language = language
        self.elides = language in ELIDING
        self._exact: dict[str, list[Phrase]] = defaultdict(list)
        self._stems: dict[str, list[Phrase]] = defaultdict(list)
        phrases = dict(self._phrases(declared))
        for phrase, concept in phrases.items():
            is_stem = phrase[0].endswith("*")
            table = self._stems if is_stem else self._exact
            table[phrase[0][:_STEM] if is_stem else phrase[0]].append((phrase, concept))
        self.fill = frozenset(
            token.key for token in tokens_of(str(declared["fill"]), elides=self.elides)
        )
        self._mendable = sorted({word for phrase in phrases for word in phrase if word.isalpha()})
        self._words = {word for phrase in phrases for word in phrase}
        self._slips: dict[str, str | None] = {}

    def _phrases(self, declared: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
        """The concept that is declared first keeps a phrase, so the list is read backwards."""
        numbers = [(str(n), f"number:{value}") for n, value in declared["numbers"].items()]
        shares = [(str(n), f"share:{value}") for n, value in declared["fractions"].items()]
        tags = [
            (phrase, concept)
            for concept, line in declared["tags"].items()
            for phrase in str(line).split("|")
        ]
        for phrase, concept in reversed([*tags, *shares, *numbers]):
            if phrase.strip():
                yield self.keys(phrase.strip()), concept

    def keys(self, phrase: str) -> tuple[str, ...]:
        loose = phrase.split()
        keys = [
            token.key + ("*" if word.endswith("*") and token is last else "")
            for word in loose
            for parts in [tokens_of(word.rstrip("*"), elides=self.elides)]
            for last in parts[-1:]
            for token in parts
        ]
        return tuple(keys)

    def longest(self, keys: Sequence[str], at: int) -> Phrase | None:
        word = keys[at]
        candidates = self._exact.get(word, []) + self._stems.get(word[:_STEM], [])
        fitting = [found for found in candidates if _fits(found[0], keys, at)]
        return max(fitting, key=_weight, default=None)

    def tags(self, keys: Sequence[str], *, taken: frozenset[int]) -> list[Tag]:
        """The phrases in order, longest first at each place, never over a token that is taken."""
        found: list[Tag] = []
        at = 0
        while at < len(keys):
            best = self.longest(keys, at) if at not in taken else None
            if best is None or any(i in taken for i in range(at, at + len(best[0]))):
                at += 1
                continue
            kind, _, value = best[1].partition(":")
            found.append(Tag(kind, at, at + len(best[0]), value or None))
            at += len(best[0])
        return found

    def knows(self, word: str) -> bool:
        return word in self._words or word in self.fill

    def mend(self, word: str) -> str | None:
        if word not in self._slips:
            self._slips[word] = mended(word, self._mendable)
        return self._slips[word]

    def says_nothing(self, token: Token) -> bool:
        is_silent = token.shape == "mark" and token.text not in "%€$£"
        return is_silent or token.key in self.fill


def _fits(phrase: tuple[str, ...], keys: Sequence[str], at: int) -> bool:
    if at + len(phrase) > len(keys):
        return False
    return all(
        keys[at + i].startswith(word[:-1]) if word.endswith("*") else keys[at + i] == word
        for i, word in enumerate(phrase)
    )


def _weight(found: Phrase) -> tuple[int, int, str]:
    phrase, concept = found
    return len(phrase), sum(len(word) + (not word.endswith("*")) for word in phrase), concept


@cache
def lexicon(language: str) -> Lexicon:
    """Read once per process."""
    path = files("salesgenix.drafts.reading") / "lexicon" / f"{language}.yaml"
    return Lexicon(language, read_yaml(path.read_text(encoding="utf-8")))
