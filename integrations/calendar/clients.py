"""Which adapter opens an account."""

from collections.abc import Callable

from integrations.calendar.caldav import Account, CalDav
from salesgenix.calendars.ports import CalendarClient, CalendarError, Trouble
from salesgenix.calendars.rules import CalendarAccess, Kind


def client_for(access: CalendarAccess, renewed: Callable[[str], None]) -> CalendarClient:
    """``renewed`` is told the tokens that a vendor gives in place of the old ones."""
    del renewed
    if access.kind is Kind.CALDAV:
        return CalDav(
            Account(
                address=access.address,
                username=access.account,
                password=access.secret,
                owner=access.owner,
            )
        )
    raise CalendarError(Trouble.REFUSED, "calendar.unknown_kind")
