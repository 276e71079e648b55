"""Pages, the passages they fall into, and which passage answers a question. Pure functions.

The ranking is BM25 (Robertson and Zaragoza, 2009, eq. 3.15) over the few thousand passages of one
workspace, written out here: a library brings numpy and half a second of import to every command,
and offers neither weighted terms nor a floor below which nothing is relevant.
"""

import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from salesgenix.knowledge.bridge import LANGUAGES, language_of, meanings
from salesgenix.knowledge.lexicon import WORD, Lexicon, Role, Term, fold

MAX_PASSAGE = 900  # characters: a few sentences fit a chat answer and a model's context

HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
RULER = re.compile(r"^\s*([-*_])(?:\s*\1){2,}\s*$")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNIT = r"(?:[€$£¥]|EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|JPY|CAD|AUD|zł|euros?|dollars?|pounds?)"
PRICE = re.compile(rf"{_UNIT}\s?\d|\d\s?(?:%|{_UNIT}(?![a-z]))", re.IGNORECASE)


class Audience(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class PageDraft:
    """One page as its author wrote it. ``path`` names it for good; ``text`` is Markdown."""

    path: str
    title: str
    text: str
    url: str | None = None
    language: str = "en"
    audience: Audience = Audience.PUBLIC
    valid_until: date | None = None  # the last day on which it may be quoted

    @property
    def digest(self) -> str:
        parts = (
            self.path,
            self.title,
            self.text,
            self.url or "",
            self.language,
            self.audience,
            str(self.valid_until),
        )
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PassageDraft:
    heading: str
    text: str


def split(page: PageDraft) -> tuple[PassageDraft, ...]:
    """The page's passages in order, each under its own heading and at most ``MAX_PASSAGE`` long.

    A table stays whole; one that is too long is cut between rows and each piece keeps its head.
    Markup that only decorates is dropped, so that a passage can be quoted as it is.
    """
    return tuple(
        PassageDraft(heading, text)
        for heading, lines in _sections(page)
        for text in _packed(list(_blocks(lines)))
    )


def price_lines(heading: str, text: str) -> Iterator[tuple[str, str]]:
    """Every line of a passage that names a sum or a percentage, with what it is about.

    A cell of a table is a line of its own: ``("Team, Billed monthly", "39 EUR per seat")``.
    """
    rows = [_cells(line) for line in text.splitlines() if line.startswith("|")]
    head = rows[0] if rows else []
    for row in rows[2:]:
        for column, cell in list(zip(head, row, strict=False))[1:]:
            if PRICE.search(cell):
                yield f"{row[0]}, {column}", cell
    for line in text.splitlines():
        if not line.startswith("|"):
            yield from (
                (heading, sentence)
                for sentence in SENTENCE_END.split(line)
                if PRICE.search(sentence)
            )


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _sections(page: PageDraft) -> Iterator[tuple[str, list[str]]]:
    heading, lines = page.title, list[str]()
    for line in COMMENT.sub("", page.text).splitlines():
        found = HEADING.match(line)
        if not found:
            lines.append("" if RULER.match(line) else _plain(line))
            continue
        yield heading, lines
        heading, lines = _plain(found[2]), []
    yield heading, lines


def _plain(line: str) -> str:
    return EMPHASIS.sub(r"\2", LINK.sub(r"\1", line)).rstrip()


def _blocks(lines: list[str]) -> Iterator[str]:
    """Paragraphs, lists and tables, none longer than a passage."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        if block:
            yield from _table(block) if block[0].startswith("|") else _prose(block)
        block = []


def _table(rows: list[str]) -> Iterator[str]:
    head, body = rows[:2], rows[2:]
    piece = list(head)
    for row in body:
        if len(piece) > len(head) and len("\n".join([*piece, row])) > MAX_PASSAGE:
            yield "\n".join(piece)
            piece = list(head)
        piece.append(row)
    yield "\n".join(piece)


def _prose(lines: list[str]) -> Iterator[str]:
    is_list = lines[0].lstrip().startswith(("- ", "* ", "1."))
    text = "\n".join(lines) if is_list else " ".join(lines)
    if len(text) <= MAX_PASSAGE:
        yield text
        return
    pieces = lines if is_list else SENTENCE_END.split(text)
    yield from _joined(pieces, "\n" if is_list else " ")


def _packed(blocks: list[str]) -> Iterator[str]:
    yield from _joined(blocks, "\n\n")


def _joined(pieces: list[str], glue: str) -> Iterator[str]:
    """Neighbouring pieces together for as long as they fit; one that never fits is cut hard."""
    held = ""
    for piece in pieces:
        candidate = f"{held}{glue}{piece}" if held else piece
        if len(candidate) <= MAX_PASSAGE:
            held = candidate
            continue
        if held:
            yield held
        held = piece
        while len(held) > MAX_PASSAGE:
            yield held[:MAX_PASSAGE]
            held = held[MAX_PASSAGE:]
    if held:
        yield held


SATURATION, LENGTH_WEIGHT = 1.2, 0.6  # BM25's k1 and b
TITLE_WEIGHT, HEADING_WEIGHT = 3, 2  # a word of the page's title or the heading counts so often
LONGEST_AMOUNT = 3  # digits; a longer number is rather a name, such as a standard's
FLOOR = 0.45  # the share of what was asked that a passage must speak of
PRICED_GAIN, MOST_SUMS = 1.0, 4  # for each sum on a passage, when a price is asked for
LIGHT_SHARE = 0.3  # of its weight, for a word that names nothing


class Index:
    """The passages of one audience, ready to be asked. It never changes."""

    def __init__(self, passages: Sequence[tuple[str, str, str]], lexicon: Lexicon) -> None:
        """Each passage is the title of its page, its heading and its text."""
        self._lexicon = lexicon
        self._lengths: list[int] = []
        self._postings: dict[str, dict[int, int]] = defaultdict(dict)
        for position, (title, heading, text) in enumerate(passages):
            terms = lexicon.terms(text) + lexicon.terms(title) * TITLE_WEIGHT
            terms += lexicon.terms(heading if heading != title else "") * HEADING_WEIGHT
            self._lengths.append(len(terms))
            for key, count in Counter(key for term in terms for key in _written(term)).items():
                self._postings[key][position] = count
        self._words = frozenset(WORD.findall(fold("\n".join(" ".join(p) for p in passages))))
        sums = (len(list(price_lines(heading, text))) for _, heading, text in passages)
        self._priced = [PRICED_GAIN * min(count, MOST_SUMS) for count in sums]
        self._senses = [meanings(" ".join(one), (language_of(one[2]),)) for one in passages]
        self._mean_length = sum(self._lengths) / max(1, len(self._lengths)) or 1.0

    def ranked(self, question: str) -> list[tuple[int, float]]:
        """Positions of the passages that answer, best first, with their scores.

        Empty when none does: a passage must be on the question's topic or, where the question has
        none, speak of at least ``FLOOR`` of what it asks. A word nobody has written about weighs
        most, so that "do you integrate with X?" finds nothing as long as X is never mentioned.
        """
        terms = self._asked(question)
        scores: dict[int, float] = defaultdict(float)
        for term in dict.fromkeys(terms):
            for position, gain in self._gains(term).items():
                scores[position] += gain * (LIGHT_SHARE if term.is_light else 1.0)
        if any("price" in term.concepts for term in terms):
            scores = {at: score + self._priced[at] for at, score in scores.items()}
        relevant = self._relevant(terms)
        return sorted(
            ((position, score) for position, score in scores.items() if position in relevant),
            key=lambda item: (-item[1], item[0]),
        )

    def near(self, question: str) -> list[int]:
        """Every passage, those first that share rare meanings with the question in any language."""
        asked = meanings(question, LANGUAGES)
        found = Counter(name for senses in self._senses for name in senses & asked)
        worth = [sum(1 / found[name] for name in sorted(senses & asked)) for senses in self._senses]
        return sorted(range(len(worth)), key=lambda at: (-worth[at], at))

    def _gains(self, term: Term) -> dict[int, float]:
        """By passage: for the word itself, and once for the best of what it means."""
        meant: dict[int, float] = {}
        for key in (f"#{name}" for name in term.concepts):
            for position, gain in self._gain(key):
                meant[position] = max(gain, meant.get(position, 0.0))
        for position, gain in self._gain(term.stem):
            meant[position] = meant.get(position, 0.0) + gain
        return meant

    def _gain(self, key: str) -> Iterator[tuple[int, float]]:
        worth = self._lexicon.weight(key) * self._rarity(key)
        for position, count in self._postings.get(key, {}).items():
            yield position, worth * self._saturated(position, count)

    def _asked(self, question: str) -> list[Term]:
        """An amount nobody has written down ("for 23 people") says nothing about a passage."""
        return [
            term
            for term in self._lexicon.terms(self._lexicon.respelled(question, self._words))
            if (
                not (term.is_light and not self._passages_on(term))
                and not (term.stem.isdigit() and len(term.stem) <= LONGEST_AMOUNT)
            )
            or term.stem in self._postings
        ]

    def _relevant(self, terms: Sequence[Term]) -> set[int]:
        openers = [term for term in terms if self._lexicon.has_role(Role.OPENER, term)]
        objects = [term for term in terms if term not in openers]
        relevant: set[int] = set()
        unheard = [
            t for t in terms if self._lexicon.particular & t.concepts and not self._passages_on(t)
        ]
        if unheard and len(unheard) * 2 >= len([term for term in terms if not term.is_light]):
            return relevant
        if not openers or all(map(self._passages_on, objects)):
            for term in objects:
                if self._lexicon.has_role(Role.TOPIC, term):
                    relevant |= self._passages_on(term)
        asked = objects or openers
        total, spoken_of = 0.0, defaultdict[int, float](float)
        for term in asked:
            total += self._weight(term)
            for position in self._passages_on(term):
                spoken_of[position] += self._weight(term)
        return relevant | {at for at, weight in spoken_of.items() if weight >= FLOOR * total}

    def _passages_on(self, term: Term) -> set[int]:
        return {position for key in term.keys for position in self._postings.get(key, {})}

    def _weight(self, term: Term) -> float:
        share = LIGHT_SHARE if term.is_light else 1.0
        return share * min(self._rarity(key, other_words=bool(term.concepts)) for key in term.keys)

    def _rarity(self, key: str, *, other_words: bool = False) -> float:
        """What may stand there in words we do not know weighs no more than what is there once."""
        found = max(len(self._postings.get(key, {})), int(other_words))
        return math.log(1 + (len(self._lengths) - found + 0.5) / (found + 0.5))

    def _saturated(self, position: int, count: int) -> float:
        length = self._lengths[position] / self._mean_length
        norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length)
        return count * (SATURATION + 1) / (count + norm)


def _written(term: Term) -> tuple[str, ...]:
    """Under what a word of a page is found: as what it is, and as an example of its kind."""
    return term.keys + tuple(f"#{name}" for name in term.is_one_of - term.concepts)
