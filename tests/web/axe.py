"""What axe has to say about a page or a frame as it stands."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Frame, Page

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = {"type": "rule", "values": ["color-contrast"]}
# Of its report only the violations are worked out and cross into this process: the rest is the
# whole page many times over.
RUN = """async ([rules, colours]) => {
    const only = matchMedia("(prefers-color-scheme: dark), (forced-colors: active)").matches
        ? colours : rules
    const told = await axe.run(document, {
        runOnly: only, resultTypes: ["violations"], iframes: false, preload: false,
    })
    return told.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, html }) => `${id}: ${target[0]} ${html.slice(0, 160)}`))
}"""


def faults(place: Page | Frame) -> list[str]:
    """Rule, place and markup of each violation of WCAG 2.2 A and AA and of best practice. In the
    dark, and with the system's own colours, only colours can differ.
    """
    if not place.evaluate("() => 'axe' in window"):
        place.evaluate(SOURCE)
    found: list[str] = place.evaluate(RUN, [RULES, COLOURS])
    return found


def faults_by_day_and_night(page: Page) -> list[str]:
    """The page must keep still (``reduced_motion``): a colour on its way is neither."""
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {what}" for what in faults(page)]
    page.emulate_media(color_scheme="light")
    return found
