from collections.abc import Iterator

import pytest

from tests.integrations.calendar.dav_server import Radicale, serving


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with serving(tmp_path_factory.mktemp("radicale")) as server:
        yield server
