"""The figures of a sentence as numbers: money, percent, stretches of time, days, bare counts."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_NUMBER = (
    r"(?<![\w.,])(?P<{0}>\d{{1,3}}(?:[.,' ]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|"
    r"\d+(?:[.,]\d{{1,2}})?(?!\d))"
    r"(?P<{0}_k> ?k\b)?"
)
_CURRENCIES = {
    "EUR": r"€|eur\b|euros?\b",
    "USD": r"us ?\$|\$|usd\b|us-dollars?\b|dollars?\b|dolares\b|dollari\b|dolar\w*|bucks\b",
    "GBP": r"£|gbp\b|pounds?\b|quid\b|pfund\b",
    "CHF": r"chf\b|franken\b|swiss francs?\b",
    "PLN": r"pln\b|zl\b|zlot\w+",
    "BRL": r"r\$|brl\b|reais\b",
}
_CURRENCY = "|".join(_CURRENCIES.values())
_MONEY = re.compile(
    rf"(?P<before>{_CURRENCY})\s?{_NUMBER.format('first')}|"
    rf"{_NUMBER.format('second')}\s?(?:,-\s?)?(?P<after>{_CURRENCY})"
)
_SEAT = (
    r"(?:seat|user|head|person|platz|nutzer|benutzer|utilisateur|usuario|utente|utilizador|"
    r"gebruiker|uzytkownik\w*|kopf|tete|cabeza|testa|cabeca|hoofd|osob\w|glow\w)"
)
_BARE = re.compile(rf"{_NUMBER.format('bare')} (?:per|a|pro|je|par|por|al|za|od|each)(?: {_SEAT})")
# ... and wherever it is so much for each of something that is no stretch of time.
_EACH = re.compile(
    rf"{_NUMBER.format('bare')} (?:per|pro|je|par|por|za|od) (?!month|year|week|day|hour|minute|"
    r"monat|jahr|woche|tag|stund|minut|mois|an\b|semaine|jour|heure|mes|ano|semana|dia|hora|anno|"
    r"settiman|giorn|ora\b|jaar|maand|week|dag|uur|miesi|rok|tydzien|dzien|godz|cent|cento|ciento|"
    r"\d|al\b|la\b|el\b|le\b|les\b|il\b|de\b|tempo|primer|ora)\w{4,}"
)
# Without a currency it is money where it is paid.
_MONTHLY = re.compile(
    rf"(?<!\d[.:]){_NUMBER.format('bare')} (?:(?:per|a|each|im|pro|par|al|por|ao) "
    r"(?:months?|monat|mois|mes|mese|maand)|miesiecznie)\b"
)
_PAID = re.compile(
    r"\b(?:pay\w*|cost\w*|end up|come to|land\w*|kost\w*|zahl\w*|bezahl\w*|serez a|paie\w*|paye\w*|"
    r"cout\w*|saldria|cuesta\w*|pagar\w*|verrebbe|paga\w*|costa\w*|fica em|komt u|betaal\w*|"
    r"wyjdzie|zaplac\w*|kosztuj\w*|price\w*|preis\w*)\b"
)
_PERCENT = re.compile(
    rf"{_NUMBER.format('n')}\s?(?:%|per ?cent\b|prozent|pour ?cent\b|por ?ciento|por ?cento|"
    rf"procent)"
)
_UNITS = {
    "minute": (1, r"min(?:ut\w*)?\b"),
    "hour": (60, r"(?:hours?|hrs?|h|stunden?|heures?|horas?|ore|ora|uur|uren|godzin\w*|godz)\b"),
    "day": (1440, r"(?:days?|tag\w*|jours?|dias?|giorn[oi]|dag(?:en)?|dni\w*|dzien)\b"),
    "week": (10080, r"(?:weeks?|wochen?|semaines?|semanas?|settiman[ae]|we(?:ek|ken)|tygod\w+)\b"),
    "month": (43200, r"(?:months?|monat\w*|mois|mes(?:es|i|e)?|maand\w*|miesi\w+)\b"),
    "year": (518400, r"(?:years?|jahr\w*|ans?|annees?|anos?|ann[oi]|jaar|jaren|lata?|rok\w*)\b"),
}
_BETWEEN = (
    r"(?:-|\s|full |whole |working |business |work |ganze\w* |volle\w* |arbeits|werk|"
    r"jours? ouvres?|habiles |werk)*"
)
_ONE = r"\b(?P<one>a|an(?= hour)|one|ein\w{0,2}|une?|una?o?|um|uma|een|jeden|jedna)\b"
_TIME = {
    unit: re.compile(rf"(?:{_NUMBER.format('n')}|{_ONE}){_BETWEEN}{said}")
    for unit, (_, said) in _UNITS.items()
}
_ALONE = {"day": re.compile(r"\bdobe\b"), "week": re.compile(r"\btydzien\b")}
_MONTHS = (
    r"jan|janv|gen|ene|sty|januar\w*|january|janvier|gennaio|enero|janeiro|stycz\w+",
    r"feb|fev|fevr|lut|februa\w*|fevrier|febbraio|febrero|fevereiro|luty|lutego",
    r"mar|mrz|mrt|march|marz\w*|mars|marco|maart|marc[ae]\w*",
    r"apr|avr|abr|kwi|april\w*|avril|abril|kwie\w+",
    r"may|mai|mag|mei|maj|mayo|maio|maggio|maja",
    r"jun|giu|cze|june|juni|juin|junio|giugno|junho|czerw\w+",
    r"jul|juil|lug|lip|july|juli|juillet|julio|luglio|julho|lipca|lipiec",
    r"aug|aou|ago|sie|august\w*|aout|agosto|augustus|sierp\w+",
    r"sep|sept|set|wrz|septemb\w+|settembre|setembro|septiembre|wrzes\w+",
    r"oct|okt|ott|out|paz|octob\w+|oktober|octubre|ottobre|outubro|pazdz\w+",
    r"nov|lis|novemb\w+|noviembre|novembro|listop\w+",
    r"dec|dez|dic|gru|decemb\w+|dezember|diciembre|dicembre|dezembro|grud\w+",
)
_MONTH = "|".join(f"(?:{names})" for names in _MONTHS)
_DAY = re.compile(rf"(?<![\d.,])(\d{{1,2}})(?:st|nd|rd|th|\.|er|o)?(?: of| de)? ({_MONTH})\b")
_AMERICAN = re.compile(
    r"\b(january|february|march|april|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\.? (\d{1,2})(?:st|nd|rd|th)?\b(?![:.]\d)"
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_DOTTED = re.compile(
    r"(?<![\d.])(\d{1,2})[./](\d{1,2})\.?(?:[./]?(?:20)?\d\d)?(?![\d%])(?! ?(?:%|eur|€))"
)
_WEEKDAYS = (
    r"monday|montag|lundi|lunes|lunedi|segunda|maandag|poniedzial\w+",
    r"tuesday|dienstag|mardi|martes|martedi|terca|dinsdag|wtor\w+",
    r"wednesday|mittwoch|mercredi|miercoles|mercoledi|quarta|woensdag|srod\w+",
    r"thursday|donnerstag|jeudi|jueves|giovedi|quinta|donderdag|czwart\w+",
    r"friday|freitag|vendredi|viernes|venerdi|sexta|vrijdag|piat\w+",
    r"saturday|samstag|samedi|sabado|sabato|zaterdag|sobot\w+",
    r"sunday|sonntag|dimanche|domingo|domenica|zondag|niedziel\w+",
)
_WEEKDAY = [re.compile(rf"\b(?:{names})") for names in _WEEKDAYS]
_ONCE = (
    r"once\b|one[ -]time|einmalig|une (?:seule )?fois|una (?:sola )?vez|una tantum|uma vez|"
    r"eenmalig|jednoraz"
)
_ONCE_BEFORE = re.compile(rf"(?:{_ONCE})\w*[ :]*(?:fee of |a )?$")
_PERIOD = re.compile(
    r"\s*(?:per|a|an|each|every|/|pro|im|je|par|por|al|all'|ao|za|na|y|e|et|and|und|en|i|"
    rf"{_SEAT}|\s)*\s*(?:(?P<once>{_ONCE})|(?P<month>months?\b|monat|mois|mes\b|mese\b|maand|"
    rf"miesi)|"
    r"(?P<year>years?\b|jahr|an\b|ano\b|anno\b|jaar|rok\b))"
)
_COUNT = re.compile(_NUMBER.format("n"))


@dataclass(frozen=True, slots=True)
class Money:
    """``currency`` is None where none was said; ``period`` is ``month``, ``year``, ``once`` or
    nothing.
    """

    amount: Decimal
    currency: str | None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """``spans`` are in minutes, of whole working days or calendar days alike."""

    money: tuple[Money, ...]
    percents: tuple[Decimal, ...]
    spans: frozenset[int]
    days: frozenset[tuple[int, int]]  # (month, day)
    weekdays: frozenset[int]
    counts: frozenset[int]


@lru_cache(maxsize=4096)
def figures(text: str) -> Figures:
    """Of a text in its plain spelling (``plain``)."""
    money = tuple(_money(found, text) for found in _MONEY.finditer(text))
    bare = [
        *_BARE.finditer(text),
        *_EACH.finditer(text),
        *(_MONTHLY.finditer(text) if _PAID.search(text) else ()),
    ]
    money += tuple(Money(_number(one["bare"], one["bare_k"]), None) for one in bare)
    return Figures(
        money=money,
        percents=tuple(_number(found["n"], found["n_k"]) for found in _PERCENT.finditer(text)),
        spans=frozenset(_spans(text)),
        days=frozenset(_days(text)),
        weekdays=frozenset(day for day, said in enumerate(_WEEKDAY) if said.search(text)),
        counts=frozenset(_counts(text)),
    )


def _money(found: re.Match[str], text: str) -> Money:
    name = "first" if found["first"] else "second"
    sign = found["before"] or found["after"]
    currency = next(code for code, said in _CURRENCIES.items() if re.match(said, sign))
    after = _PERIOD.match(text, found.end())
    period = (after.lastgroup or "") if after else ""
    if not period and _ONCE_BEFORE.search(text[: found.start()]):
        period = "once"
    return Money(_number(found[name], found[f"{name}_k"]), currency, period)


def _number(said: str, thousand: str | None) -> Decimal:
    """``1.960``, ``1,960`` and ``1 960`` are one number; two digits after a sign are cents."""
    cents = re.search(r"[.,](\d{1,2})$", said)
    whole = said[: cents.start()] if cents else said
    value = Decimal(re.sub(r"\D", "", whole) or "0")
    if cents:
        value += Decimal(f"0.{cents[1]}")
    return value * 1000 if thousand else value


def _spans(text: str) -> set[int]:
    found = {
        int(_number(hit["n"], hit["n_k"]) * _UNITS[unit][0]) if hit["n"] else _UNITS[unit][0]
        for unit, pattern in _TIME.items()
        for hit in pattern.finditer(text)
    }
    return found | {_UNITS[unit][0] for unit, said in _ALONE.items() if said.search(text)}


def _days(text: str) -> set[tuple[int, int]]:
    named = {(_month(month), int(day)) for day, month in _DAY.findall(text)}
    named |= {(_month(month), int(day)) for month, day in _AMERICAN.findall(text)}
    named |= {(int(month), int(day)) for _, month, day in _ISO.findall(text)}
    dotted = {(int(month), int(day)) for day, month in _DOTTED.findall(text)}
    return {(month, day) for month, day in named | dotted if 1 <= month <= 12 and 1 <= day <= 31}  # noqa: PLR2004 a calendar


def _month(name: str) -> int:
    return next(
        number for number, names in enumerate(_MONTHS, start=1) if re.fullmatch(names, name)
    )


def _counts(text: str) -> set[int]:
    """Whole numbers that are neither money nor percent nor the hour of a day."""
    rest = _PERCENT.sub(" ", _MONEY.sub(" ", re.sub(r"\b\d{1,2}[:h]\d{2}\b", " ", text)))
    values = (_number(found["n"], found["n_k"]) for found in _COUNT.finditer(rest))
    return {int(value) for value in values if value == int(value) and 0 < value <= 100_000}  # noqa: PLR2004 seats
