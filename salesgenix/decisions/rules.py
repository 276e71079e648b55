"""The decision record, version 1: its closed vocabulary, its canonical bytes and its chain.

A record is RFC 8785 JSON of strings, integers, booleans, lists and objects; floats are refused
(scores are parts per million, money is minor units) and text is NFC. A leaf is SHA-256(0x00 ||
bytes), as in RFC 6962; ``prev`` is the leaf before it, and the first ``prev`` names the log.
"""

import hashlib
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import rfc8785

from salesgenix.kit.errors import Invalid

VERSION = 1


class DecisionType(StrEnum):
    ACTION_AUTHORISED = "action.authorised"
    ACTION_DENIED = "action.denied"
    ACTION_PERFORMED = "action.performed"
    ACTION_DEFERRED = "action.deferred"
    ACTION_FAILED = "action.failed"
    ACTION_IN_DOUBT = "action.in_doubt"
    AI_DISCLOSED = "ai.disclosed"
    APPROVAL_REQUESTED = "approval.requested"
    APPROVAL_GRANTED = "approval.granted"
    APPROVAL_REFUSED = "approval.refused"
    APPROVAL_EXPIRED = "approval.expired"
    CONTROL_TAKEN = "control.taken"
    CONTROL_RETURNED = "control.returned"
    ERASURE_PLANNED = "erasure.planned"
    ERASURE_EXECUTED = "erasure.executed"
    ERASURE_PARTIAL = "erasure.partial"
    ERASURE_RESUMED = "erasure.resumed"
    ERASURE_VERIFIED = "erasure.verified"
    EXPORT_REQUESTED = "export.requested"
    EXPORT_CREATED = "export.created"
    EXPORT_DOWNLOADED = "export.downloaded"
    EXPORT_FAILED = "export.failed"
    EXPORT_EXPIRED = "export.expired"
    GUARDRAIL_PASSED = "guardrail.passed"
    GUARDRAIL_MASKED = "guardrail.masked"
    GUARDRAIL_BLOCKED = "guardrail.blocked"
    INSTRUCTION_ISSUED = "instruction.issued"
    INSTRUCTION_REVOKED = "instruction.revoked"
    KEY_ROTATED = "key.rotated"
    MODEL_CALLED = "model.called"
    MODEL_FAILED = "model.failed"
    OBJECTION_CLASSIFIED = "objection.classified"
    PERSON_CORRECTED = "person.corrected"
    PERSON_RESTRICTED = "person.restricted"
    PERSON_RELEASED = "person.released"
    REPLY_SENT = "reply.sent"
    REPLY_WITHHELD = "reply.withheld"
    REP_REPLIED = "rep.replied"
    REQUEST_RECEIVED = "request.received"
    REQUEST_IDENTIFIED = "request.identified"
    REQUEST_WARNED = "request.warned"
    REQUEST_OVERDUE = "request.overdue"
    REQUEST_APPROVED = "request.approved"
    REQUEST_ANSWERED = "request.answered"
    REQUEST_REFUSED = "request.refused"
    REQUEST_WITHDRAWN = "request.withdrawn"
    RESTORE_REPLAYED = "restore.replayed"
    RETENTION_PURGED = "retention.purged"
    SIGNAL_READ = "signal.read"
    STAGE_MOVED = "stage.moved"
    STRATEGY_SELECTED = "strategy.selected"
    TOOL_CALLED = "tool.called"
    TOOL_DENIED = "tool.denied"
    WORKSPACE_PAUSED = "workspace.paused"
    WORKSPACE_RESUMED = "workspace.resumed"


class Phase(StrEnum):
    INTENT = "intent"
    EFFECT = "effect"
    NOTE = "note"


class Automation(StrEnum):
    AUTO = "auto"
    HUMAN_APPROVED = "human_approved"
    HUMAN_MADE = "human_made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a caller wants recorded. Nothing in it may be personal but ``payloads`` (part → text).

    ``reasons`` are closed codes of the deciding room; ``actor`` a member's id when a person
    decided.
    """

    type: DecisionType
    outcome: str
    phase: Phase = Phase.NOTE
    reasons: tuple[str, ...] = ()
    automation: Automation = Automation.AUTO
    actor: UUID | None = None
    conversation_ref: UUID | None = None
    subject_ref: UUID | None = None
    action_id: UUID | None = None
    turn_id: UUID | None = None
    instruction: dict[str, Any] | None = None  # {id, version}
    checks: list[dict[str, Any]] | None = None  # {name, result, limit, observed}
    model: dict[str, Any] | None = None
    prompt: dict[str, Any] | None = None  # {name, digest}
    tool: dict[str, Any] | None = None  # {name, version, effect, status}
    guardrail: dict[str, Any] | None = None  # {stage, engine, version, result, counts, ms}
    strategy: dict[str, Any] | None = None
    facts: dict[str, Any] | None = None  # small closed facts of the type, e.g. {"from","to"}
    informed_by: tuple[int, ...] = ()  # seqs
    payloads: dict[str, str] = field(default_factory=dict)


def genesis(workspace_id: UUID) -> str:
    return hashlib.sha256(b"salesgenix-log-v1" + workspace_id.bytes).hexdigest()


def leaf(record: bytes) -> str:
    return hashlib.sha256(b"\x00" + record).hexdigest()


def canonical(body: dict[str, Any]) -> bytes:
    """RFC 8785 bytes of ``body``; ``Invalid`` for floats and for what JSON cannot hold."""
    try:
        return rfc8785.dumps(_plain(body))
    except rfc8785.CanonicalizationError as error:
        raise Invalid("decision.not_canonical", "A decision record holds an odd value.") from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", str(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    raise Invalid("decision.odd_value", "A decision record cannot hold this type of value.")


def parse(record: bytes) -> dict[str, Any]:
    """The record as an object; a repeated key is refused (it would hide one of its values)."""
    body: dict[str, Any] = json.loads(record, object_pairs_hook=_without_repeats)
    return body


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    body = dict(pairs)
    if len(body) != len(pairs):
        raise Invalid("decision.repeated_key", "A decision record repeats a key.")
    return body
