"""What is different between two versions of an order: in the owner's words, and as enforced."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from api.console import words
from api.console.views.rule_form import LABELS
from salesgenix.authority.rules import Rule, plain_words
from salesgenix.instructions.service import body_of

SAME, ADDED, REMOVED = "same", "added", "removed"
Names = Mapping[UUID, str]
SENTENCE = re.compile(r"(?<=\.)\s+")
PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    how: str  # same, added, removed
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One typed difference. An empty side was not said."""

    where: str
    before: str
    after: str


def word_diff(before: str, after: str) -> list[Piece]:
    return [
        Piece(piece.how, "".join(piece.text))
        for piece in _diff(PIECES.findall(before), PIECES.findall(after))
    ]


def meaning_diff(
    before: Rule | None, after: Rule | None, names: Names, zone: str | None = None
) -> list[Piece]:
    """Sentence by sentence in plain words. ``names`` are those of members."""
    old, new = (_meaning(rule, names, zone) for rule in (before, after))
    return [Piece(run.how, text) for run in _diff(old, new) for text in run.text]


def typed_diff(before: Rule | None, after: Rule | None) -> list[Change]:
    old, new = (_flat(rule) for rule in (before, after))
    return [
        Change(_where(place), _shown(old.get(place)), _shown(new.get(place)))
        for place in sorted({*old, *new})
        if old.get(place) != new.get(place)
    ]


@dataclass(frozen=True, slots=True)
class _Run:
    how: str
    text: list[str]


def _diff(before: list[str], after: list[str]) -> Iterator[_Run]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for _, start, end, begin, stop in matcher.get_opcodes():
        if before[start:end] == after[begin:stop]:
            yield _Run(SAME, before[start:end])
            continue
        if start < end:
            yield _Run(REMOVED, before[start:end])
        if begin < stop:
            yield _Run(ADDED, after[begin:stop])


def _meaning(rule: Rule | None, names: Names, zone: str | None) -> list[str]:
    parts = rule.flat() if rule is not None else ()
    said = [plain_words(part, names, zone) for part in parts]
    return [line for text in said for line in SENTENCE.split(text) if line]


def _flat(rule: Rule | None) -> dict[tuple[int, str], Any]:
    if rule is None:
        return {}
    return {
        (index, place): value
        for index, part in enumerate(rule.flat())
        for place, value in _leaves(body_of(part), "")
        if value not in (None, [], {})
    }


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, f"{place}/{name}" if place else str(name))
    else:
        yield place, value


def _where(place: tuple[int, str]) -> str:
    index, path = place
    steps = path.split("/")
    if steps[0] == "approval":
        name = words.action(steps[1])
    else:
        name = LABELS.get(steps[-1], words.said(steps[-1]))
    return f"Part {index + 1}: {name[:1].lower()}{name[1:]}"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(words.action(str(one)) for one in value)
    return "" if value is None else words.detail(value)
