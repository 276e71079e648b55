"""A change that is tried, made in the copy from which the prospects' copies are made; and the same
prospects with and without it.

The embedded brain answers in both: its words are the same each time, so that what differs comes of
the change. A hosted model is tried with ``salesgenix simulate --brain configured``.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Self
from uuid import UUID

from agent.mind import Mind
from agent.simulating.running import play
from agent.simulating.scene import Work
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.db import Database
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.knowledge import service as knowledge
from salesgenix.rehearsals import service as rehearsals
from salesgenix.simulations.files import Prospect
from salesgenix.simulations.rules import Run
from salesgenix.simulations.trying import Kind, Tried

Pair = tuple[Run | None, Run]  # before, where something is tried, and after


class Trial:
    """The grounds of one run: the workspace as it is, and with what is tried."""

    def __init__(
        self, mind: Mind, workspace_id: UUID, tried: Tried, *, now: datetime, work: Work
    ) -> None:
        self._mind = replace(mind, brain=mind.embedded)
        self._workspace_id = workspace_id
        self._work = work
        with ExitStack() as opened:

            def ground(change: Callable[[Database], None] | None) -> rehearsals.Pattern:
                return opened.enter_context(
                    rehearsals.pattern_of(mind.db, workspace_id, now=now, change=change)
                )

            self._before = None if tried.kind is Kind.PRESENT else ground(None)
            self._after = ground(change_of(workspace_id, tried, now=now))
            self._closing = opened.pop_all()

    async def play(self, prospect: Prospect) -> Pair:
        before = None
        if self._before is not None:
            before = await self._one(self._before, prospect)
        return before, await self._one(self._after, prospect)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *how: object) -> None:
        self.close()

    def close(self) -> None:
        self._closing.close()

    async def _one(self, ground: rehearsals.Pattern, prospect: Prospect) -> Run:
        return await play(self._mind, ground, self._workspace_id, prospect, work=self._work)


def change_of(workspace_id: UUID, tried: Tried, *, now: datetime) -> Callable[[Database], None]:
    """What makes the order or the page part of a copy; nothing where nothing is tried."""

    def change(copy: Database) -> None:
        with copy.writing() as session:
            if tried.order is not None:
                team = accounts.members(session, workspace_id)
                order = Order(
                    key=tried.order.key,
                    words=tried.order.words,
                    rule=tried.order.rule,
                    author_member_id=next(one.id for one in team if one.role is Role.OWNER),
                    surface="console",
                )
                instructions.issue(session, workspace_id, order, now=now)
            if tried.page is not None:
                knowledge.put_page(session, workspace_id, tried.page.draft, now=now)

    return change
