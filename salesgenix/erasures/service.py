"""Ordering an erasure, and leading it to its end one step at a time, through any crash."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Role
from salesgenix.db import Database, Wakeup, announce, journal_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, as_code
from salesgenix.erasures import repository
from salesgenix.erasures.models import Erasure
from salesgenix.erasures.ports import Stores
from salesgenix.erasures.rules import Cause, State, Step, retry_after, step_after
from salesgenix.erasures.steps import BESIDE, WITHIN, Failure, NotClean, Work, note
from salesgenix.instructions import service as instructions
from salesgenix.kit.clock import Clock
from salesgenix.kit.errors import Conflict, Forbidden, NotFound, SalesgenixError
from salesgenix.kit.journal import Kind

LOG = structlog.get_logger()
ENDED = frozenset({State.DONE, State.PARTIAL})


@dataclass(frozen=True, slots=True)
class ErasureCard:
    """``step`` is the last complete one. ``counts``: ``planned`` and ``erased`` rows by table,
    ``archives``, values ``sought`` and ``common``. ``failures`` name stores and codes.
    """

    id: UUID
    workspace_id: UUID
    subject_ref: UUID
    cause: Cause
    request_id: UUID | None
    instruction_id: UUID | None
    state: State
    step: Step | None
    counts: dict[str, Any]
    kept: list[dict[str, str]]
    failures: list[dict[str, str]]
    receipt: str | None
    attempts: int
    next_at: datetime
    created_at: datetime
    ended_at: datetime | None

    @property
    def is_done(self) -> bool:
        return self.state is State.DONE


def order(
    session: Session,
    workspace_id: UUID,
    subject_ref: UUID,
    *,
    cause: Cause | str,
    instruction_id: UUID | None,
    request_id: UUID | None = None,
    by: UUID | None = None,
    now: datetime,
) -> ErasureCard:
    """Writes down that this person is to be erased; nothing is destroyed before it is committed.

    A person who is being erased, or has been, gives the erasure there is. ``NotFound`` for nobody
    of ours; ``Forbidden`` (``erasure.no_order``) without a valid order of the owner where the cause
    needs one; ``Conflict`` (``owner.last``) for the last owner.
    """
    known = repository.of_subject(session, workspace_id, subject_ref)
    if known is not None:
        return _card(known)
    why = Cause(cause)
    _require_somebody(session, workspace_id, subject_ref)
    instruction = _instruction(session, workspace_id, instruction_id, why, now=now)
    row = Erasure(
        workspace_id=workspace_id,
        subject_ref=subject_ref,
        cause=why,
        request_id=request_id,
        instruction_id=instruction_id,
        next_at=now,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:  # ordered twice in the same instant
        found = repository.of_subject(session, workspace_id, subject_ref)
        assert found is not None
        return _card(found)
    entry = Entry(
        type=DecisionType.ERASURE_PLANNED,
        outcome="performed",
        automation=Automation.HUMAN_MADE if by or instruction else Automation.AUTO,
        actor=by,
        subject_ref=subject_ref,
        instruction=instruction,
        facts={"erasure": str(row.id), "cause": str(why)},
    )
    decisions.record(session, workspace_id, entry, now=now)
    facts = {"subject_ref": str(subject_ref)}
    journal_of(session).append(Kind.ERASURE, workspace_id, facts)
    announce(session, Wakeup(workspace_id, "workspace", workspace_id))
    return _card(row)


def advance(db: Database, erasure_id: UUID, stores: Stores, clock: Clock) -> ErasureCard:
    """Does exactly one step, and says so in the same transaction.

    What cannot be done now makes the erasure ``partial``, with the names of the stores; its next
    attempt is at ``next_at``. ``NotFound`` when there is none.
    """
    with db.reading() as session:
        row = _existing(session, erasure_id)
        step = step_after(row.step)
    if step is None or row.state == State.DONE:
        return _card(row)
    work = Work(row, stores, clock.now())
    try:
        if step in BESIDE:
            BESIDE[step](db, work)
        return _do(db, work, step)
    except NotClean as fault:
        failures = fault.failures
    except SalesgenixError as error:
        failures = [Failure(str(step), error.code)]
    except DBAPIError:  # somebody waits for us and we for them, or a reader is in the way
        LOG.exception("erasure.step_failed", erasure=str(erasure_id), step=str(step))
        failures = [Failure("database", "busy")]
    return _put_off(db, erasure_id, step, failures, now=clock.now())


def run(db: Database, erasure_id: UUID, stores: Stores, clock: Clock) -> ErasureCard:
    """Steps until it is done, or cannot go on for now."""
    found = advance(db, erasure_id, stores, clock)
    while found.state not in ENDED:
        found = advance(db, erasure_id, stores, clock)
    return found


def due(session: Session, *, now: datetime) -> list[UUID]:
    """Those to be worked on, of all workspaces, the oldest first."""
    return list(repository.due(session, now))


def unfinished(session: Session, *, cause: Cause) -> list[UUID]:
    """Of all workspaces, the oldest first."""
    return list(repository.unfinished(session, cause))


def upcoming_meetings(
    session: Session, workspace_id: UUID, subject_ref: UUID, *, now: datetime
) -> list[UUID]:
    """Those that an erasure will cancel."""
    return list(repository.upcoming(session, workspace_id, subject_ref, now=now))


def card(session: Session, workspace_id: UUID, erasure_id: UUID) -> ErasureCard:
    row = repository.get(session, workspace_id, erasure_id)
    if row is None:
        raise NotFound("erasure.unknown", "There is no such erasure.")
    return _card(row)


def of_subject(session: Session, workspace_id: UUID, subject_ref: UUID) -> ErasureCard | None:
    row = repository.of_subject(session, workspace_id, subject_ref)
    return None if row is None else _card(row)


def listing(session: Session, workspace_id: UUID) -> list[ErasureCard]:
    """Newest first."""
    return [_card(row) for row in repository.newest_first(session, workspace_id)]


def _do(db: Database, work: Work, step: Step) -> ErasureCard:
    with db.writing() as session:
        row = _existing(session, work.row.id)
        if step_after(row.step) is not step:  # another process was quicker
            return _card(row)
        work.row = row
        if row.state == State.PARTIAL:
            facts = {"step": str(step)}
            note(session, row, DecisionType.ERASURE_RESUMED, facts=facts, now=work.now)
        row.state, row.step, row.attempts, row.failures = State.RUNNING, step, 0, []
        WITHIN[step](session, work)
        session.add(row)
        session.flush()
        announce(session, Wakeup(row.workspace_id, "workspace", row.workspace_id))
        LOG.info("erasure.step_done", erasure=str(row.id), step=str(step))
        return _card(row)


def _put_off(
    db: Database, erasure_id: UUID, step: Step, failures: list[Failure], *, now: datetime
) -> ErasureCard:
    """Never done while a store holds something: it says which, loudly, and tries again."""
    LOG.error("erasure.partial", erasure=str(erasure_id), step=str(step), count=len(failures))
    with db.writing() as session:
        row = _existing(session, erasure_id)
        said = [{"store": failure.store, "code": failure.code} for failure in failures]
        if row.failures != said:
            stores = sorted({as_code(failure.store) for failure in failures})
            facts = {"step": str(step), "stores": stores}
            note(
                session, row, DecisionType.ERASURE_PARTIAL, facts=facts, outcome="partial", now=now
            )
        row.state, row.failures = State.PARTIAL, said
        row.attempts += 1
        row.next_at = now + retry_after(row.attempts)
        session.add(row)
        session.flush()
        announce(session, Wakeup(row.workspace_id, "workspace", row.workspace_id))
        return _card(row)


def _require_somebody(session: Session, workspace_id: UUID, subject_ref: UUID) -> None:
    if repository.lead_of(session, workspace_id, subject_ref) is not None:
        return
    member = repository.member_of(session, workspace_id, subject_ref)
    if member is None:
        raise NotFound("person.unknown", "There is nobody of that reference.")
    owners = [
        found.id for found in accounts.members(session, workspace_id) if found.role is Role.OWNER
    ]
    if owners == [member.id]:
        raise Conflict("owner.last", "A workspace keeps at least one owner.")


def _instruction(
    session: Session,
    workspace_id: UUID,
    instruction_id: UUID | None,
    cause: Cause,
    *,
    now: datetime,
) -> dict[str, Any] | None:
    if instruction_id is None:
        if cause is Cause.REQUEST:
            raise Forbidden("erasure.no_order", "Nobody is erased without the owner's order.")
        return None
    found = instructions.card(session, workspace_id, instruction_id, now=now)
    if found.state is not instructions.State.ACTIVE:
        raise Forbidden("erasure.no_order", "The owner's order is not in force.")
    return {"id": found.id, "version": found.versions[-1].version}


def _existing(session: Session, erasure_id: UUID) -> Erasure:
    row = repository.by_id(session, erasure_id)
    if row is None:
        raise NotFound("erasure.unknown", "There is no such erasure.")
    return row


def _card(row: Erasure) -> ErasureCard:
    return ErasureCard(
        id=row.id,
        workspace_id=row.workspace_id,
        subject_ref=row.subject_ref,
        cause=Cause(row.cause),
        request_id=row.request_id,
        instruction_id=row.instruction_id,
        state=State(row.state),
        step=Step(row.step) if row.step else None,
        counts=dict(row.counts),
        kept=list(row.kept),
        failures=list(row.failures),
        receipt=row.receipt,
        attempts=row.attempts,
        next_at=row.next_at,
        created_at=row.created_at,
        ended_at=row.ended_at,
    )
