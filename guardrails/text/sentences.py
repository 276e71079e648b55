"""Where a text may be cut without cutting through a value."""

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…]+[\"'”’»)\]*_]*(?=\s)|[。！？]+|\n")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"'])(?:(?:mr|mrs|ms|dr|prof|st|no|nr|tel|fax|mob|ext|approx|vs|etc|"
    r"inc|ltd|co|corp|sr|sra|srta|sig|dott|ul|al|pl|os|av|avda|"
    r"bd|str|ca|bzw|usw|evtl|ggf|inkl|zzgl|hr|fr|mme|mlle|dhr|mevr|jr|e\.g|i\.e|z\.b|"
    r"d\.h|u\.a|p\.s|a\.m|p\.m|min|max|apt|ste|ave|rd|blvd|"
    r"n|c\.so|p\.zza|art|geb|ur)|[^\W\d_])\.$",
    re.IGNORECASE,
)
_OPEN_KEY = "-----BEGIN"
_CLOSED_KEY = "-----END"
_LONGEST = 400


def cut(text: str) -> int | None:
    """Where the first sentence of ``text`` ends (after the space that follows), or None while more
    text could still change the answer: for every continuation of ``text`` a number stays the same.
    """
    for found in _END.finditer(text):
        following = found.end()
        while following < len(text) and text[following].isspace():
            following += 1
        if following >= len(text):
            return None
        if _may_cut(text, found, following):
            return following
    return None


def _may_cut(text: str, found: re.Match[str], following: int) -> bool:
    before = text[: found.start()].rstrip()[-1:]
    after = text[following]
    if (before.isdigit() and (after.isdigit() or after in "+(")) or after == "@" or before == "@":
        return False
    if _OPEN_KEY in text[: found.start()] and _CLOSED_KEY not in text[: found.start()]:
        return False
    if found[0] == "\n":
        return True
    if text[max(0, found.start() - 1) : found.start()].isspace() or after.islower():
        return False
    return not (
        found[0] == "." and _ABBREVIATED.search(text[max(0, found.start() - 12) : found.end()])
    )


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a whole text, none much longer than ``_LONGEST``."""
    start = 0
    while start < len(text):
        length = cut(text[start : start + _LONGEST])
        if length is None:
            length = len(text) - start
            if length > _LONGEST:
                space = text.rfind(" ", start, start + _LONGEST)
                length = (space + 1 if space > start else start + _LONGEST) - start
        yield start, start + length
        start += length
