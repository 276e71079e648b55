"""Our generic room names are ours alone, the verifier stands alone, the lock file names no host."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ["agent", "tools", "prompts", "guardrails", "integrations", "api", "worker", "cli"]


@pytest.mark.parametrize("room", [*ROOMS, "salesgenix", "migrations", "demo", "salesgenix_verify"])
def test_a_room_is_found_in_the_repository(room: str) -> None:
    """No dependency shadows one of our top-level packages."""
    spec = find_spec(room)
    assert spec is not None
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or [])
    assert all(Path(str(place)).resolve().is_relative_to(ROOT) for place in places)


def test_no_other_distribution_ships_a_room() -> None:
    """Installed packages give each room to us, or to nobody."""
    owners = packages_distributions()
    assert {room: set(owners.get(room, ())) - {"salesgenix"} for room in ROOMS} == {
        room: set() for room in ROOMS
    }


def test_the_verifier_is_a_distribution_that_needs_one_other() -> None:
    """It imports nothing of the product that it judges: the standard library and cryptography."""
    folder = ROOT / "verifier"
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert [re.split("[<>=~]", name)[0] for name in project["dependencies"]] == ["cryptography"]
    allowed = {*sys.stdlib_module_names, "cryptography", "salesgenix_verify"}
    imported = {
        name.split(".")[0]
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in _imported(node)
    }
    assert imported >= {"cryptography", "salesgenix_verify"}
    assert imported <= allowed
    assert set(packages_distributions().get("salesgenix_verify", ())) <= {"salesgenix-verify"}


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "salesgenix_verify"]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_file_pins_by_hash_and_names_no_host(name: str) -> None:
    """What is installed is what was reviewed, wherever it is fetched from."""
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--index-url|--find-links", text)
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==", text, re.MULTILINE)
    assert len(pinned) == len(set(pinned)) > 50
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "guardrails-ai" not in pinned
