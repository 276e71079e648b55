"""What a workspace has set about its guard: tightened cells, words of its own, regions, an age."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from guardrails import policy
from guardrails.entities import Entity, Span
from guardrails.policy import Direction, Treatment, at_least

# What no list of a workspace makes visible: a checksum or a shape of its own proves these, and a
# child stays a child.
NEVER_ALLOWED = frozenset(
    {
        Entity.CARD,
        Entity.SECURITY_CODE,
        Entity.BANK_ACCOUNT,
        Entity.NATIONAL_ID,
        Entity.SECRET,
        Entity.MINOR_AGE,
    }
)
DENIED = "denied"  # the detail of a span that a list says is personal
DENIED_AS = Entity.PERSON  # where the list does not say what it is
_WORD = re.compile(r"\w+")
_STROKES = str.maketrans("łøđħŧ", "lodht")  # letters that Unicode does not take apart
_FURTHEST = 3  # characters between two words of one term


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """``entity``: which kind it was wrongly taken for, or what it is; ``None``: any."""

    words: str
    entity: Entity | None = None

    def __repr__(self) -> str:
        return "Term(…)"


class Terms:
    """Many terms, looked for at once: without regard to case, accents and what joins the words."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entity | None]]] = {}
        for term in terms:
            words = folded_words(term.words)
            if words:
                self._by_first.setdefault(words[0], []).append((words, term.entity))
        for same in self._by_first.values():
            same.sort(key=lambda found: -len(found[0]))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, text: str) -> list[tuple[int, int, Entity | None]]:
        """Where terms stand, as whole words; the longest at each place, and every other kind."""
        if not self._by_first:
            return []
        words = [(found.start(), found.end(), _fold(found[0])) for found in _WORD.finditer(text)]
        found = []
        for place, (start, _, first) in enumerate(words):
            for term, entity in self._by_first.get(first, ()):
                end = _end_of(words, place, term)
                if end is not None:
                    found.append((start, end, entity))
        return found

    def __repr__(self) -> str:
        return f"Terms({sum(map(len, self._by_first.values()))})"


def _end_of(words: list[tuple[int, int, str]], place: int, term: tuple[str, ...]) -> int | None:
    following = words[place : place + len(term)]
    if tuple(word for _, _, word in following) != term:
        return None
    for (_, end, _), (start, _, _) in pairwise(following):
        if start - end > _FURTHEST:
            return None
    return following[-1][1]


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text, by which two spellings of one term are one term."""
    return tuple(_fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text)))


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return plain.translate(_STROKES)


@dataclass(frozen=True, slots=True, repr=False)
class HouseRules:
    """``cells`` only tighten (``policy.tightened``). ``regions``, ``minor_age``: none as by
    default.
    """

    cells: Mapping[policy.Cell, Treatment] = field(default_factory=lambda: MappingProxyType({}))
    allow: Terms = field(default_factory=Terms)
    deny: Terms = field(default_factory=Terms)
    regions: tuple[str, ...] = ()
    minor_age: int | None = None

    def treatment(self, entity: Entity, direction: Direction) -> Treatment:
        return self.cells.get((entity, direction)) or policy.treatment(entity, direction)

    def is_kept(self, entity: Entity) -> bool:
        """Whether a prospect's value may be written down as it was said. What a workspace hides
        more strictly than a mask would is not kept either.
        """
        if entity in policy.NEVER_STORED:
            return False
        own = self.cells.get((entity, Direction.PROSPECT_TO_MODEL))
        return own is None or not at_least(Direction.PROSPECT_TO_MODEL, own, Treatment.MASK)

    def denied(self, text: str) -> list[Span]:
        return [
            Span(entity or DENIED_AS, start, end, 1.0, DENIED)
            for start, end, entity in self.deny.find(text)
        ]

    def without_allowed(self, text: str, spans: list[Span]) -> list[Span]:
        """The spans but those that lie within an allowed term; a longer value stays a value."""
        if not self.allow:
            return spans
        passing = self.allow.find(text)
        return [span for span in spans if not _passes(span, text, passing)]

    def __repr__(self) -> str:
        return f"HouseRules({len(self.cells)} cells, {self.allow!r}, {self.deny!r})"


def _passes(span: Span, text: str, passing: list[tuple[int, int, Entity | None]]) -> bool:
    if span.entity in NEVER_ALLOWED:
        return False
    words = [found.span() for found in _WORD.finditer(text, span.start, span.end)]
    if not words:
        return False
    first, last = words[0][0], words[-1][1]
    return any(
        start <= first and last <= end and entity in {None, span.entity}
        for start, end, entity in passing
    )


def uncovered(text: str, denied: list[Span], spans: Iterable[Span]) -> list[Span]:
    """The parts of denied stretches that no span hides yet: a list's word is hidden whole."""
    taken, found = list(spans), list[Span]()
    for span in sorted(denied, key=lambda one: one.start - one.end):
        parts = [(span.start, span.end)]
        for other in taken:
            parts = [
                piece
                for start, end in parts
                for piece in ((start, min(end, other.start)), (max(start, other.end), end))
                if piece[0] < piece[1]
            ]
        rest = [
            Span(span.entity, start, end, span.score, span.detail)
            for start, end in parts
            if _WORD.search(text, start, end)
        ]
        taken += rest
        found += rest
    return found


DEFAULT_RULES = HouseRules()
