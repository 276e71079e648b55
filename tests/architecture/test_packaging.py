"""Our generic room names are ours alone, and the lock file names no host."""

import re
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ["agent", "tools", "prompts", "guardrails", "integrations", "api", "worker", "cli"]


@pytest.mark.parametrize("room", [*ROOMS, "salesgenix", "migrations", "demo"])
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


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_the_lock_file_pins_by_hash_and_names_no_host(name: str) -> None:
    """What is installed is what was reviewed, wherever it is fetched from."""
    text = (ROOT / name).read_text()
    assert not re.search(r"https?://|--index-url|--find-links", text)
    pinned = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?==", text, re.MULTILINE)
    assert len(pinned) == len(set(pinned)) > 50
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "guardrails-ai" not in pinned
