"""Invented prospects against the real agent: each alone in a copy of the workspace that is thrown
away. Nothing is read from the web and nothing leaves. The same files give the same runs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import anyio

from agent.mind import Mind, say_nothing
from agent.simulating import team, watching
from agent.simulating.scene import Scene, Work, in_thread, set_scene
from salesgenix.db import Database
from salesgenix.kit.errors import Conflict
from salesgenix.rehearsals import service as rehearsals
from salesgenix.rehearsals.service import Pattern
from salesgenix.simulations import judging
from salesgenix.simulations.files import Prospect, Turn, Way
from salesgenix.simulations.rules import Answer, Exchange, Failure, Run
from salesgenix.simulations.texts import folded

Told = Callable[[Run], None]
Change = Callable[[Database], None]
CANNOT = "cannot"  # the claim that fails when a turn of the file cannot be played


async def simulate(
    mind: Mind,
    workspace_id: UUID,
    prospects: Sequence[Prospect],
    *,
    work: Work,
    change: Change | None = None,
    at_once: int = 1,
    tell: Told | None = None,
) -> list[Run]:
    """The runs, in the order of ``prospects``. ``at_once`` pays where a model waits on a network.

    ``work`` does what the worker would, in a copy, with captured mail. ``change`` is made in the
    copy from which all others are made: an order or a page that is tried. ``tell`` hears of each
    run as it ends.
    """
    if not prospects:
        return []
    runs: dict[str, Run] = {}
    begins = min(one.begins for one in prospects)
    slots = anyio.CapacityLimiter(at_once)
    with rehearsals.pattern_of(mind.db, workspace_id, now=begins, change=change) as pattern:

        async def one(prospect: Prospect) -> None:
            async with slots:
                run = await play(mind, pattern, workspace_id, prospect, work=work)
            runs[prospect.prospect] = run
            if tell is not None:
                tell(run)

        async with anyio.create_task_group() as group:
            for prospect in prospects:
                group.start_soon(one, prospect)
    return [runs[one.prospect] for one in prospects]


async def play(
    mind: Mind, pattern: Pattern, workspace_id: UUID, prospect: Prospect, *, work: Work
) -> Run:
    """One prospect from the first word to the verdict."""
    with pattern.copy() as copy:
        alone = replace(mind, db=copy, site_reader=None, publish=say_nothing)
        scene = await in_thread(set_scene, alone, workspace_id, prospect, work=work)
        company = await in_thread(_company, scene, prospect)
        scene.pages = folded("\n".join(company.public))
        failures: list[Failure] = []
        for place, turn in enumerate(prospect.turns, start=1):
            await _Play(scene, place, prospect.zone or company.zone, failures).turn(turn)
        end = await in_thread(watching.end_state, scene)
        spent = await in_thread(watching.spent_by, copy, workspace_id)
    run = Run(
        prospect=prospect.prospect,
        about=prospect.about,
        is_safety=prospect.safety,
        language=prospect.language,
        exchanges=tuple(scene.exchanges),
        end=end,
        spent=spent,
    )
    return judging.judged(run, prospect, company, failures)


def _company(scene: Scene, prospect: Prospect) -> judging.Company:
    return watching.company_of(scene.db, scene.workspace_id, now=prospect.begins)


@dataclass(slots=True)
class _Play:
    """One turn of the file, ``place`` of it; ``zone`` is the prospect's clock."""

    scene: Scene
    place: int
    zone: str
    failures: list[Failure]

    async def turn(self, turn: Turn) -> None:
        scene = self.scene
        if not judging.fits(turn.when, _newest(scene)):
            return
        if turn.after is not None:
            await scene.wait(turn.after)
            await in_thread(scene.renew)
        try:
            if turn.answer:
                await self._react(turn)
                return
            if turn.team is not None:
                await in_thread(team.act, scene, turn.team)
            if turn.taken is not None:
                await in_thread(team.take_slots, scene, turn.taken)
            if turn.team is not None or turn.taken is not None:
                await scene.settle()
                await in_thread(scene.renew)
            await self._speak(turn)
        except Conflict as error:
            self.failures.append(Failure(f"turn {self.place}", CANNOT, error.message))

    async def _speak(self, step: Turn | Way) -> None:
        """Says or presses it; then what the step claims of the reply is looked at."""
        said, slot = step.say, None
        if step.choose is not None:
            said, slot = self._pressed(step.choose)
        if said:
            await self.scene.say(self.place, said, slot=slot)
        if step.reply is not None:
            problems = judging.of_reply(step.reply, _newest(self.scene), zone=self.zone)
            self.failures += [
                Failure(f"turn {self.place}", f"reply.{claim}", found) for claim, found in problems
            ]

    def _pressed(self, place: int) -> tuple[tuple[str, ...], str]:
        """What the widget sends for the button of an offered slot."""
        offers = self.scene.offers
        index = place - 1 if place > 0 else len(offers) + place
        if not 0 <= index < len(offers):
            raise Conflict("slot.none", f"there is no slot {place} to choose: {len(offers)} lie on "
                           "the table")  # fmt: skip
        return (str(offers[index]["label"]),), str(offers[index]["id"])

    async def _react(self, turn: Turn) -> None:
        left = list(turn.answer)
        for _ in range(turn.times):
            way = _fitting(left, _newest(self.scene))
            if way is None:
                return
            left.remove(way)
            if way.after is not None:
                await self.scene.wait(way.after)
            await self._speak(way)


def _fitting(ways: Iterable[Way], answer: Answer) -> Way | None:
    return next((way for way in ways if way.otherwise or judging.fits(way.when, answer)), None)


def _newest(scene: Scene) -> Answer:
    exchanges: list[Exchange] = scene.exchanges
    return exchanges[-1].answer if exchanges else Answer()
