"""A member's stream: the list has changed, and every event of the conversation that is open."""

from dataclasses import dataclass
from uuid import UUID

import anyio.to_thread
from starlette.requests import HTTPConnection

from api.console.rendering import render
from api.console.views.inbox import by_turn, reader_of
from api.console.views.threads import item
from api.deps import House
from api.members import COOKIE, SignedIn, member_of
from api.realtime.hub import Ephemeral, encode_frame
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import EventCard
from salesgenix.db import Wakeup
from salesgenix.decisions import service as decisions
from salesgenix.decisions.service import DecisionCard
from salesgenix.kit.errors import Invalid
from salesgenix.leads import service as leads

MAX_DIGITS = 15
# Topics that change what a list or a figure shows. A conversation's own events come with
# "workspace" too, so nothing is told twice.
LIST_TOPICS = frozenset({"workspace", "feed", "approval", "action", "decisions"})


@dataclass(slots=True)
class MemberFeed:
    """Where one member's page stands. ``conversation_id`` is the thread it shows, if any."""

    who: SignedIn
    conversation_id: UUID | None
    position: int
    session: str
    topics: tuple[UUID, ...]

    async def catch_up(self, wakeups: list[Wakeup]) -> bytes:
        """Items of the open thread after where it stands; then one word that the list changed."""
        concerns = not wakeups or any(one.id == self.conversation_id for one in wakeups)
        frames = b""
        if wakeups:
            await anyio.to_thread.run_sync(self._check_right)
        if self.conversation_id is not None and concerns:
            frames = await anyio.to_thread.run_sync(self._items, self.conversation_id)
        if any(one.topic in LIST_TOPICS for one in wakeups):
            frames += encode_frame("list", {})
        return frames

    def shows(self, ephemeral: Ephemeral) -> bool:
        return ephemeral.conversation_id == self.conversation_id

    def _check_right(self) -> None:
        """The right may have ended since: signed out, deactivated, another role."""
        self.who = member_of(self.who.house, self.who.token)

    def _items(self, conversation_id: UUID) -> bytes:
        who = self.who
        with who.house.db.reading() as session:
            events = conversations.events_after(
                session,
                who.workspace_id,
                conversation_id,
                after=self.position,
                for_prospect=False,
            )
            if not events:
                return b""
            card = conversations.card(session, who.workspace_id, conversation_id)
            lead = leads.card(session, who.workspace_id, card.lead_id)
            reader = reader_of(session, who, lead, card)
            turns = {event.turn_id for event in events if event.turn_id is not None}
            made: dict[UUID, list[DecisionCard]] = {}
            for turn_id in turns:
                made |= by_turn(decisions.of_turn(session, who.workspace_id, turn_id))
            items = [(event, item(session, reader, event, made)) for event in events]
        self.position = events[-1].seq
        return b"".join(_frame(event, shown, reader.zone) for event, shown in items)


def _frame(event: EventCard, shown: object, zone: str) -> bytes:
    data = {
        "seq": event.seq,
        "kind": event.kind.value,
        "actor": event.actor.value,
        "html": render("partials/item.html", {"item": shown, "zone": zone}),
    }
    return encode_frame("item", data, cursor=str(event.seq))


class MemberStreams:
    """Opens streams of ``GET /console/v1/stream?c=<conversation>&after=<seq>``."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def __call__(self, request: HTTPConnection) -> MemberFeed:
        return await anyio.to_thread.run_sync(self._open, request)

    def _open(self, request: HTTPConnection) -> MemberFeed:
        who = member_of(self._house, request.cookies.get(COOKIE, ""))
        wanted = request.query_params.get("c")
        if wanted is None:
            return MemberFeed(who, None, 0, f"member:{who.member.id}", (who.workspace_id,))
        try:
            conversation_id = UUID(wanted)
        except ValueError:
            raise Invalid("conversation.invalid", "This is no conversation.", field="c") from None
        with self._house.db.reading() as session:
            conversations.card(session, who.workspace_id, conversation_id)
        topics = (who.workspace_id, conversation_id)
        session_key = f"member:{who.member.id}:{conversation_id}"
        return MemberFeed(who, conversation_id, _position(request), session_key, topics)


def _position(request: HTTPConnection) -> int:
    said = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if not said.isascii() or not said.isdigit() or len(said) > MAX_DIGITS:
        raise Invalid("after.invalid", "The position is a number from 0 up.", field="after")
    return int(said)
