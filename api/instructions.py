"""Instructions in the API: what the owner ordered, in words and as enforced."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.instructions import service as instructions
from salesgenix.instructions.rules import Rule
from salesgenix.instructions.service import InstructionCard, Order

router = APIRouter(prefix="/v1/instructions", tags=["instructions"])


class NewInstruction(BaseModel):
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{1,59}$")
    words: str = Field(min_length=1, max_length=instructions.MAX_WORDS_CHARACTERS)
    rule: Rule
    kind: Literal["standing", "campaign", "one_off"] = "standing"


def issue(who: SignedIn, order: NewInstruction) -> InstructionCard:
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        return instructions.issue(
            session,
            who.workspace_id,
            Order(
                key=order.key,
                words=order.words.strip(),
                rule=order.rule,
                author_member_id=who.member.id,
                surface="console",
                kind=order.kind,
            ),
            now=who.now,
        )


def revoke(who: SignedIn, instruction_id: UUID) -> InstructionCard:
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        card = instructions.revoke(
            session, who.workspace_id, instruction_id, by=who.member.id, now=who.now
        )
        actions.void_ended(session, who.now, who.workspace_id)
    return card


def pause(who: SignedIn, instruction_id: UUID) -> InstructionCard:
    """What the order allowed waits, and what it holds back stays held back."""
    who.require(Verb.PAUSE)
    with who.house.db.writing() as session:
        return instructions.pause(
            session, who.workspace_id, instruction_id, by=who.member.id, now=who.now
        )


def resume(who: SignedIn, instruction_id: UUID) -> InstructionCard:
    who.require(Verb.PAUSE)
    with who.house.db.writing() as session:
        return instructions.resume(
            session, who.workspace_id, instruction_id, by=who.member.id, now=who.now
        )


def rollback(who: SignedIn, instruction_id: UUID, version: int) -> InstructionCard:
    """What an older version meant is in force again, as a new version."""
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        return instructions.rollback(
            session, who.workspace_id, instruction_id, version, by=who.member.id, now=who.now
        )


@router.get("")
def listing(who: AsMember) -> dict[str, Any]:
    with who.house.db.reading() as session:
        cards = instructions.listing(session, who.workspace_id, now=who.now)
    return {"instructions": [_json(card) for card in cards]}


@router.post("", status_code=201)
def post_instruction(who: AsMember, order: NewInstruction) -> dict[str, Any]:
    return _json(issue(who, order))


@router.post("/{instruction_id}/revoke")
def post_revoke(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    return _json(revoke(who, instruction_id))


@router.post("/{instruction_id}/pause")
def post_pause(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    return _json(pause(who, instruction_id))


@router.post("/{instruction_id}/resume")
def post_resume(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    return _json(resume(who, instruction_id))


@router.post("/{instruction_id}/versions/{version}/restore")
def post_rollback(who: AsMember, instruction_id: UUID, version: int) -> dict[str, Any]:
    return _json(rollback(who, instruction_id, version))


def _json(card: InstructionCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "key": card.key,
        "words": card.words,
        "state": card.state,
        "surface": card.surface,
        "version": card.versions[-1].version,
        "means": card.plain_words,
        "rule": instructions.body_of(card.rule),
        "created_at": card.created_at,
        "revoked_at": card.revoked_at,
        "paused_at": card.paused_at,
        "kind": card.kind,
    }
