"""Requests about a person's data as people read them: who asks for what, until when, how far."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from api.console import words
from api.console.views.leads import name_of
from api.console.visit import Visit
from salesgenix.accounts.rules import Verb
from salesgenix.leads import service as leads
from salesgenix.privacy import requests
from salesgenix.privacy.files import RequestCard, day_of
from salesgenix.privacy.rules import (
    Channel,
    Identified,
    RequestKind,
    RequestState,
    working_days_left,
)

SOON = 5  # working days left: from here on the owner is warned
KINDS = {
    RequestKind.ACCESS: "A copy of their data",
    RequestKind.PORTABILITY: "Their data, to take elsewhere",
    RequestKind.RECTIFY: "Correct their data",
    RequestKind.RESTRICT: "Keep their data, but do not use it",
    RequestKind.ERASE: "Delete their data",
    RequestKind.INFORM: "What is held about them, and why",
    RequestKind.OBJECT: "Stop using their data for sales",
    RequestKind.WITHDRAW_CONSENT: "Withdraw their consent",
    RequestKind.COMPLAINT: "A complaint",
    RequestKind.AUTOMATED_COPY: "The automated decisions about them",
    RequestKind.UNSUBSCRIBE: "No more messages",
}
STATES = {
    RequestState.RECEIVED: ("Received", "info"),
    RequestState.IDENTITY_PENDING: ("Awaiting identity", ""),
    RequestState.ROUTED: ("Needs your decision", "warn"),
    RequestState.IN_PROGRESS: ("Being carried out", "info"),
    RequestState.PARTIAL: ("Held up", "danger"),
    RequestState.ANSWERED: ("Answered", "ok"),
    RequestState.REFUSED: ("Refused", ""),
    RequestState.NOT_IDENTIFIED: ("Not identified", ""),
    RequestState.DUPLICATE: ("Duplicate", ""),
    RequestState.WITHDRAWN: ("Withdrawn", ""),
}
CHANNELS = {
    Channel.FORM: "Public form",
    Channel.CHAT: "Chat",
    Channel.MAIL: "Mail",
    Channel.CONSOLE: "Noted by the team",
    Channel.API: "API",
}
IDENTITY = {
    Identified.SESSION: "By the conversation it was made in",
    Identified.MAIL: "By the letter to their address",
    Identified.MEMBER: "By a member of the team",
}
HIDDEN = "Hidden for your role"
EMPTIED = "No longer kept"


@dataclass(frozen=True, slots=True)
class Due:
    """``words`` say how long is left, ``tone`` colours the tag that says ``tag``."""

    day: date
    words: str
    tag: str
    tone: str


@dataclass(frozen=True, slots=True)
class Row:
    card: RequestCard
    kind: str
    who: str
    address: str
    channel: str
    identity: str
    state: tuple[str, str]
    due: Due

    @property
    def href(self) -> str:
        return f"/console/privacy/requests/{self.card.id}"


def rows(session: Session, visit: Visit, *, is_open: bool) -> list[Row]:
    """Open ones by date, the most urgent first; closed ones the last one first."""
    cards = requests.requests(session, visit.who.workspace_id, only_open=is_open)
    if not is_open:
        closed = [card for card in cards if not card.is_open]
        cards = sorted(closed, key=_closed_at, reverse=True)
    return [row(session, visit, card) for card in cards]


def about(session: Session, visit: Visit, subject_ref: UUID) -> list[Row]:
    """The open ones that are known to be this person's."""
    cards = requests.requests(session, visit.who.workspace_id, only_open=True)
    return [row(session, visit, card) for card in cards if card.about_ref == subject_ref]


def row(session: Session, visit: Visit, card: RequestCard) -> Row:
    name, address = _who(session, visit, card)
    return Row(
        card=card,
        kind=KINDS[card.kind],
        who=name,
        address=address,
        channel=CHANNELS[card.channel],
        identity=identity(card),
        state=_state(card),
        due=due(visit, card),
    )


def _state(card: RequestCard) -> tuple[str, str]:
    if card.is_of_child and card.state is RequestState.ROUTED:
        return "Deleted at its hour", "danger"
    if card.is_of_child and card.state is RequestState.WITHDRAWN:
        return "Kept: no child", ""
    return STATES[card.state]


def identity(card: RequestCard) -> str:
    if card.identified_by:
        return IDENTITY[Identified(card.identified_by)]
    return "Not needed to stop contact" if card.kind is RequestKind.UNSUBSCRIBE else "Not shown yet"


def due(visit: Visit, card: RequestCard) -> Due:
    if card.closed_at is not None:
        ended = words.date(day_of(card.closed_at, card.zone))
        tag = ("Late", "danger") if card.was_late else ("", "")
        return Due(card.due_on, f"Closed {ended}", *tag)
    today, holidays = day_of(visit.who.now, card.zone), visit.workspace.profile.holidays
    left = working_days_left(
        today, card.due_on, country=holidays.country, subdivision=holidays.subdivision
    )
    if today > card.due_on:
        late = f"{_days(-left)} late" if left else "The day has passed"
        return Due(card.due_on, late, "Overdue", "danger")
    if today == card.due_on:
        return Due(card.due_on, "Ends today", "Due today", "danger")
    soon = ("Due soon", "warn") if left <= SOON else ("", "")
    return Due(card.due_on, f"{_days(left)} left", *soon)


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"


def _who(session: Session, visit: Visit, card: RequestCard) -> tuple[str, str]:
    """The name and address that were given; where there are none, whom it is about. Only who may
    answer is told.
    """
    if not visit.who.may(Verb.ANSWER_REQUESTS):
        return HIDDEN, ""
    if card.name or card.email:
        return card.name or str(card.email), (card.email or "") if card.name else ""
    lead = None
    if card.about_ref is not None:
        lead = leads.card_of_subject(session, visit.who.workspace_id, card.about_ref)
    if lead is not None:
        return name_of(lead), lead.email or ""
    if card.conversation_id is not None and card.is_open:
        return f"The visitor of conversation {str(card.conversation_id)[-6:]}", ""
    return EMPTIED, ""


def _closed_at(card: RequestCard) -> datetime:
    assert card.closed_at is not None
    return card.closed_at
