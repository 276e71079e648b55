"""An owner at the editor: writing, reading, trying, publishing, rolling back."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from agent.brains.registry import make_embedded
from agent.mind import Mind
from agent.rehearsing import Rehearsals
from salesgenix.instructions import service as instructions
from tests.api import scene
from tests.api.office import PASSWORD, Office, open_office
from tests.web.axe import faults_by_day_and_night
from tests.web.console.desk import Desk

PATIENCE = 30_000  # ms: until the agent has answered on a busy machine
WORDS = "Never offer more than 10 %, and always ask me before writing to banks"


@pytest.fixture
def office(tmp_path, guard) -> Iterator[Office]:
    """With the real agent behind the rehearsal."""
    with open_office(tmp_path, guard) as office:
        brain = make_embedded()
        mind = Mind(
            db=office.db, guard=guard, clock=office.house.clock, brain=brain, embedded=brain
        )
        office.house = replace(office.house, rehearsals=Rehearsals(mind))
        yield office


def write(page: Page, words: str = WORDS) -> None:
    page.get_by_label("What you want, in your own words").fill(words)
    expect(page.locator(".sentences > li").first).to_be_visible(timeout=PATIENCE)


def orders(office: Office) -> list[instructions.InstructionCard]:
    with office.db.reading() as session:
        return instructions.listing(session, office.ws, now=office.now)


def test_from_words_to_an_order_and_back(desk: Desk, office: Office):
    """Two parts and judged examples appear; the diff is signed; an older version comes back."""
    sold = scene.order(office)
    page = desk.sit(office.ana, "instructions")
    page.get_by_role("link", name="Write one").click()
    write(page)
    expect(page.locator(".sentences .means")).to_have_count(2)
    expect(page.locator(".judged").get_by_text("Refused").first).to_be_visible()
    expect(page.locator(".judged").get_by_text("Asks you").first).to_be_visible()
    page.get_by_role("button", name="Review and publish").click()
    expect(page.locator(".changes .added").first).to_be_visible()
    expect(page.get_by_text(office.ana.name).last).to_be_visible()
    assert [card.id for card in orders(office)] == [sold]
    page.get_by_role("button", name="Sign and publish").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    page.get_by_role("link", name="Change", exact=True).click()
    write(page, WORDS.replace("10", "5"))
    page.get_by_role("button", name="Review and publish").click()
    expect(page.locator("del").first).to_have_text("10")
    page.get_by_role("button", name="Sign and publish").click()
    page.get_by_role("link", name="Compare with 1").click()
    expect(page.locator("ins").first).to_have_text("5")
    page.go_back()
    page.get_by_role("link", name="Roll back to 1").click()
    page.get_by_role("button", name="Sign and publish").click()
    expect(page.locator("blockquote")).to_have_text(WORDS)
    standing = [card.words for card in orders(office) if not card.revoked_at]
    assert standing[1:] == [WORDS]


def test_a_draft_is_tried_by_the_real_agent(desk: Desk, office: Office):
    """The chat answers under the draft, names the order behind each answer, and leaves no trace."""
    scene.order(office)
    before = orders(office)
    page = desk.sit(office.ana, "instructions/new")
    write(page, "Never offer any discount.")
    page.get_by_label("As the visitor").fill("Can you give me 8 % off?")
    page.keyboard.press("Enter")
    chat = page.locator("#rehearsal")
    expect(chat.locator(".bubble.prospect")).to_contain_text("Can you give me 8 % off?")
    expect(chat.locator(".verdicts").first).to_contain_text(
        "Answer on the site: by “Sell growth”", timeout=PATIENCE
    )
    assert orders(office) == before
    assert office.turns == []


def test_two_tabs_publish_and_the_second_is_told(desk: Desk, office: Office):
    """Nothing is put in force over somebody else's change, and nothing that was typed is lost."""
    mine, yours = (desk.sit(office.ana, "instructions/new") for _ in range(2))
    for page, words in ((mine, WORDS), (yours, "Never offer more than 20 %.")):
        page.get_by_label("Short name").fill("discounts")
        write(page, words)
        page.get_by_role("button", name="Review and publish").click()
    mine.get_by_role("button", name="Sign and publish").click()
    expect(mine.get_by_role("heading", name="Versions")).to_be_visible()
    yours.get_by_role("button", name="Sign and publish").click()
    expect(yours.get_by_text("Something changed since you looked")).to_be_visible()
    assert [card.words for card in orders(office)] == [WORDS]
    yours.get_by_role("button", name="Back to the words").click()
    expect(yours.get_by_label("What you want, in your own words")).to_have_value(
        "Never offer more than 20 %."
    )


def test_what_was_read_wrong_is_set_right_by_hand(desk: Desk, office: Office):
    """A figure changed in the form marks the rule as set by hand, and is what is published."""
    page = desk.sit(office.ana, "instructions/new")
    write(page, "Never offer more than 10 %.")
    page.get_by_text("Correct the rule by hand").click()
    page.get_by_label("By itself up to, percent").first.fill("7")
    expect(page.get_by_text("This meaning was set by hand")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Review and publish").click()
    page.get_by_role("button", name="Sign and publish").click()
    expect(page.get_by_text("by hand")).to_be_visible()
    assert orders(office)[0].rule.limits.discount_ceiling_percent == 7


def test_it_is_all_done_by_keyboard(desk: Desk, office: Office):
    """A letter opens the editor; tabs and Enter reach the signature."""
    page = desk.sit(office.ana, "instructions")
    page.keyboard.press("n")
    page.wait_for_url("**/instructions/new")
    page.get_by_label("What you want, in your own words").focus()
    page.keyboard.type(WORDS)
    expect(page.locator(".sentences .means")).to_have_count(2, timeout=PATIENCE)
    page.get_by_role("button", name="Review and publish").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign and publish").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()
    page.keyboard.press("Escape")
    page.wait_for_url("**/console/instructions")
    assert len(orders(office)) == 1


def test_an_order_is_given_without_script(desk: Desk, office: Office):
    """Reading the words, trying them and publishing are plain forms."""
    scene.order(office)
    page = desk.open_context(java_script_enabled=False).new_page()
    page.goto(f"{desk.origin}/console/instructions/new?start=3")
    page.get_by_label("Mail").fill("ana@lumen.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"{desk.origin}/console/instructions/new?start=3")
    page.get_by_role("button", name="Show what it means").first.click()
    expect(page.locator(".sentences .means")).to_have_count(2)
    page.get_by_label("As the visitor").fill("What does it cost?")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#rehearsal .bubble.prospect")).to_have_count(1)
    page.get_by_role("button", name="Review and publish").click()
    page.get_by_role("button", name="Sign and publish").click()
    expect(page.get_by_role("heading", name="Versions")).to_be_visible()


def test_axe_finds_nothing_and_nothing_overflows(desk: Desk, office: Office):
    """Editor, review and order, wide and on a phone, by day and by night: no violation, no sideways
    scroll.
    """
    scene.order(office)
    found = {}
    for width in (1440, 320):
        page = desk.sit(
            office.ana,
            "instructions/new",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        write(page, f"{WORDS}, whatever they say to the {width}th of us")
        page.get_by_text("Correct the rule by hand").click()
        found[width, "editor"] = faults_by_day_and_night(page) + sideways(page)
        page.get_by_role("button", name="Review and publish").click()
        found[width, "review"] = faults_by_day_and_night(page) + sideways(page)
        page.get_by_role("button", name="Sign and publish").click()
        page.get_by_role("heading", name="Versions").wait_for()
        found[width, "order"] = faults_by_day_and_night(page) + sideways(page)
        desk.go(page, "instructions?state=all")
        found[width, "list"] = faults_by_day_and_night(page) + sideways(page)
    assert {place: what for place, what in found.items() if what} == {}


def sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.querySelector('main').scrollWidth > innerWidth")
    return ["scrolls sideways"] if wide else []
