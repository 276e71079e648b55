"""The times in a message, read on the clock of where the person says they are."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from agent.understanding.kinds import LANGUAGES
from agent.understanding.times import Question, When, resolve

MOST_PLACE_WORDS, MOST_TIME_WORDS = 4, 7
LONG = 5  # letters: shorter words mean days by accident, as "so" and "do"
ABOUT_TIMES = frozenset({"slot", "time", "zone"})
_GIVEN_UP = re.compile(
    r"\b(?:cancel|stornier|absag|sage?n? |annul|anul|disdi|afzeg|zeg |odwo)\w*.{0,30}?"
    r"(?:,|\b(?:and|und|et|y|e|en|i))\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """``place`` is a city they have named as theirs; ``asked`` is what we had asked for last."""

    text: str
    language: str
    place: str | None = None
    asked: str = ""


def times_in(said: Said, *, now: datetime, zone: str) -> When:
    """As ``resolve``, with a place that is told as a fact or as an answer to our question for it,
    and a time that answers our question in another language than the conversation's.
    """
    said = replace(said, text=_wished(said, now, zone))
    when = resolve(said.text, now=now, zone=zone, language=said.language)
    is_place = said.asked == "zone" and len(said.text.split()) <= MOST_PLACE_WORDS
    place = said.place or (said.text if is_place else None)
    if when.zone is None and place:
        when = _read_at(place, said, when, now=now)
    has_no_day = when.question is Question.AMBIGUOUS_DAY
    is_unread = has_no_day or not (when.windows or when.question)
    if said.asked in ABOUT_TIMES and is_unread:
        return _in_another_language(said.text, when, now=now, zone=when.zone or zone)
    return when


def _wished(said: Said, now: datetime, zone: str) -> str:
    """``cancel that and book thursday``: what is given up names no time, so none is left out."""
    found = _GIVEN_UP.search(said.text)
    if found is None or not said.text[found.end() :].strip():
        return said.text
    given_up = resolve(found[0], now=now, zone=zone, language=said.language)
    return said.text if given_up.windows else said.text[found.end() :]


def _read_at(place: str, said: Said, when: When, *, now: datetime) -> When:
    """On the place's clock, where the place is one that the resolver knows."""
    zone = resolve(f"I'm in {place}", now=now, zone="UTC", language="en").zone
    if zone is None:
        return when
    return replace(resolve(said.text, now=now, zone=zone, language=said.language), zone=zone)


def _in_another_language(text: str, when: When, *, now: datetime, zone: str) -> When:
    """``quarta às 10h`` in a conversation in English."""
    if len(text.split()) > MOST_TIME_WORDS:
        return when
    for language in LANGUAGES:
        found = resolve(text, now=now, zone=zone, language=language)
        words = " ".join(window.words for window in found.windows).split()
        if found.question is None and any(len(word) >= LONG and word.isalpha() for word in words):
            return replace(found, zone=found.zone or when.zone)
    return when
