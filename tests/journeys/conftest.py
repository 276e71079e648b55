"""One guard for all journeys, since it takes seconds to load; a fresh company for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from guardrails.guard import Guard
from tests.journeys.company import Company, open_company
from tests.journeys.mail import Post, open_post


@pytest.fixture(scope="session")
def guard() -> Guard:
    return Guard.load()


@pytest.fixture
def company(tmp_path: Path, guard: Guard) -> Iterator[Company]:
    with open_company(tmp_path / "data", guard) as company:
        yield company


@pytest.fixture
def post(company: Company) -> Post:
    return open_post(company)
