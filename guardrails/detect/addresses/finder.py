"""Addresses of the lands our eight languages are written in, and the ways strangers write them."""

import re
from collections.abc import Iterator

from guardrails.detect.addresses import codes, kinds, loose, streets, tails
from guardrails.detect.addresses.words import Reading
from guardrails.entities import Entity, Span

_DIGIT = re.compile(r"\d|corner of", re.IGNORECASE)
_MONEY = re.compile(r"\s?(?:[€£$]|(?:EUR|GBP|USD|CHF|PLN|zł)\b)")
_SCORE = 0.8
_KINDS_AFTER = kinds.AFTER_NAME | kinds.AFTER_NAME_DOUBTFUL
_KINDS_BEFORE = kinds.BEFORE_NAME | kinds.BEFORE_NAME_DOUBTFUL


def find_addresses(text: str) -> Iterator[Span]:
    """A street with its house number and all that follows it; a post box; a corner; a postcode
    where it says where somebody is. A town alone is not an address.
    """
    if not _DIGIT.search(text):
        return
    reading = Reading(text)
    end = 0
    for start, core_end in _joined(sorted({*_cores(reading), *codes.places(reading)})):
        if start < end or _MONEY.match(text, core_end):  # "za osobę, 16 EUR": a sum, no house
            continue
        end = tails.end_of(reading, core_end)
        yield Span(Entity.ADDRESS, loose.with_unit_before(reading, start), end, _SCORE)


def _cores(reading: Reading) -> Iterator[streets.Found]:
    for at, word in enumerate(reading.words):
        plain = word.plain
        if word.is_number:
            if streets.is_ordinal(word):
                yield from streets.numbered_avenue(reading, at)
            continue
        if plain in _KINDS_AFTER:
            yield from streets.number_first(reading, at)
        if plain in _KINDS_BEFORE:
            yield from streets.kind_first(reading, at)
        if plain in kinds.WHOLE_NAMES:
            yield from streets.whole_name(reading, at)
        if word.is_capital and plain.endswith(kinds.POLISH_ENDINGS):
            yield from streets.polish_place(reading, at)
        if plain.endswith(kinds.SUFFIXES):
            yield from streets.compound(reading, at)
    yield from loose.told(reading)


def _joined(found: list[streets.Found]) -> Iterator[streets.Found]:
    """Overlapping readings of one place are one place."""
    start = end = -1
    for first, last in found:
        if first < end:
            end = max(end, last)
            continue
        if end > 0:
            yield start, end
        start, end = first, last
    if end > 0:
        yield start, end
