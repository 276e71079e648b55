"""One plain spelling of a text, and the way back to the original offsets.

Full-width and styled characters (NFKC), invisible characters, odd spaces and dashes, and encoded
at-signs are the usual ways to slip an address past a pattern.
"""

import re
import unicodedata
from dataclasses import dataclass

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
}
_ENCODED = re.compile(r"%40|%2e|&#64;|&#x40;|&commat;|&#46;|&period;", re.IGNORECASE)
_DECODED = {"%2e": ".", "&#46;": ".", "&period;": "."}
_ODD = re.compile(
    "[" + re.escape("".join(_PLAIN)) + _INVISIBLE + "]|" + _ENCODED.pattern, re.IGNORECASE
)


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
        return Plain(text)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, plain in _pieces(text):
        letters.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
    return Plain("".join(letters), tuple(starts), tuple(ends))


def _pieces(text: str) -> list[tuple[int, int, str]]:
    pieces: list[tuple[int, int, str]] = []
    position = 0
    while position < len(text):
        encoded = _ENCODED.match(text, position) if text[position] in "%&" else None
        if encoded:
            plain, end = _DECODED.get(encoded[0].lower(), "@"), encoded.end()
        else:
            end = position + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            plain = _plain(text[position:end])
        if plain:
            pieces.append((position, end, plain))
        position = end
    return pieces


def _plain(cluster: str) -> str:
    shown = _DROPPED.sub("", cluster)
    if shown in _PLAIN:
        return _PLAIN[shown]
    folded = unicodedata.normalize("NFKC", shown)
    return "".join(_PLAIN.get(letter, letter) for letter in folded)


def without_hidden(text: str) -> str:
    """The text without what no reader sees: tags, bidi controls, zero-width spaces, control
    characters. Emoji joiners stay.
    """
    if text.isascii():
        return _CONTROLS.sub("", text)
    return _CONTROLS.sub("", _JOINERS.sub("", _HIDDEN.sub("", text)))
