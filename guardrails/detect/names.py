"""Names of people: after a cue, by a known given name, as a bare answer; and the filter for NER.

Three sources by falling certainty. Each score says how sure the source is; the caller's threshold
decides (a reply to a prospect needs more certainty than a message on its way to a model).
"""

import re
from collections.abc import Iterator

from guardrails.detect.first_names import DOUBTFUL, FIRST_NAMES
from guardrails.detect.not_names import COMPANY, NEVER
from guardrails.entities import Entity, Span

SURE, LIKELY, FAIR, FAINT = 0.95, 0.85, 0.75, 0.55

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
_LETTER = r"[^\W\d_]"
_PIECE = rf"[{_UPPER}](?:{_LETTER}|['-](?={_LETTER}))*"
_LINKS = (
    r"(?:van der|van den|van de|von der|von dem|de la|de los|de las|van|von|zu|vom|de|del|della|di|da|do|dos|das|du|des|la|le|el|"
    r"al|bin|ibn|ben|ter|ten|den|af|av|y|e|st\.|mac|mc|o')"
)
_FULL = rf"{_PIECE}(?:\s(?:{_LINKS}\s)?(?:{_PIECE}|[{_UPPER}]\.)){{0,3}}"
_LOWER = rf"{_LETTER}(?:{_LETTER}|['-](?={_LETTER})){{1,20}}(?:\s(?:{_LINKS}\s)?{_LETTER}(?:{_LETTER}|['-](?={_LETTER})){{1,20}}){{0,2}}"
_SAID = r"(?i:my (?:full |first |last )?name(?:'s| is|:)|the name's|name is|(?:full |first |last |contact )?name\s?[:=]|please call me|you can call me|call me|everyone calls me|they call me|i go by|ich hei(?:ß|ss)e|mein name(?: ist|:)|(?:vor|nach)?name ist|ich werde (\w+) genannt|je m'appelle|je me nomme|mon nom (?:est|c'est)|(?:pré)?nom\s?:|me llamo|mi nombre (?:es|completo es)|nombre\s?:|mi chiamo|il mio nome [èe]'?|nome\s?:|chamo-me|me chamo|(?:o )?meu nome (?:completo )?[ée]|ik heet|mijn naam is|naam\s?:|nazywam si[ęe]|mam na imi[ęe]|moje imi[ęe](?: i nazwisko)? to|imi[ęe](?: i nazwisko)?\s?:)"
_BEING = r"(?i:i'm|i am|im|this is|it's|here is|speaking with|ich bin(?: der| die)?|hier ist|hier spricht|je suis|c'est|ici|soy|aquí|sono|sou(?: o| a)?|aqui é(?: o| a)?|ik ben|met|u spreekt met|jestem|tu|z tej strony)"
_STATED = re.compile(rf"\b{_SAID}\s{{0,3}}(?P<name>{_FULL}|{_LOWER})")
_STATED_LOW = re.compile(rf"(?<!\w){_BEING}\s{{1,2}}(?P<name>{_FULL}|{_LOWER})")
_TITLED = re.compile(
    rf"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Herrn?|Frau|Fr\.|Hr\.|Monsieur|Madame|Mme|Mlle|M\.|Señora?|Sra?|Don|Doña|Signora?|Sig|Dott|Dottoressa|Senhora?|Dhr|Mevr|Meneer|Mevrouw|Panem|Panią|Pani|Pana|Pan|Pane)\.?\s(?:Dr\.\s|Prof\.\s)?(?P<name>{_FULL})"
)
_RELATED = re.compile(
    r"(?i:\b(?:my|our|his|her|their|meine?[nmr]?|unsere?[nmr]?|mon|ma|notre|mi|nuestr[oa]|il mio|la mia|mio|mia|nostr[oa]|meu|minha|noss[oa]|mijn|onze?|"
    r"m[oó]j|moja|moj[aą]|mojego|mojej|nasz\w*)\s(?:\w+\s){0,2}?"
    r"(?:boss|manager|colleague|coworker|co-worker|assistant|partner|cofounder|co-founder|ceo|cto|cfo|coo|director|head of \w+|husband|wife|friend|brother|sister|lawyer|accountant|"
    r"chef(?:in)?|kolleg(?:e|en|in)|vorgesetzte[rn]?|assistent(?:in)?|mann|frau|freund(?:in)?|patron(?:ne)?|collègue|associée?|mari|femme|jef[ea]|compañer[oa]|soci[oa]|marido|mujer|"
    r"capo|collega|moglie|marito|chefe|colega|esposa|baas|collega|vrouw|szef(?:owa|a)?|koleg(?:a|ą|i)|koleżank[aąi]|partner(?:in|ka)?|geschäftsführer(?:in)?)"
    r"(?:\sis|\sist|\sest|\ses|\sè|\sé|\sto|'s name is|\snamed|\scalled|\sname is|,|:)?)\s"
    rf"(?P<name>{_FULL})"
)
_SIGNED = re.compile(
    r"(?i:(?:^|[\n.!?,]\s?)(?:best|best regards|kind regards|regards|warm regards|thanks|many thanks|thank you|thx|cheers|sincerely|yours|rgds|br|"
    r"(?:viele|beste|liebe|schöne|herzliche|mit freundlichen|freundliche) gr(?:ü|ue)(?:ß|ss)en?|gru(?:ß|ss)|mfg|lg|vg|danke|cordialement|bien à vous|merci|"
    r"(?:un )?(?:cordial )?saludos?(?: cordiales)?|gracias|(?:cordiali )?saluti|grazie|atenciosamente|abraços?|cumprimentos|obrigad[oa]|(?:met vriendelijke )?groeten?|groetjes|bedankt|"
    r"pozdrawiam|dziękuję|z poważaniem))[\s,!.-]{1,4}"
    rf"(?P<name>{_FULL}|(?m:{_LOWER}$))(?=\s{{0,3}}(?:\n|$|[,|·-]))"
)
_GREETED = re.compile(
    rf"(?:^|[\n.!?]\s{{0,2}})(?i:hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte[rs]?|moin|bonjour|salut|cher|chère|hola|estimad[oa]|querid[oa]|ciao|buongiorno|gentile|caro|cara|olá|oi|prezad[oa]|hoi|beste|dag|cześć|witaj|drog[ai])\s(?P<name>{_FULL})(?=\s{{0,2}}(?:[,!.:\n]|$))"
)
_BARE = re.compile(
    rf"(?m:^)[\s>*-]{{0,4}}(?P<name>{_PIECE}(?:\s(?:{_LINKS}\s)?(?:{_PIECE}|[{_UPPER}]\.)){{1,3}}|{_PIECE},\s{_PIECE})"
    r"(?=\s{0,2}(?:$|\n|[,;|<(·/-]\s{0,2}\S*@|[,;|<(·/-]|\s\S{1,64}@|[.!]\s{0,2}$))"
)
_LINE_LOW = re.compile(
    rf"\A\s{{0,3}}(?P<name>{_LOWER})(?=\s{{0,2}}(?:\Z|[,;|(<-]\s?\S|\s\S{{1,64}}@))"
)
_MET = re.compile(
    r"(?i:\b(?:talk(?:ed|ing)? (?:to|with)|spoke (?:to|with)|spoken (?:to|with)|speak (?:to|with)|met(?: with)?|ask(?:ed)?|contact|tell|told|cc|invite|include|add|loop in|"
    r"meet(?:ing)? with|email|mail|call|from|by|and|with|to|for|mit|von|und|an|avec|et|à|de|con|y|a|para|com|e|met|en|z|i|od)\s)"
    rf"(?P<name>{_LETTER}{{3,14}})(?!\w)"
)
_CAPITALS = re.compile(
    rf"(?<![\w@./-]){_PIECE}(?:\s(?:{_LINKS}\s)?(?:{_PIECE}|[{_UPPER}]\.(?=\s))){{0,4}}(?![\w@]|\.\w)"
)
_LOCAL_PART = re.compile(r"([\w.+-]{3,64})@")
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|['-](?={_LETTER}))*")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n>]|[\"'(•*-])\s*$")
_LOW_RISK = frozenset("de la le el al di da do du e y av af den ben".split())
_LONGEST = 60


def find_names(text: str) -> Iterator[Span]:
    yield from _cued(text)
    yield from _given(text)
    yield from _answered(text)


def _cued(text: str) -> Iterator[Span]:
    for found in _STATED.finditer(text):
        yield from _span(text, found, SURE, lower=True)
    for found in _STATED_LOW.finditer(text):
        words = found["name"].split()
        known = is_given(words[0]) and words[0].casefold() not in DOUBTFUL
        if known or (len(words) > 1 and words[0].istitle() and words[1].istitle()):
            yield from _span(text, found, SURE if known else FAIR, lower=known)
        elif words[0].istitle() and words[0].casefold() in DOUBTFUL:
            yield from _span(text, found, FAIR)
        elif words[0].istitle() and not re.match(
            r"(?i:ich|hier|it's|here|c'est|ici|met|tu\b)", found[0]
        ):
            yield from _span(text, found, FAINT)
    for found in _TITLED.finditer(text):
        yield from _span(text, found, LIKELY)
    for found in _RELATED.finditer(text):
        yield from _span(text, found, LIKELY, detail="third")
    for found in _SIGNED.finditer(text):
        known = is_given(found["name"].split()[0])
        if known or found["name"][0].isupper():
            yield from _span(text, found, LIKELY if known else FAINT, lower=known)
    for found in _GREETED.finditer(text):
        known = is_given(found["name"].split()[0])
        yield from _span(text, found, LIKELY if known else FAINT)


def _given(text: str) -> Iterator[Span]:
    """A known given name with a capital, and the surname after it."""
    for run in _CAPITALS.finditer(text):
        words = list(_WORD.finditer(run[0]))
        for place, word in enumerate(words):
            folded = word[0].casefold()
            if folded not in FIRST_NAMES and folded not in DOUBTFUL:
                continue
            rest = _surname(words[place + 1 :])
            if folded in DOUBTFUL and not rest:
                continue
            if _names_a_company(words) or (place and _fused(words[place - 1][0])):
                break
            start = run.start() + word.start()
            end = run.start() + (rest[-1].end() if rest else word.end())
            if not rest and word[0].isupper():
                break
            yield Span(Entity.PERSON, start, end, LIKELY if rest else FAIR)
            break
    for found in _MET.finditer(text):
        folded = found["name"].casefold()
        if (
            found["name"].islower()
            and folded in FIRST_NAMES
            and folded not in DOUBTFUL
            and folded not in NEVER
        ):
            yield Span(Entity.PERSON, found.start("name"), found.end("name"), FAINT)


def _answered(text: str) -> Iterator[Span]:
    """A line that is a name, alone or before an address: the answer to "may I have your name?"."""
    for found in _BARE.finditer(text):
        words = [word[0].casefold() for word in _WORD.finditer(found["name"])]
        if not NEVER.intersection(words) and (len(text) < 200 or "@" in text):  # noqa: PLR2004
            known = any(word in FIRST_NAMES for word in words)
            yield Span(
                Entity.PERSON, found.start("name"), found.end("name"), LIKELY if known else FAINT
            )
    echoes = {
        part
        for local in _LOCAL_PART.findall(text)
        for part in re.split(r"[._+\d-]+", local.casefold())
        if len(part) > 2
    }  # noqa: PLR2004
    low = _LINE_LOW.match(text)
    if low and not NEVER.intersection(low["name"].casefold().split()):
        words = low["name"].casefold().split()
        echoed = any(word in echoes for word in words)
        if (
            echoed
            or (len(words) > 1 and words[0] in FIRST_NAMES and words[0] not in DOUBTFUL)
            or (words[0] in FIRST_NAMES - DOUBTFUL and "@" in text)
        ):
            yield Span(
                Entity.PERSON, low.start("name"), low.end("name"), LIKELY if echoed else FAIR
            )
    for word in _WORD.finditer(text) if echoes else ():
        folded = word[0].casefold()
        if (
            folded in echoes
            and folded not in NEVER
            and word[0][0].isupper()
            and text[word.end() : word.end() + 1] not in {"@", "."}
        ):
            before = text[word.start() - 1 : word.start()]
            if before not in {"@", ".", "-", "_", "/"} and is_given(folded):
                yield Span(Entity.PERSON, word.start(), word.end(), FAIR)


def _span(
    text: str, found: re.Match[str], score: float, *, lower: bool = False, detail: str = ""
) -> Iterator[Span]:
    """The words of the match that can belong to a name, from its start."""
    start = found.start("name")
    end = start
    for word in _WORD.finditer(text, start, min(found.end("name"), start + _LONGEST)):
        folded = word[0].casefold()
        if folded in _LOW_RISK and end > start:
            continue
        if folded in NEVER and not (
            end == start and word[0].istitle() and score >= SURE and folded in DOUBTFUL
        ):
            break
        if not lower and not word[0][0].isupper():
            break
        if lower and end > start and word[0][0].islower() and text[start].isupper():
            break
        end = word.end()
    if end > start and not (
        text[start:end].isupper() and " " not in text[start:end] and score < SURE
    ):
        yield Span(Entity.PERSON, start, _with_initial(text, end), score, detail)


def _with_initial(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == "." and re.search(r"\s[A-Z]$", text[:end]) else end


def _surname(words: list[re.Match[str]]) -> list[re.Match[str]]:
    taken: list[re.Match[str]] = []
    for word in words[:4]:
        folded = word[0].casefold()
        if folded in NEVER and folded not in _LOW_RISK:
            break
        taken.append(word)
    while taken and taken[-1][0][0].islower():
        taken.pop()
    return taken


def _names_a_company(words: list[re.Match[str]]) -> bool:
    return any(word[0].casefold() in COMPANY for word in words)


def _fused(previous: str) -> bool:
    """ "San Martin", "Saint Thomas", "Mount Helena": the word before makes it a place."""
    return previous.casefold() in {
        "san",
        "santa",
        "sankt",
        "saint",
        "st",
        "são",
        "santo",
        "mount",
        "port",
        "fort",
        "lake",
        "new",
    }


def is_given(word: str) -> bool:
    return word.casefold() in FIRST_NAMES or word.casefold() in DOUBTFUL


def unexplained(text: str, taken: list[Span]) -> list[tuple[int, int]]:
    """Runs of capitals that could still be a person, and so are worth the cost of NER."""
    left: list[tuple[int, int]] = []
    for run in _CAPITALS.finditer(text):
        start, end = run.span()
        if any(span.overlaps(start, end) for span in taken):
            continue
        words = [word[0] for word in _WORD.finditer(run[0])]
        open_words = [
            word for word in words if word.casefold() not in NEVER and not _is_shout(word)
        ]
        if not open_words or any(word.casefold() in COMPANY for word in words):
            continue
        if len(words) == 1 and _SENTENCE_START.search(text, max(0, start - 4), start):
            continue
        left.append((start, end))
    return left


def _is_shout(word: str) -> bool:
    return word.isupper() and len(word) <= 4  # noqa: PLR2004 - an acronym


def accepted(text: str, start: int, end: int, doubts: list[tuple[int, int]]) -> Span | None:
    """What is left of a person NER proposed, or None: it must lie on unexplained capitals."""
    on = next((doubt for doubt in doubts if doubt[0] < end and start < doubt[1]), None)
    if on is None or any(letter.isdigit() for letter in text[start:end]):
        return None
    words = list(_WORD.finditer(text, max(start, on[0]), min(end, on[1])))
    while words and (words[0][0].casefold() in NEVER or not words[0][0][0].isupper()):
        words.pop(0)
    while words and (words[-1][0].casefold() in NEVER or not words[-1][0][0].isupper()):
        words.pop()
    if not words or any(word[0].casefold() in NEVER for word in words):
        return None
    if len(words) == 1:
        previous = re.search(
            r"(\w+)\W{0,2}$", text[max(0, words[0].start() - 20) : words[0].start()]
        )
        if previous is None or previous[1].casefold() not in _PERSONAL_BEFORE:
            return None
    return Span(Entity.PERSON, words[0].start(), words[-1].end(), 0.7 if len(words) > 1 else FAINT)


_PERSONAL_BEFORE = frozenset(
    "with to and ask asked met told tell cc invite include add by i'm am me name contact hi hello hey dear thanks both".split()
)
