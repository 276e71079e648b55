"""Approvals in the API: what waits for a person, and the one decision about it."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.conversations import checked
from api.members import AsMember, SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.actions.service import ApprovalCard
from salesgenix.kit.errors import Conflict

router = APIRouter(prefix="/v1/approvals", tags=["approvals"])


class Choice(BaseModel):
    """``digest`` is the one that was shown; ``arguments`` replace the proposed ones in an edit."""

    verb: Literal["approve", "edit", "reject"]
    digest: str = Field(max_length=128)
    reason: str | None = Field(default=None, max_length=2_000)
    arguments: dict[str, Any] | None = None


def decide(who: SignedIn, approval_id: UUID, choice: Choice) -> ApprovalCard:
    """Lets it happen or not; the first decision wins, and the second learns whose it was."""
    who.require(Verb.DECIDE_APPROVALS)
    said = (choice.reason or "").strip()
    reason = checked(who, said) if said else None
    edited = _checked_arguments(who, choice.arguments)
    try:
        with who.house.db.writing() as session:
            actions.decide_approval(
                session,
                who.workspace_id,
                approval_id,
                who.member.id,
                verb=choice.verb,
                digest=choice.digest,
                reason=reason,
                edited_arguments=edited,
                now=who.now,
            )
            card = actions.approval(session, who.workspace_id, approval_id)
    except Conflict as refusal:
        if refusal.code != "approval.decided":
            raise
        raise Conflict(refusal.code, _who_was_first(who, approval_id), **refusal.facts) from refusal
    return card


def _checked_arguments(who: SignedIn, arguments: dict[str, Any] | None) -> dict[str, Any] | None:
    """What a person typed goes through the guard like what they write in a thread."""
    if arguments is None:
        return None
    return {
        name: checked(who, value) if isinstance(value, str) and value.strip() else value
        for name, value in arguments.items()
    }


def _who_was_first(who: SignedIn, approval_id: UUID) -> str:
    with who.house.db.reading() as session:
        card = actions.approval(session, who.workspace_id, approval_id)
        if card.decided_by is None:
            return "Nobody decided in time; this has expired."
        first = accounts.member(session, who.workspace_id, card.decided_by)
    return f"{first.name} was faster: {card.state}."


@router.get("")
def listing(who: AsMember) -> dict[str, Any]:
    """What waits, oldest first."""
    with who.house.db.reading() as session:
        cards = actions.pending_approvals(session, who.workspace_id)
    return {"approvals": [_json(card) for card in cards]}


@router.get("/{approval_id}")
def one(who: AsMember, approval_id: UUID) -> dict[str, Any]:
    with who.house.db.reading() as session:
        return _json(actions.approval(session, who.workspace_id, approval_id))


@router.post("/{approval_id}/decision")
def post_decision(who: AsMember, approval_id: UUID, choice: Choice) -> dict[str, Any]:
    return _json(decide(who, approval_id, choice))


def _json(card: ApprovalCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "state": card.state,
        "digest": card.digest,
        "kind": card.action.kind,
        "summary": card.action.summary,
        "arguments": card.action.arguments,
        "action_id": card.action.id,
        "action_state": card.action.state,
        "conversation_id": card.action.conversation_id,
        "instruction_id": card.action.instruction_id,
        "reasons": card.action.reasons,
        "requested_at": card.requested_at,
        "expires_at": card.expires_at,
        "decided_by": card.decided_by,
        "decided_at": card.decided_at,
        "reason": card.reason,
    }
