"""Sums on a price list: only where a page gives a price per seat and the person gave the seats.

Every figure is read from the page or follows from it by the calculation that is shown with it.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MOST_PLANS = 3
NO_LIMIT = 10**9
FIVE_FIGURES = 10_000
_CURRENCY = r"€|EUR|\$|USD|£|GBP|CHF|PLN|zł|SEK|NOK|DKK"
_AMOUNT = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
MONEY = re.compile(
    rf"(?P<before>{_CURRENCY})\s?(?P<a>{_AMOUNT})|(?P<b>{_AMOUNT})\s?(?P<after>{_CURRENCY})"
)
PAID = re.compile(  # an amount of money in a folded text, as people type it
    r"[€$£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£]|(?:eur\w{0,2}|dollars?|usd|pounds?|gbp|quid|bucks|zl\w*|"
    r"pln|chf)\b)"
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

    def plus(self, other: "Money") -> "Money":
        return Money(self.amount + other.amount, self.currency, self.leads)

    def less(self, percent: Decimal) -> "Money":
        """Rounded to the cent."""
        left = self.amount * (100 - percent) / 100
        return Money(left.quantize(Decimal("0.01"), ROUND_HALF_UP), self.currency, self.leads)

    def written(self, language: str) -> str:
        number = f"{self.amount:,.2f}".removesuffix(".00")
        if language in _DOTTED:
            number = number.translate(str.maketrans(",.", ".,"))
        if language in _SPACED:
            # Four figures stand together there: 1914, but 12 500.
            apart = "\u202f" if self.amount >= FIVE_FIGURES else ""
            number = number.replace(",", apart).replace(".", ",")
        if not self.leads:
            return f"{number} {self.currency}"
        return (
            f"{self.currency}{number}" if len(self.currency) == 1 else f"{self.currency} {number}"
        )


def money(match: re.Match[str]) -> Money:
    raw = (match["a"] or match["b"]).replace(" ", "").replace("'", "")
    if re.search(r"[.,]\d{1,2}$", raw):
        whole, cents = re.split(r"[.,](?=\d{1,2}$)", raw)
        raw = re.sub(r"[.,]", "", whole) + "." + cents
    else:
        raw = re.sub(r"[.,]", "", raw)
    return Money(Decimal(raw), match["before"] or match["after"], match["before"] is not None)
