"""A person who is erased leaves the calendars that members have connected, too.

No order is asked for: it undoes what we wrote ourselves. A calendar that does not answer holds the
erasure up, by name, until it does or its member takes it away.
"""

from dataclasses import dataclass
from functools import partial
from uuid import UUID

import anyio

from integrations.calendar.clients import client_for
from salesgenix.accounts import service as accounts
from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import AppointmentCard
from salesgenix.calendars import service as calendars
from salesgenix.db import Database
from salesgenix.erasures.ports import Stores
from salesgenix.kit.clock import Clock
from salesgenix.kit.settings import Settings
from worker.entering import CalendarClients, keeping_tokens


def stores_of(settings: Settings, db: Database, clock: Clock) -> Stores:
    """All that an erasure of this installation reaches."""
    clients = partial(client_for, settings=settings.calendar)
    return Stores.of(settings, outside=(ConnectedCalendars(db, clock, clients),))


@dataclass(frozen=True, slots=True)
class ConnectedCalendars:
    db: Database
    clock: Clock
    clients: CalendarClients
    name: str = "connected_calendars"

    def forget(self, workspace_id: UUID, subject_ref: UUID) -> None:
        """Raises ``CalendarError`` at the first calendar that keeps one; what went is noted."""
        with self.db.reading() as session:
            written = [
                (card, source_id)
                for card in appointments.of_subject(session, workspace_id, subject_ref)
                for source_id in calendars.stands_in(session, workspace_id, card.id)
            ]
        for card, source_id in written:
            self._remove(workspace_id, card, source_id)

    def _remove(self, workspace_id: UUID, card: AppointmentCard, source_id: UUID) -> None:
        with self.db.reading() as session:
            source = calendars.source(session, workspace_id, source_id)
            account = calendars.card(session, workspace_id, source.account_id)
            owner = accounts.member(session, workspace_id, account.member_id)
            access = calendars.access(
                session, workspace_id, source.account_id, owner_email=owner.email
            )
        keep = keeping_tokens(self.db, self.clock, workspace_id, source.account_id)
        anyio.run(self.clients(access, keep).remove, source.ref, card.id.hex)
        with self.db.writing() as session:
            calendars.note_entry(
                session,
                workspace_id,
                card.id,
                source.id,
                uid=card.uid,
                sequence=card.sequence,
                written=None,
                now=self.clock.now(),
            )
