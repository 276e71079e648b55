"""Payment cards: the number, however it is grouped or split, and the security code."""

import re
from collections.abc import Iterator

from guardrails.detect.numbers import Run, digit_runs, is_called_a_thing, luhn
from guardrails.detect.spelled import spelled_numbers
from guardrails.entities import Entity, Span

# First digits and lengths of the card schemes (ISO/IEC 7812 ranges as the schemes publish them).
_SCHEMES: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile(r"4"), frozenset({13, 16, 19})),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), frozenset({16})),
    (re.compile(r"3[47]"), frozenset({15})),
    (re.compile(r"3(?:0[0-5]|[689])"), frozenset({14, 16})),
    (re.compile(r"35(?:2[89]|[3-8])"), frozenset({16, 19})),
    (re.compile(r"6(?:011|4[4-9]|5)"), frozenset({16, 19})),
    (re.compile(r"62|81"), frozenset({16, 17, 18, 19})),
    (re.compile(r"220[0-4]|9792|50(?:6[01]|7[89])|65000|60|65|81|82"), frozenset({16})),
    (re.compile(r"5[06-8]|6"), frozenset({13, 16, 18, 19})),
)
_LENGTHS = tuple(range(19, 12, -1))
_CARD_CUE = re.compile(
    r"(?<!\w)(?:(?:credit|debit|my|bank|the|new|our|company|corporate|virtual|prepaid)\s?card|"
    r"card(?: (?:no|number|num|nr|is|#|details))|card(?=\W{0,3}$)|cc|ccn|visa|mastercard|"
    r"master card|amex|american express|maestro|discover|diners|jcb|unionpay|"
    r"(?:kredit|debit|bank|giro|ec-)?karten?\w*|kreditkarte\w*|carte|cb|tarjeta|"
    r"carta|bancomat|cart[aã]o|(?:bet?aal|credit)?kaart|creditcard|kart[aąyęi]|pan)(?!\w)",
    re.IGNORECASE,
)
_CUE_STEMS = ("car", "kar", "kaart", "tarjeta", "visa", "amex", "cc", "cb", "pan", "maestro",
              "discover", "american express", "diners", "jcb", "unionpay")  # fmt: skip
_CODE_DIGITS = re.compile(r"\d ?\d ?\d")
_TYPO_LENGTHS = range(14, 20)
_GROUPED = re.compile(r"(?:4\d{3}|5[1-5]\d\d|6(?:011|5\d\d))([ .-])\d{4}\1\d{4}\1\d{4}")
_CODE = re.compile(
    r"(?<!\w)(?:cvv2?|cvc2?|cvn|csc|cid|cvs|card verification|security code|sicherheitscode|"
    r"pr[üu]f(?:nummer|ziffer)n?|kartenpr[üu]fnummer|code de s[ée]curit[ée]|"
    r"cryptogramme(?: visuel)?|card code|kartencode|code de (?:la |ma )?carte|"
    r"código de la tarjeta|c[óo]digo de seguridad|codice di sicurezza|"
    r"c[óo]digo de seguran[çc]a|beveiligingscode|veiligheidscode|kod (?:cvv2?|cvc2?|"
    r"zabezpieczaj[ąa]cy|bezpiecze[ńn]stwa)|"
    r"code (?:au dos|hinten|auf der r[üu]ckseite|achterop)|c[óo]digo (?:de atr[áa]s|no verso|"
    r"del reverso)|"
    r"codice sul retro|kod z ty[łl]u|"
    r"(?:(?:three|3|four|4|last three|last 3)[ -]?digits?(?: code)?|digits|code|number) on (?:the|"
    r"its|my) "
    r"(?:back|front|rear|reverse)(?: of (?:the|my) card)?)"
    r"(?:\s?(?:code|nummer|number|kod|no\.?|nr\.?))?(?:\s\([^)\n]{0,20}\))?\s{0,2}"
    r"(?:[:=#-]|'s|is|are|ist|sind|lautet|est|es|era|[èé]|to|jest)?\s{0,3}"
    r"(?<!\d)(\d{3,4}|\d \d \d(?: \d)?)(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_EXPIRY = r"(?:0[1-9]|1[0-2])\s?[/.-]\s?(?:20)?\d{2}"
_AFTER_CARD = re.compile(
    rf"\D{{0,16}}{_EXPIRY}\D{{1,14}}?(\d{{3,4}})(?!\d|\s?[:%€$£]|[.,]\d)"
    rf"|\s?/\s?(\d{{3,4}})(?![\d/])|[\s,;/-]{{1,5}}(\d{{3,4}})[\s,;-]{{1,5}}(?:exp\w*\W{{0,2}})?{_EXPIRY}"
    rf"|\W{{1,4}}(?:\w{{1,8}}\s)?(?:code|kod|c[óo]digo|codice|cvv|cvc|cv2|csc)\W{{1,3}}(\d{{3,4}})"
    rf"(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"(?<![\w.,:/$€£-])\d{4}(?:[ -]?\d{4}){0,3}(?:[ -]?\d{1,4})?(?![\w]|[.,/:]\d|-\d)"
)
_CONTINUED = re.compile(
    r"(?<!\w)(?:first|then|next|last|rest|followed|and then|remaining|second|after that|dann|"
    r"zuerst|danach|erst\w*|letzt\w*|puis|ensuite|d'abord|derniers?|luego|despu[ée]s|primeros|"
    r"poi|prime|ultime|depois|primeiros|dan|daarna|eerste|laatste|potem|pierwsze|ostatnie)(?!\w)",
    re.IGNORECASE,
)
_IN_FOURS = re.compile(r"\d{4}\W{1,3}\d{4}\W{1,3}\d{4}")
# Numbers as long as a card's, of which one in ten passes its check.
_PARCEL = re.compile(
    r"(?<!\w)(?:tracking|shipment|parcel|imei|iccid|isbn|ean|gtin|serial|sendungs\w*|suivi|"
    r"seguimiento|"
    r"rastreio|timestamp)(?:\s(?:number|no\.?|nr\.?|code|id|is|nummer))*\W{0,3}$",
    re.IGNORECASE,
)
_CONNECTED = 30
_SHORTEST_JOINED = 15
_BEFORE = 44


def find_cards(text: str) -> Iterator[Span]:
    runs = [
        run
        for run in digit_runs(text)
        if len(run.digits) >= _LENGTHS[-1]
        and text[run.start] != "+"
        and not _PARCEL.search(text, max(0, run.start - _BEFORE), run.start)
    ]
    for run in runs:
        found = _card_in(run)
        if found is None and _is_mistyped_card(text, run):
            found = (0, len(run.digits))
        if found is not None:
            first, length = found
            end = run.at[first + length - 1] + 1
            yield Span(Entity.CARD, run.at[first], end)
            yield from _code_after(text, end)
    is_cued = any(stem in text.casefold() for stem in _CUE_STEMS) and bool(_CARD_CUE.search(text))
    if not runs and (is_cued or _CONTINUED.search(text) or _IN_FOURS.search(text)):
        yield from _split_cards(text, is_cued=is_cued)
    if is_cued:
        for spelled in spelled_numbers(text):
            if len(spelled.digits) in _TYPO_LENGTHS:
                yield Span(Entity.CARD, spelled.start, spelled.end, 0.9)
    for code in _CODE.finditer(text) if _CODE_DIGITS.search(text) else ():
        yield Span(Entity.SECURITY_CODE, code.start(1), code.end(1))


def _code_after(text: str, end: int) -> Iterator[Span]:
    code = _AFTER_CARD.match(text, end)
    if code and code.lastindex:
        yield Span(Entity.SECURITY_CODE, *code.span(code.lastindex), 0.9)


def _card_in(run: Run) -> tuple[int, int] | None:
    """Where in the run a valid card stands: (first digit, length). Cards begin and end at a group's
    edge, so that a card followed by its expiry date is still found.
    """
    for first in range(len(run.digits) - _LENGTHS[-1] + 1):
        if not run.breaks_before(first):
            continue
        for length in _LENGTHS:
            last = first + length - 1
            if last < len(run.digits) and run.breaks_after(last):
                digits = run.digits[first : last + 1]
                if _scheme_knows(digits) and luhn(digits):
                    return first, length
    return None


def _scheme_knows(digits: str) -> bool:
    return (
        any(len(digits) in lengths and prefix.match(digits) for prefix, lengths in _SCHEMES)
        and len(set(digits)) > 1
    )


def _is_mistyped_card(text: str, run: Run) -> bool:
    """A number that fails its checksum is still somebody's card when it is called one, or written
    as only cards are.
    """
    if is_called_a_thing(text, run.start, run.end):
        return False
    if _GROUPED.fullmatch(text, run.start, run.end):
        return True
    if len(run.digits) not in _TYPO_LENGTHS:
        return False
    return bool(_CARD_CUE.search(text, max(0, run.start - _BEFORE), run.start))


def _split_cards(text: str, *, is_cued: bool) -> Iterator[Span]:
    """ "First eight 4111 1111, then 1111 1111": pieces that together are a card, and a
    valid one where nobody called it a card.
    """
    pieces = [(piece.start(), piece.end(), re.sub(r"\D", "", piece[0]))
              for piece in _PIECE.finditer(text)]  # fmt: skip
    for first in range(len(pieces)):
        digits = ""
        for last in range(first, min(first + 4, len(pieces))):
            start, _, more = pieces[last]
            if last > first and start - pieces[last - 1][1] > _CONNECTED:
                break
            digits += more
            is_joined = last > first and len(digits) >= _SHORTEST_JOINED
            if is_joined and _scheme_knows(digits) and (is_cued or luhn(digits)):
                for start, end, _ in pieces[first : last + 1]:
                    yield Span(Entity.CARD, start, end, 0.9)
                return
