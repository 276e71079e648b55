"""A small pattern language over words, so that a lexicon stays data that a linguist can read.

One pattern is words separated by spaces. ``a|b`` are alternatives, ``mail*`` is a stem,
``please?`` may be absent, ``@class`` is a named list of words, ``#`` is a number and is captured,
``{}`` is a run of free words and is captured, ``..`` is a gap of up to two words and ``...`` of
up to five, ``^`` and ``$`` are the start and the end of the message (``,`` alone is the end of a clause). Sentences
are never crossed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent.understanding.words import Shape, Token, tokenise

_GAPS = {"..": 2, "...": 5}
_STEM_KEY = 3
_LONGEST_RUN = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a pattern."""

    kind: str  # word, gap, number, run, start, end, clause_end
    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    optional: bool = False
    reach: int = 0

    def fits(self, token: Token) -> bool:
        if self.kind == "number":
            return token.shape is Shape.NUMBER
        return any(
            form in self.words or (self.stems and form.startswith(self.stems))
            for form in token.forms
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    label: str
    steps: tuple[Step, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: tokens ``first`` to ``last`` exclusive, and what it captured."""

    label: str
    first: int
    last: int
    number: int | None = None
    run: tuple[int, int] | None = None


def _step(word: str, classes: Mapping[str, Sequence[str]]) -> list[Step]:
    if word in _GAPS:
        return [Step("gap", reach=_GAPS[word])]
    if word in {"^", "$", ","}:
        return [Step({"^": "start", "$": "end", ",": "clause_end"}[word])]
    optional = word.endswith("?") and len(word) > 1
    word = word.removesuffix("?") if optional else word
    if word == "#":
        return [Step("number", optional=optional)]
    if word == "{}":
        return [Step("run")]
    options: list[str] = []
    for option in word.split("|"):
        options += classes[option[1:]] if option.startswith("@") else [option]
    if len(options) == 1 and not options[0].endswith("*"):
        forms = _forms(options[0])
        return [Step("word", frozenset([form]), optional=optional) for form in forms]
    stems = tuple(_forms(o[:-1])[0] for o in options if o.endswith("*"))
    words = frozenset(_forms(o)[0] for o in options if not o.endswith("*"))
    return [Step("word", words, stems, optional)]


def _forms(word: str) -> list[str]:
    if word.startswith("<"):
        return [word]
    return [token.forms[0] for token in tokenise(word)] or [word]


def compile_pattern(label: str, source: str, classes: Mapping[str, Sequence[str]]) -> Pattern:
    """Read one line of a lexicon; an unknown ``@class`` raises ``KeyError``."""
    return Pattern(label, tuple(s for w in source.split() for s in _step(w, classes)), source)


class PatternBook:
    """All patterns of one language, found by their first possible word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_word: dict[str, list[Pattern]] = defaultdict(list)
        self._by_stem: dict[str, list[Pattern]] = defaultdict(list)
        self._numbers: list[Pattern] = []
        self.words: set[str] = set()
        for pattern in patterns:
            self._file(pattern)
            for step in pattern.steps:
                self.words |= step.words

    def _file(self, pattern: Pattern) -> None:
        for step in pattern.steps:
            if step.kind == "start":
                continue
            if step.kind == "number":
                self._numbers.append(pattern)
            for word in step.words:
                self._by_word[word].append(pattern)
            for stem in step.stems:
                if len(stem) < _STEM_KEY:
                    raise ValueError(f"stem too short in {pattern.source!r}")
                self._by_stem[stem[:_STEM_KEY]].append(pattern)
            if not step.optional:
                return

    def search(self, tokens: Sequence[Token]) -> list[Hit]:
        """Every pattern that fits, at every place, in the order of the message."""
        hits: list[Hit] = []
        for at, token in enumerate(tokens):
            candidates: list[Pattern] = []
            for form in token.forms:
                candidates += self._by_word.get(form, ())
                candidates += self._by_stem.get(form[:_STEM_KEY], ())
            if token.shape is Shape.NUMBER:
                candidates += self._numbers
            for pattern in candidates:
                hit = _match(pattern, tokens, at)
                if hit is not None:
                    hits.append(hit)
        return hits


def _match(pattern: Pattern, tokens: Sequence[Token], first: int) -> Hit | None:
    ends = _Walk(pattern.steps, tokens, tokens[first].clause)
    last = ends.walk(0, first)
    if last is None:
        return None
    return Hit(pattern.label, first, last, ends.number, ends.run)


class _Walk:
    """Backtracking over the steps; the first way through wins."""

    def __init__(self, steps: Sequence[Step], tokens: Sequence[Token], clause: int) -> None:
        self.steps, self.tokens, self.clause = steps, tokens, clause
        self.number: int | None = None
        self.run: tuple[int, int] | None = None

    def _open(self, at: int) -> bool:
        return at < len(self.tokens) and self.tokens[at].clause == self.clause

    def walk(self, step_at: int, at: int) -> int | None:
        if step_at == len(self.steps):
            return at
        step = self.steps[step_at]
        if step.kind in {"start", "end", "clause_end"}:
            return self.walk(step_at + 1, at) if self._stands(step.kind, at) else None
        if step.kind == "gap":
            return self._gap(step, step_at, at)
        if step.kind == "run":
            return self._run(step_at, at)
        if self._open(at) and step.fits(self.tokens[at]):
            last = self.walk(step_at + 1, at + 1)
            if last is not None:
                if step.kind == "number":
                    self.number = at
                return last
        return self.walk(step_at + 1, at) if step.optional else None

    def _stands(self, kind: str, at: int) -> bool:
        if kind == "start":
            return at == 0
        if at >= len(self.tokens):
            return True
        if kind == "end":
            return False
        return self.tokens[at].clause != self.clause or bool(self.tokens[at].after_mark)

    def _gap(self, step: Step, step_at: int, at: int) -> int | None:
        for skipped in range(step.reach + 1):
            if skipped and not self._open(at + skipped - 1):
                return None
            last = self.walk(step_at + 1, at + skipped)
            if last is not None:
                return last
        return None

    def _run(self, step_at: int, at: int) -> int | None:
        if not self._open(at):
            return None
        end = at + 1
        while end - at < _LONGEST_RUN and self._open(end) and self.tokens[end].after_mark == "":
            end += 1
        last = self.walk(step_at + 1, end)
        if last is not None:
            self.run = (at, end)
        return last
