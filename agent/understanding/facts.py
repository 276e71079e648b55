"""What people state about themselves, each with the words that say it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from agent.understanding.kinds import FactSeen, Previous
from agent.understanding.lexicons import Lexicon
from agent.understanding.patterns import Hit
from agent.understanding.words import HYPHEN, Shape, Token

_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "das", "di", "del", "della", "van", "von", "der", "den", "la", "le"}
    | {"el", "du", "zu", "ter", "of", "y", "e", "&"}
)
_MOST_WORDS = {"name": 3, "company": 4, "position": 5, "city": 3, "tool": 2}
_FIGURES = {"discount": "discount_percent", "seats": "seats", "months": "months"}
_MONTHS_A_YEAR = 12
_BARE_NAME = 2  # words
_OF_PLACES = frozenset({"company", "city"})  # "the number of <<PERSON_1>>" tells neither


@dataclass(frozen=True, slots=True)
class Stated:
    facts: tuple[FactSeen, ...] = ()
    discount_percent: int | None = None
    seats: int | None = None
    months: int | None = None


def facts_of(
    text: str, tokens: Sequence[Token], hits: Sequence[Hit], *, book: Lexicon, previous: Previous
) -> Stated:
    """Facts in the order of the message; of two sizes the later is the correction."""
    reading = _Reading(text, tokens, book)
    facts: list[FactSeen] = []
    figures: dict[str, int] = {}
    for hit in hits:
        number = None if hit.number is None else tokens[hit.number].value
        if hit.label in _FIGURES and number is not None:
            years = hit.label == "months" and reading.says_years(hit)
            figures[_FIGURES[hit.label]] = number * _MONTHS_A_YEAR if years else number
        elif hit.label in reading.readers and not _is_of_another(hit, tokens, previous):
            value = reading.readers[hit.label](hit)
            if value and not (hit.label in _OF_PLACES and value.startswith("<<PERSON")):
                facts.append(FactSeen(hit.label, value, reading.words(hit)))
    if not facts:
        facts += reading.bare_answer(previous)
    return Stated(_settled(facts), **figures)


def _is_of_another(hit: Hit, tokens: Sequence[Token], previous: Previous) -> bool:
    """A name with nothing beside it that says whose: theirs only where one was asked for, where an
    address goes with it, or where it signs a message that says next to nothing else.
    """
    if hit.label != "name" or hit.last - hit.first > 1:
        return False
    is_asked = {"name", "email"} & {previous.asked, previous.just_asked}
    has_address = any(t.shape is Shape.EMAIL or t.text.startswith("<<EMAIL") for t in tokens)
    name = tokens[hit.first]
    stands_apart = name.after_mark not in {"", HYPHEN}
    stands_apart |= hit.first == 0 or tokens[hit.first - 1].clause != name.clause
    signs = hit.last == len(tokens) and stands_apart
    return not (is_asked or has_address or signs or len(tokens) <= _BARE_NAME)


class _Reading:
    """Turns a hit into a value, or into nothing when the words cannot be one."""

    def __init__(self, text: str, tokens: Sequence[Token], book: Lexicon) -> None:
        self.text, self.tokens, self.book = text, tokens, book
        self.readers: dict[str, Callable[[Hit], str | None]] = {
            "size": self._figure,
            "budget": self._figure,
            "email": self._held,
            "phone": self._held,
            "name": self._proper,
            "company": self._proper,
            "city": self._proper,
            "tool": self._tool,
            "position": self._position,
        }

    def words(self, hit: Hit) -> str:
        return self.text[self.tokens[hit.first].start : self.tokens[hit.last - 1].end]

    def says_years(self, hit: Hit) -> bool:
        spoken = {form for t in self.tokens[hit.first : hit.last] for form in t.forms}
        return bool(spoken & self.book.year_words)

    def _figure(self, hit: Hit) -> str | None:
        value = None if hit.number is None else self.tokens[hit.number].value
        return str(value) if value else None

    def _held(self, hit: Hit) -> str | None:
        kinds = {Shape.PLACEHOLDER, Shape.EMAIL, Shape.NUMBER}
        held = [t for t in self.tokens[hit.first : hit.last] if t.shape in kinds]
        return held[-1].text if held else None

    def _proper(self, hit: Hit) -> str | None:
        """A run of names: capitals, or words that no lexicon knows; placeholders stand alone."""
        if hit.run is None:
            held = [t for t in self.tokens[hit.first : hit.last] if t.shape is Shape.PLACEHOLDER]
            return held[0].text if held else None
        first = self.tokens[hit.run[0]]
        if set(first.forms) & (self.book.apps | self.book.roles):
            return None
        return self._run(*hit.run, most=_MOST_WORDS[hit.label])

    def _run(self, first: int, last: int, *, most: int) -> str | None:
        end = first
        while end < min(last, first + most) and self._may_be_name(end, first):
            if self.tokens[end].shape is Shape.PLACEHOLDER:
                return self.tokens[first].text if end == first else self._cut(first, end)
            end += 1
        while end > first and self.tokens[end - 1].forms[0] in _PARTICLES:
            end -= 1
        return self._cut(first, end)

    def _cut(self, first: int, end: int) -> str | None:
        return (
            self.text[self.tokens[first].start : self.tokens[end - 1].end] if end > first else None
        )

    def _may_be_name(self, at: int, first: int) -> bool:
        token = self.tokens[at]
        if token.shape is Shape.PLACEHOLDER:
            return True
        if token.shape is Shape.NUMBER:
            return at > first
        word = token.forms[0]
        if token.shape is not Shape.WORD:
            return False
        if at > first and word in _PARTICLES:
            return True
        if token.text[0].isupper() and not self.text.isupper():
            return word not in self.book.function_words
        return (
            len(word) > 1 and word not in self.book.speller.known and word not in self.book.numbers
        )

    def _tool(self, hit: Hit) -> str | None:
        if hit.run is not None:
            return self._run(*hit.run, most=_MOST_WORDS["tool"])
        named = [t for t in self.tokens[hit.first : hit.last] if set(t.forms) & self.book.apps]
        return named[-1].text if named else None

    def _position(self, hit: Hit) -> str | None:
        first, last = hit.run or (hit.first, hit.last)
        last = min(last, first + _MOST_WORDS["position"]) if hit.run else last
        roles = self.book.roles
        while first < last and not set(self.tokens[first].forms) & roles:
            first += 1
        while last > first and set(self.tokens[last - 1].forms) & self.book.function_words - roles:
            last -= 1
        return self._cut(first, last)

    def bare_answer(self, previous: Previous) -> list[FactSeen]:
        """A few words that only make sense as the answer to what was asked."""
        asked, said = previous.asked, self.text.strip().rstrip(".!")
        if asked not in self.readers or not 1 <= len(self.tokens) <= max(_MOST_WORDS.values()):
            return []
        value: str | None = None
        if asked in {"size", "budget"}:
            values = [t.value for t in self.tokens if t.value]
            value = str(values[-1]) if values else None
        elif asked == "phone":
            value = said if sum(c.isdigit() for c in said) >= 6 else None  # noqa: PLR2004
        elif asked in {"name", "company", "city", "tool"}:
            value = self._run(0, len(self.tokens), most=_MOST_WORDS[asked])
        elif asked == "position":
            known = self.book.function_words
            value = said if not any(t.forms[0] in known for t in self.tokens[:1]) else None
        return [FactSeen(asked, value, said)] if value else []


def _settled(facts: Sequence[FactSeen]) -> tuple[FactSeen, ...]:
    """Each statement once; a value that another of the same field only lengthens is dropped."""
    kept: dict[tuple[str, str], FactSeen] = {}
    for seen in facts:
        key = (seen.field, seen.value.casefold())
        if any(f == seen.field and v.startswith(key[1] + " ") for f, v in kept):
            continue
        for shorter in [k for k in kept if k[0] == key[0] and key[1].startswith(k[1] + " ")]:
            del kept[shorter]
        kept[key] = seen
    return tuple(kept.values())
