"""Approvals in the browser."""

import pytest
from playwright.sync_api import expect

from salesgenix.actions import service as actions
from tests.api import scene
from tests.web.axe import faults


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


def test_the_page_by_keyboard(desk, office):
    """Between cards with j and k; change, answer, select and approve several without a mouse."""
    asked = scene.queue(office)
    page = desk.sit(office.ana, "approvals")
    page.keyboard.press("j")
    page.keyboard.press("e")
    figure = page.get_by_label("Discount in percent")
    expect(figure).to_be_focused()
    figure.fill("0")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Write a whole number, 1 to 100.")).to_be_visible()
    expect(figure).to_be_focused()
    expect(figure).to_have_value("0")
    figure.fill("12")
    page.keyboard.press("Enter")
    expect(page.locator(f"#a{asked['discount']}")).to_have_count(0)
    assert state_of(office, asked["discount"]).action.arguments["percent"] == 12
    page.keyboard.press("j")
    page.keyboard.press("q")
    expect(page.get_by_label("What the agent should do instead").first).to_be_focused()
    page.keyboard.type("Offer a call first")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#a{asked['mail']}")).to_have_count(0)
    assert state_of(office, asked["mail"]).state == "answered"
    for _ in range(3):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.get_by_role("button", name="Read and approve 3 selected")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.press("x")
    page.get_by_role("button", name="Read and approve 2 selected").press("Enter")
    page.get_by_role("button", name="Approve these 2").press("Enter")
    expect(page.get_by_text("What became of each")).to_be_visible()
    left = [state_of(office, asked[name]).state for name in ("Priya Raman", "Kenji Mori")]
    assert left == ["approved", "pending"]
    assert state_of(office, asked["Dana Whitfield"]).action.state == "done"


def test_what_is_typed_outlives_a_change_and_a_colleague(desk, office):
    """A price changes and Ben decides elsewhere while Ana writes: her words stay where they are."""
    asked = scene.queue(office)
    page = desk.sit(office.ana, "approvals")
    page.locator(f"#a{asked['discount']}").get_by_text("Change and approve").click()
    note = page.get_by_label("Note for the record").first
    note.fill("For two years")
    page.locator(f"#pick-{asked['Priya Raman']}").check()
    page.locator(f"#a{asked['discount']}").get_by_text("Change and approve").click()
    scene.prices(office, 59)
    other = asked["Kenji Mori"]
    with office.db.writing() as session:
        actions.decide_approval(
            session,
            office.ws,
            other,
            office.ben.id,
            verb="approve",
            digest=actions.approval(session, office.ws, other).digest,
            now=office.now,
        )
    expect(page.locator(f"#a{other}")).to_have_count(0)
    expect(page.get_by_text("Changed while this waited").first).to_be_visible()
    expect(note).to_have_value("For two years")
    expect(note).to_be_visible()
    expect(page.locator(f"#pick-{asked['Priya Raman']}")).to_be_checked()


def test_a_decision_on_its_way_says_so(desk, office, asked):
    """While the server is at other work the card says Sending; when it is free the card is gone."""
    page = desk.sit(office.ben, "approvals")
    with office.db.writing():
        page.keyboard.press("a")
        expect(page.get_by_text("Sending", exact=True)).to_be_visible()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert state_of(office, asked).state == "approved"


def test_a_decision_that_did_not_arrive_says_so_and_can_be_tried_again(desk, office, asked):
    """The line is cut when Approve is pressed: failed, with the way to try again."""
    page = desk.sit(office.ben, "approvals")
    page.context.set_offline(True)
    page.keyboard.press("a")
    again = page.get_by_role("button", name="Try again")
    expect(again).to_be_focused()
    assert state_of(office, asked).state == "pending"
    page.context.set_offline(False)
    again.click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    assert state_of(office, asked).state == "approved"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_full_queue(desk, office, scheme):
    """Cards that changed, a mail, open forms, the list to read and what came of it."""
    asked = scene.queue(office)
    scene.prices(office, 59)
    page = desk.sit(office.ana, "approvals", color_scheme=scheme)
    found = faults(page)
    for key in ("e", "q"):
        page.keyboard.press("j")
        page.keyboard.press(key)
        found += faults(page)
        page.keyboard.press("Escape")
    for name in ("Priya Raman", "Kenji Mori"):
        page.locator(f"#pick-{asked[name]}").check()
    page.get_by_role("button", name="Read and approve").click()
    found += faults(page)
    page.get_by_role("button", name="Approve these 2").click()
    expect(page.get_by_text("What became of each")).to_be_visible()
    assert found + faults(page) == []


def test_it_fits_a_phone_and_needs_no_script(desk, office):
    """Nothing is wider than 390 px; with scripts off a card is decided and says what came of it."""
    scene.queue(office)
    size = {"width": 390, "height": 844}
    phone = desk.sit(office.ben, "login", viewport=size, java_script_enabled=False)
    phone.goto(f"{desk.origin}/console/approvals")
    boxes = [box.bounding_box() for box in phone.locator("article").all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    phone.locator("summary").filter(has_text="Reject").first.click()
    phone.get_by_label("Reason, for the agent and the record").first.fill("Not now")
    phone.get_by_role("button", name="Reject", exact=True).first.click()
    expect(phone.get_by_text("Rejected: Offer a discount of 15 %")).to_be_visible()
