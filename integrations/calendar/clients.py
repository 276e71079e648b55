"""The client for an account, of whatever kind: the one place that knows them all."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from integrations.calendar.caldav import Account, CalDav
from integrations.calendar.google import GoogleCalendar
from integrations.calendar.graph import GraphCalendar
from integrations.calendar.oauth import Session, Tokens, maker_of
from salesgenix.calendars.ports import CalendarClient, CalendarError, Trouble
from salesgenix.kit.settings import CalendarSettings

KINDS = ("caldav", "google", "microsoft")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """An account, opened. ``secret`` is JSON: ``{"password": …}`` for CalDAV, tokens otherwise
    (``oauth.Tokens``). ``address`` is a CalDAV server's; ``owner`` the member's mail address, by
    which what they have declined is known there.
    """

    secret: str = field(repr=False)
    address: str = ""
    username: str = ""
    owner: str = ""


Keep = Callable[[str], Awaitable[None]]


def client_for(
    kind: str, credentials: Credentials, *, settings: CalendarSettings, keep: Keep
) -> CalendarClient:
    """``keep`` gets the new secret whenever a maker has renewed it, and must have stored it when it
    returns. ``CalendarError``: unknown, not set up here, or a secret that opens nothing.
    """
    if kind == "caldav":
        return CalDav(
            Account(
                address=credentials.address,
                username=credentials.username,
                password=_password(credentials.secret),
                owner=credentials.owner,
            )
        )
    maker = maker_of(kind, settings)

    async def kept(tokens: Tokens) -> None:
        await keep(tokens.to_json())

    session = Session(maker, Tokens.from_json(credentials.secret), kept)
    if kind == "google":
        return GoogleCalendar(
            session, base_url=settings.google_base_url, timeout=settings.timeout_seconds
        )
    return GraphCalendar(
        session, base_url=settings.microsoft_base_url, timeout=settings.timeout_seconds
    )


def _password(secret: str) -> str:
    try:
        return str(json.loads(secret)["password"])
    except (ValueError, KeyError, TypeError) as error:
        raise CalendarError(Trouble.NEEDS_REAUTH, "calendar.no_password") from error
