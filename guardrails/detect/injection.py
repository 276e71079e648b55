"""Attempts to command the agent through a message. A hint for people and logs, never a barrier.

What holds is authorisation outside the model; so these rules are written to be right when they
speak, not to catch everything.
"""

import base64
import binascii
import codecs
import re

from guardrails.detect.orders import RULES, TALK, YIELDS
from guardrails.text.normalise import normalise

_LEET = str.maketrans("013457$@", "oieastsa")
_LOOKALIKE = str.maketrans(
    "аеорсухіјѕԁһԛԝӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαερικ", "aeopcyxijsdhqwlABEZHIKMNOPTYXoaepik"
)
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{24,4000}={0,2}(?![\w+/=])")
_LETTERS = re.compile(r"(?<!\w)\w(?:[ .\-_*]{1,3}\w){4,}(?!\w)")
_ROTATED = re.compile(
    r"\b(?:vtaber|qvfertneq|cerivbhf|vafgehpgvbaf|flfgrz cebzcg)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"\"[^\"\n]{1,300}\"|“[^”\n]{1,300}”|„[^“”\n]{1,300}[“”]|«[^»\n]{1,300}»")
_TALKS = 2
_LEAST_BESIDE = 24  # characters of one's own words round a quotation


def is_injection(text: str) -> bool:
    return any(_speaks(reading) or _plays_both(reading) for reading in _readings(text))


def _readings(text: str) -> list[str]:
    """The text as it stands, with look-alikes and digits read as letters, and what it encodes."""
    plain = _joined(normalise(text).text)
    readings = [plain]
    if not plain.isascii():
        readings.append(plain.translate(_LOOKALIKE))
    if any(mark in plain for mark in "013457$@"):
        readings.append(plain.casefold().translate(_LEET))
    readings += [decoded for found in _BASE64.findall(plain) if (decoded := _decoded(found))]
    if _ROTATED.search(plain):
        readings.append(codecs.decode(plain, "rot13"))
    return readings


def _joined(text: str) -> str:
    """Words that were written letter by letter, whole again."""

    def whole(found: re.Match[str]) -> str:
        words = re.split(r"\s{2,}", found[0])
        return " ".join(re.sub(r"[\s.\-_*]", "", word) for word in words)

    return _LETTERS.sub(whole, text)


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return ""


def _plays_both(text: str) -> bool:
    """A talk that an assistant is shown to have had, so that it goes on in the same way."""
    sides = [found.lastgroup for found in TALK.finditer(text)]
    is_talk = sides.count("they") >= _TALKS and sides.count("it") >= _TALKS
    return is_talk and YIELDS.search(text) is not None


def _speaks(text: str) -> bool:
    """What is only quoted is spoken about, unless next to nothing stands round it."""
    quotes = [found.span() for found in _QUOTED.finditer(text)]
    beside = len(text) - sum(end - start for start, end in quotes)
    for rule in RULES:
        for found in rule.finditer(text):
            is_quoted = any(start <= found.start() and found.end() <= end for start, end in quotes)
            if not is_quoted or beside < _LEAST_BESIDE:
                return True
    return False
