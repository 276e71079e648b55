"""A bridge between languages: which words of eight languages stand for the same ordinary thing.

``glossary/*.tsv`` has one concept a line, one column a language. A word is read in the languages
it may be written in, so that a Spanish word is not taken for an English one that looks like it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from salesgenix.knowledge.lexicon import WORD, fold, lexicon, stem

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")
UNLIKE = frozenset({"wardrobe_shelf"})  # lines that hold two things for one
COMPOUNDING = frozenset({"de", "nl"})
SHORTEST_PART, SHORTEST_COMPOUND = 4, 8  # letters
WORDS_KEPT = 20_000
MOST_VOTES = 60  # words: enough to tell a language by its small words


@dataclass(slots=True)
class Vocabulary:
    """The words of one language: whole, by their beginning, and in phrases by their first word."""

    exact: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    beginnings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def learn(self, cell: str, name: str) -> None:
        words, _, phrases = cell.partition("|")
        for word in fold(words).split():
            if word.endswith("*"):
                self.beginnings[word[:-1]].add(name)
            else:
                self.exact[word].add(name)
        for phrase in phrases.split(";"):
            parts = tuple(WORD.findall(fold(phrase)))
            if parts:
                self.phrases[parts[0]].append((parts, name))

    def meaning(self, word: str) -> set[str]:
        """Of the word itself and of every beginning that is known."""
        found = set(self.exact.get(word, ()))
        for end in range(3, len(word) + 1):
            found |= self.beginnings.get(word[:end], set())
        return found


class Bridge:
    def __init__(self, lines: Iterable[str]) -> None:
        self._by = {language: Vocabulary() for language in LANGUAGES}
        self._read: dict[tuple[str, str], frozenset[str]] = {}
        for line in lines:
            name, *cells = line.split("\t")
            if name in UNLIKE:
                continue
            for language, cell in zip(LANGUAGES, cells, strict=False):
                self._by[language].learn(cell, f"~{name}")

    def meaning(self, word: str, language: str) -> frozenset[str]:
        """What a folded word stands for in a language; of a compound, what its parts do."""
        key = (word, language)
        if key not in self._read:
            found = frozenset(self._meaning(word, language))
            if len(self._read) >= WORDS_KEPT:
                return found
            self._read[key] = found
        return self._read[key]

    def _meaning(self, word: str, language: str) -> set[str]:
        own = self._by[language]
        found = set(own.meaning(word))
        if language in COMPOUNDING and len(word) >= SHORTEST_COMPOUND and word not in own.exact:
            for start in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
                head = own.meaning(word[start:]) if own.meaning(word[:start]) else set()
                found |= head
        return found

    def phrases(self, words: list[str], language: str) -> Iterator[tuple[int, int, str]]:
        """From where to where a phrase stands, and what it stands for."""
        known = self._by[language].phrases
        for at, word in enumerate(words):
            for parts, name in known.get(word, ()):
                if tuple(words[at : at + len(parts)]) == parts:
                    yield at, at + len(parts), name


_SMALL = {
    "en": "the of and to is are for in on with a you we do does what how which be it that from",
    "de": "der die das und ist sind fur mit ein eine den dem im zu von wir sie was wie nicht auf",
    "fr": "le la les des et est sont pour avec un une du nous vous que quel quelle combien sur",
    "es": "el la los las y es son para con un una del de cuanto cual que en por se hay nosotros",
    "it": "il lo gli le e sono per con un una del della di quanto quale che nel si avete",
    "pt": "o os as e sao para com um uma do da dos das quanto qual que no na nao voces",
    "nl": "de het een en is zijn voor met van wij jullie wat hoe niet op bij hoeveel kost",
    "pl": "i w z na do jest sa dla nie jak ile czy co przez po za od kosztuje sie",
}
_VOTES = {language: frozenset(words.split()) for language, words in _SMALL.items()}


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The language that most small words of a text belong to; English when none does."""
    words = WORD.findall(fold(text))[:MOST_VOTES]
    votes = {one: sum(word in _VOTES[one] for word in words) for one in LANGUAGES}
    return max(LANGUAGES, key=lambda one: votes[one])


@lru_cache(maxsize=1)
def bridge() -> Bridge:
    """The glossary that ships with the product; read once per process."""
    folder = files("salesgenix.knowledge") / "glossary"
    pages = sorted((one for one in folder.iterdir() if one.name.endswith(".tsv")), key=str)
    return Bridge(
        (line for page in pages for line in page.read_text(encoding="utf-8").splitlines()),
    )


def meanings(text: str, languages: Iterable[str]) -> frozenset[str]:
    """The stems of a text, and what its words and phrases stand for in these languages."""
    found = WORD.findall(fold(text))
    plain = [word for word in found if word not in lexicon().stopwords]
    said = {stem(word) for word in plain}
    for language in languages:
        said |= {name for word in plain for name in bridge().meaning(word, language)}
        said |= {name for _, _, name in bridge().phrases(found, language)}
    return frozenset(said | {name for term in lexicon().terms(text) for name in term.meanings})
