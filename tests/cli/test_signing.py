"""What an operator does about the signing keys: print them for the owners to pin, change them."""

import re
import sqlite3
from pathlib import Path

import pytest

from cli import main
from cli.installation import DEMO_FILE, open_installation
from cli.reading import local_settings
from salesgenix.accounts import service as accounts
from salesgenix.checkpoints import service as checkpoints
from salesgenix.checkpoints.rules import origin_of
from salesgenix.decisions import service as decisions
from salesgenix.kit.notes import verifier_key


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A demo's folder with the demo company in it."""
    folder = tmp_path / "demo"
    open_installation(local_settings("demo", folder)).close()
    main.app(["apply", str(DEMO_FILE), "--data-dir", str(folder)], standalone_mode=False)
    return folder


def said(capsys, *arguments: object) -> list[str]:
    capsys.readouterr()
    main.app([str(argument) for argument in arguments], standalone_mode=False)
    return capsys.readouterr().out.splitlines()


def test_the_public_key_is_the_one_that_signs(demo: Path, capsys) -> None:
    """One line per workspace and key, the same each time."""
    (line,) = said(capsys, "public-key", "--data-dir", demo)
    assert re.fullmatch(r"salesgenix/log/[0-9a-f-]{36}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{43,44}=*", line)
    assert said(capsys, "public-key", "--data-dir", demo) == [line]
    house = open_installation(local_settings("demo", demo))
    with house.db.writing() as session:
        (workspace,) = accounts.workspaces(session)
        public = checkpoints.signer(session).public
    house.close()
    assert line == verifier_key(origin_of(workspace.id), public)


def test_the_key_is_changed_from_the_terminal_alone(demo: Path, capsys) -> None:
    """A second key signs from then on, every log says so, and both are printed."""
    (first,) = said(capsys, "public-key", "--data-dir", demo)
    assert said(capsys, "rotate-key", "--data-dir", demo)[0].startswith("Key 2 signs")
    lines = said(capsys, "public-key", "--data-dir", demo)
    assert (lines[0], len(lines)) == (first, 2)
    house = open_installation(local_settings("demo", demo))
    with house.db.reading() as session:
        (workspace,) = accounts.workspaces(session)
        assert decisions.listing(session, workspace.id, type_="key.rotated")
        assert decisions.verify_chain(session, workspace.id).sound
    house.close()


def test_the_secret_half_is_not_in_the_database(demo: Path, capsys) -> None:
    """Neither the business database nor the key store holds a seed that is not wrapped."""
    said(capsys, "public-key", "--data-dir", demo)
    house = open_installation(local_settings("demo", demo))
    with house.db.writing() as session:
        seed = checkpoints.signer(session).seed
    house.close()
    for name in ("salesgenix.db", "keys.db"):
        assert sqlite3.connect(demo / name).execute("SELECT 1").fetchone() == (1,)
        assert seed not in (demo / name).read_bytes()
