"""Trying an order before it is given: the real agent, over a copy that is thrown away.

Guard, brain, knowledge and decision point are those of every day; people, mail and the decision log
are not. Nothing is read from the web, nothing leaves, and no key, row or record stays behind.
"""

import asyncio
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import anyio.to_thread

from agent.mind import Mind, say_nothing
from agent.receiving import open_conversation, take_message
from agent.turns import take_turn
from salesgenix.db import Database, Wakeup
from salesgenix.rehearsals import service as rehearsals
from salesgenix.rehearsals.rules import MOST, RESTS_SECONDS, Asked

Slot = tuple[UUID, UUID, UUID]


@dataclass(slots=True)
class Rehearsal:
    """One made-up visitor. ``db`` is the copy: what was said and decided stands in it."""

    db: Database
    mind: Mind
    asked: Asked
    conversation_id: UUID
    at: datetime
    closing: ExitStack
    owed: list[UUID] = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def say(self, asked: Asked) -> None:
        async with self.lock:
            if (asked.words, asked.rule) != (self.asked.words, self.asked.rule):
                await _in_thread(rehearsals.give, self.db, asked, now=self.mind.clock.now())
            self.asked = asked
            await _in_thread(
                take_message,
                self.mind,
                asked.workspace_id,
                self.conversation_id,
                text=asked.text,
                client_id=str(uuid4()),
            )
            while self.owed:
                await take_turn(self.mind, self.owed.pop(0))

    def hear(self, wakeup: Wakeup) -> None:
        if wakeup.topic == "turn":
            self.owed.append(wakeup.id)


class Rehearsals:
    """Those under way in this process, the one that was used last at the end."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind
        self._known: OrderedDict[Slot, Rehearsal] = OrderedDict()

    async def say(self, asked: Asked) -> Rehearsal:
        """Goes on with a rehearsal, or begins it where it is not known (any more)."""
        slot = _slot(asked)
        found = self._known.get(slot)
        if found is None:
            self._make_room()
            found = await _in_thread(_begin, self._mind, asked)
            self._known[slot] = found
        self._known.move_to_end(slot)
        await found.say(asked)
        found.at = self._mind.clock.now()
        return found

    def close(self) -> None:
        for rehearsal in self._known.values():
            rehearsal.closing.close()
        self._known.clear()

    def _make_room(self) -> None:
        now = self._mind.clock.now()
        idle = [one for one in self._known.values() if not one.lock.locked()]
        rested = [one for one in idle if (now - one.at).total_seconds() > RESTS_SECONDS]
        for one in rested or idle[: max(0, len(self._known) - MOST + 1)]:
            self._known.pop(_slot(one.asked)).closing.close()


def _begin(mind: Mind, asked: Asked) -> Rehearsal:
    now = mind.clock.now()
    with ExitStack() as opened:
        copy = opened.enter_context(rehearsals.copy_of(mind.db, asked.workspace_id, now=now))
        rehearsals.give(copy, asked, now=now)
        conversation = open_conversation(copy, asked.workspace_id, channel="chat", now=now)
        alone = replace(mind, db=copy, site_reader=None, publish=say_nothing)
        rehearsal = Rehearsal(
            db=copy,
            mind=alone,
            asked=asked,
            conversation_id=conversation.conversation.id,
            at=now,
            closing=opened.pop_all(),
        )
    copy.listeners.append(rehearsal.hear)
    return rehearsal


def _slot(asked: Asked) -> Slot:
    return asked.workspace_id, asked.member_id, asked.ref


async def _in_thread(function: Any, *args: Any, **kwargs: Any) -> Any:
    return await anyio.to_thread.run_sync(partial(function, *args, **kwargs))
