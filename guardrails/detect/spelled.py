"""Numbers that people write out in words, in eight languages: "four one five double five", "zéro
six douze", "null eins sieben zwo". What matters is how many digits stand there, and where.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.text.fold import fold

_UNITS = (
    "zero oh nought naught null zéro cero nulla nul",
    "one eins ein un une uno una um een één jeden",
    "two zwei zwo deux dos due dois duas twee dwa",
    "three drei trois tres tre três drie trzy",
    "four vier quatre cuatro quattro quatro cztery",
    "five fünf fuenf cinq cinco cinque vijf pięć piec",
    "six sechs seis sei zes sześć szesc meia",
    "seven sieben sept siete sette sete zeven siedem",
    "eight acht huit ocho otto oito osiem",
    "nine neun neuf nueve nove negen dziewięć dziewiec",
)
_TEENS = (
    "ten zehn dix diez dieci dez tien dziesięć",
    "eleven elf onze once undici jedenaście",
    "twelve zwölf douze doce dodici doze twaalf dwanaście",
    "thirteen dreizehn treize trece tredici treze dertien trzynaście",
    "fourteen vierzehn quatorze catorce quattordici catorze veertien czternaście",
    "fifteen fünfzehn quinze quince quindici vijftien piętnaście",
    "sixteen sechzehn seize dieciséis sedici dezasseis dezesseis zestien szesnaście",
    "seventeen siebzehn diecisiete diciassette dezassete dezessete zeventien siedemnaście",
    "eighteen achtzehn dieciocho diciotto dezoito achttien osiemnaście",
    "nineteen neunzehn diecinueve diciannove dezanove dezenove negentien dziewiętnaście",
)
_TENS = (
    "twenty zwanzig vingt vingts veinte venti vinte twintig dwadzieścia",
    "thirty dreißig dreissig trente treinta trenta trinta dertig trzydzieści",
    "forty fourty vierzig quarante cuarenta quaranta quarenta veertig czterdzieści",
    "fifty fünfzig cinquante cincuenta cinquanta cinquenta vijftig pięćdziesiąt",
    "sixty sechzig soixante sesenta sessanta sessenta zestig sześćdziesiąt",
    "seventy siebzig septante setenta settanta zeventig siedemdziesiąt",
    "eighty achtzig huitante ochenta ottanta oitenta tachtig osiemdziesiąt",
    "ninety neunzig nonante noventa novanta negentig dziewięćdziesiąt",
)
_GERMAN = ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"]
_DUTCH = ["een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"]
_ITALIAN = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"]
_SPANISH = ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]


_HUNDREDS = (
    "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset",
    "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos",
    "cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos",
    "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento",
)


def _values() -> dict[str, int]:
    value = {word: n for n, words in enumerate(_UNITS) for word in words.split()}
    value |= {word: n + 10 for n, words in enumerate(_TEENS) for word in words.split()}
    for place, words in enumerate(_TENS, 2):
        for word in words.split():
            value[word] = place * 10
            for unit in range(1, 10):
                value[f"{_GERMAN[unit - 1]}und{word}"] = place * 10 + unit
                value[f"{_DUTCH[unit - 1]}en{word}"] = place * 10 + unit
                value[f"{_DUTCH[unit - 1]}ën{word}"] = place * 10 + unit
                stem = word[:-1] if unit in {1, 8} else word
                value[f"{stem}{_ITALIAN[unit - 1]}"] = place * 10 + unit
    for words in _HUNDREDS:
        value |= {word: n * 100 for n, word in enumerate(words.split(), 1)}
    small = {word: number for word, number in value.items() if number < 100}  # noqa: PLR2004
    for stem, units in (("hundert", _GERMAN), ("honderd", _DUTCH)):
        for hundreds, said in enumerate(["", *units]):
            first = max(1, hundreds) * 100
            value |= {f"{said}{stem}": first}
            value |= {f"{said}{stem}{word}": first + number for word, number in small.items()}
    value |= {f"veinti{word}": 20 + n for n, word in enumerate(_SPANISH, 1)}
    return {fold(word): number for word, number in value.items()}


_VALUE = _values()
_TIMES = {
    word: times
    for times, words in (
        (2, "double doppel doppelt doble doppio duplo dubbel podwójne podwójna deux-fois"),
        (3, "triple tripel dreifach triplo drievoudig potrójne"),
    )
    for word in words.split()
}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINAL = {word: place for place, word in enumerate(_ORDINALS.split(), 1)} | {"thirtieth": 30}
_ZEROS = {"hundred": "00", "hundert": "00", "honderd": "00", "cientos": "00", "thousand": "000"}
_BETWEEN_TENS = frozenset(["and", "und", "et", "y", "e", "en", "i"])
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_GAP = re.compile(r"[\s,.;:()/+-]{0,4}")
# "fourone", "nulleinssieben": digits glued together, which no other word is made of.
_SINGLES = sorted((fold(w) for words in _UNITS for w in words.split() if len(w) > 2), key=len)  # noqa: PLR2004
_GLUED = re.compile("|".join(reversed(_SINGLES)))
_GLUED_WORD = re.compile(f"(?:{_GLUED.pattern}){{2,16}}")
_GLUED_HEADS = frozenset(word[:3] for word in _SINGLES)
_SHORTEST_GLUED = 6
_FEWEST_SPELLED, _LONGEST_NUMERAL = 3, 8


@dataclass(frozen=True, slots=True)
class SpelledNumber:
    """``text[start:end]`` says ``digits``; ``singles`` of its words stand for one digit each."""

    start: int
    end: int
    digits: str
    singles: int


def number_in(word: str) -> int | None:
    """What a folded word counts, and which place another names."""
    return _VALUE.get(word)


def ordinal_in(word: str) -> int | None:
    return _ORDINAL.get(word)


def _glued(word: str) -> str:
    """The digits of several number words written as one, or nothing."""
    if len(word) < _SHORTEST_GLUED or word[:3] not in _GLUED_HEADS:
        return ""
    if not _GLUED_WORD.fullmatch(word):
        return ""
    return "".join(str(_VALUE[said]) for said in _GLUED.findall(word))


def spelled_numbers(text: str) -> Iterator[SpelledNumber]:
    """Runs of number words (at least three), numerals among them."""
    run: list[tuple[re.Match[str], str]] = []
    for token in _TOKEN.finditer(fold(text)):
        word = token[0]
        if run and not _GAP.fullmatch(text, run[-1][0].end(), token.start()):
            yield from _read(run)
            run = []
        if word in _VALUE or word in _TIMES or (word.isdecimal() and len(word) <= _LONGEST_NUMERAL):
            run.append((token, word))
        elif word in _ZEROS and run:
            run.append((token, _ZEROS[word]))
        elif glued := _glued(word):
            run.append((token, "_" + glued))
        elif not (run and word in _BETWEEN_TENS):
            yield from _read(run)
            run = []
        else:
            run.append((token, ""))
    yield from _read(run)


def _read(run: list[tuple[re.Match[str], str]]) -> Iterator[SpelledNumber]:
    while run and not run[-1][1]:
        run.pop()
    if sum(map(_said_digits, run)) < _FEWEST_SPELLED:
        return
    digits, singles, times, before = "", 0, 1, ""
    for _, word in run:
        if word in _TIMES:
            times = _TIMES[word]
            continue
        said = _digits_of(word)
        if not said:
            continue
        if word[0] == "_":
            singles, digits, before, times = singles + len(said), digits + said, "", 1
            continue
        singles += len(said) == 1 and not word.isdecimal()
        kept, before = _joined(before, said * times)
        digits = digits[: len(digits) - kept] + before
        times = 1
    yield SpelledNumber(run[0][0].start(), run[-1][0].end(), digits, singles)


def _said_digits(token: tuple[re.Match[str], str]) -> int:
    word = token[1]
    return len(word) - 1 if word[:1] == "_" else _TIMES.get(word, 0) or int(word in _VALUE)


def _digits_of(word: str) -> str:
    if word.isdecimal() or word[:1] == "_":
        return word.lstrip("_")
    return str(_VALUE[word]) if word in _VALUE else ""


def _joined(before: str, said: str) -> tuple[int, str]:
    """How many digits to take back, and what stands there instead: tens take the unit that follows
    ("thirty four"), French ones also ten to nineteen, and four times twenty is eighty.
    """
    if len(before) == 3 and before[1:] == "00" and len(said) <= 2 and said != "0":  # noqa: PLR2004
        return 3, str(int(before) + int(said))
    if len(before) == 3 and before[2] == "0" and len(said) == 1 and said != "0":  # noqa: PLR2004
        return 3, before[:2] + said
    is_tens = len(before) == 2 and before[1] == "0" and before[0] >= "2"  # noqa: PLR2004
    if is_tens and len(said) == 1 and said != "0":
        return 2, before[0] + said
    if before in {"60", "80"} and len(said) == 2 and said[0] == "1":  # noqa: PLR2004
        return 2, str(int(before) + int(said))
    if before == "4" and said == "20":
        return 1, "80"
    return 0, said
