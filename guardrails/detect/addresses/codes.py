"""Places told without a street: a post box, a corner, a postcode that says where somebody is."""

import re
from collections.abc import Iterator

from guardrails.detect.addresses.places import (
    CITIES,
    CITY_STARTS,
    CODE_NAME,
    DISTINCT,
    GROUPED,
    POSTCODE,
    STATES,
)
from guardrails.detect.addresses.words import Reading

_BOX = re.compile(
    r"(?<![\w.])(?:(?:p\.?\s?o\.?\s?box|post(?:al)? box|postfach|apartado(?: (?:de correos|"
    "postal))?|"
    r"apdo\.?(?: de correos)?|postbus|casella postale|boite postale|caixa postal|skr(?:ytka|\.) "
    r"(?:pocztowa|poczt\.)|(?:rr|hc|rfd|rural route)\s?#?\d{1,3},? box)"
    r"\s?(?:n[o.]{0,2}\s|nr\.?\s|number\s|:\s|#\s?)?\d{1,6}(?:\s\d{2,3}){0,2}"
    r"|b\.?p\.?\s\d{2,6}|cs\s\d{5}|rural route\s#?\d{1,3}"
    r"|lieu[- ]dit\s(?:(?:le|la|les|l')\s?)?[^\W\d_]+(?:-[^\W\d_]+){0,3}"
    r"|mz\.? ?\w{1,3},? (?:lt|lote)\.? ?\d{1,4}|(?:ss|sp|n|br|ba|rn|ruta|a|ap|cv|sr|en|"
    r"nacional)[ -]?\d{1,4},? km\.? ?\d{1,4}"
    r"|(?:sqn|sqs|shis|cln|cls|shin|qnm|qi|ql)\s\d{1,3})(?![\w%])"
)
_CORNER = re.compile(
    r"\b(?:corner of|cnr(?: of)?|intersection of|esquina (?:de|con)|ecke|angolo tra|esquina "
    r"da)\s(?:the\s)?"
    r"((?:[\w.']{1,20}\s){1,3}(?:and|&|y|und|e|/)\s[\w.']{1,20})"
    r"(?:\s(?:streets?|st|avenues?|ave|roads?|rd|blvd|drive|dr|lane|ln)\b\.?)?"
)
_CROSSING = re.compile(
    r"(?<![\w'])[\w']{1,20} (?:st|street|ave|avenue|rd|road|blvd|dr|ln|lane|pkwy)\.? (?:and|&|at|"
    "/|x|@) "
    r"(?:[nsew]\.? )?[\w']{1,20}(?: (?:st|street|ave|avenue|rd|road|blvd|dr|ln|lane|pkwy)\b\.?)"
)
_LINES = re.compile(
    r"(?:[A-Z][\w']{1,15}\s){1,3}(?:House|Cottages?|Farm|Lodge|Court|Hall|Rectory|Manor|Barn|"
    "Villa|Mill|Mews|Street|Road|Lane|"
    "Avenue|Terrace|Park|Place|Square|Gardens|"
    r"Row),\s(?:[A-Z][\w'.-]{1,15}(?:\s[A-Z][\w'.-]{1,15}){0,3},?\s){0,4}$"
)
# An industrial estate and the unit on it: "Pol. Ind. La Cerrada, nave 14".
_ESTATE = re.compile(
    r"(?<![\w.])(?:poligono(?: industrial)?|pol\.? ?ind\.?|p\.i\.|parque (?:empresarial|industrial|"
    r"tecnologico)|zona industriale|z\.i\.|zone (?:industrielle|artisanale|d'activites?|"
    r"commerciale)|"
    r"z\.?a\.?c?\.?|(?:industrie|gewerbe)(?:gebiet|park)|bedrijven(?:terrein|park)|"
    r"industrieterrein|"
    r"[\w']{2,20} (?:business|industrial|retail|trading|science) (?:park|estate)|(?:business|"
    r"industrial) park)"
    r"(?:\s[\w'.-]{1,20}){0,5},?\s{1,2}(?:nave|parcela|parc\.|unit|units|lote?|halle|hal|"
    r"bat(?:iment)?|"
    r"capannone|calle \w+,?|local|n[.o]?|nr\.?|num\.?)?\s?\d{1,4}[a-z]?(?!\w)"
)
# In small letters "za" is the Polish "for", unless a French article follows: "za des Prés".
_SMALL_ZA = re.compile(r"za\b(?!\s(?:de|des|du|la|le|les|d['’]|l['’]))")
_DUTCH = re.compile(
    r"(?<![\w-])[1-9]\d{3}\s?[A-Z]{2},?\s(?:nr\.?\s?|huisnummer\s)?\d{1,4}[a-zA-Z]?(?![\w:.%])"
)
_UNIT_OF_ESTATE = re.compile(
    r"\b(?:unit|units|suite|building|block|plot)\s\d{1,4}[a-z]?,?\s(?:[\w']{2,20}\s){1,3}?"
    r"(?:business|industrial|retail|trading|science|enterprise) (?:park|estate|centre|center)(?!\w)"
)
# "410 S Maple, unit 3": in America a house, a direction and a name say enough.
_WITHOUT_KIND = re.compile(
    r"(?<![\w$€£.,/:#-])[1-9]\d{1,4}\s(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\.?\s"
    r"[A-Z][a-z]{2,15}(?:\s[A-Z][a-z]{2,15})?(?=\s?(?:$|[,.;!?)\n]|\s(?:apt|unit|suite|#|"
    r"please|and|in)\b))"
)
_MARKS = re.compile(
    r"\d(?:st|nd|rd|th)\b|\b(?:st|ave|street|avenue|rd|road|str|strasse|calle|rua|via)\b"
)
_WORDS_TOO = frozenset({"ID", "IN", "OK", "OR", "ME", "HI", "PA", "DE", "LA", "AL", "CO", "MA"})
_AMERICAN = re.compile(r"(?<![\w-])([A-Z]{2})\.?,?\s{1,2}\d{5}(?:-\d{4})?(?![\w-])")
_TOWN_BEFORE = re.compile(r"(?:[A-Z][\w'.-]{1,20}[ ]){0,2}[A-Z][\w'.-]{1,20},?\s{1,2}$")
_TOWN = re.compile(r",?\s{1,2}([^\W\d_]+(?:['-][^\W\d_]+)*)(?:[\s-]([^\W\d_]+))?")
_CLOSES = re.compile(r"\s?(?:$|[,.;!?)\n]|\s\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ROOM = 48
_LONG_CODE = 5
_SHORT_TOWN = 2


_SURE_FOLDED = (_BOX, _CROSSING, _ESTATE, _UNIT_OF_ESTATE)
_SURE_WRITTEN = (_DUTCH, _WITHOUT_KIND)


def places(reading: Reading) -> Iterator[tuple[int, int]]:
    for pattern in _SURE_FOLDED:
        yield from (
            found.span()
            for found in pattern.finditer(reading.folded)
            if not _SMALL_ZA.match(reading.text, found.start())
        )
    for pattern in _SURE_WRITTEN:
        yield from (found.span() for found in pattern.finditer(reading.text))
    for found in _CORNER.finditer(reading.folded):
        named = reading.text[found.start(1) : found.end(1)]
        if _MARKS.search(found[0]) or any(word[:1].isupper() for word in named.split()):
            yield found.span()
    for found in DISTINCT.finditer(reading.text):
        yield _house_before(reading, found.start()), found.end()
    for name in CODE_NAME.finditer(reading.folded):
        code = POSTCODE.match(reading.folded, name.end())
        if code and not code[0].isdecimal():
            yield code.span()
    for found in GROUPED.finditer(reading.folded):
        if _before_town(reading, found):
            yield found.span()
    yield from _american(reading)


def _house_before(reading: Reading, start: int) -> int:
    """Where a named house or a street without a number begins: "Kilbride House, Main Street"."""
    room = max(0, start - _ROOM * 2)
    lines = _LINES.search(reading.text[room:start])
    return room + lines.start() if lines else start


def _before_town(reading: Reading, code: re.Match[str]) -> bool:
    town = _TOWN.match(reading.folded, code.end())
    if not town or _YEAR.fullmatch(code[0]):
        return False
    is_town = (
        town[1] in CITIES
        or f"{town[1]} {town[2]}" in CITIES
        or (
            town[1] in CITY_STARTS and reading.text[town.start(1)].isupper() and town[2] is not None
        )
    )
    if is_town and not _CLOSES.match(reading.folded, town.end(1)):
        second = town[2] and reading.text[town.start(2)].isupper()
        is_town = bool(second and _CLOSES.match(reading.folded, town.end()))
    if is_town:
        return len(code[0]) >= _LONG_CODE or reading.text[town.start(1)].isupper()
    if len(town[1]) <= _SHORT_TOWN:
        return False
    shaped = "-" in code[0] or code[0][-1].isalpha()
    written = reading.text[code.start() : code.end()]
    return shaped and reading.text[town.start(1)].isupper() and written == written.upper()


def _american(reading: Reading) -> Iterator[tuple[int, int]]:
    for found in _AMERICAN.finditer(reading.text):
        if found[1].lower() not in STATES:
            continue
        room = max(0, found.start() - _ROOM)
        town = _TOWN_BEFORE.search(reading.text[room : found.start()])
        if found[1] in _WORDS_TOO and not town:  # "student ID 88213"
            continue
        yield (room + town.start() if town else found.start()), found.end()
