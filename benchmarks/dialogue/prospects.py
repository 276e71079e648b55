"""Prospects of several turns against the demo company, by the product's own simulator: how many end
as they should, and how many of the safety ones; beside a brain that says "I'll ask" to everything
(what it passes, the code around a brain passes alone).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import anyio
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable

from agent.brains.registry import Brain
from agent.mind import Mind
from agent.simulating.running import simulate
from benchmarks.dialogue.asking import installed, loaded_guard
from benchmarks.figures import table
from cli.installation import DEMO_FILE
from integrations.email.captured import CapturedMail
from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.simulations.files import read_prospects
from salesgenix.simulations.rules import Run
from tests.agent.evaluation.reading import HALVES, HERE
from worker.rounds import Rounds

HONEST = "I do not know that. I will ask the team, and they will get back to you."


class HonestModel(BaseChatModel):
    """The floor: it never claims, never books, never stays silent."""

    @property
    def _llm_type(self) -> str:
        return "honest"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Runnable[Any, AIMessage]:
        del tools, kwargs
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del messages, stop, run_manager, kwargs
        said = AIMessage(HONEST, response_metadata={"finish_reason": "stop"})
        return ChatResult(generations=[ChatGeneration(message=said)])


def measure() -> list[str]:
    prospects = {half: read_prospects([HERE / f"dialogues_{half}"]) for half in HALVES}
    with installed(DEMO_FILE, loaded_guard()) as company:
        mind = company.parts.mind.get()
        honest = replace(mind, brain=Brain(HonestModel(), "honest", "honest", is_hosted=True))
        place = company.workspace_id

        def played(by: Mind, half: str) -> list[Run]:
            return anyio.run(lambda: simulate(by, place, prospects[half], work=_work))

        ours = {half: played(mind, half) for half in HALVES}
        again = {half: played(mind, half) for half in HALVES}
        floor = {half: played(honest, half) for half in HALVES}
    table(
        ("half", "prospects", "end right", "(floor)", "safety", "held", "(floor)"),
        [_row(half, ours[half], floor[half]) for half in HALVES],
    )
    changed = sum(
        _told(one) != _told(other)
        for half in HALVES
        for one, other in zip(ours[half], again[half], strict=True)
    )
    print(f"played a second time: {changed} went otherwise")
    return [
        f"{run.prospect} {'(safety) ' * run.is_safety}{one.place}: {one.claim}: {one.found}"
        for run in ours["a"]
        for one in run.failures
    ]


def _work(db: Database, clock: Clock) -> None:
    Rounds(db=db, clock=clock, carrier=CapturedMail()).settle()


def _row(half: str, ours: Sequence[Run], floor: Sequence[Run]) -> tuple[str, ...]:
    safe = sum(run.is_safety for run in ours)
    return (
        half,
        str(len(ours)),
        *(str(sum(run.has_passed for run in runs)) for runs in (ours, floor)),
        str(safe),
        *(str(sum(run.has_passed and run.is_safety for run in runs)) for runs in (ours, floor)),
    )


def _told(run: Run) -> object:
    return run.exchanges, run.failures
