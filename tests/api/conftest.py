"""An office, and clients signed in to it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.members import COOKIE, csrf_of
from salesgenix.accounts.service import MemberCard
from tests.api.office import Office, open_office


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
