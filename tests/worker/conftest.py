from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worker.post import Post, open_post


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = open_post(tmp_path / "data")
    yield post
    post.house.close()
