"""What it costs: one plan, all plans in a short list, or a sum for so many people.

Every figure is read from the pages' price list, or follows from it by a sum that is shown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.brains.playbook import memory, sums
from agent.brains.playbook.desk import Desk
from agent.brains.playbook.knowing import MOST_PASSAGES, Answer, written
from agent.brains.playbook.quoting import figures, fragments, offers, picking, wanted
from agent.brains.playbook.quoting.offers import Price
from agent.brains.playbook.vocabulary import counted, listed, search_terms, spoken
from agent.understanding.kinds import Intent
from agent.understanding.lexicons import lexicon
from agent.understanding.words import fold
from salesgenix.knowledge.lexicon import lexicon as known_words

PRICE_LIST = "plans price per user seat and month"
TERMS_LIST = "discount percent off minimum at least set-up fee once pay yearly in advance"
MOST_PLANS = 4
PRICING = frozenset({
    "price", "seat", "plan", "annual", "monthly", "user_of", "staff", "staff_of", "plan_of",
    "paying", "currency", "duration", "customers_count",
})  # fmt: skip
_FOREIGN = {"price": "price", "cost": "price", "plan": "plan", "month": "monthly", "year": "annual",
            "annual": "annual", "seat": "seat", "user": "seat"}  # fmt: skip
_PERIODS = {"year": "annual", "month": "monthly"}
_CURRENCIES = {"eur": {"€", "EUR"}, "gbp": {"£", "GBP"}, "usd": {"$", "USD"}, "chf": {"CHF"}}
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
_SAID = ("price_line", "price_both", "sum_month", "price_based", "sum_based")
_SPAN = re.compile(
    r"\b(?:\d{1,3}|one|two|three|zwei|drei|deux|trois|dos|tres|due|tre|dois|twee|drie|dwa|trzy)"
    r"[ -](?:months?|years?|monat\w*|jahr\w*|mois|ans?|mes(?:es|i)?|an[on]s?i?|maand\w*|jaar|"
    r"miesi\w*|lata?)\b"
)
_AHEAD = re.compile(
    r"\b(?:in advance|up ?front|ahead|paid yearly|pay yearly|(?:year|annual)l?y? pay\w*|"
    r"pay\w* annual\w*|annually|by the year|billed (?:yearly|annually)|im voraus|jahrlich\w*|"
    r"d avance|anticip\w*|vooruit|z gory|all at once|in einem betrag|en une (?:seule )?fois|"
    r"de una (?:sola )?vez|in una volta|de uma (?:so )?vez|in een keer)\b"
)
_COMMITS = re.compile(
    r"\b(?:commit\w*|sign\w*|contract|term|bind\w*|verpflicht\w*|vertrag|engag\w*|contrat\w*|"
    r"firm\w*)\b"
)
_WITH_START = re.compile(
    r"\b(?:includ\w*|with|incl|plus|mit|inklusive|avec|con|com|met|z)\b.{0,20}\b(?:set ?up|joining|"
    r"start|one off|einricht\w*|einmal\w*|installation|alta|attivazione|instalac\w*)"
    r"|\bfirst year\b.{0,40}\b(?:total|all)|\ball in\b"
)
_TOTAL = re.compile(
    r"\b(?:total\w*|sum|altogether|in all|come to|amount to|work out|would (?:that|it|this) be|"
    r"overall|insgesamt|zusammen|summe|gesamt\w*|en tout|somme|suma|somma|totaal|razem|lacznie|"
    r"what(?: i|'?)s it|complete(?:ly)?|all told|komplett|all inclusive)\b"
)
_LEAST = re.compile(
    r"\b(?:from how many|minimum|at least|fewest|smallest|ab wie viel\w*|mindest\w*|a partir de|"
    r"au moins|al menos|minim\w+|almeno|vanaf|od ilu)\b"
)
_EACH_OF = re.compile(r"\b(?:per|por|par|pro|je|za)\s+(?!(?:month|year|mese|mes|anno|ano)\b)(\w+)")
_PLACES = re.compile(  # how many buildings they run is no number of people
    r"\b\d{1,3} (?:sites?|buildings?|locations?|gebaude\w*|standort\w*|batiment\w*|edifici\w*|"
    r"sedes?|centros?|sedi|predios?|filiais|panden|gebouw\w*|locaties|budyn\w*|lokaliz\w*)\b"
)
_OURS = re.compile(r"\b(?:did you pay|you paid|do you pay|you earn|your (?:cost|margin)s?)\b")
_SHORT_ORDER = 9  # words
_STARTING = re.compile(r"\b(?:set ?up|joining|one off|einrichtung\w*|included?|including|fees?)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on prices: for how many, on which plans, and how it would be paid."""

    seats: int | None
    plans: frozenset[str]
    period: str | None
    is_ahead: bool = False
    with_start: bool = False


def answer(desk: Desk, question: str, *, seats: int | None = None) -> Answer | None:
    """The price or the sum; None when the question is about something else, or has no price."""
    question = written(question)
    if not _may_be_on_price(desk, question):
        return None
    found = search(desk, PRICE_LIST)
    if _LEAST.search(fold(question)):
        found = [*found, *search(desk, TERMS_LIST)]
    prices = _in_their_currency(desk, question, monthly(found))
    asked = _read(desk, question, prices)
    if asked is None or not prices:
        return None
    if not asked.seats and _totals(desk, question):
        seats = seats or _count(desk.text)
    if not asked.seats and (asked.period or _is_on_sum(desk)):
        seats = seats or _seats_in_talk(desk)
    asked = replace(asked, seats=asked.seats or seats)
    return _answered(desk, asked, prices)


def _answered(desk: Desk, asked: Asked, prices: Sequence[Price]) -> Answer | None:
    leans = bool(asked.seats or asked.period or is_on_price(desk))
    plans = asked.plans or plans_named(desk.text, prices)
    plans = plans or (_plans_in_talk(desk, prices) if leans else frozenset())
    chosen = [price for price in prices if not plans or price.name in plans]
    if not plans:
        chosen = _of_one_list(chosen)
    lines = _sums(desk, chosen, asked, on_one_plan=bool(plans)) if asked.seats else []
    told = _told(desk, lines or _listed(desk, chosen), chosen)
    by_people = any(price.is_by_seat or price.is_by_head for price in chosen)
    return Answer(told, found=True, priced=by_people and not lines)


def _of_one_list(prices: Sequence[Price]) -> list[Price]:
    """Who names no plan is told the list of one page: the offer itself, not what goes with it."""
    return [price for price in prices if price.passage.title == prices[0].passage.title]


def _listed(desk: Desk, chosen: Sequence[Price]) -> list[str]:
    """The plans as they are, one to a line; the unit stands once."""
    names = list(dict.fromkeys(price.name for price in chosen))
    per = _per(desk, chosen[0])
    if len(names) == 1:
        return [_line(desk, names[0], chosen, per=f" {per}") + "."]
    first, *others = (_line(desk, name, chosen, per="") for name in names)
    return [desk.words.one("price_list", per=per) + "\n- " + first, *others]


def _per(desk: Desk, price: Price) -> str:
    if price.is_by_seat or price.is_by_head:
        return desk.words.one("per_seat" if price.is_by_seat else "per_head")
    return desk.words.one("per_unit", noun=price.noun)


def _told(desk: Desk, lines: Sequence[str], chosen: Sequence[Price]) -> str:
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
    prices = monthly(search(desk, PRICE_LIST))
    told = Asked(int(size), plans_named(desk.text, prices), _period(desk.text, stated.written_in))
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


def _is_on_sum(desk: Desk) -> bool:
    return "×" in desk.last_reply


def _seats_in_talk(desk: Desk) -> int | None:
    """For how many they asked just before."""
    theirs = [line.text for line in desk.history[-_LOOK_BACK:] if not line.is_ours]
    return next((size for text in reversed(theirs) if (size := _count(text))), None)


def has_told_seats(desk: Desk) -> bool:
    return any(seats_in(line.text) for line in [*desk.history, desk.newest] if not line.is_ours)


def seats_in(text: str) -> int | None:
    """``12 technicians``, ``8 Mitarbeiter``: how many people a message counts."""
    folded = figures.PAID.sub(" ", fold(text))
    found = counted().search(folded) or _FOR_SO_MANY.search(folded)
    return int(found["count"]) if found else None


def _count(text: str) -> int | None:
    """How many are priced: people, or the one number that counts neither months nor money."""
    plain = figures.PAID.sub(" ", _PLACES.sub(" ", _SPAN.sub(" ", fold(text))))
    numbers = _NUMBER.findall(plain)
    return seats_in(text) or (int(numbers[0]) if len(numbers) == 1 else None)


def _may_be_on_price(desk: Desk, question: str) -> bool:
    """Before the price list is looked up: whether the question could be about it at all."""
    if _OURS.search(fold(question)) or _asks_for_time(question):
        return False
    language = desk.state.signals.written_in
    has_least = _LEAST.search(fold(question)) is not None
    has_price = "price" in _about(question, language)
    sums_up = _totals(desk, question) or _asks_by_period(desk, question)
    return has_price or has_least or is_on_price(desk) or sums_up


def _asks_by_period(desk: Desk, question: str) -> bool:
    """``What would Team be for us per month?`` names no price, and asks for one."""
    seen = desk.state.signals
    return Intent.PRICE in seen.intents and _period(question, seen.written_in) is not None


def is_order(desk: Desk) -> bool:
    """``complete for 30 staff``: a number and little else."""
    return bool(_count(desk.text)) and len(desk.text.split()) <= _SHORT_ORDER


def _asks_for_time(question: str) -> bool:
    """``When do I have to pay?``: for how long or when, and for no sum."""
    has_amount = spoken("amounts").search(fold(question)) is not None
    is_when = wanted.wanted(question) is wanted.MOMENT and not has_amount
    return (is_when or wanted.is_span(question)) and not _count(question)


def _totals(desk: Desk, question: str) -> bool:
    """``and the total?``, ``complete for 30 staff``: a number, and a sum or little else."""
    if not _count(desk.text):
        return False
    is_sum = _TOTAL.search(fold(question)) or _period(question, desk.state.signals.written_in)
    return bool(is_sum) or (bool(_count(question)) and len(question.split()) <= _SHORT_ORDER)


def pages_on_prices(desk: Desk) -> list[fragments.Passage]:
    return search(desk, PRICE_LIST)


def plan_line(desk: Desk, name: str, chosen: Sequence[Price]) -> str:
    """One plan in one line, with what it is counted by."""
    price = next(price for price in chosen if price.name == name)
    return _line(desk, name, chosen, per=f" {_per(desk, price)}")


def search(desk: Desk, query: str) -> list[fragments.Passage]:
    found = desk.call("search_knowledge", query=query, limit=MOST_PASSAGES)
    return fragments.passages(found.items("passages"))


def monthly(found: Sequence[fragments.Passage]) -> list[Price]:
    return [price for price in offers.prices(found) if price.name]


def _in_their_currency(desk: Desk, question: str, prices: Sequence[Price]) -> list[Price]:
    """In the currency they name, else in the first one a page has. None in another."""
    del desk
    named = {name for term in picking.terms(question) for name in term.concepts} & set(_CURRENCIES)
    if named:
        wanted = set[str]().union(*(_CURRENCIES[name] for name in named))
        return [price for price in prices if price.unit.currency in wanted]
    first: dict[str, str] = {}
    for price in prices:
        first.setdefault(price.name, price.unit.currency)
    return [price for price in prices if price.unit.currency == first[price.name]]


def _read(desk: Desk, question: str, prices: Sequence[Price]) -> Asked | None:
    """None when a word is left that is neither about prices nor small: it asks for another one."""
    if spoken("paying").search(fold(question)) and not _AHEAD.search(fold(question)):
        return None
    language = desk.state.signals.written_in
    plain = known_words().respelled(question, _names(prices))
    asked = Asked(
        _count(question),
        plans_named(plain, prices),
        _period(question, language),
        is_ahead=_AHEAD.search(fold(question)) is not None,
        with_start=_WITH_START.search(fold(question).replace("-", " ")) is not None,
    )
    if _is_beside(_left(plain, asked, prices), prices, language):
        return None
    if asked.plans and not asked.seats and _LEAST.search(fold(question)):
        return asked
    sums_up = (_totals(desk, question) or _asks_by_period(desk, question)) and bool(
        asked.plans or plans_named(desk.text, prices)
    )
    is_priced = "price" in _about(question, language) or sums_up
    follows = is_on_price(desk) and (asked.seats or asked.plans or asked.period)
    return asked if is_priced or follows else None


def _names(prices: Sequence[Price]) -> frozenset[str]:
    return frozenset(word for price in prices for word in fold(price.name).split())


def _left(plain: str, asked: Asked, prices: Sequence[Price]) -> list[str]:
    """The words that are no name, no number and no span."""
    text = _SPAN.sub(" ", counted().sub(" ", fold(plain).replace("-", " ")))
    text = _LEAST.sub(" ", _TOTAL.sub(" ", _AHEAD.sub(" ", text)))
    if asked.with_start:
        text = _STARTING.sub(" ", text)
    if asked.seats:
        text = _COMMITS.sub(" ", text)
    nouns = {fold(price.noun) for price in prices}
    text = _EACH_OF.sub(lambda each: "" if _is_plain_noun(each[1], nouns) else each[0], text)
    names = {word for name in asked.plans for word in fold(name).split()}
    words = _WORD.findall(text)
    beside = {
        words[at + step]
        for at, word in enumerate(words)
        for step in (-1, 1)
        if (word in names or (word.isdigit() and step > 0)) and 0 <= at + step < len(words)
    }
    kept = [w for w in words if w not in names and not w.isdigit() and w not in nouns]
    return [word for word in kept if word not in beside or not _is_plain_noun(word, nouns)]


def _is_plain_noun(word: str, nouns: set[str]) -> bool:
    """What stands beside a plan or a number and names nothing else: ``Cargo bikes``."""
    meant = {c for term in picking.terms(word) for c in term.concepts}
    theirs = {c for noun in nouns for term in picking.terms(noun) for c in term.concepts}
    return not meant or bool(meant & theirs)


def _is_beside(words: Sequence[str], prices: Sequence[Price], language: str) -> bool:
    books = lexicon(language), lexicon("en")
    small = listed("fillers").union(*(book.function_words | set(book.numbers) for book in books))
    nouns = {c for p in prices for term in picking.terms(p.noun) for c in term.concepts}
    if any(word not in small and not _is_pricing(word, language, nouns) for word in words):
        return True
    beside = [term for term in picking.terms(" ".join(words)) if not term.stem]  # whole phrases
    return any(not term.concepts & (PRICING | nouns | set(_CURRENCIES)) for term in beside)


def _is_pricing(word: str, language: str, nouns: set[str]) -> bool:
    found = picking.terms(word)
    if not found or all(term.is_light and not term.concepts for term in found):
        return True
    meant = {concept for term in found for concept in term.concepts}
    return bool((_about(word, language) | meant) & (PRICING | nouns | set(_CURRENCIES)))


def _about(text: str, language: str) -> set[str]:
    """What prices are about that the text speaks of, in the pages' words or its own."""
    foreign = search_terms(text, language).split() if language != "en" else []
    own = {concept for term in picking.terms(text) for concept in term.concepts}
    return own | {_FOREIGN[word] for word in foreign if word in _FOREIGN}


def _period(text: str, language: str) -> str | None:
    """``year``, ``month``, or None when the text says neither, or both."""
    about = _about(_SPAN.sub(" ", fold(text)), language)
    said = [name for name, concept in _PERIODS.items() if concept in about]
    return said[0] if len(said) == 1 else None


def plans_named(text: str, prices: Sequence[Price]) -> frozenset[str]:
    words = set(_WORD.findall(fold(text).replace("-", " ")))
    return frozenset(
        p.name for p in prices if p.name and set(fold(p.name).replace("-", " ").split()) <= words
    )


def _plans_in_talk(desk: Desk, prices: Sequence[Price]) -> frozenset[str]:
    """The plan the last lines were about; none when they were about several."""
    for line in reversed(desk.history[-_LOOK_BACK:]):
        named = plans_named(line.text, prices)
        if named:
            return named if len(named) == 1 else frozenset()
    return frozenset()


def _sums(desk: Desk, chosen: Sequence[Price], asked: Asked, *, on_one_plan: bool) -> list[str]:
    """A line for each plan that so many people fit into; yearly billing where they ask for it."""
    seats = asked.seats or 0
    found = [*search(desk, PRICE_LIST), *search(desk, TERMS_LIST)]
    bounded = _with_bounds(chosen, found)
    fits = [p for p in bounded if p.least <= seats <= p.most and p.is_for(seats)]
    if not fits and on_one_plan:
        fits = [p for p in bounded if seats < p.least and p.is_for(p.least)]
    if not fits and on_one_plan and bounded:
        return [desk.words.one("sum_most", name=bounded[0].name, most=bounded[0].most)]
    yearly = asked.period == "year" or asked.is_ahead or (on_one_plan and asked.period is None)
    monthly = asked.period != "year" and not asked.is_ahead
    by_bill = [p for p in fits if (yearly if p.billed_yearly else monthly)] or fits
    promised = offers.discounts(found, frozenset(price.name for price in chosen))
    return [
        sums.line(desk, price, _order(desk, asked, price, found), promised)
        for price in by_bill[:MOST_PLANS]
    ]


def _with_bounds(chosen: Sequence[Price], found: Sequence[fragments.Passage]) -> list[Price]:
    """The same prices, with limits that stand on passages found later."""
    names = {price.name for price in chosen}
    known = {
        (p.name, p.period, p.billed_yearly, p.unit, p.tier): p
        for p in offers.prices(found)
        if p.name in names
    }
    keys = [(p.name, p.period, p.billed_yearly, p.unit, p.tier) for p in chosen]
    return [known.get(key, price) for key, price in zip(keys, chosen, strict=True)]


def _order(
    desk: Desk, asked: Asked, price: Price, found: Sequence[fragments.Passage]
) -> sums.Order:
    fees = offers.setup_fees(found, frozenset({price.name})) if asked.with_start else {}
    fee = fees.get(price.name)
    if fee:
        desk.passages[fee[1].id] = None
    return sums.Order(
        asked.seats or 0,
        months=desk.state.signals.months,
        pays_ahead=asked.is_ahead or asked.period == "year",
        over_a_year=asked.period == "year",
        fee=fee[0] if fee else None,
    )


def _line(desk: Desk, name: str, chosen: Sequence[Price], *, per: str) -> str:
    """One plan in one line: by the month, by the year, and how many people it is for."""
    mine = [price for price in chosen if price.name == name]
    written_in = desk.state.language
    if len({price.tier for price in mine}) > 1:
        return "; ".join(_step(desk, price, per) for price in mine)
    if mine[0].base is not None:
        base = mine[0].base.written(written_in)
        unit = mine[0].unit.written(written_in)
        per = per or f" {_per(desk, mine[0])}"
        line = desk.words.one("price_based", name=name, base=base, unit=unit, per=per)
        return f"{line}{_bounds(desk, mine[0])}"
    units = {price.billed_yearly: _unit(desk, price) for price in mine}
    if len(units) > 1:
        line = desk.words.one(
            "price_both", name=name, unit=units[False], yearly=units[True], per=per
        )
    else:
        line = desk.words.one("price_line", name=name, unit=next(iter(units.values())), per=per)
    return f"{line}{_bounds(desk, mine[0])}"


def _unit(desk: Desk, price: Price) -> str:
    unit = price.unit.written(desk.state.language)
    return unit if price.period == "month" else desk.words.one("price_a_year", unit=unit)


def _step(desk: Desk, price: Price, per: str) -> str:
    end = "" if price.tier_end == figures.NO_LIMIT else f"–{price.tier_end}"
    name = f"{price.name} ({price.tier}{end or '+'})"
    return desk.words.one(
        "price_line", name=name, unit=price.unit.written(desk.state.language), per=per
    )


def _bounds(desk: Desk, price: Price) -> str:
    has_most = price.most < figures.NO_LIMIT
    kind = "seats" if price.is_by_seat else "units"
    if price.least and has_most:
        return " " + desk.words.one(f"{kind}_between", least=price.least, most=price.most)
    if price.least:
        return " " + desk.words.one(f"{kind}_from", least=price.least)
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
