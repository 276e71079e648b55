"""Where one sentence of an order ends and the next begins; a list's points are sentences."""

import re
from collections.abc import Iterator

# A dot ends a sentence unless it stands in a figure or closes a short form. Line ends always do.
_END = re.compile(r"[.!?…]+(?=[\"'”»)]*(?:\s|$))|[;\n]+|(?<=\s)[•▪◦‣](?=\s)")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|p\.m|a\.m|z\.b|d\.h|u\.a|p\.ex|etc|incl|inc|ltd|co|corp|approx|max|min|no|nr|mr|mrs"
    r"|dr|sr|sra|bzw|ca|evtl|vs|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|okt|dez|mon|tue|wed"
    r"|thu|fri|np|godz|m\.in|tzn|bijv|b\.v|s\.a|sig|ecc)|\d)\.$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*(?:[-*•▪◦‣–—>]+\s+|\(?\d{1,2}[.)]\s+|\(?[a-h]\)\s+|\[[ x]?\]\s+)")
_LONG_LINE = 50
_NOT_AN_END = re.compile(r"\s+[a-zà-ÿ0-9%]|\s*$")


def stretches(words: str) -> Iterator[tuple[int, int]]:
    """Spans that together hold every character that is neither space, bullet nor closing mark."""
    begin = 0
    for match in _END.finditer(words):
        if match.group() == "." and _is_inside(words, begin, match.end()):
            continue
        if match.group() == "\n" and _is_wrapped(words, begin, match.start()):
            continue
        yield from _trimmed(words, begin, match.end())
        begin = match.end()
    yield from _trimmed(words, begin, len(words))


def _is_inside(words: str, begin: int, end: int) -> bool:
    """The dot belongs to the word before it: ``e.g.``, ``24.`` before ``December``, ``p.m.``."""
    before = words[max(begin, end - 12) : end]
    if not _SHORT.search(before):
        return False
    after = words[end : end + 3]
    if before[-2:-1].isdigit():
        is_point = _BULLET.fullmatch(words[begin:end] + " ") is not None
        return is_point or (
            not after.startswith((" \n", "\n"))
            and bool(after.strip())
            and (_is_day(words[end:]) or bool(_NOT_AN_END.match(words[end:])))
        )
    return bool(_NOT_AN_END.match(words[end:]))


def _is_wrapped(words: str, begin: int, at: int) -> bool:
    """A long line that goes on in small letters was broken by whoever typed or pasted it."""
    rest = words[at + 1 :]
    line = words[max(begin, words.rfind("\n", 0, at) + 1) : at].rstrip()
    goes_on = rest[:1].islower() and not _BULLET.match(rest)
    return goes_on and (len(line) >= _LONG_LINE or line.endswith(","))


def _is_day(after: str) -> bool:
    """``24. Dezember``, ``5. und``: a month or a small word goes on."""
    return bool(
        re.match(
            r"\s*(?:jan|feb|mär|maer|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)",
            after,
            re.IGNORECASE,
        )
    )


def _trimmed(words: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    bullet = _BULLET.match(words, begin, end)
    if bullet is not None:
        begin = bullet.end()
    while begin < end and words[begin].isspace():
        begin += 1
    while end > begin and words[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in words[begin:end]):
        yield begin, end
