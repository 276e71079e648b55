"""Keyboard, screen readers, small screens, no script at all."""

import pytest
from playwright.sync_api import expect

from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import ConversationCard
from salesgenix.decisions import service as decisions
from salesgenix.privacy.rules import RequestKind
from salesgenix.simulations import service as simulations
from salesgenix.simulations.trying import Tried
from tests.api import filed, scene
from tests.api.office import Office
from tests.salesgenix.simulations.runs import a_regression
from tests.web.axe import faults_by_day_and_night
from worker.simulations import Simulating

PAGES = [
    "inbox?tab=all",
    "approvals",
    "leads",
    "calendar",
    "outbox",
    "decisions",
    "decisions/3",
    "exports",
    "privacy",
    "privacy?tab=closed",
    "privacy/new",
    "privacy/erasures",
    "privacy/pii",
    "instructions",
    "instructions?state=all",
    "instructions/new?start=3",
    "knowledge",
    "knowledge/new",
    "simulations",
    "settings",
    "settings/calendars",
    "settings/channels",
    "_kit",
    "nowhere",
]


def about(office: Office, card: ConversationCard) -> list[str]:
    """The pages about one conversation: thread, lead, why it was answered so, why it is asked."""
    with office.db.reading() as session:
        made = decisions.listing(session, office.ws, conversation_ref=card.id)
        said = conversations.events_after(session, office.ws, card.id, after=0, for_prospect=False)
    turn = next(one.turn_id for one in made if one.turn_id)
    action = next(one.action_id for one in made if one.action_id)
    spoken = next(one.seq for one in said if one.actor == "agent")
    return [
        f"inbox/{card.id}",
        f"inbox/{card.id}/report/{spoken}",
        f"leads/{card.lead_id}",
        f"decisions/turn/{turn}",
        f"decisions/action/{action}",
    ]


def tried_pages(office: Office) -> list[str]:
    """A trial in which a locked rule broke."""
    with office.db.writing() as session:
        run = simulations.start(session, office.ws, Tried(), by=office.ana.id, now=office.now)
    work = Simulating(
        db=office.db, clock=office.house.clock, play=lambda job, tell, stopping: a_regression()
    )
    work.run()
    return [f"simulations/{run.id}"]


def filed_pages(office: Office) -> list[str]:
    """Requests at every point of their way."""
    return [f"privacy/requests/{card.id}" for card in filed.busy_desk(office).values()]


def test_a_whole_journey_by_keyboard(desk, office):
    """From the list into a thread, taking over, writing, handing back, approving, the palette."""
    card = scene.morning(office)
    page = desk.sit(office.ana, "settings")
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.wait_for_url("**/console/inbox")
    for _ in range(5):
        page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.evaluate("(id) => document.getElementById('row-' + id).focus()", str(card.id))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/inbox/{card.id}**")
    page.locator("sg-live[data-state=live]").wait_for(state="attached")
    page.keyboard.press("t")
    box = page.get_by_label("Reply", exact=True)
    box.wait_for()
    box.focus()
    page.keyboard.type("that is g a good question")
    expect(box).to_have_value("that is g a good question")
    page.keyboard.press("Control+Enter")
    expect(page.locator("li.bubble.rep")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(page.get_by_text("You are watching live.")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("a")
    page.wait_for_url("**/console/approvals")
    page.locator("sg-live[data-state=live]").wait_for(state="attached")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("decis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/decisions")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_single_letters_can_be_switched_off(desk, office):
    """With shortcuts off a letter does nothing; the palette still opens."""
    card = office.thread()
    page = desk.sit(office.ben, "settings")
    page.get_by_label("Off").check()
    page.get_by_role("button", name="Save").click()
    desk.go(page, f"inbox/{card.id}")
    page.keyboard.press("t")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_timeout(200)
    assert f"/inbox/{card.id}" in page.url
    assert office.card(card).control == "agent"
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


@pytest.mark.timeout(300)  # forty pages, twice: half a minute, and more on a busy machine
def test_axe_finds_nothing_on_any_page(desk, office):
    """All pages, the open thread in each state, popovers and dialogs: no violation by day or by
    night.
    """
    card, asked = scene.morning(office), filed_pages(office)
    doubtful = f"decisions/action/{scene.lost(office, card)}"
    size = {"width": 1440, "height": 900}
    page = desk.sit(office.ana, viewport=size, reduced_motion="reduce")
    found = {}
    for path in [*PAGES, *about(office, card), *asked, *tried_pages(office), doubtful]:
        page.goto(f"{desk.origin}/console/{path}")
        found[path] = faults_by_day_and_night(page)
    desk.go(page, f"inbox/{card.id}")
    page.locator(".why summary").first.click()
    page.locator(".why[open]").wait_for()
    found["why"] = faults_by_day_and_night(page)
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.get_by_text("You have this conversation.").wait_for()
    found["yours"] = faults_by_day_and_night(page)
    page.keyboard.press("Control+k")
    page.locator("#palette").wait_for()
    found["palette"] = faults_by_day_and_night(page)
    page.keyboard.press("Escape")
    page.get_by_label("Reply", exact=True).focus()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    found["shortcuts"] = faults_by_day_and_night(page)
    desk.go(page, "instructions")
    page.get_by_role("button", name="Pause all agents").first.click()
    found["pause"] = faults_by_day_and_night(page)
    page.context.clear_cookies()
    page.goto(f"{desk.origin}/console/sign-in")
    found["door"] = faults_by_day_and_night(page)
    assert {place: what for place, what in found.items() if what} == {}


def test_nothing_overflows_on_a_narrow_screen(desk, office):
    """At 320 pixels no page scrolls sideways, and every target is at least 24 pixels."""
    card, asked = scene.morning(office), filed_pages(office)
    page = desk.sit(office.ana, viewport={"width": 320, "height": 640}, has_touch=True)
    wide, small = {}, {}
    for path in [*PAGES, *about(office, card), *asked, *tried_pages(office)]:
        page.goto(f"{desk.origin}/console/{path}")
        width = page.evaluate(
            """() => Math.max(...['html', 'main']
            .map((name) => document.querySelector(name).scrollWidth))"""
        )
        if width > 320:
            wide[path] = width
        tiny = page.evaluate(
            """() => [...document.querySelectorAll('button, .btn, select, summary, .tabs a')]
            .filter((one) => one.offsetParent && !one.matches('.away'))
            .filter((one) => one.getBoundingClientRect().height < 24)
            .map((one) => one.outerHTML.slice(0, 80))"""
        )
        if tiny:
            small[path] = tiny
    assert (wide, small) == ({}, {})


def test_a_phone_goes_from_list_to_thread_and_back(desk, office):
    """One pane at a time, the bar at the bottom, the lead behind a button."""
    card = scene.morning(office)
    page = desk.sit(office.ana, "inbox?tab=all", viewport={"width": 390, "height": 844})
    expect(page.get_by_role("navigation", name="Main, short")).to_be_visible()
    page.locator(f"#row-{card.id}").click()
    expect(page.get_by_role("button", name="Take over")).to_be_visible()
    page.get_by_role("button", name="About this lead").click()
    expect(page.get_by_text("Nube Logistics").last).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).last.click()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("#list")).to_be_visible()


def test_it_works_without_script(desk, office):
    """Signing in, reading, taking over and writing are plain links and forms."""
    card = office.thread()
    office.write(card, "Hello?")
    context = desk.open_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk.origin}/console/inbox/{card.id}")
    page.get_by_label("Mail").fill("ana@lumen.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("li.bubble.prospect")).to_contain_text("Hello?")
    page.get_by_role("button", name="Take over").click()
    page.get_by_label("Reply", exact=True).fill("Good morning")
    page.get_by_role("button", name="Send Ctrl").click()
    expect(page.locator("li.bubble.rep")).to_contain_text("Good morning")


def test_a_request_is_answered_by_keyboard(desk, office):
    """From the list to the order, the box, and the button; a second press in an old tab is told."""
    rosa = filed.person(office, "Rosa Lind", "rosa@lind.example")
    card = filed.vouched(office, RequestKind.ERASE, rosa, words="Delete me.")
    page, old = desk.sit(office.ana, "settings"), desk.sit(office.ana, "settings")
    desk.go(old, f"privacy/requests/{card.id}")
    old.evaluate("() => document.querySelector('sg-live').close()")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/console/privacy")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/privacy/requests/{card.id}")
    page.get_by_label("I want everything else destroyed").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The erasure")).to_be_visible()
    expect(page.get_by_text("Being carried out")).to_be_visible()
    old.get_by_label("I want everything else destroyed").check()
    old.get_by_role("button", name="Approve and erase").click()
    expect(old.locator(".toast.wrong")).to_contain_text("You have decided this already")
    expect(old.get_by_role("heading", name="The erasure")).to_be_visible()


def test_a_correction_is_ordered_without_script(desk, office):
    """Choosing the field, reading the order, giving the value: links and forms do it all."""
    paul = filed.person(office, "Paul Weiss", "paul@weiss.example")
    card = filed.vouched(office, RequestKind.RECTIFY, paul)
    page = desk.open_context(java_script_enabled=False).new_page()
    page.goto(f"{desk.origin}/console/privacy/requests/{card.id}")
    page.get_by_label("Mail").fill("ana@lumen.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Which field is wrong").select_option("name")
    page.get_by_role("button", name="Show the order").click()
    expect(page.get_by_text("Correct the field “name”")).to_be_visible()
    page.get_by_label("What is right").fill("Paula Weiss")
    page.get_by_role("button", name="Approve and carry out").click()
    expect(page.get_by_text("Answered", exact=True)).to_be_visible()
