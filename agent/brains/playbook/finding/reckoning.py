"""What it comes to: prices of the pages, times so many, less what is promised, for so long.

One line is shown, and every figure in it stands on a page, in the question, or is what the line
comes to. Where a number or a part of the question finds no price there is no total.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from agent.brains.playbook.finding import ordering, ranking
from agent.brains.playbook.finding.ordering import Part
from agent.brains.playbook.finding.priced import BY_YEAR, MONTH, TIME, Item
from agent.brains.playbook.finding.priced import item as item_of
from agent.brains.playbook.finding.ranking import Asked, Found
from agent.brains.playbook.finding.reading import (
    ALIKE,
    NARROW,
    Word,
    contains,
    numbered,
    spans,
    strength,
    tokens,
    words,
)
from agent.brains.playbook.finding.units import Unit, units
from agent.brains.playbook.quoting import offers
from agent.brains.playbook.quoting.figures import MONEY, Money
from agent.brains.playbook.quoting.fragments import Passage
from salesgenix.knowledge.bridge import LANGUAGES, language_of

YEAR = 12
_PER = re.compile(
    r"(?:\b(?:per|je|pro|par|por|al|za|each|every|ogni|cada|chaque|elke?|kazd\w+)\b|/) ?"
    r"(?P<noun>(?:[a-z]+ )?[a-z]{3,})"
)
_FURTHER = re.compile(
    r"\b(?:further|additional|extra|another|more|weiter\w*|zusatzlich\w*|supplementaire\w*|"
    r"adicional\w*|ulterior\w*|aggiuntiv\w*|bijkomend\w*|dodatkow\w*|kolejn\w*|jeder|jede|jedes|"
    r"above|beyond|daruber|au dela|oltre)\b"
)
_ADDS = re.compile(
    r"\b(?:adds?|surcharge\w*|on top|extra|aufpreis\w*|zuschlag\w*|mehrpreis\w*|supplement\w*|"
    r"surcout\w*|majoration\w*|recargo\w*|suplement\w*|sovrapprezz\w*|maggiorazion\w*|"
    r"sobretaxa\w*|acrescim\w*|acrescenta\w*|toeslag\w*|meerprijs\w*|doplat\w*)\b"
)
_FOR_ONE = re.compile(
    r"\b(?:for|fur|pour|para|per|voor|za) (?:one|1|einen?|une?|un|una|um|uma|een|jed\w+) "
    r"(?:[a-z]+ )?[a-z]{3,}"
)
_UP_TO = re.compile(
    r"\b(?:up to|bis zu|bis|jusqu ?.? ?a|hasta|fino a|ate|tot|do|max\w*\.?) \d+ (?P<noun>[a-z]+)"
)
_NOBODY: frozenset[tuple[str, ...]] = frozenset()
_ALL_YEAR = re.compile(
    r"\b(?:for|in|over|per|pour|para|por|voor|za|na|l|au|al|all|im|furs|aufs)"
    r" ?(?:the |l ?|el |un |um |o |het )?(?:year|annee|an|ano|anno|jaar|rok|jahr)\b"
)
_CENT = Decimal("0.01")
FOR_ALL = frozenset({"", "once"})


@dataclass(frozen=True, slots=True)
class Line:
    """So many times a price, for so long, less a percentage."""

    unit: Money
    count: int = 1
    lasts: int = 1
    percent: str = ""

    @property
    def is_plain(self) -> bool:
        return self.count == 1 and self.lasts == 1 and not self.percent

    @property
    def total(self) -> Money:
        whole = self.unit.times(self.count).times(self.lasts)
        if not self.percent:
            return whole
        left = whole.amount * (100 - Decimal(self.percent.replace(",", "."))) / 100
        return replace(whole, amount=left.quantize(_CENT, ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``lines`` add up to the total, by the ``period``, or over so many months or years.

    ``quoted`` are further pieces that a price was taken from. Without lines nothing can be summed.
    """

    lines: tuple[Line, ...] = ()
    period: str = ""
    lasts: int = 1
    quoted: tuple[Unit, ...] = ()
    passages: tuple[Passage, ...] = ()
    is_whole: bool = False  # every part of the question was found, each with its price
    each: tuple[tuple[str, "Reckoned"], ...] = ()  # of prices to choose from, by their columns

    @property
    def total(self) -> Money:
        total = self.lines[0].total
        for line in self.lines[1:]:
            total = total.plus(line.total)
        return total


UNSURE = Reckoned()


def reckon(asked: Asked, found: Found, passages: Sequence[Passage]) -> Reckoned | None:
    """None when there is nothing to reckon: the price itself is the answer.

    ``UNSURE`` when a total is wanted and not all of it has a price.
    """
    if not (asked.is_price or _is_priced(asked, found.best)):
        return None
    sheet = _Sheet(asked, found, tuple(passages))
    if found.sureness == ranking.TOLD and (each := sheet.by_column()):
        return Reckoned(passages=(found.best.passage,), each=each)
    items = sheet.items()
    if items is None:
        return UNSURE if sheet.wants_total else None
    return sheet.summed(items)


@dataclass(frozen=True, slots=True)
class _Sheet:
    asked: Asked
    found: Found
    passages: tuple[Passage, ...]

    @property
    def wants_total(self) -> bool:
        return ordering.is_total(self.asked.folded) or bool(ordering.counts(self.asked))

    def by_column(self) -> tuple[tuple[str, Reckoned], ...]:
        """For so many by each price of a row that was told whole, where it is for one of them."""
        counts = ordering.counts(self.asked)
        row = [u for u in units(self.found.best.passage) if u.fragment is self.found.best.fragment]
        cells = [unit for unit in row if unit.is_cell and unit.has_money]
        if len(counts) != 1 or len(cells) <= 1 or self.found.best.is_cell or self.asked.named:
            return ()
        told = [(u.column, item_of(u, self.asked, self.passages)) for u in cells]
        summed = [
            (column, self.summed([replace(item, count=counts[0][0])]))
            for column, item in told
            if item is not None and self._is_for_one(item)
        ]
        return tuple((column, sum_) for column, sum_ in summed if sum_ is not None and sum_.lines)

    def _is_per(self, main: Item, noun: Sequence[Word]) -> bool:
        """``Prices are per kilo``: what is measured is multiplied only where a page says so."""
        said = f"{self._said_of_all(main.unit)} {numbered(main.unit.text)}"
        return any(_speaks_of(noun, _words(found["noun"])) for found in _PER.finditer(said))

    def _is_for_one(self, item: Item) -> bool:
        """What a page says of all its prices: per payslip and month, for each employee."""
        per = _PER.finditer(self._said_of_all(item.unit))
        return item.period != "once" and any(not _is_time(found["noun"]) for found in per)

    def _said_of_all(self, unit: Unit) -> str:
        page = [one for one in self.passages if one.title == unit.passage.title]
        lines = (one for passage in page for one in units(passage) if not one.fragment.is_row)
        return numbered(" . ".join(one.text for one in lines if not MONEY.search(one.text)))

    def items(self) -> list[Item] | None:
        """What is priced together; None where a number or a part has no price."""
        if (rows := self._by_name()) is not None:
            return rows
        first, *others = ordering.parts(self.asked) or [Part("", ())]
        main = self._first(first) if others else item_of(self.found.best, self.asked, self.passages)
        if main is None:
            return None
        counted = {word.stem for _, noun in ordering.counts(self.asked) for word in noun}
        further: list[Item] = []
        for part in others:
            left = [w for w in part.words if w.stem not in counted and not _is_on(w, main.unit)]
            one = self._beside(part, left) if left else None
            if left and (one is None or one.unit is main.unit):
                return None
            further += [one] if one else []
        if self.asked.named and not self._is_named(main.unit):
            cell = self._cell_of(*self.asked.named) if len(self.asked.named) == 1 else None
            adds = _ADDS.search(numbered(main.unit.text)) is not None
            if cell is not None and adds and not self._reduced(cell, _most(self.asked)).percent:
                main, further = cell, [main, *further]
            elif cell is not None and ordering.counts(self.asked):
                return None
        return self._counted(main, further)

    def _first(self, part: Part) -> Item | None:
        """The price of what the question begins with, by itself."""
        found = self._ranked(part, self.asked.named)
        is_sure = found is not None and (found.is_enough or self._is_by_term(found.best))
        if found is not None and is_sure and found.best.has_money:
            return item_of(found.best, self.asked, self.passages)
        best = self.found.best
        is_on = all(_is_on(word, best) for word in part.words)
        return item_of(best, self.asked, self.passages) if is_on else None

    def _is_by_term(self, unit: Unit) -> bool:
        terms = {span.months for span in spans(numbered(unit.column))}
        return self._is_named(unit) and bool(terms & {span.months for span in self.asked.spans})

    def _beside(self, part: Part, left: Sequence[Word]) -> Item | None:
        """The price of another part of the question, where a piece speaks of all of that."""
        for names in dict.fromkeys((self.asked.named, _NOBODY)):
            found = self._ranked(part, names)
            if found is None or not found.best.has_money:
                continue
            if all(_is_on(word, found.best) for word in left):
                return item_of(found.best, self.asked, self.passages)
        return None

    def _ranked(self, part: Part, names: frozenset[tuple[str, ...]]) -> Found | None:
        has_name = any(contains(tokens(part.text), name) for name in names)
        named = " ".join(" ".join(name) for name in sorted(names))
        text = part.text if has_name else f"{part.text} {named}".strip()
        asked = ranking.asked_of(text, LANGUAGES, self.passages)
        asked = replace(asked, is_price=True, is_sum=True, named=names, sort=None, must_have=False)
        return ranking.rank(asked, self.passages)

    def _by_name(self) -> list[Item] | None:
        """Several rows of one table, each with its number: two of this and three of that."""
        told = ordering.numbers_of_names(self.asked)
        if len(told) <= 1:
            return None
        items = [
            replace(item, count=count)
            for name, count in told
            if (item := self._cell_of(name)) is not None
        ]
        if len(items) < len(told) or len({item.unit.column for item in items}) > 1:
            return None
        words = [word for part in ordering.parts(self.asked) for word in part.words]
        if not all(self._is_counted_by(items[0], [word]) for word in words):
            return None
        everything = sum(item.count for item in items)
        return [self._reduced(item, everything) for item in items]

    def _cell_of(self, name: tuple[str, ...]) -> Item | None:
        """The one price in the row of that name, in the column of the term that is asked for."""
        cells = [
            unit
            for passage in self.passages
            for unit in units(passage)
            if unit.is_cell and unit.has_money and contains(tokens(unit.label), name)
        ]
        terms = {span.months for span in self.asked.spans}
        own = [u for u in cells if terms & {s.months for s in spans(numbered(u.column))}]
        cells = own or cells
        return item_of(cells[0], self.asked, self.passages) if len(cells) == 1 else None

    def _is_named(self, unit: Unit) -> bool:
        here = tokens(f"{unit.passage.heading} . {unit.text}")
        return any(contains(here, name) for name in self.asked.named)

    def _counted(self, main: Item, further: list[Item]) -> list[Item] | None:
        counts = ordering.counts(self.asked)
        measured = [one for one in ordering.measured(self.asked) if self._is_per(main, one[1])]
        if measured and len(counts) != 1:
            counts = measured
        if not counts:
            return [self._reduced(main, 1), *further]
        if len(counts) > 1:  # "we are 30 and drink 8 kilos": what the price is for
            counts = [one for one in counts if one[1] and self._is_counted_by(main, one[1])]
        if len(counts) != 1:
            return None
        count, noun = counts[0]
        if _is_room_for(noun, main.unit):
            return [self._reduced(main, 1), *further]
        if noun and not self._is_counted_by(main, noun):
            if (extra := self._extra(main, count, noun)) is not None:
                return [main, *extra, *further]
            if not self._is_counted_by(main, noun, loosely=True):
                return None
        return self._multiplied(main, further, count)

    def _multiplied(self, main: Item, further: list[Item], count: int) -> list[Item] | None:
        stepped = self._step(main, count)
        many = [self._how_many(one, main, count) for one in further]
        told = [number for number in many if number is not None]
        if stepped is None or len(told) < len(many):
            return None
        more = [replace(one, count=number) for one, number in zip(further, told, strict=True)]
        return [self._reduced(replace(stepped, count=count), count), *more]

    def _how_many(self, one: Item, main: Item, count: int) -> int | None:
        """Of what goes with so many: one for each, or one for all of them; None for who knows."""
        per = _PER.search(f"{one.near} {_folded(one.unit)}")
        if per and not _is_time(per["noun"]):
            return count if self._is_counted_by(main, _words(per["noun"])) else None
        if self.asked.named and self._is_named(one.unit):
            return count
        each = _PER.search(self.asked.folded)
        if each and not _is_time(each["noun"]) and self._is_counted_by(main, _words(each["noun"])):
            return count
        return 1 if one.period == "once" else None

    def _is_counted_by(self, item: Item, noun: Sequence[Word], *, loosely: bool = False) -> bool:
        """12 people do not multiply what a delivery costs. ``loosely``: alike words will do."""
        unit = item.unit
        theirs = (*unit.own, *unit.head, *unit.title, *(self._general(unit)))
        near = {strength(one, other) for one in noun for other in theirs} - {0.0}
        return bool(near if loosely else near - {ALIKE})

    def _general(self, unit: Unit) -> tuple[Word, ...]:
        """What a page says once of all its prices: per running metre, per bike and month."""
        page = [one for one in self.passages if one.title == unit.passage.title]
        said = [
            other.text
            for passage in page
            for other in units(passage)
            if not other.fragment.is_row
            and not MONEY.search(other.text)
            and (_PER.search(numbered(other.text)) or _FOR_ONE.search(numbered(other.text)))
        ]
        return _words(" ".join(said)) if unit.is_cell else ()

    def _step(self, item: Item, count: int) -> Item | None:
        """Of prices by steps the one for so many."""
        unit = item.unit
        if not unit.is_cell or offers.bounds(unit.label) is None:
            return item
        for other in units(unit.passage):
            limits = offers.bounds(other.label) if other.column == unit.column else None
            if limits and limits[0] <= count <= limits[1]:
                return item_of(other, self.asked, self.passages)
        return None

    def _extra(self, main: Item, count: int, noun: Sequence[Word]) -> list[Item] | None:
        """What is due for more of something than the price covers."""
        included: int | None = None
        extra: Item | None = None
        for passage in self.passages:
            if passage.title != main.unit.passage.title:
                continue
            for unit in units(passage):
                if unit.fragment.is_row or not _speaks_of(noun, unit.own):
                    continue
                if MONEY.search(unit.text) and _FURTHER.search(numbered(unit.text)):
                    extra = extra or item_of(unit, replace(self.asked, named=frozenset()), ())
                elif not MONEY.search(unit.text):
                    included = included or _number_before(noun, numbered(unit.text))
        if included is None or (extra is None and count > included):
            return None
        if extra is None or count <= included:
            return []
        return [replace(extra, count=count - included)]

    def _reduced(self, item: Item, count: int) -> Item:
        """Less the step that the number reaches, where it is counted in the same thing."""
        theirs = (*_words(_labels(item.unit)), *self.asked.words)
        by_year = BY_YEAR.search(numbered(item.unit.column)) is not None
        for off in offers.discounts(self.passages, frozenset()):
            if (off.for_yearly and not by_year) or not self._is_counted_in(off.counted):
                continue
            if off.kind == "volume" and off.least <= count <= off.most and count > 1:
                ours = [word for word in _words(off.passage.text) if word.text]
                if any(strength(one, other) > 0 for one in theirs for other in ours):
                    return replace(item, percent=off.percent)
        return item

    def _is_counted_in(self, counted: str) -> bool:
        """Pages that are scanned are no users: what is counted otherwise reaches no step."""
        theirs = [word for word in _words(counted) if word.meanings]
        ours = [word for _, noun in ordering.counts(self.asked) for word in noun if word.meanings]
        near = (strength(one, other) > 0 for one in ours for other in theirs)
        return not (ours and theirs) or any(near)

    def summed(self, items: Sequence[Item]) -> Reckoned | None:
        lasting = {item.period for item in items} - FOR_ALL
        if len(lasting) > 1:
            return UNSURE
        period = next(iter(lasting), "")
        lasts = _lasting(self.asked, items[0].unit, period, is_order=items[0].count > 1)
        has_once = any(item.period in FOR_ALL for item in items)
        if period and has_once and lasts == 1:
            return UNSURE
        lines = tuple(
            Line(
                item.price,
                item.count,
                lasts if item.period == period and period else 1,
                item.percent,
            )
            for item in items
        )
        if len({line.unit.currency for line in lines}) > 1:
            return UNSURE
        if len(lines) == 1 and lines[0].is_plain:
            return None
        return Reckoned(
            lines,
            period,
            lasts,
            tuple(dict.fromkeys(item.unit for item in items)),
            self._rests_on(items),
            is_whole=len(lines) > 1 or self._is_explained(items[0]),
        )

    def _is_explained(self, item: Item) -> bool:
        """Whether every word of the question is a name, a number's noun, of price or of time."""
        if not self.asked.named or not self._is_named(item.unit):
            return False
        known = {part for name in self.asked.named for part in name}
        known |= {word.stem for _, noun in ordering.counts(self.asked) for word in noun}
        return all(
            word.is_light
            or word.stem in known
            or ordering.is_of_price(word)
            or _is_on(word, item.unit)
            for word in self.asked.words
        )

    def _rests_on(self, items: Sequence[Item]) -> tuple[Passage, ...]:
        percents = {item.percent for item in items} - {""}
        offs = offers.discounts(self.passages, frozenset()) if percents else []
        return (
            *(item.unit.passage for item in items),
            *(off.passage for off in offs if off.percent in percents),
        )


def _lasting(asked: Asked, unit: Unit, period: str, *, is_order: bool) -> int:
    """Over how many months or years; 1 where only one of them is asked for."""
    if not period:
        return 1
    folded = asked.folded
    if period == "month" and ordering.is_monthly(folded):
        return 1
    asked_spans = [span.months for span in asked.spans]
    if not asked_spans and period == "month" and _ALL_YEAR.search(re.sub("'", " ", folded)):
        asked_spans = [float(YEAR)]
    own = {span.months for span in spans(numbered(unit.column))} if unit.is_cell else set()
    terms = [months for months in asked_spans if months in own]
    others = list(asked_spans)
    for months in terms[:1]:
        others.remove(months)
    if own and not others:
        others = terms if ordering.is_total(folded) or is_order else []
    if not others:
        return 1
    lasts = others[0] if period == "month" else others[0] / YEAR
    return int(lasts) if lasts == int(lasts) and lasts > 1 else 1


def _most(asked: Asked) -> int:
    return max((count for count, _ in ordering.counts(asked)), default=1)


def _is_priced(asked: Asked, unit: Unit) -> bool:
    """``installing 60 metres, how much?``: a number, and a piece that gives a price."""
    if asked.is_whether or asked.is_percent or asked.sort is not None or asked.must_have:
        return False
    return unit.has_money and bool(ordering.counts(asked))


def _is_on(word: Word, unit: Unit) -> bool:
    return any(strength(word, other) >= NARROW for other in (*unit.own, *unit.head))


def _speaks_of(noun: Sequence[Word], others: Sequence[Word]) -> bool:
    return any(strength(one, other) >= NARROW for one in noun for other in others)


def _is_room_for(noun: Sequence[Word], unit: Unit) -> bool:
    """``Suits offices of up to 40 people and costs …``: one is for all of them."""
    if unit.fragment.is_row:
        return False
    found = _UP_TO.finditer(numbered(unit.text))
    return any(_speaks_of(noun, _words(one["noun"])) for one in found)


def _number_before(noun: Sequence[Word], folded: str) -> int | None:
    """``two cabinets``: how many of it a line says."""
    for found in re.finditer(r"\b(\d{1,5}) ((?:[a-z]+ )?)([a-z]{3,})", folded):
        if any(_speaks_of(noun, _words(word)) for word in (found[3], found[2].strip()) if word):
            return int(found[1])
    return None


def _is_time(noun: str) -> bool:
    return bool(MONTH.search(noun) or TIME.search(noun))


def _labels(unit: Unit) -> str:
    return f"{unit.column} {unit.fragment.cells[0][0] if unit.fragment.cells else ''}"


def _folded(unit: Unit) -> str:
    return numbered(unit.column if unit.is_cell else "")


def _words(text: str) -> tuple[Word, ...]:
    return words(text, (language_of(text), *LANGUAGES))
