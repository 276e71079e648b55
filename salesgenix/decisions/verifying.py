"""Proving that nothing in a log was changed, removed or put in: every byte is hashed again.

A module of its own beside ``service`` to keep that file a page long.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.decisions import repository
from salesgenix.decisions.models import Decision
from salesgenix.decisions.reading import HeadCard, head
from salesgenix.decisions.rules import DecisionType, genesis, leaf, parse
from salesgenix.kit.errors import Invalid
from salesgenix.kit.merkle import extend, root_of

ACCOUNTING = (DecisionType.ERASURE_EXECUTED, DecisionType.RETENTION_PURGED)
ABSENT = "a payload was removed, and no erasure accounts for it"


@dataclass(frozen=True, slots=True)
class Verification:
    """``sound`` or the first place where the log is not what was written, and why.

    ``count`` includes pruned records; ``root`` (hexadecimal) is that of the records' tree.
    """

    sound: bool
    count: int
    head: str
    first_bad_seq: int | None = None
    why: str | None = None
    root: str = ""


class _Fault(Exception):
    def __init__(self, seq: int, why: str) -> None:
        super().__init__(why)
        self.seq, self.why = seq, why


@dataclass(slots=True)
class _Walk:
    """How far the records have been hashed, and the payloads whose absence is unexplained."""

    seq: int
    previous: str
    frontier: list[bytes]
    absent: dict[str, int] = field(default_factory=dict)  # payload id → seq of its record


def verify_chain(session: Session, workspace_id: UUID) -> Verification:
    """Hashes every kept record again and walks the chain and the tree to the head.

    Payloads may be missing only where a later ``erasure.executed`` or ``retention.purged`` names
    them, and records only as a pruned prefix whose frontier is kept.
    """
    end = head(session, workspace_id)
    previous = end.pruned_leaf if end.pruned else genesis(workspace_id)
    walk = _Walk(end.pruned, previous, list(end.pruned_frontier))
    records = repository.in_order(session, workspace_id)
    try:
        while page := list(islice(records, repository.PAGE)):
            kept = _kept_payloads(session, workspace_id, page)
            for row in page:
                _step(walk, row, kept.get(row.id, {}))
        _arrive(walk, end)
    except _Fault as fault:
        return Verification(
            sound=False, count=walk.seq, head=end.leaf, first_bad_seq=fault.seq, why=fault.why
        )
    root = root_of(walk.frontier).hex()
    return Verification(sound=True, count=walk.seq, head=end.leaf, root=root)


def _kept_payloads(
    session: Session, workspace_id: UUID, page: list[Decision]
) -> dict[UUID, dict[str, str]]:
    kept: dict[UUID, dict[str, str]] = {}
    for item in repository.payloads_of(session, workspace_id, [row.id for row in page]):
        digest = hashlib.sha256(item.content_sealed or b"").hexdigest()
        kept.setdefault(item.decision_id, {})[str(item.id)] = digest
        session.expunge(item)
    return kept


def _step(walk: _Walk, row: Decision, kept: dict[str, str]) -> None:
    walk.seq += 1
    if row.seq != walk.seq:
        raise _Fault(row.seq, f"record {walk.seq} is missing")
    if leaf(row.record) != row.leaf:
        raise _Fault(row.seq, "the record's bytes were changed")
    try:
        body = parse(row.record)
    except (Invalid, ValueError) as error:
        raise _Fault(row.seq, "the record is not readable") from error
    if body.get("prev") != walk.previous:
        raise _Fault(row.seq, "the record does not follow the one before it")
    _check_columns(row, body)
    listed = {item["id"]: item["sha256"] for item in body.get("payloads", [])}
    if any(listed.get(name) != digest for name, digest in kept.items()):
        raise _Fault(row.seq, "a payload was changed or put in")
    walk.absent |= dict.fromkeys(listed.keys() - kept.keys(), row.seq)
    if row.type in ACCOUNTING:
        for name in body.get("facts", {}).get("payloads", []):
            walk.absent.pop(name, None)
    walk.frontier = extend(walk.frontier, row.seq - 1, bytes.fromhex(row.leaf))
    walk.previous = row.leaf


def _check_columns(row: Decision, body: dict[str, Any]) -> None:
    columns: dict[str, object] = {
        "seq": row.seq,
        "type": row.type,
        "outcome": row.outcome,
        "automation": row.automation or body.get("automation"),  # an older house kept none
        "at": row.at.isoformat(timespec="milliseconds"),
    }
    for name in ("id", "conversation_ref", "subject_ref", "action_id", "turn_id"):
        value = getattr(row, name)
        columns[name] = None if value is None else str(value)
    wrong = [name for name, value in columns.items() if body.get(name) != value]
    if wrong:
        raise _Fault(row.seq, f"the index column {wrong[0]} was changed")


def _arrive(walk: _Walk, end: HeadCard) -> None:
    if walk.absent:
        raise _Fault(min(walk.absent.values()), ABSENT)
    if (walk.seq, walk.previous) != (end.size, end.leaf):
        why = f"the head says {end.size} records, the log ends at {walk.seq}"
        raise _Fault(walk.seq + 1, why)
    if tuple(walk.frontier) != end.frontier:
        raise _Fault(walk.seq, "the head's tree is not that of the records")
