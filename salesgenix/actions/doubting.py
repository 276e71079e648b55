"""What may or may not have happened: found, put before a person, settled by one.

A module of its own beside ``delivering``, whose lost claims it looks into.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.judging import member_may_decide, record
from salesgenix.actions.models import Action
from salesgenix.actions.rules import LEASE, State, check_move
from salesgenix.authority.rules import CALENDARS
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

SETTLED = {
    State.DONE: (DecisionType.ACTION_PERFORMED, "performed"),
    State.AUTHORISED: (DecisionType.ACTION_DEFERRED, "deferred"),
    State.FAILED: (DecisionType.ACTION_FAILED, "failed"),
}


def release_stale(session: Session, now: datetime, *, lease: timedelta = LEASE) -> int:
    """Looks into claims that nobody ended; returns how many are in doubt.

    Without a delivery nothing can have left: the action is free again. With one that was sending it
    may have: a person has to find out. Writing into a calendar twice is writing once, so that is
    just done again.
    """
    stale = repository.stale(session, now - lease)
    repository.lock(session, *((workspace_id, thread) for workspace_id, _, thread in stale))
    return look_into(session, stale, now=now)


def look_into(
    session: Session, stale: Sequence[tuple[UUID, UUID, UUID | None]], *, now: datetime
) -> int:
    doubts = 0
    for workspace_id, action_id, _ in stale:
        row = repository.action(session, workspace_id, action_id)
        if row is None or row.state != State.CLAIMED:
            continue
        attempts = repository.deliveries(session, workspace_id, action_id)
        has_begun = any(delivery.attempt == row.attempts for delivery in attempts)
        if has_begun and row.kind in CALENDARS:
            end_delivery(session, row, "failed", code="delivery.lost", now=now)
            has_begun = False
        if not has_begun:
            repository.move(
                session, row.workspace_id, row, State.AUTHORISED, claimed_at=None, due_at=now
            )
            continue
        end_delivery(session, row, "in_doubt", now=now)
        repository.move(session, row.workspace_id, row, State.IN_DOUBT)
        ask_person(session, row, TaskKind.IN_DOUBT, now=now)
        record(
            session,
            row,
            DecisionType.ACTION_IN_DOUBT,
            outcome="unknown",
            phase=Phase.EFFECT,
            now=now,
        )
        doubts += 1
    return doubts


def settle_doubt(
    session: Session,
    workspace_id: UUID,
    action_id: UUID,
    member_id: UUID,
    /,
    *,
    has_left: bool,
    now: datetime,
) -> None:
    """A person has found out: it had happened, or it had not.

    Then a mail is judged and tried again; what stays in the house has failed, since nobody takes it
    up. The first to settle it wins: ``Conflict`` (``action.moved_on``) for whoever comes after.
    """
    member_may_decide(session, workspace_id, member_id)
    thread = repository.thread_of(session, workspace_id, action_id)
    repository.lock(session, (workspace_id, thread))
    row = repository.action(session, workspace_id, action_id)
    if row is None:
        raise NotFound("action.unknown", "There is no such action.")
    if row.state != State.IN_DOUBT:
        raise Conflict("action.moved_on", "Nobody is in doubt about this.", state=row.state)
    wanted = _settled(row, has_left=has_left)
    check_move(row.state, wanted)
    end_delivery(session, row, "sent" if has_left else "failed", now=now)
    is_over = wanted is not State.AUTHORISED
    repository.move(
        session,
        workspace_id,
        row,
        wanted,
        due_at=now,
        claimed_at=None,
        ended_at=now if is_over else None,
    )
    type_, outcome = SETTLED[wanted]
    record(
        session,
        row,
        type_,
        outcome=outcome,
        phase=Phase.EFFECT if is_over else Phase.NOTE,
        actor=member_id,
        now=now,
    )
    _task_is_done(session, row, member_id, now=now)


def _settled(row: Action, *, has_left: bool) -> State:
    if has_left:
        return State.DONE
    return State.AUTHORISED if row.effect == "outbound" else State.FAILED


def _task_is_done(session: Session, row: Action, member_id: UUID, *, now: datetime) -> None:
    """Unless there is more to find out about the same conversation, or person."""
    doubtful = repository.of_subject(
        session, row.workspace_id, row.subject_ref, states=[State.IN_DOUBT]
    )
    if any(other.conversation_id == row.conversation_id for other in doubtful):
        return
    kinds = (TaskKind.IN_DOUBT,)
    if row.conversation_id is not None:
        place = (session, row.workspace_id, row.conversation_id)
        tasks.finish(*place, kinds=kinds, member_id=member_id, now=now)
        return
    tasks.finish_about(
        session, row.workspace_id, row.subject_ref, kinds=kinds, member_id=member_id, now=now
    )


def end_delivery(
    session: Session, row: Action, state: str, *, code: str | None = None, now: datetime
) -> None:
    for delivery in repository.deliveries(session, row.workspace_id, row.id):
        if delivery.attempt == row.attempts:
            delivery.state, delivery.ended_at, delivery.error_code = state, now, code
            session.add(delivery)
    session.flush()


def ask_person(session: Session, row: Action, kind: TaskKind, *, now: datetime) -> None:
    tasks.open_task(
        session,
        row.workspace_id,
        row.conversation_id,
        subject_ref=row.subject_ref,
        kind=kind,
        note=row.kind,
        now=now,
    )
