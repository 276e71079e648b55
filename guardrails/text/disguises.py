"""Further readings of a text in which somebody hides what they write from a machine.

``e l e v e n``, ``pa55wort``, ``203 dot 0 dot 113``, ``july twenty second nineteen ninety one``: a
person reads through each. They cannot be read plainly in place, for the same letters are mostly
meant as they stand; so each trick that is seen gives one more reading, with the way back.
"""

import re
from collections.abc import Iterator

from guardrails.detect.spelled import number_in, ordinal_in
from guardrails.text.fold import fold
from guardrails.text.normalise import Plain

# Single letters (or digits) with one sign or two between: "e l e v e n", "c-v-v", "1 1".
_SPACED = re.compile(r"(?<![\w'’])(?:[^\W_](?:[ ._*|/~-]{1,2}|\s?[·•]\s?)){2,60}[^\W_](?![\w'’])")
_TWO_DIGITS = re.compile(r"(?<![\d.,:/-] )(?<![\w.,:/-])\d \d(?= [^\W\d_])")
_LEET_WORD = re.compile(r"[^\W\d_][013457@$!]{1,2}[^\W\d_]")
_LEET = str.maketrans("013457@$!", "oieastasi")
_WORD = re.compile(r"[\w@$!]+")
_SAID_DOT = re.compile(
    r"(?<=\d)\s{0,2}[(\[]?\b(?:dot|punkt|punto|point|ponto|punt|kropka)\b[)\]]?\s{0,2}(?=\d)",
    re.IGNORECASE,
)
_BETWEEN = "\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u00ae\u2122"
_PICTURED = re.compile(rf"(?<=\d)\s?[{_BETWEEN}]+\s?(?=\d)")
# "415*555*0134": at least three groups, so that no range or product is read so.
_ODDLY_PARTED = re.compile(r"(?<![\w.,])\d{2,5}(?:\s?[*~#=^|\\!•]{1,3}\s?\d{2,5}){2,6}(?![\w])")
_PART = re.compile(r"\s?[*~#=^|\\!•]{1,3}\s?")
_NUMBER = re.compile(r"[^\W\d_]+")
_FEWEST_SINGLES = 3
_JOINED = re.compile(r"[\s,-]{1,2}(?:and |und |et |y |e |en |i )?")


def readings(text: str) -> Iterator[Plain]:
    """Of the same characters; few texts have any."""
    if _SPACED.search(text) or _TWO_DIGITS.search(text):
        yield _without(text, _gaps_of_spaced(text))
    if _LEET_WORD.search(text):
        yield Plain(_WORD.sub(_unleeted, text))
    if _SAID_DOT.search(text):
        yield _replaced(text, [(*m.span(), ".") for m in _SAID_DOT.finditer(text)])
    if _PICTURED.search(text):
        yield _replaced(text, [(*m.span(), " ") for m in _PICTURED.finditer(text)])
    if _ODDLY_PARTED.search(text):
        parted = [
            part
            for run in _ODDLY_PARTED.finditer(text)
            for part in _PART.finditer(text, *run.span())
        ]
        yield _replaced(text, [(*part.span(), " ") for part in parted])
    numbers = list(_numbers(text))
    if numbers:
        yield _replaced(text, numbers)


def _gaps_of_spaced(text: str) -> list[tuple[int, int, str]]:
    """Letters join letters and digits digits; between the two kinds a gap stays."""
    gaps = []
    for pattern in (_SPACED, _TWO_DIGITS):
        for run in pattern.finditer(text):
            last = run.start()
            for at in range(run.start() + 1, run.end()):
                if text[at].isalnum():
                    same = text[at].isdecimal() == text[last].isdecimal()
                    gaps.append((last + 1, at, "" if same else " "))
                    last = at
    return gaps


def _unleeted(word: re.Match[str]) -> str:
    written = word[0]
    has_letter = any(letter.isalpha() for letter in written)
    return written.translate(_LEET) if has_letter and written[-1] != "!" else written


def _without(text: str, gaps: list[tuple[int, int, str]]) -> Plain:
    return _replaced(text, sorted(gaps))


def _replaced(text: str, changes: list[tuple[int, int, str]]) -> Plain:
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for start, end, new in [*changes, (len(text), len(text), "")]:
        letters.append(text[position:start] + new)
        starts += [*range(position, start), *([start] * len(new))]
        ends += [*range(position + 1, start + 1), *([end] * len(new))]
        position = end
    return Plain("".join(letters), tuple(starts), tuple(ends))


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """ "twenty seven" is 27, "nineteen ninety one" 1991, "twenty second" 22nd."""
    run: list[tuple[int, int, int]] = []
    for word in _NUMBER.finditer(fold(text)):
        number = number_in(word[0])
        place = ordinal_in(word[0]) if number is None else None
        if number is None and place is None:
            continue
        if run and not _JOINED.fullmatch(text, run[-1][1], word.start()):
            yield from _said(run)
            run = []
        if place is not None:
            tens = run.pop() if run and run[-1][2] in {20, 30} and place < 10 else None  # noqa: PLR2004
            start = tens[0] if tens else word.start()
            yield from _said(run)
            run = []
            yield start, word.end(), f"{(tens[2] if tens else 0) + place}"
        else:
            run.append((*word.span(), number or 0))
    yield from _said(run)


def _said(run: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, str]]:
    joined: list[tuple[int, int, int]] = []
    for start, end, number in run:
        if joined and joined[-1][2] >= 20 and not joined[-1][2] % 10 and 0 < number < 10:  # noqa: PLR2004
            joined[-1] = (joined[-1][0], end, joined[-1][2] + number)
        else:
            joined.append((start, end, number))
    at = 0
    while at < len(joined):
        start, end, number = joined[at]
        following = joined[at + 1] if at + 1 < len(joined) else None
        if number in {19, 20} and following and following[2] >= 10:  # noqa: PLR2004 - a year
            yield start, following[1], f"{number}{following[2]}"
            at += 2
            continue
        singles = at
        while singles < len(joined) and joined[singles][2] < 10:  # noqa: PLR2004
            singles += 1
        if singles - at >= _FEWEST_SINGLES:
            digits = "".join(str(one[2]) for one in joined[at:singles])
            yield start, joined[singles - 1][1], digits
            at = singles
            continue
        if number >= 10:  # noqa: PLR2004 - single words are mostly no numbers: "one", "un", "uno"
            yield start, end, str(number)
        at += 1
