"""Telephone numbers. Recall matters: a missed one is a leak, a masked order number a nuisance.

Three ways to be one: written internationally, called one, or shaped like one where the workspace
is at home.
"""

import re
from collections.abc import Iterator

import phonenumbers

from guardrails.detect.numbers import Run, digit_runs, is_called_a_thing
from guardrails.detect.spelled import SpelledNumber, spelled_numbers
from guardrails.entities import Entity, Span
from guardrails.text.languages import is_english
from guardrails.text.words import words_of

DEFAULT_REGIONS: tuple[str, ...] = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "PL", "PT", "BR")
_FEWEST, _MOST = 7, 15  # ITU-T E.164: fifteen at most; shorter than seven is an extension
_SHORTEST_NAMED = 5
_CUE_DISTANCE, _NEAR = 56, 120
_CUE = re.compile(
    r"(?<!\w)(?:tel\w{0,8}|phones?|phoned|ph|mobiles?|mob|cell(?:phone)?s?|call(?:ing|ed)?|ring|"
    r"dial|landline|direct line|text|sms|whats?app|wa|zap|zapzap|signal|telegram|viber|"
    r"number|nummer|(?:meine|mijn|m[óo]j|moj)\s(?:nr|no|num)|handy\w*|festnetz\w*|mobil\w*|"
    r"ruf\w{0,8}|anruf\w*|erreich\w*|durchwahl|"
    r"num[ée]ro|num|appel\w*|rappel\w*|joindre|joignable|portable|fixe|t[ée]l[ée]phone|"
    r"tel[ée]fono|tlf|tfno|m[óo]vil|fijo|ll[aá]m\w*|llamar|cellulare|cell|chiama\w*|chama\w*|"
    r"vaste? (?:nummer|lijn|telefoon)|of vast|tele?|falar com|numero|"
    r"telefone|celular|telem[óo]vel|ligar|ligue|liga|contato|contacto|contact|n[úu]mero|"
    r"bel|bellen|gsm|telefoon\w*|mobiel\w*|zadzwo\w*|dzwo[nń]\w*|telefon\w*|"
    r"kom[óo]rk\w*|kom|numer\w*|fax|reach|hotline|helpline|freephone|toll[- ]free)(?!\w)",
    re.IGNORECASE,
)
_LETTER_CUE = re.compile(r"(?:^|[\s|,;(·])[TMPFHWCtmpfc]\s?[:.]\s?$")  # in a signature
# "Hilton Honors number": whatever has a number and is no telephone.
_OTHER_NUMBER = re.compile(
    r"(?<!\w)(?!(?:phone|cell|cellphone|contact|mobile|telephone|landline|fax|whatsapp|the|"
    r"your|his|"
    r"her|their|our|my|new|old|this|that|a|any|direct|office|work|home|house|main|best|callback|"
    r"call|back|emergency|business|personal|private|local|other|another|correct|right|wrong|same|"
    r"us|uk|german|french|dutch|spanish|italian|polish|american|british|toll|free|hotline|support|"
    r"signal|telegram|text|sms|is|on|at|to|of|with|with|and|or|for|by|some|no|only|good|which|"
    r"what|current|second|following|company|landlord\w*|doctor\w*|\w+['’]s)\s)[a-z]{3,15}\s"
    r"(?:id(?:\snumber)?|number|no\.|nr\.|#)(?:\s(?:is|was|=))?[\s:=#]{0,3}$|"
    r"(?<!\w)(?:rcs|hrb|hra|handelsregister|companies house|crn|abn|acn|siren|siret|rea|krs|kvk|"
    r"loyalty|frequent flyer|clubcard|payback|miles|avios|bonus ?card|rewards?|points|iccid|imei|"
    r"sim(?: ?card)?|meter|z[äa]hler\w*|compteur|contador|contatore|licznik\w*|gift ?card)"
    r"(?:\s[\w'-]{2,20}){0,2}\W{0,3}$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<!\w)(?:tel\w{0,8}|phone|mobile|handy|fax|dial|call|ring|zadzwo[nń]|bel|tlf)\W{0,4}$",
    re.IGNORECASE,
)
_CALLED_AFTER = re.compile(
    r"[\s,]{1,2}\(?(?:is|ist|est|es|[èé]|to)?\s?(?:the|my|our|his|her|their|meine?|mon|ma|mi|"
    r"il mio|o "
    r"meu|mijn|m[óo]j)?\s?(?:direct|work|private|home|office|dienstliche?s?)?\s?"
    r"(?:cell(?:phone)?|mobile|phone|number|direct line|landline|office line|whats?app|handy|"
    r"handynummer|telefonnummer|nummer|portable|num[ée]ro|m[óo]vil|tel[ée]fono|cellulare|"
    r"telem[óo]vel|"
    r"celular|telefoon\w*|mobiel\w*|telefon|numer)(?!\w)",
    re.IGNORECASE,
)
_ASKED_AFTER = re.compile(
    r"[^\d\n]{0,28}?(?<!\w)(?:call (?:me|that|us|it)|ring me|dial|text me|whats?app|erreichbar|"
    r"anrufen|appelez|appelle|ll[áa]m[ae]\w*|chiama\w*|liga|ligue|bellen|zadzwo[nń]\w*)(?!\w)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[ \u00a0]?(?:€|\$|£|%|(?:eur|usd|gbp|chf|pln|z[łl]|brl|k|m|ms|px|kg|km|sqm|mb|gb|users?|"
    r"seats?|"
    r"rows?|"
    r"records?|units?|items?|pieces?|pcs|people|customers?|contacts?|leads?|emails?|messages?|"
    r"dollars|euros?|pounds|nutzer|kunden|st[üu]ck|utilisateurs|clients|clientes|utenti|"
    r"usu[áa]rios|"
    r"klanten|gebruikers|u[żz]ytkownik\w*|klient\w*)(?!\w))",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:(?:19|20)\d\d[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:19|20)\d\d"
    r"|(?:0?[1-9]|1[0-2])[-/](?:0?[1-9]|[12]\d|3[01])[-/](?:19|20)\d\d"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
_NO_PHONE = re.compile(  # a network address or a version, hours, years, a count
    r"(?!1\.\d{3}\.\d{3}\.\d{4}$)(?!\d{3}\.\d\d\.\d\d\.\d\d$)\d{1,3}(?:\.\d{1,5}){3}$|"
    r"\d{1,2}[.:]\d\d\s?-\s?\d{1,2}[.:]\d\d$"
    r"|(?:19|20)\d\d\s?[-/]\s?(?:19|20)\d\d$|(?:19|20)\d\d[-/]\d{3,7}$"
    r"|\d{1,3}(?:[.,\u00a0 ]\d{3}){0,3}[.,\u00a0 ]000$|\d{1,4}-\d{1,4}$|"
    r"\d{5}-\d{3}$"  # the last a Brazilian postcode
)
_SHAPES = frozenset({
    (3, 3, 4), (1, 3, 3, 4), (3, 2, 2, 2), (2, 3, 2, 2), (2, 5, 4), (2, 4, 4), (3, 3, 3),
    (2, 2, 2, 2, 2), (1, 2, 2, 2, 2), (3, 7), (3, 2, 2, 3),
    (3, 4, 3), (4, 3, 3), (6, 4), (4, 6), (5, 6), (4, 7), (5, 3, 3), (4, 3, 4), (2, 1, 4, 4),
})  # fmt: skip
# With a trunk zero these are no other number's, whichever land's they are.
_TRUNK = frozenset({
    (3, 2, 2, 2), (2, 2, 2, 2, 2), (4, 2, 2, 2), (5, 6), (4, 3, 4), (4, 3, 3), (3, 3, 2, 2),
    (3, 3, 4), (4, 7),
})  # fmt: skip
_EIGHT_DIGITS = words_of("SG HK MO NO DK IS EE LV LT MT CR PA GT SV HN TN QA KW OM BH")

_NANP = ((3, 3, 4), (1, 3, 3, 4))
_FICTIONAL = re.compile(r"1?555\d{7}")
_VANITY = re.compile(
    r"(?<![\w-])(?:\+?1[-. ])?\(?8(?:00|33|44|55|66|77|88)\)?[-. ](?=[A-Z0-9-]*[A-Z]{3})"
    r"[A-Z0-9](?:-?[A-Z0-9]){5,10}(?!\w)"
)
_LINKED = re.compile(
    r"(?:wa\.me/|tel:|sms:|callto:|whatsapp:|[?&](?:phone|tel|mobile|number|to)=)"
    r"(\+?\d{8,15})(?!\d)",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?:\s?,)?\s?(?:x|ext\.?|extension|durchwahl|dw|poste|ext:|wew\.?)\s?\d{1,6}(?!\w)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\d+")
# A line, or what a full stop or a stroke between long groups sets apart.
_PART = re.compile(r"(?:(?!\n|(?<=\d{4})(?:\. |\s?[/|]\s)).)+")
_LONGEST_LOCAL = 11
_SINGLES_ENOUGH, _LONG_ENOUGH = 6, 9


def find_phones(text: str, regions: tuple[str, ...] = DEFAULT_REGIONS) -> Iterator[Span]:
    if _HAS_DIGITS.search(text):
        for run in digit_runs(text):
            for start, end in _numbers_in(text, run, regions):
                extension = _EXTENSION.match(text, end)
                yield _phone(start, extension.end() if extension else end, 0.9)
        for pattern in (_VANITY, _LINKED):
            for found in pattern.finditer(text):
                yield _phone(*found.span(found.lastindex or 0), 0.9)
    for spelled in spelled_numbers(text):
        if _is_spelled_phone(text, spelled):
            yield _phone(spelled.start, spelled.end, 0.8)


_HAS_DIGITS = re.compile(r"\d\D{0,3}\d")


def _phone(start: int, end: int, score: float) -> Span:
    return Span(Entity.PHONE, start, end, score)


def _is_spelled_phone(text: str, spelled: SpelledNumber) -> bool:
    if not _FEWEST <= len(spelled.digits) <= _MOST:
        return False
    if is_called_a_thing(text, spelled.start, spelled.end):
        return False
    return (
        spelled.singles >= _SINGLES_ENOUGH
        or spelled.digits[0] == "0"
        or len(spelled.digits) >= _LONG_ENOUGH
        or _has_cue(text, spelled.start, spelled.end)
    )


def _has_cue(text: str, start: int, end: int) -> bool:
    return bool(
        _LETTER_CUE.search(text, max(0, start - 6), start)
        or _CUE.search(text, max(0, start - _CUE_DISTANCE), start)
        or _CALLED_AFTER.match(text, end)
        or _ASKED_AFTER.match(text, end)
    )


def _numbers_in(text: str, run: Run, regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """A run is one number, or one a line, or hides one beside a date or another number."""
    lines = _lines(text, run)
    if len(lines) > 1:
        found = [line for line in lines if _is_phone(text, *line, regions)]
        if found:
            yield from found
            return
    whole = _without_bracket(text, run.start, run.end)
    if _is_phone(text, *whole, regions):
        yield whole
        return
    date = _DATE.match(text, run.start)
    start = date.end() if date and date.end() < run.end else run.start
    yield from _hidden(text, start, run.end, regions)


def _lines(text: str, run: Run) -> list[tuple[int, int]]:
    lines = []
    for line in _PART.finditer(text, run.start, run.end):
        kept = line[0].strip(" \t\r-/.")
        if kept:
            first = text.index(kept, line.start())
            lines.append(_without_bracket(text, first, first + len(kept)))
    return lines


def _without_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    written = text[start:end]
    if written[0] == "(" and ")" not in written:
        start += 1
    return start, end


def _hidden(text: str, start: int, end: int, regions: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Groups in the run that by their shape alone are a number ("seats 40 415-555-0134")."""
    groups = [found.span() for found in _GROUP.finditer(text, start, end)]
    position = 0
    while position < len(groups):
        for count in (4, 5, 3):
            part = groups[position : position + count]
            if len(part) == count < len(groups) and _stands_out(text, part, regions):
                first = part[0][0]
                first -= first > start and text[first - 1] in "(+"
                yield first, part[-1][1]
                position += count - 1
                break
        position += 1


def _stands_out(text: str, part: list[tuple[int, int]], regions: tuple[str, ...]) -> bool:
    sizes = tuple(last - first for first, last in part)
    start, end = part[0][0], part[-1][1]
    starts_one = text[start] == "0" or sizes in _NANP
    if sizes not in _SHAPES or not starts_one or text[start - 1 : start] in {".", "/", "-"}:
        return False
    if len(sizes) == 4 and text[start] not in "01":  # noqa: PLR2004
        return False
    return sizes == (3, 3, 4) or _in_regions(text[start:end], regions)


def _is_phone(text: str, start: int, end: int, regions: tuple[str, ...]) -> bool:
    written = text[start:end]
    digits = re.sub(r"\D", "", written)
    if not _SHORTEST_NAMED <= len(digits) <= _MOST + 4 or _is_something_else(text, start, end):
        return False
    if written.startswith(("+", "(+", "00", "011")) and _is_international(written, digits):
        return True
    if len(digits) > _MOST:
        return False
    if _has_cue(text, start, end):
        return len(digits) >= _FEWEST or bool(_NAMED.search(text, max(0, start - 16), start))
    return len(digits) >= _FEWEST and _is_shaped(text, start, end, regions)


def _is_something_else(text: str, start: int, end: int) -> bool:
    written = text[start:end]
    if _DATE.match(written) or (_NO_PHONE.match(written) and not _is_local(text, start, end)):
        return True
    return bool(
        _AMOUNT.match(text, end) or _OTHER_NUMBER.search(text, max(0, start - 44), start)
    ) or is_called_a_thing(text, start, end)


def _is_local(text: str, start: int, end: int) -> bool:
    """``555-0147`` is seven digits in two groups, as pages and years are too."""
    sizes = tuple(len(group[0]) for group in _GROUP.finditer(text, start, end))
    return sizes in {(3, 4), (4, 4), (3, 3)} and _has_cue(text, start, end)


def _is_international(written: str, digits: str) -> bool:
    if written.startswith(("+", "(+")):
        return _FEWEST <= len(digits) <= _MOST + 1
    bare = digits[3:] if digits.startswith("011") else digits[2:]
    return _parses("+" + bare, None)


def _is_shaped(text: str, start: int, end: int, regions: tuple[str, ...]) -> bool:
    """Nobody called it a number: its groups must say so, or its validity where we are at home."""
    written = text[start:end]
    sizes = tuple(len(group) for group in _GROUP.findall(written))
    digits = re.sub(r"\D", "", written)
    around = text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]
    is_alone = not any(letter.isalnum() for letter in around)
    is_free = is_alone or not is_english(around)
    short = tuple(region for region in regions if region in _EIGHT_DIGITS)
    if len(digits) == 8 and short and digits[0] != "0":  # noqa: PLR2004
        return _in_regions(digits, short)
    if len(sizes) == 1 or (len(sizes) == len(digits) >= 9):  # noqa: PLR2004 - one by one
        return _is_solid(digits, regions, is_free=is_free, is_alone=is_alone)
    if sizes in _NANP or sizes == (3, 4):
        return is_alone or sizes == (3, 3, 4) or (len(sizes) > 2 and digits[0] == "1")  # noqa: PLR2004
    return _is_grouped(written, sizes, regions, is_free=is_free)


def _is_grouped(
    written: str, sizes: tuple[int, ...], regions: tuple[str, ...], *, is_free: bool
) -> bool:
    if written.startswith("(") and sizes[0] >= 2:  # noqa: PLR2004 - "(11) 98765-4321"
        return sum(sizes) >= 9  # noqa: PLR2004
    if written[0] == "0" and sizes in _TRUNK and sum(sizes) >= 9:  # noqa: PLR2004
        return True
    known = sizes in _SHAPES and (is_free or sizes != (3, 3, 3))  # "600 700 800" may be a count
    return (written.lstrip("(")[0] == "0" or known) and _in_regions(written, regions)


def _is_solid(digits: str, regions: tuple[str, ...], *, is_free: bool, is_alone: bool) -> bool:
    """Digits without a break: also every order's and every record's shape."""
    if len(digits) < 9 or len(digits) > _LONGEST_LOCAL + (digits[0] == "0"):  # noqa: PLR2004
        return is_alone and len(digits) >= _FEWEST and digits[0] == "0"
    if _FICTIONAL.fullmatch(digits):
        return True
    is_usual = is_free or digits[0] == "0" or len(digits) == 10  # noqa: PLR2004 - as in the US
    return is_usual and _in_regions(digits, regions)


def _in_regions(written: str, regions: tuple[str, ...]) -> bool:
    return any(_parses(written, region) for region in regions)


def _parses(written: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
