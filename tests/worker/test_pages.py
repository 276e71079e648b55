"""The worker reads what pages mean before anybody asks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.brains.playbook.finding import likeness
from agent.brains.playbook.quoting.fragments import Passage
from agent.understanding import shelf
from tests.meaning import needs_model
from tests.worker.post import Post
from worker.keeping import Keeping
from worker.pages import PIECES, read_new_pages

SENTENCES = 2


@pytest.fixture
def empty_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shelf.shelf.cache_clear()
    yield
    shelf.shelf.cache_clear()


@needs_model
@pytest.mark.usefixtures("empty_shelf")
def test_new_pages_are_read_a_few_pieces_a_round_and_once(post: Post) -> None:
    """A full round reads so many and the next goes on at once, in whatever process; what was read
    is not read again.
    """
    keeping = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    other = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    assert [read_new_pages(keeping), read_new_pages(keeping)] == [PIECES, PIECES]
    assert read_new_pages(other) == PIECES
    page = Passage("1", "Returns", "Returns", "You have 30 days. We pay the way back.", 0)
    assert likeness.prepare((page,), most=9) == SENTENCES
    assert likeness.prepare((page,), most=9) == 0
