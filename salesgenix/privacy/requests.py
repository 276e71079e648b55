"""Requests about a person's data: taken in with a frozen date, moved step by step, closed, emptied.

Each step is recorded. Nothing here changes what is held about anybody: what an owner orders is
carried out above (``rights``). The requester's name, address and words lie under the file's own
key, which is destroyed once the answer has gone out; the file itself stays to prove the answer.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts.rules import Profile
from salesgenix.accounts.service import profile_of
from salesgenix.db import Wakeup, announce, keyring_of, write_sealed
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.leads import service as leads
from salesgenix.privacy import repository
from salesgenix.privacy.files import Incoming, RequestCard, card_of, day_of
from salesgenix.privacy.models import DataRequest
from salesgenix.privacy.rules import (
    CLOSED,
    FILE_KEPT_MONTHS,
    OVERDUE,
    TOKEN_LASTS,
    Channel,
    Identified,
    Refusal,
    RequestKind,
    RequestState,
    calendar_version,
    check_move,
    due_date,
    legal_date,
    step_of,
    working_days_left,
)

MONTH = timedelta(days=30.5)
LONGEST_AGO = timedelta(days=366)
CLOSINGS = {
    RequestState.ANSWERED: DecisionType.REQUEST_ANSWERED,
    RequestState.REFUSED: DecisionType.REQUEST_REFUSED,
    RequestState.NOT_IDENTIFIED: DecisionType.REQUEST_REFUSED,
    RequestState.DUPLICATE: DecisionType.REQUEST_ANSWERED,
    RequestState.WITHDRAWN: DecisionType.REQUEST_WITHDRAWN,
}


def receive(
    session: Session, workspace_id: UUID, incoming: Incoming, *, now: datetime
) -> tuple[RequestCard, bool]:
    """Takes a request in and freezes its date, counted in the workspace's zone from the day it
    reached us, which may lie in the past.

    Asking again while one of the kind is open returns that one, and ``False``: its clock runs.
    """
    row = _same(session, workspace_id, incoming)
    if row is not None:
        return card_of(session, row), False
    profile = profile_of(session, workspace_id).profile
    holidays = profile.holidays
    reached_at = incoming.received_at or now
    if not now - LONGEST_AGO <= reached_at <= now:
        raise Invalid(
            "request.received_at",
            "It has reached us by now, and not more than a year ago.",
            field="received_at",
        )
    row = DataRequest(
        workspace_id=workspace_id,
        about_ref=incoming.about_ref,
        conversation_id=incoming.conversation_id,
        kind=incoming.kind,
        channel=incoming.channel,
        language=incoming.language,
        state=RequestState.RECEIVED,
        received_at=reached_at,
        due_on=due_date(
            day_of(reached_at, profile.zone),
            country=holidays.country,
            subdivision=holidays.subdivision,
        ),
        zone=profile.zone,
        calendar_version=calendar_version(holidays.country, holidays.subdivision),
    )
    write_sealed(session, row, name=incoming.name, email=incoming.email, words=incoming.words)
    if incoming.email is not None:
        row.email_blind = leads.email_index(session, workspace_id, incoming.email)
    if incoming.identified_by is not None:
        row.state, row.identified_by = RequestState.ROUTED, incoming.identified_by
        row.identified_at = now
    _keep(session, row)
    facts = {"channel": row.channel, "due_on": row.due_on.isoformat()}
    _record(session, row, DecisionType.REQUEST_RECEIVED, "performed", now=now, facts=facts)
    return card_of(session, row), True


def open_request(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    kind: RequestKind | str,
    *,
    channel: Channel | str = Channel.CHAT,
    now: datetime,
    conversation_id: UUID | None = None,
) -> RequestCard:
    """A request from a conversation: its session shows whose it is, so it goes to the owner at
    once. It is about the person of that conversation and nobody else, whatever address they typed.
    """
    incoming = Incoming(
        kind=RequestKind(kind),
        channel=Channel(channel),
        language=profile_of(session, workspace_id).profile.languages[0],
        about_ref=subject_ref,
        identified_by=Identified.SESSION,
        conversation_id=conversation_id,
    )
    return receive(session, workspace_id, incoming, now=now)[0]


def card(session: Session, workspace_id: UUID, request_id: UUID) -> RequestCard:
    return card_of(session, _existing(session, workspace_id, request_id))


def requests(session: Session, workspace_id: UUID, *, only_open: bool = False) -> list[RequestCard]:
    """The most urgent first."""
    rows = repository.requests(session, workspace_id, only_open=only_open)
    return [card_of(session, row) for row in rows]


def waiting(session: Session, workspace_id: UUID, *, now: datetime) -> tuple[int, int]:
    """How many are open, and how many of them are overdue. Opens no seal."""
    dates = repository.open_dates(session, workspace_id)
    return len(dates), sum(day_of(now, zone) > due_on for due_on, zone in dates)


def issue_token(session: Session, workspace_id: UUID, request_id: UUID, *, now: datetime) -> str:
    """A secret that goes to the address only; it counts once, for seven days. A newer one takes the
    place of the one before.
    """
    row = _existing(session, workspace_id, request_id)
    token = f"sgr_{secrets.token_urlsafe(32)}"
    row.token_digest = _digest(token)
    row.token_expires_at = now + TOKEN_LASTS
    if row.state == RequestState.RECEIVED:
        row.state = RequestState.IDENTITY_PENDING
    _keep(session, row)
    return token


def for_token(session: Session, token: str, *, now: datetime) -> tuple[UUID, RequestCard]:
    """The workspace and the request. ``NotFound`` alike for unknown, used and expired secrets."""
    row = repository.request_of_token(session, _digest(token))
    if row is None or row.token_expires_at is None or row.token_expires_at <= now:
        raise NotFound("request.link", "This link is not valid any more.")
    return row.workspace_id, card_of(session, row)


def identify(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    *,
    by: Identified,
    about_ref: UUID | None,
    now: datetime,
    member_id: UUID | None = None,
) -> RequestCard:
    """The request is the person's own: the secret is spent, and it goes to the owner."""
    row = _existing(session, workspace_id, request_id)
    check_move(row.state, RequestState.ROUTED)
    row.state, row.identified_by, row.identified_at = RequestState.ROUTED, by, now
    row.about_ref, row.token_digest, row.token_expires_at = about_ref, None, None
    _keep(session, row)
    facts = {"by": by, "is_known": about_ref is not None}
    _record(
        session,
        row,
        DecisionType.REQUEST_IDENTIFIED,
        "performed",
        actor=member_id,
        facts=facts,
        now=now,
    )
    return card_of(session, row)


def note_stop(session: Session, workspace_id: UUID, request_id: UUID, *, now: datetime) -> None:
    """Contact was stopped at once, before anybody decided."""
    row = _existing(session, workspace_id, request_id)
    row.stopped_at = row.stopped_at or now
    _keep(session, row)


def begin(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    *,
    about_ref: UUID | None,
    email: str | None,
    instruction_id: UUID,
    member_id: UUID,
    now: datetime,
) -> RequestCard:
    """Ordered by the owner; what they ordered has its own id. The address the answer will go to is
    kept in the file, since the person's own record may be gone by then.
    """
    row = _existing(session, workspace_id, request_id)
    check_move(row.state, RequestState.IN_PROGRESS)
    row.state, row.about_ref = RequestState.IN_PROGRESS, about_ref
    row.instruction_id, row.decided_by, row.decided_at = instruction_id, member_id, now
    if row.email_sealed is None and email is not None:
        write_sealed(session, row, email=email)
    _keep(session, row)
    _record(
        session,
        row,
        DecisionType.REQUEST_APPROVED,
        "allowed",
        actor=member_id,
        instruction={"id": instruction_id, "version": 1},
        now=now,
    )
    return card_of(session, row)


def keep_work(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    *,
    export_id: UUID | None = None,
    erasure_id: UUID | None = None,
) -> None:
    """Which job carries it out."""
    row = _existing(session, workspace_id, request_id)
    row.export_id, row.erasure_id = export_id or row.export_id, erasure_id or row.erasure_id
    _keep(session, row)


def readdress(session: Session, workspace_id: UUID, request_id: UUID, email: str) -> None:
    """The answer goes to the right address, once a wrong one has been corrected."""
    row = _existing(session, workspace_id, request_id)
    write_sealed(session, row, email=email)
    row.email_blind = leads.email_index(session, workspace_id, email)
    _keep(session, row)


def is_any_over(session: Session, workspace_id: UUID, *, now: datetime) -> bool:
    """Whether the time of a closed file is over."""
    return bool(repository.requests_closed_before(session, workspace_id, _kept_since(now)))


def stand_at(
    session: Session, workspace_id: UUID, request_id: UUID, state: RequestState
) -> RequestCard:
    """Under way, or under way with something that could not be done yet."""
    row = _existing(session, workspace_id, request_id)
    if row.state != state:
        check_move(row.state, state)
        row.state = state
        _keep(session, row)
    return card_of(session, row)


def close(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    state: RequestState,
    *,
    now: datetime,
    done: str | None = None,
    refusal: Refusal | None = None,
    member_id: UUID | None = None,
) -> RequestCard:
    """Ends a request, once. What the answer says stays as codes; its words are emptied later."""
    row = _existing(session, workspace_id, request_id)
    check_move(row.state, state)
    row.state, row.closed_at = state, now
    row.done, row.refusal = done, refusal
    row.token_digest, row.token_expires_at = None, None
    if member_id is not None and row.decided_by is None:
        row.decided_by, row.decided_at = member_id, now
    _keep(session, row)
    card = card_of(session, row)
    instruction = {"id": row.instruction_id, "version": 1} if row.instruction_id else None
    _record(
        session,
        row,
        CLOSINGS[state],
        "refused" if refusal else "performed",
        actor=member_id,
        instruction=instruction,
        reasons=(refusal,) if refusal else (),
        facts={"state": state, "done": done, "late": card.was_late},
        now=now,
    )
    return card


def extend(
    session: Session, workspace_id: UUID, request_id: UUID, *, member_id: UUID, now: datetime
) -> RequestCard:
    """Two months more for the statutory date, said within its first month. The promised ten working
    days stay what they are.
    """
    row = _existing(session, workspace_id, request_id)
    if row.state in CLOSED or row.extended_at is not None:
        raise Conflict("request.closed", "Only an open request is extended, once.", state=row.state)
    if day_of(now, row.zone) > legal_date(day_of(row.received_at, row.zone)):
        raise Conflict("request.too_late", "An extension is told within the first month.")
    row.extended_at = now
    _keep(session, row)
    facts = {"legal_on": card_of(session, row).legal_on.isoformat()}
    _record(
        session,
        row,
        DecisionType.REQUEST_WARNED,
        "deferred",
        actor=member_id,
        facts=facts,
        now=now,
    )
    return card_of(session, row)


def step_due(card: RequestCard, profile: Profile, *, now: datetime) -> tuple[int, int] | None:
    """The warning that is due and has not been given, and the working days left."""
    today, holidays = day_of(now, card.zone), profile.holidays
    left = working_days_left(
        today, card.due_on, country=holidays.country, subdivision=holidays.subdivision
    )
    step = step_of(today, card.due_on, left)
    if not card.is_open or step is None:
        return None
    return None if card.warned_at is not None and card.warned_at <= step else (step, left)


def warn(
    session: Session, workspace_id: UUID, request_id: UUID, profile: Profile, *, now: datetime
) -> int | None:
    """Notes that a warning is due, once for each step; the working days left, or ``None``.

    ``OVERDUE`` (-1) when the day has passed; that it had stays visible for ever.
    """
    row = _existing(session, workspace_id, request_id)
    due = step_due(card_of(session, row), profile, now=now)
    if due is None:
        return None
    step, left = due
    row.warned_at = step
    is_overdue = step == OVERDUE
    if is_overdue:
        row.overdue_at = now
    _keep(session, row)
    _record(
        session,
        row,
        DecisionType.REQUEST_OVERDUE if is_overdue else DecisionType.REQUEST_WARNED,
        "failed" if is_overdue else "performed",
        facts={"left": left, "due_on": row.due_on.isoformat()},
        now=now,
    )
    return OVERDUE if is_overdue else left


def to_empty(session: Session, workspace_id: UUID) -> list[RequestCard]:
    return [
        card_of(session, row) for row in repository.closed_requests_to_empty(session, workspace_id)
    ]


def empty(session: Session, workspace_id: UUID, request_id: UUID, *, now: datetime) -> None:
    """Who asked, and in what words, is gone; the letters to them too: their key is destroyed."""
    row = _existing(session, workspace_id, request_id)
    if row.closed_at is None:
        raise Conflict("request.open", "A request is emptied after its end.")
    row.name_sealed = row.email_sealed = row.words_sealed = row.answer_sealed = None
    row.email_blind, row.emptied_at = None, now
    _keep(session, row)
    keyring_of(session).destroy_person(workspace_id, row.subject_ref)


def purge(session: Session, workspace_id: UUID, *, now: datetime) -> int:
    """Deletes the files whose 36 months are over."""
    rows = repository.requests_closed_before(session, workspace_id, _kept_since(now))
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def _same(session: Session, workspace_id: UUID, incoming: Incoming) -> DataRequest | None:
    """An open one of the same person (known), else of the same address."""
    if incoming.about_ref is not None:
        return repository.open_request_about(
            session, workspace_id, incoming.about_ref, incoming.kind
        )
    if incoming.email is None:
        return None
    blind = leads.email_index(session, workspace_id, incoming.email)
    return repository.open_request_of_address(session, workspace_id, blind, incoming.kind)


def _existing(session: Session, workspace_id: UUID, request_id: UUID) -> DataRequest:
    row = repository.request(session, workspace_id, request_id)
    if row is None:
        raise NotFound("request.unknown", "There is no such request.")
    return row


def _keep(session: Session, row: DataRequest) -> None:
    session.add(row)
    session.flush()
    announce(session, Wakeup(row.workspace_id, "feed", row.id))


def _record(
    session: Session,
    row: DataRequest,
    type_: DecisionType,
    outcome: str,
    *,
    now: datetime,
    actor: UUID | None = None,
    facts: dict[str, Any] | None = None,
    **more: Any,
) -> None:
    told = {name: value for name, value in (facts or {}).items() if value is not None}
    entry = Entry(
        type=type_,
        outcome=outcome,
        automation=Automation.HUMAN_MADE if actor else Automation.AUTO,
        actor=actor,
        subject_ref=row.about_ref,
        conversation_ref=row.conversation_id,
        facts={"request": row.id, "kind": row.kind} | told,
        **more,
    )
    decisions.record(session, row.workspace_id, entry, now=now)


def _kept_since(now: datetime) -> datetime:
    return now - FILE_KEPT_MONTHS * MONTH


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
