"""What GDPR Art. 9 calls special categories, and Art. 10's convictions, where a person's are told.

"We sell diabetes monitors" is trade; "I have diabetes" is not. So a term counts when a fitting cue
of a person stands before it in the same clause, and nothing of a trade between or behind.
"""

import re
from collections.abc import Iterator

from guardrails.detect.sensitive import idioms, phrases
from guardrails.detect.sensitive.categories import HEALTH, Term
from guardrails.detect.sensitive.cues import CUES, NAMED, NOT_NAMES, SUBJECT
from guardrails.detect.sensitive.terms import (
    CLOSE,
    ENDING_TAILS,
    ENDINGS,
    EVERY_ENDING,
    EVERY_ROOT,
    ROOT_HEADS,
    ROOTS,
    TERMS,
)
from guardrails.entities import Entity, Span
from guardrails.text.fold import fold
from guardrails.text.words import words_of

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_CLAUSE = re.compile(r"[.!?;\n](?=\s|$)|\n")
_BACK = 64
_FAR, _NEAR = 44, 18
_JOIN = 36
_SCORE = 0.8
_INFLECTED = 3
_NEVER_IS = frozenset({"cancer", "cancers", "krebs", "cancro", "rak", "tumor", "stroke"})
_HEAD = 4
_TAIL = 5
_TRADE = re.compile(
    r"\b(?:compan\w+|startups?|business|clients?|customers?|products?|apps?|sell\w*|sold|build\w*|"
    r"market\w*|industry|teams?|software|platform|clinics?|hospitals?|patients?|firma|firmy|"
    "unternehmen|"
    r"kunden?|produkt\w*|vertrieb|verkauf\w*|entreprise|societe|vend\w+|empresa|azienda|klien\w+|"
    "clienti|"
    "bedrijf|"
    r"verkop\w*|verkoop|sprzeda\w*|data|research|devices?|monitor\w*|charity|nonprofit|interested|"
    "questions?|looking|works?|working|shops?|blog|book|article|course|website|page|crm|"
    "pipeline|button|"
    r"tool|feature|budget|project|campaign|report|clientes?|klanten|usuarios|users?|interessiert|"
    r"logiciel|outil|herramienta|ferramenta|narzedzi\w*|programa|dni|dosc|gut feeling|"
    r"spezialisiert|specialized|specialised|experts?|expertise|experience|erfahrung\w*|erfahren|"
    r"fan|fans|student\w*|lehrer\w*|professor|doctor|arzt|arztin|nurse|medecin|medico|"
    r"lekarz\w*|"
    r"no|without|any|nothing|not an?|kein\w*|aucune?|ningun\w*|nessun\w*|nenhum\w*|geen|zadn\w+)\b"
)

_BEHIND = re.compile(
    r"\s?-?\s?(?:compan|startup|clinic|patient|apps?\b|device|monitor|software|product|research|"
    r"treatment cent|school|church|universit|charit|organi[sz]ation|holiday|market|industr|days?\b|"
    r"department|customer|client|users?\b|audience|communit|friendly|owned|cent(?:er|re)\b|"
    "foundation|"
    r"sector|campaign|data\b|insur|button|spots?\b|copy|carbon|mode\b|icon|field|tooltip|state\b|"
    "of (?:these|"
    "this|your|the|it|all|hear|wait|spam|chas)|and tired|kunden|firma|klinik|forsch|gerat|"
    "branche|verein|"
    r"gemeinde|kirche|schule|vor (?:sorge|freude|neid|wut)|de (?:ces|vos|cette|ce\b|tant)|van "
    "(?:die|al|jullie|dit)|"
    "marcio|di (?:questo|questi|voi)|de (?:tanto|estos|este|vosotros|seus|tantos)|od (?:tego|"
    "tych)|friday|"
    "copied|copy|with (?:this|your|the)|gekleidet|angezogen|and white|on white|of (?:luck|"
    r"genius)|screen|theme|belt|hat\b|coffee|"
    r"to (?:finish|complete|end|run)|free|menu|option|info|inform|"
    r"market|magic|sea\b|forest|english|speaker|language|food|restaurant|"
    r"cuisine|team|business|light|energy|tech|plan\b|deal|version|label|box|list\b|charity|vote\b|"
    r"patienten|software|zentrum|monitor|bike|about\b|at (?:sales|it|this|the job)|specialist|"
    "expert|wohlfahrt|"
    r"cards?\b|calendar|wedding|influencer|consultant|advocate)"
)
_EXTENSION = re.compile(
    r"\s(?:(?:du|de la|de|del|della|do|da|al|alla|of the|of|des|am|im|na|w|van de|van) )?"
    r"(?:sein|mama|pecho|seno|poumon|pulmon|polmone|pulmao|prostat\w*|piersi|pluc|breast|lung|"
    "colon|"
    r"bowel|brain|blood|pancreas|skin|ovar\w+|multipl\w+|nerwow\w+|nervoso|attacks?|disorder|"
    "penales|"
    r"penali|criminais|relapse|bound|user|member|couple|woman|man|person|guy|girl|family|"
    r"(?:to|gegen|aux?|voor) \w+|positiv\w*|judiciaire|kryminaln\w+|osservante|pratiquant\w*|"
    r"practicing|practising|"
    r"mittlere\w*|type [12]|"
    r"typ [12]|tipo [12]|de type [12]|stage (?:\d|[iv]+)|frau|mann|femme|homme|mujer|hombre|"
    "donna|uomo|"
    r"mulher|homem|vrouw|kobiet\w+|afroamericano|maladie|leave|diagnosis|surgery|nervo\w+)\b"
)


def find_sensitive(text: str) -> Iterator[Span]:
    """``detail`` is the category: health, religion, origin, sexuality, union, politics, crime or
    biometric. A span holds the cue and the condition.
    """
    folded = fold(text)
    words = list(_WORD.finditer(folded))
    found = sorted(_by_terms(text, folded, words))
    heads = {word[0].rpartition("'")[2][:_HEAD] for word in words}
    if not heads.isdisjoint(phrases.HEADS):
        found = sorted({*found, *phrases.told(folded), *_by_names(folded)})
    if not heads.isdisjoint(idioms.HEADS):
        found = sorted({*found, *idioms.told(folded, heads)})
    last: tuple[int, int, str] | None = None
    for start, end, category in found:
        if last and start <= last[1] + _gap_allowed(folded, last[1], start):
            last = last[0], max(last[1], end), last[2]
            continue
        if last:
            yield _clause(folded, *last)
        last = start, end, category
    if last:
        yield _clause(folded, *last)


def _clause(folded: str, start: int, end: int, category: str) -> Span:
    """With who it is said of right before, and since when right behind."""
    room = max(0, start - _SUBJECT_ROOM)
    subject = SUBJECT.search(folded[room:start])
    time = _TIME.match(folded, end)
    return Span(
        Entity.SENSITIVE,
        room + subject.start() if subject else start,
        time.end() if time else end,
        _SCORE,
        category,
    )


_SUBJECT_ROOM = 40
_TIME = re.compile(
    r"\s(?:at the moment|right now|these days|currently|again|all my life|from birth|"
    r"since (?:birth|childhood|i was \w+|last \w+|\d{4}|\w+ \d{4}|january|february|march|april|may|"
    r"june|july|august|september|october|november|december)|for (?:\w+ )?(?:years|months|weeks)"
    r"(?: now)?|seit (?:jahren|monaten|\w+ (?:jahren|monaten)|\d{4}|geburt)|"
    r"(?:gerade|derzeit|zurzeit|momentan)|en ce moment|depuis (?:\w+ ans|\d{4}|toujours)|"
    r"ahora mismo|en este momento|desde (?:hace \w+ \w+|\d{4}|siempre|pequen[oa])|"
    r"in questo momento|al momento|da (?:anni|\w+ anni|sempre)|neste momento|ha \w+ anos|"
    r"op dit moment|momenteel|al (?:jaren|\w+ jaar)|sinds \w+|obecnie|od (?:\w+ )?lat|od dziecka)\b"
)


def _gap_allowed(folded: str, end: int, start: int) -> int:
    return 0 if _CLAUSE.search(folded, end, start) or "," in folded[end:start] else _JOIN // 3


def _by_terms(text: str, folded: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    for word in words:
        terms = _terms_of(word[0])
        if terms and not _BEHIND.match(folded, word.end()):
            start = _told_from(text, folded, word, terms)
            if start is not None:
                extended = _EXTENSION.match(folded, word.end())
                yield start[0], extended.end() if extended else word.end(), start[1]


def _by_names(folded: str) -> Iterator[tuple[int, int, str]]:
    """Conditions of more than one word, behind a cue of their own."""
    for found in phrases.conditions(folded):
        before = folded[max(0, found.start() - _BACK) : found.start()]
        starts = [_last(CUES[cue], before, most=_FAR) for cue in "HBP"]
        start = next((start for start in starts if start is not None), None)
        if start is not None:
            yield found.start() - len(before) + start, found.end(), HEALTH


def _terms_of(word: str) -> tuple[Term, ...] | None:
    """What a word may say of a person, by itself, its ending, its root, or its first half."""
    is_plural = len(word) > _INFLECTED and word.endswith("s")  # the German "bis" is none of "bi"
    terms = TERMS.get(word) or (TERMS.get(word[:-1]) if is_plural else None)
    if terms is not None or len(word) < _INFLECTED:
        return terms
    if word[-_TAIL:] in ENDING_TAILS and word.endswith(EVERY_ENDING):
        return next(ENDINGS[end] for end in EVERY_ENDING if word.endswith(end))
    if word[:_TAIL] in ROOT_HEADS and word.startswith(EVERY_ROOT):
        root = next(root for root in EVERY_ROOT if word.startswith(root))
        return ROOTS[root] if len(word) - len(root) <= _INFLECTED else None
    if "'" in word:
        return TERMS.get(word.rpartition("'")[2])
    first, dash, second = word.partition("-")
    return TERMS.get(first) if dash and second in _TAILS else None


_TAILS = words_of(
    "positive positiv positif positivo positiva kranke krank erkrankung patient patientin diagnose"
)


def _told_from(
    text: str, folded: str, word: re.Match[str], terms: tuple[Term, ...]
) -> tuple[int, str] | None:
    """Where the cue of a person begins that makes the term theirs, and the term's category."""
    room = max(0, word.start() - _BACK)
    breaks = list(_CLAUSE.finditer(folded, room, word.start()))
    room = breaks[-1].end() if breaks else room
    before = folded[room : word.start()]
    most = _NEAR if word[0] in CLOSE else _FAR
    for term in terms:
        for cue in term.cues.replace("B", "") if word[0] in _NEVER_IS else term.cues:
            start = _last(CUES[cue], before, most=most if cue in "HTB" else min(most, 26))
            if start is not None:
                return room + start, term.category
        named = _named(text[room : word.start()], most=8)
        if named is not None and set(term.cues) & set("HBT") and word[0] not in CLOSE - _NAMED_TOO:
            return room + named, term.category
    return None


_NAMED_TOO = words_of(
    "ms trans bipolar jewish muslim blind deaf wheelchair catholic christian sick krank"
)


def _last(cue: re.Pattern[str], before: str, *, most: int) -> int | None:
    """The start of the nearest cue, if it is near enough and speaks of no trade."""
    chosen = None
    for found in cue.finditer(before):
        chosen = found
    if chosen is None or (_NEEDS.search(chosen[0]) and _COUNT.search(before, chosen.end())):
        return None
    between = before[chosen.end() :]
    if len(between) > most or _TRADE.search(between) or _TRADE.search(chosen[0]):
        return None
    return chosen.start()


_NEEDS = re.compile(r"\bneed")
_COUNT = re.compile(r"\d|\b(?:two|three|four|five|some|any|more|new)\b")  # wares, not one's own


def _named(before: str, *, most: int) -> int | None:
    for found in NAMED.finditer(before):
        if (
            len(before) - found.end() <= most
            and fold(found[0]).split("'")[0].split()[0] not in NOT_NAMES
        ):
            return found.start()
    return None
