"""Approvals in the API: what waits for a person, and the one decision about it."""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import JSONResponse

from api.conversations import checked
from api.errors import problem, request_id_of
from api.members import AsMember, SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.actions.service import ApprovalCard, ApprovalStale, Review
from salesgenix.kit.errors import Conflict, Invalid, SalesgenixError

router = APIRouter(prefix="/v1/approvals", tags=["approvals"])

MOST_AT_ONCE = 50


class Choice(BaseModel):
    """``digest`` is the one that was shown; ``arguments`` replace the proposed ones in an edit.

    ``reason`` of an answer is what the agent should do instead.
    """

    verb: Literal["approve", "edit", "reject", "answer"]
    digest: str = Field(default="", max_length=128)
    reason: str | None = Field(default=None, max_length=2_000)
    arguments: dict[str, Any] | None = None


# Where it is a booking, the time is still free by the team's own calendars, or nothing is booked.
TAKES_A_TIME = frozenset({"approve", "edit"})


class One(BaseModel):
    id: UUID
    digest: str = Field(max_length=128)


class Several(BaseModel):
    """What was read as a list and is approved as one; each by its own digest."""

    items: list[One] = Field(min_length=1, max_length=MOST_AT_ONCE)


def decide(
    who: SignedIn, approval_id: UUID, choice: Choice, *, is_single: bool = True
) -> ApprovalCard:
    """Lets it happen or not; the first decision wins, and the second learns whose it was."""
    who.require(Verb.DECIDE_APPROVALS)
    said = (choice.reason or "").strip()
    reason = checked(who, said) if said else None
    edited = _checked_arguments(who, approval_id, choice.arguments)
    if choice.verb in TAKES_A_TIME:
        who.house.refresh(who.workspace_id)
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
                is_single=is_single,
                now=who.now,
            )
            card = actions.approval(session, who.workspace_id, approval_id)
    except Conflict as refusal:
        if refusal.code != "approval.decided":
            raise
        raise Conflict(refusal.code, _who_was_first(who, approval_id), **refusal.facts) from refusal
    return card


def decide_several(who: SignedIn, several: Several) -> list[dict[str, Any]]:
    """Approves each by itself, in a transaction of its own; what became of each, in order.

    ``Invalid`` (``approval.mixed``) when they are not all of one kind. What wants a look by itself
    is left waiting, with the reasons.
    """
    who.require(Verb.DECIDE_APPROVALS)
    wanted = {one.id: one.digest for one in several.items}
    with who.house.db.reading() as session:
        cards = [actions.approval(session, who.workspace_id, name) for name in wanted]
    if len({card.action.kind for card in cards}) > 1:
        raise Invalid("approval.mixed", "Approve only one kind of action at once.", field="items")
    return [_decided(who, card, wanted[card.id]) for card in cards]


def _decided(who: SignedIn, card: ApprovalCard, digest: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": card.id, "summary": card.action.summary}
    choice = Choice(verb="approve", digest=digest)
    try:
        after = decide(who, card.id, choice, is_single=False)
    except SalesgenixError as refusal:
        reasons = refusal.facts.get("reasons") or refusal.facts.get("changed") or []
        told |= {"decided": False, "code": refusal.code, "detail": refusal.message}
        return told | {"reasons": reasons, "state": _state_of(who, card.id)}
    return told | {"decided": True, "state": after.state, "action_state": after.action.state}


def _state_of(who: SignedIn, approval_id: UUID) -> str:
    with who.house.db.reading() as session:
        return actions.approval(session, who.workspace_id, approval_id).state


def _checked_arguments(
    who: SignedIn, approval_id: UUID, arguments: dict[str, Any] | None
) -> dict[str, Any] | None:
    """What a person typed goes through the guard like what they write in a thread."""
    if arguments is None:
        return None
    with who.house.db.reading() as session:
        before = actions.approval(session, who.workspace_id, approval_id).action.arguments
    return {
        name: checked(who, value)
        if isinstance(value, str) and value.strip() and value != before.get(name)
        else value
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
    """What waits, oldest first, each with what has changed while it waited."""
    with who.house.db.reading() as session:
        waiting = actions.reviewed(session, who.workspace_id, now=who.now)
    return {"approvals": [_json(card) | _reviewed(review) for card, review in waiting]}


@router.get("/{approval_id}")
def one(who: AsMember, approval_id: UUID) -> dict[str, Any]:
    with who.house.db.reading() as session:
        card = actions.approval(session, who.workspace_id, approval_id)
        found = actions.reviewed(session, who.workspace_id, approval_id, now=who.now)
    return _json(card) | (_reviewed(found[0][1]) if found else {})


@router.post("/batch")
def post_batch(who: AsMember, several: Several) -> dict[str, Any]:
    results = decide_several(who, several)
    return {"results": results, "approved": sum(one["decided"] for one in results)}


@router.post("/{approval_id}/decision", response_model=None)
def post_decision(
    who: AsMember, request: Request, approval_id: UUID, choice: Choice
) -> dict[str, Any] | JSONResponse:
    try:
        return _json(decide(who, approval_id, choice))
    except ApprovalStale as stale:
        return problem(
            409,
            stale.code,
            stale.message,
            request_id=request_id_of(request),
            digest=stale.facts["digest"],
            changes=[asdict(change) for change in stale.changes],
        )


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


def _reviewed(review: Review) -> dict[str, Any]:
    """``stale`` has a digest of its own: to decide with it says that the changes have been seen."""
    changes = [asdict(change) for change in review.changes]
    return {
        "risk": review.risk,
        "single_review": list(review.single),
        "refused_now": list(review.refusals),
        "stale": {"digest": review.digest, "changes": changes} if changes else None,
    }
