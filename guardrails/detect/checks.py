"""The check arithmetic of national numbers, as their issuers publish it."""

from collections.abc import Callable

from guardrails.detect.numbers import luhn, weighted

Check = Callable[[str], bool]


def always(_: str) -> bool:
    return True


def _is_date(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12  # noqa: PLR2004 - the calendar's


def us_ssn(digits: str) -> bool:
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000"


def us_itin(digits: str) -> bool:
    return digits[0] == "9" and digits[3] in "56789"


def nhs(digits: str) -> bool:
    rest = 11 - weighted(digits, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return rest != 10 and rest % 11 == int(digits[9])  # noqa: PLR2004 - modulo 11


def nir(written: str) -> bool:
    digits = written.upper().replace("2A", "19").replace("2B", "18")
    is_whole = digits.isdigit() and len(digits) == 15  # noqa: PLR2004 - with its key
    return is_whole and 97 - int(digits[:13]) % 97 == int(digits[13:])


def de_tax_id(digits: str) -> bool:
    product = 10
    for digit in digits[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return digits[0] != "0" and (11 - product) % 10 == int(digits[10])


def de_pension(written: str) -> bool:
    letter = f"{ord(written[8].upper()) - ord('A') + 1:02d}"
    digits = written[:8] + letter + written[9:11]
    total = 0
    for digit, weight in zip(digits, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True):
        product = int(digit) * weight
        total += product // 10 + product % 10
    return total % 10 == int(written[11])


def dni(written: str) -> bool:
    number = written[:-1].upper().replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == written[-1].upper()


_CF_ODD = dict(zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", (
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21,
    2, 4, 18, 20, 11, 3, 6, 8, 12, 14,
    16, 10, 22, 25, 24, 23,
), strict=True))  # fmt: skip


def codice_fiscale(written: str) -> bool:
    code = written.upper()
    even = sum(int(c) if c.isdigit() else ord(c) - ord("A") for c in code[1:15:2])
    return (sum(_CF_ODD[c] for c in code[0:15:2]) + even) % 26 == ord(code[15]) - ord("A")


def pesel(digits: str) -> bool:
    total = weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3))
    month = str(int(digits[2:4]) % 20)
    return (10 - total % 10) % 10 == int(digits[10]) and _is_date(digits[4:6], month)


def cpf(digits: str) -> bool:
    def check(length: int) -> int:
        total = weighted(digits[:length], tuple(range(length + 1, 1, -1)))
        return total * 10 % 11 % 10

    return len(set(digits)) > 1 and check(9) == int(digits[9]) and check(10) == int(digits[10])


def bsn(digits: str) -> bool:
    return weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def nif_pt(digits: str) -> bool:
    """A person's: those of firms begin with 5, 6, 7 or 9 (8 is a person in business)."""
    rest = 11 - weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2)) % 11
    return digits[0] in "12348" and (0 if rest > 9 else rest) == int(digits[8])  # noqa: PLR2004


def be_register(digits: str) -> bool:
    check = int(digits[9:])
    return check in {97 - int(century + digits[:9]) % 97 for century in ("", "2")}


def ch_ahv(digits: str) -> bool:
    total = weighted(digits, (1, 3) * 6)
    return (10 - total % 10) % 10 == int(digits[12])


def at_svnr(digits: str) -> bool:
    total = weighted(digits[:3] + digits[4:], (3, 7, 9, 5, 8, 4, 2, 1, 6))
    return total % 11 == int(digits[3])


def tfn(digits: str) -> bool:
    return weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def se_personnummer(digits: str) -> bool:
    short = digits[-10:]
    return luhn(short) and _is_date(str(int(short[4:6]) % 60), short[2:4])


def dk_cpr(digits: str) -> bool:
    return _is_date(digits[:2], digits[2:4])


def no_fodselsnummer(digits: str) -> bool:
    first = weighted(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11
    second = weighted(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11
    return first == second == 0 and _is_date(str(int(digits[:2]) % 40), digits[2:4])


def hetu(written: str) -> bool:
    digits = written[:6] + written[-4:-1]
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == written[-1].upper()


def pps(written: str) -> bool:
    total = weighted(written, (8, 7, 6, 5, 4, 3, 2))
    if len(written) > 8 and written[8].upper() != "W":  # noqa: PLR2004 - the second letter
        total += 9 * (ord(written[8].upper()) - ord("A") + 1)
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == written[7].upper()


_DIHEDRAL = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTED = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def verhoeff(digits: str) -> bool:
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = int(_DIHEDRAL[check][int(_PERMUTED[place % 8][int(digit)])])
    return check == 0
