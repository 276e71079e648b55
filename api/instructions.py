"""Instructions in the API: what the owner ordered, in words and as enforced, in every version.

Only a member whose role may change instructions reaches what changes them; an agent holds no
session and has no tool for it. Whoever publishes words sends back the digest of what they were
shown; a program of a member that knows the typed rule may send that instead.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from api import drafting
from api.members import AsMember, SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.actions import service as actions
from salesgenix.authority.rules import Rule
from salesgenix.drafts.comparing import Comparison, compared
from salesgenix.drafts.service import DraftCard, Wish
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import InstructionCard, Order, VersionCard
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.simulations import service as simulations

router = APIRouter(prefix="/v1/instructions", tags=["instructions"])

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{1,59}$")]


class WantedInstruction(BaseModel):
    """``rule`` where it is known already; otherwise the words are read, and a key is found."""

    model_config = ConfigDict(extra="forbid")

    key: Key | None = None
    words: str = Field(min_length=1, max_length=instructions.MAX_WORDS_CHARACTERS)
    kind: Literal["standing", "campaign", "one_off"] | None = None
    not_before: AwareDatetime | None = None
    not_after: AwareDatetime | None = None
    rule: Rule | None = None

    @property
    def wish(self) -> Wish:
        return Wish(
            key=self.key,
            words=self.words.strip(),
            kind=self.kind,
            not_before=self.not_before,
            not_after=self.not_after,
            rule=self.rule,
            drafted_by="embedded" if self.rule is None else "person",
        )


class NewInstruction(WantedInstruction):
    """``digest`` of the draft that was shown; it may be missing only where ``rule`` is given."""

    digest: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")


class Return(BaseModel):
    """``to`` is the version whose meaning is to hold again."""

    model_config = ConfigDict(extra="forbid")

    to: int = Field(ge=1)


def issue(who: SignedIn, order: NewInstruction) -> InstructionCard:
    who.require(Verb.CHANGE_INSTRUCTIONS)
    if order.digest is not None:
        return drafting.publish(who, order.wish, digest=order.digest, surface="api")
    if order.rule is None:
        raise Invalid(
            "draft.not_shown",
            "Ask POST /v1/instructions/draft what the words mean, and send its digest.",
            field="digest",
        )
    if order.key is None:
        raise Invalid("instruction.key", "A typed rule needs a key of its own.", field="key")
    with who.house.db.writing() as session:
        simulations.require_no_regression(session, who.workspace_id, order.key, order.rule)
        return instructions.issue(
            session,
            who.workspace_id,
            Order(
                key=order.key,
                words=order.words.strip(),
                rule=order.rule,
                author_member_id=who.member.id,
                surface="api",
                kind=order.kind or "standing",
            ),
            now=who.now,
        )


def pause(who: SignedIn, instruction_id: UUID) -> InstructionCard:
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


def roll_back(who: SignedIn, instruction_id: UUID, version: int) -> InstructionCard:
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        card = instructions.card(session, who.workspace_id, instruction_id, now=who.now)
        again = next((one.rule for one in card.versions if one.version == version), card.rule)
        simulations.require_no_regression(session, who.workspace_id, card.key, again)
        return instructions.rollback(
            session,
            who.workspace_id,
            instruction_id,
            version,
            by=who.member.id,
            now=who.now,
            surface="api",
        )


def revoke(who: SignedIn, instruction_id: UUID) -> InstructionCard:
    who.require(Verb.CHANGE_INSTRUCTIONS)
    with who.house.db.writing() as session:
        card = instructions.revoke(
            session, who.workspace_id, instruction_id, by=who.member.id, now=who.now
        )
    with who.house.db.writing() as session:  # by itself: conversations are locked before workspaces
        actions.void_ended(session, who.now, who.workspace_id)
    return card


def found(who: SignedIn, instruction_id: UUID) -> InstructionCard:
    with who.house.db.reading() as session:
        return instructions.card(session, who.workspace_id, instruction_id, now=who.now)


@router.get("")
def listing(who: AsMember) -> dict[str, Any]:
    with who.house.db.reading() as session:
        cards = instructions.listing(session, who.workspace_id, now=who.now)
    return {"instructions": [_json(card) for card in cards]}


@router.post("/draft")
def post_draft(who: AsMember, wanted: WantedInstruction) -> dict[str, Any]:
    """What the words would mean; nothing is changed."""
    return _draft_json(drafting.draft(who, wanted.wish), wanted.words.strip())


@router.post("", status_code=201)
def post_instruction(who: AsMember, order: NewInstruction) -> dict[str, Any]:
    return _json(issue(who, order))


@router.get("/{instruction_id}")
def read(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    return _json(found(who, instruction_id))


@router.get("/{instruction_id}/versions")
def read_versions(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    """Oldest first."""
    card = found(who, instruction_id)
    return {"versions": [_version_json(version) for version in card.versions]}


@router.get("/{instruction_id}/diff")
def read_diff(
    who: AsMember,
    instruction_id: UUID,
    *,
    from_: Annotated[int, Query(alias="from", ge=1)],
    to: Annotated[int, Query(ge=1)],
) -> dict[str, Any]:
    """The meaning of two versions, sentence by sentence and figure by figure."""
    card = found(who, instruction_id)
    before, after = _version(card, from_), _version(card, to)
    with who.house.db.reading() as session:
        people = accounts.members(session, who.workspace_id, with_inactive=True)
    names = {member.id: member.name for member in people}
    return {
        "from": from_,
        "to": to,
        **_comparison_json(compared(before.rule, after.rule, names, card.zone)),
    }


@router.post("/{instruction_id}/rollback")
def post_rollback(who: AsMember, instruction_id: UUID, back: Return) -> dict[str, Any]:
    """A new version that means what an older one meant; the words are the same."""
    return _json(roll_back(who, instruction_id, back.to))


@router.post("/{instruction_id}/pause")
def post_pause(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    """It allows nothing until it is resumed; what it holds back it goes on holding back."""
    return _json(pause(who, instruction_id))


@router.post("/{instruction_id}/resume")
def post_resume(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    return _json(resume(who, instruction_id))


@router.post("/{instruction_id}/revoke")
def post_revoke(who: AsMember, instruction_id: UUID) -> dict[str, Any]:
    return _json(revoke(who, instruction_id))


def _version(card: InstructionCard, number: int) -> VersionCard:
    version = next((one for one in card.versions if one.version == number), None)
    if version is None:
        raise NotFound("instruction.version", "There is no such version.")
    return version


def _json(card: InstructionCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "key": card.key,
        "words": card.words,
        "kind": card.kind,
        "state": card.state,
        "surface": card.surface,
        "version": card.versions[-1].version,
        "means": card.plain_words,
        "unenforced": card.versions[-1].unenforced,
        "rule": instructions.body_of(card.rule),
        "created_at": card.created_at,
        "paused_at": card.paused_at,
        "revoked_at": card.revoked_at,
    }


def _version_json(version: VersionCard) -> dict[str, Any]:
    return {
        "version": version.version,
        "means": version.plain_words,
        "rule": instructions.body_of(version.rule),
        "digest": version.digest,
        "author_member_id": version.author_member_id,
        "surface": version.surface,
        "drafted_by": version.drafted_by,
        "created_at": version.created_at,
    }


def _comparison_json(found: Comparison) -> dict[str, Any]:
    return {
        "removed": found.removed,
        "added": found.added,
        "kept": found.kept,
        "changes": [
            {"path": one.path, "before": one.before, "after": one.after} for one in found.changes
        ],
    }


def _draft_json(card: DraftCard, words: str) -> dict[str, Any]:
    return {
        "key": card.key,
        "kind": card.kind,
        "rule": instructions.body_of(card.rule) if card.rule is not None else None,
        "means": list(card.parts),
        "drafted_by": card.drafted_by,
        "lacks_end": card.lacks_end,
        "sentences": [
            {
                "start": one.start,
                "end": one.end,
                "text": words[one.start : one.end],
                "standing": one.standing,
                "parts": one.parts,
                "code": one.code,
                "why": one.why,
                "about": one.about,
            }
            for one in card.sentences
        ],
        "examples": [
            {"text": one.text, "outcome": one.outcome, "reasons": one.reasons, "why": one.why}
            for one in card.examples
        ],
        "compared": _comparison_json(card.comparison),
        "digest": card.digest,
    }
