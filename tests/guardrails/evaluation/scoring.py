"""Reads marked messages and scores a detector on them. ``README.md`` beside it says what is marked.

A marked message writes each value as ``{ENTITY|value}``. A value counts as *found* when at least
half of its characters are covered by spans of the same kind, as *covered* when at least nine tenths
are covered by spans of any kind, and it *leaks* by the share of its characters no span covers. A
span is *wrong* when no value of its kind touches it. A message without values is *hit* when a span
of any kind stands in it. What is marked ``DOUBTFUL`` is neither right nor wrong to find.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

DOUBTFUL = "DOUBTFUL"
OTHER = "OTHER"  # a span of a kind we do not know: it covers, but it is never right or wrong
_MARK = re.compile(r"\{([A-Z_]+)\|(.*?)\}", re.DOTALL)

Predicted = tuple[str, int, int]


@dataclass(frozen=True)
class Marked:
    language: str
    text: str
    gold: tuple[Predicted, ...]
    doubtful: tuple[Predicted, ...] = ()


def read_messages(path: Path) -> list[Marked]:
    lines = path.read_text("utf-8").split("\n")
    return [read_message(line) for line in lines if line]


def read_message(line: str) -> Marked:
    language, _, marked = line.partition("\t")
    text, marks, position = "", [], 0
    marked = marked.replace("\\n", "\n")
    for found in _MARK.finditer(marked):
        text += marked[position : found.start()]
        marks.append((found[1], len(text), len(text) + len(found[2])))
        text += found[2]
        position = found.end()
    return Marked(
        language,
        text + marked[position:],
        tuple(mark for mark in marks if mark[0] != DOUBTFUL),
        tuple(mark for mark in marks if mark[0] == DOUBTFUL),
    )


class Sums(NamedTuple):
    """What one message, or many, add up to."""

    found: int
    missed: int
    wrong: int
    leaked: int
    sensitive: int
    clean_hit: int
    clean: int


class Interval(NamedTuple):
    """Where 95 of 100 resampled sets of messages fall."""

    low: float
    high: float


@dataclass
class Score:
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    covered: int = 0
    leaked: int = 0
    sensitive: int = 0
    over: int = 0
    ordinary: int = 0
    clean: int = 0
    clean_hit: int = 0
    clean_hit_typed: int = 0
    faults: list[str] = field(default_factory=list)
    messages: list[Sums] = field(default_factory=list)

    def recall(self, *kinds: str) -> float:
        found = sum(self.found[kind] for kind in kinds or self.found)
        missed = sum(self.missed[kind] for kind in kinds or self.missed)
        return found / (found + missed) if found + missed else 1.0

    def precision(self, *kinds: str) -> float:
        found = sum(self.found[kind] for kind in kinds or self.found)
        wrong = sum(self.wrong[kind] for kind in kinds or self.wrong)
        return found / (found + wrong) if found + wrong else 1.0

    def f1(self, *kinds: str) -> float:
        return _f(self.precision(*kinds), self.recall(*kinds), beta=1)

    def f2(self, *kinds: str) -> float:
        return _f(self.precision(*kinds), self.recall(*kinds), beta=2)

    def count(self, kind: str) -> int:
        return self.found[kind] + self.missed[kind]

    @property
    def any_label_recall(self) -> float:
        """Share of the values that would be redacted, whatever they were taken for."""
        return _share(self.covered, self.found.total() + self.missed.total(), empty=1.0)

    @property
    def leak(self) -> float:
        return _share(self.leaked, self.sensitive)

    @property
    def over_redaction(self) -> float:
        """Share of the characters outside every value that would be redacted with them."""
        return _share(self.over, self.ordinary)

    @property
    def clean_hit_rate(self) -> float:
        return _share(self.clean_hit, self.clean)

    @property
    def clean_hit_typed_rate(self) -> float:
        """As ``clean_hit_rate``, by spans of the kinds that are marked only."""
        return _share(self.clean_hit_typed, self.clean)

    def interval(
        self, measure: Callable[[Sums], float], *, draws: int = 400, seed: int = 5
    ) -> Interval:
        """By bootstrap over messages. Messages of one set resemble each other (one hand wrote them,
        some say the same in several languages), so what it says is the least that is unsure.
        """
        chance = random.Random(seed)
        columns = list(zip(*self.messages, strict=True))
        numbers = range(len(self.messages))
        values = []
        for _ in range(draws):
            picks = chance.choices(numbers, k=len(self.messages))
            values.append(measure(Sums(*(sum(map(c.__getitem__, picks)) for c in columns))))
        values.sort()
        return Interval(values[round(draws * 0.025)], values[round(draws * 0.975) - 1])


def f2_of(sums: Sums) -> float:
    precision = _share(sums.found, sums.found + sums.wrong, empty=1.0)
    return _f(precision, _share(sums.found, sums.found + sums.missed, empty=1.0), beta=2)


def leak_of(sums: Sums) -> float:
    return _share(sums.leaked, sums.sensitive)


def clean_hit_of(sums: Sums) -> float:
    return _share(sums.clean_hit, sums.clean)


def score(messages: Iterable[Marked], predict: Callable[[str], Iterable[Predicted]]) -> Score:
    return score_all((message, predict(message.text)) for message in messages)


def score_all(answers: Iterable[tuple[Marked, Iterable[Predicted]]]) -> Score:
    """For whoever has the detector's answers already."""
    total = Score()
    for message, predicted in answers:
        _score_one(message, list(predicted), total)
    return total


def _score_one(message: Marked, predicted: list[Predicted], total: Score) -> None:
    everything = {i for _, start, end in predicted for i in range(start, end)}
    values = {i for _, start, end in message.gold for i in range(start, end)}
    doubtful = {i for _, start, end in message.doubtful for i in range(start, end)}
    ordinary = set(range(len(message.text))) - values - doubtful
    leaked = sum(len(set(range(s, e)) - everything) for _, s, e in message.gold)
    found, missed = _score_values(message, predicted, total)
    wrong = [p for p in predicted if _is_wrong(p, message)]
    for kind, start, end in wrong:
        total.wrong[kind] += 1
        total.faults.append(f"wrong {kind} {message.text[start:end]!r} in {message.text!r}")
    is_clean = not message.gold and not message.doubtful
    hit = is_clean and bool(predicted)
    sensitive = sum(end - start for _, start, end in message.gold)
    total.leaked += leaked
    total.sensitive += sensitive
    total.over += len(ordinary & everything)
    total.ordinary += len(ordinary)
    total.clean += is_clean
    total.clean_hit += hit
    total.clean_hit_typed += hit and any(kind != OTHER for kind, _, _ in predicted)
    total.messages.append(Sums(found, missed, len(wrong), leaked, sensitive, hit, is_clean))


def _score_values(message: Marked, predicted: list[Predicted], total: Score) -> tuple[int, int]:
    found = 0
    for kind, start, end in message.gold:
        if _covered(predicted, start, end, kind=kind) * 2 >= end - start:
            total.found[kind] += 1
            found += 1
        else:
            total.missed[kind] += 1
            value = message.text[start:end]
            total.faults.append(f"missed {kind} {value!r} in {message.text!r}")
        total.covered += _covered(predicted, start, end) * 10 >= (end - start) * 9
    return found, len(message.gold) - found


def _covered(predicted: list[Predicted], start: int, end: int, *, kind: str = "") -> int:
    spans = ((s, e) for k, s, e in predicted if kind in {"", k})
    return len({i for s, e in spans for i in range(max(s, start), min(e, end))})


def _is_wrong(span: Predicted, message: Marked) -> bool:
    kind, start, end = span
    if kind == OTHER:
        return False
    if any(s < end and start < e for _, s, e in message.doubtful):
        return False
    return not any(k == kind and s < end and start < e for k, s, e in message.gold)


def _share(part: int, whole: int, *, empty: float = 0.0) -> float:
    return part / whole if whole else empty


def _f(precision: float, recall: float, *, beta: int) -> float:
    weight = beta * beta
    below = weight * precision + recall
    return (1 + weight) * precision * recall / below if below else 0.0
