"""Words that stay inside: the instructions of the turn, its state, a colleague's whisper.

Found are runs of the same words, names of tools and of the state, the mark of the turn, and text
packed as base64. A translation or another wording of the instructions is not.
"""

import base64
import binascii
import re

from guardrails.claims.backing import Backing, Secret, shingles
from guardrails.claims.plain import plain, words

_PACKED = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_TELLING = re.compile(
    r"\b(?:system prompt|my (?:system )?(?:instructions|prompt)s? (?:are|is|say|says|tell)|"
    r"i (?:was|have been|am) (?:instructed|"
    r"programmed|configured|prompted) (?:to|not|that|by)|my (?:hidden|internal) (?:rules|"
    r"instructions))\b|\bsystem-?prompt\b|"
    r"\bmeine (?:anweisungen|instruktionen) (?:lauten|sind|sagen)\b|\bich (?:wurde|"
    r"bin) (?:\w+ )?(?:angewiesen|instruiert)\b|"
    r"\bmes instructions (?:sont|disent)\b|\bmis instrucciones (?:son|dicen)\b|"
    r"\ble mie istruzioni (?:sono|dicono)\b|"
    r"\bas minhas instrucoes (?:sao|dizem)\b|\bmijn instructies (?:zijn|luiden)\b|"
    r"\bmoje instrukcje (?:sa|brzmia)\b"
)
_WHISPERED = re.compile(
    r"\b(?:my )?colleague (?:\w+ )?(?:whispered|secretly|told me internally|left me a note)|"
    r"\binternal(?:ly)? (?:note|told|memo)\b|"
    r"\bintern (?:wurde|hat) (?:mir|man)\b|\bnote interne\b|\bnota interna\b|"
    r"\binterne notitie\b|\bnotatka wewnetrzna\b"
)
_NAMES_RUN = re.compile(r'"[a-z_]{3,30}"\s*:')


def leaked(sentence: str, before: str, backing: Backing, names: frozenset[str]) -> Secret | None:
    """What the sentence gives away; ``before`` is what the reply has said already."""
    text = plain(sentence)
    if _TELLING.search(text) or _names_inside(sentence, backing, names) or _is_packed(sentence):
        return _PROMPT
    if _WHISPERED.search(text):
        return _WHISPER
    return next((one for one in backing.secrets if _says(one, sentence, before, backing)), None)


_PROMPT = Secret("", 1)
_WHISPER = Secret("", 1, is_whisper=True)


def _says(secret: Secret, sentence: str, before: str, backing: Backing) -> bool:
    own, earlier = words(sentence), words(before)[-(secret.run - 1) :] if secret.run > 1 else []
    found = secret.shingles.intersection(shingles(earlier + own, secret.run))
    return any(not _is_public(shingle, backing) for shingle in found)


def _is_public(shingle: tuple[str, ...], backing: Backing) -> bool:
    said = " ".join(shingle)
    return any(said in " ".join(words(text)) for text in (*backing.texts, *backing.heard))


def _names_inside(sentence: str, backing: Backing, names: frozenset[str]) -> bool:
    low = sentence.casefold()
    if "```state" in low or len(_NAMES_RUN.findall(low)) > 1:
        return True
    for word in re.findall(r"(?<![a-z])[a-z]+(?:[_.\\]+[a-z]+)+", low):
        name = word.replace("\\", "")
        if name in names and not any(name in text.casefold() for text in backing.texts):
            return True
    return False


def _is_packed(sentence: str) -> bool:
    """Base64 that says something in letters: no reader of a chat asked for it."""
    for run in _PACKED.findall(sentence):
        packed = run.rstrip("=").replace("+", "-").replace("/", "_")
        try:
            raw = base64.urlsafe_b64decode(packed[: len(packed) // 4 * 4])
            said = raw.decode("utf-8", "ignore")
        except (binascii.Error, ValueError):
            continue
        letters = sum(sign.isalpha() or sign == " " for sign in said)
        if len(said) >= 0.9 * len(raw) and letters > 0.8 * len(said) and " " in said:
            return True
    return False
