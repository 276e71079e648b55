"""From a question nothing answered to a page, in a real browser."""

from playwright.sync_api import expect

from tests.api import scene
from tests.api.test_knowledge import ask
from tests.web.axe import faults


def test_an_owner_answers_after_a_look_at_what_the_agent_would_say(desk, office):
    """Like questions stand together; the preview quotes the draft; saved, they are off the list and
    the page stands among the others: no wider than the screen, and nothing for axe to say.
    """
    scene.prices(office)
    ask(office, "Do you integrate with Okta?")
    ask(office, "Gibt es eine Anbindung an Okta?", "Jan Vogt")
    page = desk.sit(office.ana, "knowledge", viewport={"width": 390, "height": 900})
    expect(page.get_by_text("Asked 2 times")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Write the answer").click()
    page.get_by_label("Title").fill("Single sign-on with Okta")
    page.get_by_label("The answer").fill("Single sign-on with Okta is in every plan.")
    page.get_by_role("button", name="Show the answer").click()
    replies = page.locator(".tryout .reply")
    expect(replies.filter(has_text="is in every plan").first).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Save and tell who asked").click()
    expect(page.get_by_text("2 questions are off the list")).to_be_visible()
    assert faults(page) == []
    desk.go(page, "knowledge")
    expect(page.get_by_text("Nothing is waiting for an answer")).to_be_visible()
    expect(page.get_by_role("link", name="Single sign-on with Okta")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
