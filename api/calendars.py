"""Members' own calendars in the API. Where a browser comes back from a maker, the console waits."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from api import connecting as verbs
from api.connecting import Report
from api.members import AsMember, SignedIn
from salesgenix.calendars.rules import Kind
from salesgenix.calendars.service import AccountCard

router = APIRouter(prefix="/v1/calendars", tags=["calendars"])


class Place(BaseModel):
    """A CalDAV server's address, or a calendar's own; user name; password, for an app at best."""

    model_config = ConfigDict(extra="forbid")

    address: Annotated[str, Field(min_length=1, max_length=2_000)]
    account: Annotated[str, Field(min_length=1, max_length=320)]
    password: Annotated[SecretStr, Field(min_length=1, max_length=1_000)]


class Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reads: bool
    writes: bool


@router.get("")
def listing(who: AsMember) -> dict[str, Any]:
    """Your own; for whoever changes settings also the team's, without their calendars' names."""
    return {"accounts": [_json(card, who) for card in verbs.shown(who)]}


@router.post("", status_code=201)
def connect(who: AsMember, place: Place) -> dict[str, Any]:
    """Connects a CalDAV calendar of your own. It counts once it has been read."""
    card = verbs.connect(
        who,
        address=place.address,
        account=place.account,
        password=place.password.get_secret_value(),
    )
    return _json(card, who)


@router.post("/grants/{kind}", status_code=201)
def begin(who: AsMember, kind: Literal["google", "microsoft"]) -> dict[str, str]:
    """Where your browser has to go, signed in here, within ten minutes."""
    return {"url": verbs.begin(who, Kind(kind))}


@router.post("/{account_id}/test")
def try_out(who: AsMember, account_id: UUID) -> dict[str, Any]:
    """Signs in, lists and reads the coming week, now. A trouble is an answer, not an error."""
    mine = any(card.id == account_id and _is_mine(card, who) for card in verbs.shown(who))
    return _told(verbs.try_out(who, account_id), with_names=mine)


@router.patch("/sources/{source_id}", status_code=204)
def choose(who: AsMember, source_id: UUID, choice: Choice) -> None:
    verbs.choose(who, source_id, reads=choice.reads, writes=choice.writes)


@router.delete("/{account_id}")
def disconnect(who: AsMember, account_id: UUID) -> dict[str, bool]:
    """``leave_given_back``: false where you take it back yourself, in your account there."""
    return {"leave_given_back": verbs.disconnect(who, account_id)}


def _is_mine(card: AccountCard, who: SignedIn) -> bool:
    return card.member_id == who.member.id


def _json(card: AccountCard, who: SignedIn) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": card.id,
        "member_id": card.member_id,
        "kind": card.kind,
        "state": card.state,
        "is_believed": card.is_believed(who.now),
        "error_code": card.error_code,
        "synced_at": card.synced_at,
    }
    if not _is_mine(card, who):
        return shown
    sources = [
        {"id": one.id, "name": one.name, "reads": one.reads, "writes": one.writes}
        for one in card.sources
    ]
    return {**shown, "address": card.address, "account": card.account, "calendars": sources}


def _told(report: Report, *, with_names: bool) -> dict[str, Any]:
    seen = [
        {"name": one.name, "is_writable": one.is_writable, "busy": one.busy, "unread": one.unread}
        for one in report.calendars
    ]
    said = report.sentences if with_names or not report.is_good else report.sentences[:2]
    return {
        "is_good": report.is_good,
        "code": report.code,
        "sentences": said,
        "calendars": seen if with_names else [],
    }
