"""The widget on a customer's page: policy, weight, isolation, keyboard, who may show it."""

import gzip
import re

import pytest

from api.assets import assets
from tests.api.house import settle_site
from tests.web.hosts import checksum


def test_it_loads_under_a_strict_policy_with_a_checksum(visit):
    """On a cross-site page with strict CSP and hostile CSS nothing is complained of."""
    loader = assets()["widget/loader.js"].body
    widget = visit(page={"integrity": checksum(loader)}).open()
    widget.say("Hello")
    widget.answer("You said: Hello")
    assert widget.complaints == []


def test_hostile_styles_do_not_reach_it(visit):
    """The launcher keeps its size, place and colour, the panel its size, whatever the page says."""
    widget = visit(profile={"brand_colour": "#0e7490"}).open()
    box = widget.launcher.bounding_box()
    assert (box["width"], box["height"]) == (56, 56)
    assert box["x"] + box["width"] == 1280 - 20
    style = "(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.borderTopWidth] }"
    assert widget.launcher.evaluate(style) == ["rgb(14, 116, 144)", "0px"]
    frame = widget.page.locator("salesgenix-chat iframe")
    assert frame.bounding_box()["width"] == 400
    read = "(e) => [getComputedStyle(e).textTransform, getComputedStyle(e).letterSpacing]"
    assert widget.panel.locator(".disclosure").evaluate(read) == ["none", "normal"]


def test_its_weight_is_small_and_comes_late(visit):
    """One request before interest is shown; loader and panel stay within their budgets."""
    widget = visit()
    widget.page.wait_for_load_state("networkidle")
    ours = [url for url in widget.requests if url.startswith(widget.origin)]
    assert [url.rsplit("/", 1)[1] for url in ours] == ["loader.js"]
    sizes: dict[str, int] = {}
    widget.page.on("response", lambda answer: _weigh(answer, sizes))
    widget.open()
    widget.page.wait_for_load_state("networkidle")
    loader = len(gzip.compress(assets()["widget/loader.js"].body, 9))
    assert loader <= 4_096
    assert len(sizes) >= 3
    assert sum(sizes.values()) <= 20_480, sizes


def _weigh(answer, sizes):
    if re.search(r"/(panel|static)", answer.url):
        sizes[answer.url] = len(gzip.compress(answer.body(), 9))


def test_the_keyboard_alone_opens_and_closes_it(visit):
    """Tab reaches the launcher by name, Enter opens into the input, Escape goes back to it."""
    widget = visit()
    widget.page.locator("input[name=q]").focus()
    widget.page.keyboard.press("Tab")
    launcher = widget.page.get_by_role("button", name="Open chat", exact=True)
    assert launcher.get_attribute("aria-expanded") == "false"
    widget.page.keyboard.press("Enter")
    widget.input.wait_for()
    widget.frame().locator("textarea:focus").wait_for()
    closer = widget.page.get_by_role("button", name="Close chat", exact=True).last
    assert closer.get_attribute("aria-expanded") == "true"
    widget.input.press("Escape")  # in the box that has the focus, whichever document was drawn last
    focused = "() => document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label')"
    widget.page.locator("salesgenix-chat button[aria-expanded=false]").wait_for()
    assert widget.page.evaluate(focused) == "Open chat"
    widget.page.keyboard.press("Enter")
    widget.frame().locator("textarea:focus").wait_for()
    closer.focus()  # the button beside the panel, on the customer's page
    widget.page.keyboard.press("Escape")
    widget.page.locator("salesgenix-chat button[aria-expanded=false]").wait_for()


def test_one_ring_shows_where_the_focus_is(visit):
    """The composer is ringed once: the text box inside it draws no second ring."""
    widget = visit().open()
    widget.input.focus()
    outline = "(e) => getComputedStyle(e).outlineStyle"
    assert widget.input.evaluate(outline) == "none"
    ring = widget.panel.locator(".composer").evaluate("(e) => getComputedStyle(e).boxShadow")
    assert ring != "none"


def test_a_page_that_is_not_on_the_list_gets_a_blocked_frame(visit, db, host, served):
    """No origins means no frame anywhere; the panel never runs and no conversation begins."""
    widget = visit()
    barred = settle_site(db, ["https://elsewhere.example"])
    widget.page.goto(host.show(widget.origin, barred.key))
    with widget.page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        widget.launcher.click()
    assert not any("/w/v1/" in url for url in widget.requests)
    nowhere = settle_site(db, [])
    answer = widget.page.request.get(f"{widget.origin}/widget/v1/panel?site={nowhere.key}")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_messages_from_strangers_are_ignored(visit):
    """Another window's ``postMessage`` moves neither the launcher nor the panel."""
    widget = visit().open()
    widget.page.evaluate("""() => {
        postMessage({salesgenix: 'close'}, '*');
        postMessage({salesgenix: 'unread', value: 7}, '*');
    }""")
    widget.frame().evaluate("() => postMessage({salesgenix: 'prefill', value: 'gotcha'}, '*')")
    widget.page.wait_for_timeout(200)
    assert widget.launcher.get_attribute("aria-expanded") == "true"
    assert widget.input.input_value() == ""


def test_calls_before_the_loader_wait_for_it(visit):
    """The page may speak before the loader has come; each verb does what it says."""
    widget = visit()
    heard = "() => { window.heard = []; for (const n of ['ready', 'opened', 'message', 'closed'])"
    widget.page.evaluate(heard + " salesgenix('on', n, () => heard.push(n)) }")
    widget.api("'open'")
    widget.api("'prefill', 'From the page'")
    widget.panel.locator("textarea").wait_for()
    widget.page.wait_for_function("() => heard.includes('ready')")
    assert widget.input.input_value() == "From the page"
    widget.api("'send', 'Sent by the page'")
    widget.answer("You said: Sent by the page")
    widget.api("'theme', 'dark'")
    dark = widget.panel.locator("html[data-theme=dark] body")
    assert dark.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(18, 19, 22)"
    widget.api("'close'")
    widget.api("'hide'")
    assert not widget.launcher.is_visible()
    widget.api("'show'")
    assert widget.launcher.is_visible()
    heard = widget.page.evaluate("() => heard")
    assert (heard[:3], heard[-1]) == (["opened", "ready", "message"], "closed")
    with pytest.raises(Exception, match="there is no"):
        widget.api("'explode'")


def test_unread_messages_are_counted_on_the_launcher(visit, served):
    """While the panel is closed new messages raise the badge; opening clears it."""
    widget = visit().open()
    widget.say("Hello")
    widget.answer("You said")
    served.house.take_turn.pace = 0.2
    widget.say("And while I am away?")
    widget.launcher.click()
    badge = widget.page.locator("salesgenix-chat b")
    badge.wait_for()
    assert badge.inner_text() == "1"
    assert widget.launcher.get_attribute("aria-label") == "Open chat (1)"
    widget.launcher.click()
    badge.wait_for(state="hidden")


def test_page_and_panel_are_on_two_sites(visit):
    """These tests run as a customer's page does: third-party storage rules apply to the panel."""
    widget = visit().open()
    assert widget.page.url.startswith("http://127.0.0.1:")
    assert widget.frame().url.startswith("http://localhost:")
