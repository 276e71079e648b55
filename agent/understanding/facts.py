"""What people state about themselves, each with the words that say it."""

import re
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
# "A quarter off": what part of a price that is, in percent.
_SHARES = {
    "discount.half": 50, "discount.third": 33, "discount.quarter": 25, "discount.fifth": 20,
}  # fmt: skip
_MONTHS_A_YEAR = 12
_BARE_NAME = 2  # words
_FULL_NAME = 3  # words
_LABELS = frozenset(  # what people write before an address
    {
        "mail",
        "email",
        "e",
        "emailadresse",
        "mailadresse",
        "adresse",
        "address",
        "correo",
        "courriel",
    }
    | {"posta", "adres", "adress", "mailadres", "emailadres", "mele"}
)
_TOWARDS = frozenset(
    {"to", "for", "with", "cc", "an", "fur", "mit", "a", "al", "para", "con", "pour", "avec"}
    | {"per", "com", "ao", "aan", "voor", "met", "do", "dla", "z", "from", "at", "bei", "chez"}
)
_STATE = re.compile(  # as participles end in the eight languages
    r"[a-z]\w+(?:ed|ing|ful|less|ous|[iste]rt|[aiu]t[oa]|[ai]d[oa]|ny|ned)"
)
_COUNTED = frozenset({"seats", "size"})
_SIGNS = "€$£"
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
        if hit.label in _COUNTED and hit.number is not None and reading.is_money(hit.number):
            continue
        if hit.label in _SHARES:
            figures.setdefault("discount_percent", _SHARES[hit.label])
        elif hit.label in _FIGURES and number is not None:
            years = hit.label == "months" and reading.says_years(hit)
            figures[_FIGURES[hit.label]] = number * _MONTHS_A_YEAR if years else number
        elif hit.label in reading.readers and not _is_of_another(hit, tokens, previous):
            value = reading.readers[hit.label](hit)
            if value and not (hit.label in _OF_PLACES and value.startswith("<<PERSON")):
                facts.append(FactSeen(hit.label, value, reading.words(hit)))
    if not facts:
        facts += reading.bare_answer(previous)
    if not any(seen.field == "name" for seen in facts):
        facts += reading.beside_address(previous)
    return Stated(_settled(facts), **figures)


def _is_of_another(hit: Hit, tokens: Sequence[Token], previous: Previous) -> bool:
    """A name with nothing beside it that says whose: theirs only where one was asked for, where an
    address goes with it, or where it signs a message that says next to nothing else. A participle
    in small letters tells how somebody is: "I'm drenched".
    """
    if hit.label != "name":
        return False
    has_address = any(_is_address(t) for t in tokens)
    if has_address or {"name", "email"} & {previous.asked, previous.just_asked}:
        return False
    if hit.last - hit.first > 1:
        named = tokens[hit.run[0]] if hit.run else None
        return named is not None and _STATE.fullmatch(named.text) is not None
    name = tokens[hit.first]
    stands_apart = name.after_mark not in {"", HYPHEN}
    stands_apart |= hit.first == 0 or tokens[hit.first - 1].clause != name.clause
    signs = hit.last == len(tokens) and stands_apart
    return not (signs or len(tokens) <= _BARE_NAME)


def _is_address(token: Token) -> bool:
    return token.shape is Shape.EMAIL or token.text.startswith("<<EMAIL")


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

    def is_money(self, at: int) -> bool:
        """``€20 a seat``: what stands beside a sign of money counts nobody."""
        token = self.tokens[at]
        before, after = self.text[: token.start].rstrip(), self.text[token.end :].lstrip()
        return before.endswith(tuple(_SIGNS)) or after.startswith(tuple(_SIGNS))

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

    def beside_address(self, previous: Previous) -> list[FactSeen]:
        """``Holger Brandt, h.brandt@…``: the name that stands next to an address, and only that."""
        at = next((n for n, t in enumerate(self.tokens) if _is_address(t)), None)
        if at is None:
            return []
        is_asked = bool({"name", "email"} & {previous.asked, previous.just_asked})
        for first, last in (self._before(at), self._after(at)):
            if self._reads_as_name(first, last, is_asked=is_asked) and self._is_theirs(first):
                value = self.text[self.tokens[first].start : self.tokens[last - 1].end]
                return [FactSeen("name", value, value)]
        return []

    def _before(self, at: int) -> tuple[int, int]:
        """The words between the last mark, line or small word and the address."""
        last = at
        if self.tokens[at].after_mark in {"?", "!"}:
            return at, at
        while last > 0 and self._is_small(self.tokens[last - 1]):
            last -= 1  # "Jan Bos, mail jan@…"
        first = last
        while first > 0 and self._may_be_name(first - 1, 0) and last - first <= _FULL_NAME:
            first -= 1
            if self.tokens[first].after_mark not in {"", HYPHEN} or (
                first and self.tokens[first - 1].clause != self.tokens[first].clause
            ):
                break
        return first, last

    def _after(self, at: int) -> tuple[int, int]:
        last = at + 1
        while last < len(self.tokens) and self._may_be_name(last, at + 1):
            apart = last > at + 1 and self.tokens[last].after_mark not in {"", HYPHEN}
            if apart or last - at > _FULL_NAME + 1:
                break
            last += 1
        return at + 1, last

    def _is_theirs(self, first: int) -> bool:
        """Not somebody it should be sent to, nor a firm somebody is of."""
        if self.tokens[first].forms[0] in _PARTICLES:
            return False
        before = self.tokens[first - 1] if first else None
        is_joined = before is not None and self.tokens[first].after_mark in {"", HYPHEN}
        return not (is_joined and before and before.forms[0] in _TOWARDS | _PARTICLES)

    def _is_small(self, token: Token) -> bool:
        word = token.forms[0]
        return token.shape is Shape.WORD and (
            word in _LABELS or (token.text.islower() and word in self.book.function_words)
        )

    def _reads_as_name(self, first: int, last: int, *, is_asked: bool) -> bool:
        """One to three words, capitals or what no lexicon knows; a single word needs both."""
        words = self.tokens[first:last]
        if not 1 <= len(words) <= _FULL_NAME or any(t.shape is not Shape.WORD for t in words):
            return False
        known = self.book.speller.known
        if any(t.forms[0] in known | _LABELS for t in words[:1]) and len(words) == 1:
            return False
        capitals = all(t.text[0].isupper() or t.forms[0] in _PARTICLES for t in words)
        if not (set(words[0].forms) | set(words[-1].forms)).isdisjoint(self.book.roles):
            return False
        if not capitals:
            return is_asked and len(words) > 1 and all(t.forms[0] not in known for t in words)
        return len(words) > 1 or is_asked

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
