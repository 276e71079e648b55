"""Actions in the API: where one comes from, link by link, and settling one that is in doubt."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.members import AsMember, SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import provenance
from salesgenix.actions import service as actions
from salesgenix.actions.provenance import Order, PermitCard, Provenance
from salesgenix.actions.service import ActionCard, ApprovalCard, DeliveryCard
from salesgenix.decisions.sentences import reason

router = APIRouter(prefix="/v1", tags=["actions"])


class Settled(BaseModel):
    """What a person has found out about an action in doubt: it happened, or it did not."""

    model_config = ConfigDict(extra="forbid")

    has_left: bool


def settle(who: SignedIn, action_id: UUID, *, has_left: bool) -> ActionCard:
    """The first who says so wins; ``Conflict`` when nobody is in doubt (any more)."""
    who.require(Verb.DECIDE_APPROVALS)
    with who.house.db.writing() as session:
        actions.settle_doubt(
            session, who.workspace_id, action_id, who.member.id, has_left=has_left, now=who.now
        )
        return actions.card(session, who.workspace_id, action_id)


@router.get("/actions/in-doubt")
def in_doubt(who: AsMember) -> dict[str, Any]:
    """What may or may not have happened, newest first."""
    with who.house.db.reading() as session:
        cards = actions.in_doubt(session, who.workspace_id)
    return {"actions": [_action(who, card) for card in cards]}


@router.get("/actions/{action_id}")
def one(who: AsMember, action_id: UUID) -> dict[str, Any]:
    with who.house.db.reading() as session:
        return _action(who, actions.card(session, who.workspace_id, action_id))


@router.post("/actions/{action_id}/settle")
def post_settle(who: AsMember, action_id: UUID, settled: Settled) -> dict[str, Any]:
    return _action(who, settle(who, action_id, has_left=settled.has_left))


@router.get("/actions/{action_id}/provenance")
def of_action(who: AsMember, action_id: UUID) -> dict[str, Any]:
    """From the effect back through delivery, permit, checks, approval and rule to the owner's
    words. What was written to the person is shown to those who may write to them.
    """
    with who.house.db.reading() as session:
        found = provenance.of_action(session, who.workspace_id, action_id, now=who.now)
    return _json(who, found)


@router.get("/turns/{turn_id}/provenance")
def of_reply(who: AsMember, turn_id: UUID) -> dict[str, Any]:
    """The same of what the agent said in a turn."""
    with who.house.db.reading() as session:
        found = provenance.of_reply(session, who.workspace_id, turn_id, now=who.now)
    return _json(who, found)


def _json(who: SignedIn, found: Provenance) -> dict[str, Any]:
    with who.house.db.reading() as session:
        team = accounts.members(session, who.workspace_id, with_inactive=True)
    names = {card.id: card.name for card in team}
    may_read = who.may(Verb.REPLY)
    return {
        "action": _action(who, found.action) if found.action else None,
        "deliveries": [_delivery(card, may_read=may_read) for card in found.deliveries],
        "permits": [_permit(card) for card in found.permits],
        "checks": [_check(check) for check in found.checks],
        "approval": _approval(found, found.approval, names, may_read=may_read),
        "rule": _rule(found.order, names) if found.order else None,
        "instruction": _instruction(found.order, names) if found.order else None,
        "decisions": [
            {"seq": card.seq, "type": card.type, "at": card.at, "words": card.words}
            for card in found.decisions
        ],
    }


def _action(who: SignedIn, card: ActionCard) -> dict[str, Any]:
    may_read = who.may(Verb.REPLY)
    return {
        "id": card.id,
        "kind": card.kind,
        "effect": card.effect,
        "state": card.state,
        "summary": card.summary,
        "arguments": card.arguments if may_read else None,
        "digest": card.digest,
        "reasons": [{"code": code, "words": reason(code)} for code in card.reasons],
        "conversation_id": card.conversation_id,
        "turn_id": card.turn_id,
        "attempts": card.attempts,
        "error_code": card.error_code,
        "created_at": card.created_at,
        "ended_at": card.ended_at,
    }


def _delivery(card: DeliveryCard, *, may_read: bool) -> dict[str, Any]:
    return {
        "id": card.id,
        "permit_id": card.permit_id,
        "attempt": card.attempt,
        "carrier": card.carrier,
        "state": card.state,
        "recipient": card.recipient if may_read else None,
        "message_id": card.message_ref,
        "error_code": card.error_code,
        "started_at": card.started_at,
        "ended_at": card.ended_at,
    }


def _permit(card: PermitCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "attempt": card.attempt,
        "digest": card.digest,
        "content_digest": card.content_digest,
        "instruction_id": card.instruction_id,
        "rule_version": card.rule_version,
        "approval_id": card.approval_id,
        "issued_at": card.issued_at,
        "expires_at": card.expires_at,
        "used_at": card.used_at,
    }


def _check(check: dict[str, Any]) -> dict[str, Any]:
    code = check.get("reason")
    return {**check, "words": reason(str(code)) if code else None}


def _approval(
    found: Provenance, card: ApprovalCard | None, names: dict[Any, str], *, may_read: bool
) -> dict[str, Any] | None:
    if card is None:
        return None
    edits = [
        {"name": edit.name, "before": edit.before, "after": edit.after} for edit in found.edits
    ]
    return {
        "id": card.id,
        "state": card.state,
        "requested_at": card.requested_at,
        "decided_at": card.decided_at,
        "decided_by": _person(card.decided_by, names),
        "reason": card.reason if may_read else None,
        "edits": edits if may_read else None,
    }


def _rule(order: Order, names: dict[Any, str]) -> dict[str, Any]:
    before = order.before
    return {
        "instruction_id": order.instruction.id,
        "version": order.version.version,
        "means": order.version.plain_words,
        "digest": order.version.digest,
        "issued_at": order.version.created_at,
        "author": _person(order.author_of_version, names),
        "surface": order.surface_of_version,
        "before": {"version": before.version, "means": before.plain_words} if before else None,
        "changes": [
            {"place": change.place, "before": change.before, "after": change.after}
            for change in order.changes
        ],
    }


def _instruction(order: Order, names: dict[Any, str]) -> dict[str, Any]:
    card = order.instruction
    return {
        "id": card.id,
        "words": card.words,
        "author": _person(card.author_member_id, names),
        "surface": card.surface,
        "given_at": card.created_at,
        "revoked_at": card.revoked_at,
        "state": card.state,
    }


def _person(member_id: UUID | None, names: dict[Any, str]) -> dict[str, Any] | None:
    return None if member_id is None else {"id": member_id, "name": names.get(member_id)}
