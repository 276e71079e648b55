"""The sandbox: the same product on loopback, with a clock that can be set and mail that stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from api.limits import Limits
from api.realtime.hub import Hub
from api.sandbox import Sandbox, install_sandbox
from cli.composition import compose
from cli.installation import DEMO_FILE, Installation, open_installation
from cli.reading import local_settings
from cli.serving import (
    Site,
    TurnsInLoop,
    build_app,
    make_rounds,
    readily,
    serve,
    take_place,
    working_beside,
)
from salesgenix.accounts import service as accounts
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.errors import Forbidden
from salesgenix.kit.logging import configure_logging
from salesgenix.workspaces import service as workspaces
from salesgenix.workspaces.service import Declared

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LOG_FILE = "log.jsonl"


def serve_sandbox(
    workspace_file: Path | None, *, host: str, port: int, data_dir: Path | None
) -> None:
    """Serves until interrupted, on loopback or not at all; a data folder of its own each time."""
    if host not in LOOPBACK:
        raise Forbidden(
            "sandbox.not_loopback",
            f"A sandbox lets everybody who reaches it read and erase all: it is served on "
            f"loopback only, not on {host}.",
        )
    declared = workspaces.read_file(workspace_file or DEMO_FILE)
    with take_place(host, port) as place, _folder(data_dir) as folder:
        settings = local_settings("sandbox", folder, host=host, port=port)
        clock = SettableClock()
        house = open_installation(settings, clock=clock)
        with (folder / LOG_FILE).open("a", buffering=1) as log:
            configure_logging(json=True, to=log)
            hub = Hub()
            parts = compose(house, publish=hub.publish)
            turns = TurnsInLoop(parts.take_turn)
            rounds = make_rounds(parts, turns, gate=Lock())
            rounds = replace(rounds, draining=None, leader=None)  # it is alone, and starts over
            app = build_app(
                parts, hub=hub, beside=working_beside(rounds, turns), limits=Limits.wide()
            )
            sandbox = Sandbox(
                clock=clock,
                workspace_file=workspace_file or DEMO_FILE,
                log_file=folder / LOG_FILE,
                run_round=rounds.run,
                key_rows=house.keys.rows,
            )
            install_sandbox(app, sandbox)
            words = _announcement(house, declared)
            serve([Site(app, place)], when_ready=readily(parts, words))
        house.close()


@contextmanager
def _folder(data_dir: Path | None) -> Iterator[Path]:
    if data_dir is None:
        with TemporaryDirectory(prefix="salesgenix-sandbox-", ignore_cleanup_errors=True) as name:
            yield Path(name)
    else:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        yield data_dir


def _announcement(house: Installation, declared: Declared) -> str:
    now = house.clock.now()
    with house.db.writing() as session:
        workspace_id = workspaces.apply(session, declared, now=now).workspace_id
        owner = accounts.owner_of(session, workspace_id)
        token = accounts.issue_sign_in(session, workspace_id, owner, now=now)
        sites = accounts.sites(session, workspace_id)
    base = house.settings.effective_public_url
    return f"""
  Salesgenix sandbox: the clock can be set, mail is captured, nothing leaves this machine.

    Console, as the owner    {base}/console/enter?token={token}
    Site key                 {sites[0].key if sites else "none in the file"}
    Sandbox API              {base}/sandbox/v1/ (described in {base}/docs)

  Data and log: {house.settings.data_dir}. Ctrl+C stops.
"""
