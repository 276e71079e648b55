"""The demo: an invented company, its web page on one site, the widget and console on another."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from socket import socket

from sqlmodel import Session

from api.realtime.hub import Hub
from cli.composition import compose
from cli.installation import DEMO_FILE, MASTER_KEY_FILE, Installation, open_installation
from cli.reading import local_settings
from cli.serving import Site, build_app, readily, serve, take_place, worker_of
from cli.shopfront import build_site
from salesgenix.accounts import service as accounts
from salesgenix.accounts.service import WorkspaceCard
from salesgenix.kit.errors import Conflict
from salesgenix.kit.logging import configure_logging
from salesgenix.workspaces import service as workspaces
from salesgenix.workspaces.rules import WorkspaceFile
from salesgenix.workspaces.service import Declared

HOST = "127.0.0.1"
SITE_PORT = 8701  # as the demo's file says; started elsewhere, the file is read as if it said so
OURS = (MASTER_KEY_FILE, "salesgenix.db", "keys.db", "journal.jsonl", "checkpoints.log")


@dataclass(frozen=True, slots=True)
class Settled:
    """The demo company in place. ``token`` signs its owner in."""

    site_key: str
    token: str
    is_new: bool


def serve_demo(data_dir: Path, *, port: int, reset: bool) -> None:
    """Serves until interrupted. The data outlives it; ``reset`` throws it away first."""
    configure_logging(level="WARNING")
    with take_place(HOST, port) as ours, take_place(HOST, port + 1) as theirs:
        if reset:
            forget(data_dir)
        _serve(data_dir, ours, theirs)


def _serve(data_dir: Path, ours: socket, theirs: socket) -> None:
    port, site_port = ours.getsockname()[1], theirs.getsockname()[1]
    widget, site = f"http://localhost:{port}", f"http://{HOST}:{site_port}"
    house = open_installation(
        local_settings("demo", data_dir, host=HOST, port=port, public_url=widget)
    )
    settled = settle(house, site_port=site_port)
    hub = Hub()
    parts = compose(house, publish=hub.publish)
    app = build_app(parts, hub=hub, beside=worker_of(parts))
    shop = build_site(widget_origin=widget, site_key=settled.site_key)
    try:
        serve(
            [Site(app, ours), Site(shop, theirs)],
            when_ready=readily(parts, announcement(settled, widget=widget, site=site)),
        )
    finally:
        house.close()


def forget(data_dir: Path) -> None:
    """Removes the demo's data, and nothing that is not a demo's."""
    if not data_dir.exists() or not any(data_dir.iterdir()):
        return
    if not (data_dir / MASTER_KEY_FILE).exists():
        raise Conflict("demo.not_a_demo", f"{data_dir} does not hold a demo; nothing was removed.")
    for file in data_dir.iterdir():
        if file.name.startswith(OURS):
            file.unlink()
    rmtree(data_dir / "exports", ignore_errors=True)


def settle(house: Installation, *, site_port: int) -> Settled:
    """Applies the demo's file once: what has been changed in the console since is kept."""
    now = house.clock.now()
    declared = at_port(workspaces.read_file(DEMO_FILE), site_port)
    with house.db.writing() as session:
        known = accounts.workspace_of_slug(session, declared.file.workspace)
        if known is None or known.profile.site != declared.file.company.site:
            workspaces.apply(session, declared, now=now)
        card = known or _card(session, declared.file.workspace)
        token = accounts.issue_sign_in(
            session, card.id, accounts.owner_of(session, card.id), now=now
        )
        site = accounts.sites(session, card.id)[0]
    return Settled(site.key, token, is_new=known is None)


def at_port(declared: Declared, site_port: int) -> Declared:
    """The same company with its web page on another port."""
    if site_port == SITE_PORT:
        return declared
    text = declared.file.model_dump_json().replace(f":{SITE_PORT}", f":{site_port}")
    file = WorkspaceFile.model_validate(json.loads(text))
    return replace(declared, file=file, digest=f"{declared.digest}:{site_port}")


def announcement(settled: Settled, *, widget: str, site: str) -> str:
    return f"""
  Salesgenix demo{"" if settled.is_new else " (your data from last time is still here)"}

    Web page with the chat   {site}/
    Console, as the owner    {widget}/console/enter?token={settled.token}
    API docs                 {widget}/docs

  Mail is captured, not sent: read it under Outbox in the console. Ctrl+C stops.
"""


def _card(session: Session, slug: str) -> WorkspaceCard:
    card = accounts.workspace_of_slug(session, slug)
    assert card is not None
    return card
