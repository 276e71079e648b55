"""The widget as a person meets it on a page."""

from typing import Any
from uuid import UUID

from playwright.sync_api import Frame, FrameLocator, Locator, Page

from salesgenix.accounts.service import SiteCard
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import NewEvent
from tests.api.house import Serving, in_days
from tests.web.axe import faults


class Widget:
    """Opens the page at once; everything the browser complains of is in ``complaints``."""

    def __init__(self, page: Page, address: str, origin: str, site: SiteCard) -> None:
        self.page = page
        self.address = address
        self.origin = origin
        self.site = site
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("response", self._remember)
        page.goto(address)
        self.launcher.wait_for()

    def _remember(self, response: Any) -> None:
        if response.url.endswith("/w/v1/session") and response.ok:
            self._session = response

    @property
    def conversation_id(self) -> str:
        """Which conversation the panel is in; it has one once something was sent."""
        found: str = self._session.json()["conversation_id"]
        return found

    def _note(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    @property
    def launcher(self) -> Locator:
        return self.page.locator("salesgenix-chat button")

    @property
    def panel(self) -> FrameLocator:
        return self.page.frame_locator("salesgenix-chat iframe")

    @property
    def input(self) -> Locator:
        return self.panel.locator("textarea")

    def open(self) -> "Widget":
        self.launcher.click()
        self.input.wait_for()
        return self

    def frame(self) -> Frame:
        return next(frame for frame in self.page.frames if "/widget/v1/panel" in frame.url)

    def say(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def answer(self, text: str) -> Locator:
        found = self.panel.locator("li.them .bubble", has_text=text)
        found.first.wait_for()
        return found

    def bubbles(self) -> list[str]:
        return self.panel.locator("li .bubble").all_inner_texts()

    def own(self) -> list[str]:
        return self.panel.locator("li.me .bubble").all_inner_texts()

    def api(self, call: str) -> None:
        """Calls the page's API: ``salesgenix(…)``. Evaluated by the debugger, not by the page."""
        self.page.evaluate(f"() => {{ salesgenix({call}) }}")

    def violations(self) -> list[str]:
        """What axe finds in the page (the launcher with it) and in the panel."""
        return [f"{frame.url[:40]} {what}" for frame in self.page.frames for what in faults(frame)]


def append(served: Serving, widget: Widget, **event: Any) -> None:
    """One event straight into the log of the widget's conversation."""
    with served.house.db.writing() as session:
        conversations.append(
            session,
            widget.site.workspace_id,
            UUID(widget.conversation_id),
            NewEvent(**event),
            now=in_days(0),
        )
