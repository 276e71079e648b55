"""Loads ``lexicon/<lang>.yaml``: word classes, function words, and patterns under their labels.

``lexicon/floor/<lang>.yaml`` adds the classes and labels of what is honoured before all else.
"""

from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from agent.understanding.patterns import Pattern, PatternBook, compile_pattern
from agent.understanding.spelling import Speller
from agent.understanding.words import Shape, Token, fold
from salesgenix.kit.house_yaml import read_yaml


class Lexicon:
    """One language: its words, and its patterns under labels.

    ``stop`` has the patterns that say it, ``stop.not`` those that only seem to.
    """

    def __init__(self, language: str, declared: dict[str, Any]) -> None:
        self.language = language
        self.function_words = _words(declared["function_words"])
        self.numbers = {fold(w): int(n) for w, n in declared.get("numbers", {}).items()}
        self.ordinals = {fold(str(w)): int(n) for w, n in declared.get("ordinals", {}).items()}
        classes = {n: str(w).split() for n, w in declared.get("classes", {}).items()}
        classes["ordinal"] = list(self.ordinals)
        self.apps = _words(" ".join(classes.get("app", ())))
        self.roles = _words(" ".join([*classes.get("role", ()), *classes.get("dept", ())]))
        self.year_words = _words(" ".join(classes.get("year", ())))
        patterns: list[Pattern] = []
        for label, lines in declared["labels"].items():
            patterns += [compile_pattern(label, line, classes) for line in _lines(lines)]
        self.book = PatternBook(patterns)
        common = _words(declared.get("common", "")) | self.function_words | self.numbers.keys()
        self.speller = Speller(self.book.words, common, declared.get("digraphs", {}))

    def respell(self, tokens: list[Token]) -> list[Token]:
        """Copies of the tokens whose forms include what this language would have meant."""
        return [self._respelled(t) if t.shape is Shape.WORD else t for t in tokens]

    def _respelled(self, token: Token) -> Token:
        word = token.forms[0]
        return replace(token, forms=self.speller.forms(word), value=self.numbers.get(word))


def _words(text: object) -> frozenset[str]:
    return frozenset(fold(word).replace("'", "") for word in str(text).split())


def _lines(lines: str | list[str]) -> list[str]:
    raw = lines.splitlines() if isinstance(lines, str) else lines
    return [line.strip() for line in raw if line.strip()]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of the supported languages; read once per process."""
    declared = _declared(f"{language}.yaml")
    floor = _declared(f"floor/{language}.yaml")
    for part in ("classes", "labels"):
        declared[part] = {**floor[part], **declared[part]}
    declared["common"] = f"{declared.get('common', '')} {floor.get('common', '')}"
    return Lexicon(language, declared)


def _declared(name: str) -> dict[str, Any]:
    path = files("agent.understanding") / "lexicon" / name
    read: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return read
