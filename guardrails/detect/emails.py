"""E-mail addresses, plain and as people spell them out to dodge robots."""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.text.words import words_of

_PLAIN = re.compile(
    r"(?<![\w.+%-])[\w!#$&*+/=?^{|}~.'%-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,6}"
    r"(?:xn--[\w-]{2,30}|[^\W\d_]{2,24})(?![\w-])"
)
_SPACED = re.compile(
    r"(?<![\w.+%-])(?:mailto:)?[\w+%-]{1,64}(?:(?:\.|\s\.\s?)[\w+%-]{1,64}){0,4}\s{0,2}@\s{0,2}"
    r"[\w-]{1,63}(?:(?:\.|\s\.\s?)[\w-]{1,63}){0,4}(?:\.|\s\.\s?)[^\W\d_]{2,24}(?!\w)"
)
_LETTER_BY_LETTER = re.compile(
    r"(?<!\w)(?:[\w.-] ){2,40}@(?: [\w-]){1,40} \.(?: [\w.-]){2,30}(?!\w)"
)
_AT_WORDS = "at|ät|arroba|arrob|arobase|chiocciola|apenstaartje|apestaartje|małpa|malpa|klammeraffe"
_DOT_WORDS = "dot|punkt|punto|point|ponto|punt|kropka"
_AT = (
    rf"(?:\s{{0,3}}[\[({{<]\s?(?:@|{_AT_WORDS})\s?[\])}}>]\s{{0,3}}|"
    rf"\s{{1,3}}(?:{_AT_WORDS})\s{{1,3}}|_at_)"
)
_DOT = (
    rf"(?:\s{{0,3}}[\[({{<]\s?(?:\.|{_DOT_WORDS})\s?[\])}}>]\s{{0,3}}"
    rf"|\s{{1,3}}(?:{_DOT_WORDS})\s{{1,3}}|_dot_|\.)"
)
_PART = r"[^\W_][\w+%-]{0,40}?"
_LOCAL = rf"{_PART}(?:(?:{_DOT}|\s(?:underscore|dash|minus|hyphen)\s){_PART}){{0,4}}"
_SPELLED = re.compile(
    rf"(?<![\w.]){_LOCAL}{_AT}{_PART}(?:{_DOT}{_PART}){{0,3}}{_DOT}[^\W\d_]{{2,12}}(?!\w)",
    re.IGNORECASE,
)
_HAS_AT = re.compile(rf"@|_at_|[\[({{<]\s?(?:{_AT_WORDS})|\s(?:{_AT_WORDS})\s", re.IGNORECASE)
_BARE_AT = re.compile(rf"\s(?:{_AT_WORDS})\s", re.IGNORECASE)
_DOT_WORD = re.compile(rf"\b(?:{_DOT_WORDS})\b|_dot_", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:e-?mails?|mails?|reach|write|contact|address|adresse|correo|courriel|posta|"
    r"poczta|adres)\b",
    re.IGNORECASE,
)
# "I looked at acme.com": a verb or a filler before the "at" is no mailbox.
_NO_MAILBOX = words_of(
    "look looked looking looks meet met meeting work works worked working am is are "
    "was were be been "
    "find found us me you it them him her we they i see seen read site page app call "
    "up here there stay "
    "arrive arrived start started sold bought available hosted online only not all demo team folks "
    "people guys everyone someone engineer manager director head lead vp ceo cto coo "
    "cfo sales support "
    "product marketing account role job position employed based live lives shop stop signed login"
)
_EDGE = ".'-+!?*#$&/=^{|}~%"
_SPELLED_AT = re.compile(_AT, re.IGNORECASE)
_SPELLED_DOT = re.compile(_DOT, re.IGNORECASE)


def find_emails(text: str) -> Iterator[Span]:
    if not _HAS_AT.search(text):
        return
    if "@" in text:
        for pattern, score in ((_PLAIN, 1.0), (_SPACED, 0.9), (_LETTER_BY_LETTER, 0.9)):
            for found in pattern.finditer(text):
                start = found.start()
                while start < found.end() and text[start] in _EDGE:
                    start += 1
                if text[start] != "@":
                    yield Span(Entity.EMAIL, start, found.end(), score)
    for found in _SPELLED.finditer(text):
        if _is_spelled_out(text, found):
            yield Span(Entity.EMAIL, found.start(), found.end(), 0.9)


def _is_spelled_out(text: str, found: re.Match[str]) -> bool:
    """A bracketed at, or a spoken dot after it, is enough; a bare word needs more."""
    words = found[0]
    bare = _BARE_AT.search(words)
    if bare is None:
        return True
    if _DOT_WORD.search(words, bare.end() - 1):
        return True
    local = words[: bare.start()].rpartition(" ")[2]
    if local.casefold() in _NO_MAILBOX:
        return False
    shaped = any(mark in local for mark in "._+") or any(letter.isdigit() for letter in local)
    return shaped or bool(_CUE.search(text, max(0, found.start() - 40), found.start()))


def plain_email(written: str) -> str:
    """The address that was meant: ``carla (at) acme dot example`` is ``carla@acme.example``."""
    joined = written.removeprefix("mailto:")
    if "@" not in joined or _SPELLED_AT.search(joined):
        joined = _SPELLED_AT.sub("@", joined, count=1)
    joined = _SPELLED_DOT.sub(".", joined)
    for word, sign in (("underscore", "_"), ("dash", "-"), ("minus", "-"), ("hyphen", "-")):
        joined = re.sub(rf"\s{word}\s", sign, joined, flags=re.IGNORECASE)
    return re.sub(r"\s+", "", joined)
