"""Approvals in the browser."""

import pytest
from playwright.sync_api import expect

from salesgenix.actions import service as actions
from tests.api import scene


@pytest.fixture
def asked(office):
    scene.order(office)
    card = office.thread()
    office.write(card, "Could you do 15 percent?")
    return scene.ask_discount(office, card)


def state_of(office, asked):
    with office.db.reading() as session:
        return actions.approval(session, office.ws, asked)


def test_a_double_press_and_two_tabs_decide_once(desk, office, asked):
    """Pressing Approve twice, and again in a second tab that had not noticed, is one action."""
    ben, ana = desk.sit(office.ben, "approvals"), desk.sit(office.ana, "approvals")
    ana.evaluate("() => document.querySelector('sg-live').close()")
    ben.get_by_role("button", name="Approve", exact=False).first.dblclick()
    expect(ben.get_by_text("Nothing waits for you")).to_be_visible()
    ana.get_by_role("button", name="Approve", exact=False).first.click()
    expect(ana.locator(".toast.wrong")).to_contain_text("Ben Ortiz was faster: approved.")
    expect(ana.get_by_text("Nothing waits for you")).to_be_visible()
    card = state_of(office, asked)
    assert (card.state, card.action.state) == ("approved", "done")
    expect(ben.locator(".agenda li")).to_have_count(1)


def test_a_changed_figure_is_what_happens(desk, office, asked):
    """The typed form changes the figure and approves that."""
    page = desk.sit(office.ana, "approvals")
    page.get_by_text("Change and approve").click()
    page.get_by_label("Discount in percent").fill("12")
    page.get_by_role("button", name="Approve this").click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert state_of(office, asked).action.arguments["percent"] == 12


def test_an_approval_appears_by_itself_and_is_rejected_with_a_reason(desk, office):
    """The rail's figure and the card come without a reload; the reason is kept."""
    scene.order(office)
    card = office.thread()
    page = desk.sit(office.ben, "approvals")
    asked = scene.ask_discount(office, card)
    expect(page.locator("[data-badge=approvals]").first).to_have_attribute("data-count", "1")
    page.keyboard.press("r")
    box = page.get_by_label("Reason, for the agent and the record")
    expect(box).to_be_focused()
    box.fill("Not under two years")
    page.get_by_role("button", name="Reject", exact=True).click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert state_of(office, asked).reason == "Not under two years"
