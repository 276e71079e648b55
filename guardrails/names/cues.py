"""Names of people: after a cue, by a known given name, as a bare answer; and the filter for NER.

Three sources by falling certainty. Each score says how sure the source is; the caller's threshold
decides (a reply to a prospect needs more certainty than a message on its way to a model).
"""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.names.features import fold
from guardrails.names.first_names import DOUBTFUL, FIRST_NAMES
from guardrails.names.not_names import COMPANY, NEVER
from guardrails.text.words import words_of

SURE, LIKELY, FAIR, FAINT = 0.95, 0.85, 0.75, 0.55
ECHOED = 0.65  # a mailbox says it: enough on its way in, not in a reply

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_LETTER = r"[^\W\d_]"
_PIECE = rf"[{_UPPER}](?:{_LETTER}|['-](?={_LETTER}))*"
_LINKS = (
    r"(?:van der|van den|van de|von der|von dem|de la|de los|de las|van|von|zu|vom|de|"
    r"del|della|di|da|do|dos|das|du|des|la|le|el|"
    r"al|bin|ibn|ben|ter|ten|den|af|av|y|e|st\.|mac|mc|o')"
)
_FULL = rf"(?:[{_UPPER}]\.\s)?{_PIECE}(?:\s(?:{_LINKS}\s)?(?:{_PIECE}|[{_UPPER}]\.)){{0,3}}"
_LOWER = (
    rf"{_LETTER}(?:{_LETTER}|['-](?={_LETTER})){{1,20}}(?:\s(?:{_LINKS}\s)"
    rf"?{_LETTER}(?:{_LETTER}|['-](?={_LETTER})){{1,20}}){{0,2}}"
)
_SAID = (
    r"(?i:my (?:full |first |last )?name(?:'s| is|:)|(?:the )?name's|name is|(?:full |"
    r"first |last |contact )?name\s?[:=]|please call me|you can call me|call me|"
    r"everyone calls me|they call me|i go by|ich hei(?:ß|ss)e|mein name(?: ist|:)|"
    r"(?:vor|nach)?name ist|ich werde (\w+) genannt|je m'appelle|je me nomme|mon nom "
    r"(?:est|c'est)|(?:pré)?nom\s?:|me llamo|mi nombre (?:es|completo es)|nombre\s?:|"
    r"mi chiamo|il mio nome [èe]'?|nome\s?:|chamo-me|me chamo|(?:o )?meu nome "
    r"(?:completo )?[ée]|ik heet|mijn naam is|naam\s?:|nazywam si[ęe]|mam na imi[ęe]|"
    r"moje imi[ęe](?: i nazwisko)? to|imi[ęe](?: i nazwisko)?\s?:)"
)
_BEING = (
    r"(?i:i'm|i am|im|this is|it's|here is|speaking with|(?:ich )?bin(?: der| die)?|"
    r"hier ist|hier spricht|le habla|habla|fala(?: o| a)?|parla|mówi|je suis|c'est|"
    r"ici|soy|aquí|sono|sou(?: o| a)?|aqui é(?: o|"
    r" a)?|ik ben|met|u spreekt met|jestem|tu|z tej strony)"
)
_STATED = re.compile(rf"\b{_SAID}\s{{0,3}}(?P<name>{_FULL}|{_LOWER})")
_PRESENTED = re.compile(rf"(?<!\w){_BEING}\s{{1,2}}(?P<name>{_FULL}|{_LOWER})")
_BEFORE_MAILBOX = re.compile(
    rf"(?<![\w@./-])(?P<name>{_PIECE}(?:\s(?:{_LINKS}\s)?{_PIECE}){{1,2}})"
    rf"(?=\s{{0,2}}[,;:(<|-]?\s{{0,2}}[\w.+-]{{1,64}}@)"
)
_ADDRESSED = re.compile(
    r"(?i:\b(?:attn|attention|c/o|z\.\s?hd\.?|zu händen(?: von)?|à l'attention de|a "
    r"la atención de|all'attenzione di|aos cuidados de|ao cuidado de|"
    r"t\.a\.v\.|contact(?: person)?|ansprechpartner(?:in)?|kontakt|contacto|contatto|"
    r"contato|contactpersoon|signed|gezeichnet)\s?[:,.]?\s)"
    rf"(?P<name>{_FULL})"
)
_FROM_A_FIRM = re.compile(
    rf"(?:^|[\n.!]\s?|(?i:hi|hey|hello|hallo|moin|salut|bonjour|hola|buenas|ciao|olá|"
    rf"oi|hoi|cześć|witam)[,!]?\s)(?P<name>{_FULL})"
    r"(?=,?\s(?i:from|de chez|von der|von|from the|de la empresa|da empresa|dall[ae']|"
    r"van|z firmy)\s[A-ZÀ-Þ\d])"
)
_HERE = re.compile(
    rf"(?<!\w)(?P<name>{_LETTER}{{3,14}})(?=,?\s(?i:here|hier|aquí|aqui|tutaj)(?:$|"
    rf"[\s,.!]))"
)
_TITLED = re.compile(
    rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herrn?|Frau|Fr\.|Hr\.|Monsieur|Madame|"
    rf"Mme|Mlle|M\.|Señora?|Sra?|Don|Doña|Signora?|Sig|Dott|Dottoressa|Senhora?|Dhr|"
    rf"Mevr|Meneer|Mevrouw|Panem|Panią|Pani|Pana|Pan|Pane)\.?\s(?:Dr\.\s|Prof\.\s)"
    rf"?(?P<name>{_FULL})"
)
_KIN = (
    r"(?i:\b(?:my|our|his|her|their|meine?[nmr]?|unsere?[nmr]?|mon|ma|notre|mi|"
    r"nuestr[oa]|il mio|la mia|mio|mia|nostr[oa]|meu|minha|noss[oa]|mijn|onze?|"
    r"m[oó]j|moja|moj[aą]|mojego|mojej|nasz\w*)\s(?:\w+\s){0,2}?"
    r"(?:boss|manager|colleague|coworker|co-worker|assistant|partner|cofounder|"
    r"co-founder|ceo|cto|cfo|coo|director|head of \w+|husband|wife|friend|brother|"
    r"sister|lawyer|accountant|son|daughter|father|mother|uncle|aunt|cousin|neighbou?r|"
    r"(?:brother|sister|father|mother)-in-law|"
    r"chef(?:in)?|kolleg(?:e|en|in)|vorgesetzte[rn]?|assistent(?:in)?|mann|frau|"
    r"freund(?:in)?|sohn|tochter|vater|mutter|bruder|schwester|schwager|schwägerin|onkel|tante|"
    r"cousine?|nachbar(?:in)?|patron(?:ne)?|collègue|associée?|mari|femme|ami|amie|fils|fille|"
    r"frère|s(?:oe|œ)ur|père|mère|oncle|beau-frère|belle-s(?:oe|œ)ur|voisine?|"
    r"jef[ea]|compañer[oa]|soci[oa]|marido|mujer|hij[oa]|herman[oa]|padre|madre|tí[oa]|prim[oa]|"
    r"cuñad[oa]|vecin[oa]|amig[oa]|capo|collega|moglie|marito|figli[oa]|fratello|sorella|zi[oa]|"
    r"cugin[oa]|cognat[oa]|amic[oa]|chefe|colega|esposa|sóci[oa]|filh[oa]|irmão|irmã|pai|mãe|ti[oa]|"
    r"cunhad[oa]|vizinh[oa]|baas|vrouw|zoon|dochter|broer|zus|vader|moeder|oom|neef|nicht|zwager|"
    r"schoonzus|buurman|buurvrouw|szef(?:owa|a)?|koleg(?:a|ą|i)|koleżank[aąi]|partner(?:in|ka)?|"
    r"syn|córka|brat|siostra|ojciec|matka|wujek|ciocia|kuzyn(?:ka)?|szwagier|sąsiad(?:ka)?|"
    r"wspólni(?:k|czka)|mąż|żona|geschäftsführer(?:in)?)"
    r"(?:\sis|\sist|\sest|\ses|\sè|\sé|\sto|'s name is|\snamed|\scalled|\sname is|,|:)?)\s"
)
_RELATED = re.compile(rf"{_KIN}(?P<name>{_FULL})")
_RELATED_LOW = re.compile(rf"{_KIN}(?P<name>{_LOWER})")
_CALLED = re.compile(
    r"(?:^|[\n.!?,]\s?)(?i:hi|hello|hey|thanks|thank you|thx|cheers|hallo|danke|moin|servus|"
    r"bonjour|salut|coucou|merci|hola|gracias|ciao|grazie|olá|oi|valeu|obrigad[oa]|hoi|dank je|"
    rf"bedankt|cześć|czesc|hej|dzięki)\s(?P<name>{_LETTER}{{3,14}})(?=[,.!?\n]|\Z)"
)
_SIGNED = re.compile(
    r"(?i:(?:^|[\n.!?,]\s?)(?:best|best regards|kind regards|regards|warm regards|"
    r"thanks|many thanks|thank you|thx|cheers|sincerely|yours|rgds|br|"
    r"(?:viele|beste|liebe|schöne|herzliche|mit freundlichen|freundliche) gr(?:ü|ue)"
    r"(?:ß|ss)en?|gru(?:ß|ss)|mfg|lg|vg|danke|cordialement|bien à vous|merci|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|gracias|(?:cordiali )?saluti|"
    r"grazie|atenciosamente|abraços?|cumprimentos|obrigad[oa]|(?:met vriendelijke )"
    r"?groeten?|groetjes|bedankt|"
    r"pozdrawiam|dziękuję|z poważaniem))[\s,!.-]{1,4}"
    rf"(?P<name>{_FULL}|(?m:{_LOWER}$))(?=\s{{0,3}}(?:\n|$|[,|·-]))"
)
_GREETED = re.compile(
    rf"(?:^|[\n.!?]\s{{0,2}})(?i:hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte[rs]?|"
    rf"moin|bonjour|salut|cher|chère|hola|estimad[oa]|querid[oa]|ciao|buongiorno|"
    rf"gentile|caro|cara|olá|oi|prezad[oa]|hoi|beste|dag|cześć|witaj|drog[ai])"
    rf"\s(?P<name>{_FULL})(?=\s{{0,2}}(?:[,!.:\n]|$))"
)
_BARE = re.compile(
    rf"(?m:^)[\s>*-]{{0,4}}(?P<name>{_PIECE}(?:\s(?:{_LINKS}\s)?(?:{_PIECE}|"
    rf"[{_UPPER}]\.)){{1,3}}|{_PIECE},\s{_PIECE})"
    r"(?=\s{0,2}(?:$|\n|[,;|<(·/-]\s{0,2}\S*@|[,;|<(·/-]|\s\S{1,64}@|[.!]\s{0,2}$))"
)
_LINE_LOW = re.compile(
    rf"\A\s{{0,3}}(?P<name>{_LOWER})(?=\s{{0,2}}(?:\Z|[,;|(<-]\s?\S|\s\S{{1,64}}@))"
)
_MET = re.compile(
    r"(?i:\b(?:talk(?:ed|ing)? (?:to|with)|spoke (?:to|with)|spoken (?:to|with)|speak "
    r"(?:to|with)|met(?: with)?|ask(?:ed)?|contact|tell|told|cc|invite|include|add|"
    r"loop in|"
    r"meet(?:ing)? with|email|mail|call|from|by|and|with|to|for|mit|von|und|an|avec|"
    r"et|à|de|con|y|a|para|com|e|met|en|z|i|od)\s)"
    rf"(?P<name>{_LETTER}{{3,14}})(?!\w)"
)
CAPITALS = re.compile(
    rf"(?<![\w@./-]){_PIECE}(?:\s(?:{_LINKS}\s)?(?:{_PIECE}|[{_UPPER}]\.(?=\s)))"
    rf"{{0,4}}(?![\w@]|\.\w)"
)
_LOCAL_PART = re.compile(r"([\w.+-]{3,64})@")
WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|['-](?={_LETTER}))*")
_BETWEEN = words_of(
    "van der den de von dem zu vom del la los las della di da do dos das du des le "
    "el al bin ibn ben ter ten af av y e"
)
_BETWEEN_LOW = words_of("van der den ter ten")
_NO_SURNAME = words_of("y e")
_BEFORE_A_PLACE = words_of("san santa sankt saint st são santo mount port fort lake new")
_SHORTEST_ECHO = 3
_LONG_ECHO, _INITIALS = 5, 2
_SHORT_ANSWER = 200
_ECHO = re.compile(rf"(?<![\w@./-]){_PIECE}(?![\w@-]|\.\w)")
_THIRD = "third"
_PRESENTED_END = re.compile(r"\s{0,2}(?:[,.!]|(?:here|from|von|de|da|van|z)\b)")
_LOOSE = re.compile(r"(?:ich|hier|it's|here|c'est|ici|met|im|tu)\b", re.IGNORECASE)


def find_names(text: str) -> Iterator[Span]:
    yield from _cued(text)
    yield from _given(text)
    yield from _answered(text)


def _cued(text: str) -> Iterator[Span]:
    for found in _STATED.finditer(text):
        yield from _span(text, found, SURE, lower=True)
    for found in _PRESENTED.finditer(text):
        score, lower = _presented(found)
        yield from _span(text, found, score, lower=lower)
    for found in _HERE.finditer(text):
        if is_given(found["name"]) and found["name"].casefold() not in NEVER:
            yield from _span(text, found, LIKELY, lower=True)
    for pattern in (_TITLED, _ADDRESSED, _BEFORE_MAILBOX, _FROM_A_FIRM):
        for found in pattern.finditer(text):
            yield from _span(text, found, LIKELY)
    for found in _RELATED.finditer(text):
        yield from _span(text, found, LIKELY, detail=_THIRD)
    yield from _cued_in_small_letters(text)
    for pattern in (_SIGNED, _GREETED):
        for found in pattern.finditer(text):
            known = is_given(found["name"].split()[0])
            yield from _span(text, found, LIKELY if known else FAINT, lower=known)


def _cued_in_small_letters(text: str) -> Iterator[Span]:
    """ "my son leon", "gracias nacho": where every letter may be small, a known given name only."""
    for pattern, detail in ((_RELATED_LOW, _THIRD), (_CALLED, "")):
        for found in pattern.finditer(text):
            first = found["name"].split()[0].casefold()
            if first in FIRST_NAMES - DOUBTFUL - NEVER:
                start = found.start("name")
                yield Span(Entity.PERSON, start, start + len(first), LIKELY, detail)


def _presented(found: re.Match[str]) -> tuple[float, bool]:
    """After "I'm" or "this is" stands a name less often than a trade, a mood or a place."""
    first, *rest = found["name"].split()
    if is_given(first) and first.casefold() not in DOUBTFUL:
        return SURE, True
    if first.istitle() and (first.casefold() in DOUBTFUL or (rest and rest[0].istitle())):
        return FAIR, False
    loose = _LOOSE.match(found[0]) and not _PRESENTED_END.match(found.string, found.end())
    return (0.0 if loose or not first.istitle() else FAINT), False


def _given(text: str) -> Iterator[Span]:
    """A known given name with a capital, and the surname after it."""
    for run in CAPITALS.finditer(text):
        words = list(WORD.finditer(text, *run.span()))
        if not any(word[0].casefold() in COMPANY for word in words):
            span = _given_in(words)
            if span:
                yield span
    for found in _MET.finditer(text):
        folded = found["name"].casefold()
        if found["name"].islower() and folded in FIRST_NAMES - DOUBTFUL - NEVER:
            yield Span(Entity.PERSON, found.start("name"), found.end("name"), FAINT)


def _given_in(words: list[re.Match[str]]) -> Span | None:
    for place, word in enumerate(words):
        if not is_given(word[0]):
            continue
        if place and words[place - 1][0].casefold() in _BEFORE_A_PLACE:
            return None
        rest = _surname(words[place + 1 :])
        if rest:
            return Span(Entity.PERSON, word.start(), rest[-1].end(), LIKELY)
        if word[0].casefold() not in DOUBTFUL and not word[0].isupper():
            return Span(Entity.PERSON, word.start(), word.end(), FAIR)
    return None


def _answered(text: str) -> Iterator[Span]:
    """A line that is a name, alone or before an address: the answer to "may I have your name?"."""
    echoes = {
        fold(part)
        for local in _LOCAL_PART.findall(text)
        for part in re.split(r"[._+\d-]+", local.casefold())
        if len(part) >= _SHORTEST_ECHO
    } - NEVER
    if echoes or len(text) < _SHORT_ANSWER:
        for found in _BARE.finditer(text):
            words = {word[0].casefold() for word in WORD.finditer(found["name"])}
            if not words & NEVER:
                known = words & FIRST_NAMES
                yield Span(Entity.PERSON, *found.span("name"), LIKELY if known else FAINT)
    low = _LINE_LOW.match(text)
    if low:
        score = _score_of_line(low["name"].casefold().split(), echoes)
        if score:
            yield Span(Entity.PERSON, *low.span("name"), score)
    for found in _ECHO.finditer(text) if echoes else ():
        if found[0][0].isupper() and _is_echoed(found[0], echoes):
            yield Span(Entity.PERSON, *found.span(), ECHOED)


def _is_echoed(word: str, echoes: set[str]) -> bool:
    """A mailbox repeats the word, or has it after an initial or two: "mschippers" is Schippers."""
    plain = fold(word)
    return plain in echoes or (
        len(plain) >= _LONG_ECHO
        and any(echo.endswith(plain) and len(echo) - len(plain) <= _INITIALS for echo in echoes)
    )


def _score_of_line(words: list[str], echoes: set[str]) -> float:
    """A line in small letters is a name when a mailbox repeats it or it starts with a given one."""
    if NEVER.intersection(words):
        return 0.0
    if echoes.intersection(map(fold, words)):
        return LIKELY
    given = words[0] in FIRST_NAMES and words[0] not in DOUBTFUL
    return FAIR if given and (len(words) > 1 or echoes) else 0.0


def _span(
    text: str, found: re.Match[str], score: float, *, lower: bool = False, detail: str = ""
) -> Iterator[Span]:
    """The words of the match that can belong to a name, from its start."""
    words = list(WORD.finditer(text, found.start("name"), found.end("name")))
    capital = bool(words) and words[0][0][0].isupper()
    if not words or not (capital or lower) or score == 0.0:
        return
    taken = _namewords_of(words, capital=capital)
    if not taken:
        return
    start, end = taken[0].start(), taken[-1].end()
    if len(taken) == 1 and taken[0][0].isupper() and score < SURE:
        return
    yield Span(Entity.PERSON, start, _with_initial(text, end), score, detail)


def _namewords_of(words: list[re.Match[str]], *, capital: bool) -> list[re.Match[str]]:
    """Up to the first word that is no name; a "van der" stays when a name follows it."""
    taken: list[re.Match[str]] = []
    between = _BETWEEN if capital else _BETWEEN_LOW
    for word in words:
        folded = word[0].casefold()
        if taken and folded in between and word[0].islower():
            taken.append(word)
            continue
        never = folded in NEVER and not (not taken and folded in DOUBTFUL)
        if never or (capital and not word[0][0].isupper()):
            break
        taken.append(word)
    while taken and taken[-1][0].islower() and taken[-1][0] in between:
        taken.pop()
    return taken


def _with_initial(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "." and re.search(r"\s[A-Z]$", text[:end]) else end


def _surname(words: list[re.Match[str]]) -> list[re.Match[str]]:
    return (
        _namewords_of(words[:4], capital=True) if words and words[0][0] not in _NO_SURNAME else []
    )


def is_given(word: str) -> bool:
    return word.casefold() in FIRST_NAMES or word.casefold() in DOUBTFUL
