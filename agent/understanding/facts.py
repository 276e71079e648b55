"""What people state about themselves, each with the words that say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.understanding.kinds import FactSeen, Previous
from agent.understanding.patterns import Hit
from agent.understanding.words import Shape, Token

_RUN_FIELDS = {"name", "company", "position", "city", "tool"}


@dataclass(frozen=True, slots=True)
class Stated:
    facts: tuple[FactSeen, ...] = ()
    discount_percent: int | None = None
    seats: int | None = None
    months: int | None = None


def number_of(tokens: Sequence[Token], hit: Hit) -> int | None:
    """The number a hit captured; thousands separators are dropped, fractions refused."""
    if hit.number is None:
        return None
    digits = tokens[hit.number].text
    for mark in ",.":
        whole, _, rest = digits.partition(mark)
        if rest and len(rest) == 3:
            digits = whole + rest
    return int(digits) if digits.isdigit() else None


def facts_of(text: str, tokens: Sequence[Token], hits: Sequence[Hit], previous: Previous) -> Stated:
    del previous
    facts: list[FactSeen] = []
    discount = seats = months = None
    for hit in hits:
        quote = text[tokens[hit.first].start : tokens[hit.last - 1].end]
        number = number_of(tokens, hit)
        if hit.label == "size" and number is not None:
            facts.append(FactSeen("size", str(number), quote))
        elif hit.label == "discount":
            discount = number if number is not None else discount
        elif hit.label == "seats":
            seats = number if number is not None else seats
        elif hit.label == "months":
            months = number if number is not None else months
        elif hit.label in {"email", "phone"}:
            facts.append(FactSeen(hit.label, tokens[hit.first].text, quote))
        elif hit.label in _RUN_FIELDS:
            value = _value(text, tokens, hit)
            if value:
                facts.append(FactSeen(hit.label, value, quote))
    return Stated(_newest(facts), discount, seats, months)


def _value(text: str, tokens: Sequence[Token], hit: Hit) -> str | None:
    if hit.run is not None:
        return text[tokens[hit.run[0]].start : tokens[hit.run[1] - 1].end]
    held = [t for t in tokens[hit.first : hit.last] if t.shape is Shape.PLACEHOLDER]
    return held[-1].text if held else None


def _newest(facts: Sequence[FactSeen]) -> tuple[FactSeen, ...]:
    """Each statement once, in order; the last of a field is the one that counts."""
    return tuple(dict.fromkeys(facts))
