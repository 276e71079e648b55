"""The client for an account, of whatever kind: the one place that knows them all."""

from collections.abc import Callable

import anyio.to_thread

from integrations.calendar.caldav import Account, CalDav
from integrations.calendar.google import GoogleCalendar
from integrations.calendar.graph import GraphCalendar
from integrations.calendar.oauth import Session, Tokens, maker_of
from salesgenix.calendars.ports import CalendarClient
from salesgenix.calendars.rules import CalendarAccess, Kind
from salesgenix.kit.settings import CalendarSettings


def client_for(
    access: CalendarAccess, keep: Callable[[str], None], *, settings: CalendarSettings
) -> CalendarClient:
    """``keep`` gets the new secret whenever a maker has renewed it, and has stored it when it
    returns. ``CalendarError``: not set up here, or a secret that opens nothing.
    """
    if access.kind is Kind.CALDAV:
        return CalDav(
            Account(
                address=access.address,
                username=access.account,
                password=access.secret,
                owner=access.owner,
            )
        )
    maker = maker_of(access.kind, settings)

    async def kept(tokens: Tokens) -> None:
        await anyio.to_thread.run_sync(keep, tokens.to_json())

    session = Session(maker, Tokens.from_json(access.secret), kept)
    if access.kind is Kind.GOOGLE:
        return GoogleCalendar(
            session, base_url=settings.google_base_url, timeout=settings.timeout_seconds
        )
    return GraphCalendar(
        session, base_url=settings.microsoft_base_url, timeout=settings.timeout_seconds
    )
