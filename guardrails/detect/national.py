"""National identity, tax and health numbers, each with its own check arithmetic, and passports.

A number whose check a random one passes too often (or that has none) needs its name near by.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from guardrails.detect.numbers import luhn, weighted
from guardrails.entities import Entity, Span

_CUE_DISTANCE = 40
_DIGITS = re.compile(r"\d.?.?\d.?.?\d")


@dataclass(frozen=True, slots=True)
class Scheme:
    """``cue`` None: the form and the check alone are enough."""

    pattern: re.Pattern[str]
    check: Callable[[str], bool]
    cue: re.Pattern[str] | None = None


def _us_ssn(digits: str) -> bool:
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def _us_itin(digits: str) -> bool:
    return digits[0] == "9" and digits[3] in "56789"


def _nhs(digits: str) -> bool:
    rest = 11 - weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return rest != 10 and rest % 11 == int(digits[9])  # noqa: PLR2004 - modulo 11


def _nir(written: str) -> bool:
    digits = written.upper().replace("2A", "19").replace("2B", "18")
    return digits.isdigit() and 97 - int(digits[:13]) % 97 == int(digits[13:])


def _tax_id_de(digits: str) -> bool:
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return digits[0] != "0" and (11 - product) % 10 == int(digits[10])


def _dni(written: str) -> bool:
    number = written[:-1].upper().replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == written[-1].upper()


_CF_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
    2, 4, 18, 20, 11, 3, 6, 8, 12, 14,
    16, 10, 22, 25, 24, 23,
), strict=True))  # fmt: skip


def _codice_fiscale(written: str) -> bool:
    code = written.upper()
    even = sum(int(c) if c.isdigit() else ord(c) - ord("A") for c in code[1:15:2])
    return (sum(_CF_ODD[c] for c in code[0:15:2]) + even) % 26 == ord(code[15]) - ord("A")


def _pesel(digits: str) -> bool:
    total = weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3))
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    return (10 - total % 10) % 10 == int(digits[10]) and 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004


def _cpf(digits: str) -> bool:
    def check(length: int) -> int:
        total = weighted(digits[:length], tuple(range(length + 1, 1, -1)))
        return total * 10 % 11 % 10

    return len(set(digits)) > 1 and check(9) == int(digits[9]) and check(10) == int(digits[10])


def _bsn(digits: str) -> bool:
    return weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _nif_pt(digits: str) -> bool:
    rest = 11 - weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if rest > 9 else rest) == int(digits[8])  # noqa: PLR2004 - two digits become nought


def _always(_: str) -> bool:
    return True


def _cue(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?:{pattern})(?![\w]|-\w)", re.IGNORECASE)


_SOCIAL = "ssn|social security|social|itin|tax id|taxpayer"
_SCHEMES: tuple[Scheme, ...] = (
    Scheme(_form(r"\d{3}([- ])\d{2}\1\d{4}"), lambda d: _us_ssn(d) or _us_itin(d)),
    Scheme(
        _form(r"\d{3}[-. ]?\d{2}[-. ]?\d{4}"),
        _always,
        _cue(_SOCIAL),
    ),
    Scheme(
        _form(
            r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} "
            r"?\d{2} ?[A-D]"
        ),
        _always,
    ),
    Scheme(
        _form(r"[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]"),
        _always,
        _cue(r"nino|ni|national insurance"),
    ),
    Scheme(
        _form(r"\d{3}[ -]?\d{3}[ -]?\d{4}"),
        _nhs,
        _cue("nhs"),
    ),
    Scheme(
        _form(r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}"), _nir
    ),
    Scheme(
        _form(r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
        _tax_id_de,
        _cue(
            r"steuer-?id\w*|steueridentifikationsnummer|idnr|tin|tax id|"
            r"steuernummer"
        ),
    ),
    Scheme(
        _form(r"\d{2} ?\d{6} ?[A-Z] ?\d{3}"),
        _always,
        _cue(
            r"sozialversicherung\w*|rentenversicherung\w*|"
            r"sv-?nummer|svnr"
        ),
    ),
    Scheme(_form(r"(?:\d{8}|[XYZ]-?\d{7})[- ]?[A-HJ-NP-TV-Z]"), _dni),
    Scheme(_form(r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]"), _codice_fiscale),
    Scheme(_form(r"\d{11}"), _pesel),
    Scheme(_form(r"\d{3}\.\d{3}\.\d{3}-\d{2}|\d{11}"), _cpf),
    Scheme(
        _form(r"\d{9}|\d{4}[. ]\d{2}[. ]\d{3}"),
        _bsn,
        _cue(r"bsn|burgerservicenummer|sofinummer"),
    ),
    Scheme(
        _form(r"\d{3} ?\d{3} ?\d{3}"),
        _nif_pt,
        _cue(r"nif|contribuinte|n[úu]mero fiscal"),
    ),
    Scheme(_form(r"\d{3}[ -]?\d{3}[ -]?\d{3}"), luhn, _cue(r"sin|social insurance")),
)
_PAPERS = re.compile(
    r"\b(?:passports?|reisepass|ausweis|personalausweis|passeport|carte d'identit[ée]|"
    r"pasaporte|passaporto|"
    r"carta d'identit[àa]|passaporte|bilhete de identidade|cart[ãa]o de cidad[ãa]o|"
    r"paspoort|paszport\w*|dow[óo]d\w*|"
    r"driver'?s? licen[cs]e|driving licen[cs]e|f[üu]hrerschein|permis de conduire|id "
    r"card|identity card|national id|"
    r"aadhaar)"
    r"(?:[ -]?(?:number|no\.?|nr\.?|nummer|n[°ºo]\.?|num[ée]ro|n[úu]mero|numer|serii|osobisty))?"
    r"(?:\W{1,3}|\s(?:is|ist|lautet|est|es|[èé]|to|jest)\s{1,2})"
    r"((?=[A-Z0-9 -]*\d{3})[A-Z0-9]{1,6}(?:[ -]?[A-Z0-9]{2,12}){1,4})(?!\w)",
    re.IGNORECASE,
)


def find_national_ids(text: str) -> Iterator[Span]:
    if not _DIGITS.search(text):
        return
    for scheme in _SCHEMES:
        for found in scheme.pattern.finditer(text):
            if scheme.cue and not scheme.cue.search(
                text, max(0, found.start() - _CUE_DISTANCE), found.start()
            ):
                continue
            compact = re.sub(r"[\s.-]", "", found[0])
            if scheme.check(compact):
                yield Span(Entity.NATIONAL_ID, found.start(), found.end(), 0.95)
    for found in _PAPERS.finditer(text):
        yield Span(Entity.NATIONAL_ID, found.start(1), found.end(1), 0.9)
