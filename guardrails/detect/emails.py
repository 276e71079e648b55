"""E-mail addresses, plain, mistyped, and as people spell them out to dodge robots."""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.text.words import words_of

_PROVIDERS = (
    r"gmail|googlemail|gmial|gmai|yahoo|ymail|hotmail|outlook|live|msn|icloud|me|aol|proton|"
    r"protonmail|gmx|web|t-online|freenet|posteo|mailbox|orange|wanadoo|free|sfr|laposte|libero|"
    r"virgilio|tiscali|alice|telefonica|terra|uol|bol|sapo|ziggo|kpn|planet|xs4all|wp|onet|o2|"
    r"interia|poczta|zoho|fastmail|hey|yandex|btinternet|sky|comcast|verizon|att"
)
_TLD = (
    r"com|net|org|de|fr|es|it|pt|nl|pl|uk|co|eu|io|at|ch|be|ie|br|us|info|me|ai|app|dev|biz|ca|au|"
    r"in|edu|gov|example|con|cmo|comm|ocm"
)
_PLAIN = re.compile(
    r"(?<![\w.+%-])(?:\"[^\"\n@]{1,60}\"|[\w!#$&*+/=?^{|}~.'%-]{1,64})@"
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.{1,2}){1,6}(?:xn--[\w-]{2,30}|c0m|[^\W\d_]{2,24})(?![\w-])"
)
_AT_ADDRESS = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:\[(?:\d{1,3}\.){3}\d{1,3}\]|(?:\d{1,3}\.){3}\d{1,3})(?!\w)"
)
_SPACED = re.compile(
    r"(?<![\w.+%-])(?:mailto:)?[\w+%-]{1,64}(?:(?:\.|"
    r"\s\.\s?)[\w+%-]{1,64}){0,4}\s{0,2}@{1,3}\s{0,2}"
    r"[\w-]{1,63}(?:(?:[.•·]|\s[.•·]\s?)[\w-]{1,63}){0,4}(?:[.•·]|\s[.•·]\s?)[^\W\d_]{2,24}(?!\w)"
)
# "dave@gmail,com", "dave@gmailcom", "dave@gmail com", "dave@gmail": a hurried thumb
_MISTYPED = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}\s?@\s?(?:(?:{_PROVIDERS})(?:[\s,;.]{{0,2}}(?:{_TLD}))?"
    rf"|[\w-]{{2,40}},(?:{_TLD}))(?![\w@.-]*\w)",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"(?<![\w@.-])(?:moc|ten|gro|ed|rf|se|ti|tp|ln|lp|oi|ue|ku\.oc|rb\.moc|elpmaxe)\.[\w.-]{2,60}"
    r"@[\w.+-]{1,64}(?![\w@])"
)
_LETTER_BY_LETTER = re.compile(
    r"(?<!\w)(?:[\w.-] ){2,40}@(?: [\w-]){1,40} \.(?: [\w.-]){2,30}(?!\w)"
)
_STRONG = (
    r"arroba|arrob|arobase|arobas|chiocciola|chiocciolina|ape?n?staart(?:je)?|at-teken|ma[łl]pa|"
    r"klammeraffe|at-zeichen|at-sign|at sign|at symbol|ät"
)
_WEAK = r"at|bei|chez|presso"
_DOT_WORDS = r"dot|punkt|punto|point|ponto|punt|kropka"
_OPEN, _CLOSED = r"[\[({<|\\/*#~='\"-]", r"[\])}>|\\/*#~='\"-]"
_AT = re.compile(
    rf"(?P<strong>\s{{0,3}}{_OPEN}\s?(?:@|a|at|{_STRONG})\s?{_CLOSED}\s{{0,3}}"
    rf"|(?<=\w)[_-]at[_-](?=\w)|(?<=\w)\.at\.(?=[\w-]+\.(?:{_DOT_WORDS})\.\w)|"
    rf"(?-i:(?<=[a-z0-9])AT(?=[a-z0-9-]+DOT[a-z]))|\s{{1,3}}(?:{_STRONG})\s{{1,3}})"
    rf"|(?P<sign>\s{{0,2}}@{{1,3}}\s{{0,2}})|(?P<weak>\s{{1,3}}(?:{_WEAK})\s{{1,3}})",
    re.IGNORECASE,
)
_SPOKEN_DOT = (
    rf"\s{{0,3}}{_OPEN}\s?(?:\.|{_DOT_WORDS})\s?{_CLOSED}\s{{0,3}}"
    rf"|\s{{1,3}}(?:{_DOT_WORDS})\s{{1,3}}|[_.-](?:{_DOT_WORDS})[_.-]|"
    rf"(?-i:(?<=[a-z0-9])DOT(?=[a-z]))"
)
_SEPARATORS = {
    "_": r"underscore|under score|unterstrich|tiret bas|underscor|gui[oó]n bajo|sublinhado|"
    r"underline|trattino basso|liggend streepje|laag streepje|podkre[śs]lnik|podkre[śs]lenie",
    "-": r"dash|hyphen|minus|bindestrich|tiret|trait d'union|gui[oó]n|h[íi]fen|tra[çc]o|"
    r"trattino|streepje|my[śs]lnik|kreska",
    "+": r"plus|m[áa]s|pi[ùu]|mais",
}
_SEPARATOR_WORDS = "|".join(_SEPARATORS.values())
_PART = r"[\w+%'-]{1,40}"
_LOCAL = re.compile(
    rf"(?<![\w.@+-])(?:(?:[^\W_] ){{2,30}}[^\W_]|{_PART}(?:(?:{_SPOKEN_DOT}|\.|"
    rf"\s(?:{_SEPARATOR_WORDS})\s){_PART}){{0,4}})$",
    re.IGNORECASE,
)
_DOMAIN = re.compile(
    rf"(?:(?P<known>{_PROVIDERS})(?:(?:(?:{_SPOKEN_DOT}|[.,]|"
    rf"\s)(?:{_TLD})(?!\w)){{1,2}})?(?![\w.-]*\w)"
    rf"|[\w-]{{1,40}}?(?:(?:\s(?:{_SEPARATOR_WORDS})\s)[\w-]{{1,40}}?)?"
    rf"(?:(?:{_SPOKEN_DOT}|\.)[\w-]{{1,40}}?){{0,3}}(?:{_SPOKEN_DOT}|\.)[^\W\d_]{{2,12}}(?!\w))",
    re.IGNORECASE,
)
_HAS_AT = re.compile(
    rf"@|[_.-]at[_.-]|(?-i:[a-z0-9]AT[a-z0-9])|{_OPEN}\s?(?:at?|{_STRONG})\s?{_CLOSED}|"
    rf"\s(?:{_STRONG}|{_WEAK})\s",
    re.IGNORECASE,
)
_DOT_WORD = re.compile(_SPOKEN_DOT, re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:e-?mails?|mails?|mailadresse|reach|write|contact|address|adresse|correo|courriel|mel|"
    r"posta|indirizzo|endere[çc]o|schreib\w*|escr[íi]\w*|poczta|adres|skrzynk\w*|gmail|outlook)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"(?:\b(?:is|it's|ist|est|es|[èé]|to)|[:=])\s{0,2}$", re.IGNORECASE)
# "I looked at acme.com": a verb or a filler before the "at" is no mailbox.
_NO_MAILBOX = words_of(
    "look looked looking looks meet met meeting work works worked working am is are "
    "was were be been buy bought check checking checked ordered booked saw "
    "find found us me you it him them her we they i see seen read site page app call "
    "up here there stay stayed stand stands store shop "
    "arrive arrived start started sold available hosted online only not all demo team folks "
    "people guys everyone someone engineer manager director head lead vp ceo cto coo "
    "cfo sales support developer designer rep agent "
    "product marketing account role job position employed based live lives stop signed login "
    "ich wir arbeite arbeiten bin war treffen uns termin job stelle je nous "
    "travaille suis rdv lavoro"
)
_HANDLE = re.compile(  # "we are on twitter @acme.io" names an account, not a mailbox
    r"(?:ig|insta|instagram|twitter|x|tiktok|fb|facebook|threads|linkedin|youtube|follow|us|on|"
    r"and|our|"
    r"the|me|dm|telegram|github|medium|mastodon|bluesky)\s{1,2}@",
    re.IGNORECASE,
)
_EDGE = ".'-+!?*#$&/=^{|}~%"
_LONGEST_LOCAL, _CUE_DISTANCE = 90, 40


def find_emails(text: str) -> Iterator[Span]:
    if not _HAS_AT.search(text):
        return
    if "@" in text:
        for pattern, score in _WRITTEN:
            for found in pattern.finditer(text):
                start = found.start()
                while start < found.end() and text[start] in _EDGE:
                    start += 1
                if text[start] != "@" and not _HANDLE.match(text, start):
                    yield Span(Entity.EMAIL, start, found.end(), score)
    for at in _AT.finditer(text):
        local = _LOCAL.search(text, max(0, at.start() - _LONGEST_LOCAL), at.start())
        domain = _DOMAIN.match(text, at.end()) if local else None
        if local and domain and _is_spelled_out(text, local, at, domain):
            yield Span(Entity.EMAIL, local.start(), domain.end(), 0.9)


_WRITTEN = ((_PLAIN, 1.0), (_AT_ADDRESS, 0.9), (_SPACED, 0.9), (_MISTYPED, 0.9),
            (_LETTER_BY_LETTER, 0.9), (_BACKWARDS, 0.9))  # fmt: skip


def _is_spelled_out(
    text: str, local: re.Match[str], at: re.Match[str], domain: re.Match[str]
) -> bool:
    """A bracketed at, or a spoken dot after it, is enough; a bare word needs more."""
    spoken = bool(_DOT_WORD.search(domain[0]))
    if at["strong"] or at["sign"]:
        return bool(at["strong"]) or spoken
    name = local[0].rpartition(" ")[2].casefold()
    if name in _NO_MAILBOX:
        return spoken and bool(_TOLD.search(text, max(0, local.start() - 8), local.start()))
    sign = at[0].strip()
    if sign.casefold() != "at":
        return spoken
    # shouted in a quiet line it is meant as the sign
    is_cued = sign == "AT" and local[0].islower()
    is_cued = is_cued or bool(
        _CUE.search(text, max(0, local.start() - _CUE_DISTANCE), local.start())
    )
    shaped = any(mark in name for mark in "._+") or any(letter.isdigit() for letter in name)
    if domain["known"] and not spoken and domain[0].isalpha():
        return is_cued  # "dave at gmail"
    return spoken or shaped or is_cued


def plain_email(written: str) -> str:
    """The address that was meant: ``carla (at) acme dot example`` is ``carla@acme.example``."""
    joined = written.removeprefix("mailto:")
    if joined.startswith('"') and "@" in joined:
        return joined
    joined = _DOT_WORD.sub(".", joined)
    at = next((a for a in _AT.finditer(joined) if a["strong"] or a["sign"]), None)
    at = at or next(iter(reversed(list(_AT.finditer(joined)))), None)
    if at is not None:
        joined = f"{joined[: at.start()]}@{joined[at.end() :]}"
    for sign, words in _SEPARATORS.items():
        joined = re.sub(rf"\s(?:{words})\s", sign, joined, flags=re.IGNORECASE)
    local, _, domain = joined.partition("@")
    domain = re.sub(rf"(?<=\w)(?:\s?,\s?|\s)(?=(?:{_TLD})$)", ".", domain, flags=re.IGNORECASE)
    return re.sub(r"\s+", "", f"{local}@{domain}" if domain else local)
