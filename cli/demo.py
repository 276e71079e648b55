"""The demo: an invented company, its web page on one site, the widget and console on another."""

import shutil
from pathlib import Path
from uuid import UUID

import typer
from sqlmodel import Session

from api.realtime.hub import Hub
from cli.composition import compose
from cli.installation import DEMO_FILE, Installation, open_installation
from cli.serving import Server, build_app, serve
from cli.shopfront import build_site
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.kit.errors import Conflict
from salesgenix.kit.logging import configure_logging
from salesgenix.kit.settings import Settings
from salesgenix.workspaces import service as workspaces
from salesgenix.workspaces.service import AppliedCard

MARKER = "salesgenix.db"


def serve_demo(data_dir: Path, *, port: int, reset: bool) -> None:
    """Serves until interrupted. The data outlives it; ``reset`` throws it away first."""
    configure_logging(level="WARNING")
    if reset:
        forget(data_dir)
    settings = Settings(mode="demo", data_dir=data_dir, host="127.0.0.1", port=port)
    settings = settings.model_copy(update={"public_url": f"http://localhost:{port}"})
    house = open_installation(settings)
    applied, token, site_key = _settle(house)
    site_port = port + 1
    site = build_site(widget_origin=f"http://localhost:{port}", site_key=site_key)
    _announce(settings, site_port=site_port, token=token, is_new=bool(applied.changes))
    hub = Hub()
    app = build_app(compose(house, publish=hub.publish), hub=hub)
    serve([Server(app, port), Server(site, site_port)])


def forget(data_dir: Path) -> None:
    """Removes the demo's data, and nothing that is not a demo's."""
    if not data_dir.exists():
        return
    if not (data_dir / MARKER).exists():
        raise Conflict("demo.not_a_demo", f"{data_dir} does not hold a demo; nothing was removed.")
    shutil.rmtree(data_dir)


def _settle(house: Installation) -> tuple[AppliedCard, str, str]:
    declared = workspaces.read_file(DEMO_FILE)
    with house.db.writing() as session:
        applied = workspaces.apply(session, declared, now=house.clock.now())
        owner = _owner(session, applied.workspace_id)
        token = accounts.issue_sign_in(session, applied.workspace_id, owner, now=house.clock.now())
        site = accounts.sites(session, applied.workspace_id)[0]
    return applied, token, site.key


def _owner(session: Session, workspace_id: UUID) -> UUID:
    return next(
        member.id for member in accounts.members(session, workspace_id) if member.role is Role.OWNER
    )


def _announce(settings: Settings, *, site_port: int, token: str, is_new: bool) -> None:
    base = settings.effective_public_url
    typer.echo(
        f"""
  Salesgenix demo{"" if is_new else " (your data from last time is still here)"}

    Web page with the chat   http://127.0.0.1:{site_port}/
    Console, as the owner    {base}/console/enter?token={token}
    API docs                 {base}/docs

  Mail is captured, not sent: read it under Outbox in the console. Ctrl+C stops.
"""
    )
