"""Commands that look after an installation: apply a file, migrate, export, verify."""

import sys
from pathlib import Path
from uuid import UUID

import typer
from sqlmodel import Session

from cli.installation import open_installation
from salesgenix.accounts import service as accounts
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.kit.settings import Settings
from salesgenix.workspaces import service as workspaces


def settings_for(data_dir: Path | None) -> Settings:
    """The environment's; a data folder with a key of its own (demo, sandbox) speaks for itself."""
    if data_dir is None:
        return Settings()
    if not data_dir.is_dir():
        raise Invalid("data_dir.missing", f"There is no folder {data_dir}.")
    return Settings(mode="demo", data_dir=data_dir)


def apply_file(path: Path) -> None:
    declared = workspaces.read_file(path)
    house = open_installation(Settings())
    with house.db.writing() as session:
        applied = workspaces.apply(session, declared, now=house.clock.now())
    for change in applied.changes:
        typer.echo(change)
    typer.echo("Nothing to change." if not applied.changes else "Applied.")


def migrate_database() -> None:
    open_installation(Settings()).close()
    typer.echo("The database is up to date.")


def export_decisions(output: Path | None, *, slug: str | None, data_dir: Path | None) -> None:
    """The export is itself a decision, written after the lines it covers."""
    house = open_installation(settings_for(data_dir))
    target = output.open("wb") if output else sys.stdout.buffer
    count = 0
    with house.db.reading() as session:
        workspace_id = pick_workspace(session, slug)
        for line in decisions.export_lines(session, workspace_id):
            target.write(line)
            count += 1
    target.flush()
    with house.db.writing() as session:
        entry = Entry(
            type=DecisionType.EXPORT_CREATED, outcome="performed", facts={"records": count}
        )
        decisions.record(session, workspace_id, entry, now=house.clock.now())
    typer.echo(f"{count} decisions exported.", err=True)


def verify_decisions(*, slug: str | None, data_dir: Path | None) -> None:
    house = open_installation(settings_for(data_dir))
    with house.db.reading() as session:
        outcome = decisions.verify_chain(session, pick_workspace(session, slug))
    if outcome.sound:
        typer.echo(f"Sound: {outcome.count} decisions, head {outcome.head[:16]}.")
        return
    typer.echo(f"TAMPERED at decision {outcome.first_bad_seq}: {outcome.why}.", err=True)
    raise typer.Exit(1)


def pick_workspace(session: Session, slug: str | None) -> UUID:
    """The named workspace, or the only one."""
    known = accounts.workspaces(session)
    chosen = [card for card in known if slug in {None, card.slug}]
    if len(chosen) == 1:
        return chosen[0].id
    names = ", ".join(card.slug for card in known) or "none yet"
    if slug is not None:
        raise NotFound("workspace.unknown", f"There is no workspace {slug!r} (there are: {names}).")
    raise Invalid(
        "workspace.unclear", f"Say which workspace with --workspace (there are: {names})."
    )
