"""A conversation in the widget: sending, streaming, losing the line, choosing a time."""

import random
import time
from uuid import UUID

from playwright.sync_api import Route

from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from tests.web.widget import append

XSS = "<img src=x onerror=alert(1)> javascript:alert(2) \u202egnp.exe\u202c **<b>bold</b>**"


def test_a_message_shows_at_once_and_is_confirmed_once(visit, served):
    """The bubble stands there before its request has left; the log's copy takes its place."""
    widget = visit().open()
    held: list[Route] = []
    widget.page.route("**/w/v1/messages", lambda route: held.append(route))  # noqa: PLW0108 a built-in cannot be a handler
    widget.say("Hello there")
    widget.panel.locator("li.me .bubble", has_text="Hello there").wait_for()
    assert widget.own() == ["Hello there"]
    while not held:
        widget.page.wait_for_timeout(10)
    assert widget.own() == ["Hello there"]
    held[0].continue_()
    widget.answer("You said: Hello there")
    assert widget.own() == ["Hello there"]
    assert widget.panel.locator("li.me .fate").count() == 0


def test_a_reply_streams_silently_and_is_announced_once(visit, served):
    """Drafts grow outside the log, hidden from screen readers; the log gets one final bubble."""
    served.house.take_turn.pace = 0.05
    widget = visit().open()
    widget.frame().evaluate("""() => {
        window.announced = [];
        new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(
            (node) => announced.push(node.textContent))))
          .observe(document.querySelector('[role=log]'), {childList: true, subtree: true});
    }""")
    widget.say("What does it cost?")
    draft = widget.panel.locator(".draft .bubble", has_text="Growth plan")
    draft.wait_for()
    assert widget.panel.locator(".draft").get_attribute("aria-hidden") == "true"
    widget.answer("49 EUR")
    assert widget.panel.locator(".draft").is_hidden()
    announced = widget.frame().evaluate("() => announced")
    assert sum("49 EUR" in text for text in announced) == 1
    assert widget.panel.locator(".chip").inner_text() == "Plans and prices"


def test_twenty_cuts_leave_the_log_as_it_is(visit, served):
    """The stream is cut while events come; the bubbles equal the log, in order, none twice."""
    widget = visit().open()
    widget.say("Begin")
    widget.answer("You said: Begin")
    chance = random.Random(11)
    returns = []
    for number in range(20):
        served.cut_lines()
        append(
            served,
            widget,
            kind=EventKind.MESSAGE,
            actor=Actor.AGENT,
            payload={"text": f"Line {number}"},
        )
        if chance.random() < 0.5:
            began = time.monotonic()
            widget.answer(f"Line {number}")
            returns.append(time.monotonic() - began)
    widget.answer("Line 19")
    lines = [text for text in widget.bubbles() if text.startswith("Line")]
    assert lines == [f"Line {number}" for number in range(20)]
    assert sorted(returns)[len(returns) // 2] <= 8


def test_what_is_written_offline_is_delivered_once_in_order(visit, open_context):
    """Three messages without a line wait visibly, and arrive once each when it is back."""
    context = open_context()
    widget = visit(context=context).open()
    widget.say("Zero")
    widget.answer("You said: Zero")
    context.set_offline(True)
    widget.panel.locator(".banner", has_text="You are offline").wait_for()
    for text in ("One", "Two", "Three"):
        widget.say(text)
    assert widget.panel.locator("li.me[data-state=sending]").count() == 3
    context.set_offline(False)
    widget.panel.locator("li.me[data-state=sending]").first.wait_for(state="detached")
    widget.panel.locator("li.me[data-state=sent]", has_text="Three").wait_for()
    assert widget.own() == ["Zero", "One", "Two", "Three"]
    assert widget.panel.locator(".banner").is_hidden()
    widget.page.goto(widget.address)
    widget.open()
    widget.panel.locator("li.me", has_text="Three").wait_for()
    assert widget.own() == ["Zero", "One", "Two", "Three"]


def test_a_reload_brings_the_conversation_back(visit, open_context):
    """The partitioned cookie restores the thread; without cookies it begins anew, without error."""
    context = open_context()
    widget = visit(context=context).open()
    widget.say("Remember me")
    widget.answer("You said: Remember me")
    cookie = next(c for c in context.cookies(widget.origin) if c["name"] == "__Host-sg")
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "None")
    widget.page.goto(widget.address)
    widget.open()
    widget.answer("You said: Remember me")
    context.clear_cookies()
    widget.page.goto(widget.address)
    widget.open()
    widget.panel.locator(".welcome").wait_for()
    assert widget.own() == []
    assert widget.complaints == []


def test_looking_without_writing_opens_no_conversation(visit, served, db):
    """Whoever only opens the chat leaves nothing behind: no cookie, no lead, no conversation."""
    widget = visit().open()
    widget.panel.locator(".disclosure").wait_for()
    assert not any("/w/v1/" in url for url in widget.requests)


def test_a_time_is_chosen_once(visit):
    """Slots name their zone; the choice is sent with its slot, and old buttons no longer work."""
    widget = visit().open()
    widget.say("Thursday afternoon?")
    slot = widget.panel.get_by_role("button", name="Thursday 26 November at 15:30")
    slot.wait_for()
    assert "Times in Berlin (GMT+1)" in widget.panel.locator(".zone").inner_text()
    slot.click()
    widget.panel.locator(".booking", has_text="Booked").wait_for()
    assert widget.panel.locator("button.slot:enabled").count() == 0
    assert slot.get_attribute("aria-pressed") == "true"
    assert widget.own()[-1] == "Thursday 26 November at 15:30"
    widget.page.goto(widget.address)
    widget.open()
    widget.panel.locator(".booking").wait_for()
    assert widget.panel.locator("button.slot:enabled").count() == 0
    assert widget.panel.locator("button.slot.chosen").inner_text() == "15:30"


def test_a_person_can_be_asked_for_before_a_word_is_said(visit, served):
    """The button is there from the start; it opens the conversation and says what happened."""
    widget = visit().open()
    widget.panel.get_by_role("button", name="Talk to a person").click()
    widget.panel.locator(".line", has_text="has been asked to join").wait_for()
    with served.house.db.reading() as session:
        card = conversations.card(session, widget.site.workspace_id, UUID(widget.conversation_id))
    assert card.wants_person
    widget.panel.get_by_role("button", name="A person was asked").wait_for()


def test_a_rep_is_named_and_the_agent_says_when_it_is_back(visit, served):
    """Who speaks is always said: in the header, in a line, over the bubble."""
    widget = visit().open()
    widget.say("Hello")
    widget.answer("You said")
    payload = {"control": "rep", "member": "Maya"}
    append(served, widget, kind=EventKind.CONTROL_CHANGED, actor=Actor.SYSTEM, payload=payload)
    append(served, widget, kind=EventKind.MESSAGE, actor=Actor.REP, payload={"text": "Maya here"})
    widget.answer("Maya here")
    assert widget.panel.locator(".voice").inner_text() == "Maya, from the team"
    name = widget.panel.locator("li.rep .name").inner_text()
    assert name == "Maya, from the team"
    append(
        served,
        widget,
        kind=EventKind.CONTROL_CHANGED,
        actor=Actor.SYSTEM,
        payload={"control": "agent"},
    )
    widget.panel.locator(".line", has_text="Nora, the AI assistant").wait_for()
    assert "AI assistant" in widget.panel.locator(".voice").inner_text()


def test_text_stays_text(visit, served):
    """Markup, script addresses and direction marks from both sides render as characters."""
    widget = visit(profile={"company": XSS, "agent_name": "<script>x</script>"}).open()
    widget.page.on("dialog", lambda dialog: widget.complaints.append(dialog.message))
    widget.say(XSS)
    widget.answer("You said")
    payload = {
        "text": XSS,
        "sources": [{"title": XSS, "url": "javascript:alert(3)"}],
    }
    append(served, widget, kind=EventKind.MESSAGE, actor=Actor.AGENT, payload=payload)
    widget.panel.locator(".chip").wait_for()
    without_marks = XSS.replace("\u202e", "").replace("\u202c", "")  # the guard takes them out
    assert widget.own() == [without_marks]
    assert (
        widget.panel.locator("img, script:not([type='application/json']):not([src])").count() == 0
    )
    assert widget.panel.locator("a[href^='javascript']").count() == 0
    assert widget.complaints == []


def test_a_message_that_is_refused_says_why_and_can_be_sent_again(visit, served):
    """When the guard fails the bubble says so; trying again delivers it."""
    guard = served.house.guard
    widget = visit().open()
    widget.say("Hello")
    widget.answer("You said: Hello")
    broken = {"on": True}
    real = guard.inbound

    def inbound(text, **how):
        if broken["on"]:
            raise RuntimeError("the detector is down")
        return real(text, **how)

    served.house.guard.inbound = inbound
    try:
        widget.say("Is this safe?")
        failed = widget.panel.locator("li.me[data-state=failed]")
        failed.wait_for()
        assert "could not be checked" in failed.inner_text()
        broken["on"] = False
        failed.get_by_role("button", name="Try again").click()
        widget.answer("You said: Is this safe?")
    finally:
        served.house.guard.inbound = real
    assert widget.own() == ["Hello", "Is this safe?"]


def test_too_long_is_said_while_writing(visit):
    """Near the limit a counter shows; beyond it Send is off and nothing is lost."""
    widget = visit().open()
    widget.input.fill("x" * 7_999)
    assert widget.panel.locator(".count").inner_text() == "7,999 / 8,000"
    widget.input.fill("x" * 8_001)
    assert widget.panel.get_by_role("button", name="Send", exact=True).is_disabled()
    assert len(widget.input.input_value()) == 8_001
