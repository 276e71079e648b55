"""The composition: what an entrance is made of is built here, once, and passed in.

The guard (Presidio) and the agent (LangChain) take seconds to load; they are built in threads of
their own once the house serves its pages.
"""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import anyio.to_thread

from agent.brains.breaker import Breaker
from cli.installation import Installation
from cli.later import Later
from cli.posting import Mailrooms, make_mailrooms
from integrations.calendar.clients import client_for
from integrations.email.captured import CapturedMail
from integrations.email.smtp import SmtpMail
from salesgenix.actions.ports import MailCarrier
from salesgenix.drafts.service import Wish
from salesgenix.kit.settings import GuardSettings, MailSettings
from salesgenix.rehearsals.rules import Asked
from worker.calendars import CalendarReading

if TYPE_CHECKING:
    from agent.mind import Mind
    from agent.rehearsing import Rehearsal, Rehearsals
    from guardrails.guard import Guard

# Third-party tracing would carry prospects' words out of the house: nobody can switch it on.
TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
Publish = Callable[[UUID, str, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What api and worker share."""

    house: Installation
    guard: "Later[Guard]"
    mind: "Later[Mind]"
    carrier: MailCarrier
    breaker: Breaker
    calendars: CalendarReading
    mailrooms: Mailrooms

    def load(self) -> None:
        """Begins to load what takes seconds; whoever needs it meanwhile waits for it."""
        self.guard.begin()
        self.mind.begin()

    async def take_turn(self, turn_id: UUID) -> None:
        from agent.turns import take_turn  # noqa: PLC0415 LangChain is loaded by the first turn

        mind = await anyio.to_thread.run_sync(self.mind.get)
        await take_turn(mind, turn_id)


class PatientGuard:
    """The guard as the edge sees it: the first message waits until it is loaded."""

    def __init__(self, later: "Later[Guard]") -> None:
        self._later = later

    def inbound(self, text: str, **how: Any) -> Any:
        return self._later.get().inbound(text, **how)

    def for_log(self, text: str, **how: Any) -> Any:
        return self._later.get().for_log(text, **how)


class PatientRehearsals:
    """Trying an order out, as the edge sees it: the first message waits for the agent."""

    def __init__(self, mind: "Later[Mind]") -> None:
        self._mind = mind
        self._made: Rehearsals | None = None

    async def say(self, asked: Asked) -> "Rehearsal":
        mind = await anyio.to_thread.run_sync(self._mind.get)
        from agent.rehearsing import Rehearsals  # noqa: PLC0415 LangChain is loaded with the mind

        self._made = self._made or Rehearsals(mind)
        return await self._made.say(asked)

    def close(self) -> None:
        if self._made is not None:
            self._made.close()


def drafting_of(parts: Parts) -> Callable[[UUID, Wish], Awaitable[Wish]] | None:
    """A model's draft of an order, where a model is configured that could write one."""
    if not parts.house.settings.brain.is_hosted:
        return None

    async def draft(workspace_id: UUID, wish: Wish) -> Wish:
        mind = await anyio.to_thread.run_sync(parts.mind.get)
        from agent.drafting import drafted  # noqa: PLC0415 LangChain is loaded with the mind

        return await drafted(mind, workspace_id, wish)

    return draft


def compose(
    house: Installation, *, publish: Publish | None = None, guard: "Later[Guard] | None" = None
) -> Parts:
    """``guard`` is one that is loaded already, where several houses share it."""
    for name in TRACING:
        os.environ[name] = "false"
    guard = guard or Later(lambda: _load_guard(house.settings.guard), name="guard")
    breaker = Breaker()
    clients = partial(client_for, settings=house.settings.calendar)
    reading = CalendarReading(house.db, house.clock, clients)
    return Parts(
        house=house,
        guard=guard,
        mind=Later(lambda: _make_mind(house, guard, publish, (breaker, reading)), name="mind"),
        carrier=make_carrier(house.settings.mail),
        breaker=breaker,
        calendars=reading,
        mailrooms=make_mailrooms(house.db, house.settings.mail),
    )


def make_carrier(settings: MailSettings) -> MailCarrier:
    return SmtpMail(settings) if settings.carrier == "smtp" else CapturedMail()


def _load_guard(settings: GuardSettings) -> "Guard":
    from guardrails.guard import Guard  # noqa: PLC0415 Presidio takes seconds to import

    return Guard.load(recognisers=settings.recognisers, kinds=settings.kinds, least=settings.least)


def _make_mind(
    house: Installation,
    guard: "Later[Guard]",
    publish: Publish | None,
    shared: tuple[Breaker, CalendarReading],
) -> "Mind":
    import agent.turns  # noqa: F401, PLC0415 LangChain takes seconds to import
    from agent.brains.registry import make_brain  # noqa: PLC0415
    from agent.mind import Mind, say_nothing  # noqa: PLC0415
    from integrations.search.site import SiteReader  # noqa: PLC0415

    settings = house.settings.brain
    return Mind(
        db=house.db,
        guard=guard.get(),
        clock=house.clock,
        brain=make_brain(settings),
        embedded=make_brain(settings.model_copy(update={"kind": "embedded"})),
        turn_seconds=settings.turn_seconds,
        site_reader=SiteReader(),
        publish=publish or say_nothing,
        refresh=shared[1].refresh,
        breaker=shared[0],
    )
