"""Reads ``messages.yaml`` and tallies what was found against what was meant."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

from agent.understanding.signals import LANGUAGES, Floor, Understanding, read_message

STRICT = {floor.value for floor in Floor} - {"data_request"}


@dataclass(frozen=True)
class Message:
    language: str
    text: str
    labels: frozenset[str]


@dataclass
class Tally:
    """True and false positives and misses per label."""

    hits: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def recall(self, *labels: str) -> float:
        found = sum(self.hits[label] for label in labels)
        return found / (found + sum(self.missed[label] for label in labels))

    def precision(self, *labels: str) -> float:
        found = sum(self.hits[label] for label in labels)
        return found / (found + sum(self.extra[label] for label in labels))

    def f1(self, label: str) -> float:
        both = self.precision(label) + self.recall(label)
        return 2 * self.precision(label) * self.recall(label) / both if both else 0.0


def messages() -> Iterator[Message]:
    path = Path(__file__).parent / "messages.yaml"
    for sets in yaml.safe_load(path.read_text(encoding="utf-8")).values():
        for language, lines in sets.items():
            for line in lines.splitlines():
                text, _, labels = line.rpartition("|")
                names = frozenset(name.strip() for name in labels.split(",") if name.strip())
                yield Message(language, text.strip(), names)


def signals(seen: Understanding) -> set[str]:
    """An understanding in the words of the labels."""
    found = {floor.value for floor in seen.floor} - {"data_request"}
    found |= {intent.value for intent in seen.intents}
    found |= {f"data:{seen.data_request}"} if seen.data_request else set()
    found |= {f"objection:{seen.objection}"} if seen.objection else set()
    found |= {f"fact:{fact.field}={fact.value}" for fact in seen.facts}
    numbers = {
        "seats": seen.seats,
        "months": seen.months,
        "choice": seen.choice,
        "percent": seen.discount_percent,
    }
    return found | {f"{name}={value}" for name, value in numbers.items() if value is not None}


def is_strict(label: str) -> bool:
    """Labels whose absence in the data means that they must not be found."""
    return label in STRICT or label.startswith(("data:", "objection:"))


@cache
def alone(text: str) -> Understanding:
    """What is understood with no language known before; read once for all that is measured."""
    return read_message(text, languages=LANGUAGES)


def tally() -> Tally:
    """Every message read alone, with no language known before."""
    out = Tally()
    for message in messages():
        found = signals(alone(message.text))
        out.hits.update(message.labels & found)
        out.missed.update(message.labels - found)
        out.extra.update(label for label in found - message.labels if is_strict(label))
    return out
