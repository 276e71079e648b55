"""An office served to real browsers, with the real guard."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from guardrails.guard import Guard
from tests.api.house import serving
from tests.api.office import Office, open_office
from tests.web.console.desk import Desk


@pytest.fixture(scope="session")
def guard() -> Guard:
    """The real one: it takes seconds to load."""
    return Guard.load()


@pytest.fixture
def office(tmp_path, guard) -> Iterator[Office]:
    with open_office(tmp_path, guard) as office:
        yield office


@pytest.fixture
def desk(office: Office, open_context: Callable[..., BrowserContext]) -> Iterator[Desk]:
    """Signs members in, each in a browser of their own; no page may log an error."""
    with serving(office.house) as served:
        desk = Desk(office, served, open_context)
        yield desk
        assert desk.complaints == []
