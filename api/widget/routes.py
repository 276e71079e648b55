"""The widget's own API, and anyone's who wants to write a client: session, messages, events."""

import json
import time
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from agent import receiving
from api.deps import House, HouseOf, house_of, in_thread
from api.limits import mark_of
from api.realtime.log import FrameLog
from api.widget import wishes
from api.widget.feed import position_of
from api.widget.language import pick_language, public_profile
from api.widget.visitors import (
    Visitor,
    cookie_header,
    csrf_of,
    known_visitor,
    refuse_foreign_origin,
    visitor_of,
)
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import allows_origin, zones
from salesgenix.accounts.service import SiteCard
from salesgenix.conversations import service as conversations
from salesgenix.kit.errors import Forbidden

MAX_WAIT_SECONDS = 25.0

router = APIRouter(prefix="/w/v1", tags=["widget"])


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewSession(_Body):
    """``embedder`` is the origin of the page that shows the chat, where there is one."""

    site_key: Annotated[str, Field(min_length=1, max_length=100)]
    embedder: Annotated[str, Field(max_length=300)] | None = None
    locale: Annotated[str, Field(max_length=35)] | None = None
    zone: Annotated[str, Field(max_length=64)] | None = None
    fresh: bool = False


class PublicProfile(BaseModel):
    company: str
    agent_name: str
    disclosure: str
    languages: list[str]
    brand_colour: str
    privacy_url: str


class Session(BaseModel):
    """``token`` goes into ``Authorization: Bearer``; with the cookie instead, send ``csrf`` as
    ``X-CSRF`` with every change.
    """

    conversation_id: UUID
    token: str
    csrf: str
    profile: PublicProfile
    last_seq: int
    is_new: bool


class Choice(_Body):
    slot: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,80}$")]


class NewMessage(_Body):
    """``client_id`` makes a message that is sent twice arrive once."""

    client_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: str
    choice: Choice | None = None


class Accepted(BaseModel):
    seq: int
    is_new: bool


class TranscriptWish(_Body):
    email: Annotated[str, Field(max_length=254)] | None = None


class Wish(BaseModel):
    state: Literal["done", "waiting", "queued", "refused"]


class Events(BaseModel):
    events: list[dict[str, Any]]
    last_seq: int


class ConversationState(BaseModel):
    conversation_id: UUID
    state: str
    control: str
    wants_person: bool
    last_seq: int


def log_of(request: Request) -> FrameLog:
    log: FrameLog = request.app.state.visitor_log
    return log


async def _visitor(request: Request, house: HouseOf) -> Visitor:
    return await visitor_of(house, request)


VisitorOf = Annotated[Visitor, Depends(_visitor)]


@router.post("/session")
async def open_session(
    body: NewSession, request: Request, response: Response, house: HouseOf
) -> Session:
    """Opens a conversation on a site, or returns to the one the token or cookie already holds."""
    refuse_foreign_origin(request)
    site = await in_thread(_site, house, body)
    known = None if body.fresh else await known_visitor(house, request)
    if known is not None and known[0].site_key_id == site.id:
        token, is_new = known[1], False
    else:
        address = request.client.host if request.client else "unknown"
        house.limits.sessions.take(address, "rate.sessions")
        token, is_new = await in_thread(_open, house, site, body), True
    response.headers["Set-Cookie"] = cookie_header(token)
    response.headers["Cache-Control"] = "no-store"
    return await in_thread(_session, house, token, locale=body.locale, is_new=is_new)


@router.post("/messages", status_code=202)
async def send_message(body: NewMessage, visitor: VisitorOf, house: HouseOf) -> Accepted:
    """Keeps one message; the answer comes through the events: the turn now due starts itself."""
    house.limits.messages.take(visitor.session, "rate.messages")
    received = await in_thread(
        receiving.take_message,
        house,
        visitor.workspace_id,
        visitor.conversation_id,
        text=body.text,
        client_id=body.client_id,
        slot=body.choice.slot if body.choice else None,
    )
    return Accepted(seq=received.seq, is_new=received.is_new)


@router.get("/events")
async def poll_events(
    request: Request, visitor: VisitorOf, *, wait: float = 0, after: int = 0
) -> Events:
    """The events after ``after``. Without ``wait`` the answer is a stream of Server-Sent Events;
    with it, JSON: at once when there are some, else after so many seconds (25 at most).
    """
    del after  # read with the header that may stand for it
    hub = house_of(request).hub
    position = position_of(request)
    with (
        request.app.state.streams.seat(visitor.session),
        hub.subscribe(visitor.conversation_id) as subscription,
    ):
        until = time.monotonic() + min(wait, MAX_WAIT_SECONDS)
        found = await _events(request, visitor, position)
        while not found and not subscription.is_closed and (left := until - time.monotonic()) > 0:
            await subscription.take(left)  # typing and deltas wake it too, and are no events
            found = await _events(request, visitor, position)
    return Events(events=found, last_seq=max([position, *(event["seq"] for event in found)]))


@router.post("/person", status_code=202)
async def ask_for_person(visitor: VisitorOf, house: HouseOf) -> Wish:
    """Asks for a person of the team. No setting can switch this off."""
    house.limits.requests.take(visitor.session, "rate.requests")
    return Wish(state=await in_thread(wishes.want_person, house, visitor))


@router.post("/transcript", status_code=202)
async def ask_for_transcript(
    body: TranscriptWish, visitor: VisitorOf, house: HouseOf, request: Request
) -> Wish:
    """Asks for this chat by mail: to ``email``, else to the address given in the chat."""
    house.limits.transcripts.take(visitor.session, "rate.transcripts")
    house.limits.forms.take(request.client.host if request.client else "unknown", "rate.forms")
    if body.email is not None:
        house.limits.letters.take(mark_of(body.email), "rate.letters")
    return Wish(state=await in_thread(wishes.want_transcript, house, visitor, body.email))


@router.get("/conversation")
async def read_conversation(visitor: VisitorOf, house: HouseOf) -> ConversationState:
    return await in_thread(_state, house, visitor)


def _site(house: House, body: NewSession) -> SiteCard:
    with house.db.reading() as session:
        site = accounts.site_for_key(session, body.site_key)
    if body.embedder is not None and not allows_origin(site.origins, body.embedder):
        raise Forbidden("origin.not_allowed", "The chat may not be shown on that site.")
    return site


def _open(house: House, site: SiteCard, body: NewSession) -> str:
    with house.db.reading() as session:
        profile = accounts.profile_of(session, site.workspace_id).profile
    opened = receiving.open_conversation(
        house.db,
        site.workspace_id,
        channel="widget" if body.embedder else "api",
        now=house.clock.now(),
        site_key_id=site.id,
        language=pick_language(body.locale, profile.languages),
        zone=body.zone if body.zone in zones() else None,
    )
    return opened.token


def _session(house: House, token: str, *, locale: str | None, is_new: bool) -> Session:
    with house.db.reading() as session:
        visitor = conversations.visitor_for_token(session, token, now=house.clock.now())
        profile = accounts.profile_of(session, visitor.workspace_id).profile
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
    return Session(
        conversation_id=card.id,
        token=token,
        csrf=csrf_of(token),
        profile=PublicProfile.model_validate(public_profile(profile, locale)),
        last_seq=card.last_seq,
        is_new=is_new,
    )


async def _events(request: Request, visitor: Visitor, after: int) -> list[dict[str, Any]]:
    frames = await log_of(request).read(visitor.workspace_id, visitor.conversation_id, after)
    return [json.loads(frame.partition(b"\ndata: ")[2]) for _, frame in frames]


def _state(house: House, visitor: Visitor) -> ConversationState:
    with house.db.reading() as session:
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
    return ConversationState(
        conversation_id=card.id,
        state=card.state,
        control=card.control,
        wants_person=card.wants_person,
        last_seq=card.last_seq,
    )
