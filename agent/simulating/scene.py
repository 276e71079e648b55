"""One invented prospect in a copy of the workspace: it speaks and waits; the team acts beside."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import anyio.to_thread

from agent.mind import Mind
from agent.receiving import open_conversation, take_message
from agent.simulating import watching
from agent.turns import take_turn
from salesgenix.accounts import service as accounts
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.db import Database, Wakeup
from salesgenix.instructions import service as instructions
from salesgenix.kit.clock import Clock, SettableClock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.leads import service as leads
from salesgenix.rehearsals import service as rehearsals
from salesgenix.simulations.files import Ground, Prospect
from salesgenix.simulations.rules import Answer, Exchange

TYPING = timedelta(seconds=20)  # between an answer and the next message
IN_A_ROW = timedelta(seconds=3)
MOST_EVENTS = 10_000
Work = Callable[[Database, Clock], None]  # what the worker does between turns: expire, deliver


@dataclass(slots=True)
class Scene:
    """``clock`` stands still but for what the prospect takes. ``work`` carries out what is due."""

    mind: Mind
    clock: SettableClock
    workspace_id: UUID
    conversation_id: UUID
    lead_id: UUID
    owner_id: UUID
    work: Work
    pages: str = ""  # the texts that may be quoted, folded
    owed: list[UUID] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    heard: int = 0  # the seq of the last event when the prospect began to write
    offers: list[dict[str, Any]] = field(default_factory=list)  # that lie on the table
    decided: int = 0  # the seq of the last decision told of
    stopped: int | None = None  # the seq of the last decision when the stop was in force

    @property
    def db(self) -> Database:
        return self.mind.db

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def pass_time(self, span: timedelta) -> None:
        self.clock.set(self.now + span)

    def answer(self) -> Answer:
        """What has come since the prospect last wrote."""
        return self._answer_in(self.events(after=self.heard))

    def _answer_in(self, events: list[EventCard]) -> Answer:
        is_refused = watching.is_refused(self.db, self.workspace_id, after=self.decided)
        return watching.answer_in(events, is_refused=is_refused, pages=self.pages)

    def events(self, *, after: int = 0) -> list[EventCard]:
        with self.db.reading() as session:
            return conversations.events_after(
                session,
                self.workspace_id,
                self.conversation_id,
                after=after,
                for_prospect=False,
                limit=MOST_EVENTS,
            )

    async def say(self, turn: int, texts: tuple[str, ...], *, slot: str | None = None) -> Exchange:
        """In a row, then the agent answers and the worker does what is due."""
        self.pass_time(TYPING)
        await in_thread(self._begin)
        card = await in_thread(self._card)
        knew = await in_thread(watching.known_fields, self.db, self.workspace_id, self.lead_id)
        for place, text in enumerate(texts):
            self.pass_time(IN_A_ROW if place else timedelta())
            await in_thread(self._take, text, f"{turn}-{len(self.exchanges)}-{place}", slot)
        await self.settle()
        exchange: Exchange = await in_thread(
            self._watch, turn, texts, knew, is_ours=card.control == "agent"
        )
        self.exchanges.append(exchange)
        return exchange

    async def settle(self) -> None:
        """Every turn that is owed, and what the worker would do now."""
        await self._turns()
        await in_thread(self.work, self.db, self.clock)
        await self._turns()

    async def wait(self, span: timedelta) -> None:
        self.pass_time(span)
        await in_thread(self.work, self.db, self.clock)
        await self._turns()

    async def _turns(self) -> None:
        while self.owed:
            await take_turn(self.mind, self.owed.pop(0))

    def renew(self) -> None:
        """What has come without a word of the prospect's (after a team's act, or by time)."""
        if not self.exchanges:
            return
        last = self.exchanges[-1]
        self.exchanges[-1] = replace(last, answer=self.answer(), stage=self._stage())

    def hear(self, wakeup: Wakeup) -> None:
        if wakeup.topic == "turn":
            self.owed.append(wakeup.id)

    def _begin(self) -> None:
        events = self.events()
        self.heard = events[-1].seq if events else 0
        self.decided = watching.last_decision(self.db, self.workspace_id)

    def _take(self, text: str, name: str, slot: str | None) -> None:
        try:
            take_message(
                self.mind,
                self.workspace_id,
                self.conversation_id,
                text=text,
                client_id=f"prospect-{name}",
                slot=slot,
            )
        except SalesgenixError as error:  # as the widget would show it: nothing was kept
            del error

    def _watch(
        self, turn: int, texts: tuple[str, ...], knew: frozenset[str], *, is_ours: bool
    ) -> Exchange:
        events = self.events(after=self.heard)
        for event in events:
            if event.kind is EventKind.BOOKING_PROPOSED:
                self.offers = list(event.payload["slots"])
            if event.kind is EventKind.CONTACT_SUPPRESSED and self.stopped is None:
                self.stopped = watching.last_decision(self.db, self.workspace_id)
        did, denied = watching.acts(self.db, self.workspace_id, after=self.decided)
        return Exchange(
            turn=turn,
            said=texts,
            answer=self._answer_in(events),
            stage=self._stage(),
            did=did,
            denied=denied,
            knew=knew,
            is_ours=is_ours,
        )

    def _card(self) -> conversations.ConversationCard:
        with self.db.reading() as session:
            return conversations.card(session, self.workspace_id, self.conversation_id)

    def _stage(self) -> str:
        with self.db.reading() as session:
            return leads.card(session, self.workspace_id, self.lead_id).stage.value


def set_scene(mind: Mind, workspace_id: UUID, prospect: Prospect, *, work: Work) -> Scene:
    """The copy (``mind.db``) as the prospect finds it, and the conversation opened."""
    start, copy = prospect.begins, mind.db
    clock = SettableClock(lambda: start)
    alone = replace(mind, clock=clock)
    with copy.reading() as session:
        members = accounts.members(session, workspace_id)
    owner = next(member.id for member in members if member.role == "owner")
    _change(copy, workspace_id, prospect.ground, owner, now=start)
    opened = open_conversation(
        copy,
        workspace_id,
        channel="chat",
        now=start,
        language=prospect.language,
        zone=prospect.zone,
    )
    card = opened.conversation
    with copy.writing() as session:
        for field_, value in prospect.known.items():
            leads.learn(
                session, workspace_id, card.lead_id, field_, value=value, quote=None,
                source="file", now=start,
            )  # fmt: skip
    scene = Scene(alone, clock, workspace_id, card.id, card.lead_id, owner, work)
    copy.listeners.append(scene.hear)
    return scene


def _change(
    copy: Database, workspace_id: UUID, ground: Ground, owner: UUID, *, now: datetime
) -> None:
    if ground == Ground():
        return
    if ground.without_pages:
        rehearsals.drop_pages(copy, workspace_id, ground.without_pages)
    with copy.writing() as session:
        card = accounts.profile_of(session, workspace_id)
        if ground.languages:
            profile = card.profile.model_copy(update={"languages": list(ground.languages)})
            accounts.describe(session, workspace_id, name=card.name, profile=profile)
        for order in instructions.listing(session, workspace_id, now=now):
            if order.key in ground.without_orders and order.revoked_at is None:
                instructions.revoke(session, workspace_id, order.id, by=owner, now=now)
        if ground.paused:
            accounts.pause(session, workspace_id, "simulation", owner, now=now)


async def in_thread(function: Callable[..., Any], *args: Any, **how: Any) -> Any:
    return await anyio.to_thread.run_sync(partial(function, *args, **how))
