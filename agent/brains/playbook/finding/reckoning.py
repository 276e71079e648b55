"""What it comes to: a price of the pages, times so many, less what is promised, for so long.

Each step is shown; a price that is multiplied stands on the page, and so does what is taken off.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.brains.playbook.finding.ranking import Asked, Found
from agent.brains.playbook.finding.reading import contains, numbered, spans, strength, tokens, words
from agent.brains.playbook.finding.units import Unit
from agent.brains.playbook.quoting import offers
from agent.brains.playbook.quoting.figures import MONEY, Money, money
from agent.brains.playbook.quoting.fragments import Passage
from salesgenix.knowledge.bridge import LANGUAGES, language_of

YEAR = 12
_NUMBER = re.compile(
    r"(?<![\w.,:/%€$£-])(\d{1,5})(?![\w:/]|[.,]\d| ?(?:%|eur|€|\$|£|usd|gbp|percent))"
)
_MONTH = re.compile(
    r"\b(?:a|per|je|pro|im|par|al|por|ao|per|za|na|and|und)? ?(?:month|monthly|monat\w*|"
    r"mois|mensuel\w*|mes|"
    r"mensual\w*|mese|mensil\w*|mensa[li]\w*|maand|maandelijks\w*|miesiac|miesieczn\w*)\b"
)
_YEAR = re.compile(
    r"\b(?:a year|per year|yearly|annual\w*|annum|im jahr|pro jahr|je jahr|jahrlich\w*|jahrespreis|"
    r"par an|annuel\w*|al ano|por ano|anual\w*|all anno|annuo|annua|per jaar|jaarlijks\w*|rocznie|"
    r"roczn\w*|na rok|price a year)\b"
)
_MONTHLY = re.compile(
    r"\b(?:monthly|(?:a|per|each|every|the) month|monatlich\w*|(?:im|pro|je|den) monat|monats\w+|"
    r"(?:par|le|au) mois|mensuel\w*|(?:al|por|cada) mes|mensual\w*|(?:al|ogni) mese|mensil\w*|"
    r"(?:por|ao) mes|mensa[li]\w*|per maand|maandelijks\w*|za miesiac|miesieczn\w*)\b"
)
_WHOLE = re.compile(
    r"\b(?:total\w*|altogether|in all|overall|whole|gesamt\w*|insgesamt|zusammen|summe|en tout|"
    r"tout compris|somme|entier\w*|suma|somma|tutto|complessiv\w*|tudo|totaal\w*|samen|razem|"
    r"lacznie|w sumie|ganz\w*|come to|komt)\b"
)
_BOTH = re.compile(
    r"\w*(?:price|preis|prix|precio|prezzo|preco|prijs|cena)? ?(?:and|und|et|y|e|en|i)\b"
)


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the calculation: ``key`` names its wording, ``facts`` fill it in."""

    key: str
    facts: dict[str, Money | str | int]


@dataclass(frozen=True, slots=True)
class Reckoned:
    unit: Unit
    steps: tuple[Step, ...]
    passages: tuple[Passage, ...]


def reckon(asked: Asked, found: Found, passages: Sequence[Passage]) -> Reckoned | None:
    """None when there is nothing to multiply: the price itself is the answer."""
    if not asked.is_price:
        return None
    unit = found.best
    price, near = _price(asked, unit)
    if price is None:
        return None
    count = counted(asked)
    if count > 1 and not _is_priced_by(asked, unit, count):
        return None
    steps: list[Step] = []
    rests_on = [unit.passage]
    total = price
    if count > 1:
        total = price.times(count)
        steps.append(Step("sum_each", {"count": count, "unit": price, "total": total}))
    period = _period(unit, near, passages)
    if off := _discount(asked, unit, count, passages):
        total = total.less(Decimal(off.percent.replace(",", ".")))
        key = "sum_less" if period == "month" else "sum_less_all"
        steps.append(Step(key, {"percent": off.percent, "total": total}))
        rests_on.append(off.passage)
    if lasts := _lasting(asked, unit, period, is_order=count > 1):
        whole = total.times(lasts)
        key = "sum_months" if period == "month" else "sum_years"
        name = "months" if period == "month" else "years"
        steps.append(Step(key, {name: lasts, "month_total": total, "unit": total, "total": whole}))
    return Reckoned(unit, tuple(steps), tuple(rests_on)) if steps else None


def _price(asked: Asked, unit: Unit) -> tuple[Money | None, str]:
    """The one of the thing that is named, with the words that follow it."""
    text = unit.value or unit.text
    places = list(MONEY.finditer(text))
    if not places:
        return None, ""
    start = 0
    chosen = 0
    for at, place in enumerate(places):
        here = tokens(text[start : place.start()])
        if any(contains(here, name) for name in asked.named):
            chosen = at
            break
        start = place.end()
    end = places[chosen + 1].start() if chosen + 1 < len(places) else len(text)
    return money(places[chosen]), text[places[chosen].end() : end]


def counted(asked: Asked) -> int:
    """How many: the first number that is no name, no span, no sum and no share. 1 for none."""
    text = asked.folded
    for span in reversed(asked.spans):
        text = text[: span.start] + " " + text[span.end :]
    for name in sorted(asked.named, key=len, reverse=True):
        text = re.sub(
            r"\b" + r"\W+".join(rf"{re.escape(part)}\w{{0,3}}" for part in name) + r"\b", " ", text
        )
    numbers = [int(found[1]) for found in _NUMBER.finditer(text)]
    return numbers[0] if numbers else 1


def _is_priced_by(asked: Asked, unit: Unit, count: int) -> bool:
    """Whether what is counted has this price: 12 people do not multiply what a delivery costs."""
    after = re.search(rf"\b{count}\W+([a-z]{{3,}})", asked.folded)
    noun = words(after[1], (*LANGUAGES,)) if after else ()
    theirs = (*unit.own, *unit.head, *unit.title)
    return not noun or any(strength(one, other) > 0 for one in noun for other in theirs)


def _period(unit: Unit, near: str, passages: Sequence[Passage]) -> str:
    said = numbered(f"{near} {unit.column}" if unit.is_cell else near)
    said = re.sub(r"\d+ ?(?:month\w*|monat\w*|mois|mes\w*|maand\w*|miesi\w*)", " ", said)
    if _MONTH.search(said):
        return "month"
    if _YEAR.search(said):
        return "year"
    page = [passage for passage in passages if passage.title == unit.passage.title]
    general = offers.terms_of(page)
    return "month" if unit.is_cell and general.is_monthly else ""


def _lasting(asked: Asked, unit: Unit, period: str, *, is_order: bool) -> int:
    """Over how many months or years; 0 where only one of them is asked for."""
    if not period or not asked.spans:
        return 0
    is_whole = _WHOLE.search(asked.folded) is not None
    monthly = _MONTHLY.search(asked.folded)
    if (
        period == "month"
        and monthly
        and not (is_whole and _BOTH.match(asked.folded, monthly.start()))
    ):
        return 0
    own = {span.months for span in spans(numbered(unit.column))} if unit.is_cell else set()
    terms = [span for span in asked.spans if span.months in own]
    others = [span for span in asked.spans if span not in terms[:1]]
    if own and not others:
        others = terms if is_whole or is_order else []
    if not others:
        return 0
    months = others[0].months
    lasts = months if period == "month" else months / YEAR
    return int(lasts) if lasts == int(lasts) and lasts > 1 else 0


def _discount(
    asked: Asked, unit: Unit, count: int, passages: Sequence[Passage]
) -> offers.Discount | None:
    """The step that the number reaches, where it is counted in the same thing."""
    if count <= 1:
        return None
    theirs = _nouns(f"{unit.column} {unit.fragment.cells[0][0] if unit.fragment.cells else ''}")
    theirs += tuple(asked.words)
    for discount in offers.discounts(passages, frozenset()):
        if discount.kind == "volume" and discount.least <= count <= discount.most:
            ours = _nouns(discount.passage.text)
            if any(strength(one, other) > 0 for one in theirs for other in ours if one.text):
                return discount
    return None


def _nouns(text: str) -> tuple:  # type: ignore[type-arg]
    return words(text, (language_of(text), *LANGUAGES[:2]))
