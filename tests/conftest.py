"""How the tests are shared out between processes."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests import servers

HERE = Path(__file__).parent
ONCE_FOR_A_FILE = 'scope="module"'


class Together(LoadScopeScheduling):
    """What is made once for a file (a browser, a served sandbox, a measured set) is made in one
    process: the tests of a file that shares such a thing stay together, and go first; any other
    test goes wherever there is time. Marks cannot say it: xdist 3.8 writes a group into a node's
    id in a way that pytest 9 no longer reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if _shares(Path(file)) else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


@cache
def _shares(file: Path) -> bool:
    """Whether a fixture of the file, or of a folder's ``conftest.py`` above it, has that scope."""
    folders = (HERE.parent / file).parents
    sources = [folder / "conftest.py" for folder in folders if HERE in folder.parents]
    return any(
        source.exists() and ONCE_FOR_A_FILE in source.read_text(encoding="utf-8")
        for source in [HERE.parent / file, *sources]
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["servers"] = servers.told_by_a_process()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    told = getattr(node, "workeroutput", {}).get("servers")
    if told:
        servers.heard(told)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Which of the real servers the tests have spoken to."""
    line = servers.summary()
    if line:
        terminalreporter.write_line(line)
