"""Lower case without accents, letter for letter: in a hurry people leave both out."""

import unicodedata

_ODD = {"ß": "s", "ø": "o", "ł": "l", "đ": "d", "æ": "a", "œ": "o", "ı": "i", "º": "o", "ª": "a"}
_BASE = {
    code: base
    for code in range(0xC0, 0x250)
    if (base := unicodedata.normalize("NFD", chr(code))[0]) != chr(code)
}
_TABLE = str.maketrans(_ODD) | _BASE


def fold(text: str) -> str:
    """As long as ``text``, so that offsets in one are offsets in the other."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.translate(_TABLE)
