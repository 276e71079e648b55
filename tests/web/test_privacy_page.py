"""The public page for requests about data, in a real browser without a script of ours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from salesgenix.db import Database
from tests.api.house import Serving, settle_site
from tests.web.axe import faults

PHONE = {"width": 375, "height": 812}


@pytest.fixture
def address(served: Serving, db: Database) -> str:
    return f"http://localhost:{served.port}/privacy/{settle_site(db, []).key}"


def fill(page: Page) -> None:
    page.get_by_label("What would you like?").select_option("erase")
    page.get_by_label("Your mail address").fill("carla@customer.example")
    page.get_by_role("button").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(
    address: str, open_context: Callable[..., BrowserContext], scheme: str
) -> None:
    """Form, faults and thanks, with scripts switched off in the page's own policy; light, dark."""
    page = open_context(color_scheme=scheme, bypass_csp=True).new_page()
    page.goto(address)
    assert faults(page) == []
    page.get_by_role("button").click()
    page.get_by_role("alert").wait_for()
    assert faults(page) == []
    fill(page)
    page.get_by_role("heading", name="on its way").wait_for()
    assert faults(page) == []


def test_it_works_on_a_phone_without_scripts(
    address: str, open_context: Callable[..., BrowserContext]
) -> None:
    """Nothing is wider than the screen, and the request goes through with scripting off."""
    context = open_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    body = page.locator("body").bounding_box()
    form = page.locator("form").bounding_box()
    assert body is not None
    assert form is not None
    assert form["x"] >= 0
    assert form["x"] + form["width"] <= PHONE["width"]
    fill(page)
    page.get_by_role("heading", name="on its way").wait_for()
    page.go_back()
    page.get_by_role("link", name="Deutsch").click()
    page.get_by_role("heading", name="Ihre Daten").wait_for()
