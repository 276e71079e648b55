"""Runs of digits that look like one number to a reader, what they are called, and check sums."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(
    r"(?<!\w)(?<!\d[.,:/-])(?<![A-Za-z][/-])"
    r"\+?\(?\d(?:[ \t.\-/()\r\n\u00a0_|]{0,3}\d){4,30}(?!(?![xX]\d)\w|-[A-Za-z])"
)
_LINK = (
    r"number|no|nr|n|n°|num|nummer|numero|n[úu]mero|num[ée]ro|numer|id|ids|code|is|was|are|ist|"
    r"lautet|"
    r"war|est|es|era|to|jest|het|[eéè]|my|our|the|your|this|reads|ending|mein[e]?|mon|ma|mi|il|la|"
    r"o|de|der|die|das|of|for|f[üu]r|firmy|company|empresa|azienda|firma"
)
# What is counted, sold or filed carries numbers of any shape; said right before one it names it.
_THING = (
    r"orders?|invoices?|inv|tickets?|cases?|ref|refs|reference|po|p\.\s?o|sku|skus|serial|"
    r"serienn\w*|"
    r"part|parts|items?|article|artikel\w*|tracking|shipment|parcel|package|sendung\w*|paket\w*|"
    r"contracts?|policy|quote|quotation|batch|lot|model|product|produkt\w*|member|membership|"
    r"mitglied\w*|customer|client|kunden\w*|klant\w*|booking|reservation|confirmation|buchung\w*|"
    r"transaction|receipt|coupon|voucher|zip|postal|postcode|plz|imei|upc|asin|"
    r"bestell\w*|auftrag\w*|vorgang\w*|rechnung\w*|vertrag\w*|beleg\w*|"
    r"commande|facture|devis|r[ée]f|r[ée]f[ée]rence|dossier|colis|suivi|contrat|siret|siren|"
    r"pedido|factura|referencia|expediente|albar[áa]n|cif|contrato|seguimiento|"
    r"ordine|fattura|pratica|spedizione|riferimento|p\.?\s?iva|partita iva|contratto|"
    r"encomenda|fatura|processo|nota fiscal|rastreio|protocolo|cnpj|"
    r"bestel\w*|order\w*|factuur\w*|zaak\w*|pakket\w*|kvk\w*|btw\w*|"
    r"zam[óo]wieni\w*|faktur\w*|przesy[łl]k\w*|umow\w*|zlecenie|nip|regon|krs|"
    r"version|build|isbn|issn|ean|gtin|vat|ust\S{0,8}|ein|hrb|steuernummer|duns|timestamp|epoch|"
    r"lieferschein\w*|angebot\w*|akten?\w*|offerte\w*|zlece\w*|zg[łl]osze\w*|spraw[ay]|preventivo|"
    r"presupuesto|or[çc]amento|policy|employee|staff|student|claim|registration|"
    r"[a-z]{2,15}[\s_-]?id|"
    r"\w{3,20}(?<!telefon)(?<!handy)(?<!mobil)(?<!ruf)(?<!fax)(?<!telefoon)(?<!gsm)(?<!mobiel)(?<!karten)(?<!kaart)(?<!kort)(?:nummer|nr)|"
    r"meeting|webinar|session|user|device|asset|vin|lottery|sort code|dimensions?"
)
_ACCOUNT = r"account|acct|konto|conto|cuenta|compte|conta|rekening"


def _said_before(things: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?<!\w)(?:{things})(?:[\s#:.°º'-]{{1,3}}(?:{_LINK})(?!\w)){{0,4}}[\s#:.°º\"'(=-]{{0,4}}"
        rf"|(?<![A-Za-z])#\s?|[$€£]\s?)$",
        re.IGNORECASE,
    )


_CALLED_A_THING = _said_before(f"{_THING}|{_ACCOUNT}")
_CALLED_NO_ACCOUNT = _said_before(_THING)
_IS_A_THING = re.compile(
    rf"[\s,]{{1,2}}(?:is|was|ist|est|es|[èé]|to)\s(?:the|my|our|an?|die|meine?|mon|ma|el|mi|il|la|"
    rf"o|"
    rf"de|mijn)\s(?:{_THING})(?!\w)",
    re.IGNORECASE,
)
_THING_DISTANCE = 44


@dataclass(frozen=True, slots=True)
class Run:
    """``at[i]`` is where digit ``i`` stands in the text."""

    start: int
    end: int
    digits: str
    at: tuple[int, ...]

    def breaks_before(self, index: int) -> bool:
        """Whether digit ``index`` begins a group (start, or after a separator)."""
        return index == 0 or self.at[index] - self.at[index - 1] > 1

    def breaks_after(self, index: int) -> bool:
        return index == len(self.at) - 1 or self.breaks_before(index + 1)


def digit_runs(text: str) -> Iterator[Run]:
    for found in _RUN.finditer(text):
        at = tuple(i for i in range(found.start(), found.end()) if text[i].isdecimal())
        yield Run(found.start(), found.end(), "".join(text[i] for i in at), at)


def is_called_a_thing(text: str, start: int, end: int, *, but_accounts: bool = False) -> bool:
    """``order no. 4155550134``, ``4155550134 is my ticket``: not a person's number."""
    called = _CALLED_NO_ACCOUNT if but_accounts else _CALLED_A_THING
    return bool(
        called.search(text, max(0, start - _THING_DISTANCE), start) or _IS_A_THING.match(text, end)
    )


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 - the sum of two digits
    return total % 10 == 0


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
