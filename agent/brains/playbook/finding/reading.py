"""A text as words with what they mean, whatever language it is in; and what a question counts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agent.understanding.learning.senses import senses
from agent.understanding.lexicons import lexicon as spoken_lexicon
from salesgenix.knowledge.bridge import LANGUAGES, bridge
from salesgenix.knowledge.lexicon import WORD, Role, fold, lexicon, stem

YEAR = 12
KIN, ALIKE = 0.62, 0.7  # cosine from when on two words are taken for one; what that is worth
NARROW, BROAD = 0.9, 0.6
SHORTEST_SENSED, SHORTEST_KIN, MOST_GROWN = 5, 5, 4  # letters
_SLIGHT = frozenset(
    [
        "~ask",
        "~know",
        "~want",
        "~need",
        "~find",
        "~have",
        "~give",
        "~get",
        "~make",
        "~use",
        "~say",
        "~offer",
        "~exist",
        "~possible",
    ]
)
_SPANS: Final = (
    (1 / 30, r"days?|tage?n?|jours?|d[ií]as?|giorn[oi]|dias?|dag(?:en)?|dni|dzien"),
    (0.25, r"weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken|week|tygodni\w*|tydzien"),
    (1, r"months?|monate?n?|monats|mois|mes|meses|mese|mesi|maand(?:en)?|miesiac\w*|miesiec\w*"),
    (3, r"quarters?|quartale?n?|trimestr\w*|trimestres?|kwartal\w*|kwartaal|kwartalen"),
    (12, r"years?|jahre?n?|jahres|ans?|annees?|anos?|ann[oi]|jaar|jaren|rok|roku|lat|lata"),
)  # fmt: skip


_MEASURES: Final = (
    *((f"~~{months}", re.compile(names)) for months, names in _SPANS),
    ("~~metre", re.compile(r"met(?:re|er)s?n?|metr[oiy]?s?|metrow|laufmeter\w*")),
    ("~~hour", re.compile(r"hours?|stunden?|heures?|horas?|or[ae]|uur|uren|godzin\w*")),
    ("~~minute", re.compile(r"minut\w*")),
    ("~~kilo", re.compile(r"kg|kilos?|kilogram\w*")),
    ("~~kilometre", re.compile(r"km|kilomet\w*|chilomet\w*|quilomet\w*")),
    ("~~degree", re.compile(r"degrees?|grade?n?|degres?|grados?|gradi|graus?|graden|stopni\w*")),
)


@dataclass(frozen=True, slots=True)
class Word:
    """``text`` is empty where a phrase stood; ``narrow`` weighs more than ``broad``."""

    text: str
    stem: str
    narrow: frozenset[str] = frozenset()
    broad: frozenset[str] = frozenset()
    is_light: bool = False
    kinds: frozenset[str] = frozenset()  # what it is one of: Denmark is a country
    is_particular: bool = False  # nothing else stands for it

    @property
    def meanings(self) -> frozenset[str]:
        return self.narrow | self.broad


@dataclass(frozen=True, slots=True)
class Span:
    """``12 months``: a number of months, as the text has it from ``start`` to ``end``."""

    months: float
    number: int
    start: int
    end: int


@lru_cache(maxsize=8192)
def words(text: str, languages: tuple[str, ...]) -> tuple[Word, ...]:
    """The words that carry meaning. Numbers are no words."""
    found = [word for word in WORD.findall(fold(text)) if not word[0].isdigit()]
    phrases = [one for language in languages for one in bridge().phrases(found, language)]
    read: list[Word] = []
    in_phrases: set[str] = set()
    for at, word in enumerate(found):
        if word not in lexicon().stopwords and word not in _numbers() and word not in _SMALL:
            around = frozenset(name for start, end, name in phrases if start <= at < end)
            in_phrases |= around
            own = _word(word, languages)
            read.append(replace(own, narrow=own.narrow | around) if around else own)
    read += [Word("", "", frozenset({n})) for _, _, n in phrases if n not in in_phrases]
    for term in lexicon().terms(text):
        if not term.stem:
            narrow, broad = term.concepts - _topics(), term.concepts & _topics()
            read.append(Word("", "", frozenset(narrow), frozenset(broad)))
    return tuple(dict.fromkeys(read))


# What is said with anything: "how long have we got to ...", "tiene", "moet", "kun je".
_SMALL_WORDS = (
    "would could get got take takes come each every apply also still then tiene tienen teneis "
    "debe deben cada hay llevan lleva soportar aguanta krijgen lang moet moeten kun kunnen "
    "jullie zijn wordt gaat dat wat zo muss mussen wieviel ab macht braucht sowie pro je gilt "
    "wann wo wer was hier pendant lieu doit doivent faut fait fino caso deve devono ogni "
    "dobbiamo jest mozna sa ile za to na od do bez przez trzeba quanto quanti quante quantos "
    "quantas cuantas cuantos samen zusammen together insgesamt altogether razem insieme "
    "juntos ensemble ganzen ganze ganzes whole entier lacznie cuanto combien wem kto jaki "
    "jaka jakie jak por numa num pra que porque hoeveel wie welke welk lat sie ihr wir uns "
    "unsere"
)
_SMALL = frozenset(_SMALL_WORDS.split())


@lru_cache(maxsize=1)
def _topics() -> frozenset[str]:
    return frozenset(
        c.name for c in lexicon().concepts if c.role in {Role.TOPIC, Role.OPENER}
    ) | frozenset({"plan", "seat", "region", "data", "feature"})


@lru_cache(maxsize=16384)
def _word(word: str, languages: tuple[str, ...]) -> Word:
    narrow = set[str]()
    for language in languages:
        narrow |= bridge().meaning(word, language)
    known = lexicon().terms(word)
    concepts = frozenset(c for term in known for c in term.concepts)
    kinds = frozenset(c for term in known for c in term.is_one_of) - concepts
    narrow |= concepts - _topics()
    if not narrow and not concepts:
        narrow |= {name for one in LANGUAGES for name in bridge().meaning(word, one)}
    narrow |= {name for name, pattern in _MEASURES if pattern.fullmatch(word)}
    light = word in lexicon().light or (bool(narrow) and narrow <= _SLIGHT)
    return Word(
        word,
        stem(word),
        frozenset(narrow),
        concepts & _topics(),
        light,
        kinds=kinds,
        is_particular=bool(concepts & lexicon().particular),
    )


def strength(asked: Word, other: Word) -> float:
    """1 for the word itself, less for another word of the same thing, 0 for another thing."""
    if asked.stem and asked.stem == other.stem:
        return 1.0
    if asked.narrow & (other.narrow | other.kinds):
        return NARROW
    if asked.broad & (other.meanings | other.kinds) or asked.meanings & other.broad:
        return BROAD
    if asked.text and other.text:
        if _is_kin(asked.stem, other.stem):
            return NARROW
        if not (asked.narrow and other.narrow) and _nearness(asked.text, other.text) >= KIN:
            return ALIKE
    return 0.0


def _is_kin(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    grown = len(long) - len(short)
    return len(short) >= SHORTEST_KIN and long.startswith(short) and grown <= MOST_GROWN


@lru_cache(maxsize=32768)
def _nearness(one: str, other: str) -> float:
    if min(len(one), len(other)) < SHORTEST_SENSED:
        return 0.0
    return float(np.dot(_sense(one), _sense(other)))


@lru_cache(maxsize=16384)
def _sense(word: str) -> NDArray[np.float32]:
    return senses().of([word])


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {
        word: number
        for language in LANGUAGES
        for word, number in spoken_lexicon(language).numbers.items()
        if word not in {"sei", "lat", "uno", "un", "une", "ein", "eine", "one"}
    } | {"sei": 6, "jeden": 1}


def numbered(text: str) -> str:
    """Folded, with numbers in figures: ``drei Räder`` becomes ``3 rader``."""
    folded = fold(text)
    folded = re.sub(r"(?<=\d)[.,' \u202f](?=\d{3}(?!\d))", "", folded)
    return re.sub(r"[a-z]+", lambda found: str(_numbers().get(found[0], found[0])), folded)


def spans(folded: str) -> list[Span]:
    """Spans of months and longer, in a text as ``numbered`` gives it."""
    return sorted(_spans(folded), key=lambda span: span.start)


def _spans(folded: str) -> Iterator[Span]:
    for months, names in _SPANS:
        for found in re.finditer(rf"(?<![\w.,])(\d+) ?(?:{names})\b", folded):
            number = int(found[1])
            yield Span(number * months, number, found.start(), found.end())
        if months == YEAR:
            for found in re.finditer(
                rf"\b(?:a|per|one|whole|full|ganze[ns]?|ein(?:em|es)?|un|une|entier|uno|um|na|caly|"
                rf"heel|een|im ganzen|over a) (?:{names})\b",
                folded,
            ):
                yield Span(12, 1, found.start(), found.end())


def tokens(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in WORD.findall(numbered(text)))


def contains(whole: Sequence[str], part: Sequence[str]) -> bool:
    size = len(part)
    return size > 0 and any(
        tuple(whole[at : at + size]) == tuple(part) for at in range(len(whole) - size + 1)
    )


def says_the_same(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether each weighty word of either has its like in the other."""
    ours, theirs = ([w for w in said if w.text and not w.is_light] for said in (one, other))
    kinds, like_kinds = ([w for w in said if not w.text] for said in (one, other))
    is_alike = any(kind.meanings & like.meanings for kind in kinds for like in like_kinds)
    # a word alone is the same one, as to reach is to arrive, or both ask the same of it: how long?
    least = NARROW if len(ours) > 1 or is_alike else 1.0
    return bool(ours and theirs) and all(
        max(strength(word, like) for like in likes) >= least
        for said, likes in ((ours, theirs), (theirs, ours))
        for word in said
    )
