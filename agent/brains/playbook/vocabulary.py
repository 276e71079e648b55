"""The pages' words for what people ask in theirs, and how they speak of a meeting: data in
``vocabulary.yaml``, ``booking.yaml`` and ``asking.yaml``, read once.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Any

from agent.understanding.words import fold
from salesgenix.kit.house_yaml import read_yaml

# "How much storage" asks for an amount, "how much is it" for a price.
_COUNT = re.compile(r"\b\d+\b(?!\s?(?:%|percent|prozent))", re.IGNORECASE)
_HOW_MUCH_OF = re.compile(
    r"\bhow much\b(?=\s+(?!is|are|does|do|did|would|will|for|per|it|to|if|the|your|can|a)\w)",
    re.IGNORECASE,
)


def search_terms(question: str, language: str) -> str:
    """The pages' words for a question, in the order of the vocabulary; none for none."""
    folded = fold(question)
    kind = "english" if language == "en" else "terms"
    return " ".join(words for words, pattern in _terms(kind) if pattern.search(folded))


def unslipped(question: str) -> str:
    """``whats`` is ``what is``: small words that were run together come apart."""
    slips: dict[str, str] = _declared()["slips"]
    words = re.split(r"(\W+)", question)
    plain = "".join(slips.get(word.lower(), word) for word in words).replace("number of", "")
    return " ".join(_HOW_MUCH_OF.sub("how many", plain).split())


def objection_terms(kind: str) -> str:
    """What to look up to respond to an objection."""
    declared: dict[str, str] = _declared()["objections"]
    return declared.get(kind, kind.replace("_", " "))


def objection_topics(kind: str) -> frozenset[str]:
    """The concepts of the knowledge lexicon that bear on an objection."""
    return frozenset(_declared()["bearing"].get(kind, ()))


@cache
def _terms(kind: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (words, re.compile("|".join(_pattern(stem) for stem in stems)))
        for words, stems in _declared()[kind].items()
    )


@cache
def spoken(kind: str) -> re.Pattern[str]:
    """Finds one of the listed ways of speaking in a folded text."""
    listed: list[str] = sorted(_declared()["speech"][kind], key=len, reverse=True)
    return re.compile("(?:" + "|".join(_pattern(words) for words in listed) + ")")


@cache
def listed(kind: str) -> frozenset[str]:
    """Single words of one kind, folded."""
    return frozenset(str(word) for word in _declared()["words"][kind])


@cache
def counted() -> re.Pattern[str]:
    """Finds ``<number> <people>`` in a folded text; ``count`` is the number."""
    people = "|".join(_pattern(stem) for stem in _declared()["words"]["people"])
    return re.compile(rf"(?<![\w.,:])(?P<count>\d{{1,5}})\s+(?:\w+\s+)?(?:{people})")


def opens_a_question(text: str) -> bool:
    """Whether a part of a message begins as questions do, after a greeting or an "and"."""
    return spoken("openers").match(_opening(text)) is not None


def asks_for_fact(text: str) -> bool:
    """``what's the price…``: words that open a question and hang on nothing before them."""
    return spoken("asking").match(_opening(text)) is not None


def asks_amount(text: str) -> bool:
    """``for 6 people, how much is that``: a number of something, and what that comes to."""
    said = spoken("amount_asked").search(plain(text)) is not None
    return said and _COUNT.search(text) is not None


def _opening(text: str) -> str:
    rest = re.sub(r"[^\w]+", " ", fold(text)).strip()
    while match := spoken("preludes").match(rest):
        rest = rest[match.end() :].strip()
    return rest


def asks_plainly(text: str) -> bool:
    """``what is…``, ``when…``: words that open a question of fact, with or without its mark."""
    return spoken("plain").match(_opening(text)) is not None


def _pattern(stem: str) -> str:
    return r"\b" + re.escape(stem).replace(r"\*", r"\w*") + r"\b"


def plain(text: str) -> str:
    """Folded words with single spaces and no marks, as the ways of speaking are listed."""
    return " ".join(re.findall(r"\w+", fold(text)))


@cache
def _declared() -> Any:
    words, *more = (_read(f"{name}.yaml") for name in ("vocabulary", "booking", "asking"))
    return words | {"speech": {k: v for one in (words, *more) for k, v in one["speech"].items()}}


def _read(name: str) -> Any:
    text = files("agent.brains.playbook").joinpath(name).read_text(encoding="utf-8")
    return read_yaml(text)


def wants_to_know(part: str) -> bool:
    """``I want to know which plan we need``: a question in the form of a statement."""
    return spoken("wants_to_know").search(plain(part)) is not None
