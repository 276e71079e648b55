"""Loads ``words/<lang>.yaml``: the words of time of one language, as patterns and numbers."""

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from agent.understanding.lexicons import lexicon
from agent.understanding.patterns import Hit, Pattern, PatternBook, compile_pattern
from agent.understanding.spelling import Speller
from agent.understanding.timing.feasts import feast_names
from agent.understanding.words import HYPHEN, Shape, Token, fold
from salesgenix.kit.house_yaml import read_yaml

_SHORT = 5
_CLOCK = re.compile(r"^\d{1,2}(?:[:.]\d|-\d{1,2}(?:$|[:.]))")
_TENS = {20, 30, 40, 50}
_ARTICLE = 2  # letters: "un" and "ein" are no five
_TEENS = {"sept": 17, "huit": 18, "neuf": 19}
_STRONG = {"quarter_hour_in", "latest", "earliest", "correction", "aside"}
_WEAK = {"the_week", "the_month", "the_year", "but", "prefer", "than"}


def _of_short_days(declared: dict[str, Any], labels: dict[str, str]) -> list[Pattern]:
    """``Mo``, ``di``, ``pt``: two letters are a day only beside what goes with a day."""
    short: dict[str, int] = declared.get("short_days", {})
    beside = "|".join(f"{w}" for w in str(declared.get("short_days_beside", "")).split())
    days = "|".join([*short, *_single_words(labels, "weekday.")])
    joints = "|".join(_single_words(labels, "or", "and", "to"))
    hours = "|".join(_single_words(labels, "oclock", "am", "pm"))
    months = "|".join(_single_words(labels, "month."))
    lines = (
        f"{{0}} ={days}",
        f"={days} {{0}}",
        f"{{0}} ={beside}",
        f"{{0}} ={joints} ={days}",
        f"={days} ={joints} {{0}}",
        f"{{0}} =# ={months}",
        f"{{0}} =# ={hours}",
        f"{{0}} =# =of|de|di|van|. ={months}",
    )
    return [
        compile_pattern(f"weekday.{number}", line.format(word), {})
        for word, number in short.items()
        for line in lines
    ]


def _single_words(labels: dict[str, str], *starts: str) -> list[str]:
    return [
        word
        for label, lines in labels.items()
        if label.startswith(starts) and not label.endswith("not") and "_" not in label
        for word in lines.splitlines()[0].split("|")
        if word and " " not in word.strip()
    ]


def _dotted(declared: dict[str, Any], labels: dict[str, str]) -> frozenset[str]:
    """The words that are written with a dot when short: ``Fr.``, ``Dec.``, ``janv.``."""
    words = [*declared.get("short_days", {}), *_single_words(labels, "weekday.", "month.", "part.")]
    words += str(declared.get("dotted", "")).split()
    return frozenset(w for w in map(fold, words) if len(w) <= _SHORT)


def _in_full(declared: dict[str, Any], labels: dict[str, str]) -> dict[str, str]:
    """Each short day and the day it is short for."""
    short: dict[str, int] = declared.get("short_days", {})
    full = {n: _single_words(labels, f"weekday.{n}") for n in short.values()}
    return {fold(word): fold(full[n][0]) for word, n in short.items() if full[n]}


def _with_units(tokens: list[Token]) -> list[Token]:
    """``quarante-cinq``, ``forty five``: one number."""
    out: list[Token] = []
    for token in tokens:
        ten = out[-1] if out else None
        if (
            ten is not None
            and ten.value is not None
            and ten.shape is token.shape is Shape.WORD
            and ten.value in _TENS
            and token.value is not None
            and token.value in range(1, 10)
            and token.after_mark in {"", HYPHEN}
            and len(token.text) > _ARTICLE
        ):
            out[-1] = replace(ten, value=ten.value + token.value, end=token.end,
                              text=f"{ten.text} {token.text}")  # fmt: skip
        else:
            out.append(token)
    return out


def _with_teens(tokens: list[Token]) -> list[Token]:
    """``dix-sept heures`` is one number, and no tenth of September."""
    out: list[Token] = []
    for token in tokens:
        teen = _TEENS.get(token.forms[0])
        if teen is not None and out and out[-1].forms == ("dix",):
            ten = out.pop()
            out.append(replace(ten, forms=(f"dix-{token.forms[0]}",), value=teen, end=token.end,
                               text=f"{ten.text}-{token.text}"))  # fmt: skip
        else:
            out.append(token)
    return out


class Vocabulary:
    """What the words of one language say about time. ``is_day_first`` is None where both occur."""

    def __init__(self, language: str, declared: dict[str, Any]) -> None:
        self.numbers = {fold(w): int(n) for w, n in declared["numbers"].items()}
        self.hours = {fold(w): int(n) for w, n in declared.get("hours", {}).items()}
        self.days = {fold(w): int(n) for w, n in declared["days"].items()}
        self.suffixes = {fold(w): part for w, part in declared.get("suffixes", {}).items()}
        self.ordinals = {fold(w) for w in str(declared.get("ordinals", "")).split()}
        self.counted = {fold(w) for w in str(declared.get("counted", "")).split()}
        self.inclusive = {fold(w) for w in str(declared["inclusive"]).split()}
        self.is_day_first = True if declared["order"] == "dmy" else None
        self.language = language
        self.neutral = {fold(w) for w in str(declared.get("beside_a_day", "")).split()}
        self.meetings = {fold(w) for w in str(declared.get("meetings", "")).split()}
        self.calling = tuple(fold(w) for w in str(declared.get("calling", "")).split())
        labels: dict[str, str] = {**declared["labels"], **feast_names(language)}
        patterns: list[Pattern] = [
            compile_pattern(label, line.strip(), {})
            for label, lines in labels.items()
            for line in lines.splitlines()
            if line.strip()
        ]
        patterns += _of_short_days(declared, labels)
        self.book = PatternBook(patterns)
        self.dotted = _dotted(declared, labels)
        self.short_days = _in_full(declared, labels)
        self.at = set(_single_words(labels, "at"))
        self.noons = set(map(fold, _single_words(labels, "noon", "midnight")))
        ends = [
            *declared.get("short_days", {}),
            *_single_words(labels, "weekday.", "month.", "day."),
        ]
        self.ends_of_stretches = set(map(fold, ends))
        self.weekdays = {
            fold(word): int(label[-1])
            for label, lines in labels.items()
            if label.startswith("weekday.") and not label.endswith("not")
            for word in lines.splitlines()[0].split("|")
            if " " not in word.strip()
        }
        ordinary = lexicon(language)
        known = ordinary.speller.known | self.numbers.keys() | self.hours.keys() | self.days.keys()
        known |= {fold(w) for w in str(declared["everyday"]).split()}  # "slept" is no "Sept"
        self.speller = Speller(self.book.words, known | self.counted, declared.get("digraphs", {}))

    def read(self, tokens: list[Token]) -> list[Token]:
        if self.language == "fr":
            tokens = _with_teens(tokens)
        after = [*tokens[1:], None]
        read = [
            self._read(token, after[at]) if token.shape is Shape.WORD else token
            for at, token in enumerate(tokens)
        ]
        return _with_units(read)

    def _read(self, token: Token, following: Token | None) -> Token:
        word = token.forms[0]
        if token.value is not None or (word == "wed" and len(token.text) > len(word)):
            return token if token.value is not None else replace(token, forms=("we would",))
        if word in self.short_days and following is not None and _CLOCK.match(following.text):
            return replace(token, forms=(self.short_days[word],))
        forms = self.speller.forms(word)
        value = next((self.numbers[f] for f in forms if f in self.numbers), None)
        return replace(token, forms=forms, value=value)

    def marks(self, tokens: list[Token]) -> list[Hit]:
        """Hits that do not overlap: the longest wins, then one that says which week or month."""
        kept: list[Hit] = []
        hits = [hit for hit in self.book.search(tokens) if not _is_torn(hit, tokens)]
        cancelled = {h.label.removesuffix(".not"): h for h in hits if h.label.endswith(".not")}
        for hit in sorted(hits, key=_rank):
            if hit.label.endswith(".not"):
                continue
            against = cancelled.get(hit.label)
            if against is not None and against.first < hit.last and hit.first < against.last:
                continue
            if all(k.last <= hit.first or hit.last <= k.first for k in kept):
                kept.append(hit)
        return sorted(kept, key=lambda h: h.first)


def _is_torn(hit: Hit, tokens: list[Token]) -> bool:
    """``je ne peux pas, après-demain``: words on both sides of a comma are no one thing."""
    last = hit.last + (hit.label == "not" and hit.source.split()[-1].startswith("="))
    within = tokens[hit.first + 1 : last]
    return "," not in hit.source and any(token.after_mark == "," for token in within)


def _rank(hit: Hit) -> tuple[int, bool, bool]:
    return -hit.weight, hit.label not in _STRONG, hit.label in _WEAK


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of one of the supported languages; read once per process."""
    path = files("agent.understanding.timing") / "words" / f"{language}.yaml"
    return Vocabulary(language, read_yaml(path.read_text(encoding="utf-8")))
