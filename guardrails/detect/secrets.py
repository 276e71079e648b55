"""Passwords, keys and tokens: by their well-known prefixes, by a cue, by looking random."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from guardrails.entities import Entity, Span
from guardrails.text.words import words_of

_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"(?:sk|pk|rk)[-_](?:live|test|proj|ant|or|svcacct)[-_][A-Za-z0-9_-]{8,200}|"
    r"sk-[A-Za-z0-9_-]{16,200}"
    r"|gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{16,255}|glpat-[A-Za-z0-9_-]{12,100}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{8,200}|xapp-[A-Za-z0-9-]{8,200}|(?:AKIA|ASIA|ABIA|"
    r"ACCA)[A-Z0-9]{16}"
    r"|AIza[A-Za-z0-9_-]{30,60}|ya29\.[A-Za-z0-9_-]{16,300}|1//0[A-Za-z0-9_-]{20,200}|"
    r"npm_[A-Za-z0-9]{20,60}"
    r"|pypi-[A-Za-z0-9_-]{16,255}|hf_[A-Za-z0-9]{16,60}|dop_v1_[a-f0-9]{32,80}|"
    r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{24,64}"
    r"|whsec_[A-Za-z0-9+/=]{16,100}|SG\.[A-Za-z0-9_-]{10,40}\.[A-Za-z0-9_-]{10,80}|"
    r"key-[a-f0-9]{24,64}"
    r"|sq0[a-z]{3}-[A-Za-z0-9_-]{16,64}|EAA[A-Za-z0-9]{24,300}|pat[A-Za-z0-9]{14}\.[a-f0-9]{32,80}"
    r"|eyJ[A-Za-z0-9_-]{6,2000}\.[A-Za-z0-9_-]{4,4000}(?:\.[A-Za-z0-9_-]{0,1000})?"
    r"|[MN][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}|"
    r"\d{8,10}:AA[A-Za-z0-9_-]{30,40})"
)
_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----.{0,8000}?(?:-----END "
    r"[A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
_BEARER = re.compile(
    r"\b(?:bearer|basic|authorization:|x-api-key:)\s{1,3}(?:bearer |basic )"
    r"?(?P<value>[A-Za-z0-9._~+/=-]{12,2000})",
    re.IGNORECASE,
)
_NAMES = (
    r"pass\s?word|pass\s?wort|kennwort|pass\s?code|pass\s?phrase|pwd|pw|psw|mot de "
    r"passe|mdp|contrase[ñn]a|clave(?: de acceso)?|"
    r"senha|palavra-?passe|wachtwoord|has[łl]o|parola d'ordine|parola chiave|password|"
    r"p[a4]ssw[o0]rd|pasword|passwrod|"
    r"pin(?:[- ]?code)?|tan|otp|one[- ]time (?:code|password)|2fa(?: code)?|"
    r"verification code|security answer|"
    r"api[ _-]?(?:key|token|secret)s?|api-?schl[üu]ssel|cl[ée] (?:d')?api|clave (?:de "
    r")?api|chiave api|chave (?:de )?api|klucz api|"
    r"access[ _-]?(?:key|token)(?:[ _-]?id)?|secret(?:[ _-]?(?:key|token|"
    r"access[ _-]?key))?|auth(?:entication)?[ _-]?token|"
    r"private[ _-]?key|client[ _-]?secret|account[ _-]?key|token|credentials?|zugangsdaten|logins?"
)
_LINK = (
    r"(?:\s{0,2}(?:[:=]|=>|->)|\s(?:is|was|ist|lautet|war|est|es|era|[èé]|to|jest|"
    r"here|as)\s?:?)\s{0,3}"
)
_CUED = re.compile(
    rf"(?<![\w-])(?P<mine>(?:my|our|the|mein|unser|das|mon|mi|il mio|la mia|la|minha|a "
    rf"minha|mijn|moje|nasze)\s)?"
    rf"(?P<kind>(?!your|an?\s|no\s|this|any|ihr|votre|su\s|uw)[a-z]{{2,12}}[ _-])"
    rf"?(?:{_NAMES})(?:\s\([^)\n]{{0,30}}\))?(?:\s(?:for|f[üu]r|pour|para|per|voor|do)"
    rf"\s[\w.-]{{2,30}}(?:\s[\w.-]{{2,30}})?)?"
    rf"(?P<link>['\"]?{_LINK})(?P<quote>['\"]?)(?P<value>[^\s'\"<>]{{3,200}})",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:log ?in|user(?:name)?|sign in|benutzer(?:name)?|usuario|utente|gebruiker)"
    r"\b[^\n]{0,60}?\S+\s?/\s?(?P<value>[^\s/,;]{5,60})",
    re.IGNORECASE,
)
# What follows "the password is ..." when no password follows.
_NO_VALUE = words_of(
    "a an the not no in on of for to be my your our their this that these it its "
    "invalid wrong expired correct "
    "incorrect required missing lost gone reset ok okay fine good weak strong secure "
    "safe too very still being "
    "needed stored encrypted hashed managed handled shared sent changed working "
    "broken rejected accepted empty same "
    "unknown there here where what which who when how why and or but if with without "
    "from by at as so all any "
    "forgotten blocked locked compromised leaked only just also never always usually automatically "
    "abgelaufen falsch ungültig vergessen nicht weg gesperrt richtig sicher zu "
    "erforderlich gespeichert "
    "expiré invalide oublié perdu requis incorrecto incorrecta caducada inválida "
    "olvidada necesaria segura "
    "scaduta errata dimenticata sbagliata errada inválido expirada esquecida "
    "verlopen fout vergeten "
    "nieprawidłowe wygasło required? wrong. expired. necessary based limited pricing "
    "price per usage month "
    "reset? supported available used enough possible impossible free unlimited mandatory optional "
    "important something anything nothing everything one two three four "
    "authentication rotation policy"
)
_WORDS_ONLY = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*[.,;!?]*")
_TOKENISH = re.compile(r"(?<![\w/+=@.-])[A-Za-z0-9_+/=-]{32,512}(?![\w@])")
_ENDING = ".,;:)]}"
_PRICE = re.compile(r"[€$£]?\d{1,3}(?:[.,]\d+)?[%€$£k]?|\W+")
_SHORTEST_CODE, _SHORTEST_WORD = 3, 6
_RANDOM_BITS = 3.8  # bits a character; English words joined up stay below, base64 lies above


def find_secrets(text: str) -> Iterator[Span]:
    for pattern in (_PREFIXED, _KEY_BLOCK):
        for found in pattern.finditer(text):
            yield Span(Entity.SECRET, found.start(), found.end())
    for pattern in (_BEARER, _PAIR):
        for found in pattern.finditer(text):
            if _looks_made_up(found["value"]):
                yield Span(Entity.SECRET, *found.span("value"))
    for found in _CUED.finditer(text):
        value = found["value"].rstrip(_ENDING) or found["value"]
        if _is_told(found, value):
            start = found.start("value")
            yield Span(Entity.SECRET, start, start + len(value), 0.9)
    for found in _TOKENISH.finditer(text):
        if _is_random(found[0]):
            yield Span(Entity.SECRET, *found.span(), 0.7)


def _is_told(found: re.Match[str], value: str) -> bool:
    """``my password is hunter`` tells one; ``the password is expired`` does not."""
    if value.startswith(("[", "<<", "‹", "{", "http", "*")) or value.casefold() in _NO_VALUE:
        return False
    if found["quote"] or _looks_made_up(value):
        return True
    if re.search(r"[:=>]", found["link"]):
        return bool(found["mine"]) or (len(value) >= _SHORTEST_WORD and _names_a_password(found))
    return (
        bool(found["mine"] or found["kind"])
        and _names_a_password(found)
        and _follows_nothing(found)
    )


def _names_a_password(found: re.Match[str]) -> bool:
    return not re.search(
        r"\b(?:token|pin|tan|credentials?|logins?|secret)\b", found[0], re.IGNORECASE
    )


def _follows_nothing(found: re.Match[str]) -> bool:
    """A plain word is a password when the statement ends there: "my password is sunshine"."""
    rest = found.string[found.end() : found.end() + 2]
    return not rest.strip() or rest[0] in ".,;!?\n" or found["value"][-1] in _ENDING


def _looks_made_up(value: str) -> bool:
    """Digits among letters, symbols, or capitals inside: nobody's ordinary word, nor a price."""
    if _WORDS_ONLY.fullmatch(value):
        word = value.rstrip(_ENDING)
        return not (word.islower() or word.isupper() or word.istitle())
    return len(value.strip("./:-")) >= _SHORTEST_CODE and not _PRICE.fullmatch(value)


def _is_random(value: str) -> bool:
    if not (re.search(r"[a-z]", value) and re.search(r"[A-Z]", value) and re.search(r"\d", value)):
        return False
    if "/" in value and re.search(r"[a-z]{5,}/[a-z]{4,}", value):
        return False
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares) >= _RANDOM_BITS
