"""What a member needs to connect a calendar: the maker's question, the tokens, a client to try."""

from collections.abc import Callable
from dataclasses import dataclass

from integrations.calendar.clients import client_for
from integrations.calendar.oauth import Grant, Tokens, begin, maker_of, redeem, revoke
from salesgenix.calendars.ports import CalendarClient, CalendarError
from salesgenix.calendars.rules import CalendarAccess, Kind
from salesgenix.kit.settings import CalendarSettings


@dataclass(frozen=True, slots=True)
class Connecting:
    settings: CalendarSettings

    @property
    def makers(self) -> tuple[Kind, ...]:
        """Those at which this installation is known, so that their calendars can be connected."""
        known = {
            Kind.GOOGLE: self.settings.google_client_id,
            Kind.MICROSOFT: self.settings.microsoft_client_id,
        }
        return tuple(kind for kind, client_id in known.items() if client_id)

    def begin(self, kind: Kind, *, redirect_url: str) -> Grant:
        """``CalendarError`` (refused) where the maker has not been set up."""
        return begin(maker_of(kind, self.settings), redirect_url=redirect_url)

    async def redeem(self, kind: Kind, code: str, *, verifier: str, redirect_url: str) -> str:
        """What is to be kept sealed: the tokens, as ``client`` takes them."""
        maker = maker_of(kind, self.settings)
        return (await redeem(maker, code, verifier=verifier, redirect_url=redirect_url)).to_json()

    async def give_back(self, access: CalendarAccess) -> bool:
        """Whether the maker took the leave back; for a password there is nothing to give back."""
        if access.kind is Kind.CALDAV:
            return True
        try:
            return await revoke(
                maker_of(access.kind, self.settings), Tokens.from_json(access.secret)
            )
        except CalendarError:
            return False

    def client(self, access: CalendarAccess, keep: Callable[[str], None]) -> CalendarClient:
        return client_for(access, keep, settings=self.settings)
