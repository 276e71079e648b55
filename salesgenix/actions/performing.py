"""Doing what is allowed and stays in the house: one function per kind, by table.

A module of its own beside ``service``: it only calls other nouns and knows nothing of authority.
Each function returns what it did, the events to append and the actions that follow from it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.actions.following import assign, entries, meeting_mail
from salesgenix.actions.models import Action
from salesgenix.actions.rules import (
    Book,
    Cancel,
    Discount,
    Hold,
    Learn,
    Move,
    OpenRequest,
    OpenTask,
    Suppress,
    Time,
    UseStrategy,
    Wait,
    WantPerson,
    checked_arguments,
)
from salesgenix.appointments import service as appointments
from salesgenix.appointments import waiting
from salesgenix.appointments.rules import State as MeetingState
from salesgenix.appointments.service import AppointmentCard, Guest
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.kit.spoken import spoken
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField, Stage
from salesgenix.privacy import requests as data_requests
from salesgenix.privacy import service as privacy
from salesgenix.privacy.rules import STOPS
from salesgenix.qualification import service as qualification
from salesgenix.qualification.service import Told
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind


@dataclass(frozen=True, slots=True)
class Job:
    """One allowed action, its arguments checked."""

    row: Action
    arguments: Any
    now: datetime

    @property
    def workspace_id(self) -> UUID:
        return self.row.workspace_id

    @property
    def lead_id(self) -> UUID:
        if self.row.lead_id is None:
            raise Invalid("action.without_lead", "This action is about nobody.")
        return self.row.lead_id

    @property
    def conversation_id(self) -> UUID:
        if self.row.conversation_id is None:
            raise Invalid("action.without_conversation", "This action belongs to a conversation.")
        return self.row.conversation_id


@dataclass(frozen=True, slots=True)
class Performed:
    """``follows`` are proposed next, in the same transaction; each is judged by itself."""

    result: dict[str, Any] = field(default_factory=dict)
    events: tuple[NewEvent, ...] = ()
    follows: tuple[tuple[ActionKind, dict[str, Any]], ...] = ()


def perform(
    session: Session, row: Action, arguments: dict[str, Any], *, now: datetime
) -> Performed:
    """Does it, or raises one of the house's errors with nothing done."""
    kind = ActionKind(row.kind)
    job = Job(row, checked_arguments(kind, arguments), now)
    return PERFORMERS[kind](session, job)


def reserve(
    session: Session, row: Action, arguments: dict[str, Any], *, until: datetime, now: datetime
) -> None:
    """Keeps the time of a booking that a person has yet to approve."""
    if row.kind != ActionKind.APPOINTMENT_BOOK:
        return
    job = Job(row, checked_arguments(ActionKind.APPOINTMENT_BOOK, arguments), now)
    _refuse_a_second(session, job)
    member_id, starts_at = _time(session, job)
    held = appointments.hold(
        session,
        job.workspace_id,
        _guest(session, job),
        member_id=member_id,
        starts_at=starts_at,
        now=now,
    )
    appointments.await_approval(session, job.workspace_id, held.id, until=until, now=now)


def release(session: Session, row: Action, *, now: datetime) -> None:
    """Gives back what ``reserve`` kept."""
    if row.kind != ActionKind.APPOINTMENT_BOOK or row.conversation_id is None:
        return
    for kept in appointments.of_conversation(session, row.workspace_id, row.conversation_id):
        if kept.state is MeetingState.AWAITING_APPROVAL:
            appointments.cancel(session, row.workspace_id, kept.id, now=now)


def _grant(session: Session, job: Job) -> Performed:
    """Nothing to do but to have been allowed: the reading or the reply is the caller's."""
    del session, job
    return Performed()


def _hold(session: Session, job: Job) -> Performed:
    wanted: Hold = job.arguments
    member_id, starts_at = _time(session, job)
    guest = _guest(session, job, wanted.topic)
    held = appointments.hold(
        session,
        job.workspace_id,
        guest,
        member_id=member_id,
        starts_at=starts_at,
        choice=assign(
            session, job.row, guest, member_id=member_id, starts_at=starts_at, now=job.now
        ),
        now=job.now,
    )
    until = held.hold_until.isoformat() if held.hold_until else None
    return Performed(_meeting(session, job, held) | {"hold_until": until})


def _book(session: Session, job: Job) -> Performed:
    wanted: Book = job.arguments
    _refuse_a_second(session, job)
    _learn_who(session, job, wanted)
    member_id, starts_at = _time(session, job)
    guest = _guest(session, job, wanted.topic)
    booked = appointments.book(
        session,
        job.workspace_id,
        guest,
        member_id=member_id,
        starts_at=starts_at,
        choice=assign(
            session, job.row, guest, member_id=member_id, starts_at=starts_at, now=job.now
        ),
        now=job.now,
    )
    waiting.settle(session, job.workspace_id, job.row.subject_ref, now=job.now)
    return _announce_meeting(session, job, booked)


def _move(session: Session, job: Job) -> Performed:
    wanted: Move = job.arguments
    _own(session, job, wanted.appointment_id)
    member_id, starts_at = _time(session, job)
    moved = appointments.move(
        session,
        job.workspace_id,
        wanted.appointment_id,
        starts_at=starts_at,
        member_id=member_id,
        now=job.now,
    )
    return _announce_meeting(session, job, moved)


def _cancel(session: Session, job: Job) -> Performed:
    wanted: Cancel = job.arguments
    before = _own(session, job, wanted.appointment_id)
    if before.state is MeetingState.CANCELLED:
        return Performed(_meeting(session, job, before))
    gone = appointments.cancel(session, job.workspace_id, before.id, now=job.now)
    meeting = _meeting(session, job, gone)
    event = NewEvent(kind=EventKind.BOOKING_CANCELLED, actor=Actor.AGENT, payload=meeting)
    if before.state is not MeetingState.CONFIRMED:
        return Performed(meeting)
    mail = meeting_mail(session, job.workspace_id, gone, ActionKind.MAIL_CANCELLATION)
    return Performed(meeting, (event,), mail + entries(session, job.workspace_id, gone))


def _wait(session: Session, job: Job) -> Performed:
    wanted: Wait = job.arguments
    place = waiting.join(
        session,
        job.workspace_id,
        waiting.Waiter(
            lead_id=job.lead_id,
            conversation_id=job.conversation_id,
            subject_ref=job.row.subject_ref,
            zone=wanted.zone,
        ),
        windows=[(one.start, one.end) for one in wanted.windows],
        words=wanted.words,
        now=job.now,
    )
    return Performed({"waiting": True, "until": place.until.isoformat()})


def _wait_no_more(session: Session, job: Job) -> Performed:
    waiting.withdraw(session, job.workspace_id, job.row.subject_ref, now=job.now)
    return Performed({"waiting": False})


def _offer_discount(session: Session, job: Job) -> Performed:
    del session
    wanted: Discount = job.arguments
    return Performed({"percent": wanted.percent})


def _use_strategy(session: Session, job: Job) -> Performed:
    del session
    wanted: UseStrategy = job.arguments
    return Performed({"strategy": wanted.strategy})


def _learn(session: Session, job: Job) -> Performed:
    wanted: Learn = job.arguments
    fact = leads.learn(
        session,
        job.workspace_id,
        job.lead_id,
        wanted.field,
        value=wanted.value,
        quote=wanted.quote,
        source=wanted.source,
        now=job.now,
    )
    told = Told(
        fact, job.lead_id, job.row.subject_ref, job.row.conversation_id, proposed=wanted.level
    )
    qualification.note(session, job.workspace_id, told, now=job.now)
    return Performed({"field": fact.field.value})


def _suppress(session: Session, job: Job) -> Performed:
    wanted: Suppress = job.arguments
    privacy.suppress(
        session,
        job.workspace_id,
        job.row.subject_ref,
        wanted.emails,
        reason=wanted.reason,
        now=job.now,
    )
    if job.row.lead_id is not None:
        leads.move_stage(
            session, job.workspace_id, job.lead_id, Stage.OPTED_OUT, now=job.now, by_person=True
        )
    waiting.withdraw(session, job.workspace_id, job.row.subject_ref, now=job.now)
    event = NewEvent(
        kind=EventKind.CONTACT_SUPPRESSED, actor=Actor.SYSTEM, payload={"reason": wanted.reason}
    )
    return Performed({"suppressed": True}, (event,))


def _open_request(session: Session, job: Job) -> Performed:
    wanted: OpenRequest = job.arguments
    opened = data_requests.open_request(
        session,
        job.workspace_id,
        job.row.subject_ref,
        wanted.kind,
        now=job.now,
        conversation_id=job.row.conversation_id,
    )
    told = {
        "request_id": str(opened.id),
        "kind": opened.kind.value,
        "due_on": opened.due_on.isoformat(),
    }
    _ask_team(session, job, TaskKind.DATA_REQUEST, f"{told['kind']}, due {told['due_on']}")
    event = NewEvent(kind=EventKind.REQUEST_OPENED, actor=Actor.SYSTEM, payload=told)
    if opened.kind not in STOPS:
        return Performed(told, (event,))
    data_requests.note_stop(session, job.workspace_id, opened.id, now=job.now)
    stop = (ActionKind.CONTACT_SUPPRESS, {"reason": "opt_out"})  # at once, whoever decides later
    return Performed(told, (event,), (stop,))


def _want_person(session: Session, job: Job) -> Performed:
    wanted: WantPerson = job.arguments
    conversations.want_person(
        session, job.workspace_id, job.conversation_id, reason=wanted.reason.value, now=job.now
    )
    _ask_team(session, job, TaskKind.PERSON_WANTED, wanted.note or wanted.reason.value)
    return Performed({"requested": True})


def _open_task(session: Session, job: Job) -> Performed:
    wanted: OpenTask = job.arguments
    try:
        kind = TaskKind(wanted.kind)
    except ValueError as error:
        raise Invalid("task.kind", "There is no such kind of task.") from error
    _ask_team(session, job, kind, wanted.question or wanted.note)
    return Performed({"kind": kind.value})


PERFORMERS: dict[ActionKind, Callable[[Session, Job], Performed]] = {
    ActionKind.REPLY_SEND: _grant,
    ActionKind.KNOWLEDGE_READ: _grant,
    ActionKind.SITE_READ: _grant,
    ActionKind.SLOTS_OFFER: _grant,
    ActionKind.LEAD_LEARN: _learn,
    ActionKind.APPOINTMENT_HOLD: _hold,
    ActionKind.APPOINTMENT_BOOK: _book,
    ActionKind.APPOINTMENT_MOVE: _move,
    ActionKind.APPOINTMENT_CANCEL: _cancel,
    ActionKind.WAITLIST_JOIN: _wait,
    ActionKind.WAITLIST_LEAVE: _wait_no_more,
    ActionKind.DISCOUNT_OFFER: _offer_discount,
    ActionKind.STRATEGY_USE: _use_strategy,
    ActionKind.HANDOVER_REQUEST: _want_person,
    ActionKind.CONTACT_SUPPRESS: _suppress,
    ActionKind.DATA_REQUEST_OPEN: _open_request,
    ActionKind.TASK_OPEN: _open_task,
}


def with_words(
    session: Session, row: Action, alternatives: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Times that are offered instead, as a slot of the event log: with a name and a label."""
    found = {str(one.id): one for one in accounts.members(session, row.workspace_id)}
    zone, language = _zone(session, row), _language(session, row)
    return [
        slot
        | {
            "member": found[slot["member_id"]].name if slot["member_id"] in found else "",
            "zone": found[slot["member_id"]].zone if slot["member_id"] in found else "",
            "label": spoken(datetime.fromisoformat(slot["starts_at"]), zone, language),
        }
        for slot in alternatives
    ]


def _announce_meeting(session: Session, job: Job, card: AppointmentCard) -> Performed:
    meeting = _meeting(session, job, card)
    event = NewEvent(kind=EventKind.BOOKING_CONFIRMED, actor=Actor.AGENT, payload=meeting)
    mail = meeting_mail(session, job.workspace_id, card, ActionKind.MAIL_INVITATION)
    follows = mail + entries(session, job.workspace_id, card)
    return Performed(meeting | {"sequence": card.sequence}, (event,), follows)


def _meeting(session: Session, job: Job, card: AppointmentCard) -> dict[str, Any]:
    language = _language(session, job.row)
    return {
        "appointment_id": str(card.id),
        "starts_at": card.starts_at.isoformat(),
        "ends_at": card.ends_at.isoformat(),
        "zone": card.prospect_zone,
        "member": card.member_name,
        "slot_id": appointments.slot_id(card.member_id, card.starts_at),
        "label": spoken(card.starts_at, card.prospect_zone, language),
    }


def _guest(session: Session, job: Job, topic: str | None = None) -> Guest:
    return Guest(
        lead_id=job.lead_id,
        subject_ref=job.row.subject_ref,
        conversation_id=job.row.conversation_id,
        zone=job.arguments.zone or _zone(session, job.row),
        topic=topic,
    )


def _zone(session: Session, row: Action) -> str:
    """The prospect's, as far as it is known."""
    thread = None
    if row.conversation_id is not None:
        thread = conversations.card(session, row.workspace_id, row.conversation_id).zone
    return thread or accounts.profile_of(session, row.workspace_id).profile.zone


def _language(session: Session, row: Action) -> str:
    thread = None
    if row.conversation_id is not None:
        thread = conversations.card(session, row.workspace_id, row.conversation_id).language
    return thread or accounts.profile_of(session, row.workspace_id).profile.languages[0]


def _time(session: Session, job: Job) -> tuple[UUID, datetime]:
    wanted: Time = job.arguments
    if wanted.member_id is not None and wanted.starts_at is not None:
        return wanted.member_id, wanted.starts_at
    return appointments.find_slot(session, job.workspace_id, wanted.slot_id or "")


def _own(session: Session, job: Job, appointment_id: UUID) -> AppointmentCard:
    """``NotFound`` for somebody else's meeting, as for one that does not exist."""
    card = appointments.card(session, job.workspace_id, appointment_id)
    if card.lead_id != job.lead_id:
        raise NotFound("appointment.unknown", "There is no such appointment.")
    return card


def _refuse_a_second(session: Session, job: Job) -> None:
    """One conversation has one meeting to come; it can be moved. So nobody can fill a calendar."""
    for kept in appointments.of_conversation(session, job.workspace_id, job.conversation_id):
        if kept.state is MeetingState.CONFIRMED and kept.starts_at > job.now:
            raise Conflict(
                "appointment.exists",
                "There is a meeting already; it can be moved.",
                appointment_id=str(kept.id),
            )


def _learn_who(session: Session, job: Job, wanted: Book) -> None:
    for name, value in ((FactField.NAME, wanted.name), (FactField.EMAIL, wanted.email)):
        if value:
            leads.learn(
                session,
                job.workspace_id,
                job.lead_id,
                name,
                value=value,
                quote=None,
                source="booking",
                now=job.now,
            )


def _ask_team(session: Session, job: Job, kind: TaskKind, note: str | None) -> None:
    tasks.open_task(
        session,
        job.workspace_id,
        job.conversation_id,
        subject_ref=job.row.subject_ref,
        kind=kind,
        note=note,
        now=job.now,
    )
