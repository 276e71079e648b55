"""Commands that look after an installation: apply a file, migrate, verify."""

from pathlib import Path
from uuid import UUID

import typer
from sqlmodel import Session

from cli.installation import MASTER_KEY_FILE, open_installation
from cli.reading import local_settings, read_settings
from guardrails.policy import Refusal, tightened
from salesgenix.accounts import service as accounts
from salesgenix.actions import reconciling
from salesgenix.checkpoints import service as checkpoints
from salesgenix.decisions.sentences import reason
from salesgenix.kit.errors import Invalid, NotFound
from salesgenix.kit.settings import Settings
from salesgenix.screening import service as screening
from salesgenix.workspaces import service as workspaces

NO_EFFECT = {
    Refusal.UNKNOWN: "there is no such setting",
    Refusal.FIXED: "this is fixed in every workspace",
    Refusal.LOOSER: "it would let more through",
    Refusal.SAME: "it is so already",
}


def settings_for(data_dir: Path | None) -> Settings:
    """The environment's; a folder with a key of its own (demo, sandbox) speaks for itself."""
    if data_dir is None:
        return read_settings()
    if not data_dir.is_dir():
        raise Invalid("data_dir.missing", f"There is no folder {data_dir}.")
    if (data_dir / MASTER_KEY_FILE).exists():
        return local_settings("demo", data_dir)
    return read_settings(data_dir=data_dir)


def apply_file(path: Path, *, data_dir: Path | None) -> None:
    declared = workspaces.read_file(path)
    house = open_installation(settings_for(data_dir))
    with house.db.writing() as session:
        applied = workspaces.apply(session, declared, now=house.clock.now())
        cells = screening.cells(session, applied.workspace_id)
    house.close()
    for change in applied.changes:
        typer.echo(change)
    stored = [(cell.entity, cell.direction, cell.treatment) for cell in cells]
    for (entity, direction, treatment), why in tightened(stored).refused:
        typer.echo(f"guardrails {entity} {direction}: {treatment} has no effect, {NO_EFFECT[why]}")
    typer.echo("Nothing to change." if not applied.changes else "Applied.")


def migrate_database(*, data_dir: Path | None) -> None:
    open_installation(settings_for(data_dir)).close()
    typer.echo("The database is up to date.")


def verify_decisions(*, slug: str | None, data_dir: Path | None) -> None:
    house = open_installation(settings_for(data_dir))
    with house.db.reading() as session:
        workspace_id = pick_workspace(session, slug)
        outcome = checkpoints.verify(session, workspace_id)
        incidents = reconciling.find(session, workspace_id)
    house.close()
    if outcome.sound:
        typer.echo(f"Sound: {outcome.count} decisions, head {outcome.head[:16]}.")
    else:
        typer.echo(f"TAMPERED at decision {outcome.first_bad_seq}: {outcome.why}.", err=True)
    for incident in incidents:
        why = "; ".join(reason(fault) for fault in incident.faults)
        typer.echo(f"NOT ACCOUNTED FOR: action {incident.action_id}: {why}.", err=True)
    if not outcome.sound or incidents:
        raise typer.Exit(1)
    typer.echo("All that left had been allowed.")


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


def print_sign_in(email: str, *, slug: str | None, data_dir: Path | None) -> None:
    """For the first sign-in, or after a forgotten password; whoever runs this owns the machine."""
    settings = settings_for(data_dir)
    house = open_installation(settings)
    with house.db.writing() as session:
        workspace_id = pick_workspace(session, slug)
        member = accounts.member_of_email(session, workspace_id, email)
        if member is None:
            raise NotFound("member.unknown", f"No member of the workspace has the address {email}.")
        token = accounts.issue_sign_in(session, workspace_id, member.id, now=house.clock.now())
    typer.echo(f"{settings.effective_public_url}/console/enter?token={token}")
