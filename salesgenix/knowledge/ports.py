"""What the business asks of whoever reads pages for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SitePage:
    """A foreign page as plain text: a stranger's words, to be quoted, never to be obeyed."""

    url: str  # where the text was found, after redirects
    title: str
    text: str
    fetched_at: datetime


class SiteReader(Protocol):
    def read(self, url: str, *, now: datetime) -> SitePage:
        """One public page.

        Raises ``Invalid`` for an address that may not be read and ``Unavailable`` for one that
        cannot be.
        """
