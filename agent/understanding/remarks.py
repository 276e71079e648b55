"""What people say about the talk itself: why we ask, that they would rather not, that they think it
over, a joke, a language. The words are data in ``remarks.yaml``.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from agent.understanding.words import fold
from salesgenix.kit.house_yaml import read_yaml

LONGEST = 12  # words: more than that tells or asks something beside
_LAUGH = re.compile(
    "^[\\s\U0001f600-\U0001f606\U0001f609-\U0001f60a\U0001f642\U0001f602\U0001f923!.]+$"
)
_MOST_ABOVE = 25  # words
_BARE = 2  # words: "in English"
_FACE = re.compile("[\U0001f600-\U0001f64f\U0001f900-\U0001f9ff]")


class Remark(StrEnum):
    WHY = "why"
    KEEPS = "keeps"
    WITHDRAWS = "withdraws"
    THINKS = "thinks"
    LEAVES = "leaves"
    LOOKS = "looks"
    OPINION = "opinion"
    JOKES = "jokes"
    ANNOUNCES = "announces"
    LAUGHS = "laughs"
    MUSES = "muses"
    PUZZLES = "puzzles"
    OTHERS = "others"
    CALLS = "calls"
    PASSES = "passes"
    HERE = "here"
    REGRETS = "regrets"


def remark(part: str) -> Remark | None:
    """What a short part of a message says about the talk, if it says such a thing."""
    folded = fold(part)
    words = re.findall(r"\w+", folded)
    if not words:
        return _without_words(part)
    if len(words) > LONGEST:
        return None
    plain = " ".join(words)
    alone = next((kind for kind, said in _declared_only().items() if said.fullmatch(plain)), None)
    if alone is not None:
        return alone
    return next((kind for kind, said in _declared_said().items() if said.search(plain)), None)


def _without_words(part: str) -> Remark | None:
    if _LAUGH.match(part) and _FACE.search(part):
        return Remark.LAUGHS
    if "?" in part:
        return Remark.PUZZLES
    return Remark.MUSES if "." in part or "…" in part else None


def wished_language(text: str) -> str | None:
    """The language in which they ask to go on: named, in a short wish, and not as a feature."""
    plain = " ".join(re.findall(r"\w+", fold(text)))
    if len(plain.split()) > LONGEST or not plain:
        return None
    verbs, named, features = _wish()
    if features.search(plain):
        return None
    found = [language for language, words in named.items() if words.search(plain)]
    is_bare = len(plain.split()) <= _BARE and any(w.fullmatch(plain) for w in named.values())
    return found[0] if len(found) == 1 and (is_bare or verbs.search(plain)) else None


def passes_on(own: str) -> bool:
    """Whether these few words above a mail ask for what stands in it: ``my boss sent me this``."""
    plain = " ".join(re.findall(r"\w+", fold(own)))
    return len(plain.split()) <= _MOST_ABOVE and _above().search(plain) is not None


def doubts_nothing(text: str) -> bool:
    """Whether they will give what they have read to somebody, or want to be told here and not sent
    elsewhere: neither is a refusal or a doubt, whatever it sounds like.
    """
    said = {remark(piece) for piece in re.split(r"[.!?\n,;]+", text)}
    return ("?" not in text and Remark.PASSES in said) or Remark.HERE in said


def named_later(text: str) -> str | None:
    """The words that name another moment: ``next spring``, ``nach dem Sommer``."""
    match = _later().search(text)
    return match.group().strip() if match else None


@cache
def _above() -> re.Pattern[str]:
    return _any_of(_declared()["passes_on"])


@cache
def _declared_said() -> Mapping[Remark, re.Pattern[str]]:
    return {Remark(kind): _any_of(words) for kind, words in _declared()["said"].items()}


@cache
def _declared_only() -> Mapping[Remark, re.Pattern[str]]:
    alone = {kind: _any_of(words).pattern for kind, words in _declared()["only"].items()}
    return {Remark(kind): re.compile(f"(?:{said} ?)+") for kind, said in alone.items()}


@cache
def _wish() -> tuple[re.Pattern[str], Mapping[str, re.Pattern[str]], re.Pattern[str]]:
    """How one asks for a language, its names, and what else may be in a language."""
    declared = _declared()["wish"]
    named = {language: _any_of(words) for language, words in declared["in"].items()}
    return _any_of(declared["verbs"]), named, _any_of(declared["not"])


@cache
def _later() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(f"(?:{one})" for one in _declared()["later"]) + r")\b", re.IGNORECASE
    )


def _any_of(listed: list[str]) -> re.Pattern[str]:
    ways = sorted((str(words) for words in listed), key=len, reverse=True)
    stems = (re.escape(words).replace(r"\*", r"\w*") for words in ways)
    return re.compile(r"\b(?:" + "|".join(stems) + r")\b")


@cache
def _declared() -> Any:
    text = files("agent.understanding").joinpath("remarks.yaml").read_text(encoding="utf-8")
    return read_yaml(text)
