"""What words mean: which say the same thing, which name something, and which say nothing.

``lexicon.yaml`` has what people ask a seller about, ``matters.yaml`` the narrower things and names.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from salesgenix.kit.house_yaml import read_yaml

WORD = re.compile(r"[a-z0-9]+(?:[.&+][a-z0-9]+)*")
SUFFIXES = (
    "ations", "ation", "ments", "ment", "iones", "ungen", "ungs", "ung", "ings", "ing", "ies",
    "ers", "ed", "es", "en", "er", "em", "s", "e", "n",
)  # fmt: skip
SHORTEST_STEM = 4
WORDS_KEPT = 20_000
SHORTEST_SLIP, SHORTEST_DOUBLE_SLIP = 5, 9  # letters: from when on one or two may be wrong
SHORTEST_RARE_SLIP = 7  # ... where no page has the word that is meant
_STROKED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})


class Role(StrEnum):
    """What a concept in a question asks of a passage; ``lexicon.yaml`` explains."""

    TOPIC = "topic"
    DETAIL = "detail"
    OPENER = "opener"
    ASKING = "asking"


# The same matter in another word says less than the word itself, unless it is what is asked about.
CONCEPT_WEIGHTS = {Role.TOPIC: 1.5, Role.DETAIL: 0.8, Role.OPENER: 0.8}


@dataclass(frozen=True, slots=True)
class Concept:
    name: str
    role: Role
    words: tuple[str, ...]  # `*` stands for any letters
    phrases: re.Pattern[str] | None
    starts: frozenset[str] = frozenset()  # the first words of the phrases; none: any


@dataclass(frozen=True, slots=True)
class Term:
    """A word that carries meaning. ``is_one_of`` are the concepts it is an example of."""

    stem: str  # empty when a phrase stood here
    concepts: frozenset[str]
    is_one_of: frozenset[str] = frozenset()
    is_light: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Under what it is looked for. A concept is marked, so that no word is taken for one."""
        return ((self.stem,) if self.stem else ()) + tuple(f"#{name}" for name in self.concepts)

    @property
    def names(self) -> bool:
        """Whether it may be the name of something that no other word stands for."""
        return bool(self.stem) and not self.concepts and not self.is_light

    @property
    def meanings(self) -> frozenset[str]:
        """What it answers for where it stands on a page."""
        return self.concepts | self.is_one_of


@dataclass(frozen=True, slots=True)
class Lexicon:
    concepts: tuple[Concept, ...]
    stopwords: frozenset[str]
    light: frozenset[str] = frozenset()
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)  # concept -> what it is
    particular: frozenset[str] = frozenset()  # concepts that nothing stands in for
    vague: frozenset[str] = frozenset()  # concepts that only say how something is asked
    _read: dict[str, Term] = field(default_factory=dict, compare=False, repr=False)
    _words: "Words" = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_words", Words(self.concepts))

    def concepts_of(self, text: str) -> frozenset[str]:
        return frozenset(name for term in self.terms(text) for name in term.concepts)

    def has_role(self, role: Role, term: Term) -> bool:
        return any(self._words.roles[name] is role for name in term.concepts)

    def weight(self, key: str) -> float:
        """How much a passage gains by a word (1) or by a concept (``#name``)."""
        role = self._words.roles.get(key[1:]) if key.startswith("#") else None
        return CONCEPT_WEIGHTS.get(role, 1.0) if role else 1.0

    @staticmethod
    def parse(declared: Mapping[str, Any], narrow: Mapping[str, Any] | None = None) -> "Lexicon":
        """From the shapes of ``lexicon.yaml`` and ``matters.yaml``."""
        narrow = narrow or {}
        kinds = defaultdict[str, set[str]](set)
        for whole, parts in narrow.get("kinds", {}).items():
            for part in parts:
                kinds[part].add(whole)
        concepts = [_topic(name, entry) for name, entry in declared["concepts"].items()]
        concepts += [_matter(name, line) for name, line in narrow.get("matters", {}).items()]
        lists = [declared["stopwords"], narrow.get("stopwords", {})]
        return Lexicon(
            tuple(concepts),
            frozenset(" ".join(words for one in lists for words in one.values()).split()),
            frozenset(str(narrow.get("light", "")).split()),
            {part: frozenset(wholes) for part, wholes in kinds.items()},
            frozenset(str(narrow.get("particular", "")).split()) | kinds.keys(),
            frozenset(str(narrow.get("vague", "")).split()),
        )

    def terms(self, text: str) -> list[Term]:
        """The words of a text that carry meaning, and the concepts its phrases stand for."""
        folded, terms = fold(text), list[Term]()
        there = set(WORD.findall(folded))
        said: set[str] = set()  # words of a phrase name nothing by themselves
        for concept in self.concepts:
            if concept.phrases is None or (concept.starts and not concept.starts & there):
                continue
            if concept.name in self._words.topics:
                folded, count = concept.phrases.subn(" ", folded)
            else:  # its words go on to mean what they mean
                spoken = concept.phrases.search(folded)
                said |= set(spoken[0].split()) if spoken else set()
                count = 1 if spoken else 0
            if concept.role is not Role.ASKING:
                terms += [self._phrase(concept.name)] * count
        words = (word for word in WORD.findall(folded) if word not in self.stopwords)
        return terms + [self._spoken(word) if word in said else self._term(word) for word in words]

    def _spoken(self, word: str) -> Term:
        return replace(self._term(word), is_light=True)

    def knows(self, word: str) -> bool:
        return word in self.stopwords or word in self.light or bool(self._words.meaning(word))

    def respelled(self, text: str, vocabulary: Collection[str]) -> str:
        """The text with each unknown word as it was probably meant: one or two letters away from
        a word of the vocabulary or of the lexicon. What is like nothing stays as it is.
        """
        folded = fold(text)
        for word in dict.fromkeys(WORD.findall(folded)):
            is_plain = word.isalpha() and len(word) >= SHORTEST_SLIP
            if is_plain and word not in vocabulary and not self.knows(word):
                meant = nearest(word, vocabulary)
                if meant is None and len(word) >= SHORTEST_RARE_SLIP:
                    meant = nearest(word, self._words.exact)
                folded = re.sub(rf"\b{word}\b", meant or word, folded)
        return folded

    def _phrase(self, name: str) -> Term:
        return Term("", frozenset({name}), self.kinds.get(name, frozenset()), name in self.vague)

    def _term(self, word: str) -> Term:
        """Pages repeat their words; what they mean is worked out once."""
        known = self._read.get(word)
        if known is None:
            concepts = self._words.meaning(word)
            wholes = frozenset[str]().union(*(self.kinds.get(c, ()) for c in concepts))
            is_light = word in self.light or (bool(concepts) and concepts <= self.vague)
            known = Term(stem(word), concepts, wholes, is_light)
            if len(self._read) < WORDS_KEPT:
                self._read[word] = known
        return known


class Words:
    """Finds the concepts of a word by the word itself, by its beginning or by its end."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.exact = defaultdict[str, set[str]](set)
        self._beginnings, self._ends = defaultdict[str, set[str]](set), list[tuple[str, str]]()
        self.roles = {concept.name: concept.role for concept in concepts}
        self.topics = {c.name for c in concepts if not isinstance(c, Matter)}
        for concept in concepts:
            for word in concept.words:
                self._learn(word, concept.name)

    def _learn(self, word: str, name: str) -> None:
        if word.startswith("*"):
            self._ends.append((word.strip("*"), name))
        elif word.endswith("*"):
            self._beginnings[word[:-1]].add(name)
        else:
            self.exact[word].add(name)

    def meaning(self, word: str) -> frozenset[str]:
        found = set(self.exact.get(word, ()))
        for end in range(2, len(word) + 1):
            found |= self._beginnings.get(word[:end], set())
        found |= {name for ending, name in self._ends if word.endswith(ending)}
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class Matter(Concept):
    """A narrow one: a phrase that says it keeps its words for the others."""


def _topic(name: str, entry: Mapping[str, Any]) -> Concept:
    phrases = "|".join(entry["phrases"])
    found = re.compile(rf"\b(?:{phrases})\b") if phrases else None
    return Concept(name, Role(entry["role"]), tuple(entry["words"]), found)


def _matter(name: str, line: str) -> Concept:
    words, *phrases = (part.strip() for part in line.split("|"))
    found = re.compile(rf"\b(?:{'|'.join(phrases)})\b") if phrases else None
    starts = (re.match(r"[a-z0-9]+", phrase) for phrase in phrases)
    is_plain = all(re.match(r"[a-z0-9]+(?![?\\])", phrase) for phrase in phrases)
    first = frozenset(start[0] for start in starts if start) if is_plain else frozenset[str]()
    return Matter(name, Role.DETAIL, tuple(words.split()), found, first)


def fold(text: str) -> str:
    """Lower case without accents: ``Übergröße`` becomes ``ubergrosse``."""
    apart = unicodedata.normalize("NFKD", text.casefold()).translate(_STROKED)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return letters.replace("-", " ").replace("’", " ").replace("'", " ")


def stem(word: str) -> str:
    """Cuts one common ending of English, German, French or Spanish."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word[: -len(suffix)]
    return word


def nearest(word: str, vocabulary: Iterable[str]) -> str | None:
    """The one word of the vocabulary that is a slip away; None when several are, or none is."""
    most = 2 if len(word) >= SHORTEST_DOUBLE_SLIP else 1
    near = set(_near(word, vocabulary, most))
    best = min((apart for apart, _ in near), default=0)
    closest = {stem(one): one for apart, one in near if apart == best}
    return next(iter(closest.values())) if len(closest) == 1 else None


def _near(word: str, vocabulary: Iterable[str], most: int) -> Iterator[tuple[int, str]]:
    for other in vocabulary:
        if other[:1] != word[:1] or abs(len(other) - len(word)) > most or not other.isalpha():
            continue
        apart = _apart(word, other)
        if apart <= most:
            yield apart, other


def _apart(one: str, other: str) -> int:
    """Letters missing, added, wrong, or two that changed places."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, facing in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != facing))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == facing:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon that ships with the product; read once per process."""
    lexical, narrow = (
        read_yaml((files("salesgenix.knowledge") / name).read_text(encoding="utf-8"))
        for name in ("lexicon.yaml", "matters.yaml")
    )
    return Lexicon.parse(lexical, narrow)
