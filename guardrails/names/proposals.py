"""What NER is asked about, and what of its answer is believed."""

import re

from guardrails.entities import Entity, Span
from guardrails.names.cues import CAPITALS, FAINT, WORD
from guardrails.names.not_names import COMPANY, NEVER
from guardrails.text.languages import is_english, is_german
from guardrails.text.words import words_of

_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n>]|[\"'(•*-])\s*$")
_IN_ENGLISH, _ELSEWHERE = 0.7, 0.6  # the model has learnt from English only


def unexplained(text: str, taken: list[Span]) -> list[tuple[int, int]]:
    """Runs of capitals that could still be a person, and so are worth the cost of NER."""
    left: list[tuple[int, int]] = []
    for run in CAPITALS.finditer(text):
        start, end = run.span()
        if any(span.overlaps(start, end) for span in taken):
            continue
        words = [word[0] for word in WORD.finditer(run[0])]
        open_words = [
            word for word in words if word.casefold() not in NEVER and not _is_shout(word)
        ]
        if not open_words or any(word.casefold() in COMPANY for word in words):
            continue
        if len(words) == 1 and _SENTENCE_START.search(text, max(0, start - 4), start):
            continue
        left.append((start, end))
    return left


def _is_shout(word: str) -> bool:
    if re.search(r"[a-z][A-Z]|^[A-Z]{2,}[a-z]", word) and not re.match(
        r"Mc|Mac|De|Di|La|Le|O'", word
    ):
        return True  # a brand: OAuth, HubSpot, SaaS
    return word.isupper() and len(word) <= 4  # noqa: PLR2004 - an acronym


def is_worth_asking(sentence: str) -> bool:
    return not is_german(sentence)


def score_in(sentence: str) -> float:
    return _IN_ENGLISH if is_english(sentence) else _ELSEWHERE


def accepted(
    text: str, start: int, end: int, *, doubts: list[tuple[int, int]], score: float
) -> Span | None:
    """What is left of a person NER proposed, or None: it must lie on unexplained capitals."""
    on = next((doubt for doubt in doubts if doubt[0] < end and start < doubt[1]), None)
    if on is None or any(letter.isdigit() for letter in text[start:end]):
        return None
    words = list(WORD.finditer(text, max(start, on[0]), min(end, on[1])))
    while words and (words[0][0].casefold() in NEVER or not words[0][0][0].isupper()):
        words.pop(0)
    while words and (words[-1][0].casefold() in NEVER or not words[-1][0][0].isupper()):
        words.pop()
    if not words or any(word[0].casefold() in NEVER for word in words):
        return None
    if len(words) == 1:
        previous = re.search(
            r"(\w+)\W{0,2}$", text[max(0, words[0].start() - 20) : words[0].start()]
        )
        if previous is None or previous[1].casefold() not in _PERSONAL_BEFORE:
            return None
    return Span(
        Entity.PERSON, words[0].start(), words[-1].end(), score if len(words) > 1 else FAINT
    )


_PERSONAL_BEFORE = words_of(
    "with to and ask asked met told tell cc invite include add by i'm am me name "
    "contact hi hello hey dear thanks both"
)
