"""Writing workspace files."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.salesgenix.workspaces.orchard import FILE, PAGES

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes the file, with some of its text replaced, and its pages; returns the file's path."""

    def write(*replacements: tuple[str, str], pages: dict[str, str] | None = None) -> Path:
        home = tmp_path / "home"
        folder = home / "pages"
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.rglob("*.md"):
            old.unlink()
        for name, text in (PAGES if pages is None else pages).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(dedent(text))
        text = dedent(FILE)
        for old_words, new_words in replacements:
            assert old_words in text, old_words
            text = text.replace(old_words, new_words)
        path = home / "workspace.yaml"
        path.write_text(text)
        return path

    return write
