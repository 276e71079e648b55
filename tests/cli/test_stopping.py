"""The operator's brake: one command stops every workspace, one lets them go on."""

from pathlib import Path

import pytest

from cli import main
from cli.installation import DEMO_FILE, open_installation
from cli.reading import local_settings
from salesgenix.accounts import service as accounts
from salesgenix.decisions import service as decisions


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo's folder with the demo company in it."""
    folder = tmp_path / "demo"
    open_installation(local_settings("demo", folder)).close()
    main.app(["apply", str(DEMO_FILE), "--data-dir", str(folder)], standalone_mode=False)
    return folder


def said(capsys, *arguments: object) -> str:
    capsys.readouterr()
    main.app([str(argument) for argument in arguments], standalone_mode=False)
    return capsys.readouterr().out


def test_stop_and_resume(demo: Path, capsys) -> None:
    """Each counts once and stands in the workspace's own log."""
    assert said(capsys, "stop", "--data-dir", demo).startswith("Stopped")
    assert said(capsys, "stop", "--data-dir", demo).startswith("It is stopped already")
    house = open_installation(local_settings("demo", demo))
    with house.db.reading() as session:
        assert accounts.is_platform_stopped(session)
    assert said(capsys, "resume", "--data-dir", demo).startswith("Resumed")
    assert said(capsys, "resume", "--data-dir", demo).startswith("It was not stopped")
    with house.db.reading() as session:
        assert not accounts.is_platform_stopped(session)
        (workspace,) = accounts.workspaces(session)
        types = [card.type for card in decisions.listing(session, workspace.id, limit=9)]
        assert types.count("platform.stopped") == types.count("platform.resumed") == 1
        assert decisions.verify_chain(session, workspace.id).sound
    house.close()
