"""The guard's page and a mark in a thread, in a real browser."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from agent.receiving import take_message
from tests.web.axe import faults


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_an_owner_tightens_teaches_and_tries(desk, office, scheme, width):
    """A missed name is selected in a message and marked, a cell is tightened after a look at what
    it means, a text is tried: no wider than the screen, and nothing for axe to say.
    """
    card = office.thread("")
    said = "my name is Carla Jensen, ask grey fjord about my card 4111 1111 1111 1111"
    take_message(office.house, office.ws, card.id, text=said, client_id=str(uuid4()))
    page = desk.sit(
        office.ana,
        f"inbox/{card.id}/hidden/1",
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    expect(page.locator("mark.kept-in")).to_have_text(["Carla Jensen"])
    assert faults(page) == []
    quote = page.locator("sg-pick blockquote")
    quote.evaluate(
        """(said) => {
          const last = said.lastChild, at = last.data.indexOf("grey fjord");
          getSelection().setBaseAndExtent(last, at, last, at + 10);
        }"""
    )
    quote.dispatch_event("pointerup")
    expect(page.get_by_label("Something personal was missed")).to_have_value("grey fjord")
    page.get_by_role("button", name="This is personal").click()
    expect(page.get_by_text("From now on the guard reads new messages so.")).to_be_visible()
    desk.go(page, "privacy/pii")
    page.get_by_role("button", name="card number, visitor to model").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Blocked").check()
    assert faults(page) == []
    dialog.get_by_role("button", name="Set it so").click()
    expect(page.get_by_text("set by you")).to_have_count(1)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_label("A message as a visitor").fill("Grey Fjord is late")
    page.get_by_role("button", name="Show what happens").click()
    expect(page.locator(".tried")).to_contain_text("<<PERSON_1>> is late")
