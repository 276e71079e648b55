"""A small pattern language over words, so that a lexicon stays data that a linguist can read.

One pattern is words separated by spaces. ``a|b`` are alternatives, ``mail*`` is a stem,
``please?`` may be absent, ``@class`` is a named list of words, ``#`` is a number and is captured,
``{}`` is a run of free words and is captured, ``..`` is a gap of up to two words and ``...`` of up
to five, ``^`` and ``$`` are the start and the end of the message, ``,`` is the edge of a clause (it
may also stand among alternatives), ``=word`` must stand there but is no part of what is found.
Sentences are never crossed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from agent.understanding.words import HYPHEN, Shape, Token, fold, tokenise

_STEM_KEY = 3
_LONGEST_RUN = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a pattern: word, gap, number, run, start, end or edge."""

    kind: str
    words: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    optional: bool = False
    or_edge: bool = False
    reach: int = 0
    is_context: bool = False

    def fits(self, token: Token) -> bool:
        if self.kind == "number":
            return token.value is not None
        words, stems = self.words, self.stems
        return any(f in words or (stems and f.startswith(stems)) for f in token.forms)


_FIXED = {
    "..": Step("gap", reach=2),
    "...": Step("gap", reach=5),
    "^": Step("start"),
    "$": Step("end"),
    ",": Step("edge"),
    "{}": Step("run"),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    label: str
    steps: tuple[Step, ...]
    source: str
    has_context: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A pattern found: tokens ``first`` to ``last`` exclusive, and what it captured.

    ``weight`` counts all tokens that had to be there, context included.
    """

    label: str
    source: str
    first: int
    last: int
    number: int | None = None
    run: tuple[int, int] | None = None
    weight: int = 0


def _step(word: str, classes: Mapping[str, Sequence[str]]) -> list[Step]:
    if word.startswith("=") and len(word) > 1:
        return [replace(step, is_context=True) for step in _step(word[1:], classes)]
    fixed = _FIXED.get(word)
    if fixed is not None:
        return [fixed]
    optional = word.endswith("?")
    word = word.removesuffix("?").rstrip("|")
    if word == "#":
        return [Step("number", optional=optional)]
    return _word_steps(word, classes, optional=optional)


def _word_steps(word: str, classes: Mapping[str, Sequence[str]], *, optional: bool) -> list[Step]:
    options = [o for part in word.split("|") for o in _expand(part, classes)]
    or_edge = "," in options
    options = [o for o in options if o != ","]
    if len(options) == 1 and not options[0].endswith("*"):
        return [Step("word", frozenset([f]), (), optional, or_edge) for f in _forms(options[0])]
    stems = tuple(_only(o[:-1]) for o in options if o.endswith("*"))
    words = frozenset(_only(o) for o in options if not o.endswith("*"))
    return [Step("word", words, stems, optional, or_edge)]


def _expand(part: str, classes: Mapping[str, Sequence[str]]) -> Sequence[str]:
    return classes[part[1:]] if part.startswith("@") else (part,)


def _forms(word: str) -> list[str]:
    if word.startswith("<"):
        return [word]
    if word.isalpha():
        return [fold(word)]  # thousands of them are read at the start
    return [token.forms[0] for token in tokenise(word)] or [word]


def _only(word: str) -> str:
    """The one word an alternative stands for; an elided article (``l'``, ``d'``) is let go."""
    forms = _forms(word)
    if len(forms) > 1 and "'" in word:
        return forms[-1]
    if len(forms) != 1:
        raise ValueError(f"an alternative must be one word: {word!r}")
    return forms[0]


def compile_pattern(label: str, source: str, classes: Mapping[str, Sequence[str]]) -> Pattern:
    """Read one line of a lexicon; an unknown ``@class`` raises ``KeyError``."""
    steps = tuple(s for w in source.split() for s in _step(w, classes))
    return Pattern(label, steps, source, any(step.is_context for step in steps))


class PatternBook:
    """All patterns of one language, found by their first possible word."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_word: dict[str, list[Pattern]] = defaultdict(list)
        self._by_stem: dict[str, list[Pattern]] = defaultdict(list)
        self._numbers: list[Pattern] = []
        self._free: list[Pattern] = []
        self.words: set[str] = set()
        for pattern in patterns:
            self._file(pattern)
            for step in pattern.steps:
                self.words |= step.words

    def _file(self, pattern: Pattern) -> None:
        for step in pattern.steps:
            if step.kind in {"start", "edge"}:
                continue
            if step.kind == "number":
                self._numbers.append(pattern)
            elif step.kind == "run":
                self._free.append(pattern)
            elif step.kind != "word":
                raise ValueError(f"a pattern must start with a word: {pattern.source!r}")
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
            for pattern in self._candidates(token):
                hit = _match(pattern, tokens, at)
                if hit is not None:
                    hits.append(hit)
        return hits

    def _candidates(self, token: Token) -> list[Pattern]:
        found = [] if token.shape is Shape.MARK else list(self._free)
        for form in token.forms:
            found += self._by_word.get(form, ())
            found += self._by_stem.get(form[:_STEM_KEY], ())
        if token.value is not None:
            found += self._numbers
        return list(dict.fromkeys(found)) if len(token.forms) > 1 else found


def _match(pattern: Pattern, tokens: Sequence[Token], first: int) -> Hit | None:
    walk = _Walk(pattern.steps, tokens, tokens[first].clause)
    last = walk.walk(0, first)
    if last is None or last == first:
        return None
    weight = last - first
    if pattern.has_context:
        first += _contexts(pattern.steps)
        last -= _contexts(pattern.steps[::-1])
    return Hit(pattern.label, pattern.source, first, last, walk.number, walk.run, weight)


def _contexts(steps: Sequence[Step]) -> int:
    """How many context words stand at this end of a pattern."""
    count = 0
    for step in steps:
        if step.kind in {"edge", "start", "end"}:
            continue
        if not step.is_context:
            break
        count += 1
    return count


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
        if step.kind == "word":
            return self._word(step, step_at, at)
        if step.kind == "gap":
            return self._gap(step, step_at, at)
        if step.kind == "number":
            return self._number(step, step_at, at)
        if step.kind == "run":
            return self._run(step_at, at)
        return self.walk(step_at + 1, at) if self._stands(step.kind, at) else None

    def _word(self, step: Step, step_at: int, at: int) -> int | None:
        if self._open(at) and step.fits(self.tokens[at]):
            last = self.walk(step_at + 1, at + 1)
            if last is not None:
                return last
        if step.optional or (step.or_edge and self._stands("edge", at)):
            return self.walk(step_at + 1, at)
        return None

    def _number(self, step: Step, step_at: int, at: int) -> int | None:
        if self._open(at) and step.fits(self.tokens[at]):
            last = self.walk(step_at + 1, at + 1)
            if last is not None:
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
        token = self.tokens[at]
        return token.clause != self.clause or token.after_mark not in {"", HYPHEN} or at == 0

    def _gap(self, step: Step, step_at: int, at: int) -> int | None:
        for skipped in range(step.reach + 1):
            if skipped and not self._open(at + skipped - 1):
                return None
            last = self.walk(step_at + 1, at + skipped)
            if last is not None:
                return last
        return None

    def _run(self, step_at: int, at: int) -> int | None:
        end = at
        while end - at < _LONGEST_RUN and self._open(end):
            if end > at and self.tokens[end].after_mark not in {"", HYPHEN, "-", "&"}:
                break
            end += 1
        while end > at:
            last = self.walk(step_at + 1, end)
            if last is not None:
                self.run = (at, end)
                return last
            end -= 1
        return None
