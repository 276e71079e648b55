"""The operator's brake: nothing is done for any workspace until it is let go."""

from pathlib import Path

import typer
from sqlmodel import Session

from cli.installation import open_installation
from cli.upkeep import settings_for
from salesgenix.accounts import service as accounts
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.kit.clock import Clock


def stop_platform(*, data_dir: Path | None) -> None:
    house = open_installation(settings_for(data_dir))
    with house.db.writing() as session:
        is_new = accounts.stop_platform(session, now=house.clock.now())
        if is_new:
            _record(session, DecisionType.PLATFORM_STOPPED, house.clock)
    house.close()
    typer.echo("Stopped: nothing leaves any workspace." if is_new else "It is stopped already.")


def resume_platform(*, data_dir: Path | None) -> None:
    house = open_installation(settings_for(data_dir))
    with house.db.writing() as session:
        was_stopped = accounts.resume_platform(session, now=house.clock.now())
        if was_stopped:
            _record(session, DecisionType.PLATFORM_RESUMED, house.clock)
    house.close()
    typer.echo("Resumed: what waited goes on." if was_stopped else "It was not stopped.")


def _record(session: Session, kind: DecisionType, clock: Clock) -> None:
    """In every workspace's own log: it is each owner's agent that stood still."""
    for workspace in accounts.workspaces(session):
        entry = Entry(type=kind, outcome="done", automation=Automation.HUMAN_MADE)
        decisions.record(session, workspace.id, entry, now=clock.now())
