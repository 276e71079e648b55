"""What a question orders: how many of what, by which names, in which parts, and for what sum."""

import re
from dataclasses import dataclass

from agent.brains.playbook.finding import ranking
from agent.brains.playbook.finding.ranking import PAYING, PRICING, Asked
from agent.brains.playbook.finding.reading import Word, words
from salesgenix.knowledge.bridge import LANGUAGES

_NUMBER = re.compile(
    r"(?<![\w.,:/%€$£-])(\d{1,5})(?![\w:/]|[.,]\d|[ -]?(?:%|eur|€|\$|£|usd|gbp|chf|pln|zl|percent|"
    r"prozent|kg|km|cm|mm|gb|tb|grad|degrees?|litres?|liter|uhr|kwh|kwp|kw|kva|watts?|volts?|ah|"
    r"ml|cl|mg|mbit|ps|hp|inch|zoll|tonnes?|m2|qm|sqm|mq|sq|quadrat\w*|square|"
    r"(?:metres?|metros?|metri|meters?) (?:carr\w+|cuadr\w+|quad\w+|kwadr\w+)|vierkante|"
    r"metrow kwadr\w+)\b)"
)
_MEASURED = re.compile(
    r"(?<![\w.,:/%€$£-])(\d{1,5}) ?(kg|kilos?|kilogram\w*|km|litres?|liters?|liter|m2|qm|sqm|mq|"
    r"quadratmeter\w*|tonnes?)\b"
)
_AFTER = re.compile(r" ?(?:[a-z]+ ){0,2}[a-z]+")
_TOTAL = re.compile(
    r"\b(?:total\w*|altogether|in all|all in|overall|whole|gesamt\w*|insgesamt|zusammen|summe|"
    r"en tout|tout compris|somme|entier\w*|suma|somma|tutto|complessiv\w*|tudo|totaal\w*|samen|"
    r"razem|lacznie|w sumie|ganz\w*|come to|comes to|komt)\b"
)
_MONTHLY = re.compile(
    r"\b(?:monthly|(?:a|per|each|every|the) month|monatlich\w*|(?:im|pro|je|den) monat|monats\w+|"
    r"(?:par|le|au) mois|mensuel\w*|(?:al|por|cada) mes|mensual\w*|(?:al|ogni) mese|mensil\w*|"
    r"(?:por|ao) mes|mensa[li]\w*|per maand|maandelijks\w*|za miesiac|miesieczn\w*)\b"
)
_BOTH = re.compile(
    r"\w+(?: (?:price|preis|prix|precio|prezzo|preco|prijs|cena))? (?:and|und|et|y|e|en|i)\b"
)
_JOINT = re.compile(
    r"\b(?:and then|and|plus|with|including|incl|then|und dann|und|mit|inklusive|inkl|zuzuglich|"
    r"zzgl|dann|et puis|et|avec|puis|y luego|y|con|mas|luego|e poi|e|piu|poi|com|mais|depois|"
    r"en dan|en|met|inclusief|daarna|i|oraz|z|wraz z|potem)\b"
)
_BUYING = frozenset({"purchase", "~buy"})


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a question beside others; ``words`` are what it speaks of but price and time."""

    text: str
    words: tuple[Word, ...]


def is_total(folded: str) -> bool:
    return _TOTAL.search(folded) is not None


def is_monthly(folded: str) -> bool:
    """Whether one month's sum is asked for, and not the whole beside it."""
    found = _MONTHLY.search(folded)
    return found is not None and not (is_total(folded) and _BOTH.match(folded, found.start()))


def counts(asked: Asked) -> list[tuple[int, tuple[Word, ...]]]:
    """Each number above one that is no name, span, sum or share, with the words it counts."""
    text = _without_names(_without_spans(asked), asked)
    found: list[tuple[int, tuple[Word, ...]]] = []
    for number in _NUMBER.finditer(text):
        count = int(number[1])
        after = _AFTER.match(text, number.end())
        noun = tuple(w for w in words(after[0] if after else "", LANGUAGES) if not is_of_price(w))
        if count > 1:
            found.append((count, noun[:2]))
    return found


def measured(asked: Asked) -> list[tuple[int, tuple[Word, ...]]]:
    """``20 kg``, ``35 m2``: amounts of what is sold by weight, length or room."""
    return [
        (int(found[1]), words(found[2], LANGUAGES)) for found in _MEASURED.finditer(asked.folded)
    ]


def numbers_of_names(asked: Asked) -> list[tuple[tuple[str, ...], int]]:
    """Each name of the question with the number before it; none where one has none."""
    text = _without_spans(asked)
    told: list[tuple[int, tuple[str, ...], int]] = []
    for name in asked.named:
        found = re.search(rf"\b(\d{{1,4}})\W+(?:[a-z]+\W+){{0,2}}?{_of(name).pattern}", text)
        if found is None:
            return []
        told.append((found.start(), name, int(found[1])))
    return [(name, count) for _, name, count in sorted(told)]


def parts(asked: Asked) -> list[Part]:
    """The question between its joints; words of price, time and number speak of nothing."""
    told = [Part(text.strip(), _heavy(text, asked)) for text in _cut(asked) if text.strip()]
    joined: list[Part] = []
    for part in told:
        if joined and not part.words:
            joined[-1] = Part(f"{joined[-1].text} {part.text}", joined[-1].words)
        else:
            joined.append(part)
    return joined


def _cut(asked: Asked) -> list[str]:
    """Cut at each joint that is no part of a name: the ``E`` of a model joins nothing."""
    folded = asked.folded
    within = [found.span() for name in asked.named for found in _of(name).finditer(folded)]
    pieces, start = [], 0
    for joint in _JOINT.finditer(folded):
        if not any(a <= joint.start() and joint.end() <= z for a, z in within):
            pieces.append(folded[start : joint.start()])
            start = joint.end()
    return [*pieces, folded[start:]]


def _of(name: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\b" + r"\W+".join(rf"{re.escape(part)}\w{{0,3}}" for part in name) + r"\b")


def _heavy(text: str, asked: Asked) -> tuple[Word, ...]:
    names = {part for name in asked.named for part in name}
    return tuple(
        word
        for word in words(text, LANGUAGES)
        if word.text
        and word.stem not in names
        and word.meanings
        and (not word.is_light or word.meanings & _BUYING)
        and not is_of_price(word)
    )


def is_of_price(word: Word) -> bool:
    """Of price, of time or of what a calculation takes care of."""
    return ranking.is_reckoned(word) or bool(word.meanings & (PRICING | PAYING))


def _without_spans(asked: Asked) -> str:
    text = asked.folded
    for span in reversed(asked.spans):
        text = text[: span.start] + " , " + text[span.end :]
    return text


def _without_names(text: str, asked: Asked) -> str:
    for name in sorted(asked.named, key=len, reverse=True):
        text = _of(name).sub(" , ", text)
    return text
