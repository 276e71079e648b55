"""Looking back: which version of a rule was in force at some instant, and what it changed.

A module of its own beside ``service``: it asks what was, not what is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.authority.rules import Rule
from salesgenix.instructions import repository
from salesgenix.instructions.models import Instruction
from salesgenix.instructions.service import InstructionCard, VersionCard, body_of, listing

# Two processes' clocks differ, and who waits for a lock has looked at the clock before.
SLACK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Change:
    """One place of a rule that says something else. ``None``: it was not said."""

    place: str  # ``limits/uses``; ``2/limits/uses`` in the second further part
    before: Any
    after: Any


def version_before(
    session: Session, workspace_id: UUID, card: InstructionCard, version: int, *, now: datetime
) -> VersionCard | None:
    """What was in force under this name until then: the version before it, or the last one of the
    order that this one replaced with other words.
    """
    older = [one for one in card.versions if one.version < version]
    if older:
        return older[-1]
    name = card.key.partition("~")[0]
    replaced = [
        one
        for one in listing(session, workspace_id, now=now)
        if one.key.startswith(f"{name}~") and one.id != card.id and one.created_at < card.created_at
    ]
    return replaced[-1].versions[-1] if replaced else None


def changes(before: Rule, after: Rule) -> tuple[Change, ...]:
    """Place by place, as enforced."""
    old, new = dict(_places(before)), dict(_places(after))
    return tuple(
        Change(place, old.get(place), new.get(place))
        for place in sorted({*old, *new})
        if old.get(place) != new.get(place)
    )


def _places(rule: Rule) -> Iterator[tuple[str, Any]]:
    for number, part in enumerate(rule.flat()):
        start = f"{number}/" if number else ""
        for place, value in _leaves(body_of(part), start):
            if value not in (None, [], {}):
                yield place, value


def _leaves(body: dict[str, Any], start: str) -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{start}{name}/")
        else:
            yield f"{start}{name}", value


def was_in_force(
    session: Session, workspace_id: UUID, instruction_id: UUID, version: int, *, at: datetime
) -> bool:
    """Issued by then and not yet replaced, withdrawn, paused or over. A pause that has ended since
    leaves no trace here; the decision log has it.
    """
    row = repository.get(session, workspace_id, instruction_id)
    versions = repository.versions(session, workspace_id, [instruction_id])
    found = next((one for one in versions if one.version == version), None)
    if row is None or found is None or found.created_at > at + SLACK:
        return False
    later = [one.created_at for one in versions if one.version > version]
    if _is_before(at, *later) or _is_stopped(row, at):
        return False
    parts = Rule.model_validate(found.body).flat()
    return any(_covers(part, at) for part in parts)


def _is_stopped(row: Instruction, at: datetime) -> bool:
    return _is_before(at, *(when for when in (row.revoked_at, row.paused_at) if when is not None))


def _is_before(at: datetime, *ends: datetime) -> bool:
    return any(end < at - SLACK for end in ends)


def _covers(rule: Rule, at: datetime) -> bool:
    begun = rule.not_before is None or rule.not_before <= at + SLACK
    return begun and (rule.not_after is None or at - SLACK < rule.not_after)
