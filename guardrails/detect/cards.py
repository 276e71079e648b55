"""Payment cards (number, security code) and bank accounts."""

import re
from collections.abc import Iterator

from guardrails.detect.numbers import Run, digit_runs, luhn
from guardrails.entities import Entity, Span

# First digits and lengths of the card schemes (ISO/IEC 7812 ranges as the schemes publish them).
_SCHEMES: tuple[tuple[re.Pattern[str], frozenset[int]], ...] = (
    (re.compile(r"4"), frozenset({13, 16, 19})),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), frozenset({16})),
    (re.compile(r"3[47]"), frozenset({15})),
    (re.compile(r"3(?:0[0-5]|[68])"), frozenset({14, 16})),
    (re.compile(r"35(?:2[89]|[3-8])"), frozenset({16, 19})),
    (re.compile(r"6(?:011|4[4-9]|5)"), frozenset({16, 19})),
    (re.compile(r"62|81"), frozenset({16, 17, 18, 19})),
    (re.compile(r"5[06-8]|6"), frozenset({13, 16, 18, 19})),
)
_LENGTHS = tuple(range(19, 12, -1))
_CARD_CUE = re.compile(
    r"\b(?:card|cc|credit|debit|visa|mastercard|master card|amex|karte|kreditkarte\w*|"
    r"carte|tarjeta|"
    r"carta|cart[aã]o|kaart|creditcard|kart[aąyę]|pan)\b",
    re.IGNORECASE,
)
_TYPO_LENGTHS = range(14, 20)
_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|csc|cid|card verification|security code|sicherheitscode|"
    r"pr[üu]f(?:nummer|ziffer)|"
    r"kartenpr[üu]fnummer|code de s[ée]curit[ée]|cryptogramme(?: visuel)?|card code|"
    r"kartencode|code de (?:la |ma )?carte|código de la tarjeta|c[óo]digo de "
    r"seguridad|"
    r"codice di sicurezza|c[óo]digo de seguran[çc]a|beveiligingscode|kod (?:cvv2?|"
    r"cvc2?|zabezpieczaj[ąa]cy))"
    r"(?:\s?(?:code|nummer|number|kod))?\s{0,2}(?:[:=#-]|is|ist|lautet|est|es|era|"
    r"[èé]|to|jest)?\s{0,3}"
    r"(?<!\d)(\d{3,4})(?!\d)",
    re.IGNORECASE,
)
_AFTER_CARD = re.compile(
    r"\D{0,12}(?:0[1-9]|1[0-2])\s?[/-]\s?(?:20)?\d{2}\D{1,12}?(\d{3,4})(?!\d|\s?[:%€$£])"
)

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .\-\t]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])?"
)
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
    "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24,
    "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24,
    "XK": 20,
}  # fmt: skip
_ACCOUNT = re.compile(
    r"\b(?:bank account(?: (?:number|no\.?|nr\.?))?|routing (?:number|no\.?)|sort "
    r"code|kontonummer|konto-?nr\.?|"
    r"blz|bankleitzahl|num[ée]ro de compte|cuenta bancaria|n[úu]mero de cuenta|conto corrente|"
    r"conta banc[áa]ria|rekeningnummer|numer (?:konta|rachunku))"
    r"\W{0,3}(?:is|ist|lautet|est|es|[èé]|to|jest)?\W{0,3}(\d(?:[ -]?\d){4,25})",
    re.IGNORECASE,
)


def find_cards(text: str) -> Iterator[Span]:
    for run in digit_runs(text):
        if len(run.digits) < _LENGTHS[-1]:
            continue
        found = _card_in(run)
        if found is None and _is_mistyped_card(text, run):
            found = (0, len(run.digits))
        if found is not None:
            first, length = found
            end = run.at[first + length - 1] + 1
            yield Span(Entity.CARD, run.at[first], end)
            code = _AFTER_CARD.match(text, end)
            if code:
                yield Span(Entity.SECURITY_CODE, code.start(1), code.end(1), 0.9)
    for code in _CODE.finditer(text):
        yield Span(Entity.SECURITY_CODE, code.start(1), code.end(1))


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
    """A number that fails its checksum is still somebody's card when it is called one."""
    if len(run.digits) not in _TYPO_LENGTHS or text[run.start] == "+":
        return False
    return bool(_CARD_CUE.search(text, max(0, run.start - 40), run.start))


def find_bank_accounts(text: str) -> Iterator[Span]:
    for found in _IBAN.finditer(text):
        end = _iban_end(found[0])
        if end:
            yield Span(Entity.BANK_ACCOUNT, found.start(), found.start() + end)
    for found in _ACCOUNT.finditer(text):
        yield Span(Entity.BANK_ACCOUNT, found.start(1), found.end(1), 0.8)


def _iban_end(written: str) -> int:
    """How many characters of ``written`` are a valid IBAN (ISO 13616, mod 97), or 0."""
    wanted = _IBAN_LENGTHS.get(written[:2].upper(), 0)
    compact = ""
    for place, letter in enumerate(written):
        if letter.isalnum():
            compact += letter.upper()
        if wanted and len(compact) == wanted:
            turned = compact[4:] + compact[:4]
            number = int("".join(str(int(digit, 36)) for digit in turned))
            return place + 1 if number % 97 == 1 else 0
    return 0
