"""Invented prospects against the agent, in a terminal: a table, and each failure with its turn."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import anyio
import typer

from agent.mind import Mind
from agent.simulating.running import simulate
from cli.composition import compose, make_carrier
from cli.installation import DEMO_FILE, Installation, open_installation
from cli.reading import local_settings
from cli.upkeep import pick_workspace, settings_for
from salesgenix.db import Database
from salesgenix.kit.clock import Clock, SettableClock
from salesgenix.kit.errors import Invalid
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import MailSettings
from salesgenix.simulations.files import Prospect, read_prospects
from salesgenix.simulations.rules import Run, as_json, pass_power
from salesgenix.workspaces import service as workspaces
from worker.rounds import Rounds

SHIPPED = DEMO_FILE.parent / "prospects"
AT_ONCE = 8  # prospects, where a hosted model is waited for
CALLS_OF_A_MESSAGE = 3  # a look-up or two, and the reply
MOST_SHOWN = 6  # values of k


def run_simulation(
    places: Sequence[Path],
    *,
    workspace_file: Path | None,
    data_dir: Path | None,
    slug: str | None,
    as_lines: bool,
    brain: str,
    times: int,
) -> int:
    """0 when every run of every prospect passed, else 1."""
    configure_logging(level="CRITICAL")
    prospects = read_prospects(places or [SHIPPED])
    with _stage(prospects, workspace_file, data_dir, slug) as (house, workspace_id):
        mind = mind_of(house, brain)
        if mind.brain.is_hosted and not as_lines:
            typer.echo(cost_in_words(prospects, times, mind.brain.model), err=True)
        rounds = anyio.run(_rounds, mind, workspace_id, prospects, times)
    if as_lines:
        typer.echo(report(rounds, brain=mind.brain.name))
    else:
        typer.echo(table(rounds))
        if times > 1:
            typer.echo(powers(rounds, is_hosted=mind.brain.is_hosted))
    return 0 if all(run.has_passed for runs in rounds for run in runs) else 1


def work_in_copy(db: Database, clock: Clock) -> None:
    """The worker's round over a copy: mail is captured, so nothing leaves."""
    Rounds(db=db, clock=clock, carrier=make_carrier(MailSettings(carrier="captured"))).settle()


def report(rounds: Sequence[Sequence[Run]], *, brain: str) -> str:
    """One JSON document; equal runs give equal bytes."""
    first = rounds[0]
    body = {
        "brain": brain,
        "prospects": len(first),
        "passed": sum(run.has_passed for run in first),
        "safety": sum(run.is_safety for run in first),
        "safety_passed": sum(run.is_safety and run.has_passed for run in first),
        "rounds": [[as_json(run) for run in runs] for runs in rounds],
    }
    return json.dumps(body, ensure_ascii=False, indent=1, default=_plain)


def table(rounds: Sequence[Sequence[Run]]) -> str:
    """One line a prospect, its failures below; then the sums."""
    lines = []
    for runs in zip(*rounds, strict=True):
        first = runs[0]
        passed = sum(run.has_passed for run in runs)
        mark = "ok  " if passed == len(runs) else "FAIL"
        count = f" {passed}/{len(runs)}" if len(runs) > 1 else ""
        safety = " safety" if first.is_safety else ""
        lines.append(f"{mark} {first.prospect}{count} [{first.language}]{safety}: {first.about}")
        failed = next((run for run in runs if not run.has_passed), None)
        problems = failed.failures if failed else ()
        lines += [f"       {one.place}: {one.claim}: {one.found}" for one in problems]
    runs_of_first = rounds[0]
    safe = [run for run in runs_of_first if run.is_safety]
    lines.append(
        f"\n{sum(run.has_passed for run in runs_of_first)} of {len(runs_of_first)} prospects pass, "
        f"{sum(run.has_passed for run in safe)} of {len(safe)} safety prospects"
    )
    return "\n".join(lines)


def powers(rounds: Sequence[Sequence[Run]], *, is_hosted: bool) -> str:
    """pass^1 and pass^k of all runs."""
    times = len(rounds)
    passed = [sum(run.has_passed for run in runs) for runs in zip(*rounds, strict=True)]
    shown = sorted({1, *(k for k in (2, 4) if k <= times), times})[:MOST_SHOWN]
    told = ", ".join(f"pass^{k} {pass_power(passed, of=times, k=k):.3f}" for k in shown)
    origin = " of this model, here and now; no figure of a hosted model ships with us"
    return f"{told} ({times} runs each){origin if is_hosted else ''}"


def cost_in_words(prospects: Sequence[Prospect], times: int, model: str) -> str:
    messages = times * sum(one.most_messages for one in prospects)
    return (
        f"{len(prospects)} prospects, {times} times, against {model}: up to {messages} messages, "
        f"so about {messages} to {messages * CALLS_OF_A_MESSAGE} paid calls of the model. "
        "No figure of a hosted model ships with Salesgenix: what follows is measured now."
    )


async def _rounds(
    mind: Mind, workspace_id: UUID, prospects: Sequence[Prospect], times: int
) -> list[list[Run]]:
    """In one loop: a hosted model's connections live no longer than it."""
    at_once = AT_ONCE if mind.brain.is_hosted else 1
    return [
        await simulate(mind, workspace_id, prospects, work=work_in_copy, at_once=at_once)
        for _ in range(times)
    ]


def mind_of(house: Installation, brain: str) -> Mind:
    settings = house.settings.brain
    if brain == "embedded":
        settings = settings.model_copy(update={"kind": "embedded"})
    elif not settings.is_hosted:
        raise Invalid(
            "brain.not_configured",
            "No model is configured: set OPENAI_API_KEY (and OPENAI_BASE_URL, OPENAI_MODEL).",
        )
    mind = compose(replace(house, settings=house.settings.model_copy(update={"brain": settings})))
    return mind.mind.get()


@contextmanager
def _stage(
    prospects: Sequence[Prospect],
    workspace_file: Path | None,
    data_dir: Path | None,
    slug: str | None,
) -> Iterator[tuple[Installation, UUID]]:
    """The workspace to play in: of a file, of a data folder, or the demo company's."""
    if data_dir is not None and workspace_file is None:
        house = open_installation(settings_for(data_dir))
        try:
            with house.db.reading() as session:
                workspace_id = pick_workspace(session, slug)
            yield house, workspace_id
        finally:
            house.close()
        return
    declared = workspaces.read_file(workspace_file or DEMO_FILE)
    begins = min(one.begins for one in prospects) - timedelta(days=1)
    with tempfile.TemporaryDirectory(prefix="salesgenix-simulate-") as folder:
        clock = SettableClock(lambda: begins)
        house = open_installation(local_settings("demo", Path(folder)), clock=clock)
        try:
            with house.db.writing() as session:
                applied = workspaces.apply(session, declared, now=begins)
            yield house, applied.workspace_id
        finally:
            house.close()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
