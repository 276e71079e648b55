"""The file of a data request as other rooms see it, and what reached us."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from salesgenix.db import read_sealed
from salesgenix.privacy.models import DataRequest
from salesgenix.privacy.rules import (
    CLOSED,
    Channel,
    Identified,
    RequestKind,
    RequestState,
    legal_date,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What reached us. ``about_ref``: whom we know it to be, and ``identified_by`` how.
    ``received_at``: when it reached us, where it is noted later (a letter, a call).
    """

    kind: RequestKind
    channel: Channel
    language: str = "en"
    name: str | None = None
    email: str | None = None
    words: str | None = None
    about_ref: UUID | None = None
    identified_by: Identified | None = None
    conversation_id: UUID | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """``due_on`` was frozen at receipt; the answer is due by the end of that day in ``zone``.

    ``subject_ref`` is the file's own, ``about_ref`` the person's. Name, address and words are
    ``None`` once the file has been emptied. ``legal_on``: the statutory date, which runs beside.
    """

    id: UUID
    subject_ref: UUID
    about_ref: UUID | None
    conversation_id: UUID | None
    kind: RequestKind
    channel: Channel
    language: str
    state: RequestState
    name: str | None
    email: str | None
    words: str | None
    received_at: datetime
    due_on: date
    legal_on: date
    zone: str
    calendar_version: str
    token_expires_at: datetime | None
    identified_at: datetime | None
    identified_by: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    instruction_id: UUID | None
    export_id: UUID | None
    erasure_id: UUID | None
    done: str | None
    refusal: str | None
    warned_at: int | None
    extended_at: datetime | None
    stopped_at: datetime | None
    overdue_at: datetime | None
    closed_at: datetime | None
    executes_at: datetime | None = None  # when it is carried out without an order: a child's

    @property
    def is_of_child(self) -> bool:
        return self.executes_at is not None

    @property
    def is_open(self) -> bool:
        return self.state not in CLOSED

    @property
    def received_on(self) -> date:
        return self.received_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def was_late(self) -> bool:
        """For ever, once the day had passed without an answer."""
        closed = self.closed_at and self.closed_at.astimezone(ZoneInfo(self.zone)).date()
        return self.overdue_at is not None or (closed is not None and closed > self.due_on)


def card_of(session: Session, row: DataRequest) -> RequestCard:
    return RequestCard(
        id=row.id,
        subject_ref=row.subject_ref,
        about_ref=row.about_ref,
        conversation_id=row.conversation_id,
        kind=RequestKind(row.kind),
        channel=Channel(row.channel),
        language=row.language,
        state=RequestState(row.state),
        name=read_sealed(session, row, "name"),
        email=read_sealed(session, row, "email"),
        words=read_sealed(session, row, "words"),
        received_at=row.received_at,
        due_on=row.due_on,
        legal_on=legal_date(
            day_of(row.received_at, row.zone), is_extended=row.extended_at is not None
        ),
        zone=row.zone,
        calendar_version=row.calendar_version,
        token_expires_at=row.token_expires_at,
        identified_at=row.identified_at,
        identified_by=row.identified_by,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        instruction_id=row.instruction_id,
        export_id=row.export_id,
        erasure_id=row.erasure_id,
        done=row.done,
        refusal=row.refusal,
        warned_at=row.warned_at,
        extended_at=row.extended_at,
        stopped_at=row.stopped_at,
        overdue_at=row.overdue_at,
        closed_at=row.closed_at,
        executes_at=row.executes_at,
    )


def day_of(instant: datetime, zone: str) -> date:
    """The date it was in the zone."""
    return instant.astimezone(ZoneInfo(zone)).date()
