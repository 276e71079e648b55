"""Which unit answers a question, and whether any does. Every threshold stands here."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agent.brains.playbook.finding import existing, likeness, steps
from agent.brains.playbook.finding.abbreviations import spelt_out
from agent.brains.playbook.finding.costing import HOW_MUCH_COSTS, PRICE_NAMED
from agent.brains.playbook.finding.counting import is_uncounted
from agent.brains.playbook.finding.likeness import Lacks, Scored
from agent.brains.playbook.finding.reading import (
    BROAD,
    NARROW,
    Span,
    Word,
    contains,
    numbered,
    says_the_same,
    spans,
    strength,
    tokens,
    words,
)
from agent.brains.playbook.finding.units import Unit, labels, units
from agent.brains.playbook.quoting.figures import MONEY
from agent.brains.playbook.quoting.fragments import Fragment, Passage
from agent.brains.playbook.quoting.picking import has_standards
from agent.brains.playbook.quoting.wanted import MOMENT, NAME, SPAN, is_span, must_have, wanted
from agent.brains.playbook.quoting.whether import asks_whether
from agent.brains.playbook.vocabulary import opens_a_question, spoken
from agent.understanding.words import fold
from salesgenix.knowledge.bridge import LANGUAGES

HEAD, TITLE, AROUND = 0.8, 0.3, 0.3
ENOUGH = 0.55  # of what is asked: below it nothing is answered
ENOUGH_ELSEWHERE, WEIGHTY = 0.69, 0.2  # ... where other pieces speak of what this one leaves out
SURE_ENOUGH = 0.56  # a chance: of 247 questions that no page answers some 225 are refused by it
PLAINLY = 0.8  # covered: the page says it in the question's own words
TOLD = 1.0  # the sureness of what the page itself asks and answers
UNKNOWN = 0.5  # of the weight of a rare word, for one that nobody has a translation of
LEADING = 0.2
MOST_OTHERS = 8
SORT, NAMED, OTHER = 0.22, 0.25, 0.45
LIGHT = 0.3
TOTALS = frozenset({"~total_price", "~total", "~sum"})
RECKONED = frozenset(  # what a calculation takes care of, and no page has to say
    [
        "discount",
        "~discount",
        "~discount_cut",
        "included",
        "~included",
        "~included_in",
        "annual",
        "monthly",
        "duration",
        "volume_discount",
        "~commitment_term",
        "~annual_billing",
        "~monthly_billing",
    ]
)
_PERIODS = ("~~", "~price_per_", "~per_", "~month", "~year", "~quarter", "~half_year", "~duration")
SLIGHTED = frozenset({
    "~duration_of", "~duration", "~buy", "~model_type", "~institution_body", "~company_firm",
    "~need_bring",
})  # fmt: skip
PAYING = frozenset({"paying", "~pay_money"})
PRICING = frozenset({
    "price", "price_of", "~total_price", "~list_price", "~sum", "~price", "extra_cost", "~amount",
    "~surcharge",
})  # fmt: skip
PAID = PRICING | PAYING
_PERCENT = re.compile(r"\d\s?(?:%|percent|Prozent)")
_FIGURE = re.compile(r"\d")
_CODE = re.compile(r"(?i)\b(?:iso|en|din|iec|nf|bs|soc|une|uni|pn)[ -]?(\d+)")
_YES_NO = re.compile(r"(?i)(?:yes|no|ja|nein|oui|non|s[ií]|n[ãa]o|sim|nee|tak|nie)\b[.,;:!]?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is looked for."""

    text: str
    folded: str
    words: tuple[Word, ...]
    named: frozenset[tuple[str, ...]]
    spans: tuple[Span, ...]
    is_price: bool
    is_sum: bool
    is_whether: bool
    has_terms: bool  # whether a table has a column for a term that is named
    is_percent: bool
    sort: re.Pattern[str] | None
    must_have: bool
    is_german: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The best unit with its score, what of the question it covers, and those that follow."""

    best: Unit
    covered: float
    score: float
    missing: tuple[Word, ...]
    others: tuple[tuple[float, Unit], ...] = ()

    lacks: bool = False  # something particular that is asked about
    is_elsewhere: bool = False  # whether other pages speak of what is missing
    sureness: float | None = None  # by meaning; None where only words were compared

    @property
    def is_enough(self) -> bool:
        if self.sureness is not None:
            return self.sureness >= SURE_ENOUGH
        least = ENOUGH_ELSEWHERE if self.is_elsewhere else ENOUGH
        return self.covered >= least and not self.lacks


@lru_cache(maxsize=128)
def asked_of(text: str, languages: tuple[str, ...], passages: tuple[Passage, ...]) -> Asked:
    folded = numbered(text)
    longest = names_in(text, passages)
    read = words(text, languages)
    concepts = {c for word in read for c in word.meanings}
    is_named = PRICE_NAMED.search(fold(text)) or spoken("altogether").search(folded)
    takes = is_span(text) or (wanted(text) is not None and not is_named)
    is_whether = asks_whether(text.rpartition(", ")[2])
    is_price = bool(HOW_MUCH_COSTS.search(fold(text))) and not takes
    is_named_price = PRICE_NAMED.search(fold(text)) and not spoken("for_nothing").search(folded)
    is_price = is_price and (not is_whether or bool(is_named_price))
    found_spans = tuple(spans(folded))
    is_sum = (
        is_price
        and bool(longest)
        and (
            bool(found_spans)
            or spoken("altogether").search(folded) is not None
            or re.search(r"\b\d{1,4}\b", folded) is not None
        )
    )
    return Asked(
        text,
        folded,
        read,
        longest,
        found_spans,
        is_price=is_price,
        is_sum=is_sum,
        is_whether=is_whether,
        has_terms=_has_terms(found_spans, passages),
        is_percent="discount" in concepts or "~discount" in concepts,
        sort=None if is_price else wanted(text),
        must_have=must_have(text) and not is_price,
        is_german=languages[:1] == ("de",),
    )


def _has_terms(asked: Sequence[Span], passages: Sequence[Passage]) -> bool:
    named = {span.months for span in asked}
    columns = {u.column for passage in passages for u in units(passage) if u.is_cell}
    return any(s.months in named for column in columns for s in spans(numbered(column)))


def names_in(text: str, passages: Sequence[Passage]) -> frozenset[tuple[str, ...]]:
    """The names of things on the pages that a text has; the longest of those within another."""
    said = tokens(text)
    named = frozenset(
        name
        for name in labels(passages)
        if contains(said, name) and any(not part.isdigit() for part in name)
    )
    return frozenset(
        one for one in named if not any(one != other and contains(other, one) for other in named)
    )


@lru_cache(maxsize=128)
def rank(asked: Asked, passages: tuple[Passage, ...]) -> Found | None:
    alone = by_words(asked, passages)
    if alone is None:
        return None
    scored = scored_by_words(asked, passages)
    if (told := _told_by_page(asked, scored)) is not None:
        return Found(told, 1.0, 1.0, (), sureness=TOLD)
    if (row := _for_so_many(asked, scored)) is not None:
        return Found(row, 1.0, 1.0, (), sureness=TOLD)
    read = likeness.read(spelt_out(asked.text), scored)
    if read is None:
        return alone
    pool = [one.unit for one in scored]
    found = _found(asked, read.order, scored)
    lacks = lacking(asked, found.best, pool)
    facts = likeness.judged(
        read, words=len(asked.words), lacks=lacks, plainly=plainly(alone, found.best)
    )
    unsaid = [word for word in found.missing if not any(_is_on(word, unit) for unit in pool)]
    sure = likeness.sureness(facts)
    is_thin = asked.is_whether and sum(not word.is_light for word in asked.words) == 1
    is_told = existing.is_told(asked.text, asked.words, found.best)
    if is_told or (found.covered >= PLAINLY and not (lacks.is_any or is_thin)):
        sure = max(sure, SURE_ENOUGH)
    is_out = _is_out(asked, found.best, unsaid) or _is_other_size(asked, found.best, pool)
    return replace(found, sureness=0.0 if is_out else sure)


def _told_by_page(asked: Asked, scored: Sequence[Scored]) -> Unit | None:
    """What stands below a heading that asks the very same: ``How can we pay?``"""
    firsts = (one.unit for one in scored if one.unit.fragment.order == 0)
    asking = (unit for unit in firsts if unit.passage.heading.endswith("?"))
    is_put = asked.text.endswith("?") or opens_a_question(asked.text)
    if not is_put or existing.is_asked(asked.text, asked.words):
        return None
    sort = wanted(asked.text)
    alike = (unit for unit in asking if says_the_same(asked.words, unit.head))
    return next((unit for unit in alike if wanted(unit.passage.heading) is sort), None)


def _for_so_many(asked: Asked, scored: Sequence[Scored]) -> Unit | None:
    """``We are seven, what is it a month?`` names nothing, and prices are listed by how many."""
    said = words(likeness.last_clause(asked.text), LANGUAGES)
    is_bare = all(word.is_light or is_reckoned(word) or word.meanings & PAID for word in said)
    if not asked.is_price or asked.named:
        return None
    pool = [one.unit for one in scored]
    of_all = steps.ranked_by_price(asked.folded, said, pool)
    return of_all or (steps.rows_for(asked.folded, asked.spans, pool) if is_bare else None)


def plainly(alone: Found, best: Unit) -> likeness.Plainly:
    """What ``by_words`` says of the unit that was chosen."""
    is_same = alone.best.fragment is best.fragment
    return likeness.Plainly(agrees=is_same, enough=alone.is_enough)


@lru_cache(maxsize=128)
def by_words(asked: Asked, passages: tuple[Passage, ...]) -> Found | None:
    """What words alone make of it; None where nothing is asked, or no page is there."""
    pool = [unit for passage in passages for unit in units(passage)]
    if not pool or not asked.words:
        return None
    scored = scored_by_words(asked, passages)
    found = _found(asked, [(one.covered + one.bonus, one) for one in scored], scored)
    lacks = lacking(asked, found.best, pool)
    is_missed = lacks.unmet or lacks.unheard or _is_out(asked, found.best, found.missing)
    is_missed = is_missed or _is_other_size(asked, found.best, pool)
    return replace(found, lacks=is_missed, is_elsewhere=lacks.elsewhere)


def _found(asked: Asked, order: Sequence[tuple[float, Scored]], scored: Sequence[Scored]) -> Found:
    pool = [one.unit for one in scored]
    best = _whole_row(asked, _priced(asked, order[0][1].unit, scored), pool)
    best = steps.stepped(asked.folded, asked.spans, _of_its_sort(asked, best, scored), pool)
    best = existing.told(asked.text, asked.words, best, scored)
    missing = tuple(word for word in _weights(asked, pool) if _nearness(word, best, asked) == 0)
    others = tuple((score, one.unit) for score, one in order[:MOST_OTHERS] if one.unit is not best)
    return Found(best, order[0][1].covered, order[0][0], missing, others)


def scored_by_words(asked: Asked, passages: Sequence[Passage]) -> list[Scored]:
    """All units of the pages, the best first."""
    pool = [unit for passage in passages for unit in units(passage)]
    known, heavy = labels(passages), _weights(asked, pool)
    total = sum(heavy.values()) or 1.0
    scored = [
        Scored(
            unit,
            sum(w * _nearness(word, unit, asked) for word, w in heavy.items()) / total,
            _bonus(asked, unit, known),
            _of_sort(asked, unit),
        )
        for unit in pool
    ]
    order = sorted(range(len(pool)), key=lambda at: (-scored[at].covered - scored[at].bonus, at))
    return [scored[at] for at in order]


def lacking(asked: Asked, best: Unit, pool: Sequence[Unit]) -> Lacks:
    """``pool``: all units of the pages."""
    heavy = _weights(asked, pool)
    total = sum(heavy.values()) or 1.0
    nearness = {word: _nearness(word, best, asked) for word in heavy}
    gaps = {word: worth * (1 - nearness[word]) / total for word, worth in heavy.items()}
    is_unmet = (asked.must_have or asked.sort is NAME) and not _has_sort(asked, best)
    return Lacks(
        unmet=is_unmet or not has_standards(asked.text, best.passage),
        unheard=any(not nearness[word] and _is_missed(word, asked) for word in heavy),
        known_gap=max((gap for word, gap in gaps.items() if word.meanings), default=0.0),
        unknown_gap=max((gap for word, gap in gaps.items() if not word.meanings), default=0.0),
        elsewhere=any(
            worth >= WEIGHTY * total
            and nearness[word] < AROUND
            and any(_in(word, unit.own) > BROAD for unit in pool)
            for word, worth in heavy.items()
        ),
    )


def _priced(asked: Asked, best: Unit, scored: Sequence[Scored]) -> Unit:
    """Where a price is asked for and a row has one, its cell; of several, that of the term."""
    if not asked.is_price or not best.fragment.is_row or best.is_cell:
        return best
    row = [one.unit for one in scored if one.unit.fragment is best.fragment]
    priced = [unit for unit in row if unit.is_cell and unit.has_money]
    return priced[0] if len(priced) == 1 or (priced and asked.spans) else best


def _whole_row(asked: Asked, best: Unit, pool: Sequence[Unit]) -> Unit:
    """``Which plan has it?`` names no column: one cell would be a guess among its neighbours."""
    if not best.is_cell or best.has_money or asked.spans:
        return best
    rows = [unit for unit in pool if unit.fragment is best.fragment and not unit.is_cell]
    names = {name for name in tokens(best.column) if name in tokens(asked.text)}
    return rows[0] if rows and not names else best


def _of_its_sort(asked: Asked, best: Unit, scored: Sequence[Scored]) -> Unit:
    """``How long?`` is answered by the piece beside the best one that has a length, if one has."""
    if not asked.must_have or best.fragment.is_row or _has_sort(asked, best):
        return best
    near = (one.unit for one in scored if one.unit.passage is best.passage)
    return next((unit for unit in near if _has_sort(asked, unit)), best)


def coverage(asked: Asked, passages: Sequence[Passage], chosen: Sequence[Fragment]) -> float:
    """How much of the question these pieces of pages speak of; 0 where they lack a name."""
    pool = [unit for passage in passages for unit in units(passage)]
    heavy = _weights(asked, pool)
    total = sum(heavy.values())
    near = [u for u in pool if any(u.passage.id == one.passage.id for one in chosen)]
    if not total or not near:
        return 0.0
    there = {word: max(_nearness(word, unit, asked) for unit in near) for word in heavy}
    if any(not there[word] and _is_missed(word, asked) for word in heavy):
        return 0.0
    return sum(heavy[word] * there[word] for word in heavy) / total


def _is_out(asked: Asked, best: Unit, missing: Sequence[Word]) -> bool:
    """What likeness cannot answer for: what things cost the company, another standard than the one
    that is named, a name that does not stand there. Every German noun looks like a name.
    """
    if spoken("costs_us").search(fold(asked.text)) or not has_standards(asked.text, best.passage):
        return True
    if is_uncounted(asked.folded, asked.words, best):
        return True
    return not asked.is_german and any(_is_name(word, asked.text) for word in missing)


def _is_other_size(asked: Asked, best: Unit, pool: Sequence[Unit]) -> bool:
    return asked.is_price and steps.is_other_size(asked.text, best, pool)


def _is_missed(word: Word, asked: Asked) -> bool:
    """What nothing else stands for."""
    if word.meanings & (SLIGHTED | PAYING | PRICING):
        return False
    return word.is_particular or _is_name(word, asked.text)


def _is_name(word: Word, text: str) -> bool:
    """A capital letter within a sentence, on a word that means nothing else; German has many."""
    if word.meanings or not word.text:
        return False
    found = re.search(rf"(?<=[\w,] ){re.escape(word.text)}\b", fold(text))
    return found is not None and text[found.start() : found.start() + 1].isupper()


def _weights(asked: Asked, pool: Sequence[Unit]) -> dict[Word, float]:
    """By how rare a word is on the pages; a phrase weighs only where a page has it."""
    rows = [unit for unit in pool if not unit.is_cell]
    there = {word: sum(1 for unit in rows if _is_on(word, unit)) for word in asked.words}
    found: dict[Word, float] = {}
    for word, count in there.items():
        if not word.text and not count:
            continue
        weight = math.log(1 + len(rows) / (count + 0.5))
        if not count and not word.meanings:
            weight *= UNKNOWN
        if word.broad and not word.narrow:
            weight *= 0.5
        is_slight = word.is_light or word.meanings & TOTALS or word.meanings & SLIGHTED
        found[word] = weight * (LIGHT if is_slight else 1.0)
    if not asked.is_sum:
        return found
    return {word: w for word, w in found.items() if not is_reckoned(word)} or found


def is_reckoned(word: Word) -> bool:
    names = word.meanings
    return bool(names & (RECKONED | TOTALS)) or any(name.startswith(_PERIODS) for name in names)


def _is_on(word: Word, unit: Unit) -> bool:
    return _in(word, unit.own) > 0 or _in(word, unit.head) > BROAD


def _in(word: Word, others: Sequence[Word]) -> float:
    return max((strength(word, other) for other in others), default=0.0)


def _nearness(word: Word, unit: Unit, asked: Asked) -> float:
    best = max(
        _in(word, unit.own),
        HEAD * _in(word, unit.head),
        TITLE * _in(word, unit.title),
        AROUND * _in(word, unit.around),
    )
    if best < NARROW and asked.is_price and word.meanings & (PRICING | PAYING) and unit.has_money:
        return 0.9
    return best


def _bonus(
    asked: Asked, unit: Unit, known: dict[tuple[str, ...], frozenset[tuple[str, ...]]]
) -> float:
    text = unit.value or unit.text
    gain = 0.0
    if asked.is_price:
        gain += (
            SORT if MONEY.search(text) or (asked.is_percent and _PERCENT.search(text)) else -SORT
        )
    elif asked.is_percent and not asked.is_whether:
        gain += SORT if _PERCENT.search(text) else -SORT / 2
    elif asked.sort is not None:
        gain += SORT if _has_sort(asked, unit) else -SORT
    elif spoken("how_many").search(asked.folded):
        gain += SORT / 2 if _FIGURE.search(text) else 0.0
    if unit.fragment.order == 0 and unit.head and not unit.is_cell:
        heavy = [word for word in asked.words if not word.is_light]
        gain += LEADING * sum(_in(word, unit.head) for word in heavy) / (len(heavy) or 1)
    if asked.is_whether and _YES_NO.match(text.rpartition("? ")[2]):
        gain += SORT
    if asked.named:
        gain += _by_name(asked, unit, known)
    gain += _by_code(asked, unit)
    if unit.is_cell:
        gain += _by_column(asked, unit)
    elif asked.has_terms and asked.is_price:
        here = {span.months for span in spans(numbered(unit.text))}
        gain -= 0.0 if here & {span.months for span in asked.spans} else OTHER
    return gain


def _of_sort(asked: Asked, unit: Unit) -> float:
    """Whether it has what is asked for: a price, a length, a name; 0 where any sentence may do."""
    if asked.is_price:
        return 1.0 if unit.has_money else -1.0
    if asked.sort is None:
        return 0.0
    return 1.0 if _has_sort(asked, unit) else -1.0


def _has_sort(asked: Asked, unit: Unit) -> bool:
    """A time may be told by a day or by how long it takes."""
    if asked.sort is None:
        return True
    text = f"{unit.passage.heading}: {unit.text}"
    if asked.sort is SPAN:  # whose numbers may be words
        text = f"{text} {numbered(unit.text)}"
    if asked.sort is NAME:
        text = unit.text.partition(" ")[2]  # a capital opens every sentence
    return asked.sort.search(text) is not None or (
        asked.sort is MOMENT and SPAN.search(text) is not None
    )


def _by_name(
    asked: Asked, unit: Unit, known: dict[tuple[str, ...], frozenset[tuple[str, ...]]]
) -> float:
    here = tokens(f"{unit.passage.heading} . {unit.text}")
    if any(contains(here, name) for name in asked.named):
        return NAMED
    beside = frozenset[tuple[str, ...]]().union(*(known[name] for name in asked.named))
    return -OTHER if any(contains(here, name) for name in beside) else 0.0


def _by_code(asked: Asked, unit: Unit) -> float:
    """A standard's number: one is not another."""
    codes, theirs = set(_CODE.findall(asked.text)), set(_CODE.findall(unit.text))
    if not codes or not theirs:
        return 0.0
    return NAMED if codes & theirs else -OTHER


def _by_column(asked: Asked, unit: Unit) -> float:
    """The column of the term that is named; every other one is the wrong one."""
    theirs = spans(numbered(unit.column))
    if not theirs or not asked.spans:
        return 0.02
    return SORT if any(t.months == s.months for t in theirs for s in asked.spans) else -OTHER
