"""What a draft changes of the rule that is in force under the same key."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from salesgenix.authority.rules import Rule, plain_words
from salesgenix.instructions.service import body_of

_SENTENCE = re.compile(r"(?<=\.)\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """One field: where, and its JSON before and after; ``None`` for what was or is not there."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines of plain words that go, come and stay; and every field that differs."""

    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def compared(
    before: Rule | None,
    after: Rule | None,
    names: Mapping[UUID, str] | None = None,
    zone: str | None = None,
) -> Comparison:
    old, new = (_lines(rule, names or {}, zone) for rule in (before, after))
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    removed: list[str] = []
    added: list[str] = []
    kept: list[str] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            kept += old[i1:i2]
        else:
            removed += old[i1:i2]
            added += new[j1:j2]
    fields = _fields(before), _fields(after)
    paths = sorted(fields[0].keys() | fields[1].keys())
    changes = tuple(
        Change(path, fields[0].get(path), fields[1].get(path))
        for path in paths
        if fields[0].get(path) != fields[1].get(path)
    )
    return Comparison(tuple(removed), tuple(added), tuple(kept), changes)


def _lines(rule: Rule | None, names: Mapping[UUID, str], zone: str | None) -> list[str]:
    if rule is None:
        return []
    return [
        line
        for part in rule.flat()
        for line in _SENTENCE.split(plain_words(part, names, zone))
        if line
    ]


def _fields(rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {}
    found: dict[str, Any] = {}
    for number, part in enumerate(rule.flat(), start=1):
        _flatten(body_of(part), f"part {number}", found)
    return found


def _flatten(value: Any, path: str, found: dict[str, Any]) -> None:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            _flatten(inner, f"{path}.{name}", found)
    elif value not in (None, [], {}):
        found[path] = value
