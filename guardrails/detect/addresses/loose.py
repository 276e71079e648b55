"""Streets without a kind ("Floriańska 12/3"): only where the words round them tell."""

import re
from collections.abc import Iterator

from guardrails.detect.addresses import kinds, tails
from guardrails.detect.addresses.places import CITIES, POSTCODE
from guardrails.detect.addresses.words import Reading, Word, house_number_at, stands_free
from guardrails.text.words import words_of

_ENGLISH = (
    r"address(?:es)?|adress|liv(?:e|es|ing) (?:at|on)|located (?:at|on)|based at|"
    r"we(?: a|'|)re at|i(?:'| a|)m at|it'?s at|ship\w*(?: it| them| this)? to|deliver\w*(?: it| "
    "this)?"
    r"(?: to| at)?|send (?:\w+ ){0,3}?to|drop (?:it|them) off at|pick\w* "
    r"(?:me|it|us) up (?:at|from)|office(?: is)? at"
)
_CUE = re.compile(
    rf"\b(?:{_ENGLISH}|adres\w*|anschrift|wohn(?:e|en|haft|t)|lieferung|liefer\w*|"
    r"zustell\w+|versand|burositz|habite\w*|habitons|livr(?:er|ez|aison)|siege(?: social)?|"
    r"domicil\w+|"
    r"direccion|vivo|vivimos|envi[aeo]\w*|oficina|abit(?:o|iamo)|indirizzo|sede|spedi\w+|"
    r"consegn\w+|"
    r"residente|moro|moramos|endereco|entreg\w+|morada|woon|wonen|bezorg\w+|kantoor|vestigd|"
    r"mieszka\w*|"
    r"zamieszka\w+|biuro|siedzib\w+|faktur[aey]\w*|wysyl\w+|wyslij\w*|przy|dostaw\w+|odbior|dir)\b"
)
_CUE_ENGLISH = re.compile(rf"\b(?:{_ENGLISH})\b")
_BREAK = re.compile(r"[.!?;\n](?:\s|$)")
_NEAR = 40
_UNIT_BEFORE = re.compile(
    r"(?<![\w])(?:flat|apt|apartment|unit|suite|ste|floor|room|shop|level|lot|studio|penthouse|"
    "appt|"
    r"apto|bldg|building|block)\.?\s?#?\s?(?:\d{1,5}[a-z]?|[a-z])(?:/\d{1,3})?\s?[,/-]?\s$"
)
_UNIT_ROOM = 24
_MOST_NAMES = 4
_LINKS = words_of(
    "is at to in the on our my an in der die das ist lautet bitte sur au a en est chez de la el es "
    "con e il in na no o em op naar aan is na w przy to pod adres adresse address new home current "
    "following this here nasz moj"
)
_TELLING = re.compile(
    r",?\s{1,2}(?:piso|planta|puerta|oficina|depto|dpto|interno|scala|apto|bloco|andar|esq|"
    "hinterhaus|"
    r"m\.?\s\d{1,4}|lok\.?\s\d{1,4}|bus\s\d{1,4}|apt|apartment|suite|unit|flat|\d{1,2}(?:o|a|\.)\s?"
    r"(?:planta|piso|andar|stock|og|etage|esq|dto|izq|dcha))\b"
)


def told(reading: Reading) -> Iterator[tuple[int, int]]:
    for at, word in enumerate(reading.words):
        if at and word.is_number and reading.gap(at) in {" ", ", ", "  "}:
            yield from _name_first(reading, at)
    for cue in _LIVES.finditer(reading.folded):
        yield from _lower_name(reading, cue.end())
    for cue in _SENT_TO.finditer(reading.folded):
        for start, end in _lower_name(reading, cue.end()):
            if tails.end_of(reading, end) > end or not reading.rest(end).strip(" .!"):
                yield start, end
    for cue in _CUE_ENGLISH.finditer(reading.folded):
        yield from _number_first(reading, cue.end())


def _name_first(reading: Reading, at: int) -> Iterator[tuple[int, int]]:
    words = reading.words
    end = house_number_at(reading, words[at].start)
    if not end:
        return
    first = _first_name(reading, at)
    if first is None:
        lower = words[at - 1]
        if _could_be_street(lower) and _known_code_behind(reading, end):
            yield lower.start, end
        return
    if not _ends_well(reading, end):
        return
    if _tail_tells(reading, end) or cue_before(reading, words[first].start):
        yield words[first].start, end


def _could_be_street(word: Word) -> bool:
    return (
        len(word.plain) > 3  # noqa: PLR2004
        and not word.is_number
        and word.plain
        not in kinds.FUNCTION | kinds.COUNTED | kinds.TRADE | kinds.MONTHS | kinds.NUMBER_WORDS
    )


_TOWN_CODE = re.compile(r"\s?[,;-]?\s(\d{2}-\d{3}|\d{4}-\d{3}|\d{4,5})\s([^\W\d_]+)")


def _known_code_behind(reading: Reading, end: int) -> bool:
    found = _TOWN_CODE.match(reading.folded, end)
    return found is not None and found[2] in CITIES


def _first_name(reading: Reading, at: int) -> int | None:
    words = reading.words
    first: int | None = None
    for back in range(at - 1, max(-1, at - 1 - _MOST_NAMES), -1):
        word = words[back]
        is_name = (
            word.is_capital
            and not word.is_number
            and word.plain not in kinds.COUNTED | kinds.MONTHS
        )
        if not is_name and not (
            first is not None and word.plain in kinds.PARTICLES | {"an", "am", "auf"}
        ):
            break
        if word.plain in kinds.TRADE or len(word.plain) < 2:  # noqa: PLR2004
            break
        if (
            is_name
            and (
                word.plain not in kinds.FUNCTION
                or (first is not None and word.plain in kinds.PARTICLES)
            )
        ) or (is_name and first is not None and word.plain in kinds.GERMAN_STARTS):
            first = back
        if reading.gap(back) not in {" ", "-", ". "}:
            break
    return first


def _ends_well(reading: Reading, end: int) -> bool:
    rest = reading.rest(end)
    return not rest or rest[0] in ",;.!?)\n" or bool(_code_behind(reading, end)) or _is_link(rest)


def _is_link(rest: str) -> bool:
    word = rest.strip().split(" ")[0].strip(",.")
    return word in {
        "in",
        "a",
        "en",
        "w",
        "we",
        "te",
        "and",
        "und",
        "et",
        "y",
        "e",
        "i",
        "please",
        "bitte",
        "m",
        "lok",
    }


_TOWN_BEHIND = re.compile(r",?\s{1,2}([^\W\d_]{2,})")


def _code_behind(reading: Reading, end: int) -> bool:
    gap = re.compile(r"\s{0,2}[,;\n-]?\s{1,2}").match(reading.folded, end)
    code = gap and POSTCODE.match(reading.folded, gap.end())
    town = code and _TOWN_BEHIND.match(reading.folded, code.end())
    return bool(town and (town[1] in CITIES or reading.text[town.start(1)].isupper()))


def _tail_tells(reading: Reading, end: int) -> bool:
    if _TELLING.match(reading.folded, end):
        return True
    if not _code_behind(reading, end):
        return False
    reached = tails.end_of(reading, end)
    return sum(letter.isalpha() for letter in reading.text[end:reached]) > 2  # noqa: PLR2004 - a town


def cue_before(reading: Reading, start: int) -> bool:
    before = reading.folded[max(0, start - _NEAR) : start]
    cues = list(_CUE.finditer(before))
    return bool(cues) and not _BREAK.search(before, cues[-1].end())


def _number_first(reading: Reading, position: int) -> Iterator[tuple[int, int]]:
    """ "i live at 42 maple bend": a house number soon after the cue, a few words, the end."""
    words = reading.words
    at = reading.at(position)
    for _ in range(4):
        if at >= len(words) or words[at].start - position > _NEAR:
            return
        if words[at].is_number:
            break
        if words[at].plain not in _LINKS or "\n" in reading.gap(at):
            return
        at += 1
    if at >= len(words) or not house_number_at(reading, words[at].start):
        return
    if not stands_free(reading, words[at].start) or _is_count(reading, at + 1):
        return
    last = at
    while last + 1 < len(words) and last - at < 3 and reading.gap(last + 1) in {" ", ". "}:  # noqa: PLR2004
        word = words[last + 1]
        if word.plain in kinds.FUNCTION | kinds.COUNTED | kinds.TRADE or word.is_number:
            break
        last += 1
    if last > at and (
        reading.rest(words[last].end)[:1] in {"", ",", ".", "\n", "!", "?"}
        or reading.rest(words[last].end).startswith(
            (" please", " pls", " thanks", " thx", " and ", " in ")
        )
    ):
        yield words[at].start, words[last].end


_LIVES = re.compile(
    r"\b(?:(?:i |we )?live (?:at|on|in)|(?:ich )?wohne?n? (?:in der|in|am|auf der|an der)|"
    r"habit(?:e|ons)(?: au| a| dans)?|"
    r"(?:vivo|vivimos) (?:en|en la|en el)|(?:abito|abitiamo|sto|vivo) (?:in|a|al)|"
    r"(?:moro|moramos|vivo) (?:na|no|em)|(?:woon|wonen) (?:op|aan|in)(?: de| het)?|"
    r"mieszkam\w* (?:na|przy|w)|mieszka (?:na|przy)|(?:mein|meine|unsere) (?:adresse|"
    r"anschrift)(?: ist|:)|"
    r"(?:my |our )?(?:home |delivery |shipping |new )?address(?: is|:)|(?:mon |notre "
    r")?adresse(?: est|:| c'est)|"
    r"(?:mi |la )?direccion(?: es|:)|(?:il mio )?indirizzo(?: e|:)|(?:o |a )?(?:meu endereco|"
    r"minha morada|endereco|morada)(?: e|:)|"
    r"(?:mijn |het )?adres(?: is|:)|(?:moj )?adres(?: to|:))\s"
)
_SENT_TO = re.compile(
    r"\b(?:(?:ship|send|deliver|come|drop|drive|post)\w* (?:it |them |this |us |me |everything "
    r")?(?:to|at|round to)|"
    r"(?:liefer\w*|schick\w*|send\w*|komm\w*) (?:\w+ ){0,2}(?:an|in|nach|zu[rm]?)|"
    r"(?:livr\w+|envoy\w+|passe\w*) (?:\w+ ){0,2}(?:au|a|chez)|(?:envi\w+|mand\w+|entreg\w+|"
    r"ven\w*) (?:\w+ ){0,2}(?:a|en)|"
    r"(?:spedi\w+|consegn\w+|manda\w*|porta\w*) (?:\w+ ){0,2}(?:in|a)|(?:entreg\w+|mand\w+|"
    r"envi\w+) (?:\w+ ){0,2}(?:na|no|para)|"
    r"(?:stuur\w*|bezorg\w*|breng\w*|kom) (?:\w+ ){0,2}(?:naar|op|aan)|(?:wij |we |ik "
    r")?zit(?:ten)? (?:op|aan|in)(?: de| het)?|"
    r"(?:wyslij\w*|dostaw\w*|przyslij\w*|dowiez\w*|przyjedz\w*) (?:\w+ ){0,2}(?:na|przy|do))\s"
)
_LOWER_NAMES = 3


def _lower_name(reading: Reading, position: int) -> Iterator[tuple[int, int]]:
    """ "mieszkam na polnej 6 w ełku": behind such words a name and a number are a street."""
    words = reading.words
    at = reading.at(position)
    if at >= len(words) or words[at].start > position + 1:
        return
    name = at
    while at < len(words) and at - name < _LOWER_NAMES and _could_be_name(words[at]):
        at += 1
        if at < len(words) and reading.gap(at) not in {" ", ", "}:
            return
    if at == name or at >= len(words) or not words[at].is_number:
        return
    end = house_number_at(reading, words[at].start)
    if end and _ends_well(reading, end):
        yield words[name].start, end


def _could_be_name(word: Word) -> bool:
    return (
        not word.is_number
        and word.plain not in kinds.FUNCTION - kinds.PARTICLES
        and word.plain not in kinds.COUNTED | kinds.TRADE | kinds.MONTHS | kinds.NUMBER_WORDS
    )


def _is_count(reading: Reading, at: int) -> bool:
    return at >= len(reading.words) or reading.words[at].plain in kinds.COUNTED | kinds.MONTHS


def with_unit_before(reading: Reading, start: int) -> int:
    """Where the address begins when its flat is named first: "Flat 2/1, 40 Byres Rd"."""
    room = max(0, start - _UNIT_ROOM)
    found = _UNIT_BEFORE.search(reading.folded[room:start])
    return room + found.start() if found else start
