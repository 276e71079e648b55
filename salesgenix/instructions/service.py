"""Giving and withdrawing instructions. Words never change; what they mean has versions."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import rfc8785
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.authority.rules import ActiveRule, QuietHours, Rule, plain_words
from salesgenix.db import Wakeup, announce, journal_of, read_sealed, write_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.instructions import repository
from salesgenix.instructions.models import Instruction, RuleVersion
from salesgenix.instructions.ordering import MAX_WORDS_CHARACTERS, ONE_OFF, Order, settled
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.kit.journal import Kind

__all__ = ["MAX_WORDS_CHARACTERS", "ONE_OFF", "InstructionCard", "Order", "State", "VersionCard"]

# Fields that came after rules had been signed: left out where they say nothing, so that an old
# rule keeps its digest.
LATER = frozenset(
    {
        "effect",
        "channels",
        "audience",
        "calendar",
        "data_fields",
        "sources",
        "barred_words",
        "parts",
        "uses",
        "uses_per_lead",
        "days",
    }
)
_ALWAYS = Rule(actions=frozenset(), quiet_hours=QuietHours())


class State(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class VersionCard:
    version: int
    rule: Rule
    plain_words: str
    digest: str
    created_at: datetime
    author_member_id: UUID | None = None
    surface: str | None = None
    drafted_by: str = "person"
    shown_digest: str | None = None
    unenforced: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class InstructionCard:
    """``rule`` and ``plain_words`` are of the newest version; ``versions`` are oldest first."""

    id: UUID
    key: str
    words: str
    kind: str
    author_member_id: UUID | None
    surface: str
    created_at: datetime
    revoked_at: datetime | None
    state: State
    rule: Rule
    plain_words: str
    versions: tuple[VersionCard, ...]
    paused_at: datetime | None = None
    zone: str = "UTC"  # the workspace's, whose days its words count in


def issue(session: Session, workspace_id: UUID, order: Order, *, now: datetime) -> InstructionCard:
    """Puts the order in force; the same order again changes nothing.

    A changed rule under the same words is a new version. Changed words are a new instruction, which
    replaces the old one under its key. What was revoked comes back from the console, or from a file
    that names it again; a file that says what it said does not undo a revocation in the console.
    """
    repository.lock(session, workspace_id)
    row = repository.by_key(session, workspace_id, order.key)
    newest = repository.versions(session, workspace_id, [row.id])[-1] if row is not None else None
    order = settled(order, Rule.model_validate(newest.body) if newest else None, now)
    if row is not None and newest is not None and _words(session, row) == order.words:
        digest = digest_of(order.rule)
        was_taken_back = order.surface == "file" and row.revoked_surface == "console"
        if newest.digest == digest and (row.revoked_at is None or was_taken_back):
            return card(session, workspace_id, row.id, now=now)
        if row.revoked_at is None:
            _add_version(session, row, order, version=newest.version + 1, now=now)
            return card(session, workspace_id, row.id, now=now)
    was_in_force = row is not None and row.revoked_at is None
    if row is not None:
        _retire(session, row, now=now)
    fresh = Instruction(
        workspace_id=workspace_id,
        key=order.key,
        kind=order.kind,
        author_member_id=order.author_member_id,
        surface=order.surface,
        created_at=now,
        paused_at=row.paused_at if row is not None and was_in_force else None,
        paused_by=row.paused_by if row is not None and was_in_force else None,
    )
    write_sealed(session, fresh, words=order.words)
    session.add(fresh)
    session.flush()
    _add_version(session, fresh, order, version=1, now=now)
    return card(session, workspace_id, fresh.id, now=now)


def revoke(
    session: Session,
    workspace_id: UUID,
    instruction_id: UUID,
    *,
    by: UUID | None,
    now: datetime,
    surface: str = "console",
) -> InstructionCard:
    """From the next check on it allows nothing. Revoking twice keeps the first time."""
    repository.lock(session, workspace_id)
    row = _existing(session, workspace_id, instruction_id)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_surface = now, surface
        session.add(row)
        session.flush()
        _note(session, row, surface)
        newest = repository.versions(session, workspace_id, [row.id])[-1]
        _record(session, row, DecisionType.INSTRUCTION_REVOKED, newest.version, by=by, now=now)
    return card(session, workspace_id, instruction_id, now=now)


def pause(
    session: Session, workspace_id: UUID, instruction_id: UUID, *, by: UUID | None, now: datetime
) -> InstructionCard:
    """From the next check on it allows nothing, until ``resume``; what it holds back it goes on
    holding back. Pausing twice keeps the first pause.
    """
    row = _standing(session, workspace_id, instruction_id)
    if row.paused_at is None:
        row.paused_at, row.paused_by = now, by
        _move(session, row, DecisionType.INSTRUCTION_PAUSED, by=by, now=now)
    return card(session, workspace_id, instruction_id, now=now)


def resume(
    session: Session, workspace_id: UUID, instruction_id: UUID, *, by: UUID | None, now: datetime
) -> InstructionCard:
    """What waited for it goes on, each piece judged again."""
    row = _standing(session, workspace_id, instruction_id)
    if row.paused_at is not None:
        row.paused_at, row.paused_by = None, None
        _move(session, row, DecisionType.INSTRUCTION_RESUMED, by=by, now=now)
    return card(session, workspace_id, instruction_id, now=now)


def rollback(
    session: Session,
    workspace_id: UUID,
    instruction_id: UUID,
    version: int,
    /,
    *,
    by: UUID | None,
    now: datetime,
    surface: str = "console",
) -> InstructionCard:
    """Puts what an older version meant in force again, as a new version.

    ``NotFound`` for a version there is not; ``Invalid`` for one whose time is over.
    """
    row = _standing(session, workspace_id, instruction_id)
    versions = repository.versions(session, workspace_id, [row.id])
    older = next((found for found in versions if found.version == version), None)
    if older is None:
        raise NotFound("instruction.version", "There is no such version.")
    if older.digest == versions[-1].digest:
        return card(session, workspace_id, instruction_id, now=now)
    order = Order(
        key=row.key,
        words=_words(session, row),
        rule=Rule.model_validate(older.body),
        author_member_id=by,
        surface=row.surface,
        kind=row.kind,
        drafted_by=older.drafted_by,
        unenforced=_spans(older.unenforced),
    )
    order = replace(settled(order, None, now), surface=surface)
    _add_version(session, row, order, version=versions[-1].version + 1, now=now)
    return card(session, workspace_id, instruction_id, now=now)


def revoked(session: Session, workspace_id: UUID) -> list[tuple[UUID, str]]:
    """What was taken back, and where: what a new journal begins with."""
    return [
        (row.id, row.revoked_surface or "file")
        for row in repository.instructions(session, workspace_id)
        if row.revoked_at is not None
    ]


def active_rules(session: Session, workspace_id: UUID, *, now: datetime) -> list[ActiveRule]:
    """The newest version of every instruction that is in force at ``now``."""
    standing = standing_rules(session, workspace_id)
    return [found for found in standing if _state_in_time(found.rule, now) is State.ACTIVE]


def standing_rules(session: Session, workspace_id: UUID) -> list[ActiveRule]:
    """The same without a look at the clock: for a check that says why a rule does not apply."""
    rows = [row for row in repository.instructions(session, workspace_id) if row.revoked_at is None]
    newest = {
        version.instruction_id: version
        for version in repository.versions(session, workspace_id, [row.id for row in rows])
    }
    return [
        ActiveRule(
            row.id,
            newest[row.id].version,
            row.key,
            part,
            is_paused=row.paused_at is not None,
            given_at=row.created_at,
        )
        for row in rows
        for part in Rule.model_validate(newest[row.id].body).flat()
    ]


def listing(session: Session, workspace_id: UUID, *, now: datetime) -> list[InstructionCard]:
    """Every instruction ever given, oldest first."""
    rows = repository.instructions(session, workspace_id)
    versions: dict[UUID, list[RuleVersion]] = defaultdict(list)
    for version in repository.versions(session, workspace_id, [row.id for row in rows]):
        versions[version.instruction_id].append(version)
    zone = _zone(session, workspace_id)
    return [_card(session, row, versions[row.id], zone=zone, now=now) for row in rows]


def card(
    session: Session, workspace_id: UUID, instruction_id: UUID, *, now: datetime
) -> InstructionCard:
    row = _existing(session, workspace_id, instruction_id)
    versions = repository.versions(session, workspace_id, [row.id])
    zone = _zone(session, workspace_id)
    return _card(session, row, list(versions), zone=zone, now=now)


def cited(
    session: Session, workspace_id: UUID, instruction_id: UUID | None, version: int | None
) -> dict[str, Any] | None:
    """The rule that something rests on, as a decision record names it; none for the floor."""
    if instruction_id is None or version is None:
        return None
    digest = repository.digest_of_version(session, workspace_id, instruction_id, version)
    return {"id": instruction_id, "version": version, "digest": digest}


def digest_of(rule: Rule) -> str:
    """SHA-256 over the rule's RFC 8785 bytes, hexadecimal."""
    return hashlib.sha256(rfc8785.dumps(body_of(rule))).hexdigest()


def body_of(rule: Rule) -> dict[str, Any]:
    """The rule as JSON with its sets in order, so that equal rules have equal bytes."""
    body = _without(rule.model_dump(mode="json"), _ALWAYS.model_dump(mode="json"))
    return {name: _ordered(value) for name, value in body.items()}


def _without(body: dict[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    """Leaves out the later fields that say what they say by themselves."""
    said = {
        name: value for name, value in body.items() if name not in LATER or value != plain[name]
    }
    for name in ("limits", "quiet_hours"):
        if said.get(name) is not None:
            said[name] = _without(said[name], plain[name])
    return said


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _ordered(item) for name, item in value.items()}
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return sorted(value)
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _retire(session: Session, row: Instruction, *, now: datetime) -> None:
    """Its key goes to the successor; it keeps a name of its own and stays in the listing."""
    if row.revoked_at is None:
        row.revoked_at = now
        _note(session, row, "file")
    row.key = f"{row.key}~{row.id.hex[-8:]}"
    session.add(row)
    session.flush()


def _note(session: Session, row: Instruction, surface: str) -> None:
    """What was taken back stays so, even when an older copy of the database is put in place."""
    facts = {"instruction": str(row.id), "surface": surface}
    journal_of(session).append(Kind.REVOCATION, row.workspace_id, facts)


def _add_version(
    session: Session, row: Instruction, order: Order, *, version: int, now: datetime
) -> None:
    session.add(
        RuleVersion(
            workspace_id=row.workspace_id,
            instruction_id=row.id,
            version=version,
            body=body_of(order.rule),
            digest=digest_of(order.rule),
            not_before=order.rule.not_before,
            not_after=order.rule.not_after,
            created_at=now,
            author_member_id=order.author_member_id,
            surface=order.surface,
            drafted_by=order.drafted_by,
            shown_digest=order.shown_digest,
            unenforced=[list(span) for span in order.unenforced],
        )
    )
    session.flush()
    _record(
        session,
        row,
        DecisionType.INSTRUCTION_ISSUED,
        version,
        by=order.author_member_id,
        now=now,
    )


def _record(
    session: Session,
    row: Instruction,
    kind: DecisionType,
    /,
    version: int,
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    decisions.record(
        session,
        row.workspace_id,
        Entry(
            type=kind,
            outcome="performed",
            automation=Automation.HUMAN_MADE,
            actor=by,
            instruction=cited(session, row.workspace_id, row.id, version),
            facts={
                "key": row.key,
                "surface": row.surface,
                "words_sha256": hashlib.sha256(_words(session, row).encode()).hexdigest(),
            },
        ),
        now=now,
    )
    announce(session, Wakeup(row.workspace_id, "workspace", row.workspace_id))


def _move(
    session: Session, row: Instruction, kind: DecisionType, *, by: UUID | None, now: datetime
) -> None:
    session.add(row)
    session.flush()
    newest = repository.versions(session, row.workspace_id, [row.id])[-1]
    _record(session, row, kind, newest.version, by=by, now=now)


def _standing(session: Session, workspace_id: UUID, instruction_id: UUID) -> Instruction:
    repository.lock(session, workspace_id)
    row = _existing(session, workspace_id, instruction_id)
    if row.revoked_at is not None:
        raise Conflict("instruction.revoked", "This instruction was withdrawn.")
    return row


def _existing(session: Session, workspace_id: UUID, instruction_id: UUID) -> Instruction:
    row = repository.get(session, workspace_id, instruction_id)
    if row is None:
        raise NotFound("instruction.unknown", "There is no such instruction.")
    return row


def _words(session: Session, row: Instruction) -> str:
    return read_sealed(session, row, "words") or ""


def _card(
    session: Session, row: Instruction, versions: list[RuleVersion], *, zone: str, now: datetime
) -> InstructionCard:
    rules = [Rule.model_validate(version.body) for version in versions]
    names = _names(session, row.workspace_id, rules)
    cards = tuple(
        VersionCard(
            version=version.version,
            rule=rule,
            plain_words=plain_words(rule, names, zone),
            digest=version.digest,
            created_at=version.created_at,
            author_member_id=version.author_member_id,
            surface=version.surface,
            drafted_by=version.drafted_by,
            shown_digest=version.shown_digest,
            unenforced=_spans(version.unenforced),
        )
        for version, rule in zip(versions, rules, strict=True)
    )
    rule = cards[-1].rule
    return InstructionCard(
        id=row.id,
        key=row.key,
        words=_words(session, row),
        kind=row.kind,
        author_member_id=row.author_member_id,
        surface=row.surface,
        created_at=row.created_at,
        revoked_at=row.revoked_at,
        state=_state(row, rule, now),
        rule=rule,
        plain_words=cards[-1].plain_words,
        versions=cards,
        paused_at=row.paused_at,
        zone=zone,
    )


def _zone(session: Session, workspace_id: UUID) -> str:
    return accounts.profile_of(session, workspace_id).profile.zone


def _names(session: Session, workspace_id: UUID, rules: list[Rule]) -> dict[UUID, str]:
    """Of the members that the rules name; none are read where they name none."""
    parts = [part for rule in rules for part in rule.flat()]
    if not any(part.calendar and part.calendar.members for part in parts):
        return {}
    people = accounts.members(session, workspace_id, with_inactive=True)
    return {person.id: person.name for person in people}


def _spans(stored: Sequence[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((first, last) for first, last in stored)


def _state(row: Instruction, rule: Rule, now: datetime) -> State:
    if row.revoked_at is not None:
        return State.REVOKED
    found = [_state_in_time(part, now) for part in rule.flat()]
    whole = next((one for one in _IN_FORCE_FIRST if one in found), State.ACTIVE)
    return State.PAUSED if row.paused_at is not None and whole is State.ACTIVE else whole


_IN_FORCE_FIRST = (State.ACTIVE, State.NOT_YET, State.EXPIRED)


def _state_in_time(rule: Rule, now: datetime) -> State:
    if rule.not_before is not None and now < rule.not_before:
        return State.NOT_YET
    if rule.not_after is not None and rule.not_after <= now:
        return State.EXPIRED
    return State.ACTIVE
