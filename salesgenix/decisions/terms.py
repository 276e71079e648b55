"""The closed words of a decision record: its kinds, how they end, what each is kept for."""

from dataclasses import dataclass
from enum import StrEnum

from salesgenix.kit.register import Purpose, Retention


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
    APPOINTMENT_ATTENDED = "appointment.attended"
    APPOINTMENT_ASSIGNED = "appointment.assigned"
    APPOINTMENT_ANSWERED = "appointment.answered"
    APPROVAL_ANSWERED = "approval.answered"
    APPROVAL_STALE = "approval.stale"
    CONTROL_TAKEN = "control.taken"
    CONTROL_RETURNED = "control.returned"
    CONTROL_WHISPERED = "control.whispered"
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
    GUARDRAIL_CHANGED = "guardrail.changed"
    GUARDRAIL_PROPOSED = "guardrail.proposed"
    INCIDENT_FOUND = "incident.found"
    INSTRUCTION_ISSUED = "instruction.issued"
    INSTRUCTION_REVOKED = "instruction.revoked"
    INSTRUCTION_PAUSED = "instruction.paused"
    INSTRUCTION_RESUMED = "instruction.resumed"
    KEY_ROTATED = "key.rotated"
    KNOWLEDGE_CHANGED = "knowledge.changed"
    KNOWLEDGE_DISMISSED = "knowledge.dismissed"
    LEAD_PAUSED = "lead.paused"
    LEAD_RESUMED = "lead.resumed"
    LEAD_SCORED = "lead.scored"
    LEAD_CORRECTED = "lead.corrected"
    MAIL_RECEIVED = "mail.received"
    MAIL_FAILED = "mail.failed"
    MODEL_CALLED = "model.called"
    MODEL_FAILED = "model.failed"
    OBJECTION_CLASSIFIED = "objection.classified"
    CHILD_FOUND = "child.found"
    CHILD_PURGED = "child.purged"
    CHILD_KEPT = "child.kept"
    PERSON_CORRECTED = "person.corrected"
    PERSON_RESTRICTED = "person.restricted"
    PERSON_RELEASED = "person.released"
    PLATFORM_STOPPED = "platform.stopped"
    PLATFORM_RESUMED = "platform.resumed"
    REPLY_CORRECTED = "reply.corrected"
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
    SIMULATION_STARTED = "simulation.started"
    SIMULATION_ENDED = "simulation.ended"
    STAGE_MOVED = "stage.moved"
    STRATEGY_SELECTED = "strategy.selected"
    TOOL_CALLED = "tool.called"
    TOOL_DENIED = "tool.denied"
    WAITLIST_OFFERED = "waitlist.offered"
    WAITLIST_ENDED = "waitlist.ended"
    WORKSPACE_PAUSED = "workspace.paused"
    WORKSPACE_RESUMED = "workspace.resumed"


class Phase(StrEnum):
    """An intent is followed by its effect; a note by nothing."""

    INTENT = "intent"
    EFFECT = "effect"
    NOTE = "note"


class Automation(StrEnum):
    AUTO = "auto"
    HUMAN_APPROVED = "human_approved"
    HUMAN_MADE = "human_made"


class Role(StrEnum):
    """What the person is whom a record is about."""

    PROSPECT = "prospect"
    MEMBER = "member"
    NONE = "none"


class Outcome(StrEnum):
    """How anything recorded can end: verdicts, guard results, what became of an action or of a
    person's request.
    """

    ACCEPTED = "accepted"
    ALLOWED = "allowed"
    ANSWERED = "answered"
    APPROVED = "approved"
    AUTHORISED = "authorised"
    AWAITING_APPROVAL = "awaiting_approval"
    BLOCK = "block"
    CLAIMED = "claimed"
    DEFERRED = "deferred"
    DENIED = "denied"
    DONE = "done"
    DUPLICATE = "duplicate"
    EXPIRED = "expired"
    EXTENDED = "extended"
    FAILED = "failed"
    FOUND = "found"
    IDENTIFIED = "identified"
    IDENTITY_PENDING = "identity_pending"
    IN_DOUBT = "in_doubt"
    IN_PROGRESS = "in_progress"
    MASK = "mask"
    NEEDS_APPROVAL = "needs_approval"
    NOT_IDENTIFIED = "not_identified"
    NOT_PERFORMED = "not_performed"
    OVERDUE = "overdue"
    PARTIAL = "partial"
    PASS = "pass"  # noqa: S105 a verdict
    PERFORMED = "performed"
    RECEIVED = "received"
    REFUSED = "refused"
    REJECTED = "rejected"
    RELEASED = "released"
    REQUESTED = "requested"
    ROUTED = "routed"
    STALE = "stale"
    STOP = "stop"
    UNKNOWN = "unknown"
    WARNED = "warned"
    WITHDRAWN = "withdrawn"
    WITHHELD = "withheld"


class LawfulBasis(StrEnum):
    """GDPR Article 6(1), as ``kit.register.BASES`` gives it for each purpose, as a code."""

    LEGITIMATE_INTEREST = "legitimate_interest"  # (f)
    LEGAL_OBLIGATION = "legal_obligation"  # (c): Articles 5(2), 12 to 22, 28, 30 and 32


@dataclass(frozen=True, slots=True)
class Filing:
    """Why a record exists and which period what it refers to follows."""

    purpose: Purpose
    lawful_basis: LawfulBasis
    retention_class: Retention


_TALK = Filing(Purpose.SELLING, LawfulBasis.LEGITIMATE_INTEREST, Retention.PERSON)
_GUARD = Filing(Purpose.SECURITY, LawfulBasis.LEGITIMATE_INTEREST, Retention.PERSON)
_RIGHT = Filing(Purpose.RIGHTS, LawfulBasis.LEGAL_OBLIGATION, Retention.REQUEST)
_PROOF = Filing(Purpose.PROOF, LawfulBasis.LEGAL_OBLIGATION, Retention.LEDGER)
_FAMILIES = {
    "action": _TALK,
    "ai": _TALK,
    "appointment": _TALK,
    "approval": _TALK,
    "control": _TALK,
    "erasure": _RIGHT,
    "export": _PROOF,
    "guardrail": _GUARD,
    "incident": _PROOF,
    "instruction": _PROOF,
    "key": _PROOF,
    "knowledge": _PROOF,
    "lead": _TALK,
    "mail": _TALK,
    "model": _TALK,
    "objection": _TALK,
    "person": _RIGHT,
    "child": _RIGHT,
    "platform": _PROOF,
    "reply": _TALK,
    "rep": _TALK,
    "request": _RIGHT,
    "restore": _RIGHT,
    "retention": _RIGHT,
    "signal": _TALK,
    "simulation": _PROOF,
    "stage": _TALK,
    "strategy": _TALK,
    "tool": _TALK,
    "waitlist": _TALK,
    "workspace": _PROOF,
}
FILED: dict[DecisionType, Filing] = {
    kind: _FAMILIES[kind.value.partition(".")[0]] for kind in DecisionType
} | {DecisionType.GUARDRAIL_CHANGED: _PROOF, DecisionType.GUARDRAIL_PROPOSED: _PROOF}
