"""Payment cards: the number, however it is grouped or split, and the security code."""

import re
from collections.abc import Iterator

from guardrails.detect.card_codes import code_after, find_card_codes
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
_TYPO_LENGTHS = range(14, 20)
_GROUPED = re.compile(r"(?:4\d{3}|5[1-5]\d\d|6(?:011|5\d\d))([ .-])\d{4}\1\d{4}\1\d{4}")
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
    r"rastreio|timestamp|sim(?: ?card)?|sim-?karten?\w*)(?:\s(?:number|no\.?|nr\.?|code|id|is|"
    r"nummer))*\W{0,3}$",
    re.IGNORECASE,
)
_COUNTRY = re.compile(
    r"(?<!\w)[A-Za-z]{2}[ -]?\d\d[ -]?(?:(?=\d{0,3}[A-Za-z])[A-Za-z0-9]{1,5}[ -]?)?$"
)  # and check digits, of an IBAN
_MOST_WITH_CODES = 25  # with its date and its code in the same run of digits
_CONNECTED = 30
_SHORTEST_JOINED = 15
_BEFORE = 44


def find_cards(text: str) -> Iterator[Span]:
    has_card = False
    for span in _numbers(text):
        has_card = True
        yield span
        yield from code_after(text, span.end)
    yield from find_card_codes(text, has_card=has_card)


def _numbers(text: str) -> Iterator[Span]:
    runs = [run for run in digit_runs(text) if _may_be_card(text, run)]
    for run in runs:
        found = _card_in(run)
        if found is None and _is_mistyped_card(text, run):
            found = (0, len(run.digits))
        if found is not None:
            first, length = found
            yield Span(Entity.CARD, run.at[first], run.at[first + length - 1] + 1)
    folded = text.casefold()
    is_cued = any(stem in folded for stem in _CUE_STEMS) and bool(_CARD_CUE.search(text))
    if not runs and (is_cued or _CONTINUED.search(text) or _IN_FOURS.search(text)):
        yield from _split_cards(text, is_cued=is_cued)
    for spelled in spelled_numbers(text):
        if len(spelled.digits) in _TYPO_LENGTHS and (is_cued or _is_card(spelled.digits)):
            yield Span(Entity.CARD, spelled.start, spelled.end, 0.9)


def _may_be_card(text: str, run: Run) -> bool:
    """An account number may well hold sixteen digits that pass for a card's."""
    return (
        _LENGTHS[-1] <= len(run.digits) <= _MOST_WITH_CODES
        and text[run.start] != "+"
        and not _PARCEL.search(text, max(0, run.start - _BEFORE), run.start)
        and not _COUNTRY.search(text, max(0, run.start - 16), run.start)
    )


def _is_card(digits: str) -> bool:
    return _scheme_knows(digits) and luhn(digits)


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
                if _is_card(digits):
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
