"""One plain spelling of a text, and the way back to the original offsets.

Full-width and styled characters (NFKC), invisible and combining characters, look-alikes of another
script inside a Latin word, odd spaces, dashes and dots, letters typed for digits, and encoded
characters (percent, HTML, ``\\u0040``) are the usual ways to slip a value past a pattern, or past a
recogniser by accident. Spelled-out signs ("at", "dot") are the mail recogniser's own work.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

from guardrails.text.lookalikes import LATIN, SMALL_CAPITALS, SQUARED

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef"
)
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Joiners shape emoji and some scripts; between Latin letters they only hide something.
_JOINERS = re.compile("(?<=[\x00-\u024f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\u024f])")
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\U000e0000-\U000e01ef]"
)
_PLAIN = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4`\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u3002\uff61\u2024", "."),
    **SQUARED,
    **SMALL_CAPITALS,
}
_MARKS = (
    "\ufe0e\ufe0f\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_MARK = re.compile(f"[{_MARKS}]")
_FOREIGN_DIGITS = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef"
_PERCENT = r"(?:%(?:25){0,3}[0-9A-Fa-f]{2}){1,200}"
_ENTITY = r"&(?:#\d{2,7}|#[xX][0-9A-Fa-f]{2,6}|[A-Za-z]{2,12});"
_ESCAPE = r"\\u00[0-9A-Fa-f]{2}|\\x[0-9A-Fa-f]{2}"
_ENCODED = re.compile(f"(?P<percent>{_PERCENT})|(?P<entity>{_ENTITY})|(?P<escape>{_ESCAPE})")
_ONE_PERCENT = re.compile(r"%(?:25){0,3}([0-9A-Fa-f]{2})")
_SIGNS = frozenset("@.+-_:() /")  # what a lone %XX may stand for; "50%20" letters are a price
_ODD = re.compile(
    "["
    + re.escape("".join(_PLAIN))
    + _INVISIBLE
    + _MARKS
    + _FOREIGN_DIGITS
    + "".join(LATIN)
    + "\u00b7\u2022\u2219\u22c5\u30fb]|"
    + _ENCODED.pattern.replace("(?P<percent>", "(?:")
    .replace("(?P<entity>", "(?:")
    .replace("(?P<escape>", "(?:")
)
_MIDDLE_DOT = re.compile(r"(?<=\d)\s?[\u00b7\u2022\u2219\u22c5\u30fb]\s?(?=\d)")
_FOREIGN = re.compile("[" + "".join(LATIN) + "]")
_WORD = re.compile(r"\S+")
_LATIN_LETTER = re.compile(r"[A-Za-z@]")
# "415.555.O134", "O7700 9OO l23": letters that a tired hand or a scanner puts for nought and one.
_LETTERED = re.compile(r"(?<!\w)\+?\(?[\dOo](?:[ .\-()/]{0,2}[\dOolI]){6,16}(?!\w)")
_LETTERED_DATE = re.compile(
    r"(?<!\w)[\doOlI]{1,2} ?([/.-]) ?[\doOlI]{1,2} ?\1 ?[\doOlI]{2,4}(?!\w)"
)
_LETTERS_FOR_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1"}
_FEWEST_DIGITS_BESIDE = 6


@dataclass(frozen=True, slots=True, repr=False)
class Plain:
    """``text`` is what detectors read; ``starts``/``ends`` give each character's original range,
    ``None`` when nothing was changed.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text behind ``text[start:end]`` (not empty)."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Plain:
    if not _ODD.search(text) and (text.isascii() or unicodedata.is_normalized("NFKC", text)):
        return Plain(_digits_for_letters(text))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, plain in _pieces(text):
        letters.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
    plain = _digits_for_letters(_latin_words(_dots_between_digits("".join(letters))))
    return Plain(plain, tuple(starts), tuple(ends))


def _pieces(text: str) -> list[tuple[int, int, str]]:
    pieces: list[tuple[int, int, str]] = []
    position = 0
    while position < len(text):
        encoded = _ENCODED.match(text, position) if text[position] in "%&\\" else None
        decoded = _decoded(encoded) if encoded else []
        if decoded:
            pieces.extend(decoded)
            position = decoded[-1][1]
            continue
        end = position + 1
        while end < len(text) and (_MARK.match(text, end) or unicodedata.combining(text[end])):
            end += 1
        plain = _plain(text[position:end])
        if plain:
            pieces.append((position, end, plain))
        position = end
    return pieces


def _decoded(found: re.Match[str]) -> list[tuple[int, int, str]]:
    """The characters an encoding stands for, or nothing when it is none ("save 50%20 more")."""
    if found["entity"]:
        meant = html.unescape(found["entity"])
    elif found["escape"]:
        meant = chr(int(found["escape"].lstrip("\\ux"), 16))
    else:
        return _percent_decoded(found)
    if len(meant) != 1 or not (meant.isprintable() or meant.isspace()):
        return []
    return [(found.start(), found.end(), _plain(meant))]


def _percent_decoded(found: re.Match[str]) -> list[tuple[int, int, str]]:
    codes = list(_ONE_PERCENT.finditer(found[0]))
    try:
        meant = bytes(int(code[1], 16) for code in codes).decode("utf-8")
    except UnicodeDecodeError:
        return []
    if not meant.isprintable() or (len(meant) == 1 and meant.isascii() and meant not in _SIGNS):
        return []
    pieces, first = [], 0
    for letter in meant:
        last = first + len(letter.encode("utf-8")) - 1
        start, end = found.start() + codes[first].start(), found.start() + codes[last].end()
        pieces.append((start, end, _plain(letter)))
        first = last + 1
    return pieces


def _plain(cluster: str) -> str:
    shown = _DROPPED.sub("", cluster)
    if shown in _PLAIN:
        return _PLAIN[shown]
    folded = unicodedata.normalize("NFKC", shown)
    if len(folded) > 1:  # what composed with no letter was only laid over it
        folded = folded[0] + _MARK.sub("", folded[1:])
    return "".join(_plain_letter(letter) for letter in folded)


def _plain_letter(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def _dots_between_digits(text: str) -> str:
    return _MIDDLE_DOT.sub(lambda dot: ".".center(len(dot[0])), text)


def _latin_words(text: str) -> str:
    """Look-alikes become Latin in a word that also has Latin letters: Russian stays Russian."""
    if not _FOREIGN.search(text):
        return text

    def plain(word: re.Match[str]) -> str:
        if not _LATIN_LETTER.search(word[0]) and not _LATIN_DIGITS.search(word[0]):
            return word[0]
        return _FOREIGN.sub(lambda letter: LATIN[letter[0]], word[0])

    return _WORD.sub(plain, text)


_LATIN_DIGITS = re.compile(r"\d[^\W\d_]?\d")


def _digits_for_letters(text: str) -> str:
    """Of the same length, so that the way back stays as it is."""

    def plain(number: re.Match[str]) -> str:
        written = number[0]
        letters = sum(letter in _LETTERS_FOR_DIGITS for letter in written)
        digits = sum(letter.isdecimal() for letter in written)
        if not letters or letters >= digits or digits < _FEWEST_DIGITS_BESIDE:
            return written
        return "".join(_LETTERS_FOR_DIGITS.get(letter, letter) for letter in written)

    if not _HAS_LETTERED.search(text):
        return text
    text = _LETTERED_DATE.sub(lambda date: date[0].translate(_LETTERS_AS_DIGITS), text)
    return _LETTERED.sub(plain, text)


_LETTERS_AS_DIGITS = str.maketrans(_LETTERS_FOR_DIGITS)
_HAS_LETTERED = re.compile(r"\d[ .\-()/]{0,2}[OolI][ .\-()/]{0,2}\d|(?<!\w)[Oo]\d")


def without_hidden(text: str) -> str:
    """The text without what no reader sees: tags, bidi controls, zero-width spaces, control
    characters. Emoji joiners stay.
    """
    if text.isascii():
        return _CONTROLS.sub("", text)
    return _CONTROLS.sub("", _JOINERS.sub("", _HIDDEN.sub("", text)))
