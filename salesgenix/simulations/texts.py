"""How a reply's words and figures are compared: not by case, accents or the way a number is set."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from itertools import product

from salesgenix.kit.numerals import written_out

_NUMBER = re.compile(
    r"\d{1,3}(?:(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d))(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d+)?"
)
_LISTED = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_MONTHS = (
    r"jan|feb|f[eé]v|mar|m[aä]r|mrt|apr|avr|abr|kwi|ma[iyjg]|mei|jun|juin|giu|cze|jul|juil|lug|lip|"
    r"aug|ao[uû]|ago|sie|sep|set|wrz|o[kc]t|out|ott|pa[zź]|nov|lis|de[czs]|d[eé]c|dic|gru|sty|lut|gen"
)
_DAY = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?(?: de)? (?:{_MONTHS})\w*", re.IGNORECASE)
_SUM = r"\d[\d.,'’\u00a0\u202f]*"
_PRICE = re.compile(rf"({_SUM})\s?(?:EUR|€|euros?\b)|(?:EUR|€)\s?({_SUM})", re.IGNORECASE)
_PERCENT = re.compile(rf"({_SUM})\s?(?:%|percent|per cent|prozent|pour ?cent|por ciento|procent)",
                      re.IGNORECASE)  # fmt: skip
_GROUPED = re.compile(r"\d+(?:[.,]\d{3})*")
_DECIMAL = re.compile(r"(?P<whole>\d+(?:[.,]\d{3})*?)[.,](?P<part>\d+)")
_CLOCK = re.compile(r"\d{1,2}[.,]\d{2}")
_LINK = re.compile(r"https?://\S+|\b[\w.]+@[\w.]+")
SMALL = 3  # up to here a figure counts what is on the table
YEAR = 12
LONGEST = 60  # months


def folded(text: str) -> str:
    """Lower case, without accents, blanks made one."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ł", "l"))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(kept.replace("’", "'").split())


def holds(text: str, wanted: str) -> bool:
    return folded(wanted) in folded(text)


def figures_in(text: str) -> set[Decimal]:
    """Every number, however it is set; of an ambiguous one (7.920) all readings."""
    return {reading for readings in read_figures(text) for reading in readings}


def counted_in(text: str) -> set[Decimal]:
    """Numbers that are written as words: ``five seats``."""
    return set(map(Decimal, written_out(text)))


def read_figures(text: str) -> Iterator[frozenset[Decimal]]:
    """Number by number: what it may mean."""
    for found in _NUMBER.finditer(_LISTED.sub(" ", text)):
        yield _readings(found[0])


@cache
def _readings(said: str) -> frozenset[Decimal]:
    plain = re.sub(r"['’\u00a0\u202f ]", "", said)
    readings = set[Decimal]()
    if _GROUPED.fullmatch(plain):
        readings.add(Decimal(re.sub(r"[.,]", "", plain)))
    if found := _DECIMAL.fullmatch(plain):
        readings.add(Decimal(re.sub(r"[.,]", "", found["whole"]) + "." + found["part"]))
    return frozenset(reading.normalize() for reading in readings)


@dataclass(frozen=True, slots=True)
class Known:
    """What a reply's figures may rest on: what stands on a page or was said, as it is; and prices,
    percentages and the prospect's own counts, which may be reckoned with.
    """

    plain: frozenset[Decimal]
    prices: frozenset[Decimal]
    percents: frozenset[Decimal]
    counts: frozenset[Decimal]


def known_from(pages: Iterable[str], talk: Iterable[str], *, asides: Iterable[str] = ()) -> Known:
    """``talk`` is what the prospect and the team said, ``asides`` times offered and the like."""
    public, said = "\n".join(pages), "\n".join(talk)
    both = f"{public}\n{said}"
    return Known(
        plain=frozenset(figures_in("\n".join((both, *asides))) | counted_in(said)),
        prices=frozenset(_beside(_PRICE, both)),
        percents=frozenset(_beside(_PERCENT, both)),
        counts=frozenset(figures_in(said) | counted_in(said)),
    )


def unknown_figures(text: str, known: Known) -> list[str]:
    """The numbers of a reply that nothing explains; days and the count of a list aside."""
    counted = _LISTED.sub(" ", _DAY.sub(" ", _LINK.sub(" ", text)))
    made = reckoned(known)
    unknown = []
    for found in _NUMBER.finditer(counted):
        readings = _readings(found[0])
        if _CLOCK.fullmatch(found[0]) and figures_in(re.sub(r"\D", " ", found[0])) <= known.plain:
            continue
        if not readings & made and min(readings) > SMALL:
            unknown.append(found[0])
    return unknown


@lru_cache(maxsize=64)
def reckoned(known: Known) -> frozenset[Decimal]:
    """With what right arithmetic makes of it: so many seats, for so many months or a year, with a
    percentage off, and what one price saves against another.
    """
    prices = known.prices | {abs(a - b) for a, b in product(known.prices, repeat=2)}
    months = {Decimal(1), Decimal(YEAR)} | {count for count in known.counts if count <= LONGEST}
    sums = {a * b * c for a in prices for b in known.counts | {Decimal(1)} for c in months}
    parts = {a * p / 100 for a in sums for p in known.percents}
    off = {a * (100 - p) / 100 for a in sums for p in known.percents}
    yearly = {a / YEAR for a in sums | off}
    return frozenset(_cents(one) for one in known.plain | sums | parts | off | yearly)


def _cents(one: Decimal) -> Decimal:
    return one.quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def _beside(cue: re.Pattern[str], text: str) -> Iterator[Decimal]:
    for found in cue.finditer(text):
        yield from figures_in(next(part for part in found.groups() if part))


def words_of(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", folded(text)))


def shingles(text: str, run: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", folded(text))
    return {tuple(words[n : n + run]) for n in range(len(words) - run + 1)}


def without_quotes(text: str, pages: str) -> str:
    """The reply without the sentences that stand word for word on ``pages`` (folded)."""
    own = [one for one in re.split(r"(?<=[.!?:;])\s+|\n", text) if folded(one) not in pages]
    return " ".join(own)


def questions_in(text: str) -> list[str]:
    """The questions of a reply, comparable."""
    found = re.findall(r"[^.!?\n]+\?", text)
    return [" ".join(re.findall(r"\w+", folded(question))) for question in found]
