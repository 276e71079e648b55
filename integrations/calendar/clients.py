"""Which adapter opens an account: the one place that knows them all."""

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
    access: CalendarAccess, renewed: Callable[[str], None], *, settings: CalendarSettings
) -> CalendarClient:
    """``renewed`` is told the tokens that a maker gives in place of the old ones, and has kept them
    when it returns. ``CalendarError``: a maker that is not set up here, or a secret that holds no
    tokens.
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

    async def keep(tokens: Tokens) -> None:
        await anyio.to_thread.run_sync(renewed, tokens.to_json())

    session = Session(maker, Tokens.from_json(access.secret), keep)
    if access.kind is Kind.GOOGLE:
        return GoogleCalendar(
            session, base_url=settings.google_base_url, timeout=settings.timeout_seconds
        )
    return GraphCalendar(
        session, base_url=settings.microsoft_base_url, timeout=settings.timeout_seconds
    )
