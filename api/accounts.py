"""The team in the API: signing in for a token, who one is, the workspace, the pause."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field, SecretStr
from sqlmodel import Session

from api.deps import HouseOf
from api.members import AsMember, SignedIn
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.accounts.service import MemberCard, WorkspaceCard
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry

router = APIRouter(prefix="/v1", tags=["accounts"])


class Credentials(BaseModel):
    email: str = Field(max_length=320)
    password: SecretStr = Field(max_length=2_000)


class Reason(BaseModel):
    reason: str = Field(min_length=3, max_length=400)


def pause(who: SignedIn, reason: str) -> WorkspaceCard:
    """Stops the agent in every conversation at once; the reason is kept with the decision."""
    who.require(Verb.PAUSE)
    with who.house.db.writing() as session:
        card = accounts.pause(session, who.workspace_id, reason, who.member.id, now=who.now)
        _record(session, who, DecisionType.WORKSPACE_PAUSED)
    return card


def resume(who: SignedIn) -> WorkspaceCard:
    who.require(Verb.PAUSE)
    with who.house.db.writing() as session:
        card = accounts.resume(session, who.workspace_id, who.member.id, now=who.now)
        _record(session, who, DecisionType.WORKSPACE_RESUMED)
    return card


def _record(session: Session, who: SignedIn, kind: DecisionType) -> None:
    entry = Entry(type=kind, outcome="done", automation=Automation.HUMAN_MADE, actor=who.member.id)
    decisions.record(session, who.workspace_id, entry, now=who.now)


@router.post("/sign-in")
def sign_in(house: HouseOf, sent: Credentials) -> dict[str, Any]:
    """A bearer token for the API. Wrong address and wrong password look alike."""
    with house.db.writing() as session:
        token, member = accounts.sign_in(
            session, sent.email, sent.password.get_secret_value(), now=house.clock.now()
        )
    return {"token": token, "member": _member_json(member)}


@router.post("/sign-out", status_code=204)
def sign_out(who: AsMember) -> None:
    with who.house.db.writing() as session:
        accounts.sign_out(session, who.token, now=who.now)


@router.get("/me")
def me(who: AsMember) -> dict[str, Any]:
    return _member_json(who.member)


@router.get("/workspace")
def workspace(who: AsMember) -> dict[str, Any]:
    with who.house.db.reading() as session:
        card = accounts.profile_of(session, who.workspace_id)
        team = accounts.members(session, who.workspace_id)
    return {**_workspace_json(card), "members": [_member_json(member) for member in team]}


@router.post("/workspace/pause")
def post_pause(who: AsMember, sent: Reason) -> dict[str, Any]:
    return _workspace_json(pause(who, sent.reason))


@router.post("/workspace/resume")
def post_resume(who: AsMember) -> dict[str, Any]:
    return _workspace_json(resume(who))


def _member_json(card: MemberCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "email": card.email,
        "role": card.role,
        "zone": card.zone,
        "takes_meetings": card.takes_meetings,
    }


def _workspace_json(card: WorkspaceCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "slug": card.slug,
        "name": card.name,
        "paused_at": card.paused_at,
        "pause_reason": card.pause_reason,
        "profile": card.profile.model_dump(mode="json"),
    }
