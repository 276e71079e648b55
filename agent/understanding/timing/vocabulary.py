"""Loads ``words/<lang>.yaml``: the words of time of one language, as patterns and numbers."""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from agent.understanding.lexicons import lexicon
from agent.understanding.patterns import Hit, Pattern, PatternBook, compile_pattern
from agent.understanding.spelling import Speller
from agent.understanding.words import Shape, Token, fold


class Vocabulary:
    """What the words of one language say about time. ``is_day_first`` is None where both occur."""

    def __init__(self, language: str, declared: dict[str, Any]) -> None:
        self.numbers = {fold(w): int(n) for w, n in declared["numbers"].items()}
        self.hours = {fold(w): int(n) for w, n in declared.get("hours", {}).items()}
        self.days = {fold(w): int(n) for w, n in declared["days"].items()}
        self.suffixes = {fold(w): part for w, part in declared.get("suffixes", {}).items()}
        self.counted = {fold(w) for w in str(declared.get("counted", "")).split()}
        self.inclusive = {fold(w) for w in str(declared["inclusive"]).split()}
        self.is_day_first = True if declared["order"] == "dmy" else None
        self.language = language
        labels: dict[str, str] = declared["labels"]
        patterns: list[Pattern] = [
            compile_pattern(label, line.strip(), {})
            for label, lines in labels.items()
            for line in lines.splitlines()
            if line.strip()
        ]
        self.book = PatternBook(patterns)
        self.weekdays = {
            fold(word): int(label[-1])
            for label, lines in labels.items()
            if label.startswith("weekday.") and not label.endswith("not")
            for word in lines.splitlines()[0].split("|")
            if " " not in word.strip()
        }
        ordinary = lexicon(language)
        known = ordinary.speller.known | self.numbers.keys() | self.hours.keys() | self.days.keys()
        self.speller = Speller(self.book.words, known | self.counted, declared.get("digraphs", {}))

    def read(self, tokens: list[Token]) -> list[Token]:
        return [self._read(token) if token.shape is Shape.WORD else token for token in tokens]

    def _read(self, token: Token) -> Token:
        word = token.forms[0]
        forms = self.speller.forms(word)
        value = next((self.numbers[f] for f in forms if f in self.numbers), None)
        return replace(token, forms=forms, value=value)

    def marks(self, tokens: list[Token]) -> list[Hit]:
        """Hits that do not overlap: the longest wins, then the first in the file."""
        kept: list[Hit] = []
        hits = self.book.search(tokens)
        cancelled = {h.label.removesuffix(".not"): h for h in hits if h.label.endswith(".not")}
        for hit in sorted(hits, key=lambda h: -h.weight):
            if hit.label.endswith(".not"):
                continue
            against = cancelled.get(hit.label)
            if against is not None and against.first < hit.last and hit.first < against.last:
                continue
            if all(k.last <= hit.first or hit.last <= k.first for k in kept):
                kept.append(hit)
        return sorted(kept, key=lambda h: h.first)


@cache
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of one of the supported languages; read once per process."""
    path = files("agent.understanding.timing") / "words" / f"{language}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Vocabulary(language, yaml.load(path.read_text(encoding="utf-8"), Loader=loader))  # noqa: S506
