"""Passwords, keys, tokens and codes: by their well-known prefixes, by a cue, by looking random."""

import math
import re
from collections import Counter
from collections.abc import Iterator

from guardrails.detect.entries import find_entries
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
    r"\d{8,10}:AA[A-Za-z0-9_-]{30,40}"
    r"|sntry[su]_[A-Za-z0-9_=/+-]{16,300}|gsk_[A-Za-z0-9]{20,80}|xai-[A-Za-z0-9]{20,100}"
    r"|r8_[A-Za-z0-9]{20,60}|pplx-[A-Za-z0-9]{20,80}|glsa_[A-Za-z0-9_]{20,80}|"
    r"glc_[A-Za-z0-9=+/]{20,200}"
    r"|dckr_pat_[A-Za-z0-9_-]{16,60}|ATATT3[A-Za-z0-9_=-]{20,300}|ATCTT3[A-Za-z0-9_=-]{20,300}"
    r"|lin_api_[A-Za-z0-9]{16,80}|secret_[A-Za-z0-9]{32,60}|ntn_[A-Za-z0-9]{20,60}"
    r"|fig[dour]_[A-Za-z0-9_-]{20,80}|nfp_[A-Za-z0-9]{20,60}|vercel_[A-Za-z0-9]{16,60}"
    r"|PMAK-[a-f0-9-]{30,80}|NRAK-[A-Z0-9]{20,40}|re_[A-Za-z0-9]{8}_[A-Za-z0-9]{12,40}"
    r"|ddp?_[a-f0-9]{30,60}|phc_[A-Za-z0-9]{30,60}|phx_[A-Za-z0-9]{30,60}|sbp_[a-f0-9]{30,60}"
    r"|AGE-SECRET-KEY-1[A-Z0-9]{50,70}|hvs\.[A-Za-z0-9_-]{20,200}|FLWSECK[A-Za-z0-9_-]{10,60}"
    r"|rzp_(?:live|test)_[A-Za-z0-9]{10,40}|sq0(?:atp|csp)-[A-Za-z0-9_-]{20,50}"
    r"|EAAA[A-Za-z0-9_-]{50,80}|access_token\$production\$[a-z0-9$]{20,80}|AC[a-f0-9]{32}|"
    r"SK[a-f0-9]{32}"
    r"|[a-f0-9]{32}-us\d{1,2}|oy2[a-z0-9]{43}|rubygems_[a-f0-9]{40,60}|tfp_[A-Za-z0-9_]{30,60}"
    r"|[a-z]{2,12}[_-](?:live|prod|test|secret|priv|pat|api[_-]?key|token)[_-][A-Za-z0-9]{12,120})"
)
# "live_7d1c90ab44ef", "api-9d2f71c0b5e8": a short word for a prefix, then nothing anybody says.
_SHORT_PREFIX = re.compile(
    r"(?<![\w./-])(?:[a-z]{2,6}[_-]){1,2}(?=[A-Za-z]{0,11}\d)(?=\d{0,11}[A-Za-z])"
    r"[A-Za-z0-9]{16,80}(?![\w./-])"
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
    r"pass\s?words?|pass\s?wort|kennwort|pass\s?code|pass\s?phrase|passwd|pwd|pw|psw|pswd|ww|"
    r"pass(?=\s?[:=])|"
    r"mot de passe|mdp|contrase[ñn]a|clave(?: de acceso)?|"
    r"senha|palavra-?passe|wachtwoord|has[łl]o|parola d'ordine|parola chiave|"
    r"p[a4@][s$5]{2}w[o0]r[dt]|pasword|passwrod|passsword|codice segreto|"
    r"pin(?:[- ]?(?:code|nummer|number|kod))?|tan|otp|one[- ]time (?:pass)?(?:code|word)|"
    r"2fa(?: code)?|"
    r"mfa(?: code)?|verification code|(?:security|secret) answer|answer to (?:the|"
    r"my) security question|"
    r"api[ _-]?(?:key|token|secret)s?|api-?schl[üu]ssel|cl[ée] (?:d')?api|clave (?:de "
    r")?api|chiave api|chave (?:de )?api|klucz api|license key|licence key|"
    r"(?:wi-?fi|wlan|wpa2?|wep|network)[ -]?(?:key|pass(?:word|wort)?|code|schl[üu]ssel|cl[ée]|"
    r"clave|"
    r"chiave|sleutel|has[łl]o)|(?:cl[ée]|code|clave|chiave|mot de passe|contrase[ñn]a|password|"
    r"senha|"
    r"has[łl]o|klucz)(?: (?:du|del|della|de la|do|da|de))? wi-?fi|netzwerkschl[üu]ssel|"
    r"(?:recovery|backup|restore|unlock|door|gate|alarm|lock(?:box)?|entry|access|building|garage|"
    r"safe|"
    r"t[üu]r|alarmanlagen)[ -]?codes?|digicode|code (?:d'entr[ée]e|porte|portail)|"
    r"access[ _-]?(?:key|token)(?:[ _-]?id)?|secret(?:[ _-]?(?:key|token|"
    r"access[ _-]?key))?|auth(?:entication)?[ _-]?token|encryption[ _-]?key|ssh[ _-]?key|"
    r"private[ _-]?key|client[ _-]?secret|account[ _-]?key|token|credentials?|zugangsdaten|logins?"
)
_LINK = (
    r"(?:\s{0,2}(?:[:=]|=>|->)|\s-|(?:'s|\s(?:is now|is|was|ist jetzt|ist|lautet|war|est|es|era|"
    r"[èé]|to|jest|"
    r"c'est|here|as|set to|changed to))\s?:?)\s{0,3}"
)
_CUED = re.compile(
    rf"(?<![\w-])(?P<mine>(?:my|our|the|mein|unser|das|mon|mi|il mio|la mia|la|minha|a "
    rf"minha|mijn|moje|nasze)\s)?"
    rf"(?P<kind>(?!your|an?\s|no\s|this|any|ihr|votre|su\s|uw)[a-z]{{2,12}}[ _-])"
    rf"?(?:{_NAMES})(?:\s\([^)\n]{{0,30}}\))?(?:\s(?:for|f[üu]r|pour|para|per|voor|do)"
    rf"\s[\w.-]{{2,30}}(?:\s[\w.-]{{2,30}})?)?"
    rf"(?P<link>['\"]?{_LINK})(?P<quote>['\"]?)(?P<value>\d{{3}}[ -]\d{{3}}(?!\d)|"
    rf"[^\s'\"<>]{{3,200}})",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"\b(?:log ?in|user(?:name)?|sign in|benutzer(?:name)?|usuario|utente|gebruiker|wi-?fi|wlan|"
    r"credentials|zugangsdaten|identifiants|inloggegevens|dane logowania|acessos?|accesos?)"
    r"\b[^\n]{0,60}?\S+\s?/\s?(?P<value>[^\s/,;]{5,60})",
    re.IGNORECASE,
)
# "pw Tr0ub4dor&3": no link at all, so the value must look made up beyond doubt.
_BESIDE = re.compile(
    r"(?<![\w-])(?:pw|pwd|psw|pswd|ww|mdp|p[a4@][s$5]{2}w[o0]r[dt]|wachtwoord|senha|has[łl]o|"
    r"palavra-?passe|parola d'ordine|pass|contra|"
    r"contrase[ñn]a|clave|passcode|mot de passe|kennwort|tan|otp|pin|"
    r"api[ _-]?(?:key|token)|api-?schl[üu]ssel|cl[ée] (?:d')?api|clave (?:de )?api|chiave api|"
    r"chave (?:de )?api|klucz api|api-?sleutel|access token|token|license key|"
    r"(?:recovery|backup) (?:codes?|key)|"
    r"(?:door|gate|alarm|lock|lockbox|entry|garage) code|(?:old|new|current|"
    r"previous) one)(?:\?\s|\s\(?)(?P<value>[^\s'\"<>]{3,60})"
    r"(?:\s(?P<more>\d{3,4})(?!\d))?",
    re.IGNORECASE,
)
_STRONG_MIX = re.compile(r"(?=.*\d)(?=.*[^\W\d_])|(?=.*[^\w.,;:!?)(-])|\d{4,8}$")
_CODE_WORD = r"(?:code|c[óo]digo|codice|kod|passcode|otp|tan|pin|n[úu]mero|number)"
# Some words between: "the same password everywhere: fluffy2010".
_WORDS_THEN_COLON = re.compile(
    r"(?<![\w-])(?:passwords?|passwort|kennwort|mot de passe|contrase[ñn]a|senha|palavra-?passe|"
    r"wachtwoord|has[łl]o|mdp|pw|pass(?:code|phrase)|access code|pin)(?:\s[^\s:=]{1,15}){1,5}"
    r"(?:\s?[:=]|\s(?:is|was|ist|est|es|era|[èé]|to|jest))\s{0,2}['\"]?(?P<value>[^\s'\"<>]{5,60})",
    re.IGNORECASE,
)
_SENT = (
    r"[46][- ]?digit|sms|text(?:ed)?|texts?|verification|verify|verifying|login|log-in|sign-?in|"
    r"one[- ]time|otp|2fa|mfa|"
    r"two[- ]factor|authenticat\w*|authoriz\w*|security code sent|sent (?:me|you)|you sent|i got|"
    r"got (?:a|the|this)|just (?:got|came)|came (?:in|through)|received|"
    r"best[äa]tigungs\w*|einmal\w*|verifizierungs\w*|freischalt\w*|aktivierungs\w*|zugangs\w*|"
    r"bekommen|"
    r"erhalten|re[çc]u|v[ée]rification|validation|confirmation par|usage unique|lleg[óo]|recib\w*|"
    r"verificaci[óo]n|un solo uso|verifica|ricevut\w*|arrivat\w*|usa e getta|verifica[çc][ãa]o|"
    r"recebi|"
    r"chegou|verificatie\w*|bevestigings\w*|eenmalig\w*|ontvangen|gekregen|smsa|weryfikac\w*|"
    r"jednorazow\w*|potwierdz\w*|dosta[łl]\w*|przysz\w*"
)
_SENT_CODE = re.compile(
    rf"(?<![\w-])(?:(?:{_SENT})(?!\w)[^\d\n]{{0,30}}?)?(?<![\w-])(?:[^\W\d_]{{0,18}}-?)?{_CODE_WORD}"
    rf"(?!\w)(?P<after>[^\d\n]{{0,40}}?)"
    rf"(?P<value>(?<![\w.,/])(?:[A-Z]-)?\d(?:[ -]?\d){{3,7}}(?![\w%€$£]|[.,/:]\d))",
    re.IGNORECASE,
)
_WAS_SENT = re.compile(rf"(?<!\w)(?:{_SENT})(?!\w)", re.IGNORECASE)
_OTHER_CODE = re.compile(
    r"(?<!\w)(?:promo\w*|coupon|discount|voucher|zip|postal|post|error|country|area|product|"
    r"source|order|"
    r"dress|gutschein\w*|rabatt\w*|postleitzahl|postale?|fehler\w*|r[ée]duction|descuento|sconto|"
    r"desconto|korting\w*|rabat\w*|pocztow\w*|article|sku|dial\w*|qr|bar|reference|booking|"
    r"tracking|"
    r"exit|status|http)(?!\w)",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"(?<!\w)(?:(?:seed|recovery|mnemonic|secret|backup|wallet)\s(?:phrase|words?|seed)|mnemonic|"
    r"seed|"
    r"wiederherstellungs\w*|phrase de r[ée]cup[ée]ration|frase semilla|frase seme|frase semente)"
    r"(?:\s(?:is|are|ist|est|es))?\s?[:=-]?\s{0,2}"
    r"(?P<value>(?:\d{1,2}[.)]\s?)?[a-z]{3,8}"
    r"(?:[ ,]{1,2}(?:\d{1,2}[.)]\s?)?[a-z]{3,8}){11,23})(?!\w)",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?<!\S)(?:-u|--user|-p|--password)[\s=]['\"]?(?:[^\s:'\"]{1,60}:)?(?P<value>[^\s'\"]{4,100})"
)
_DATABASE_COMMAND = re.compile(
    r"(?<!\w)(?:mysql\w{0,8}|mariadb\w{0,8}|"
    r"sshpass)(?!\w)[^\n]{0,60}?\s-p(?P<value>[^\s'\"]{4,100})"
)
_CONNECTION = re.compile(
    r"(?<!\w)(?:pwd|password|accountkey|sharedaccesskey|"
    r"accesskey)\s?=\s?(?P<value>[^\s;\"']{3,200})(?=;|\"|'|$)",
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
_HYPHENS = 2  # "correct-horse-battery"
_SHORTEST_CODE, _SHORTEST_WORD = 3, 6
_READABLE = re.compile(r"[A-Z]?[a-z]{2,14}|[A-Z]{3,12}|(?:19|20)\d\d|\d\d")
_FEW_WORDS = 3
_RANDOM_BITS = 3.8  # bits a character; English words joined up stay below, base64 lies above


def find_secrets(text: str) -> Iterator[Span]:
    if "-----" in text or any(len(w) >= _LONG and not w.isalpha() for w in text.split()):
        yield from _keys(text)
    for pattern in (_COMMAND, _DATABASE_COMMAND) if " -" in text else ():
        for found in pattern.finditer(text):
            if _looks_made_up(found["value"]) and not found["value"].isdecimal():
                yield _secret(*found.span("value"), "password")
    yield from find_entries(text)
    if _HINT.search(text):
        yield from _told(text)
        yield from _codes(text)


# One cheap look before the expensive ones: most messages speak of no secret at all.
_HINT = re.compile(
    r"pass|p[a4@s]w?d|\bww\b|p[a4@][s$]{2}|pw|psw|mdp|mot de|contrase|clave|senha|palavra|wacht|"
    r"has[lł]o|parola|kennw|"
    r"pin|tan|otp|2fa|mfa|code|c[óo]dig|codice|kod|key|schl[üu]ssel|cl[ée]|chiave|chave|klucz|"
    r"sleutel|"
    r"token|secret|credential|zugang|log-?\s?in|bearer|basic|auth|user|benutz|usuario|utente|"
    r"gebruik|"
    r"wi-?fi|wlan|identifi|inlogg|logowan|acces|acess|seed|mnemonic|phrase|frase|wiederherst|"
    r"answer|sign in",
    re.IGNORECASE,
)


_TURNS = re.compile(r"\d(?=[A-Za-z])|[A-Za-z](?=\d)")
_MANY_TURNS = 5
_LONG = 12


def _keys(text: str) -> Iterator[Span]:
    for pattern in (_PREFIXED, _KEY_BLOCK):
        for found in pattern.finditer(text):
            yield _secret(*found.span(), "key")
    for found in _SHORT_PREFIX.finditer(text):
        if len(_TURNS.findall(found[0])) >= _MANY_TURNS:
            yield _secret(*found.span(), "key", 0.8)
    for found in _TOKENISH.finditer(text):
        if _is_random(found[0]):
            yield _secret(*found.span(), "token", 0.7)


def _secret(start: int, end: int, detail: str, score: float = 1.0) -> Span:
    return Span(Entity.SECRET, start, end, score, detail)


def _told(text: str) -> Iterator[Span]:
    for pattern in (_BEARER, _PAIR):
        for found in pattern.finditer(text):
            if _looks_made_up(found["value"]):
                yield _secret(*found.span("value"), "password")
    for found in _CUED.finditer(text):
        value = found["value"].rstrip(_ENDING) or found["value"]
        if _is_told(found, value):
            start = found.start("value")
            yield _secret(start, start + len(value), "password", 0.9)
            more = _MORE_DIGITS.match(text, start + len(value)) if value.isdecimal() else None
            if more:
                yield _secret(*more.span(1), "code", 0.9)
    yield from _after_words(text)
    yield from _beside(text)
    for pattern, detail in ((_PHRASE, "phrase"), (_CONNECTION, "password")):
        for found in pattern.finditer(text):
            yield _secret(*found.span("value"), detail)


# The other way round: "hunter2 is the wifi password".
_BEFORE_NAME = re.compile(
    r"(?<!\S)['\"]?(?P<value>[^\s'\"<>@,]{5,60})['\"]?,?\s(?:is|ist|est|es|[èé]|to|jest|<-|=)\s"
    r"(?:(?:the|my|our|das|mein|unser|le|mon|la|mi|nuestra|mia|a|minha|het|mijn|ons|moje|nasze)\s)?"
    r"(?:[\w-]{2,12}\s){0,2}?(?:passwords?|passwort|kennwort|passcode|mot de passe|mdp|"
    r"contrase[ñn]a|"
    r"clave|senha|palavra-?passe|wachtwoord|has[łl]o|pw|pwd|api key|token)(?!\w)",
    re.IGNORECASE,
)


def _after_words(text: str) -> Iterator[Span]:
    for found in (*_WORDS_THEN_COLON.finditer(text), *_BEFORE_NAME.finditer(text)):
        value = found["value"].rstrip(_ENDING)
        if _MIXED.search(value) and not _ADDRESS.fullmatch(value) and not value.startswith("http"):
            start = found.start("value")
            yield _secret(start, start + len(value), "password", 0.8)


def _beside(text: str) -> Iterator[Span]:
    for found in _BESIDE.finditer(text):
        value = found["value"].rstrip(_ENDING)
        more = found["more"] if found["more"] and value.isdecimal() else ""
        if value.casefold() not in _NO_VALUE and _STRONG_MIX.search(value + more):
            start = found.start("value")
            end = found.end("more") if more else start + len(value)
            yield _secret(start, end, "password", 0.8)


_ADDRESS = re.compile(r"[^@\s]+@[\w-]+\.[\w.-]+")  # "login: joe@acme.example" tells no secret
_MIXED = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_SAYS_SO = re.compile(r"answer|(?<!\w)(?:pw|pwd|psw|pswd|mdp)(?!\w)", re.IGNORECASE)
_MORE_DIGITS = re.compile(r"[ -](\d{3,4}(?:[ -]\d{3,4})?)(?![\d:%€$£])")


def _codes(text: str) -> Iterator[Span]:
    """One-time codes, said to be such: by text message, to verify, to log in."""
    for found in _SENT_CODE.finditer(text):
        said = text[max(0, found.start() - _CODE_DISTANCE) : found.end() + _CODE_DISTANCE]
        if _OTHER_CODE.search(said) and not _WAS_SENT.search(found[0]):
            continue
        if _WAS_SENT.search(said):
            yield _secret(*found.span("value"), "code", 0.9)


_CODE_DISTANCE = 30


def _is_told(found: re.Match[str], value: str) -> bool:
    """``my password is hunter`` tells one; ``the password is expired`` does not."""
    if _ADDRESS.fullmatch(value) and not _names_a_password(found):
        return False
    if value.startswith(("[", "<<", "‹", "{", "http", "*")) or value.casefold() in _NO_VALUE:
        return False
    if found["quote"] or _looks_made_up(value):
        return True
    if re.search(r"[:=>]", found["link"]):
        return bool(found["mine"]) or (len(value) >= _SHORTEST_WORD and _names_a_password(found))
    return (
        bool(found["mine"] or found["kind"] or _SAYS_SO.search(found[0]))
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
    if _WORDS_ONLY.fullmatch(value) and value.count("-") < _HYPHENS:
        word = value.rstrip(_ENDING)
        return not (word.islower() or word.isupper() or word.istitle())
    return len(value.strip("./:-")) >= _SHORTEST_CODE and not _PRICE.fullmatch(value)


def _is_random(value: str) -> bool:
    if not (re.search(r"[a-z]", value) and re.search(r"[A-Z]", value) and re.search(r"\d", value)):
        return False
    if "/" in value and re.search(r"[a-z]{5,}/[a-z]{4,}", value):
        return False
    if sum(bool(_READABLE.fullmatch(part)) for part in re.split(r"[_/-]", value)) >= _FEW_WORDS:
        return False  # a file's name
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares) >= _RANDOM_BITS
