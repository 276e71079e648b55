"""A served house for each test, and a client that speaks to it like a stranger would."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.limits import Limits
from salesgenix.accounts.service import SiteCard
from salesgenix.db import Database
from tests.api.house import Serving, make_house, open_database, serving, settle_site

ORIGIN = "https://www.northwind.example"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with open_database(tmp_path) as db:
        yield db


@pytest.fixture
def site(db: Database) -> SiteCard:
    """A site at ``ORIGIN``."""
    return settle_site(db, [ORIGIN])


@pytest.fixture
def served(db: Database, site: SiteCard, guard) -> Iterator[Serving]:
    with serving(make_house(db, guard, limits=Limits.wide())) as served:
        yield served


@pytest.fixture
def client(served: Serving) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=10) as client:
        yield client


class PlainGuard:
    def inbound(self, text, **how):
        class Seen:
            stored = text

        return Seen


@pytest.fixture(scope="session")
def guard():
    return PlainGuard()
