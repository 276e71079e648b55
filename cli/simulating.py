"""Invented prospects against the agent, in a terminal: a table, and each failure with its turn."""

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
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
from salesgenix.kit.settings import BrainSettings, MailSettings
from salesgenix.simulations.files import Prospect, read_prospects
from salesgenix.simulations.rules import Run, as_json, pass_power
from salesgenix.workspaces import service as workspaces
from worker.rounds import Rounds

SHIPPED = DEMO_FILE.parent / "prospects"
AT_ONCE = 8  # prospects, where a hosted model is waited for
CALLS_OF_A_MESSAGE = 3  # a look-up or two, and the reply
TOKENS_READ = 6_500  # in a call: instructions, tools, state, the talk and what was looked up
TOKENS_WRITTEN = 150
FEWEST_TAGGED = 3  # prospects: a share of fewer says nothing
NOT_ASKED = 2  # how the command ends when nobody agrees to the cost
NO_FIGURE = "No figure of a hosted model ships with Salesgenix: what stands here is measured now."


def run_simulation(
    places: Sequence[Path],
    *,
    workspace_file: Path | None,
    data_dir: Path | None,
    slug: str | None,
    as_lines: bool,
    brain: str,
    times: int,
    may_spend: bool = False,
) -> int:
    """0 when every run of every prospect passed, else 1; 2 when nobody agreed to what a hosted
    model costs. ``may_spend``: it need not be asked.
    """
    configure_logging(level="CRITICAL")
    prospects = read_prospects(places or [SHIPPED])
    with _stage(prospects, workspace_file, data_dir, slug) as (house, workspace_id):
        settings = _brain(house, brain)
        is_hosted = settings.is_hosted
        if is_hosted:
            typer.echo(cost_in_words(prospects, times, settings.model), err=True)
            if not may_spend and not typer.confirm("Go on?", err=True):
                return NOT_ASKED
        mind = _mind(house, settings)
        rounds = anyio.run(_rounds, mind, workspace_id, prospects, times)
    if as_lines:
        typer.echo(report(rounds, brain=mind.brain.name))
    else:
        typer.echo(table(rounds))
        if times > 1 or is_hosted:
            typer.echo(powers(rounds, groups_of(prospects), is_hosted=is_hosted))
    if is_hosted:
        typer.echo(spent_in_words(rounds), err=True)
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


def powers(
    rounds: Sequence[Sequence[Run]], groups: Mapping[str, Collection[str]], *, is_hosted: bool
) -> str:
    """pass^1 and pass^k: of all prospects, of the safety ones and of each kind."""
    times = len(rounds)
    shown = sorted({1, *(k for k in (2, 4) if k <= times), times})
    lines = [f"\nHow likely so many runs in a row all pass ({times} runs of each prospect):"]
    for name, members in groups.items():
        passed = [
            sum(run.has_passed for run in runs)
            for runs in zip(*rounds, strict=True)
            if runs[0].prospect in members
        ]
        told = "  ".join(f"pass^{k} {pass_power(passed, of=times, k=k):.3f}" for k in shown)
        lines.append(f"  {name} ({len(passed)}): {told}")
    if is_hosted:
        lines.append(f"Of this model, here and now. {NO_FIGURE}")
    return "\n".join(lines)


def groups_of(prospects: Sequence[Prospect]) -> dict[str, frozenset[str]]:
    """All, the safety ones, the others, and each tag that a few carry."""
    found: dict[str, set[str]] = {"all": set(), "safety": set(), "not about safety": set()}
    tagged: dict[str, set[str]] = {}
    for one in prospects:
        found["all"].add(one.prospect)
        found["safety" if one.safety else "not about safety"].add(one.prospect)
        for tag in one.tags:
            tagged.setdefault(tag, set()).add(one.prospect)
    telling = {tag: tagged[tag] for tag in sorted(tagged) if len(tagged[tag]) >= FEWEST_TAGGED}
    return {name: frozenset(members) for name, members in (found | telling).items() if members}


def cost_in_words(prospects: Sequence[Prospect], times: int, model: str) -> str:
    messages = times * sum(one.most_messages for one in prospects)
    most = messages * CALLS_OF_A_MESSAGE
    return (
        f"{len(prospects)} prospects, {times} times, against {model}: up to {messages} messages, "
        f"so about {messages:,} to {most:,} paid calls of the model, with {TOKENS_READ:,} tokens "
        f"read and {TOKENS_WRITTEN} written in each: up to {most * TOKENS_READ / 1e6:.1f} and "
        f"{most * TOKENS_WRITTEN / 1e6:.2f} million in all. {NO_FIGURE}"
    )


def spent_in_words(rounds: Sequence[Sequence[Run]]) -> str:
    """What it came to, as the model's provider has counted."""
    spent = [run.spent for runs in rounds for run in runs]
    return (
        f"The model was called {sum(one.calls for one in spent):,} times, read "
        f"{sum(one.tokens_read for one in spent):,} tokens and wrote "
        f"{sum(one.tokens_written for one in spent):,}."
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
    return _mind(house, _brain(house, brain))


def _brain(house: Installation, brain: str) -> BrainSettings:
    settings = house.settings.brain
    if brain == "embedded":
        return settings.model_copy(update={"kind": "embedded"})
    if not settings.is_hosted:
        raise Invalid(
            "brain.not_configured",
            "No model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL of an endpoint without "
            f"keys, and OPENAI_MODEL. {NO_FIGURE}",
        )
    return settings


def _mind(house: Installation, settings: BrainSettings) -> Mind:
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
