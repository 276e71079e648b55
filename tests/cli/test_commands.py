"""What every command says: plain words, an exit code, never a stack trace."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cli.installation import open_installation
from cli.reading import local_settings, read_settings
from salesgenix.kit.errors import SalesgenixError
from salesgenix.kit.settings import Settings
from tests.cli.running import environment, free_ports, run

KEY = "8f" * 8 + "".join(f"{number:02x}" for number in range(24))


def test_help_answers_without_loading_the_house() -> None:
    """``--help`` pays for neither Presidio nor LangChain nor the web framework."""
    script = (
        "import sys, cli.main\n"
        "sys.argv = ['salesgenix', '--help']\n"
        "try: cli.main.run()\n"
        "except SystemExit: pass\n"
        "heavy = {'presidio_analyzer', 'spacy', 'langchain', 'langchain_core', 'openai', 'fastapi',"
        " 'sqlalchemy', 'pydantic', 'alembic', 'apscheduler'}\n"
        "sys.stderr.write(repr(sorted(heavy & set(sys.modules))))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, env=environment()
    )
    assert ended.stderr == b"[]"
    for command in (b"demo", b"serve", b"work", b"chat", b"apply", b"export", b"verify"):
        assert command in ended.stdout


def test_a_new_key_opens_a_production(call, tmp_path: Path) -> None:
    """64 digits, another one each time, and accepted by ``migrate``."""
    (_, one, _), (_, two, _) = call("new-key"), call("new-key")
    assert len(one.strip()) == 64
    assert one != two
    code, out, _ = call(
        "migrate", SALESGENIX_MASTER_KEY=one.strip(), SALESGENIX_DATA_DIR=str(tmp_path / "data")
    )
    assert (code, out) == (0, "The database is up to date.\n")


def test_a_demo_has_nothing_to_do_with_the_environments_calendars(monkeypatch) -> None:
    """Production takes its name at the makers from the environment; a demo beside it does not."""
    monkeypatch.setenv("SALESGENIX_CALENDAR_GOOGLE_CLIENT_ID", "the-house")
    monkeypatch.setenv("SALESGENIX_MASTER_KEY", KEY)
    assert read_settings().calendar.google_client_id == "the-house"
    assert local_settings("demo", Path("data")).calendar.google_client_id is None


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "SALESGENIX_MASTER_KEY is missing"),
        ({"SALESGENIX_MASTER_KEY": "secret"}, "64 hexadecimal digits"),
        ({"SALESGENIX_MASTER_KEY": "00" * 32}, "placeholder"),
        ({"SALESGENIX_MASTER_KEY": "abcd" * 16}, "placeholder"),
        ({"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_PORT": "http"}, "SALESGENIX_PORT"),
        ({"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_MAIL_PORT": "x"}, "SALESGENIX_MAIL_PORT"),
        ({"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_BRAIN_KIND": "gpt"}, "SALESGENIX_BRAIN_KIND"),
        ({"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_DATABASE_URL": "nonsense"}, "database"),
        ({"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_DATABASE_URL": "mysql://h/d"}, "database"),
    ],
)
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_wrong_settings_are_named_not_shown(call, tmp_path, command, variables, words) -> None:
    """The variable and the rule; never the value, which may be a secret."""
    port = {"SALESGENIX_PORT": str(free_ports()), "SALESGENIX_DATA_DIR": str(tmp_path / "data")}
    code, out, err = call(command, **{**port, **variables})
    assert code == 2
    assert words in err
    assert err.startswith("salesgenix: ")
    assert variables.get("SALESGENIX_MASTER_KEY", "nothing-secret") not in out + err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("apply", "no/such.yaml"), "no file"),
        (("chat", "no/such.yaml"), "no file"),
        (("chat", "--zone", "Mars/Olympus"), "no time zone"),
        (("export", "--data-dir", "no/such"), "no folder"),
        (("verify", "--data-dir", "no/such"), "no folder"),
        (("serve", "workspace.yaml"), "--sandbox"),
        (("serve", "--sandbox", "--no-with-worker"), "worker"),
        (("serve", "--sandbox", "no/such.yaml"), "no file"),
        (("demo", "--port", "99999"), "port"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_what_cannot_be_done_is_said(call, arguments, words) -> None:
    """Exit 2 and one plain line for whatever a person may mistype."""
    code, _, err = call(*arguments)
    assert code == 2
    assert words in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"workspace: [", "line"),
        (b"\xff\xfe\x00garbage", "UTF-8"),
        (b"", "workspace"),
        (b"workspace: demo\nlanguage: en\n", "language"),
    ],
)
def test_a_wrong_workspace_file_says_where(call, tmp_path: Path, text, words) -> None:
    """Broken YAML, binary, nothing, a misspelt field: the place is named."""
    file = tmp_path / "workspace.yaml"
    file.write_bytes(text)
    code, _, err = call("chat", file)
    assert code == 2
    assert words in err


def test_a_missing_port_is_said_before_anything_is_touched(call, tmp_path: Path) -> None:
    """The demo on a port in use: words, exit 2, and its data is not even opened."""
    import socket  # noqa: PLC0415

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        folder = tmp_path / "data"
        code, _, err = call("demo", "--data-dir", folder, "--port", port, "--reset")
    assert code == 2
    assert f"Port {port} is in use" in err
    assert not folder.exists()


def test_reset_removes_only_a_demo(call, tmp_path: Path) -> None:
    """A folder with something else in it is left as it was."""
    (tmp_path / "thesis.txt").write_text("years of work")
    code, _, err = call("demo", "--data-dir", tmp_path, "--port", free_ports(), "--reset")
    assert code == 2
    assert "nothing was removed" in err
    assert (tmp_path / "thesis.txt").exists()


def test_a_demo_never_reaches_production(monkeypatch, tmp_path: Path) -> None:
    """Production's variables all set: the demo still has its own stores, key and captured mail."""
    for name, value in {
        "DATABASE_URL": "postgresql+psycopg://production/db",
        "KEYS_URL": "postgresql+psycopg://production/keys",
        "MASTER_KEY": KEY,
        "MAIL_CARRIER": "smtp",
        "PUBLIC_URL": "https://sales.example",
    }.items():
        monkeypatch.setenv(f"SALESGENIX_{name}", value)
    settings = local_settings("demo", tmp_path, host="127.0.0.1", port=8700)
    assert settings.effective_database_url == f"sqlite:///{tmp_path}/salesgenix.db"
    assert settings.effective_keys_url == f"sqlite:///{tmp_path}/keys.db"
    assert settings.master_key is None
    assert settings.mail.carrier == "captured"
    assert settings.effective_public_url == "http://127.0.0.1:8700"
    assert read_settings().mail.carrier == "smtp"


def _foreign(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE recipes (name TEXT)")
    raw.close()


def _newer(path: Path) -> None:
    open_installation(_settings(path.parent)).close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()


def _garbage(path: Path) -> None:
    path.write_bytes(b"this is no database at all, whatever its name says" * 20)


def _settings(folder: Path, key: str = KEY) -> Settings:
    return Settings(master_key=key, data_dir=folder)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_foreign, "another program"), (_newer, "another release"), (_garbage, "not a database")],
)
def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path, spoil, words) -> None:
    """Foreign, newer or broken: said in words, and not a byte of it changed."""
    path = tmp_path / "salesgenix.db"
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(SalesgenixError, match=words):
        open_installation(_settings(tmp_path))
    assert path.read_bytes() == before


def test_a_wrong_master_key_is_noticed_at_the_door(tmp_path: Path) -> None:
    """Not at the first prospect: when it starts."""
    open_installation(_settings(tmp_path)).close()
    other = "".join(f"{number:02x}" for number in range(32))
    with pytest.raises(SalesgenixError, match="master key"):
        open_installation(_settings(tmp_path, other))
    open_installation(_settings(tmp_path)).close()


def test_a_locked_database_is_said_in_words(call, tmp_path: Path, monkeypatch) -> None:
    """Held by another program: one line, no trace, nothing lost."""
    import salesgenix.db  # noqa: PLC0415

    open_installation(local_settings("demo", tmp_path)).close()
    holder = sqlite3.connect(tmp_path / "salesgenix.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    prepare = salesgenix.db._prepare_sqlite

    def impatient(connection, entry):
        prepare(connection, entry)
        connection.execute("PRAGMA busy_timeout = 50")

    monkeypatch.setattr(salesgenix.db, "_prepare_sqlite", impatient)
    assert call("migrate", "--data-dir", tmp_path)[0] == 0  # there is nothing to write
    file = Path(__file__).parents[2] / "demo" / "workspace.yaml"
    code, _, err = call("apply", file, "--data-dir", tmp_path)
    holder.execute("ROLLBACK")
    holder.close()
    assert code == 2
    assert "locked" in err


def test_apply_twice_changes_once(call, tmp_path: Path) -> None:
    """The changes line by line, then none; ``--workspace`` finds it by its slug."""
    variables = {"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_DATA_DIR": str(tmp_path / "data")}
    file = Path(__file__).parents[2] / "demo" / "workspace.yaml"
    code, out, _ = call("apply", file, **variables)
    assert code == 0
    assert out.endswith("Applied.\n")
    assert call("apply", file)[:2] == (0, "Nothing to change.\n")
    assert call("verify", "--workspace", "tendralis")[1].startswith("Sound: ")
    code, _, err = call("verify", "--workspace", "nobody")
    assert (code, "tendralis" in err) == (2, True)


def test_a_fault_of_ours_is_one_line(call, monkeypatch) -> None:
    """Whatever we did not foresee: exit 70, the kind and the place, no trace."""

    def fail() -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("cli.upkeep.migrate_database", lambda **how: fail())
    code, _, err = call("migrate")
    assert code == 70
    assert "KeyError in test_commands.py" in err


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    """``salesgenix export | head -0``: it ends quietly."""
    open_installation(local_settings("demo", tmp_path)).close()
    ended = run("apply", "demo/workspace.yaml", "--data-dir", str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "export", "--jsonl", "--data-dir", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env=environment(),
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait(60)
    assert b"Traceback" not in said


def test_a_member_gets_a_link_that_signs_in_once(call, tmp_path: Path) -> None:
    """The first way into a console; an unknown address is told in words."""
    settings = {"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_DATA_DIR": str(tmp_path)}
    demo = Path(__file__).parents[2] / "demo" / "workspace.yaml"
    assert call("apply", demo, **settings)[0] == 0
    code, link, _ = call("sign-in", "ana@tendralis.example", **settings)
    assert code == 0
    assert link.startswith("http://127.0.0.1:8700/console/enter?token=sgs_")
    code, _, words = call("sign-in", "nobody@tendralis.example", **settings)
    assert code == 2
    assert "No member of the workspace" in words


def test_an_order_is_shown_before_it_is_in_force(call, tmp_path: Path) -> None:
    """Every sentence, the rule and examples; in force only with the digest that was shown, and
    only for a member who may order.
    """
    variables = {"SALESGENIX_MASTER_KEY": KEY, "SALESGENIX_DATA_DIR": str(tmp_path / "data")}
    file = Path(__file__).parents[2] / "demo" / "workspace.yaml"
    assert call("apply", file, **variables)[0] == 0
    words = "Never offer more than 8 %. Be nice."
    code, out, _ = call("order", words)
    assert code == 0
    assert "Discounts: never above 8 %." in out
    assert "told, not held  Be nice." in out
    shown = json.loads(call("order", words, "--json")[1])
    assert [one["standing"] for one in shown["sentences"]] == ["enforced", "unenforced"]
    ana = ("--member", "ana@tendralis.example")
    assert call("order", words, "--publish", "0" * 64, *ana)[0] == 2
    assert call("order", words, "--publish", shown["digest"])[0] == 2
    ben = ("--member", "ben@tendralis.example")
    assert call("order", words, "--publish", shown["digest"], *ben)[0] == 2
    code, out, _ = call("order", words, "--publish", shown["digest"], *ana)
    assert (code, out) == (0, f"In force as {shown['key']}.\n")
