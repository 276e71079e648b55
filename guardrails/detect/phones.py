"""Telephone numbers. Recall matters: a missed one is a leak, a masked order number a nuisance."""

import re
from collections.abc import Iterator

import phonenumbers

from guardrails.detect.numbers import Run, digit_runs
from guardrails.entities import Entity, Span

DEFAULT_REGIONS: tuple[str, ...] = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PL", "PT", "BR")
_FEWEST, _MOST = 7, 15  # ITU-T E.164: fifteen at most; shorter than seven is an extension
_CUE = re.compile(
    r"\b(?:tel\w{0,8}|phones?|ph|mobiles?|mob|cell(?:phone)?|call(?:ing)?|ring|dial|"
    r"text|sms|whats?app|signal|"
    r"number|nummer|handy\w*|festnetz|mobil\w*|ruf\w{0,3}|anruf\w*|erreich\w*|"
    r"num[ée]ro|appel\w*|rappel\w*|joindre|"
    r"portable|t[ée]l[ée]phone|tel[ée]fono|m[óo]vil|ll[aá]m\w*|llamar|cellulare|"
    r"chiama\w*|numero|telefone|"
    r"celular|telem[óo]vel|ligar|ligue|liga|n[úu]mero|bel|bellen|telefoon\w*|"
    r"mobiel\w*|zadzwo\w*|dzwoni\w*|telefon\w*|"
    r"kom[óo]rk\w*|numer\w*|fax)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"\b(?:tel\w{0,8}|phone|mobile|handy|fax|ext)\W{0,4}$", re.IGNORECASE)
_NOT_A_PHONE = re.compile(
    r"(?:\b(?:order|orders|invoice|inv|ticket|case|ref|reference|po|sku|serial|part|"
    r"id|tracking|contract|quote|"
    r"bestell\w*|auftrag\w*|vorgang\w*|rechnung\w*|vertrag\w*|commande|facture|devis|"
    r"pedido|factura|ordine|fattura|"
    r"encomenda|fatura|bestelling|factuur|zam[óo]wieni\w*|faktur\w*|version|isbn|ean|"
    r"gtin|vat|siret|siren|hrb|steuernummer)"
    r"(?:\s?(?:number|no|nr|num|nummer|id|n[°ºo]|numer))?\W{0,4}(?:(?:is|ist|est|es|"
    r"to|:)\s)?|[#$€£]\s?)$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"\s?(?:€|\$|£|%|eur\b|usd\b|gbp\b|chf\b|pln\b|zł|k\b|users?\b|seats?\b)", re.IGNORECASE
)
_NO_PHONE = re.compile(  # a date, a span of hours, a network address
    r"(?:19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}\b|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b"
    r"|\d{1,2}[.:]\d\d\s?-\s?\d|\d{1,3}(?:\.\d{1,3}){3}$"
)
_COUNTED = re.compile(r"(?:19|20)\d\d[-/]\d{3,7}|\d{1,3}(?:[.,  ]000)+|\d{1,3}(?:[. ]\d{3}){2,}")
_WORDS = {
    "zero oh null zéro cero nulla nul": "0", "one eins un uno um een jeden": "1",
    "two zwei zwo deux dos due dois twee dwa": "2", "three drei trois tres tre três drie trzy": "3",
    "four vier quatre cuatro quattro quatro cztery": "4",
    "five fünf cinq cinco cinque vijf pięć": "5",
    "six sechs seis sei zes sześć": "6", "seven sieben sept siete sette sete zeven siedem": "7",
    "eight acht huit ocho otto oito osiem": "8", "nine neun neuf nueve nove negen dziewięć": "9",
}  # fmt: skip
_DIGIT_WORD = "|".join(sorted({word for words in _WORDS for word in words.split()}, key=len)[::-1])
_SPELLED = re.compile(
    rf"\b(?:(?:double|triple)\s)?(?:{_DIGIT_WORD})(?:[\s,.-]{{1,3}}(?:(?:double|triple)"
    rf"\s)?(?:{_DIGIT_WORD}|\d)){{6,17}}\b",
    re.IGNORECASE,
)


def find_phones(text: str, regions: tuple[str, ...] = DEFAULT_REGIONS) -> Iterator[Span]:
    for run in digit_runs(text):
        if _FEWEST - 1 <= len(run.digits) <= _MOST + 4:
            start, end = _trimmed(text, run)
            if _is_phone(text, start, end, regions):
                yield Span(Entity.PHONE, start, end, 0.9)
    for found in _SPELLED.finditer(text):
        yield Span(Entity.PHONE, found.start(), found.end(), 0.8)


def _trimmed(text: str, run: Run) -> tuple[int, int]:
    """The run without a line that belongs to something else and without a lone open bracket."""
    start, end = run.start, run.end
    written = text[start:end]
    if "\n" in written:
        end = start + len(written.split("\n", 1)[0].rstrip())
    if text[start] == "(" and ")" not in text[start:end]:
        start += 1
    return start, end


def _is_phone(text: str, start: int, end: int, regions: tuple[str, ...]) -> bool:
    written = text[start:end]
    digits = re.sub(r"\D", "", written)
    if not _FEWEST - 1 <= len(digits) <= _MOST + 2 or _NO_PHONE.match(written):
        return False
    if written.startswith(("+", "(+")):
        return len(digits) >= _FEWEST
    before = text[max(0, start - 48) : start]
    if _NOT_A_PHONE.search(before) or _AMOUNT.match(text, end):
        return False
    long_enough = len(digits) >= _FEWEST
    if _CUE.search(before):
        return long_enough or bool(_NAMED.search(before))
    return long_enough and not _COUNTED.fullmatch(written) and _is_valid(written, regions)


def _is_valid(written: str, regions: tuple[str, ...]) -> bool:
    if written.startswith("00"):
        return _parses("+" + written[2:], None) or _in_regions(written, regions)
    return _in_regions(written, regions)


def _in_regions(written: str, regions: tuple[str, ...]) -> bool:
    return any(_parses(written, region) for region in regions)


def _parses(written: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
