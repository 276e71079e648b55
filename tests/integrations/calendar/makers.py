"""Either maker's calendar as a test meets it: its twin, the factory's client, what was kept."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import anyio
from pydantic import SecretStr

from integrations.calendar.clients import client_for
from integrations.calendar.oauth import Tokens
from salesgenix.calendars.ports import (
    Busy,
    CalendarClient,
    CalendarError,
    Entry,
    Reading,
    RemoteCalendar,
    Written,
)
from salesgenix.calendars.rules import CalendarAccess, Kind
from salesgenix.kit.settings import CalendarSettings
from tests.integrations.calendar.google_twin import GoogleTwin
from tests.integrations.calendar.graph_twin import GraphTwin
from tests.integrations.calendar.twin import CLIENT_ID, CLIENT_SECRET, serving

AT = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)
SINCE, UNTIL = datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 3, 12, tzinfo=UTC)
ENTRY = Entry(
    key="0193a7c2b1f04d0e9a7be2f0c1d2e3f4",
    uid="0193@salesgenix",
    sequence=1,
    starts_at=AT,
    ends_at=AT + timedelta(minutes=30),
    changed_at=datetime(2026, 3, 1, tzinfo=UTC),
    summary="Demo: Carla, Orchard",
    description="Prices & how to begin",
)
TIMES = ("2026-03-09T13:00:00Z", "2026-03-09T13:30:00Z")


def settings_for(url: str, *, timeout: float = 2.0) -> CalendarSettings:
    secret = SecretStr(CLIENT_SECRET)
    return CalendarSettings(
        google_client_id=CLIENT_ID,
        google_client_secret=secret,
        google_base_url=f"{url}/calendar/v3",
        google_authorize_url=f"{url}/authorize",
        google_token_url=f"{url}/token",
        google_revoke_url=f"{url}/revoke",
        microsoft_client_id=CLIENT_ID,
        microsoft_client_secret=secret,
        microsoft_base_url=f"{url}/v1.0",
        microsoft_login_url=url,
        timeout_seconds=timeout,
    )


def access(kind: str, secret: str, *, address: str = "") -> CalendarAccess:
    return CalendarAccess(
        kind=Kind(kind), address=address, account="ben", secret=secret, owner="ben@orchard.example"
    )


@dataclass
class Maker:
    """``calendar``: the id of the member's first one."""

    kind: str
    twin: GoogleTwin | GraphTwin
    calendar: str
    tokens: Tokens
    kept: list[str] = field(default_factory=list)
    timeout: float = 2.0

    @property
    def client(self) -> CalendarClient:
        """Anew, as each job builds it, with the tokens that were kept last."""
        secret = self.kept[-1] if self.kept else self.tokens.to_json()
        settings = settings_for(self.twin.url, timeout=self.timeout)
        return client_for(access(self.kind, secret), self.kept.append, settings=settings)

    def calendars(self) -> Sequence[RemoteCalendar]:
        return anyio.run(self.client.calendars)

    def read(self, zone: str = "America/New_York", calendar: str | None = None) -> Reading:
        where = calendar or self.calendar
        return anyio.run(partial(self.client.read, where, SINCE, UNTIL, zone=zone, memory=None))

    def busy(self, zone: str = "America/New_York") -> list[tuple[datetime, datetime]]:
        return [(one.start, one.end) for one in self.read(zone).busy]

    def write(self, entry: Entry = ENTRY) -> Written:
        return anyio.run(self.client.write, self.calendar, entry)

    def remove(self, key: str = ENTRY.key) -> None:
        anyio.run(self.client.remove, self.calendar, key)

    def trouble(self, work: Callable[[], Any]) -> CalendarError:
        try:
            work()
        except CalendarError as error:
            return error
        raise AssertionError("nothing went wrong")


def own(busy: Sequence[Busy]) -> list[Busy]:
    return [one for one in busy if one.uid == ENTRY.uid]


@contextmanager
def maker(kind: str) -> Iterator[Maker]:
    """A Google twin must have seen nothing outside its contract in the end."""
    twin = GoogleTwin() if kind == "google" else GraphTwin()
    with serving(twin):
        pair = twin.desk.grant()
        tokens = Tokens(pair["access_token"], pair["refresh_token"])
        yield Maker(kind, twin, twin.lists[0]["id"], tokens)
    if isinstance(twin, GoogleTwin):
        assert twin.breaches == []
