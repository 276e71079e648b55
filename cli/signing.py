"""Commands about the keys that sign the decision logs: show them to who pins them, change them."""

from pathlib import Path

import typer

from cli.installation import open_installation
from cli.upkeep import pick_workspace, settings_for
from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.kit.notes import verifier_key


def print_public_keys(*, slug: str | None, data_dir: Path | None) -> None:
    """One verifier key a line: of one workspace, or of all."""
    house = open_installation(settings_for(data_dir))
    with house.db.writing() as session:
        checkpoints.signer(session)
        known = [card.id for card in accounts.workspaces(session)]
        chosen = [pick_workspace(session, slug)] if slug is not None else known
        for workspace_id in chosen:
            for key in checkpoints.keys(session):
                typer.echo(verifier_key(origin_of(workspace_id), key.public))
    house.close()


def rotate_signing_key(*, data_dir: Path | None) -> None:
    house = open_installation(settings_for(data_dir))
    with house.db.writing() as session:
        key = checkpoints.rotate(session, now=house.clock.now())
    house.close()
    typer.echo(f"Key {key.epoch} signs from now on. Its verifier keys: salesgenix public-key")
