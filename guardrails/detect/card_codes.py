"""The code printed on a card: by its name, by its place on it, or beside the card's number."""

import re
from collections.abc import Iterator

from guardrails.entities import Entity, Span

_NAME = (
    r"c\.?v\.?v\.?2?|cvc2?|cvn|csc|cid|cvs|cv2|card verification(?: value| code)?|"
    r"security (?:code|number|digits)|sicherheits(?:code|nummer|zahl)|"
    r"pr[üu]f(?:nummer|ziffer)n?|kartenpr[üu]fnummer|kartensicherheitscode|"
    r"code de (?:s[ée]curit[ée]|v[ée]rification)|cryptogramme(?: visuel)?|(?:le|mon|code) crypto|"
    r"card code|kartencode|code (?:de )?(?:la |ma )?carte|codice di controllo|"
    r"c[óo]digo de (?:la |mi )?tarjeta|c[óo]digo (?:de )?(?:seguridad|verificaci[óo]n|cvv)|"
    r"codice (?:di )?(?:sicurezza|verifica|cvv)|c[óo]digo (?:de )?(?:seguran[çc]a|"
    r"verifica[çc][ãa]o)|"
    r"beveiligings(?:code|nummer)|veiligheidscode|controlecode|"
    r"kod (?:cvv2?|cvc2?|zabezpieczaj[ąa]cy|bezpiecze[ńn]stwa|weryfikacyjny karty)"
)
_BACK = (
    r"(?:(?:on|at|from) )?(?:the |its |my |his |her )?(?:back|reverse|rear|flip ?side)"
    r"(?: of (?:the|my|his|her|it)(?: card)?| side)?|"
    r"(?:on|at) the front|behind|hinten(?: (?:drauf|druff))?|(?:auf (?:der )?)?r[üu]ckseite|"
    r"au (?:dos|verso)|derri[èe]re|(?:de |por )?detr[áa]s|(?:en el |del )?reverso|"
    r"(?:de |l[áa] )?atr[áa]s|(?:no |do )?verso|(?:sul |di |del )?retro|dietro|"
    r"(?:aan de |op de )?achter(?:op|kant|zijde|aan)|z ty[łl]u|na odwroc\w+|(?:na )?odwrot\w+"
)
_DIGITS = (
    r"(?:(?:last|final|other|letzten?|derniers?|[úu]ltim[oa]s|ultime|laatste|ostatnie)\s)?"
    r"(?:three|four|drei|vier|trois|quatre|tres|cuatro|tre|quattro|tr[êe]s|quatro|drie|trzy|"
    r"cztery|[34])[ -]?(?:\s?(?:digits?|numbers?|nums|ziffern|stellen|zahlen|chiffres|d[íi]gitos|"
    r"cifras|n[úu]meros|cifre|numeri|d[íi]gitos|algarismos|cijfers|nummers|cyfry|cyfr|cyferki))"
)
_OF_CARD = (
    r"(?:,?\s(?:(?:of|on|auf|sur|de|da|do|del|della|van|na|op)\s)?(?:(?:the|my|der|meiner|la|"
    r"ma|mi|mia|"
    r"minha|de|mijn)\s)?(?:card|karte|carte|cb|tarjeta|carta|cart[ãa]o|kaart|kart[yaę]|mojej "
    r"karty))?"
)
_IS = (
    r"(?:[:=#,-]|'s|\b(?:is|are|was|reads?|say|says|ist|sind|lautet|lauten|est|sont|c'est|es|"
    r"son|era|[èée]|"
    r"sono|s[ãa]o|zijn|to|jest|s[ąa]|code|kod|c[óo]digo|codice|nummer|number|no|nr|"
    r"i think|i believe|should be|glaub(?:e)?|ich glaube|creo(?: que)?|je crois|credo|acho(?: "
    r"que)?|"
    r"denk ik|chyba|que|it says|steht|staat)\b)"
)
_VALUE = (
    r"(?<![\d.,/])(\d{3,4}|\d[ -]\d[ -]\d(?:[ -]\d)?)(?![\d%€$£]|[.,:/]\d|\s?(?:€|eur|usd|z[łl]))"
)
_FILL = rf"(?:\s{{0,2}}(?:\([^)\n]{{0,20}}\)|{_IS})){{0,4}}\s{{0,2}}"
_NAMED = re.compile(rf"(?<!\w)(?:{_NAME})(?:{_FILL}){_VALUE}", re.IGNORECASE)
# By how many digits it has: "the three digits on the back: 418", "die 3 Ziffern hinten 418".
_COUNTED = re.compile(
    rf"(?<!\w)(?:{_DIGITS}|(?:last|final) (?:three|four|[34]) (?=on|at))(?:,?\s?(?:{_BACK}))?"
    rf"{_OF_CARD}{_FILL}{_VALUE}",
    re.IGNORECASE,
)
_BACK_OF_CARD = re.compile(
    rf"(?<!\w)(?:back|reverse|r[üu]ckseite|dos|verso|reverso|retro|achterkant|"
    rf"ty[łl])\s(?:(?:of|der|de|del|"
    rf"della|da|do|van)\s)?(?:(?:the|my|der|meiner|la|ma|mi|mia|minha|de|mijn)\s)?(?:card|"
    rf"karte|carte|"
    rf"cb|tarjeta|carta|cart[ãa]o|kaart|karty){_FILL}{_VALUE}",
    re.IGNORECASE,
)
_CODE_AT_BACK = re.compile(
    rf"(?<!\w)(?:code|number|digits|nummer|num[ée]ro|n[úu]mero|numero|c[óo]digo|codice|kod|numer|"
    rf"zahl|zahlen|chiffres|cijfers|cyfry)\s(?:{_BACK}){_OF_CARD}{_FILL}{_VALUE}",
    re.IGNORECASE,
)
# Beside a card in the same message the place alone says it, before the number or behind.
_AT_BACK = re.compile(rf"(?<!\w)(?:{_BACK}){_FILL}{_VALUE}", re.IGNORECASE)
_BACK_BEHIND = re.compile(
    rf"{_VALUE}[\s,]{{1,2}}(?:(?:is|ist|est|es|[èé]|to|is)\s)?\(?(?:{_BACK}|"
    r"(?:is |ist |est |es |[èé] |to |ten )?(?:the |der |le |el |il |o |de |ten )?"
    rf"(?:{_NAME}|code|kod|c[óo]digo|codice))(?!\w)",
    re.IGNORECASE,
)
_EXPIRY = r"(?:0[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d{2}"
_AFTER_CARD = re.compile(
    rf"\D{{0,24}}{_EXPIRY}[^\d\n]{{1,30}}?(\d{{3,4}})(?!\d|\s?[:%€$£]|[.,]\d)"
    rf"|\s?/\s?(\d{{3,4}})(?![\d/])|[\s,;/-]{{1,5}}(\d{{3,4}})[\s,;-]{{1,5}}"
    rf"(?:exp\w*\W{{0,2}})?{_EXPIRY}"
    rf"|\W{{1,4}}(?:\w{{1,8}}\s)?(?:code|kod|c[óo]digo|codice|cvv|cvc|cv2|csc)\W{{1,3}}(\d{{3,4}})"
    rf"(?!\d|[.,]\d)"
    r"|[\s,;/-]{1,3}(\d{3})\s?(?:$|[.,;!?\n])",
    re.IGNORECASE,
)
_HAS_VALUE = re.compile(r"\d[ -]?\d[ -]?\d")


def find_card_codes(text: str, *, has_card: bool) -> Iterator[Span]:
    if not _HAS_VALUE.search(text):
        return
    patterns = (_NAMED, _COUNTED, _CODE_AT_BACK, _BACK_OF_CARD)
    for pattern in (*patterns, _AT_BACK, _BACK_BEHIND) if has_card else patterns:
        for found in pattern.finditer(text):
            yield Span(Entity.SECURITY_CODE, *found.span(1))


def code_after(text: str, end: int) -> Iterator[Span]:
    """What follows a card's number directly, with its expiry date or without."""
    code = _AFTER_CARD.match(text, end)
    if code and code.lastindex:
        yield Span(Entity.SECURITY_CODE, *code.span(code.lastindex), 0.9)
