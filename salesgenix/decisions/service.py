"""Recording decisions, reading them back with their reasons, proving that none was changed."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import Wakeup, announce, read_sealed, write_sealed
from salesgenix.decisions import repository
from salesgenix.decisions.models import Decision, DecisionPayload
from salesgenix.decisions.rules import VERSION, Entry, canonical, genesis, leaf, parse
from salesgenix.decisions.sentences import explain
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.kit.ids import new_id


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A record as people read it: ``body`` is the parsed record, ``words`` its plain sentence."""

    id: UUID
    seq: int
    at: datetime
    type: str
    outcome: str
    body: dict[str, Any]
    words: str
    leaf: str
    conversation_ref: UUID | None
    subject_ref: UUID | None
    action_id: UUID | None
    turn_id: UUID | None


@dataclass(frozen=True, slots=True)
class Verification:
    """``sound`` or the first place where the log is not what was written, and why."""

    sound: bool
    count: int
    head: str
    first_bad_seq: int | None = None
    why: str | None = None


def record(session: Session, workspace_id: UUID, entry: Entry, *, now: datetime) -> int:
    """Appends one decision and returns its ``seq``."""
    return record_all(session, workspace_id, [entry], now=now)[0]


def record_all(
    session: Session, workspace_id: UUID, entries: Sequence[Entry], *, now: datetime
) -> list[int]:
    """Appends decisions in order, in the caller's transaction: no record, no effect."""
    if not entries:
        return []
    head = repository.locked_head(session, workspace_id)
    seqs = list(range(head.seq + 1, head.seq + len(entries) + 1))
    payloads: list[DecisionPayload] = []
    for seq, entry in zip(seqs, entries, strict=True):
        row, parts = _chained(session, workspace_id, entry, seq=seq, before=head.leaf, now=now)
        session.add(row)
        payloads += parts
        head.seq, head.leaf = seq, row.leaf
    session.flush()  # the records before what hangs beside them
    session.add_all(payloads)
    announce(session, Wakeup(workspace_id, "decisions", workspace_id, head.seq))
    return seqs


def _chained(
    session: Session, workspace_id: UUID, entry: Entry, *, seq: int, before: str, now: datetime
) -> tuple[Decision, list[DecisionPayload]]:
    """One record that follows ``before``, and what it refers to, sealed."""
    decision_id = new_id()
    payloads = _seal_payloads(session, workspace_id, entry, decision_id)
    body = _body(workspace_id, entry, seq=seq, before=before, now=now, decision_id=decision_id)
    body["payloads"] = [
        {
            "id": payload.id,
            "part": payload.part,
            "sha256": hashlib.sha256(payload.content_sealed or b"").hexdigest(),
            "bytes": len(payload.content_sealed or b""),
        }
        for payload in payloads
    ]
    raw = canonical({key: value for key, value in body.items() if value not in (None, (), [], {})})
    row = Decision(
        id=decision_id,
        workspace_id=workspace_id,
        seq=seq,
        at=now,
        type=entry.type,
        outcome=entry.outcome,
        conversation_ref=entry.conversation_ref,
        subject_ref=entry.subject_ref,
        action_id=entry.action_id,
        turn_id=entry.turn_id,
        record=raw,
        leaf=leaf(raw),
    )
    return row, payloads


def _seal_payloads(
    session: Session, workspace_id: UUID, entry: Entry, decision_id: UUID
) -> list[DecisionPayload]:
    if entry.payloads and entry.subject_ref is None:
        raise Invalid("decision.payload_without_person", "A payload belongs to a person.")
    rows = []
    for part, text in entry.payloads.items():
        row = DecisionPayload(
            workspace_id=workspace_id,
            decision_id=decision_id,
            subject_ref=entry.subject_ref,  # type: ignore[arg-type]
            part=part,
        )
        write_sealed(session, row, content=text)
        rows.append(row)
    return rows


def _body(
    workspace_id: UUID,
    entry: Entry,
    *,
    seq: int,
    before: str,
    now: datetime,
    decision_id: UUID,
) -> dict[str, Any]:
    return {
        "v": VERSION,
        "log": workspace_id,
        "seq": seq,
        "id": decision_id,
        "at": now,
        "prev": before,
        "type": entry.type.value,
        "phase": entry.phase.value,
        "outcome": entry.outcome,
        "reasons": entry.reasons,
        "automation": entry.automation.value,
        "actor": entry.actor,
        "conversation_ref": entry.conversation_ref,
        "subject_ref": entry.subject_ref,
        "action_id": entry.action_id,
        "turn_id": entry.turn_id,
        "instruction": entry.instruction,
        "checks": entry.checks,
        "model": entry.model,
        "prompt": entry.prompt,
        "tool": entry.tool,
        "guardrail": entry.guardrail,
        "strategy": entry.strategy,
        "facts": entry.facts,
        "informed_by": entry.informed_by,
    }


def listing(
    session: Session,
    workspace_id: UUID,
    *,
    conversation_ref: UUID | None = None,
    type_: str | None = None,
    outcomes: Collection[str] = (),
    before: int | None = None,
    limit: int = 50,
) -> list[DecisionCard]:
    """Newest first; page on with ``before`` = the last seq seen."""
    rows = repository.newest_first(
        session,
        workspace_id,
        conversation_ref=conversation_ref,
        type_=type_,
        outcomes=outcomes,
        before=before,
        limit=limit,
    )
    return [_card(row) for row in rows]


def of_turn(session: Session, workspace_id: UUID, turn_id: UUID) -> list[DecisionCard]:
    """Why a reply is what it is: everything decided in its turn, in order."""
    return [_card(row) for row in repository.of_turn(session, workspace_id, turn_id)]


def of_action(session: Session, workspace_id: UUID, action_id: UUID) -> list[DecisionCard]:
    """Everything decided about one action, in order."""
    return [_card(row) for row in repository.of_action(session, workspace_id, action_id)]


def card(session: Session, workspace_id: UUID, seq: int) -> DecisionCard:
    row = repository.by_seq(session, workspace_id, seq)
    if row is None:
        raise NotFound("decision.unknown", "There is no such decision.")
    return _card(row)


def payloads(session: Session, workspace_id: UUID, decision_id: UUID) -> dict[str, str | None]:
    """Part → text; ``None`` where the person has been erased. Callers check the reader's role."""
    rows = repository.payloads_of(session, workspace_id, [decision_id])
    return {row.part: read_sealed(session, row, "content") for row in rows}


def export_lines(
    session: Session, workspace_id: UUID, *, subject_ref: UUID | None = None
) -> Iterator[bytes]:
    """JSON Lines: each record's own bytes, unchanged, so that anyone can hash them again."""
    for row in repository.in_order(session, workspace_id, subject_ref=subject_ref):
        yield row.record + b"\n"


def verify_chain(session: Session, workspace_id: UUID) -> Verification:
    """Hashes every record again and walks the chain to its head."""
    seq, previous = 0, genesis(workspace_id)
    head_seq, head_leaf = repository.head(session, workspace_id)
    for row in repository.in_order(session, workspace_id):
        seq += 1
        why = _fault(row, seq=seq, previous=previous)
        if why is None:
            why = _payload_fault(session, workspace_id, row)
        if why is not None:
            return Verification(
                sound=False, count=seq, head=head_leaf, first_bad_seq=row.seq, why=why
            )
        previous = row.leaf
    if (seq, previous) != (head_seq, head_leaf):
        why = f"the head says {head_seq} records, the log ends at {seq}"
        return Verification(sound=False, count=seq, head=head_leaf, first_bad_seq=seq + 1, why=why)
    return Verification(sound=True, count=seq, head=head_leaf)


def _fault(row: Decision, *, seq: int, previous: str) -> str | None:
    if row.seq != seq:
        return f"record {seq} is missing"
    if leaf(row.record) != row.leaf:
        return "the record's bytes were changed"
    try:
        body = parse(row.record)
    except (Invalid, ValueError):
        return "the record is not readable"
    if body.get("prev") != previous:
        return "the record does not follow the one before it"
    columns = {
        "seq": row.seq,
        "id": str(row.id),
        "type": row.type,
        "outcome": row.outcome,
        "subject_ref": str(row.subject_ref) if row.subject_ref else None,
    }
    wrong = [name for name, value in columns.items() if body.get(name) != value]
    return f"the index column {wrong[0]} was changed" if wrong else None


def _payload_fault(session: Session, workspace_id: UUID, row: Decision) -> str | None:
    listed = {item["id"]: item["sha256"] for item in parse(row.record).get("payloads", [])}
    if not listed:
        return None
    kept = {
        str(item.id): hashlib.sha256(item.content_sealed or b"").hexdigest()
        for item in repository.payloads_of(session, workspace_id, [row.id])
    }
    return None if kept == listed else "a payload was changed or removed"


def _card(row: Decision) -> DecisionCard:
    body = parse(row.record)
    return DecisionCard(
        id=row.id,
        seq=row.seq,
        at=row.at,
        type=row.type,
        outcome=row.outcome,
        body=body,
        words=explain(body),
        leaf=row.leaf,
        conversation_ref=row.conversation_ref,
        subject_ref=row.subject_ref,
        action_id=row.action_id,
        turn_id=row.turn_id,
    )
