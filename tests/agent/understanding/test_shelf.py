"""The shelf on which the vectors of pages lie between runs."""

from pathlib import Path

import numpy as np
import pytest

from agent.understanding import shelf
from agent.understanding.shelf import Shelf

NUMBERS = np.linspace(-1, 1, 384).astype(np.float16)


def test_what_is_put_there_is_found_again_by_another_process_and_no_text_lies_there(
    tmp_path: Path,
) -> None:
    """The same numbers, bit for bit; the file holds digests, not what the page says."""
    path = tmp_path / "new" / "vectors.db"
    Shelf(path).put("The floor must carry 750 kg.", NUMBERS)
    other = Shelf(path)
    found = other.get("The floor must carry 750 kg.")
    assert found is not None
    assert np.array_equal(found, NUMBERS)
    assert other.get("The floor must carry 1,100 kg.") is None
    assert b"floor" not in b"".join(one.read_bytes() for one in path.parent.iterdir())


@pytest.mark.parametrize("broken", ["salesgenix", f"salesgenix/{shelf.NAME}"])
def test_what_cannot_be_opened_is_no_shelf(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the folder would be, or one that is no database: every process works the
    numbers out for itself, and nothing fails.
    """
    (tmp_path / broken).parent.mkdir(exist_ok=True)
    (tmp_path / broken).write_text("neither a folder nor a database, and long enough " * 100)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shelf.shelf.cache_clear()
    try:
        assert shelf.shelf() is None
    finally:
        shelf.shelf.cache_clear()
