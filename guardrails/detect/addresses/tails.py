"""What belongs to an address behind its street: flat, postcode, town, state, country."""

import re

from guardrails.detect.addresses.kinds import FUNCTION, MONTHS, PARTICLES
from guardrails.detect.addresses.places import (
    CITIES,
    CITY_STARTS,
    COUNTRIES,
    LONG_STATES,
    POSTCODE,
    STATES,
)
from guardrails.detect.addresses.words import Reading
from guardrails.text.words import words_of

_GAP = re.compile(r"\s{0,2}(?:[,;(]\s?|[-\u2013·|]\s|\n)?\s{0,2}")
_UNIT = re.compile(
    "(?:(?:apt|apartment|appartment|aptmt|unit|suite|ste|floor|fl|flat|room|rm|bldg|building|"
    "block|"
    r"blk|lot|level|shop|office|studio|penthouse|ph|trlr|spc|space|"
    r"whg|wohnung|zimmer|stiege|top|tur|etage|stock|aufgang|haus|gebaude|"
    r"appt|app|appart|appartement|bat|batiment|esc|escalier|porte|lot|hall|res|residence|etg|"
    "piso|planta|puerta|pta|portal|escalera|bloque|oficina|of|ofic|despacho|depto|dpto|"
    "departamento|"
    r"local|int|interior|ext|interno|scala|sc|piano|palazzina|"
    r"apto|ap|apartamento|bloco|sala|conj|conjunto|cj|andar|fracao|lote|loja|casa|quadra|"
    r"bus|boite|bte|kamer|verdieping|m|lok|lokal|mieszkania|mieszkanie|pietro|klatka|km)"
    r"\b\.?\s?(?:n[o.]{0,2}\s)?(?:#\s?)?(?:\d{1,5}[a-z]?(?:\s?[a-z](?!\w))?(?!\w)|[a-z](?!\w))"
    r"|#\s?\d{1,5}[a-z]?(?!\w)|#\s?[a-z]\d{0,4}(?!\w)|[-/]\s?[a-z]?\d{1,4}(?!\w)"
    r"|\d{1,2}\s?(?:st|nd|rd|th|\.|o|a|e|er|eme|ieme|er\.)?\s?"
    "(?:floor|fl|stock|og|etage|stiege|piso|planta|andar|piano|pietro|verdieping|izq|izda|"
    "izquierda|"
    r"dcha|dch|dta|derecha|esq|dto|dt|drt|frente|fte|cto|centro)\b\.?"
    r"|\d{1,2}\s?[oa]\.?\s?-?\s?[a-h](?!\w)"
    r"|\d{1,2}[oa](?!\w)\.?(?:\s?(?:esq|dto|izq|dcha|frente))?"
    r"|(?:bajo|bjo|atico|entresuelo|principal|pral|sobreatico)\b\.?(?:\s(?:izq|dcha|[a-d])\b)?"
    "|(?:hinterhaus|vorderhaus|seitenflugel|gartenhaus|hh|vh|sf|eg|dg|og|hochparterre|parterre|"
    "rdc|"
    r"rez-de-chaussee|cave|r/c|cave|hs|huis|bis|ter|souterrain|ground floor|basement|upstairs|"
    r"downstairs|rear|links|rechts|mitte)\b"
    r"|(?:col|colonia|fracc|barrio|bairro|urb|distrito)\b\.?(?:\s[^\W\d_]+){1,3}"
    r"|(?:[ivx]{1,4})(?!\w)(?=\s?(?:,|$|\d))"
    r"|(?:ne|nw|se|sw|n|s|e|w|north|south|east|west|no|so)\b\.?(?=\s?(?:[,.;!?)#]|$|\d|apt|unit|"
    "suite)))"
)
_STATE = re.compile(r"\(?([a-z]{2,3})\)?\.?(?![\w'])")
_CITY_WORD = re.compile(r"[^\W\d_]+(?:['.-]?[^\W\d_]+)*")
_STOP_HERE = re.compile(r"\s{0,2}(?:[,.;:!?)\n(/|]|-\s|\d|$)")
_CITY_LINKS = PARTICLES | frozenset(
    {"upon", "on", "under", "bei", "ob", "nad", "sur", "am", "im", "le"}
)

_NOT_TOWN = (
    (FUNCTION - CITY_STARTS)
    | MONTHS
    | words_of(
        "please thanks thank phone tel call email mail name dear hi hello regards cheers attn "
        "entrance "
        "eingang tel. telefon handy mobile cell number ok okay svp merci por gracias danke bitte "
        "grazie "
        "obrigado bedankt dzieki prosze right around near opposite behind block btw lol asap "
        "total and "
        "tonight delivery order pickup between opens open closed fax website www http https "
        "phone: next "
        "which is are nicht we um gegen ab its code door gate ring bell buzzer intercom hinten"
    )
)
_IN = re.compile(r"\s(?:in|a|en|em|te|w|we|near|bei)\s")
_MOST_PARTS = 9


def end_of(reading: Reading, position: int) -> int:
    """How far the address that has got as far as ``position`` goes on."""
    town = False
    for _ in range(_MOST_PARTS):
        gap = _GAP.match(reading.folded, position)
        start = gap.end() if gap else position
        end = _unit(reading, position, start) or _code(reading, start)
        if not end and not (town and "\n" in reading.folded[position:start]):
            end = _state(reading, position, start) or _country(reading, start)
            if not end:
                end = _town(reading, position, start)
                town = town or bool(end)
        if not end:
            end = _in_town(reading, position)
        if not end:
            break
        position = end
    return position


def _unit(reading: Reading, position: int, start: int) -> int:
    if reading.folded[position:start].count("\n") > 1:
        return 0
    found = _UNIT.match(reading.folded, start)
    return _closed(reading, found.end()) if found and found[0] else 0


def _closed(reading: Reading, end: int) -> int:
    return end + 1 if reading.folded[end : end + 1] == ")" else end


def _code(reading: Reading, start: int) -> int:
    found = POSTCODE.match(reading.folded, start)
    if not found or (start and reading.folded[start - 1].isalnum()):
        return 0
    return found.end()


def _state(reading: Reading, position: int, start: int) -> int:
    if position == start:
        return 0
    found = _STATE.match(reading.folded, start)
    if found and found[1] in STATES:
        written = reading.text[found.start(1) : found.end(1)]
        if written.isupper() or _code(reading, _skip(reading, found.end())):
            return _closed(reading, found.end(1))
        if found[1] not in FUNCTION | _NOT_TOWN and _STOP_HERE.match(reading.folded, found.end()):
            return found.end(1)
    word = _CITY_WORD.match(reading.folded, start)
    return word.end() if word and word[0] in LONG_STATES else 0


def _skip(reading: Reading, position: int) -> int:
    gap = _GAP.match(reading.folded, position)
    return gap.end() if gap else position


def _country(reading: Reading, start: int) -> int:
    word = _CITY_WORD.match(reading.folded, start)
    if not word or word[0] not in COUNTRIES:
        return 0
    return word.end() if word[0] != "us" or reading.text[start : start + 2] == "US" else 0


def _town(reading: Reading, position: int, start: int) -> int:
    """One to four words: written like a town's name, known, or last in their clause."""
    between = reading.folded[position:start]
    if position == start:
        return 0
    after_code = bool(
        position and reading.folded[position - 1].isalnum() and _after_code(reading, position)
    )
    if "\n" in between and not after_code and not _town_then_code(reading, start):
        return 0
    ends: list[int] = []
    capitals, at = True, start
    while len(ends) < 4:  # noqa: PLR2004 - "Saint Cyr sur Loire"
        word = _CITY_WORD.match(reading.folded, at)
        if not word or (word[0] in _NOT_TOWN and not (ends and word[0] in _CITY_LINKS)):
            break
        is_capital = reading.text[at].isupper()
        if ends and capitals and not is_capital and word[0] not in _CITY_LINKS:
            break
        capitals = capitals and (is_capital or bool(ends))
        ends.append(word.end())
        at = word.end() + 1
        if reading.folded[word.end() : word.end() + 1] != " ":
            break
    return _believed(reading, start, ends, capitals=capitals, sure="," in between or after_code)


def _believed(reading: Reading, start: int, ends: list[int], *, capitals: bool, sure: bool) -> int:
    while ends and reading.folded[start : ends[-1]].rsplit(" ", 1)[-1] in _CITY_LINKS:
        ends.pop()
    if not ends:
        return 0
    name = reading.folded[start : ends[-1]]
    if name in CITIES:
        return _with_district(reading, ends[-1])
    first = _CITY_WORD.match(reading.folded, start)
    if first and first[0] in CITIES:
        if capitals:
            return _with_district(reading, ends[-1])
        return _with_district(reading, first.end())
    closes = bool(_STOP_HERE.match(reading.folded, ends[-1])) or (
        sure and _turns(reading, ends[-1])
    )
    short = len(ends) <= (3 if sure else 2)
    if capitals and (sure or closes or name.split()[0] in CITY_STARTS):
        return _with_district(reading, ends[-1])
    return (
        ends[-1]
        if closes and short and (sure or reading.folded[start : ends[0]] not in _NOT_TOWN)
        else 0
    )


def _turns(reading: Reading, end: int) -> bool:
    """Whether the next word begins something else."""
    word = _CITY_WORD.match(reading.folded, end + 1)
    return word is not None and word[0] in _NOT_TOWN


_DISTRICT = re.compile(
    r"\s(?:\d{1,2}(?:e|er|eme)?(?![\w:.,]\d|\w|\s?(?:uhr|h\b|am\b|pm\b|%))|"
    r"cedex(?:\s\d{1,2})?)(?!\w)"
)


def _with_district(reading: Reading, end: int) -> int:
    found = _DISTRICT.match(reading.folded, end)
    return found.end() if found else end


def _after_code(reading: Reading, position: int) -> bool:
    return any(
        (found := POSTCODE.match(reading.folded, back)) and found.end() == position
        for back in range(max(0, position - 10), position - 3)
        if not back or not reading.folded[back - 1].isalnum()
    )


def _town_then_code(reading: Reading, start: int) -> bool:
    """Whether a line begins with a town that a postcode or a state follows."""
    at = start
    for _ in range(4):
        word = _CITY_WORD.match(reading.folded, at)
        if not word:
            return False
        at = _skip(reading, word.end())
        if _code(reading, at):
            return True
    return False


def _in_town(reading: Reading, position: int) -> int:
    found = _IN.match(reading.folded, position)
    if not found:
        return 0
    code = _code(reading, found.end())
    if code:
        return code
    word = _CITY_WORD.match(reading.folded, found.end())
    if not word:
        return 0
    known = word[0] in CITIES
    named = reading.text[found.end()].isupper() and word[0] not in _NOT_TOWN
    return (
        word.end() if known or (named and bool(_STOP_HERE.match(reading.folded, word.end()))) else 0
    )
