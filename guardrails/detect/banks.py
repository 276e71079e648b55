"""Bank accounts: IBANs of every country, and the older national numbers where they are named.

A BIC, a bank code or a routing number alone names a bank, not a person; they count beside an
account only.
"""

import re
from collections.abc import Iterator

from guardrails.detect.numbers import is_called_a_thing, weighted
from guardrails.entities import Entity, Span

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\d{2}(?:[ .\-\t\r\n]{0,2}[A-Za-z0-9]){11,32}")
# ISO 13616 registry: the length of each country's IBAN.
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27,
    "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27,
    "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
    "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19,
    "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24,
    "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24, "SC": 31,
    "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25, "SV": 28, "TL": 23,
    "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
_IBAN_CUE = re.compile(r"(?<!\w)i\.?ban(?!\w)", re.IGNORECASE)
_MISTYPED = re.compile(
    r"(?<!\w)[A-Za-z]{2}[ -]?\d{2}(?:[ .-]?(?=[A-Za-z]{0,4}[ .-]?\d)[A-Za-z0-9]{1,34}){1,9}",
    re.ASCII,
)
_FEWEST_DIGITS = 12  # of an IBAN that fails its check: fewer could be any code
_SHORTEST_IBAN = 12
# National numbers whose own check or whole form says what they are.
_SPANISH = re.compile(r"(?<![\w-])\d{4}[ -]?\d{4}[ -]?\d{2}[ -]?\d{10}(?![\w-])")
_FRENCH = re.compile(r"(?<![\w-])\d{5}[ -]?\d{5}[ -]?[0-9A-Za-z]{11}[ -]?\d{2}(?![\w-])")
_POLISH = re.compile(r"(?<![\w-])\d{2}(?:[ -]?\d{4}){6}(?![\w-])")
_PORTUGUESE = re.compile(r"(?<![\w-])\d{4}[ .-]?\d{4}[ .-]?\d{11}[ .-]?\d{2}(?![\w-])")
_LINK = (
    r"(?:\W{0,3}(?:number|no|nr|num|nummer|n[°ºo]|is|are|ist|lautet|est|es|[èé]|to|jest|mit))"
    r"{0,3}\W{0,4}"
)
_NUMBER = r"(?<!\d)(\d(?:[ ./-]?\d){4,25}(?:-[xX])?)(?!\w)"
_NAMED = re.compile(
    rf"(?<!\w)(?:bank (?:account|acct)|(?:checking|savings|current|giro|bank|my) acc(?:oun)?t"
    rf"(?= ?(?:no|nr|num|#))|routing|rtn|aba|aba/rtn|transit|sort[ -]?code|(?:sort|"
    rf"s\.?c\.?)(?=\W{{0,2}}\d\d[- ]\d\d[- ]\d\d)|bsb|ifsc|kontonummer|kto|"
    rf"konto-?nr|bankverbindung|blz|bankleitzahl|girokonto|compte(?: bancaire)?|rib|"
    rf"num[ée]ro de compte|cuenta bancaria|n[úu]mero de cuenta|cuenta corriente|ccc|clabe|"
    rf"conto(?: corrente| bancario)|c/c|conta(?: corrente| banc[áa]ria|-corrente| poupan[çc]a)|nib|"
    rf"rekeningnummer|bankrekening|rekening|numer (?:konta|rachunku)|nr (?:konta|rachunku)|"
    rf"konto(?: nr)?|iban|przelew(?:em)? na|[üu]berweis\w* auf|"
    rf"rachunek|bankkonto|direct debit|wire (?:it )?to)(?!\w){_LINK}{_NUMBER}",
    re.IGNORECASE,
)
# An account number counts when the message is about a bank; ours have "accounts" too.
_ABOUT_BANK = re.compile(
    r"(?<!\w)(?:bank\w*|routing|rtn|void(?:ed)? che(?:ck|que)|aba|sort[ -]?code|"
    r"sort(?=\W{0,3}\d\d-\d\d-\d\d)|sc(?=\W{1,2}\d{6}(?!\d))|blz|bankleitzahl|"
    r"bic|swift|iban|bsb|ifsc|wire|"
    r"direct (?:debit|deposit)|ach|checking|savings|chase|wells fargo|barclays|hsbc|lloyds|natwest|"
    r"citi(?:bank)?|santander|sparkasse|volksbank|commerzbank|ing|revolut|monzo|n26|bofa|"
    r"[üu]berweis\w*|lastschrift\w*|virement|pr[ée]l[èe]vement|transferencia|domicilia\w*|bonifico|"
    r"transfer[êe]ncia|ag[êe]ncia|ag|ita[úu]|bradesco|nubank|caixa|pix|incasso|przelew\w*)(?!\w)",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"(?<!\w)ag(?:[êe]ncia|\.)?\s?:?\s?(\d{3,4}(?:-[\dxX])?)(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(
    rf"(?<!\w)(?:acc(?:oun)?ts?|acc|a/c|c/c|cc|dda|sc|konto|compte|cuenta|conto|conta|rekening|"
    rf"konta|ag[êe]ncia|ag)(?!\w)"
    rf"(?:\s(?:at|with|bei|chez|en|presso|no|na|bij|w)\s[^\W\d_]{{2,15}})?{_LINK}"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_OURS = re.compile(r"\bwith (?:you|us)\b|\bon (?:our|your)\b|\bbei (?:euch|ihnen)\b", re.IGNORECASE)
_HAS_DIGITS = re.compile(r"\d(?:\D?\d){3}")


def find_bank_accounts(text: str) -> Iterator[Span]:
    if not _HAS_DIGITS.search(text):
        return
    is_named = bool(_IBAN_CUE.search(text))
    for found in _IBAN.finditer(text):
        end = _iban_end(found[0])
        if end:
            yield _account(found.start(), found.start() + end, "iban")
    for found in _MISTYPED.finditer(text):
        if _is_mistyped_iban(text, found, is_named=is_named):
            yield _account(found.start(), found.end(), "iban", 0.8)
    yield from _national(text)
    yield from _named(text)


def _account(start: int, end: int, detail: str, score: float = 1.0) -> Span:
    return Span(Entity.BANK_ACCOUNT, start, end, score, detail)


def _is_iban(compact: str) -> bool:
    """ISO 7064, mod 97-10."""
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(digit, 36)) for digit in turned)) % 97 == 1


def _iban_end(written: str) -> int:
    """How many characters of ``written`` are a valid IBAN (ISO 13616), or 0."""
    wanted = _IBAN_LENGTHS.get(written[:2].upper(), 0)
    compact = ""
    for place, letter in enumerate(written):
        if letter.isalnum():
            compact += letter.upper()
        if wanted and len(compact) == wanted:
            return place + 1 if _is_iban(compact) else 0
    return 0


def _is_mistyped_iban(text: str, found: re.Match[str], *, is_named: bool) -> bool:
    """It is called an IBAN, or has the country, the length and the digits of one."""
    compact = re.sub(r"[\s.-]", "", found[0]).upper()
    if compact[:2] not in _IBAN_LENGTHS or len(compact) < _SHORTEST_IBAN:
        return False
    if is_named:
        return True
    if len(compact) != _IBAN_LENGTHS[compact[:2]]:
        return False
    digits = sum(letter.isdecimal() for letter in compact)
    return digits >= _FEWEST_DIGITS and not is_called_a_thing(
        text, found.start(), found.end(), but_accounts=True
    )


def _national(text: str) -> Iterator[Span]:
    for pattern, holds, detail in (
        (_SPANISH, _spanish, "es_ccc"),
        (_FRENCH, _french, "fr_rib"),
        (_POLISH, lambda digits: _is_iban("PL" + digits), "pl_nrb"),
        (_PORTUGUESE, _portuguese, "pt_nib"),
    ):
        for found in pattern.finditer(text):
            if holds(re.sub(r"[ .-]", "", found[0]).upper()):
                yield _account(*found.span(), detail)


def _spanish(digits: str) -> bool:
    def check(part: str) -> int:
        rest = 11 - weighted(part, (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11
        return {11: 0, 10: 1}.get(rest, rest)

    return check("00" + digits[:8]) == int(digits[8]) and check(digits[10:]) == int(digits[9])


_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def _french(written: str) -> bool:
    return int(written.translate(_RIB_LETTERS)) % 97 == 0


def _portuguese(digits: str) -> bool:
    return int(digits) % 97 == 1


def _named(text: str) -> Iterator[Span]:
    for found in _NAMED.finditer(text):
        yield _account(*found.span(1), "account", 0.8)
    if _ABOUT_BANK.search(text):
        for found in _AGENCY.finditer(text):
            yield _account(*found.span(1), "agency", 0.8)
        for found in _ACCOUNT.finditer(text):
            if not _OURS.search(text, max(0, found.start() - 20), found.end()):
                yield _account(*found.span(1), "account", 0.8)
