"""Loads ``lexicon/<lang>.yaml``: word classes, function words, and patterns under their labels."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from agent.understanding.patterns import Pattern, PatternBook, compile_pattern
from agent.understanding.spelling import Speller
from agent.understanding.words import Shape, Token, fold


class Lexicon:
    """One language. A label ``stop`` has patterns that say it and, under ``not``, those that seem
    to.
    """

    def __init__(self, language: str, declared: dict[str, Any]) -> None:
        self.language = language
        self.function_words = frozenset(fold(w) for w in str(declared["function_words"]).split())
        classes = {n: str(w).split() for n, w in declared.get("classes", {}).items()}
        patterns: list[Pattern] = []
        for label, lines in declared["labels"].items():
            patterns += [compile_pattern(label, line, classes) for line in _lines(lines)]
        self.book = PatternBook(patterns)
        common = {fold(w) for w in str(declared.get("common", "")).split()}
        self.speller = Speller(self.book.words, common | self.function_words)

    def respell(self, tokens: list[Token]) -> list[Token]:
        """Copies of the tokens whose forms include what this language would have meant."""
        return [
            Token(
                t.text,
                t.shape,
                t.start,
                t.end,
                t.clause,
                self.speller.forms(t.forms[0]),
                glued=t.glued,
                after_mark=t.after_mark,
            )  # fmt: skip
            if t.shape is Shape.WORD
            else t
            for t in tokens
        ]


def _lines(lines: str | list[str]) -> list[str]:
    raw = lines.splitlines() if isinstance(lines, str) else lines
    return [line.strip() for line in raw if line.strip()]


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of one of the supported languages; read once per process."""
    path = files("agent.understanding") / "lexicon" / f"{language}.yaml"
    declared = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())  # noqa: S506
    return Lexicon(language, declared)


def _loader() -> type[Any]:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
