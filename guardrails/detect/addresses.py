"""Street addresses of eight languages: a number and a kind of street, in the order of the land."""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

_UP = r"[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]"
_WORD = rf"{_UP}[\w'.-]*"
_CITY = (
    rf"(?:{_UP}(?:[^\W\d_]|['-])+(?:[ -](?:{_UP}(?:[^\W\d_]|['-])+|am|an der|de|la|del|"
    rf"do|da|sur|en|upon|the|nad)){{0,3}})"
)
_UNIT = (
    r"(?:,?\s{0,2}(?:apt|apartment|unit|suite|ste|floor|fl|flat|room|rm|bldg|#)\.?\s?#?\s?\w{1,5})?"
)
_US_TAIL = (
    rf"(?:,?\s{{1,2}}{_CITY})"
    rf"?(?:,?\s{{1,2}}(?:[A-Z]{{2}}(?:\s{{1,2}}\d{{5}}(?:-\d{{4}})?)?|"
    rf"[A-Z]{{1,2}}\d[A-Z\d]?\s{{0,2}}\d[A-Z]{{2}})(?!\w))?"
)
_POST_CITY = (
    rf"(?:,?\s{{1,2}}(?:[A-Z]{{1,2}}-)?(?:\d{{5}}|\d{{4}}\s?[A-Z]{{2}}|\d{{2}}-\d{{3}}|"
    rf"\d{{4}}-\d{{3}}|\d{{5}}-\d{{3}})(?!\d)(?:\s{{1,2}}{_CITY})?)?"
)
_EN_KIND = (
    r"(?:street|avenue|road|boulevard|lane|drive|court|terrace|parkway|highway|"
    r"crescent|gardens|mews|square|"
    r"place|circle|trail|close|quay|alley|turnpike|st|ave|av|rd|blvd|ln|dr|ct|pl|sq|"
    r"ter|pkwy|hwy|cres|cir|way|row|loop)"
)
_EN = re.compile(
    rf"(?<![\w.,$€£:/#-])(?:(?:flat|apt|apartment|unit|suite)\s\w{{1,4}},\s)"
    rf"?\d{{1,6}}[A-Za-z]?(?:[-/]\d{{1,4}})?,?\s"
    rf"(?:(?:N|S|E|W|NE|NW|SE|SW|North|South|East|West)\.?\s)?"
    rf"(?:(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,4}}(?i:{_EN_KIND})\b\.?(?:\s(?:N|"
    rf"S|E|W|NE|NW|SE|SW)\b)?"
    rf"(?i:{_UNIT}){_US_TAIL}"
)
_EN_LOW = re.compile(
    r"(?<![\w.,$€£:/#-])\d{1,5}[a-z]?\s(?!(?:day|week|month|year|hour|minute|seat|"
    r"user|people|step|the|of|a|for|per|in|on|more|way|euro|eur|usd)s?\b)"
    r"(?:[a-z'-]{3,15}\s){1,2}(?:street|avenue|road|boulevard|lane|drive|court|"
    r"terrace|crescent|st|ave|rd|blvd|ln)\b\.?"
    rf"{_UNIT}(?:,?\s{{1,2}}[a-z]{{3,15}}){{0,2}}(?:,?\s[a-z]{{2}}\s\d{{5}}\b)?"
)
_BROADWAY = re.compile(
    rf"(?<![\w.,$€£:/#-])\d{{1,5}}\s(?:Broadway|Park Avenue|The Embarcadero|Bowery)\b{_US_TAIL}"
)
_PO_BOX = re.compile(
    rf"\b(?:p\.?\s?o\.?\s?box|postfach|apartado(?: de correos)?|bo[îi]te postale|"
    rf"casella postale|postbus)\s\d{{1,6}}(?:\s?\d{{1,3}}){{0,2}}{_POST_CITY}",
    re.IGNORECASE,
)
_DE = re.compile(
    rf"(?<![\w-])(?:(?:Am|An der|Im|In der|Zum|Zur|Auf der|Alte[rn]?|Neue[rn]?|Unter "
    rf"den|Große[rn]?|Kleine[rn]?|Obere|Untere)\s)?"
    rf"(?:(?:(?!Arbeits|Park|Spiel|Sitz|Steck|Markt?anteil|Rück|Hin|Aus|Um)"
    rf"{_UP}[\wßäöü.'-]{{2,30}}(?i:stra(?:ß|ss)e|str\.?|weg|platz|allee|gasse|damm|"
    rf"ufer|chaussee|steig|ring|graben|kai|wall|promenade))"
    rf"|(?:{_UP}[\wßäöü.-]{{2,20}}[\s-]){{1,2}}(?i:stra(?:ß|ss)e|str\.|weg|platz|allee|"
    rf"gasse|ring|damm|ufer)"
    rf"|(?<=Am )(?:Markt|Bahnhof|{_UP}\w{{3,20}}(?:berg|hof|see|park|tor|wald|bach|"
    rf"feld))|(?<=Unter den )Linden|(?:Straße|Platz|Allee)\s(?:der|des|am|von|vom)"
    rf"\s(?:\d{{1,2}}\.\s)?{_UP}\w{{2,20}})"
    rf"\s{{1,2}}(?:Nr\.?\s?)?\d{{1,4}}(?:\s?[a-z](?!\w))"
    rf"?(?:\s?[-/]\s?\d{{1,4}}\s?[a-z]?(?!\w))?(?![\d:.]?\d|\s?(?:Uhr|%|€))"
    rf"{_POST_CITY}"
)
_DE_LOW = re.compile(
    r"(?<![\w-])(?!arbeits|park|spiel|sitz)[a-zäöüß]{3,25}(?:stra(?:ß|ss)e|str\.)"
    r"\s\d{1,4}\s?[a-z]?(?!\w)(?:,?\s\d{5}(?:\s[a-zäöüß]{3,20})?)?"
)
_POSTCODE_DE = re.compile(rf"(?<![\w.,-])(?:D-)\d{{5}}\s{_CITY}")
_FR = re.compile(
    rf"(?<![\w.,€$-])\d{{1,4}}(?:\s?(?:bis|ter|quater|[A-D])\b)?,?\s(?i:rue|avenue|"
    rf"av\.|ave|boulevard|bd\.?|bvd|place|chemin|all[ée]e|impasse|quai|"
    rf"route|square|passage|faubourg|cours|sentier|villa)\s(?:(?i:des?|du|de la|de l'|"
    rf"d'|la|le|les|l'|à|aux?|en|sur|saint|st|sainte)\s?){{0,3}}[\w'-]{{2,30}}"
    rf"(?:[\s-](?:{_WORD}|de|du|des|la|le|et)){{0,5}}{_POST_CITY}"
)
_ROMANCE_NAME = (
    rf"(?:(?:de|la|las|los|el|del|da|do|das|dos|di|della|dei|delle|degli|dell'|san|"
    rf"santa|são|santo|don|d'|i|e|y)\s?){{0,3}}(?:{_UP}[\w'.ªº-]*|\d{{1,2}}(?=\s(?:de|"
    rf"di)\s))(?:[\s-](?:(?:de|la|las|los|el|del|da|do|das|dos|di|della|dei|e|y)\s)"
    rf"{{0,2}}{_UP}[\w'.ªº-]*|\s(?:de|di)\s\w{{4,12}}){{0,5}}"
)
_NUMBER = (
    r",?\s{0,2}(?:n[.º°ªo]{0,2}\s?|n[úu]mero\s|num\.?\s|nr\.?\s|#\s?)"
    r"?\d{1,5}(?!\s?(?:min|Uhr|h\b|%|€|EUR|ore|horas|minut))(?:[-/]\d{1,4}|"
    r"\s?[A-Za-z](?!\w))?(?![\d:]|[.,]\d)(?:,?\s?\d{1,2}(?:[ºª°]|"
    r"[oa](?!\w))(?:\s?[A-Za-z]{1,4}\b)?|"
    r",\s(?:piso|puerta|apto|apartamento|int|interno|scala|bloco|esq|dto)"
    r"\.?\s?\w{1,4}){0,2}"
)
_ES = re.compile(
    rf"(?<!\w)(?i:calle|c/|avenida|avda\.?|av\.|avd\.|plaza|pza\.?|paseo|camino|"
    rf"carrera|cra\.|ronda|traves[íi]a|carretera|glorieta|gran v[íi]a)\s?(?:(?i:de|la|"
    rf"del|los|las)\s){{0,2}}(?:{_ROMANCE_NAME}){_NUMBER}{_POST_CITY}"
)
_ES_LOW = re.compile(
    r"(?<!\w)(?:calle|avenida|plaza|paseo|rua|via|viale|piazza|corso|travessa|praça|"
    r"rue)\s(?:(?:de|la|del|los|da|do|dos|di)\s){0,2}(?:[a-zà-ÿ]{3,15}\s)"
    r"{1,3}(?:n[º°.]?\s?)?\d{1,4}(?![\d:%€]|\s?(?:min|dias|días|giorni|ore|horas|"
    r"euros?|users?|usuarios|mal|volte|veces))"
)
_IT = re.compile(
    rf"(?<!\w)(?i:via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|largo|vicolo|"
    rf"strada|contrada|lungomare|galleria)\s(?!(?:Zoom|Teams|Google|Mail|E-?[Mm]ail|"
    rf"Slack|Skype|Whats\w*|Phone|SMS|Meet|API|Zapier|Webex|Calendly|LinkedIn|Hubspot|"
    rf"Outlook|SSO|CSV|SFTP|Video)\b)(?:{_ROMANCE_NAME}){_NUMBER}{_POST_CITY}"
)
_PT = re.compile(
    rf"(?<!\w)(?i:rua|r\.|avenida|av\.|travessa|tv\.|pra[çc]a|largo|alameda|al\.|"
    rf"estrada|rodovia|beco|cal[çc]ada)\s(?:(?i:da|do|dos|das|de)\s)"
    rf"?(?:{_ROMANCE_NAME}){_NUMBER}{_POST_CITY}"
)
_NL = re.compile(
    rf"(?<![\w-])(?:(?:{_UP}[\w'.-]*|van|de|der|den|het|ten)\s)"
    rf"{{0,3}}{_UP}?[\w'-]{{2,30}}(?:straat|straatweg|laan|plein|gracht|kade|dijk|"
    rf"singel|steeg|dreef|weg|hof|pad|plantsoen|markt)"
    rf"\s\d{{1,4}}(?:\s?[-/]?\s?(?:[a-zA-Z](?!\w)|[IV]{{1,3}}(?!\w)|\d{{1,3}}(?!\w)|"
    rf"hs\b|bis\b))?(?![\d:.]?\d)(?:,?\s\d{{4}}\s?[A-Z]{{2}}(?!\w)(?:\s{_CITY})?)?"
)
_PL = re.compile(
    rf"(?<!\w)(?i:ul\.|ulica|ulicy|al\.|aleja|alei|aleje|pl\.|plac|placu|os\.|osiedle|"
    rf"osiedlu|rondo)\s?(?:(?:\d{{1,2}}\s\w+)|(?:(?:\w\.|\w{{2,4}}\.)\s?)"
    rf"?{_UP}[\w'.-]*(?:\s{_UP}[\w'.-]*){{0,3}})"
    rf"\s\d{{1,4}}[a-zA-Z]?(?:\s?/\s?\d{{1,4}}|\s?m\.?\s?\d{{1,4}})?{_POST_CITY}"
)
_POLISH_POST = re.compile(rf"(?<![\w-])\d{{2}}-\d{{3}}\s{_CITY}")
_KINDS_EN = re.compile(_EN_KIND, re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_PATTERNS = (
    _EN,
    _EN_LOW,
    _BROADWAY,
    _PO_BOX,
    _DE,
    _DE_LOW,
    _POSTCODE_DE,
    _FR,
    _ES,
    _ES_LOW,
    _IT,
    _PT,
    _NL,
    _PL,
    _POLISH_POST,
)
_NO_STREET = re.compile(
    r"^\d+\s(?:(?:Day|Week|Month|Year|Hour|Minute|Min|Step|Seat|User|Team|Growth|"
    r"Starter|January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"EUR|USD|GBP|Uhr|AM|PM)s?\b)"
)


def find_addresses(text: str) -> Iterator[Span]:
    if not _DIGIT.search(text):
        return
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if not _NO_STREET.match(found[0]):
                yield Span(Entity.ADDRESS, found.start(), found.end(), 0.8)
