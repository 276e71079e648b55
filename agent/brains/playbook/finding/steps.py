"""What holds for so many: of columns, rows or lines by steps, the one that a number falls into.

``1 kg | 5 kg and more``, ``10 à 49 salariés``, ``from 50 of them 8 %``: the best piece by its words
is any of them; which one holds is reckoned.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from agent.brains.playbook.finding.reading import Span, Word, strength, words
from agent.brains.playbook.finding.units import Unit
from agent.brains.playbook.quoting import offers
from agent.brains.playbook.quoting.figures import MONEY, NO_LIMIT, money
from agent.brains.playbook.vocabulary import spoken
from agent.understanding.words import fold
from salesgenix.knowledge.bridge import LANGUAGES

Limits = tuple[int, int]

_THOUSANDS = re.compile(r"(?<=\d)[.,' \u202f\xa0](?=\d{3}(?!\d))")
_AMOUNT = re.compile(
    r"(?<![\w.,:/%€$£-])(?P<count>\d{1,6})(?![\d%€$£:]|[.,]\d| ?(?:%|(?:eur|usd|gbp|chf|pln)\b))"
    r"[ -]?(?P<noun>[a-z]*(?: [a-z]+)?)"
)
_BARE = re.compile(r"^\D{0,12}(?P<n>\d{1,6})\D{0,16}$")
_PERCENT = re.compile(r"\d\s?(?:%|per ?cent|prozent)", re.IGNORECASE)
_ASIDE = re.compile(r"(?<=\w)\s*\([^)]*\)\s*$")  # "Large (up to 2 m)" is a size, and no step
_AFEW = 2  # steps make a table of steps


def stepped(folded: str, spans: Sequence[Span], best: Unit, pool: Sequence[Unit]) -> Unit:
    """The step that the number of a question falls into, in the place of ``best``; the whole row
    where the steps are columns and no number is said. ``folded``: with numbers in figures.
    """
    if not best.fragment.is_row:
        return _line(folded, spans, _sized(folded, best, pool), pool)
    row = [unit for unit in pool if unit.fragment is best.fragment and unit.is_cell]
    columns = limits_of({unit.column: unit.column for unit in row})
    if columns and (best.is_cell or len(columns) == len(row)):
        count = _counted(folded, spans, " ".join(columns))
        if count is None:
            whole = (u for u in pool if u.fragment is best.fragment and not u.is_cell)
            return next(whole, best) if best.column in columns else best
        return next((u for u in row if _holds(columns.get(u.column), count)), best)
    return _row(folded, spans, best, pool)


def rows_for(folded: str, spans: Sequence[Span], pool: Sequence[Unit]) -> Unit | None:
    """The row of prices for so many, where a table has one and the number counts the same thing."""
    rows = [u for u in pool if u.fragment.is_row and not u.is_cell and MONEY.search(u.text)]
    for unit in rows:
        table = _table(unit, rows)
        limits = limits_of({one.label: one.label for one in table})
        count = _counted(folded, spans, f"{unit.fragment.cells[0][0]} {unit.label}")
        if limits and count is not None and _holds(limits.get(unit.label), count):
            return unit
    return None


def reduced(folded: str, spans: Sequence[Span], pool: Sequence[Unit]) -> Unit | None:
    """The piece that takes a percentage off from so many on: of the step that the number of a
    question reaches, or the first where it names none.
    """
    told = [
        (unit, off)
        for unit in pool
        if not unit.is_cell
        for off in offers.reductions(unit.fragment)
        if off.kind == "volume"
    ]
    for unit, off in told:
        count = _counted(folded, spans, f"{off.counted} {unit.label}")
        if count is not None and off.least <= count <= off.most:
            return unit
    return told[0][0] if told and not _AMOUNT.search(folded) else None


def ranked_by_price(folded: str, said: Sequence[Word], pool: Sequence[Unit]) -> Unit | None:
    """``The cheapest``, ``the middle one``: the row of a list of prices that is it; None where no
    such thing is asked for, there is more than one list, or other pieces speak of what is meant.
    """
    best = pool[0]
    place = next((at for kind, at in _PLACES if spoken(kind).search(folded)), None)
    rows = [u for u in pool if u.fragment.is_row and not u.is_cell and MONEY.search(u.text)]
    tables = {(u.passage.id, tuple(head for head, _ in u.fragment.cells)) for u in rows}
    if best.fragment.is_row and MONEY.search(best.fragment.text):
        rows = _table(best, rows)
    elif len(tables) > 1:
        return None
    if place is None or len(rows) < _AFEW or limits_of({u.label: u.label for u in rows}):
        return None
    heavy = [word for word in said if word.text and word.meanings and not word.is_light]
    there = [word for one in rows for word in (*one.own, *one.head, *one.title)]
    all_there = [word for one in pool for word in (*one.own, *one.head)]
    if any(_alike([w], all_there) and not _alike([w], there) for w in heavy):
        return None
    order = sorted(rows, key=_price_of)
    if place == _MIDDLE:
        return order[len(order) // 2] if len(order) % 2 else None
    return order[place]


def _price_of(row: Unit) -> float:
    found = MONEY.search(row.text)
    return float(money(found).amount) if found else 0.0


_MIDDLE = 1
_PLACES = (("cheapest_of", 0), ("dearest_of", -1), ("middle_of", _MIDDLE))


def limits_of(labels: Mapping[str, str]) -> dict[str, Limits] | None:
    """From how many to how many each label holds, by its key; None where they are no steps."""
    labels = {key: _ASIDE.sub("", text) for key, text in labels.items()}
    read = {key: _bounds(text) for key, text in labels.items()}
    told = {key: limits for key, limits in read.items() if limits is not None}
    if not told or len(labels) < _AFEW:
        return None
    for key, text in labels.items():
        found = _BARE.match(_THOUSANDS.sub("", text))
        if key not in told and found:  # "1 kg" beside "5 kg and more"
            told[key] = (int(found["n"]), NO_LIMIT)
    if len(told) < _AFEW:
        return None
    order = sorted(told, key=lambda key: told[key][0])
    for key, after in pairwise(order):
        least, most = told[key]
        if most == NO_LIMIT and told[after][0] > least:
            told[key] = (least, told[after][0] - 1)
    return told


def _bounds(text: str) -> Limits | None:
    return offers.bounds(_THOUSANDS.sub("", text)) if re.search(r"\d", text) else None


def _holds(limits: Limits | None, count: int) -> bool:
    return limits is not None and limits[0] <= count <= limits[1]


def _row(folded: str, spans: Sequence[Span], best: Unit, pool: Sequence[Unit]) -> Unit:
    alike = [u for u in pool if u.fragment.is_row and u.column == best.column]
    table = _table(best, alike)
    limits = limits_of({unit.label: unit.label for unit in table})
    if not limits or best.label not in limits:
        return best
    count = _counted(folded, spans, f"{best.fragment.cells[0][0]} {best.label}")
    if count is None:
        return best
    return next((u for u in table if _holds(limits.get(u.label), count)), best)


def _table(unit: Unit, rows: Sequence[Unit]) -> list[Unit]:
    heads = [head for head, _ in unit.fragment.cells]
    return [
        one
        for one in rows
        if one.passage is unit.passage and [head for head, _ in one.fragment.cells] == heads
    ]


def _line(folded: str, spans: Sequence[Span], best: Unit, pool: Sequence[Unit]) -> Unit:
    """Of lines below each other, each with its step and its price or percentage."""
    if not _is_priced(best.text) or _bounds(best.text) is None:
        return best
    lines = [
        unit
        for unit in pool
        if unit.passage is best.passage
        and not unit.fragment.is_row
        and _is_priced(unit.text)
        and _bounds(unit.text) is not None
    ]
    limits = limits_of({unit.text: _without_prices(unit.text) for unit in lines})
    count = _counted(folded, spans, best.text)
    if not limits or count is None:
        return best
    return next((unit for unit in lines if _holds(limits.get(unit.text), count)), best)


def _is_priced(text: str) -> bool:
    return MONEY.search(text) is not None or _PERCENT.search(text) is not None


def _without_prices(text: str) -> str:
    return _PERCENT.sub(" ", MONEY.sub(" ", text))


def _counted(folded: str, spans: Sequence[Span], label: str) -> int | None:
    """The number of the question that counts what the label counts; its only one, if that is of
    nothing else that is measured.
    """
    theirs = words(_without_prices(label), LANGUAGES)
    amounts = [
        (int(found["count"]), words(found["noun"], LANGUAGES))
        for found in _AMOUNT.finditer(folded)
        if not any(span.start <= found.start() < span.end for span in spans)
    ]
    same = [count for count, noun in amounts if _alike(noun, theirs)]
    if same:
        return same[0] if len(same) == 1 else None
    is_measured = any(_measures(theirs)) or any(any(_measures(noun)) for _, noun in amounts)
    return amounts[0][0] if len(amounts) == 1 and not is_measured else None


def _alike(noun: Sequence[Word], theirs: Sequence[Word]) -> bool:
    return any(strength(one, other) > 0 for one in noun for other in theirs if not one.is_light)


def _measures(said: Sequence[Word]) -> list[str]:
    return [name for word in said for name in word.meanings if name.startswith("~~")]


def is_other_size(question: str, unit: Unit, pool: Sequence[Unit]) -> bool:
    """``a 20 kWh battery``: a size that is none of those which have prices."""
    asked = {(found[1], found[2]) for found in _SIZE.finditer(fold(question))}
    if not asked or not unit.has_money:
        return False
    priced = [set(_sizes(one.text)) for one in pool if not one.is_cell and MONEY.search(one.text)]
    kinds = {measure for _, measure in asked}
    sold = {size for sizes in priced for size in sizes if size[1] in kinds}
    return len(sold) > 1 and not asked & sold and not _is_stepped(unit)


def price_of_size(folded: str, text: str) -> int | None:
    """Where in a text the size begins that a question names, right before its price."""
    asked = set(_sizes(folded))
    return next(
        (
            found.start()
            for found in _SIZE.finditer(fold(text))
            if (found[1], found[2]) in asked and _PRICE_AFTER.match(text[found.end() :])
        ),
        None,
    )


def _sized(folded: str, best: Unit, pool: Sequence[Unit]) -> Unit:
    """``10 kWh 6.200 €`` is the price of that size, ``850 € from 10 kWh on`` is none of it."""
    if not best.has_money or price_of_size(folded, best.text) is not None:
        return best
    lines = [unit for unit in pool if not unit.is_cell and unit.has_money]
    sized = [unit for unit in lines if price_of_size(folded, unit.text) is not None]
    nouns = {word for word in words(folded, LANGUAGES) if not word.is_light and word.meanings}
    fits = [unit for unit in sized if any(_alike([noun], unit.own) for noun in nouns)]
    return fits[0] if len(fits) == 1 else best


_PRICE_AFTER = re.compile(rf"[\w-]{{0,12}}\s?[:=–-]?\s?(?:{MONEY.pattern})", MONEY.flags)
_SIZE = re.compile(
    r"(?<![\w.,])(\d+(?:[.,]\d+)?)[ -]?(kwh|kwp|kw|watts?|w|kva|volts?|ah|mah|litres?|liters?|"
    r"l|ml|cl|mm|cm|inch|zoll|pouces?|mg|g|gb|tb|mbit|ps|hp|tonnes?|t|m2|qm|sqm)\b"
)


def _sizes(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in _SIZE.finditer(fold(text))]


def _is_stepped(unit: Unit) -> bool:
    return unit.fragment.is_row and _bounds(f"{unit.label} {unit.column}") is not None
