"""Meetings into the calendars that members have connected, and out of them again.

Whatever was authorised, what is written is the meeting as it stands now; it lies under a name made
of its id, so that doing it again does no harm.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions.ports import DeliveryError
from salesgenix.actions.rules import Writing, checked_arguments
from salesgenix.actions.service import Claim
from salesgenix.appointments import service as appointments
from salesgenix.appointments.rules import State
from salesgenix.appointments.service import AppointmentCard
from salesgenix.authority.rules import ActionKind
from salesgenix.calendars import service as calendars
from salesgenix.calendars.ports import CalendarClient, CalendarError, Entry, Trouble, Written
from salesgenix.calendars.rules import CalendarAccess
from salesgenix.db import Database
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import Conflict
from salesgenix.leads import service as leads
from worker.handing import Handing

# ``renewed`` is told the tokens that the vendor gave in place of the old ones.
CalendarClients = Callable[[CalendarAccess, Callable[[str], None]], CalendarClient]


@dataclass(frozen=True, slots=True)
class CalendarExit:
    db: Database
    clock: Clock
    clients: CalendarClients
    public_url: str

    def prepare(self, session: Session, claim: Claim, *, now: datetime) -> Handing:
        del now  # what is written says when the meeting changed, not when it is written
        wanted: Writing = checked_arguments(claim.kind, claim.arguments)
        source = calendars.source(session, claim.workspace_id, wanted.source_id)
        card = appointments.card(session, claim.workspace_id, wanted.appointment_id)
        member = accounts.member(session, claim.workspace_id, card.member_id)
        access = calendars.access(
            session, claim.workspace_id, source.account_id, owner_email=member.email
        )
        client = self.clients(access, self._keeping(claim.workspace_id, source.account_id))
        is_written = claim.kind is ActionKind.CALENDAR_WRITE
        if is_written and card.state is not State.CONFIRMED:
            raise Conflict("calendar.outdated", "The meeting is off.")
        entry = self._entry(session, claim.workspace_id, card)

        async def carry() -> Written | None:
            try:
                if is_written:
                    return await client.write(source.ref, entry)
                await client.remove(source.ref, entry.key)
            except CalendarError as error:
                self._note(claim.workspace_id, source.account_id, error)
                raise DeliveryError(error.code, permanent=error.permanent) from error
            return None

        def keep(later: Session, written: Any) -> None:
            calendars.note_entry(
                later,
                claim.workspace_id,
                card.id,
                source.id,
                uid=card.uid,
                sequence=card.sequence,
                written=written,
                now=self.clock.now(),
            )

        return Handing(
            carrier=client.kind,
            recipient=str(source.id),
            message=_told(claim.kind, entry),
            message_ref=card.uid,
            carry=carry,
            keep=keep,
        )

    def _entry(self, session: Session, workspace_id: UUID, card: AppointmentCard) -> Entry:
        profile = accounts.profile_of(session, workspace_id).profile
        lead = leads.card(session, workspace_id, card.lead_id)
        who = ", ".join(filter(None, (lead.name, lead.company))) or lead.email or ""
        lines = [card.topic, lead.email]
        if card.conversation_id is not None:
            lines.append(f"{self.public_url}/console/inbox/{card.conversation_id}")
        return Entry(
            key=card.id.hex,
            uid=card.uid,
            sequence=card.sequence,
            starts_at=card.starts_at,
            ends_at=card.ends_at,
            changed_at=card.changed_at,
            summary=f"{profile.meeting.label}: {who}" if who else profile.meeting.label,
            description="\n".join(filter(None, lines)),
        )

    def _keeping(self, workspace_id: UUID, account_id: UUID) -> Callable[[str], None]:
        return keeping_tokens(self.db, self.clock, workspace_id, account_id)

    def _note(self, workspace_id: UUID, account_id: UUID, error: CalendarError) -> None:
        """A calendar that has to be opened anew says nothing of who is free, from here on."""
        if error.trouble is not Trouble.NEEDS_REAUTH:
            return
        with self.db.writing() as session:
            calendars.note_trouble(session, workspace_id, account_id, error, now=self.clock.now())


def keeping_tokens(
    db: Database, clock: Clock, workspace_id: UUID, account_id: UUID
) -> Callable[[str], None]:
    """A vendor's new tokens are kept at once: the old ones may open nothing any more."""

    def keep(secret: str) -> None:
        with db.writing() as session:
            calendars.keep_secret(session, workspace_id, account_id, secret, now=clock.now())

    return keep


def _told(kind: ActionKind, entry: Entry) -> bytes:
    """What leaves, as the delivery's sealed row shows it."""
    if kind is ActionKind.CALENDAR_REMOVE:
        return json.dumps({"removes": entry.uid}).encode()
    facts = {
        "uid": entry.uid,
        "sequence": entry.sequence,
        "starts_at": entry.starts_at.isoformat(),
        "ends_at": entry.ends_at.isoformat(),
        "summary": entry.summary,
        "description": entry.description,
    }
    return json.dumps(facts, ensure_ascii=False).encode()
