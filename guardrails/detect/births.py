"""Dates of birth, only where a birth is spoken of, and the stated age of a minor."""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|fevr|"
    "mars|avr|juin|juil|août|aout|déc|"
    "ene|abr|ago|set|dic|gen|mag|giu|lug|ott|fev|mai|out|dez|mrt|mei|stycz|lut|kwie|"
    "czerw|lip|sierp|wrze|paźdz|listop|grud"
)
_DATE = (
    rf"(?:\d{{1,2}}[./ -]\s?\d{{1,2}}[./ -]\s?(?:19|20)?\d{{2}}|(?:19|20)"
    rf"\d{{2}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|er|º)?\s(?:of\s|de\s|di\s)?(?:{_MONTHS})"
    rf"\w*\.?,?\s(?:de\s|del\s)?(?:19|20)\d{{2}}"
    rf"|(?:{_MONTHS})\w*\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d{{2}}|(?:19|20)\d{{6}})"
)
_CUE = (
    r"(?:date of birth|birth ?dates?|birthdays?|d\.?o\.?b\.?|(?:i was|i'm|i am|he was|"
    r"she was|was|am) born|born(?: on)?|"
    r"geburtsdatum|geburtstag|geb\.|geboren(?: am)?|date de naissance|anniversaire|"
    r"n[ée]e?(?:\(e\))? le|"
    r"fecha de nacimiento|nac[íi]|nacid[oa]|cumplea[ñn]os|data di nascita|nat[oa] il|"
    r"compleanno|data de nascimento|"
    r"nasci|nascid[oa]|anivers[áa]rio|geboortedatum|geboren op|verjaardag|data "
    r"urodzenia|urodzi[łl][ae]m si[ęe]|ur\.|urodzon[ya]|urodzin\w*)"
)
_BIRTH = re.compile(rf"(?<!\w){_CUE}[^\d\n]{{0,24}}?({_DATE})(?!\d)", re.IGNORECASE)
_BIRTH_AFTER = re.compile(
    rf"(?<!\d)({_DATE})\s{{0,2}}\(?(?:geboren|is my birthday|is my date of birth|\(?dob\)?)",
    re.IGNORECASE,
)
_BIRTH_YEAR = re.compile(
    r"\b(?:i was born in|i'm born in|ich bin|je suis n[ée]e? en|nac[íi] en|sono "
    r"nat[oa] nel|nasci em|ik ben geboren in|urodzi[łl][ae]m si[ęe] w)"
    r"\s((?:19|20)\d{2})\b",
    re.IGNORECASE,
)
_YEARS: tuple[str, ...] = (
    "five fünf cinq cinco cinque vijf pięć", "six sechs seis sei zes sześć",
    "seven sieben sept siete sette sete zeven siedem", "eight acht huit ocho otto oito osiem",
    "nine neun neuf nueve nove negen dziewięć", "ten zehn dix diez dieci dez tien dziesięć",
    "eleven elf onze once undici onze jedenaście",
    "twelve zwölf douze doce dodici doze twaalf dwanaście",
    "thirteen dreizehn treize trece tredici treze dertien trzynaście",
    "fourteen vierzehn quatorze catorce quattordici catorze veertien czternaście",
    "fifteen fünfzehn quinze quince quindici vijftien piętnaście",
    "sixteen sechzehn seize dieciséis sedici dezesseis zestien szesnaście",
    "seventeen siebzehn dix-sept diecisiete diciassette dezessete zeventien siedemnaście",
)  # fmt: skip
_YOUNGEST = 5
_AGE_OF = {word: age for age, words in enumerate(_YEARS, _YOUNGEST) for word in words.split()}
_N = (
    r"(?<![\d.,])(\d{1,2}|"
    + "|".join(sorted(_AGE_OF, key=len, reverse=True))
    + r")(?![\d%]|[.,:]\d)"
)
_SOFTLY = (
    r"(?:(?:only|just|almost|nearly|like|about|turning|actually|still|literally|nur|"
    r"erst|noch|gerade|fast|schon|seulement|que|solo|sólo|apenas|só|pas|nog maar|maar|"
    r"dopiero|tylko)\s){0,2}"
)
_STOP = (
    r"(?=\s{0,2}(?:[.!?;)\n]|,(?!\s?(?:maybe|or|perhaps|oder|vielleicht|\d))|$|(?:and|"
    r"but|so|is|can|btw|lol|pls|please|und|aber|darf|kann|en|maar)\b))"
)
_TRADE = (
    r"(?!\s{1,2}(?:d['’e]|de (?:exp|ant|ser|car|tra)|dans|di (?:esp|att|lav)|in "
    r"(?:business|the business|der|sales|this)|into|im (?:gesch|beruf|vertrieb)|of "
    r"experience|exp|do[śs]wiadcz|sta[żz]u|erfahrung|ervaring|bij|auf dem markt|en el "
    r"mercado|no mercado|nel settore|na rynku|with|late|away))"
)
_AGE = re.compile(
    "|".join(
        (
            (
                rf"\bi\s?['’]?\s?a?m\s{_SOFTLY}{_N}(?:\s?(?:years?\s?old|yrs?(?:\sold)?|y/?o|"
                rf"years?\sof\sage)\b{_TRADE}|{_STOP})"
            ),
            (
                rf"\b(?:i\s(?:just\s)?(?:turn|turned|will be|have just turned)|my age is|i'll be)"
                rf"\s{_SOFTLY}{_N}\b(?!\s(?:people|users|seats|min))"
            ),
            rf"\bage\s?[:=]\s?{_N}\b",
            (
                rf"\b(?:i'?m|i am|as)\s(?:just\s|only\s)?a\s{_N}[\s-](?:years?[\s-]old|y/?o)"
                rf"\b(?!\s(?:company|business|startup|firm|agency|shop|team|veteran|machine))"
            ),
            r"\bi['’ ]?a?m\s(?:a\s|an\s)?(?:kid|child|minor|underage|under age)\b()",
            (
                rf"\b(?:ich\s(?:bin|werde)|bin)\s{_SOFTLY}{_N}(?:\s(?:jahre?|j\.)(?:\s?alt)"
                rf"?\b{_TRADE}|{_STOP})"
            ),
            rf"\bj['’ ]\s?(?:ai|aurai|viens d'avoir)\s{_SOFTLY}{_N}\sans?\b{_TRADE}",
            rf"\b(?:tengo|cumplo|acabo de cumplir)\s{_SOFTLY}{_N}\sa[ñn]os?\b{_TRADE}",
            rf"\b(?:ho|compio|avrò)\s{_SOFTLY}{_N}\sanni\b{_TRADE}",
            rf"\b(?:tenho|fa[çc]o|fiz)\s{_SOFTLY}{_N}\sanos?\b{_TRADE}",
            (
                rf"\b(?:ik\s(?:ben|word)|ben)\s{_SOFTLY}{_N}(?:\s(?:jaar|jr)(?:\soud)?\b{_TRADE}|"
                rf"{_STOP})"
            ),
            (
                rf"\b(?:mam|sko[ńn]czy[łl][ae]m|mam dopiero)\s{_SOFTLY}{_N}\s(?:lat|latka|lata)"
                rf"\b{_TRADE}"
            ),
        )
    ),
    re.IGNORECASE,
)
_FULL_AGE = 18
_DIGITS = re.compile(r"\d.*\d", re.DOTALL)


def find_births(text: str) -> Iterator[Span]:
    if not _DIGITS.search(text):
        return
    for pattern in (_BIRTH, _BIRTH_AFTER, _BIRTH_YEAR):
        for found in pattern.finditer(text):
            yield Span(Entity.BIRTH_DATE, found.start(1), found.end(1), 0.9)


def find_minor_ages(text: str) -> Iterator[Span]:
    """``detail`` is the age in years, or empty where only "a child" was said."""
    for found in _AGE.finditer(text):
        stated = next((group for group in found.groups() if group is not None), "")
        if not stated:
            yield Span(Entity.MINOR_AGE, found.start(), found.end(), 0.8)
            continue
        age = int(stated) if stated.isdigit() else _AGE_OF.get(stated.casefold(), _FULL_AGE)
        if _YOUNGEST <= age < _FULL_AGE:
            yield Span(Entity.MINOR_AGE, found.start(), found.end(), 0.9, str(age))
