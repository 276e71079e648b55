"""Sums on a price list: only where a page gives a price per seat and the person gave the seats.

Every figure is read from the page or follows from it by the calculation that is shown with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from agent.brains.playbook.quoting.fragments import Passage, fragments

MOST_PLANS = 3
NO_LIMIT = 10**9
_CURRENCY = r"€|EUR|\$|USD|£|GBP|CHF|PLN|zł|SEK|NOK|DKK"
_AMOUNT = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
MONEY = re.compile(
    rf"(?P<before>{_CURRENCY})\s?(?P<a>{_AMOUNT})|(?P<b>{_AMOUNT})\s?(?P<after>{_CURRENCY})"
)
_SEAT = (
    r"seats?|users?|persons?|people|employees?|licen[cs]es?|agents?|technicians?|nutzer\w*|benutzer\w*|"
    r"platz|person(?:en)?|mitarbeit\w*|lizenz\w*|utilisateurs?|postes?|personnes?|usuari[oa]s?|"
    r"puestos?|utent[ei]|utilizador\w*|usuários?|gebruikers?|użytkownik\w*|stanowisk\w*"
)
PER_SEAT = re.compile(rf"(?:per|pro|par|por|per|je|/|za|a)\s?(?:{_SEAT})\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:month\w*|monat\w*|mois|mes|mese|mês|maand\w*|miesi\w*)\b", re.IGNORECASE)
_ONLY_YEAR = re.compile(
    r"(?:per|a|/|pro|par|por|al|per)\s?(?:year|annum|jahr|an|año|anno|ano|jaar|rok)\b",
    re.IGNORECASE,
)
_YEARLY_BILL = re.compile(
    r"\b(?:annual\w*|yearly|(?:once a|per|a) year|jährlich\w*|annuel\w*|anual\w*|jaarlijks\w*)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    rf"(?:starts? at|from|minimum(?: of)?|at least|ab|mindestens|à partir de|desde|da)"
    rf"\s+(\d+)\s+(?:{_SEAT})",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:ends? at|up to|at most|maximum(?: of)?|bis(?: zu)?|höchstens|jusqu'à|hasta|fino a)"
    r"\s+(\d+)\b(?!\s*[%€$£])",
    re.IGNORECASE,
)
_DOTTED = frozenset({"de", "es", "it", "pt", "nl"})
_SPACED = frozenset({"fr", "pl"})


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and its currency as the page writes it; ``leads`` when the sign stands in front."""

    amount: Decimal
    currency: str
    leads: bool

    def times(self, count: int) -> "Money":
        return Money(self.amount * count, self.currency, self.leads)

    def written(self, language: str) -> str:
        number = f"{self.amount:,.2f}".removesuffix(".00")
        if language in _DOTTED:
            number = number.translate(str.maketrans(",.", ".,"))
        if language in _SPACED:
            number = number.translate(str.maketrans(",.", "\u202f,"))
        if not self.leads:
            return f"{number} {self.currency}"
        return (
            f"{self.currency}{number}" if len(self.currency) == 1 else f"{self.currency} {number}"
        )


@dataclass(frozen=True, slots=True)
class SeatPrice:
    """What one seat costs for one ``period`` (``month`` or ``year``) on the plan ``name``."""

    passage: Passage
    name: str
    unit: Money
    period: str
    billed_yearly: bool
    least: int = 0
    most: int = NO_LIMIT


def seat_prices(found: Sequence[Passage]) -> list[SeatPrice]:
    """Every price per seat on the passages, in their order, each plan and way of billing once."""
    prices: dict[tuple[str, str, bool], SeatPrice] = {}
    for passage in found:
        for fragment in fragments(passage):
            cells = fragment.cells[1:] or (("", fragment.text),)
            name = fragment.cells[0][1] if fragment.cells else _plan(passage)
            for head, text in cells:
                for price in _in_text(passage, name, f"{head} | {text}"):
                    prices.setdefault((price.name, price.period, price.billed_yearly), price)
    return [_bounded(price, found) for price in prices.values()]


def _in_text(passage: Passage, name: str, text: str) -> list[SeatPrice]:
    found: list[SeatPrice] = []
    places = list(MONEY.finditer(text))
    for at, match in enumerate(places):
        end = places[at + 1].start() if at + 1 < len(places) else len(text)
        nearby = text[match.end() : end]
        whole = nearby + " " + text.split(" | ", maxsplit=1)[0]
        if not PER_SEAT.search(whole):
            continue
        yearly_unit = bool(_ONLY_YEAR.search(nearby)) and not _MONTH.search(nearby)
        if not yearly_unit and not _MONTH.search(whole):
            continue
        found.append(
            SeatPrice(
                passage,
                name,
                _money(match),
                "year" if yearly_unit else "month",
                bool(_YEARLY_BILL.search(whole)) or yearly_unit,
            )
        )
    return found


def _money(match: re.Match[str]) -> Money:
    raw = (match["a"] or match["b"]).replace(" ", "").replace("'", "")
    if re.search(r"[.,]\d{1,2}$", raw):
        whole, cents = re.split(r"[.,](?=\d{1,2}$)", raw)
        raw = re.sub(r"[.,]", "", whole) + "." + cents
    else:
        raw = re.sub(r"[.,]", "", raw)
    return Money(Decimal(raw), match["before"] or match["after"], match["before"] is not None)


def _plan(passage: Passage) -> str:
    """The plan a section speaks of: the capitalised word beside ``plan`` in its heading."""
    for text in (passage.heading, passage.text):
        match = re.search(r"\b([A-Z][\w+]*)[ -](?:[Pp]lan|[Tt]arif|[Pp]aket|[Ee]dition)\b", text)
        if match and match[1] not in {"The", "This", "Each", "Every", "Which", "What"}:
            return match[1]
    return ""


def _bounded(price: SeatPrice, found: Sequence[Passage]) -> SeatPrice:
    """With the least and most seats, where a section about this plan alone names them."""
    least, most = price.least, price.most
    for passage in found:
        if _plan(passage) == price.name and price.name in passage.heading:
            if match := _LEAST.search(passage.text):
                least = int(match[1])
            if match := _MOST.search(passage.text):
                most = int(match[1])
    return SeatPrice(
        price.passage, price.name, price.unit, price.period, price.billed_yearly, least, most
    )


def fitting(prices: Sequence[SeatPrice], *, seats: int, question: str) -> list[SeatPrice]:
    """The prices to calculate with: the plan that is named, else those whose seats fit."""
    asked = question.casefold()
    named = [price for price in prices if price.name and price.name.casefold() in asked]
    chosen = [p for p in (named or prices) if p.least <= seats <= p.most]
    if _YEARLY_BILL.search(question):
        chosen = [price for price in chosen if price.billed_yearly] or chosen
    elif _MONTH.search(question) or not named:
        chosen = [price for price in chosen if not price.billed_yearly] or chosen
    return chosen[:MOST_PLANS]
