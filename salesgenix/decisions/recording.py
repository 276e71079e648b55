"""Appending to the log: canonical bytes, a chain, a tree, and what is personal sealed beside it.

A module of its own beside ``service`` to keep that file a page long.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.db import Wakeup, announce, write_sealed
from salesgenix.decisions import repository
from salesgenix.decisions.models import Decision, DecisionPayload
from salesgenix.decisions.reading import head_card
from salesgenix.decisions.rules import VERSION, Entry, canonical, leaf
from salesgenix.kit.errors import Invalid
from salesgenix.kit.ids import new_id
from salesgenix.kit.merkle import extend


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
    frontier = list(head_card(session, head).frontier)
    seqs = list(range(head.seq + 1, head.seq + len(entries) + 1))
    payloads: list[DecisionPayload] = []
    for seq, entry in zip(seqs, entries, strict=True):
        row, parts = _chained(session, workspace_id, entry, seq=seq, before=head.leaf, now=now)
        session.add(row)
        payloads += parts
        frontier = extend(frontier, seq - 1, bytes.fromhex(row.leaf))
        head.seq, head.leaf = seq, row.leaf
    head.frontier = b"".join(frontier)
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
        automation=entry.automation,
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
