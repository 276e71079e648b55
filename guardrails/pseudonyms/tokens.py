"""How a pseudonym is written, how it is written carelessly, and how a forged one loses its power.

``<<PERSON_1>>``; another form of the same person's name, or the same number of another owner, has
the number too and a letter after it: ``<<PERSON_1b>>``.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from guardrails.entities import Entity

_KINDS = "|".join(entity.value for entity in Entity)
_INNER = (
    rf"\s{{0,3}}(?P<kind>{_KINDS})[\s_-]{{1,3}}(?P<number>\d{{1,6}})"
    r"(?P<form>[a-z]{0,2})(?![a-z])\s{0,3}"
)
_OPENING = "<‹«＜≪⟪《〈⟨❮❰˂﹤ᐸ"
_CLOSING = ">›»＞≫⟫》〉⟩❯❱˃﹥ᐳ"

TOKEN = re.compile(rf"<<({_KINDS})_([0-9]{{1,6}})([a-z]{{0,2}})>>")
# What a model makes of a token when it is careless.
LOOSE_TOKEN = re.compile(rf"<{{1,3}}{_INNER}>{{1,3}}", re.IGNORECASE | re.ASCII)
# What is left of a token once escaped; nobody reads it for personal data.
TOKEN_LIKE = re.compile(rf"[<‹«＜]{{1,3}}{_INNER}[>›»＞]{{1,3}}", re.IGNORECASE)
# The beginning of a token at the end of a text: a model that stopped in the middle of it.
UNFINISHED_TOKEN = re.compile(r"<<[A-Z_]{0,20}\d{0,6}[a-z]{0,2}>?\Z")

_FORGED = re.compile(rf"(?:(?<!<)<+|<{{1,3}}){_INNER}>+", re.IGNORECASE)
_ESCAPED = "‹‹{kind}_{number}{form}››"
# Letters of other alphabets that look like those of our kinds.
_TWINS = (
    "АA ВB ЕE ЅS МM НH ОO РP СC ТT ІI ЈJ КK ХX УY аa еe оo рp сc іi јj хx уy ѕs ԁd ӀI ӏl "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa οo ρp νv ιi κk սu օo ոn ցg ɪI ᴘP ᴇE ʀR ѕs ᴏO ɴN"
)
_PLAIN = {
    ord(letter): plain
    for letter, plain in (
        *((pair[0], pair[1]) for pair in _TWINS.split()),
        *((mark, "<") for mark in _OPENING),
        *((mark, ">") for mark in _CLOSING),
        *((mark, "_") for mark in "‿⁀﹏﹍﹎"),
        *((mark, "") for mark in "\\*`~|"),  # what Markdown takes away
    )
}
_ENCODED = re.compile(
    r"&(?:amp;){0,3}(?:(?P<open>lt|laquo|lsaquo|#0{0,5}(?:60|171|8249)|#x0{0,5}(?:3c|ab|2039))|"
    r"(?P<close>gt|raquo|rsaquo|#0{0,5}(?:62|187|8250)|#x0{0,5}(?:3e|bb|203a))|"
    r"(?P<line>lowbar|underbar|#0{0,5}95|#x0{0,5}5f));?|"
    r"(?:%|\\u00|\\x)(?:(?P<hex_open>3c)|(?P<hex_close>3e)|(?P<hex_line>5f))",
    re.IGNORECASE,
)
_MEANT = {"open": "<", "close": ">", "line": "_"}
_SUSPECT = re.compile(f"[{_OPENING}]|{_ENCODED.pattern}", re.IGNORECASE)


def written(found: re.Match[str]) -> str:
    """The token that a match of ``LOOSE_TOKEN`` means, as the vault writes it."""
    return f"<<{found['kind'].upper()}_{int(found['number'])}{found['form'].lower()}>>"


def form(place: int) -> str:
    """The letters of a person's second (1), third (2), … form; none for the first (0)."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    if place == 0:
        return ""
    return letters[place] if place < len(letters) else letters[place // 26] + letters[place % 26]


MOST_FORMS = 26 * 26


def escape_tokens(text: str, *, keep: Callable[[str], bool] | None = None) -> str:
    """Takes the power from whatever looks like a token, in whatever spelling: other brackets and
    letters, hidden characters, entities and escapes. ``keep`` names tokens that stay: ours, written
    as we write them.
    """
    if not _SUSPECT.search(text):
        return text
    shown, places = _skeleton(text)
    parts, position = [], 0
    for found in _FORGED.finditer(shown):
        start, end = places[found.start()][0], places[found.end() - 1][1]
        if keep is not None and keep(text[start:end]):
            continue
        parts += [text[position:start], _ESCAPED.format_map(found.groupdict())]
        position = end
    return "".join((*parts, text[position:]))


def _skeleton(text: str) -> tuple[str, list[tuple[int, int]]]:
    """What the text looks like, and where each of its characters stands in the original."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end, plain in _looks(text):
        letters.append(plain)
        places += [(start, end)] * len(plain)
    return "".join(letters), places


def _looks(text: str) -> Iterator[tuple[int, int, str]]:
    position = 0
    while position < len(text):
        encoded = _ENCODED.match(text, position) if text[position] in "&%\\" else None
        if encoded:
            kind = (encoded.lastgroup or "").removeprefix("hex_")
            yield position, encoded.end(), _MEANT[kind]
            position = encoded.end()
            continue
        yield position, position + 1, _plain(text[position])
        position += 1


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.translate(_PLAIN)
    folded = unicodedata.normalize("NFKD", letter.translate(_PLAIN))
    seen = (one for one in folded if unicodedata.category(one) not in {"Mn", "Me", "Cf", "Cc"})
    return "".join(seen).translate(_PLAIN)
