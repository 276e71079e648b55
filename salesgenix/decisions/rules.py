"""The decision record, version 1: its closed vocabulary, its canonical bytes, its chain, its words.

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
    EXPORT_CREATED = "export.created"
    GUARDRAIL_PASSED = "guardrail.passed"
    GUARDRAIL_MASKED = "guardrail.masked"
    GUARDRAIL_BLOCKED = "guardrail.blocked"
    INSTRUCTION_ISSUED = "instruction.issued"
    INSTRUCTION_REVOKED = "instruction.revoked"
    MODEL_CALLED = "model.called"
    MODEL_FAILED = "model.failed"
    OBJECTION_CLASSIFIED = "objection.classified"
    REPLY_SENT = "reply.sent"
    REPLY_WITHHELD = "reply.withheld"
    REP_REPLIED = "rep.replied"
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


def explain(body: dict[str, Any]) -> str:
    """One plain sentence on a record, from its type, outcome and reasons alone."""
    kind = str(body["type"])
    words = SENTENCES.get(kind, kind.replace(".", " ").replace("_", " ").capitalize() + ".")
    facts: dict[str, Any] = {
        "action": str((body.get("facts") or {}).get("kind", "the action")).replace(".", " "),
        "tool": (body.get("tool") or {}).get("name", "a tool"),
        "model": (body.get("model") or {}).get("name", "the model"),
        "stage": STAGES.get((body.get("guardrail") or {}).get("stage", ""), "text"),
        "found": _counts((body.get("guardrail") or {}).get("counts") or {}),
        "strategy": (body.get("strategy") or {}).get("id", "a strategy"),
        "to": (body.get("facts") or {}).get("to", "another stage"),
        "signals": ", ".join((body.get("facts") or {}).get("signals", [])) or "nothing special",
        "objection": (body.get("facts") or {}).get("objection", "an objection"),
    }
    sentence = words.format(**facts)
    reasons = [REASONS.get(code, code.replace("_", " ")) for code in body.get("reasons", [])]
    return sentence + (f" Why: {'; '.join(reasons)}." if reasons else "")


def _counts(counts: dict[str, int]) -> str:
    named = [f"{count} x {entity.lower().replace('_', ' ')}" for entity, count in counts.items()]
    return ", ".join(named) or "nothing"


STAGES = {
    "inbound": "prospect's message",
    "for_model": "text the model reads",
    "outbound": "reply",
    "log": "log",
}

SENTENCES = {
    "action.authorised": "“{action}” was allowed.",
    "action.denied": "“{action}” was refused.",
    "action.performed": "“{action}” was carried out.",
    "action.deferred": "“{action}” waits for a better hour.",
    "action.failed": "“{action}” could not be carried out.",
    "action.in_doubt": "It is not known whether “{action}” happened; a person has to look.",
    "ai.disclosed": "The visitor was told that an AI assistant is answering.",
    "approval.requested": "“{action}” waits for a person's decision.",
    "approval.granted": "A person approved “{action}”.",
    "approval.refused": "A person refused “{action}”.",
    "approval.expired": "Nobody decided on “{action}” in time; it will not happen.",
    "control.taken": "A person took the conversation over; the agent is silent.",
    "control.returned": "A person handed the conversation back to the agent.",
    "export.created": "Decisions were exported.",
    "guardrail.passed": "The {stage} was checked; nothing had to be hidden.",
    "guardrail.masked": "In the {stage} this was hidden: {found}.",
    "guardrail.blocked": "The {stage} was stopped ({found}).",
    "instruction.issued": "The owner gave an instruction.",
    "instruction.revoked": "The owner withdrew an instruction.",
    "model.called": "The model {model} was asked for the next step.",
    "model.failed": "The model {model} gave no usable answer.",
    "objection.classified": "An objection was understood: {objection}.",
    "reply.sent": "The agent replied.",
    "reply.withheld": "A reply was written but not sent.",
    "rep.replied": "A person of the team replied.",
    "signal.read": "Read from the message: {signals}.",
    "stage.moved": "The sale moved to “{to}”.",
    "strategy.selected": "The way to persuade was chosen: {strategy}.",
    "tool.called": "The tool {tool} was used.",
    "tool.denied": "The tool {tool} was refused.",
    "workspace.paused": "Everything was paused.",
    "workspace.resumed": "Work was resumed.",
}

REASONS: dict[str, str] = {
    "instruction": "an instruction of the owner allows it",
    "floor": "it protects the person and needs no order",
    "no_instruction": "no instruction allows it",
    "above_ceiling": "the discount is above the ceiling",
    "ask_first": "the owner wants to be asked first",
    "never": "the owner forbade it",
    "paused": "everything is paused",
    "suppressed": "the person asked not to be contacted",
    "control_changed": "a person had taken over",
    "slot_taken": "the time had just been taken",
    "expired": "it was too late",
    "stop": "the person asked for silence",
    "quiet_hours": "it is night where the person is",
    "model_failed": "the model gave no usable answer",
    "frozen": "the person may be a child or is being erased",
}
