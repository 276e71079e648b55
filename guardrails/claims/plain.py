"""One plain spelling of a sentence: small letters without accents, words for numbers as digits."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import local

_FLAT = str.maketrans(
    {"ł": "l", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"', "„": '"'}
    | {"«": '"', "»": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "×": "x"}
    | {"[": "", "]": ""}
    | dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003", " ")
)
_MARKS = re.compile(r"[*_~#|]+")


_once = local()


@contextmanager
def once() -> Iterator[None]:
    """Several checks read one sentence: within, each spelling is worked out once. After it nothing
    of a reply is kept.
    """
    _once.kept = {}
    try:
        yield
    finally:
        _once.kept = None


def plain(text: str) -> str:
    kept: dict[str, str] | None = getattr(_once, "kept", None)
    if kept is None:
        return _plain(text)
    if text not in kept:
        kept[text] = _plain(text)
    return kept[text]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_FLAT).casefold().translate(_FLAT))
    seen = "".join(sign for sign in folded if unicodedata.category(sign) not in {"Mn", "Cf"})
    return _digits(" ".join(_MARKS.sub(" ", seen).split()))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", plain(text))


# From two on: "one" and its kin are articles as often as numbers.
_UNITS = {
    "en": "two three four five six seven eight nine",
    "de": "zwei drei vier funf sechs sieben acht neun",
    "fr": "deux trois quatre cinq six sept huit neuf",
    "es": "dos tres cuatro cinco seis siete ocho nueve",
    "it": "due tre quattro cinque sei sette otto nove",
    "pt": "dois tres quatro cinco seis sete oito nove",
    "nl": "twee drie vier vijf zes zeven acht negen",
    "pl": "dwa trzy cztery piec szesc siedem osiem dziewiec",
}
_TEENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "de": "zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn",
    "fr": "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf",
    "es": "diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve",
    "it": "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove",
    "pt": "dez onze doze treze catorze quinze dezasseis dezassete dezoito dezanove",
    "nl": "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien",
    "pl": "dziesiec jedenascie dwanascie trzynascie czternascie pietnascie szesnascie "
    "siedemnascie osiemnascie dziewietnascie",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "pl": "dwadziescia trzydziesci czterdziesci piecdziesiat szescdziesiat siedemdziesiat "
    "osiemdziesiat dziewiecdziesiat",
}
_HUNDREDS = {
    "es": "cien doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
    "ochocientos novecientos",
    "pt": "cem duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos "
    "novecentos",
    "pl": "sto dwiescie trzysta czterysta piecset szescset siedemset osiemset dziewiecset",
}
_ONES = {"de": "ein", "nl": "een", "it": "", "en": "", "fr": "", "es": "", "pt": "", "pl": ""}
_JOINED = {"de": "und", "nl": "en"}  # written as one word, the small number first
_APART = {"en": "[ -]", "fr": "[ -]", "es": " y ", "pt": " e ", "pl": " "}
_HUNDRED = {"en": " hundred", "de": "hundert", "fr": " cents?", "it": "cento", "nl": "honderd"}
_THOUSAND = r"thousand|tausend|mille|mila|mil|duizend|tysiac[ea]?|tysiecy"


def _small(language: str) -> dict[str, int]:
    units = _UNITS[language].split()
    told = {word: number for number, word in enumerate(units, start=2)}
    told |= {word: number for number, word in enumerate(_TEENS[language].split(), start=10)}
    for place, ten in enumerate(_TENS[language].split(), start=2):
        told[ten] = place * 10
        for number, unit in enumerate([_ONES[language], *units], start=1):
            if unit and language in _JOINED:
                told[unit + _JOINED[language] + ten] = place * 10 + number
            elif unit and language == "it":
                told[(ten[:-1] if unit[0] in "uo" else ten) + unit] = place * 10 + number
            elif unit and language in _APART:
                told[f"{ten}{_APART[language]}{unit}"] = place * 10 + number
    return told


def _all(language: str) -> dict[str, int]:
    told = _small(language)
    if language in _HUNDREDS:
        for number, word in enumerate(_HUNDREDS[language].split(), start=1):
            told[word] = number * 100
    else:
        word = _HUNDRED[language]
        told[word.strip()] = 100
        for number, unit in enumerate(_UNITS[language].split(), start=2):
            told[unit + word] = number * 100
    return told


_NUMBERS = {word: value for language in _UNITS for word, value in _all(language).items()}
_PATTERNS = sorted(_NUMBERS, key=len, reverse=True)
_NUMBER = re.compile(rf"(?<![\w-])(?:{'|'.join(_PATTERNS)})(?:(?: and | e | )?(?:{_THOUSAND}))?\b")
# Where a number in words can matter: before money, percent, a stretch of time or a seat.
_MATTERS = re.compile(
    r"\s*(?:-\s*)?(?:eur|usd|bucks|quid|dollar|dolar|pound|zlot|franken|real|reais|%|per ?cent|"
    r"prozent|"
    r"pour ?cent|"
    r"por ?ciento|por ?cento|procent|min|hour|stund|heur|hora|ore\b|uur|uren|godz|day|tag|jour|dia|"
    r"giorn|dag|dni|dzien|week|woche|semain|seman|settiman|weken|tygod|month|monat|mois|"
    r"mes\b|meses|"
    r"mesi|maand|miesi|year|jahr|an\b|ans\b|ano|anno|anni|jaar|jaren|lat|rok|working|"
    r"business|werktag|"
    r"arbeitstag|jours|full|ganze|seat|user|platz|platze|nutzer|place|off\b)"
)


def _digits(text: str) -> str:
    def written(found: re.Match[str]) -> str:
        if not _MATTERS.match(text, found.end()):
            return found[0]
        return str(_value(found[0]))

    return _NUMBER.sub(written, text)


@lru_cache(maxsize=1024)
def _value(said: str) -> int:
    thousand = re.search(rf"(?: and | e | )?(?:{_THOUSAND})$", said)
    small = said[: thousand.start()] if thousand and thousand.start() else said
    found = next(
        (value for word, value in _NUMBERS.items() if re.fullmatch(word, small)),
        0,
    )
    return found * 1000 if thousand and found else found
