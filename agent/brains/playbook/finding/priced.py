"""What one thing costs by a piece of a page: the price that is meant, and for how long it holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.brains.playbook.finding import ordering, steps
from agent.brains.playbook.finding.ranking import Asked
from agent.brains.playbook.finding.reading import contains, numbered, tokens
from agent.brains.playbook.finding.units import Unit, units
from agent.brains.playbook.quoting import offers
from agent.brains.playbook.quoting.figures import MONEY, Money, money
from agent.brains.playbook.quoting.fragments import Passage

MONTH = re.compile(
    r"\b(?:a|per|je|pro|im|par|al|por|ao|per|za|na|and|und)? ?(?:month|monthly|monat\w*|"
    r"mois|mensuel\w*|mes|mensual\w*|mese|mensil\w*|mensa[li]\w*|maand|maandelijks\w*|"
    r"miesiac|miesieczn\w*)\b"
)
TIME = re.compile(
    r"\b(?:years?|jahr|an|ano|anno|jaar|rok|weeks?|woche\w*|semaine|semana|settimana|tydzien|days?|"
    r"tag|jour|dia|giorno|dag|dzien|hours?|stunde|heure|hora|ora|uur|godzine|visits?|besuch)\b"
)
_YEAR = re.compile(
    r"\b(?:a year|per year|yearly|annual\w*|annum|im jahr|pro jahr|je jahr|jahrlich\w*|jahrespreis|"
    r"par an|annuel\w*|al ano|por ano|anual\w*|all anno|annuo|annua|per jaar|jaarlijks\w*|rocznie|"
    r"roczn\w*|na rok|price a year)\b"
)
_BILLED = re.compile(
    r"\b(?:billed|billing|paid|payment|abgerechnet|abrechnung|zahlung|zahlweise|factur\w*|paiement|"
    r"fattura\w*|pagament\w*|pago|pagad\w*|fatura\w*|betaal\w*|betaling|gefactureerd|platn\w*|"
    r"rozlicz\w*)\b"
)
BY_YEAR = re.compile(
    r"\b(?:annual\w*|yearly|jahrlich\w*|jahreszahlung|a l ?annee|annuel\w*|pour l.annee|"
    r"anual\w*|por anos?|jaarlijks\w*|per jaar betaald|roczn\w*|rocznie|"
    r"paid by the year|year in advance)\b"
)
_BY_MONTH = re.compile(
    r"\b(?:monthly|month by month|by the month|monatlich\w*|mensuel\w*|au mois|mensual\w*|"
    r"por meses|mensil\w*|mensal\w*|maandelijks\w*|miesieczn\w*)\b"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is priced: from a unit of a page, how it is counted and for how long."""

    unit: Unit
    price: Money
    near: str
    period: str
    count: int = 1
    percent: str = ""


def item(unit: Unit, asked: Asked, passages: Sequence[Passage]) -> Item | None:
    """None where the piece names no price."""
    price, near = _price(asked, unit)
    if price is None:
        return None
    if unit.is_cell and (billed := _billed(asked, unit)) is not unit:
        return item(billed, asked, passages)
    if offers.ONCE.search(f"{near} {unit.column}"):
        return Item(unit, price, numbered(near), "once")
    return Item(unit, price, numbered(near), _period(unit, near, passages))


def _billed(asked: Asked, unit: Unit) -> Unit:
    """Of two columns by how it is billed, the one that the question names."""
    if not _BILLED.search(numbered(unit.column)):
        return unit
    is_monthly = ordering.is_monthly(asked.folded) or _BY_MONTH.search(asked.folded)
    wanted = BY_YEAR if BY_YEAR.search(asked.folded) else _BY_MONTH if is_monthly else None
    if wanted is None or wanted.search(numbered(unit.column)):
        return unit
    row = [u for u in units(unit.passage) if u.fragment is unit.fragment and u.is_cell]
    return next((u for u in row if wanted.search(numbered(u.column)) and u.has_money), unit)


def _price(asked: Asked, unit: Unit) -> tuple[Money | None, str]:
    """The one of the thing that is named, with the words that follow it."""
    text = unit.value or unit.text
    places = list(MONEY.finditer(text))
    if not places:
        return None, ""
    start = 0
    chosen = 0
    size = steps.price_of_size(asked.folded, text)
    for at, place in enumerate(places):
        if size is not None and place.start() > size:
            chosen = at
            break
        here = tokens(text[start : place.start()])
        if any(contains(here, name) for name in asked.named):
            chosen = at
            break
        start = place.end()
    end = places[chosen + 1].start() if chosen + 1 < len(places) else len(text)
    return money(places[chosen]), text[places[chosen].end() : end]


def _period(unit: Unit, near: str, passages: Sequence[Passage]) -> str:
    page = [passage for passage in passages if passage.title == unit.passage.title]
    general = offers.terms_of(page)
    if unit.is_cell and general.is_monthly and _BILLED.search(numbered(unit.column)):
        return "month"  # of prices by the month, how often they are paid
    said = numbered(f"{near} {unit.column}" if unit.is_cell else near)
    said = re.sub(r"\d+ ?(?:month\w*|monat\w*|mois|mes\w*|maand\w*|miesi\w*)", " ", said)
    if MONTH.search(said):
        return "month"
    if _YEAR.search(said):
        return "year"
    return "month" if unit.is_cell and general.is_monthly else ""
