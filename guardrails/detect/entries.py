"""What opens a door, a network or a device and is told without a password's form: door, gate and
alarm codes, Wi-Fi keys, PINs, in eight languages.
"""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

_DOORS = (
    r"door|front door|back door|side door|gate|alarm|garage|building|entry|entrance|lobby|lift|"
    r"elevator|lock|lock ?box|key ?box|key ?safe|safe|locker|padlock|intercom|office|house|home|"
    r"apartment|flat|airbnb|room|barrier|parking|shed|storage|unit|laptop|phone|tablet|ipad|"
    r"computer|voicemail|account|card|bank card|sim|atm|"
    r"t[üu]r|haust[üu]r|tor|hoftor|garage|alarmanlage|alarm|tresor|safe|schl[üu]sselbox|"
    r"schl[üu]sselkasten|eingang|aufzug|schloss|handy|karte|konto|"
    r"porte|portail|entr[ée]e|immeuble|alarme|garage|coffre|bo[iî]te [àa] cl[ée]s?|interphone|"
    r"b[âa]timent|hall|cadenas|parking|t[ée]l[ée]phone|carte|ascenseur|grille|"
    r"puerta|portal|porter[oi]l?l?[ao]?|alarma|garaje|caja fuerte|verja|candado|edificio|entrada|"
    r"m[óo]vil|tarjeta|telefonillo|cancela|trastero|"
    r"porta|portone|cancello|allarme|antifurto|cassaforte|citofono|ingresso|garage|lucchetto|"
    r"palazzo|telefono|carta|bancomat|cassetta|"
    r"port[ãa]o|pr[ée]dio|alarme|garagem|cofre|cadeado|interfone|entrada|telem[óo]vel|celular|"
    r"cart[ãa]o|condom[íi]nio|"
    r"deur|voordeur|achterdeur|poort|hek|alarm|kluis|sleutelkluis|garage|ingang|gebouw|slot|"
    r"telefoon|pas|lift|"
    r"drzwi|bramy?|furtki|alarmu|sejfu|gara[żz]u|domofonu|klatki|wej[śs]cia|skrytki|szlabanu|"
    r"telefonu|karty|k[łl][óo]dki|furtka"
)
_OF = (
    r"(?:\s(?:for|to|of|on|at|f[üu]r|zu[rm]?|vo[nm]|an|de|du|des|pour|del|da|do|das|dos|di|per|"
    r"para|"
    r"della|dello|van|voor|do|od|na)\s(?:the\s|my\s|our\s|der\s|die\s|das\s|den\s|dem\s|la\s|le\s|"
    r"les\s|l['’]|el\s|il\s|lo\s|o\s|a\s|de\s|het\s|mijn\s|mon\s|ma\s|mi\s|meu\s|minha\s|"
    r"meiner?\s)?"
    r"|\sd['’]|\sde\sl['’]|\sdell['’])"
)
_CODE = (
    r"codes?|c[óo]digos?|codice|codici|kod|kody|pin(?:[- ]?code|[- ]?nummer|-?kod)?|combination|"
    r"combo|kombination|combinaison|combinaci[óo]n|combinazione|combina[çc][ãa]o|combinatie|szyfr|"
    r"clave|passcode|keypad|zahlencode|geheimcode"
)
_COMPOUND = (
    r"(?:haus|t[üu]r|tor|eingangs|alarm|zugangs|zutritts|schl[üu]ssel(?:box|safe)?-?|garagen|"
    r"tresor|deur|poort|voordeur|toegangs|kluis|sleutelkluis|alarm|entree|garage|digi|door|gate|"
    r"safe|lock)-?\s?(?:codes?|zahl)|geheimzahl|geheimnummer|digicode|pincode|puk(?:[- ]?code)?|"
    r"key ?code|entry ?code|access ?code|code d['’]acc[èe]s|c[óo]digo de acceso|c[óo]digo de "
    r"acesso|"
    r"codice d['’]accesso|toegangscode|kod dost[ęe]pu|kod wej[śs]cia|code d['’]entr[ée]e|pin"
)
_SAID = (
    r"(?:\s(?:is(?: now)?|ist|est|es|[èée]|to|jest|lautet|nowy|now|still|c['’]est|sar[àa]|will be|"
    r"new|changed to|=))?\s?[:=-]?\s{0,2}"
)
# Not a year, a price, a clock's hour or a count.
_VALUE = (
    r"(?P<value>[#*]?(?<![\w.,/])(?:\d{1,4}[A-Z]\d{0,5}|[A-Z]{1,2}-?\d{3,6}|\d(?:[ -]?\d){3,7})"
    r"(?:\s?[#*]|[A-Z])?)(?![\w%€$£]|[.,:/]\d|\s?(?:€|eur|usd|users?|seats?))"
)
_ENTRY = re.compile(
    rf"(?<![\w-])(?:(?:{_CODE}){_OF}(?:{_DOORS})|(?:{_DOORS})(?:'s)?\s(?:{_CODE})|{_COMPOUND})"
    rf"(?:{_OF}[\w'’]{{2,15}}(?:\s[\w'’]{{2,15}})?)?{_SAID}{_VALUE}",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"{_VALUE},?\s(?:is|ist|est|es|[èé]|to|jest)\s(?:the|my|our|der|die|das|mein|unser|le|la|mon|"
    rf"el|mi|il|o|meu|de|mijn|onze|m[óo]j|nasz|kod)?\s?(?:(?:{_CODE}){_OF}(?:{_DOORS})|"
    rf"(?:{_DOORS})\s(?:{_CODE})|{_COMPOUND})(?!\w)",
    re.IGNORECASE,
)
_PRESSED = re.compile(
    rf"(?<!\w)(?:buzz|ring|press|dial|enter|type|punch|key in|type in|punch in|tippe\w*|"
    rf"dr[üu]cke?n?|"
    rf"tapez|composez|marca\w*|teclea|digita\w*|digite|toets\w*|wpisz\w*|wcisnij|"
    rf"wciśnij)\s{_VALUE}\s"
    rf"(?:at|on|by|for|to|am|an|beim|auf|[àa]|sur|en|al|sul|na|no|bij|op|przy)\s"
    rf"(?:the\s|der\s|die\s|das\s|dem\s|la\s|le\s|el\s|il\s|o\s|de\s|het\s)?(?:{_DOORS}|keypad|"
    rf"pad|panel)(?!\w)",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    rf"(?<![\w-])(?:(?:lock ?box|key ?box|key ?safe|keypad|digicode|antifurto|schl[üu]sselbox|"
    rf"schl[üu]sselsafe|sleutelkluis(?:je)?|domofon){_SAID}|(?:alarm|safe|alarme|allarme|alarma|"
    rf"tresor|kluis|sejf|cofre|cassaforte)(?:'s|\s(?:is|ist|est|es|[èé]|jest|code|pin)|\s?[:=])\s"
    rf"{{1,2}}){_VALUE}",
    re.IGNORECASE,
)
# Once one code has been told, the next is told more shortly: "and the door is 1192".
_ALSO = re.compile(
    rf"(?<![\w-])(?:{_DOORS})(?:'s)?\s?(?:is|ist|est|es|[èé]|to|jest|:|=)\s{{0,2}}{_VALUE}",
    re.IGNORECASE,
)
_NET = (
    r"wi-?fi|wlan|hotspot|router|guest network|network|netzwerk|r[ée]seau|red|rete|rede|netwerk|"
    r"sie[ćc]|sieci|internet"
)
_KEY = (
    r"key|pass(?:word|wort|code|phrase)?|pw|code|schl[üu]ssel|kennwort|cl[ée]|mot de passe|mdp|"
    r"contrase[ñn]a|clave|c[óo]digo|chiave|codice|parola|senha|palavra-?passe|wachtwoord|sleutel|"
    r"has[łl]o|klucz|kod"
)
_NET_KEY = re.compile(
    rf"(?<![\w-])(?:(?:{_NET})[- ]?(?:{_KEY})|(?:wi-?fi|wlan|"
    rf"hotspot)\b[^\n.?!]{{1,40}}?\b(?:{_KEY})|(?:{_KEY}){_OF}(?:{_NET})|(?:{_KEY})\s(?:{_NET}))"
    rf"(?:\s\([^)\n]{{0,20}}\))?(?P<said>{_SAID})['\"]?(?P<value>[^\s'\"<>,;]{{5,64}})",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\b(?:buzz|ring|press|enter|punch|dial|alarm|allarm|antif|lock|safe|sejf|tresor|kluis|"
    r"domof|cofre|"
    r"tippe|tapez|compos|marca|tecle|digit|toets|wpisz|sleutelk|schl|code|c[óo]di|kod|pin|puk|"
    r"combi|kombi|szyfr|clave|geheim|digi|pass|key)|code\b|zahl\b",
    re.IGNORECASE,
)
_NET_HINT = re.compile(
    r"wi-?fi|wlan|hotspot|router|netw|netz|r[ée]seau|\bred\b|\brete\b|\brede\b|sie[ćc]|internet",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d.?\d")
_IS = re.compile(r"(?:\b(?:is|ist|est|es|jest|lautet)|[èé:=])\s{0,2}$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORTEST_WORD = 8
_ENDING = ".,;:)]}!?"


_ENTRIES = (_ENTRY, _BEHIND, _PRESSED, _DEVICE)


def find_entries(text: str) -> Iterator[Span]:
    if _DIGIT.search(text) and _HINT.search(text):
        told = [
            found.span("value")
            for one in _ENTRIES
            for found in one.finditer(text)
            if not _YEAR.fullmatch(found["value"]) or _IS.search(text, 0, found.start("value"))
        ]
        if told:
            told += [found.span("value") for found in _ALSO.finditer(text)]
        for start, end in told:
            yield Span(Entity.SECRET, start, end, 0.9, "code")
    for found in _NET_KEY.finditer(text) if _NET_HINT.search(text) else ():
        value = found["value"].rstrip(_ENDING)
        if _is_key(value, said=bool(found["said"].strip(" "))):
            start = found.start("value")
            yield Span(Entity.SECRET, start, start + len(value), 0.9, "password")


def _is_key(value: str, *, said: bool) -> bool:
    """ "wifi code zonnebloem_44" tells one, "wifi password reset" does not."""
    if _YEAR.fullmatch(value):
        return said
    mixed = any(letter.isdigit() for letter in value) or any(sign in value for sign in "_-!@#$*+")
    return mixed or (said and len(value) >= _SHORTEST_WORD and value.islower())
