"""How the widget looks and reads: languages, small screens, schemes, assistive technology."""

import json

import pytest

from api.widget.language import dictionaries
from salesgenix.conversations.rules import Actor, EventKind
from tests.web.conftest import PHONE
from tests.web.widget import Widget, append

LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ar"]


def test_all_languages_say_everything():
    """Nine languages, the same keys, no empty words, the same places to fill."""
    words = dictionaries()
    assert sorted(words) == sorted(LANGUAGES)
    for language, own in words.items():
        assert list(own) == list(words["en"]), language
        assert all(text.strip() for text in own.values()), language
        for key, text in own.items():
            places = {part.split("}")[0] for part in text.split("{")[1:]}
            wanted = {part.split("}")[0] for part in words["en"][key].split("{")[1:]}
            assert places == wanted, (language, key)


def test_the_disclosure_comes_before_the_first_word(visit, host):
    """In every language the panel says that an AI answers before anything is sent, and nothing
    overflows at 320 pixels."""
    widget = visit(viewport={"width": 320, "height": 568})
    marks = ("AI", "KI", "IA", "ذكاء اصطناعي")
    wide = "() => ['html', 'main'].map((n) => document.querySelector(n).scrollWidth)"
    for language in LANGUAGES:
        widget.page.goto(host.show(widget.origin, widget.site.key, language=language))
        widget.open()
        disclosure = widget.panel.locator(".disclosure")
        assert disclosure.is_visible()
        assert "Nora" in disclosure.inner_text()
        assert any(mark in disclosure.inner_text() for mark in marks)
        assert any(mark in widget.panel.locator(".voice").inner_text() for mark in marks)
        assert max(widget.frame().evaluate(wide)) <= 320, language
        assert widget.panel.locator("html").get_attribute("lang") == language


def test_a_workspaces_own_disclosure_is_used_and_cannot_be_emptied(visit):
    """The owner may word it, per language; an empty wording falls back to the house's."""
    own = {"en": "Robo answers here, an AI.", "de": " "}
    widget = visit(profile={"disclosure": own}).open()
    assert widget.panel.locator(".disclosure").inner_text().startswith("Robo answers here, an AI.")
    german = visit(profile={"disclosure": own}, page={"language": "de"}).open()
    assert "KI-Assistenten" in german.panel.locator(".disclosure").inner_text()


def test_arabic_is_mirrored(visit):
    """On an Arabic page the launcher is on the left and the panel reads from the right."""
    widget = visit(page={"language": "ar"})
    assert widget.launcher.bounding_box()["x"] == 20
    widget.open()
    assert widget.panel.locator("html").get_attribute("dir") == "rtl"
    widget.say("مرحبا")
    widget.panel.locator("li.them").wait_for()
    own = widget.panel.locator("li.me .bubble").bounding_box()
    theirs = widget.panel.locator("li.them .bubble").bounding_box()
    assert own["x"] < theirs["x"] + theirs["width"]
    assert theirs["x"] + theirs["width"] > own["x"] + own["width"]


def test_a_phone_is_filled_and_fits_fingers(visit):
    """At 390 pixels the panel is the screen, the input is 16 px, every target at least 24 px."""
    widget = visit(
        viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark", device_scale_factor=2
    ).open()
    frame = widget.page.locator("salesgenix-chat iframe").bounding_box()
    assert (frame["x"], frame["y"], frame["width"], frame["height"]) == (0, 0, 390, 844)
    assert widget.input.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)") >= 16
    widget.say("Thursday?")
    widget.panel.locator("button.slot").first.wait_for()
    sizes = """() => [...document.querySelectorAll('button, a.chip')]
        .filter((e) => e.checkVisibility()).map((e) => e.getBoundingClientRect())
        .map((r) => Math.min(r.width, r.height))"""
    assert min(widget.frame().evaluate(sizes)) >= 24
    assert not widget.launcher.is_visible()
    widget.panel.get_by_role("button", name="Close chat").click()
    widget.launcher.wait_for()


def test_motion_stops_for_who_asks(visit):
    """With reduced motion nothing moves by itself."""
    widget = visit(reduced_motion="reduce").open()
    widget.say("Hello")
    widget.answer("You said")
    moving = "() => document.getAnimations().length"
    assert widget.frame().evaluate(moving) == 0


def in_all_schemes(widget: Widget, state: str) -> list[str]:
    """What axe finds in this state: light, dark, and with the system's own few colours."""
    found = []
    for scheme, colours in (("light", "none"), ("dark", "none"), ("light", "active")):
        widget.page.emulate_media(
            color_scheme=scheme, forced_colors=colours, reduced_motion="reduce"
        )
        found += [f"{state}, {scheme}, {colours}: {what}" for what in widget.violations()]
    return found


def test_axe_finds_nothing(visit, open_context, served):
    """No violation of WCAG 2.2 A and AA nor of best practice, in any state and scheme."""
    context = open_context(reduced_motion="reduce")
    widget = visit(context=context).open()
    panel = widget.panel
    found = in_all_schemes(widget, "empty")
    widget.say("What does it cost?")
    widget.answer("49 EUR")
    widget.say("Thursday afternoon?")
    panel.locator("button.slot").first.wait_for()
    found += in_all_schemes(widget, "slots")
    panel.locator("button.slot").nth(1).click()
    panel.locator(".booking").wait_for()
    panel.get_by_role("button", name="Email me this chat").click()
    panel.get_by_label("Your email address").fill("no address")
    panel.get_by_label("Your email address").press("Enter")
    panel.locator("input[aria-invalid]").wait_for()
    found += in_all_schemes(widget, "booked, mail form")
    panel.get_by_role("button", name="Cancel").click()
    panel.get_by_role("button", name="Talk to a person").click()
    payload = {"control": "rep", "member": "Maya"}
    append(served, widget, kind=EventKind.CONTROL_CHANGED, actor=Actor.SYSTEM, payload=payload)
    append(served, widget, kind=EventKind.MESSAGE, actor=Actor.REP, payload={"text": "Maya here"})
    widget.answer("Maya here")
    found += in_all_schemes(widget, "rep")
    widget.say("\x00")
    panel.locator("li[data-state=failed]").wait_for()
    context.set_offline(True)
    widget.say("Are you there?")
    panel.locator("li[data-state=sending]").wait_for()
    found += in_all_schemes(widget, "failed, offline")
    assert found == []


@pytest.mark.parametrize("colour", ["#ffd400", "#ff5a1f", "#9ca3af", "#ffffff"])
def test_every_brand_colour_reads(visit, colour):
    """Bright, dull, white: text on the brand colour and in it keeps its contrast."""
    widget = visit(profile={"brand_colour": colour}, reduced_motion="reduce").open()
    widget.say("Thursday?")
    widget.panel.locator("button.slot").first.click()
    widget.panel.locator(".booking").wait_for()
    assert in_all_schemes(widget, colour) == []


def test_boot_data_cannot_end_its_element(visit):
    """A company named like a closing tag does not break out of the page's data."""
    name = "</script><script>alert(1)</script>"
    widget = visit(profile={"company": name}).open()
    boot = widget.frame().evaluate("() => document.getElementById('boot').textContent")
    assert json.loads(boot)["profile"]["company"] == name
    assert widget.complaints == []
