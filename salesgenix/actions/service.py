"""The verbs of an action, for every other room: propose, decide, claim, deliver, look back.

The verbs themselves lie in ``proposing``, ``approving`` and ``delivering``, each a stretch of the
one path an action takes; together they are too long for one file of this house.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.approving import ApprovalStale, decide_approval, expire_approvals
from salesgenix.actions.basis import Change
from salesgenix.actions.correcting import readdress
from salesgenix.actions.delivering import (
    Claim,
    DeliveryCard,
    claim_due,
    delivery_cards,
    fail,
    finish,
    start_delivery,
)
from salesgenix.actions.doubting import release_stale, settle_doubt
from salesgenix.actions.facts import is_used_up
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.proposing import (
    Outcome,
    Proposed,
    foresee,
    may_read,
    propose,
    propose_entry,
    result_of,
)
from salesgenix.actions.reviewing import Review, Risk, Single, review
from salesgenix.actions.rules import State, shown_digest, summary_of
from salesgenix.actions.sweeping import sweep_intents
from salesgenix.actions.voiding import void_ended
from salesgenix.authority.rules import ActionKind
from salesgenix.db import keyring_of, read_sealed
from salesgenix.kit.errors import NotFound

__all__ = [
    "ActionCard",
    "ApprovalCard",
    "ApprovalStale",
    "Change",
    "Claim",
    "DeliveryCard",
    "Outcome",
    "Proposed",
    "Review",
    "Risk",
    "Single",
    "actions_of",
    "approval",
    "approval_of",
    "card",
    "claim_due",
    "decide_approval",
    "deliveries_of",
    "expire_approvals",
    "fail",
    "finish",
    "foresee",
    "in_doubt",
    "is_anything_under_way",
    "is_used_up",
    "letters_to",
    "may_read",
    "outbox",
    "pending_approvals",
    "propose",
    "propose_entry",
    "readdress",
    "release_stale",
    "reviewed",
    "settle_doubt",
    "start_delivery",
    "sweep_intents",
    "void_ended",
]


@dataclass(frozen=True, slots=True)
class ActionCard:
    """``arguments`` are empty once the person has been erased."""

    id: UUID
    kind: ActionKind
    effect: str
    state: State
    summary: str
    arguments: dict[str, Any]
    digest: str
    result: dict[str, Any] | None
    reasons: tuple[str, ...]
    checks: tuple[dict[str, Any], ...]
    instruction_id: UUID | None
    rule_version: int | None
    conversation_id: UUID | None
    lead_id: UUID | None
    subject_ref: UUID
    turn_id: UUID | None
    error_code: str | None
    attempts: int
    due_at: datetime
    created_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """What a person is asked, and what they said.

    ``digest`` goes back with the decision: it stands for the action and for what it was asked on.
    """

    id: UUID
    action: ActionCard
    digest: str
    state: str
    requested_at: datetime
    expires_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str | None


def pending_approvals(session: Session, workspace_id: UUID) -> list[ApprovalCard]:
    """What waits for a person, oldest first."""
    return [
        _approval_card(session, approval, row)
        for approval, row in repository.pending(session, workspace_id)
    ]


def reviewed(
    session: Session, workspace_id: UUID, approval_id: UUID | None = None, *, now: datetime
) -> list[tuple[ApprovalCard, Review]]:
    """What waits for a person and is not over, oldest first, with what there is to look at."""
    found = []
    for asked, row in repository.pending(session, workspace_id):
        if asked.expires_at > now and approval_id in {None, asked.id}:
            card = _approval_card(session, asked, row)
            if card.action.arguments or read_sealed(session, row, "arguments"):
                arguments = card.action.arguments
                found.append((card, review(session, asked, row, arguments, now=now)))
    return found


def approval(session: Session, workspace_id: UUID, approval_id: UUID) -> ApprovalCard:
    row = repository.approval(session, workspace_id, approval_id)
    if row is None:
        raise NotFound("approval.unknown", "There is no such approval.")
    return _approval_card(session, row, _action(session, workspace_id, row.action_id))


def card(session: Session, workspace_id: UUID, action_id: UUID) -> ActionCard:
    return _action_card(session, _action(session, workspace_id, action_id))


def approval_of(session: Session, workspace_id: UUID, action_id: UUID) -> ApprovalCard | None:
    asked = repository.approval_of(session, workspace_id, action_id)
    return (
        _approval_card(session, asked, _action(session, workspace_id, action_id)) if asked else None
    )


def actions_of(session: Session, workspace_id: UUID, conversation_id: UUID) -> list[ActionCard]:
    """Everything proposed in a conversation, oldest first."""
    rows = repository.of_conversation(session, workspace_id, conversation_id)
    return [_action_card(session, row) for row in rows]


def in_doubt(session: Session, workspace_id: UUID) -> list[ActionCard]:
    """What may or may not have left; see ``settle_doubt``."""
    rows = repository.newest(session, workspace_id, states=[State.IN_DOUBT], limit=200)
    return [_action_card(session, row) for row in rows]


def outbox(session: Session, workspace_id: UUID) -> list[DeliveryCard]:
    """Every attempt to carry something out, oldest first."""
    return list(delivery_cards(session, repository.outbox(session, workspace_id)))


def deliveries_of(
    session: Session, workspace_id: UUID, action_id: UUID
) -> tuple[DeliveryCard, ...]:
    """Every attempt to carry this one out, oldest first."""
    return delivery_cards(session, repository.deliveries(session, workspace_id, action_id))


def letters_to(
    session: Session, workspace_id: UUID, subject_ref: UUID
) -> list[tuple[ActionCard, tuple[DeliveryCard, ...]]]:
    """The house's own letters to one person with the attempts to deliver them, oldest first."""
    rows = repository.of_subject(session, workspace_id, subject_ref, states=list(State))
    return [
        (
            _action_card(session, row),
            deliveries_of(session, workspace_id, row.id),
        )
        for row in rows
        if row.kind == ActionKind.MAIL_NOTICE
    ]


def is_anything_under_way(session: Session, workspace_id: UUID, subject_ref: UUID) -> bool:
    """Whether something about this person waits, is on its way or in doubt."""
    states = (*repository.WAITING, State.CLAIMED, State.IN_DOUBT)
    return bool(repository.of_subject(session, workspace_id, subject_ref, states=states))


def _action(session: Session, workspace_id: UUID, action_id: UUID) -> Action:
    row = repository.action(session, workspace_id, action_id)
    if row is None:
        raise NotFound("action.unknown", "There is no such action.")
    return row


def _action_card(session: Session, row: Action) -> ActionCard:
    text = read_sealed(session, row, "arguments")
    arguments: dict[str, Any] = json.loads(text) if text else {}
    return ActionCard(
        id=row.id,
        kind=ActionKind(row.kind),
        effect=row.effect,
        state=State(row.state),
        summary=summary_of(ActionKind(row.kind), arguments),
        arguments=arguments,
        digest=row.digest,
        result=result_of(session, row),
        reasons=tuple(row.reasons),
        checks=tuple(row.checks),
        instruction_id=row.instruction_id,
        rule_version=row.rule_version,
        conversation_id=row.conversation_id,
        lead_id=row.lead_id,
        subject_ref=row.subject_ref,
        turn_id=row.turn_id,
        error_code=row.error_code,
        attempts=row.attempts,
        due_at=row.due_at,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )


def _approval_card(session: Session, row: Approval, action: Action) -> ApprovalCard:
    try:
        key = keyring_of(session).person(row.workspace_id, row.subject_ref)
        shown = shown_digest(row.digest, row.basis_digest, key)
    except NotFound:
        shown = row.digest  # the person has been erased: nobody decides on it any more
    return ApprovalCard(
        id=row.id,
        action=_action_card(session, action),
        digest=shown,
        state=row.state,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=read_sealed(session, row, "reason"),
    )
