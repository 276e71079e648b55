"""The worker reads what pages mean before anybody asks."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from agent.understanding import meaning, shelf
from tests.worker.post import Post
from worker.keeping import Keeping
from worker.pages import PIECES, read_new_pages

needs_the_model = pytest.mark.skipif(
    not meaning.is_there(), reason="no model of meaning runs on this machine"
)


@pytest.fixture
def empty_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shelf.shelf.cache_clear()
    yield
    shelf.shelf.cache_clear()


@needs_the_model
@pytest.mark.usefixtures("empty_shelf")
def test_new_pages_are_read_a_few_pieces_a_round_and_once(post: Post) -> None:
    """A full round reads so many and the next goes on at once; what was read is never read again,
    by no process, and rounds with nothing new cost a look every half minute.
    """
    keeping = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    rounds = [read_new_pages(keeping)]
    while rounds[-1]:
        rounds.append(read_new_pages(keeping))
    assert rounds[0] == PIECES
    assert all(read == PIECES for read in rounds[:-2])
    post.clock.set(post.clock.now() + timedelta(minutes=1))
    assert read_new_pages(keeping) == 0
    other = Keeping(db=post.house.db, clock=post.clock, settings=post.house.settings)
    assert read_new_pages(other) == 0
