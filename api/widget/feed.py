"""A visitor's stream: the public half of one conversation."""

from uuid import UUID

from starlette.requests import HTTPConnection

from api.deps import House
from api.realtime.hub import Ephemeral
from api.realtime.log import FrameLog
from api.widget.visitors import Visitor, visitor_of
from salesgenix.db import Wakeup
from salesgenix.kit.errors import Invalid


class VisitorFeed:
    """Where one visitor stands in the log of their conversation."""

    __slots__ = ("_log", "_position", "_workspace_id", "session", "topics")

    def __init__(self, log: FrameLog, visitor: Visitor, *, after: int) -> None:
        self._log = log
        self._position = after
        self._workspace_id = visitor.workspace_id
        self.session = visitor.session
        self.topics: tuple[UUID, ...] = (visitor.conversation_id,)

    async def catch_up(self, wakeups: list[Wakeup]) -> bytes:
        conversation_id = self.topics[0]
        if not wakeups:
            frames = await self._log.read(self._workspace_id, conversation_id, self._position)
            upto = self._position
        else:
            upto = max(wakeup.seq for wakeup in wakeups)
            if upto <= self._position:
                return b""
            frames = await self._log.follow(
                self._workspace_id, conversation_id, after=self._position, upto=upto
            )
        self._position = max(upto, *(seq for seq, _ in frames)) if frames else upto
        return b"".join(frame for _, frame in frames)

    def shows(self, ephemeral: Ephemeral) -> bool:
        return ephemeral.audience == "public"


class VisitorStreams:
    """Opens streams of ``GET /w/v1/events``; a request with ``wait`` is for the long poll."""

    def __init__(self, house: House, log: FrameLog) -> None:
        self._house = house
        self._log = log

    async def __call__(self, request: HTTPConnection) -> VisitorFeed | None:
        if "wait" in request.query_params:
            return None
        visitor = await visitor_of(self._house, request)
        return VisitorFeed(self._log, visitor, after=position_of(request))


def position_of(request: HTTPConnection) -> int:
    """The last ``seq`` that the client has: what it says on a return comes before its address."""
    said = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if not said.isascii() or not said.isdigit() or len(said) > 15:  # noqa: PLR2004 - beyond any log
        raise Invalid("after.invalid", "The position is a number from 0 up.", field="after")
    return int(said)
