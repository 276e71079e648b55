"""Supervising live: seeing at once, taking over, handing back."""

import time
from uuid import uuid4

import httpx
from playwright.sync_api import expect

from salesgenix.conversations import service as conversations
from tests.api import scene


def test_a_rep_sees_a_message_as_it_is_written(desk, office):
    """A prospect's words are in the open thread at once, the list moves them to the
    top, and neither focus nor what the rep is writing is lost."""
    first, second = office.thread("Carla Moreno"), office.thread("Kenji Mori")
    office.write(second, "Can you match last year's quote?")
    page = desk.sit(office.ben, f"inbox/{first.id}?tab=all")
    page.keyboard.press("t")
    box = page.get_by_label("Reply", exact=True)
    box.fill("I am writing to you")
    office.house.hub.publish(first.id, "typing", {"actor": "prospect", "on": True})
    expect(page.locator("[data-typing]")).to_be_visible()
    began = time.monotonic()
    office.write(first, "Which plan fits forty people?")
    page.locator("li.bubble.prospect").wait_for()
    assert time.monotonic() - began < 10  # soon, on a machine that may be busy
    expect(page.locator("a.thread-row .name").first).to_have_text("Carla Moreno")
    expect(box).to_be_focused()
    expect(box).to_have_value("I am writing to you")


def test_a_draft_grows_and_gives_way_to_the_message(desk, office):
    """What the agent is writing shows with a caret, hidden from screen readers; the final message
    stands there once."""
    card = office.thread()
    office.write(card, "What does it cost?")
    page = desk.sit(office.ben, f"inbox/{card.id}")
    turn = uuid4()
    for piece in ("For 40 ", "people "):
        office.house.hub.publish(card.id, "delta", {"turn": str(turn), "text": piece})
    draft = page.locator("li.draft")
    expect(draft.locator(".say")).to_have_text("For 40 people ")
    assert draft.get_attribute("aria-hidden") == "true"
    scene.speak(office, card, scene.ANSWER, turn)
    expect(page.locator("li.bubble.agent .say")).to_have_count(1)
    expect(draft).to_have_count(0)
    page.locator(".why summary").click()
    why = page.locator(".why .pop-body")
    tool, order = "Looked into the knowledge pages", "an instruction of the owner"
    for words in (tool, "embedded", order, "Decision"):
        expect(why).to_contain_text(words)


def test_a_cut_line_loses_and_repeats_nothing(desk, office):
    """After the line was cut, every message is in the thread once and in order."""
    card = office.thread()
    page = desk.sit(office.ben, f"inbox/{card.id}")
    for number in range(3):
        office.write(card, f"Message {number}")
        desk.served.cut_lines()
        office.write(card, f"Message {number} again")
        time.sleep(0.3)
    expect(page.locator("li.bubble.prospect")).to_have_count(6, timeout=15_000)
    said = page.locator("li.bubble.prospect .say").all_inner_texts()
    wanted = [f"Message {n}{more}" for n in range(3) for more in ("", " again")]
    assert [text.removeprefix("Carla Moreno:\n") for text in said] == wanted


def test_two_reps_press_take_over_together(desk, office):
    """One wins; the other is told who has it and sees it on the page."""
    card = office.thread()
    ana, ben = desk.sit(office.ana, f"inbox/{card.id}"), desk.sit(office.ben, f"inbox/{card.id}")
    for page in (ana, ben):  # Ana's page must not yet know of Ben's press
        page.evaluate("() => document.querySelector('sg-live').close()")
    ben.get_by_role("button", name="Take over").click()
    expect(ben.get_by_text("You have this conversation.")).to_be_visible()
    ana.get_by_role("button", name="Take over").click()
    expect(ana.locator(".toast")).to_contain_text("Someone else was faster")
    expect(ana.get_by_text("Ben Ortiz has this conversation.")).to_be_visible()
    assert office.card(card).control_member_id == office.ben.id


def test_a_rep_takes_over_writes_and_hands_back(desk, office):
    """The reply is in the thread once and the box is empty; hand-back wakes the agent."""
    card = office.thread()
    page = desk.sit(office.ben, f"inbox/{card.id}")
    page.get_by_role("button", name="Take over").click()
    box = page.get_by_label("Reply", exact=True)
    box.fill("Hello Carla, my card is 4111 1111 1111 1111")
    box.press("Control+Enter")
    expect(page.locator("li.bubble.rep .say")).to_have_count(1)
    expect(box).to_have_value("")
    assert "4111 1111" not in page.locator("li.bubble.rep .say").inner_text()
    office.write(card, "Are you still there?")
    expect(page.locator("li.bubble.prospect")).to_have_count(1)
    page.get_by_role("button", name="Hand back h").click()
    expect(page.get_by_text("You are watching live.")).to_be_visible()
    assert office.turns_within(3) == 1


def test_notes_never_reach_the_visitors_line(desk, office):
    """In the raw bytes of the visitor's stream and long poll there is no note and no approval."""
    with office.db.writing() as session:
        opened = conversations.open_conversation(
            session, office.ws, channel="widget", now=office.now, zone="Europe/Madrid"
        )
    card = opened.conversation
    page = desk.sit(office.ben, f"inbox/{card.id}")
    page.get_by_text("Add a note for the team").click()
    page.get_by_label("Note for the team").fill("She is the buyer, be quick")
    page.get_by_role("button", name="Keep note").click()
    expect(page.locator("li.note")).to_contain_text("She is the buyer")
    scene.order(office)
    scene.ask_discount(office, card)
    page.get_by_role("button", name="Take over").click()
    page.get_by_label("Reply", exact=True).fill("Good morning")
    page.get_by_role("button", name="Send Ctrl").click()
    expect(page.locator("li.bubble.rep")).to_be_visible()
    headers = {"Authorization": f"Bearer {opened.token}"}
    address = f"{desk.origin}/w/v1/events?after=0"
    body = b""
    with httpx.stream("GET", address, headers=headers, timeout=10) as answer:
        for piece in answer.iter_raw():
            body += piece
            if b"Good morning" in body:
                break
    assert b"buyer" not in body
    assert b"approval" not in body
    poll = httpx.get(f"{address}&wait=1", headers=headers, timeout=10)
    assert b"buyer" not in poll.content
