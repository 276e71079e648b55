"""The verifier as an auditor has it: a wheel of its own, beside nothing but cryptography."""

import json
import os
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.verifier.builder import OURS, Log, a_log, pack, vkey

VERIFIER = Path(__file__).parents[2] / "verifier"
NEEDED = ("cryptography", "cffi", "pycparser")


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script in a fresh environment, installed from a wheel, offline."""
    folder = tmp_path_factory.mktemp("auditor")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    wheel = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder)]
    subprocess.run([*pip, *wheel, str(VERIFIER)], check=True, cwd=folder)
    (built,) = folder.glob("salesgenix_verify-*.whl")
    home = folder / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    install = ["install", "--no-deps", "--no-index", str(built)]
    subprocess.run([*pip, "--python", str(python), *install], check=True, cwd=folder)
    (site,) = home.glob("lib/python*/site-packages")
    for name in NEEDED:
        _lend(name, site)
    return home / "bin" / "salesgenix-verify"


def _lend(name: str, site: Path) -> None:
    """Links one installed distribution into the environment, and nothing beside it."""
    found = distribution(name)
    for top in {path.parts[0] for path in found.files or () if ".." not in path.parts}:
        source = Path(str(found.locate_file(top)))
        if source.exists() and not (site / top).exists() and top != "__pycache__":
            (site / top).symlink_to(source)


def run(command: Path, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    words = [str(command), *map(str, arguments)]
    return subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_it_sees_nothing_of_the_product(command: Path, tmp_path: Path) -> None:
    """Its environment cannot import one room, nor a library that only the product needs."""
    code = (
        "import importlib.util as u; import salesgenix_verify.cli; "
        "print([n for n in ('salesgenix', 'cli', 'rfc8785', 'pydantic') if u.find_spec(n)])"
    )
    python = command.with_name("python")
    seen = subprocess.run(
        [python, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "[]"


def test_its_exit_codes_are_the_answer(command: Path, tmp_path: Path) -> None:
    """0 sound, 1 tampered, 2 undecided or unreadable; never a traceback."""
    log = a_log()
    data = pack(log)
    archive = tmp_path / "export.zip"
    archive.write_bytes(data)
    (tmp_path / "key.txt").write_text(f"# published\n{vkey(OURS)}\n")
    (tmp_path / "kept").write_bytes(log.note(7))
    (tmp_path / "newer").write_bytes(_longer(log).note(8))
    (tmp_path / "bad.zip").write_bytes(data[:-30] + b"x" + data[-29:])
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "decisions.jsonl").write_bytes(b"".join(r + b"\n" for r in log.records))
    key = ["--key", "key.txt"]
    for arguments, wanted in (
        (["export.zip"], 0),
        (["export.zip", *key, "--previous", "kept"], 0),
        (["export.zip", "--key", vkey(OURS), "--quiet"], 0),
        (["export.zip", "--previous", "newer"], 1),
        (["bad.zip"], 1),
        (["empty.zip"], 1),
        (["decisions.jsonl"], 2),
        (["decisions.jsonl", *key, "--previous", "kept"], 0),
        (["missing.zip"], 2),
        (["."], 2),
        (["export.zip", "--key", "nonsense"], 2),
        (["export.zip", "--previous", "missing"], 2),
        (["export.zip", "--signature", "missing"], 2),
        (["export.zip", "--unknown"], 2),
        ([], 2),
    ):
        ran = run(command, *arguments, cwd=tmp_path)
        assert (ran.returncode, "Traceback" in ran.stderr) == (wanted, False), (arguments, ran)
    (tmp_path / "export.zip.sig").write_text("not a signature")
    assert run(command, "export.zip", cwd=tmp_path).returncode == 1


def _longer(log: Log) -> Log:
    longer = Log([*log.records])
    longer.add("stage.moved")
    return longer


def test_its_report_is_for_people_and_for_programs(command: Path, tmp_path: Path) -> None:
    """The verdict, the first bad place, and what is not proven; no control characters of others."""
    log = a_log()
    records = b"".join(record + b"\n" for record in log.records)
    changed = pack(log).replace(records, records.replace(b"stage.moved", b"stage.mov\x1bd"))
    (tmp_path / "a.zip").write_bytes(changed)
    said = run(command, "a.zip", cwd=tmp_path).stdout
    assert said.startswith("a.zip: TAMPERED") and "line 7" in said and "\x1b" not in said
    body = json.loads(run(command, "a.zip", "--json", cwd=tmp_path).stdout)
    assert (body["verdict"], body["exit"], body["first"]["line"]) == ("tampered", 1, 7)
    (tmp_path / "a.zip").write_bytes(pack(log))
    said = run(command, "a.zip", cwd=tmp_path).stdout
    assert "SOUND" in said and "Not proven by this" in said and vkey(OURS) in said
    body = json.loads(run(command, "a.zip", "--json", cwd=tmp_path).stdout)
    assert body["findings"] == [] and body["not_proven"] and body["subject"]["size"] == 7
