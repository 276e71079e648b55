"""What changed while something waited, in words: from what to what, the differing words marked."""

from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from api.console import words
from salesgenix.actions.provenance import Edit
from salesgenix.actions.service import Change

Piece = tuple[str, bool]  # text, and whether it differs


@dataclass(frozen=True, slots=True)
class ChangeLine:
    what: str
    old: list[Piece]
    new: list[Piece]


def change_lines(changes: tuple[Change, ...], zone: str) -> list[ChangeLine]:
    return [_line(change, zone) for change in changes]


def edit_lines(edits: tuple[Edit, ...], zone: str) -> list[ChangeLine]:
    """What a person changed before they approved: what was proposed, and what was approved."""
    return [
        _beside(
            words.field(edit.name), *(said(edit.name, v, zone) for v in (edit.before, edit.after))
        )
        for edit in edits
        if not edit.name.endswith("_id")
    ]


def said(name: str, value: Any, zone: str) -> str:
    """An argument in words."""
    if value is None:
        return ""
    if name.endswith("_at"):
        return words.instant(datetime.fromisoformat(str(value)), zone)
    if name == "percent":
        return f"{value} %"
    if name == "zone":
        return words.place(str(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)


def _line(change: Change, zone: str) -> ChangeLine:
    what = words.CHANGED.get(change.fact, words.said(change.fact)).format(place=change.place)
    old, new = (_said(change.fact, text, zone) for text in (change.old, change.new))
    if change.fact == "unknown":
        return ChangeLine(what, [], [])
    return _beside(what, old, new)


def _beside(what: str, old: str, new: str) -> ChangeLine:
    if not old or not new:
        return ChangeLine(what, [(old or "nothing", True)], [(new or "no longer there", True)])
    return ChangeLine(what, *_marked(old, new))


def _said(fact: str, text: str, zone: str) -> str:
    if fact == "sale":
        return "open" if text == "open" else words.stage(text)[0].lower()
    state, _, at = text.partition(", ")
    if fact == "meeting" and at:
        state = words.APPOINTMENT_STATES.get(state, (words.said(state), ""))[0]
        return f"{state}, {words.slot(datetime.fromisoformat(at), zone)}"
    return text


def _marked(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts, cut where they differ, by words."""
    a, b = old.split(), new.split()
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    before, after = list[Piece](), list[Piece]()
    for left, right in pairwise([type(blocks[0])(0, 0, 0), *blocks]):
        ends = (left.a + left.size, left.b + left.size)
        before.append((" ".join(a[ends[0] : right.a]), True))
        after.append((" ".join(b[ends[1] : right.b]), True))
        same = " ".join(a[right.a : right.a + right.size])
        before.append((same, False))
        after.append((same, False))
    return ([piece for piece in before if piece[0]], [piece for piece in after if piece[0]])
