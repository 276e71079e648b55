"""Whether an amount follows from amounts that are backed. The search is small on purpose: the more
it may combine, the more inventions it would explain. A calculation that is shown is worked out.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from guardrails.claims import cues
from guardrails.claims.backing import Backing
from guardrails.claims.figures import Money, figures
from guardrails.claims.plain import plain
from guardrails.claims.plans import named

YEAR = 12
MOST_COUNTS = 40
_CENT = Decimal("0.005")
_HALF = Decimal("0.5")
_TIMES = re.compile(r"(?<![\w.,])(\d{1,5}) x(?= )")
_ADDED = re.compile(r" \+ ")


def explains(money: Money, sentence: str, before: str, backing: Backing) -> bool:
    """A backed price of the plan that is spoken of; times seats and months, less a backed percent;
    or the sum or difference of two amounts that this reply shows.
    """
    plans = named(plain(sentence), backing.plans)
    prices = [one for one in backing.prices_of(plans) if _fits(one, money)]
    if any(one.amount == money.amount for one in prices if _same_period(one, money)):
        return True
    said = plain(sentence)
    repeated = {one.amount for one in prices if one.period != "once"}
    derived = _products(repeated, _counts(sentence, before, backing), _rates(said, before, backing))
    own = {one.amount for one in backing.own.money}
    derived |= set(_pairs(money, said, before, repeated | derived | own))
    derived |= _shown(said, {one.amount for one in prices}, backing)
    apart = _HALF if cues.ROUGHLY.search(said) else _CENT
    return any(abs(money.amount - value) <= apart for value in derived - repeated)


def _shown(said: str, prices: set[Decimal], backing: Backing) -> set[Decimal]:
    """What ``3 x 12 x 159 eur - 5 % + 140 eur =`` comes to, each price and percent backed."""
    found: set[Decimal] = set()
    for left in said.split(" = ")[:-1]:
        values = [
            _worked_out(term, prices, backing) for term in _ADDED.split(left.rpartition(":")[2])
        ]
        told = [value for value in values if value is not None]
        if len(told) == len(values):
            found.add(sum(told, Decimal(0)))
    return found


def _worked_out(term: str, prices: set[Decimal], backing: Backing) -> Decimal | None:
    read = figures(term)
    known = backing.granted | backing.discounts
    if len(read.money) != 1 or read.money[0].amount not in prices or set(read.percents) - known:
        return None
    value = read.money[0].amount
    for count in _TIMES.findall(term):
        value *= int(count)
    for percent in read.percents:
        value *= 1 - percent / 100
    return value


def _fits(one: Money, other: Money) -> bool:
    return other.currency is None or one.currency in {None, other.currency}


def _same_period(backed: Money, said: Money) -> bool:
    return not (backed.period and said.period and backed.period != said.period)


def _counts(sentence: str, before: str, backing: Backing) -> list[int]:
    here = figures(plain(before + " " + sentence)).counts
    return sorted({*here, *backing.own.counts, YEAR})[:MOST_COUNTS]


def _rates(said: str, before: str, backing: Backing) -> list[Decimal]:
    """What may be taken off: a percent that was granted, or one that this reply names."""
    named = set(figures(said).percents) | set(figures(plain(before)).percents)
    percents = backing.granted | (backing.discounts & named)
    rates = [1 - percent / 100 for percent in percents]
    if cues.LESS.search(said):
        rates += [percent / 100 for percent in percents]
    return [Decimal(1), *rates]


def _products(
    prices: Iterable[Decimal], counts: list[int], rates: Iterable[Decimal]
) -> set[Decimal]:
    """``price x count x (1 or months)``, whole, less a percent, or the percent itself."""
    spans = [1, *(count for count in counts if count % YEAR == 0 or count <= YEAR)]
    return {
        price * count * span * rate
        for price in prices
        for count in {1, *counts}
        for span in spans
        for rate in rates
    }


def _pairs(money: Money, said: str, before: str, known: set[Decimal]) -> list[Decimal]:
    """Of amounts that the reply has shown already, or that are known to be right."""
    shown = [one.amount for one in figures(plain(before)).money]
    shown += [
        one.amount
        for one in figures(said).money
        if one.amount != money.amount and one.amount in known
    ]
    return [
        value
        for place, first in enumerate(shown)
        for second in shown[place + 1 :]
        for value in (first + second, abs(first - second))
    ]
