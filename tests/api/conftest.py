"""A served house and a stranger's client; an office and clients signed in to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.limits import Limits
from api.members import COOKIE, csrf_of
from guardrails.guard import Guard
from salesgenix.accounts.service import MemberCard, SiteCard
from salesgenix.db import Database
from tests.api.house import Serving, make_house, open_database, serving, settle_site
from tests.api.office import Office, open_office

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


@pytest.fixture(scope="session")
def guard() -> Guard:
    """The real one: it takes seconds to load, so once for all tests."""
    return Guard.load()


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    with open_office(tmp_path) as office:
        yield office


class Browser(TestClient):
    """Signed in by cookie, as a browser is; ``form`` posts what a page's own form would."""

    csrf = ""

    def form(self, path: str, **fields):
        return self.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=False)


@pytest.fixture
def visit(office) -> Iterator[Callable[[MemberCard | None], Browser]]:
    """Opens a browser for a member; all share one running app."""
    app = create_app(office.house)
    with ExitStack() as stack:
        stack.enter_context(TestClient(app))

        def open_(member: MemberCard | None) -> Browser:
            browser = Browser(app, base_url="http://testserver", follow_redirects=False)
            if member is not None:
                token = office.token(member)
                browser.cookies.set(COOKIE, token)
                browser.csrf = csrf_of(token)
            return browser

        yield open_
