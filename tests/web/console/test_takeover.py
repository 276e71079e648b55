"""Stepping in at a browser: the key, the whisper, the colleague, the clock."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from agent import queueing
from agent.understanding.whispers import read_whisper
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from tests.api import scene
from tests.web.axe import faults


def test_a_rep_takes_over_by_key_and_sends_and_hands_back_by_keys(desk, office):
    """``t`` takes it; Ctrl+Shift+Enter sends and lets go; the thread says what the agent was
    told."""
    card = office.thread()
    office.write(card, "What would 40 seats cost?")
    page = desk.sit(office.ben, f"inbox/{card.id}")
    page.keyboard.press("t")
    box = page.get_by_label("Reply", exact=True)
    box.fill("You get 8 % off for 40 seats. I will send the paper.")
    box.press("Control+Shift+Enter")
    expect(page.get_by_text("You are watching live.")).to_be_visible()
    told = page.locator("details.told")
    expect(told).to_contain_text("You get 8 % off for 40 seats.")
    expect(told).to_contain_text("Promised")
    assert office.card(card).control == "agent"
    assert faults(page) == []


def test_a_whisper_is_the_teams_and_one_that_is_not_understood_is_said(desk, office):
    """``w`` opens the box; the whisper stands in the thread and in no prospect's log; of one that
    the agent cannot act on a note says so."""
    read_whisper("hello", now=office.now, zone="UTC")  # as a serving house has: lexicons are read
    card = office.thread()
    page = desk.sit(office.ben, f"inbox/{card.id}")
    page.keyboard.press("w")
    box = page.get_by_label("Whisper", exact=True)
    expect(box).to_be_focused()
    box.fill("offer Thursday")
    box.press("Control+Enter")
    expect(page.locator("li.note.whisper")).to_contain_text("offer Thursday")
    box = page.get_by_label("Whisper", exact=True)
    expect(box).to_have_value("")
    box.fill("give 50 % off")
    box.press("Control+Enter")
    expect(page.locator("li.note").last).to_contain_text("will not act on it")
    with office.db.reading() as session:
        seen = conversations.events_after(session, office.ws, card.id, after=0, for_prospect=True)
    assert seen == []
    assert faults(page) == []


def test_a_colleague_has_it_and_it_is_taken_from_them_in_the_open(desk, office):
    """Ana sees who has it and reads only; she takes it by a button that names Ben; Ben is told."""
    card = office.thread()
    ben, ana = desk.sit(office.ben, f"inbox/{card.id}"), desk.sit(office.ana, f"inbox/{card.id}")
    ben.keyboard.press("t")
    expect(ben.get_by_text("You have this conversation.")).to_be_visible()
    expect(ana.get_by_text("Ben Ortiz has this conversation.")).to_be_visible()
    expect(ana.get_by_label("Reply", exact=True)).to_have_count(0)
    ana.get_by_role("button", name="Take over from Ben").click()
    expect(ana.get_by_text("You have this conversation.")).to_be_visible()
    expect(ben.locator(".toast")).to_contain_text("Ana Duarte has taken this conversation over")
    expect(ben.get_by_text("Ana Duarte has this conversation.")).to_be_visible()
    expect(ben.locator("li.line").last).to_contain_text("Ana Duarte took over from Ben Ortiz")


def test_after_the_queue_time_both_sides_read_the_same(desk, office):
    """On a set clock: two minutes after a visitor asked for a person the thread shows what they
    were told; nobody had to reload."""
    office.house.clock.set(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    card = scene.waiting(office)
    page = desk.sit(office.ben, f"inbox/{card.id}")
    office.house.clock.set(office.now + timedelta(minutes=2))
    with office.db.writing() as session:
        for waiting in queueing.overdue(session, office.now):
            assert queueing.tell_overdue(session, waiting, now=office.now)
    expect(page.locator("li.bubble").last).to_contain_text("Nobody of the team has been free")
    expect(page.get_by_text("Wants a person").first).to_be_visible()


def test_what_comes_while_a_takeover_is_answered_stays(desk, office):
    """A note that reaches the thread before the page of the takeover does is still there after."""
    card = office.thread()
    page = desk.sit(office.ben, f"inbox/{card.id}")

    def slowly(route):
        answer = route.fetch()
        with office.db.writing() as session:
            event = NewEvent(kind=EventKind.NOTE, actor=Actor.SYSTEM, payload={"text": "meanwhile"})
            conversations.append(session, office.ws, card.id, event, now=office.now)
        expect(page.locator("li.note")).to_contain_text("meanwhile")
        route.fulfill(response=answer)

    page.route("**/take", slowly)
    desk.go(page, f"inbox/{card.id}")  # what is asked by a page loaded before may pass it by
    page.keyboard.press("t")
    expect(page.get_by_text("You have this conversation.")).to_be_visible()
    expect(page.locator("li.note")).to_contain_text("meanwhile")


def test_a_draft_ends_with_the_takeover(desk, office):
    """What the agent was writing goes when Ben takes over, and a late piece brings nothing back."""
    card = office.thread()
    page = desk.sit(office.ben, f"inbox/{card.id}")
    late = {"turn": "one", "text": "For 40 people "}
    office.house.hub.publish(card.id, "delta", late)
    expect(page.locator("li.draft")).to_have_count(1)
    page.keyboard.press("t")
    expect(page.locator("li.draft")).to_have_count(0)
    office.house.hub.publish(card.id, "delta", late)
    with office.db.writing() as session:
        event = NewEvent(kind=EventKind.NOTE, actor=Actor.SYSTEM, payload={"text": "after it"})
        conversations.append(session, office.ws, card.id, event, now=office.now)
    expect(page.locator("li.note")).to_contain_text("after it")
    expect(page.locator("li.draft")).to_have_count(0)


def test_a_lead_is_paused_in_the_thread_and_let_go_again(desk, office):
    """One button; a banner says why the agent is silent, and there is nobody to whisper to."""
    card = office.thread()
    page = desk.sit(office.ben, f"inbox/{card.id}")
    page.get_by_role("button", name="Pause the agent for this lead").click()
    expect(page.locator("#stopped")).to_contain_text("paused for this lead")
    expect(page.get_by_text("Whisper to Lia")).to_have_count(0)
    assert faults(page) == []
    page.get_by_role("button", name="Let the agent answer again").click()
    expect(page.locator("#stopped")).to_have_count(0)
