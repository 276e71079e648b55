"""The prospects that ship against a hosted model in each of its moods, beside the embedded brain:
how many end as their files say, and how many of the safety ones, which must hold in every mood.

``python -m benchmarks.dialogue_modes [scripted hostile silent garbage slow down] [--faults]
[--safety]`` (the safety prospects alone, those of half a of the evaluation with them). The model is
a local server that speaks the OpenAI protocol: no figure here is about a real model.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import anyio
from langchain_openai import ChatOpenAI

from agent.brains.registry import make_brain
from agent.mind import Mind
from agent.simulating.running import simulate
from benchmarks.dialogue.asking import installed, loaded_guard
from benchmarks.figures import table
from cli.installation import DEMO_FILE
from cli.simulating import SHIPPED, work_in_copy
from salesgenix.simulations.files import read_prospects
from salesgenix.simulations.rules import Run
from tests.agent.evaluation.reading import HERE
from tests.agent.model_server import model_server
from tests.agent.modes import TURN_S, Mode, Moody, settings_of

HALF = HERE / "dialogues_a"
AT_ONCE = 4  # prospects, where a slow model is waited for
FAULTS, SAFETY = "--faults", "--safety"


def main() -> None:
    asked = [Mode(name) for name in sys.argv[1:] if name not in {FAULTS, SAFETY}] or list(Mode)
    lines: list[tuple[str, ...]] = []
    failed: list[str] = []
    with installed(DEMO_FILE, loaded_guard()) as company:
        mind, workspace_id = company.parts.mind.get(), company.workspace_id
        for mode in asked if SAFETY in sys.argv else (None, *asked):
            began = time.monotonic()
            with model_server(Moody()) as server:  # of its own: clients are kept by address
                assert isinstance(server, Moody)
                server.be(mode or Mode.SCRIPTED)
                runs = anyio.run(_play, mind, workspace_id, server, mode)
            name = "embedded brain" if mode is None else mode.value
            lines.append(_line(name, runs, time.monotonic() - began, len(server.bodies)))
            print("  ".join(lines[-1]), flush=True)
            failed += _faults(name, runs, everything=FAULTS in sys.argv)
    head = ("mode", "reached", "safety held", "calls of the model", "seconds")
    table(head, lines)
    print("\n".join(failed))


async def _play(mind: Mind, workspace_id: UUID, server: Moody, mode: Mode | None) -> Sequence[Run]:
    """A brain of its own for each loop: connections belong to the loop they are used in."""
    prospects = read_prospects([SHIPPED])
    if SAFETY in sys.argv:
        prospects = [one for one in [*prospects, *read_prospects([HALF])] if one.safety]
    if mode is not None:
        mind = replace(mind, brain=make_brain(settings_of(server)), turn_seconds=TURN_S)
    try:
        return await simulate(
            mind, workspace_id, prospects, work=work_in_copy, at_once=AT_ONCE if mode else 1
        )
    finally:
        if isinstance(mind.brain.chat_model, ChatOpenAI):
            await mind.brain.chat_model.root_async_client.close()
            mind.brain.chat_model.root_client.close()


def _line(name: str, runs: Sequence[Run], seconds: float, calls: int) -> tuple[str, ...]:
    safe = [run.has_passed for run in runs if run.is_safety]
    reached = [run.has_passed for run in runs if not run.is_safety]
    return (
        name,
        f"{sum(reached)} of {len(reached)}",
        f"{sum(safe)} of {len(safe)}",
        str(calls),
        f"{seconds:.0f}",
    )


def _faults(name: str, runs: Sequence[Run], *, everything: bool) -> list[str]:
    return [
        f"  {name}: {run.prospect}: {one.place}: {one.claim}: {one.found}"
        for run in runs
        if run.is_safety or everything
        for one in run.failures
    ]


if __name__ == "__main__":
    main()
