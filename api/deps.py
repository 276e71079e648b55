"""What an entrance builds once and every request may use: ``request.app.state.house``."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, Protocol, TypeVar
from uuid import UUID

import anyio.to_thread
from fastapi import Depends, Request

from agent.brains.breaker import Breaker
from agent.mind import ask_no_calendar
from api.background import Background
from api.limits import Limits
from api.realtime.hub import Hub
from salesgenix.db import Database
from salesgenix.drafts.service import Wish
from salesgenix.kit.clock import Clock
from salesgenix.kit.settings import Settings
from salesgenix.rehearsals.rules import Asked

if TYPE_CHECKING:
    from agent.rehearsing import Rehearsal
    from api.mailboxes import Mailrooms
    from integrations.calendar.connecting import Connecting

P = ParamSpec("P")
T = TypeVar("T")


class InboundGuard(Protocol):
    """The part of ``guardrails.Guard`` that the edge uses; when it raises, nothing is stored."""

    def inbound(self, text: str, **how: Any) -> Any: ...

    def for_log(self, text: str, **how: Any) -> Any: ...


class Rehearsals(Protocol):
    """Trying orders out with the real agent, in a copy (``agent.rehearsing``)."""

    async def say(self, asked: Asked) -> "Rehearsal": ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class House:
    """The composition of one serving process.

    ``take_turn`` runs one turn of the agent by its id; it is supervised here and redone by the
    worker when it dies.
    """

    db: Database
    clock: Clock
    settings: Settings
    guard: InboundGuard
    hub: Hub
    take_turn: Callable[[UUID], Awaitable[None]]
    rehearsals: Rehearsals | None = None
    draft_by_model: Callable[[UUID, Wish], Awaitable[Wish]] | None = None  # where one is configured
    breaker: Breaker | None = None  # of the hosted model that this process asks
    refresh: Callable[[UUID], None] = ask_no_calendar  # a workspace's, before a time is given away
    calendars: "Connecting | None" = None  # how members connect theirs
    mailrooms: "Mailrooms | None" = None  # of the companies' mailboxes
    is_apart: bool = False  # another process writes to the same log: the worker runs on its own
    background: Background = field(default_factory=Background)
    limits: Limits = field(default_factory=Limits)


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


HouseOf = Annotated[House, Depends(house_of)]


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs the business, which is synchronous, beside the event loop."""
    return await anyio.to_thread.run_sync(partial(work, *args, **kwargs))
