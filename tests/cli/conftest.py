import io
import logging
import os
import sys
from collections.abc import Callable, Iterator

import pytest
import structlog

from cli import main

Called = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """A command that runs in this process sets up logging for it; other tests want theirs."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def call(monkeypatch, capsys) -> Called:
    """Runs a command in this process, as the console script would; its exit code and words."""
    for name in [name for name in os.environ if name.startswith(("SALESGENIX_", "OPENAI_"))]:
        monkeypatch.delenv(name)

    def call_(*arguments: object, typed: bytes = b"", **variables: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["salesgenix", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main.run()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return int(ended.value.code or 0), said.out, said.err

    return call_
