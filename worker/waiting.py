"""Whoever waits for a meeting is told when a time comes free: whether by a cancellation, a move, a
hold that ran out or other working hours makes no difference, since it is free time that is looked
for. What they are told is an ordinary turn of the agent, under the orders that hold then.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.actions.facts import fits
from salesgenix.actions.service import Proposed
from salesgenix.appointments import waiting
from salesgenix.appointments.rules import InLine, Wait
from salesgenix.appointments.waiting import Place
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy

if TYPE_CHECKING:
    from worker.keeping import Keeping

LOG = structlog.get_logger()
EVERY = timedelta(seconds=20)
_ENDED = {Wait.LAPSED: "waitlist_unanswered", Wait.OVER: "waitlist_over"}


def tell_who_waits(keeping: "Keeping") -> int:
    """One transaction for each workspace. Nobody waits: one query."""
    now = keeping.clock.now()
    last = keeping.done_at.get(__name__)
    if last is not None and last <= now < last + EVERY:
        return 0
    keeping.done_at[__name__] = now
    with keeping.db.reading() as session:
        waited_for = waiting.workspaces(session)
    count = 0
    for workspace_id in waited_for:
        with keeping.db.writing() as session:
            count += _end_what_is_over(session, workspace_id, now)
            count += _tell(session, workspace_id, now)
    return count


def _end_what_is_over(session: Session, workspace_id: UUID, now: datetime) -> int:
    ended = waiting.end_by_time(session, workspace_id, now=now)
    for place in ended:
        why = (_ENDED[place.state],)
        _record(session, workspace_id, place, DecisionType.WAITLIST_ENDED, now=now, reasons=why)
    return len(ended)


def _tell(session: Session, workspace_id: UUID, now: datetime) -> int:
    places = {place.id: place for place in waiting.line(session, workspace_id)}
    waiters = [
        _in_line(session, workspace_id, place, now)
        for place in places.values()
        if place.state is Wait.OFFERED or _may_be_told(session, workspace_id, place, now)
    ]
    told = waiting.tell_next(session, workspace_id, waiters, now=now)
    for place_id in told:
        place = places[place_id]
        conversation_id = place.waiter.conversation_id
        thread = conversations.card(session, workspace_id, conversation_id)
        conversations.owe_turn(
            session,
            workspace_id,
            conversation_id,
            trigger="waitlist",
            seq=thread.last_seq,
            now=now,
        )
        _record(session, workspace_id, place, DecisionType.WAITLIST_OFFERED, now=now)
        LOG.info("waitlist.offered", workspace=str(workspace_id))
    return len(told)


def _in_line(session: Session, workspace_id: UUID, place: Place, now: datetime) -> InLine:
    allowed = fits(
        session,
        workspace_id,
        lead_id=place.waiter.lead_id,
        conversation_id=place.waiter.conversation_id,
        now=now,
    )
    return waiting.in_line(session, workspace_id, place, fits=allowed, now=now)


def _may_be_told(session: Session, workspace_id: UUID, place: Place, now: datetime) -> bool:
    """Never over a colleague's head or after a stop, and only while times may be offered them."""
    waiter = place.waiter
    thread = conversations.card(session, workspace_id, waiter.conversation_id)
    if thread.control != "agent" or thread.state != "open":
        return False
    lead = leads.card(session, workspace_id, waiter.lead_id)
    if privacy.is_suppressed(session, workspace_id, lead=lead):
        return False
    wanted = Proposed(
        kind=ActionKind.SLOTS_OFFER,
        arguments={},
        conversation_id=waiter.conversation_id,
        lead_id=waiter.lead_id,
        subject_ref=waiter.subject_ref,
        turn_id=None,
        idempotency_key="",
    )
    return actions.may_read(session, workspace_id, wanted, now=now).is_allowed


def _record(
    session: Session,
    workspace_id: UUID,
    place: Place,
    kind: DecisionType,
    *,
    now: datetime,
    reasons: tuple[str, ...] = (),
) -> None:
    entry = Entry(
        type=kind,
        outcome="done",
        reasons=reasons,
        conversation_ref=place.waiter.conversation_id,
        subject_ref=place.waiter.subject_ref,
    )
    decisions.record(session, workspace_id, entry, now=now)
