"""Members at their browsers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Page

from api.members import COOKIE
from salesgenix.accounts.service import MemberCard
from tests.api.house import Serving
from tests.api.office import Office

# What a browser logs for the answers a test asks for.
EXPECTED = (
    "net::ERR_INCOMPLETE_CHUNKED_ENCODING",
    "net::ERR_CONNECTION_RESET",
    "net::ERR_FAILED",
    "net::ERR_INTERNET_DISCONNECTED",
    "the server responded with a status of 409",
    "status of 403",
    "status of 404",
    "status of 422",
)


@dataclass
class Desk:
    office: Office
    served: Serving
    open_context: Callable[..., BrowserContext]
    complaints: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.served.port}"

    def sit(self, member: MemberCard | None, path: str = "inbox", **options: Any) -> Page:
        """A fresh browser, signed in, at a page whose stream is up."""
        context = self.open_context(**options)
        if member is not None:
            token = self.office.token(member)
            context.add_cookies([{"name": COOKIE, "value": token, "url": self.origin}])
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.go(page, path)
        return page

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.origin}/console/{path}")
        if page.locator("sg-live").count():
            page.locator("sg-live[data-state=live]").wait_for(state="attached")

    def _hear(self, message: Any) -> None:
        if message.type == "error" and not any(words in message.text for words in EXPECTED):
            self.complaints.append(message.text)
