"""Reads marked messages and scores a detector on them.

A marked message writes each value as ``{ENTITY|value}``. A value counts as found when at least half
of its characters are covered by spans of the same kind; it leaks by the share of its characters no
span of any kind covers. A message without values is hit when a span of any kind stands in it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

_MARK = re.compile(r"\{([A-Z_]+)\|(.*?)\}", re.DOTALL)

Predicted = tuple[str, int, int]


@dataclass(frozen=True)
class Marked:
    language: str
    text: str
    gold: tuple[Predicted, ...]


def read_messages(path: Path) -> list[Marked]:
    messages = []
    for line in path.read_text("utf-8").splitlines():
        language, _, marked = line.partition("\t")
        text, gold, position = "", [], 0
        marked = marked.replace("\\n", "\n")
        for found in _MARK.finditer(marked):
            text += marked[position : found.start()]
            gold.append((found[1], len(text), len(text) + len(found[2])))
            text += found[2]
            position = found.end()
        messages.append(Marked(language, text + marked[position:], tuple(gold)))
    return messages


@dataclass
class Score:
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    leaked: int = 0
    sensitive: int = 0
    clean: int = 0
    clean_hit: int = 0
    faults: list[str] = field(default_factory=list)

    def recall(self, *kinds: str) -> float:
        found = sum(self.found[kind] for kind in kinds or self.found | self.missed)
        missed = sum(self.missed[kind] for kind in kinds or self.missed)
        return found / (found + missed) if found + missed else 1.0

    def precision(self, *kinds: str) -> float:
        found = sum(self.found[kind] for kind in kinds or self.found)
        wrong = sum(self.wrong[kind] for kind in kinds or self.wrong)
        return found / (found + wrong) if found + wrong else 1.0

    def f2(self, *kinds: str) -> float:
        precision, recall = self.precision(*kinds), self.recall(*kinds)
        return 5 * precision * recall / (4 * precision + recall) if precision + recall else 0.0

    @property
    def leak(self) -> float:
        return self.leaked / self.sensitive if self.sensitive else 0.0

    @property
    def clean_hit_rate(self) -> float:
        return self.clean_hit / self.clean if self.clean else 0.0


def score(messages: Iterable[Marked], predict: Callable[[str], Iterable[Predicted]]) -> Score:
    total = Score()
    for message in messages:
        predicted = list(predict(message.text))
        _score_one(message, predicted, total)
    return total


def _score_one(message: Marked, predicted: list[Predicted], total: Score) -> None:
    everything = {i for _, start, end in predicted for i in range(start, end)}
    for kind, start, end in message.gold:
        value = set(range(start, end))
        same = {i for k, s, e in predicted if k == kind for i in range(s, e)}
        total.sensitive += len(value)
        total.leaked += len(value - everything)
        if len(value & same) * 2 >= len(value):
            total.found[kind] += 1
        else:
            total.missed[kind] += 1
            total.faults.append(f"missed {kind}: {message.text!r}")
    for kind, start, end in predicted:
        if not any(k == kind and s < end and start < e for k, s, e in message.gold):
            total.wrong[kind] += 1
            total.faults.append(f"wrong {kind} {message.text[start:end]!r} in {message.text!r}")
    if not message.gold:
        total.clean += 1
        total.clean_hit += bool(predicted)
