"""Reading the calendars that members have connected, and bringing into them what is missing.

The network is asked outside any transaction. A reading that fails changes no busy time: the account
is marked, and while it is, nobody is told that its member is free.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import anyio
import structlog
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.service import MemberCard
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.appointments import service as appointments
from salesgenix.authority.rules import ActionKind
from salesgenix.calendars import service as calendars
from salesgenix.calendars.ports import Busy, CalendarClient, CalendarError, Reading
from salesgenix.calendars.rules import AGAIN, AHEAD, busy_source
from salesgenix.calendars.service import AccountCard, SourceCard
from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import SalesgenixError
from salesgenix.outbox import service as outbox
from salesgenix.outbox.service import Item
from worker.entering import CalendarClients, keeping_tokens

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()
BACK = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarReading:
    """Reads accounts; also at once, when somebody is about to take a time."""

    db: Database
    clock: Clock
    clients: CalendarClients

    def run(self) -> int:
        """Everything that is due, and what is missing in calendars; how many accounts were read."""
        with self.db.reading() as session:
            due = calendars.due(session, self.clock.now())
        for account in due:
            self.read(account)
        return len(due)

    def hand(self, item: Item) -> None:
        """A reading that was owed. That the account gave no answer is no fault of the item's."""
        with self.db.reading() as session:
            account = calendars.card(session, item.workspace_id, UUID(item.facts["account"]))
        self.read(account)

    def refresh(self, workspace_id: UUID) -> None:
        """Brings what is known of the workspace's calendars up to now, before a time is taken."""
        now = self.clock.now()
        with self.db.reading() as session:
            known = calendars.listing(session, workspace_id)
        for account in known:
            if account.synced_at is None or now - account.synced_at > AGAIN:
                self.read(account)

    def read(self, account: AccountCard) -> bool:
        """Whether it answered."""
        now = self.clock.now()
        try:
            with self.db.reading() as session:
                member = accounts.member(session, account.workspace_id, account.member_id)
                access = calendars.access(
                    session, account.workspace_id, account.id, owner_email=member.email
                )
            keep = keeping_tokens(self.db, self.clock, account.workspace_id, account.id)
            client = self.clients(access, keep)
            if not account.sources:
                account = self._found(client, account, now)
            read = {
                source.id: anyio.run(self._reading, client, source, member)
                for source in account.sources
                if source.reads
            }
        except CalendarError as error:
            self._note(account, error)
            return False
        except SalesgenixError as error:  # disconnected meanwhile
            LOG.info("calendar.not_read", account=str(account.id), code=error.code)
            return False
        self._keep(account, read, now)
        return True

    def _found(self, client: CalendarClient, account: AccountCard, now: datetime) -> AccountCard:
        found = anyio.run(client.calendars)
        with self.db.writing() as session:
            return calendars.note_calendars(
                session, account.workspace_id, account.id, found, now=now
            )

    async def _reading(
        self, client: CalendarClient, source: SourceCard, member: MemberCard
    ) -> Reading:
        now = self.clock.now()
        with self.db.reading() as session:
            memory = calendars.memory(session, member.workspace_id, source.id)
        return await client.read(
            source.ref, now - BACK, now + AHEAD, zone=member.zone, memory=memory
        )

    def _keep(self, account: AccountCard, read: Mapping[UUID, Reading], now: datetime) -> None:
        with self.db.writing() as session:
            ours = appointments.uids_since(session, account.workspace_id, now - BACK)
            for source in account.sources:
                found = read[source.id].busy if source.id in read else ()
                appointments.replace_busy(
                    session,
                    account.workspace_id,
                    account.member_id,
                    source=busy_source(source.id),
                    spans=[(one.start, one.end) for one in found if counts(one, ours)],
                )
            calendars.note_read(
                session,
                account.workspace_id,
                account.id,
                {source_id: one.memory for source_id, one in read.items()},
                unread=sum(one.unread for one in read.values()),
                now=now,
            )
            bring_in(session, account, now=now)

    def _note(self, account: AccountCard, error: CalendarError) -> None:
        LOG.warning("calendar.no_answer", account=str(account.id), code=error.code)
        with self.db.writing() as session:
            calendars.note_trouble(
                session, account.workspace_id, account.id, error, now=self.clock.now()
            )


def counts(busy: Busy, ours: frozenset[str]) -> bool:
    return busy.uid not in ours and busy.end > busy.start


def bring_in(session: Session, account: AccountCard, *, now: datetime) -> None:
    """Meetings that the member has and the calendar has not: one connected late, one that did not
    answer when it was booked. Each is an action like any other.
    """
    place = calendars.written_to(session, account.workspace_id, account.member_id)
    if place is None or place not in {one.id for one in account.sources}:
        return
    for card in appointments.to_come(session, account.workspace_id, now=now):
        if card.member_id != account.member_id:
            continue
        stands = calendars.stands_in(session, account.workspace_id, card.id)
        if stands.get(place) == card.sequence:
            continue
        wanted = Proposed(
            kind=ActionKind.CALENDAR_WRITE,
            arguments={
                "appointment_id": str(card.id),
                "source_id": str(place),
                "sequence": card.sequence,
            },
            conversation_id=card.conversation_id,
            lead_id=card.lead_id,
            subject_ref=card.subject_ref,
            turn_id=None,
            idempotency_key=f"bring-in:{card.id}:{place}:{card.sequence}:{now:%Y-%m-%dT%H}",
        )
        actions.propose_entry(session, account.workspace_id, wanted, now=now)


def owe_readings(keeping: "Keeping") -> int:
    """One for each account whose time has come; whichever process has room does it."""
    now = keeping.clock.now()
    with keeping.db.reading() as session:
        due = calendars.due(session, now)
    count = 0
    for account in due:
        with keeping.db.writing() as session:
            if not outbox.is_owed(session, account.workspace_id, account.id):
                count += calendars.owe_reading(session, account.workspace_id, account.id, now=now)
    return count
