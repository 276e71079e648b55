"""Runs of digits that look like one number to a reader, and the sums that tell them apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(
    r"(?<![\w])(?<![\w][.,:/-])\+?\(?\d(?:[ \t.\-/()\r\n\u00a0]{0,3}\d){4,30}(?![\w]|-[A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Run:
    """``at[i]`` is where digit ``i`` stands in the text."""

    start: int
    end: int
    digits: str
    at: tuple[int, ...]

    def breaks_before(self, index: int) -> bool:
        """Whether digit ``index`` begins a group (start, or after a separator)."""
        return index == 0 or self.at[index] - self.at[index - 1] > 1

    def breaks_after(self, index: int) -> bool:
        return index == len(self.at) - 1 or self.breaks_before(index + 1)


def digit_runs(text: str) -> Iterator[Run]:
    for found in _RUN.finditer(text):
        at = tuple(i for i in range(found.start(), found.end()) if text[i].isdecimal())
        yield Run(found.start(), found.end(), "".join(text[i] for i in at), at)


def luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number  # noqa: PLR2004 - the sum of two digits
    return total % 10 == 0


def weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
