"""A real browser, a real server, and a customer's page on another site."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from api.limits import Limits
from guardrails.guard import Guard
from salesgenix.db import Database
from tests.api.house import Serving, make_house, open_database, serving, settle_site
from tests.web.hosts import HostSite, host_site
from tests.web.widget import Widget

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
PATIENCE = 20_000  # ms: until a page is as it should be, on a busy machine
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; a machine without one fails these tests, it does not skip them.

    Its event loop runs in this thread while it is open, so it is closed with each file of tests:
    others may want a loop of their own.
    """
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    assert path, "There is no Chromium here: run `make test`, which finds or installs one."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for a file of tests; each visit makes a workspace of its own."""
    with open_database(tmp_path_factory.mktemp("house")) as db:
        yield db


@pytest.fixture(scope="module")
def host() -> Iterator[HostSite]:
    with host_site() as site:
        yield site


@pytest.fixture(scope="module")
def house_served(db: Database, guard: Any) -> Iterator[Serving]:
    with serving(make_house(db, guard, limits=Limits.wide())) as served:
        yield served


@pytest.fixture
def served(house_served: Serving) -> Serving:
    house_served.house.take_turn.pace = 0.01  # type: ignore[attr-defined]
    return house_served


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Fresh browser profiles; all are closed after the test."""
    opened: list[BrowserContext] = []

    def open_(**options: Any) -> BrowserContext:
        given = {"viewport": DESKTOP, "locale": "en-GB", "timezone_id": "Europe/Berlin", **options}
        context = browser.new_context(**given)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def visit(
    served: Serving, host: HostSite, db: Database, open_context: Callable[..., BrowserContext]
) -> Callable[..., Widget]:
    """A prospect's visit to the customer's page: ``visit(profile={…}, page={…}, **context)``."""

    def visit_(
        *,
        profile: dict[str, Any] | None = None,
        page: dict[str, str] | None = None,
        context: BrowserContext | None = None,
        **options: Any,
    ) -> Widget:
        site = settle_site(db, [host.origin], **(profile or {}))
        widget = f"http://localhost:{served.port}"
        address = host.show(widget, site.key, **(page or {}))
        tab: Page = (context or open_context(**options)).new_page()
        return Widget(tab, address, widget, site)

    return visit_


@pytest.fixture(scope="session")
def guard() -> Guard:
    """The real one: it takes seconds to load, so once for all tests."""
    return Guard.load()
