"""What it costs: one plan, all plans in a short list, or a sum for so many people.

Every figure is read from the pages' price list, or follows from it by a sum that is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.brains.playbook import memory
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.knowing import MOST_PASSAGES, Answer, sum_line, written
from agent.brains.playbook.quoting import figures, fragments, picking
from agent.brains.playbook.quoting.figures import SeatPrice
from agent.brains.playbook.vocabulary import counted, listed, search_terms, spoken
from agent.understanding.lexicons import lexicon
from agent.understanding.words import fold

PRICE_LIST = "plans price per user seat and month"
_PRICING = frozenset({"price", "seat", "plan", "annual", "monthly"})
_FOREIGN = {"price": "price", "cost": "price", "plan": "plan", "month": "monthly", "year": "annual",
            "annual": "annual", "seat": "seat", "user": "seat"}  # fmt: skip
_PERIODS = {"year": "annual", "month": "monthly"}
_LOOK_BACK = 4  # lines: how far back a plan is still the one spoken of
_NUMBER = re.compile(r"(?<![\w.,:/<])\d{1,5}(?![\w%:/]|[.,]\d)")
_WORD = re.compile(r"\w+")
_FOR_SO_MANY = re.compile(  # "a price for 8", and not "for 12 months" or "for 30 EUR"
    r"\b(?:for|fur|fuer|pour|para|per|voor|dla) (?P<count>\d{1,4})\b(?![.,:]\d|\s*[%€$£/-])"
    r"(?!\s+(?:months?|years?|days?|weeks?|hours?|minutes?|monat\w*|jahr\w*|tage?\w*|woche\w*"
    r"|stund\w*|mois|ans?|jours?|semain\w*|mes|meses|anos?|dias?|semanas?|horas?|mesi|ann[oi]"
    r"|giorn\w*|settiman\w*|or[ae]|maand\w*|jaar|jaren|dag\w*|we[e]?k\w*|uur|miesi\w*|lat|lata"
    r"|rok|dni|tygod\w*|godz\w*|eur\w*|usd|gbp|pln|zl|sites?|buildings?|assets?|gb|tb|am|pm|uhr))"
)
_SAID = ("price_line", "price_both", "sum_month")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on prices: for how many, on which plans, and how it would be paid."""

    seats: int | None
    plans: frozenset[str]
    period: str | None


def answer(desk: Desk, question: str, *, seats: int | None = None) -> Answer | None:
    """The price or the sum; None when the question is about something else, or has no price."""
    question = written(question)
    if not _may_be_on_price(desk, question):
        return None
    prices = _prices(desk)
    asked = _read(desk, question, prices)
    if asked is None or not prices:
        return None
    if asked.period and not asked.seats:
        seats = seats or _seats_in_talk(desk)
    asked = replace(asked, seats=asked.seats or seats)
    leans = bool(asked.seats or asked.period)
    plans = asked.plans or (_plans_in_talk(desk, prices) if leans else frozenset())
    chosen = [price for price in prices if not plans or price.name in plans]
    lines = _sums(desk, chosen, asked, on_one_plan=bool(plans)) if asked.seats else []
    told = _told(desk, lines or _listed(desk, chosen), chosen)
    return Answer(told, found=True, priced=True)


def _listed(desk: Desk, chosen: Sequence[SeatPrice]) -> list[str]:
    """The plans as they are, one to a line; the unit stands once."""
    names = list(dict.fromkeys(price.name for price in chosen))
    per_seat = desk.words.one("per_seat")
    if len(names) == 1:
        return [_line(desk, names[0], chosen, per=f" {per_seat}") + "."]
    first, *others = (_line(desk, name, chosen, per="") for name in names)
    return [desk.words.one("price_list", per=per_seat) + "\n- " + first, *others]


def _told(desk: Desk, lines: Sequence[str], chosen: Sequence[SeatPrice]) -> str:
    """One plan in a line, several as a list, with the page it stands on."""
    for price in chosen:
        desk.passages[price.passage.id] = None
    text = lines[0] if len(lines) == 1 else _as_list(lines) + "\n"
    said = desk.words.one("quoted", quote=text, title=chosen[0].passage.title)
    return said.replace("\n ", "\n")


def _as_list(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines).removeprefix("- " * _has_intro(lines))


def _has_intro(lines: Sequence[str]) -> bool:
    return "\n" in lines[0]


def resized(desk: Desk) -> str | None:
    """They told or corrected how many they are: the price asked for becomes a sum."""
    stated = desk.state.signals
    was_asked = bool(stated.seats or stated.fact("size")) and _was_on_price(desk)
    if not (is_on_price(desk) or was_asked) or desk.state.windows or "?" in desk.text:
        return None
    size = stated.seats or stated.fact("size") or seats_in(desk.text) or _bare_number(desk)
    if size is None or not str(size).isdigit():
        return None
    prices = _prices(desk)
    told = Asked(int(size), _plans_named(desk.text, prices), _period(desk.text, stated.written_in))
    plans = told.plans or _plans_in_talk(desk, prices)
    chosen = [price for price in prices if not plans or price.name in plans]
    lines = _sums(desk, chosen, told, on_one_plan=bool(plans))
    return _told(desk, lines, chosen) if lines else None


def _was_on_price(desk: Desk) -> bool:
    """Whether prices were told a little while ago, and then asked for how many."""
    lately = desk.replies[-_LOOK_BACK:]
    asked = any("size" in memory.asked_in(reply) for reply in lately)
    return asked and not any(memory.is_said("sum_month", reply) for reply in lately)


def is_on_price(desk: Desk) -> bool:
    """Whether our last reply told a price per seat or a sum."""
    said = desk.last_reply
    return any(memory.is_said(key, said) for key in _SAID) or bool(
        figures.MONEY.search(said) and figures.PER_SEAT.search(said)
    )


def _seats_in_talk(desk: Desk) -> int | None:
    """For how many they asked just before."""
    theirs = [line.text for line in desk.history[-_LOOK_BACK:] if not line.is_ours]
    return next((size for text in reversed(theirs) if (size := seats_in(text))), None)


def has_told_seats(desk: Desk) -> bool:
    return any(seats_in(line.text) for line in [*desk.history, desk.newest] if not line.is_ours)


def seats_in(text: str) -> int | None:
    """``12 technicians``, ``8 Mitarbeiter``: how many people a message counts."""
    folded = fold(text)
    found = counted().search(folded) or _FOR_SO_MANY.search(folded)
    return int(found["count"]) if found else None


def _may_be_on_price(desk: Desk, question: str) -> bool:
    """Before the price list is looked up: whether the question could be about it at all."""
    language = desk.state.signals.written_in
    return is_on_price(desk) or "price" in _about(question, language)


def _prices(desk: Desk) -> list[SeatPrice]:
    found = desk.call("search_knowledge", query=PRICE_LIST, limit=MOST_PASSAGES)
    prices = figures.seat_prices(fragments.passages(found.items("passages")))
    return [price for price in prices if price.name and price.period == "month"]


def _read(desk: Desk, question: str, prices: Sequence[SeatPrice]) -> Asked | None:
    """None when a word is left that is neither about prices nor small: it asks for another one."""
    if spoken("paying").search(fold(question)):
        return None
    language = desk.state.signals.written_in
    asked = Asked(seats_in(question), _plans_named(question, prices), _period(question, language))
    plain = counted().sub(" ", fold(question))
    names = {word for name in asked.plans for word in fold(name).split()}
    words = [word for word in _WORD.findall(plain) if word not in names and not word.isdigit()]
    small = lexicon(language).function_words | lexicon("en").function_words | listed("fillers")
    if any(word not in small and not _is_pricing(word, language) for word in words):
        return None
    beside = [term for term in picking.terms(plain) if not term.stem]  # whole phrases
    if any(not term.concepts & _PRICING for term in beside):
        return None
    is_priced = "price" in _about(question, language)
    follows = is_on_price(desk) and (asked.seats or asked.plans or asked.period)
    return asked if is_priced or follows else None


def _is_pricing(word: str, language: str) -> bool:
    found = picking.terms(word)
    return not found or bool(_about(word, language) & _PRICING)


def _about(text: str, language: str) -> set[str]:
    """What prices are about that the text speaks of, in the pages' words or its own."""
    foreign = search_terms(text, language).split() if language != "en" else []
    own = {concept for term in picking.terms(text) for concept in term.concepts}
    return own | {_FOREIGN[word] for word in foreign if word in _FOREIGN}


def _period(text: str, language: str) -> str | None:
    """``year``, ``month``, or None when the text says neither, or both."""
    about = _about(text, language)
    said = [name for name, concept in _PERIODS.items() if concept in about]
    return said[0] if len(said) == 1 else None


def _plans_named(text: str, prices: Sequence[SeatPrice]) -> frozenset[str]:
    words = set(_WORD.findall(text.casefold()))
    return frozenset(p.name for p in prices if set(p.name.casefold().split()) <= words)


def _plans_in_talk(desk: Desk, prices: Sequence[SeatPrice]) -> frozenset[str]:
    """The plan the last lines were about; none when they were about several."""
    for line in reversed(desk.history[-_LOOK_BACK:]):
        named = _plans_named(line.text, prices)
        if named:
            return named if len(named) == 1 else frozenset()
    return frozenset()


def _sums(desk: Desk, chosen: Sequence[SeatPrice], asked: Asked, *, on_one_plan: bool) -> list[str]:
    """A line for each plan that so many people fit into; yearly billing where they ask for it."""
    seats = asked.seats or 0
    fits = [price for price in chosen if price.least <= seats <= price.most]
    yearly = asked.period == "year" or (on_one_plan and asked.period is None)
    monthly = asked.period != "year"
    by_bill = [p for p in fits if (yearly if p.billed_yearly else monthly)] or fits
    return [
        sum_line(desk, price, seats, a_year=not monthly) for price in by_bill[: figures.MOST_PLANS]
    ]


def _line(desk: Desk, name: str, chosen: Sequence[SeatPrice], *, per: str) -> str:
    """One plan in one line: by the month, by the year, and how many people it is for."""
    mine = [price for price in chosen if price.name == name]
    written_in = desk.state.language
    units = {price.billed_yearly: price.unit.written(written_in) for price in mine}
    if len(units) > 1:
        line = desk.words.one(
            "price_both", name=name, unit=units[False], yearly=units[True], per=per
        )
    else:
        line = desk.words.one("price_line", name=name, unit=next(iter(units.values())), per=per)
    return f"{line}{_bounds(desk, mine[0])}"


def _bounds(desk: Desk, price: SeatPrice) -> str:
    has_most = price.most < figures.NO_LIMIT
    if price.least and has_most:
        return " " + desk.words.one("seats_between", least=price.least, most=price.most)
    if price.least:
        return " " + desk.words.one("seats_from", least=price.least)
    return ""


def _bare_number(desk: Desk) -> int | None:
    """``make it 60``: a number and small words alone, right after a price."""
    numbers = _NUMBER.findall(desk.text)
    language = desk.state.signals.written_in
    small = lexicon(language).function_words | listed("fillers")
    words = [word for word in _WORD.findall(fold(desk.text)) if not word.isdigit()]
    if len(numbers) != 1 or not set(words) <= small:
        return None
    return int(numbers[0])
