"""Comparing what left with what was allowed: each delivery has its permit, its rule, its effect.

Nothing here trusts the path that a delivery takes; it looks at what that path left behind. What
does not agree is an incident: recorded once, and put before a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.doubting import ask_person
from salesgenix.actions.judging import record
from salesgenix.actions.models import Action, Delivery, Permit
from salesgenix.actions.permitting import content_digest
from salesgenix.actions.proposing import arguments_of
from salesgenix.actions.rules import ApprovalState, State, is_digest_of
from salesgenix.authority.rules import FLOOR
from salesgenix.db import keyring_of, read_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.decisions.service import DecisionCard
from salesgenix.instructions.history import SLACK, was_in_force
from salesgenix.kit.errors import NotFound
from salesgenix.tasks.rules import TaskKind

LOOKED_BACK = timedelta(days=1)  # by the sweep; ``find`` without a beginning looks at everything
EFFECTS = {"sent": DecisionType.ACTION_PERFORMED, "in_doubt": DecisionType.ACTION_IN_DOUBT}


class Fault(StrEnum):
    """What does not agree, as a reason in the decision log."""

    NO_PERMIT = "permit_missing"
    NOT_USED = "permit_not_used"
    LAPSED = "permit_lapsed"
    MISMATCH = "permit_mismatch"
    CONTENT = "content_mismatch"
    RULE = "rule_not_in_force"
    APPROVAL = "approval_mismatch"
    NO_EFFECT = "effect_not_recorded"
    NO_DELIVERY = "delivery_missing"


@dataclass(frozen=True, slots=True)
class Incident:
    """``reference`` is the delivery's id, or that of a permit that was used for none."""

    action_id: UUID
    reference: UUID
    faults: tuple[Fault, ...]


def find(session: Session, workspace_id: UUID, *, since: datetime | None = None) -> list[Incident]:
    """Every delivery begun ``since`` that left or may have left and does not agree.

    Of a person whose key is gone nothing can be compared, and their rows are going. A delivery
    without a permit is of an earlier release, and passed over, only if the record that allowed it
    names none either.
    """
    found = []
    for delivery in repository.left(session, workspace_id, since=since):
        if _is_erased(session, delivery):
            continue
        faults = _faults(session, delivery)
        if faults:
            found.append(Incident(delivery.action_id, delivery.id, tuple(faults)))
    alone = repository.spent_on_nothing(session, workspace_id, since=since)
    return found + [
        Incident(permit.action_id, permit.id, (Fault.NO_DELIVERY,))
        for permit in alone
        if not _is_erased(session, permit)
    ]


def report(
    session: Session, workspace_id: UUID, incidents: Sequence[Incident], *, now: datetime
) -> int:
    """Records each incident and asks a person to look, unless that was done before."""
    count = 0
    for incident in incidents:
        row = repository.action(session, workspace_id, incident.action_id)
        if row is None:
            continue
        repository.lock(session, (workspace_id, row.conversation_id))
        known = decisions.of_action(session, workspace_id, row.id)
        if any(_is_about(card, incident) for card in known):
            continue
        record(
            session,
            row,
            DecisionType.INCIDENT_FOUND,
            outcome="found",
            phase=Phase.NOTE,
            reasons=incident.faults,
            facts={"reference": incident.reference},
            now=now,
        )
        ask_person(session, row, TaskKind.INCIDENT, now=now)
        count += 1
    return count


def _is_about(card: DecisionCard, incident: Incident) -> bool:
    if card.type != DecisionType.INCIDENT_FOUND:
        return False
    said = set(card.body.get("reasons", []))
    return card.body["facts"].get("reference") == str(incident.reference) and said >= set(
        incident.faults
    )


def _is_erased(session: Session, row: Delivery | Permit) -> bool:
    try:
        keyring_of(session).living_person(row.workspace_id, row.subject_ref)
    except NotFound:
        return True
    return False


def _faults(session: Session, delivery: Delivery) -> list[Fault]:
    workspace_id = delivery.workspace_id
    row = repository.action(session, workspace_id, delivery.action_id)
    if row is None:
        return [Fault.NO_PERMIT]
    cards = decisions.of_action(session, workspace_id, row.id)
    permit = repository.permit(session, workspace_id, row.id, delivery.attempt)
    if permit is None or permit.id != delivery.permit_id:
        is_older = delivery.permit_id is None and _allowed_without_permit(cards, delivery.attempt)
        return [] if is_older else [Fault.NO_PERMIT]
    checks = {
        Fault.NOT_USED: permit.used_at is not None,
        Fault.LAPSED: permit.used_at is None or permit.used_at < permit.expires_at,
        Fault.MISMATCH: _is_for(session, permit, row),
        Fault.CONTENT: _is_content(session, permit, delivery),
        Fault.RULE: _is_ruled(session, permit, row),
        Fault.APPROVAL: _is_approved(session, permit),
        Fault.NO_EFFECT: _has_effect(session, delivery, row, cards),
    }
    return [fault for fault, agrees in checks.items() if not agrees]


def _allowed_without_permit(cards: list[DecisionCard], attempt: int) -> bool:
    permits = [card.body.get("permit", {}) for card in cards]
    said = [permit for permit in permits if permit.get("attempt") == attempt]
    return bool(said) and all("id" not in permit for permit in said)


def _is_for(session: Session, permit: Permit, row: Action) -> bool:
    key = keyring_of(session).person(row.workspace_id, row.subject_ref)
    arguments = arguments_of(session, row)
    return permit.digest == row.digest and is_digest_of(row.digest, row.kind, arguments, key)


def _is_content(session: Session, permit: Permit, delivery: Delivery) -> bool:
    kept = content_digest(
        session,
        delivery.workspace_id,
        delivery.subject_ref,
        recipient=read_sealed(session, delivery, "recipient") or "",
        message=(read_sealed(session, delivery, "message") or "").encode(),
    )
    return kept == permit.content_digest


def _is_ruled(session: Session, permit: Permit, row: Action) -> bool:
    if permit.instruction_id is None or permit.rule_version is None:
        return row.kind in FLOOR
    at = permit.used_at or permit.issued_at
    return was_in_force(
        session, permit.workspace_id, permit.instruction_id, permit.rule_version, at=at
    )


def _is_approved(session: Session, permit: Permit) -> bool:
    if permit.approval_id is None:
        return True
    asked = repository.approval(session, permit.workspace_id, permit.approval_id)
    return (
        asked is not None
        and asked.state in {ApprovalState.APPROVED, ApprovalState.EDITED}
        and asked.digest == permit.digest
        and asked.decided_at is not None
        and asked.decided_at <= permit.issued_at + SLACK
    )


def _has_effect(
    session: Session, delivery: Delivery, row: Action, cards: list[DecisionCard]
) -> bool:
    """What is being handed over has none yet; of what was pruned none is kept."""
    if delivery.state == "sending":
        return row.state == State.CLAIMED
    if not cards:
        return decisions.head(session, delivery.workspace_id).pruned > 0
    return any(card.type == EFFECTS[delivery.state] for card in cards)
