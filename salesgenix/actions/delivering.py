"""The one exit: claiming what may leave, handing it over once, and saying what came of it.

A module of its own beside ``service`` to keep that file readable. What is claimed is judged again
in the claiming transaction. A delivery row ``sending`` is committed before anything is handed over,
so a crash in between leaves it *in doubt* for a person; nothing is sent a second time on a guess.
Each claim comes with a permit (``permitting``), which the hand-over spends; without one that is
good for exactly this action now, nothing is handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import permitting, repository
from salesgenix.actions.doubting import ask_person, end_delivery, look_into
from salesgenix.actions.judging import is_held, judge_again, keep, record
from salesgenix.actions.models import Action, Delivery, Permit
from salesgenix.actions.proposing import arguments_of, request_approval
from salesgenix.actions.rules import (
    APPROVAL_LASTS,
    GRANTED,
    LEASE,
    PermitFault,
    State,
    luck_of,
    retry_after,
)
from salesgenix.authority.rules import ActionKind, Reason, Verdict
from salesgenix.authority.rules import Outcome as Judged
from salesgenix.db import Wakeup, announce, read_sealed, write_sealed
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.kit.errors import Conflict, NotFound
from salesgenix.tasks.rules import TaskKind

# A newer mail or entry follows: nobody has to do anything.
OUTDATED = frozenset({"mail.outdated", "calendar.outdated"})


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to carry this action out now, until the lease ends. ``attempt`` fences it."""

    workspace_id: UUID
    action_id: UUID
    attempt: int
    kind: ActionKind
    arguments: dict[str, Any]
    subject_ref: UUID
    lead_id: UUID | None
    conversation_id: UUID | None
    digest: str


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """``message`` is RFC 5322 text; ``None`` once the person has been erased."""

    id: UUID
    action_id: UUID
    permit_id: UUID | None
    attempt: int
    carrier: str
    state: str
    recipient: str | None
    message: str | None
    message_ref: str
    error_code: str | None
    started_at: datetime
    ended_at: datetime | None


def claim_due(
    session: Session, now: datetime, *, limit: int = 20, lease: timedelta = LEASE
) -> list[Claim]:
    """Claims what is due, each judged again; what may not leave does not. The workspaces take
    turns, and of a conversation one mail is on its way at a time, in order; so with calendars.
    """
    stale = repository.stale(session, now - lease)
    seen = repository.due(session, now, limit)
    places = [(one.workspace_id, one.conversation_id) for one in seen]
    places += [(workspace_id, thread) for workspace_id, _, thread in stale]
    repository.lock(session, *places)
    look_into(session, stale, now=now)
    known = {one.action_id for one in seen} | {action_id for _, action_id, _ in stale}
    due = [one for one in repository.due(session, now, limit) if one.action_id in known]
    claims = []
    for one in repository.first_of_each_thread(due):
        row = repository.action(session, one.workspace_id, one.action_id)
        if row is None or row.state != State.AUTHORISED or row.due_at > now:
            continue
        claim = _claim(session, row, now=now)
        if claim is not None:
            claims.append(claim)
    return claims


def start_delivery(
    session: Session,
    claim: Claim,
    *,
    carrier: str,
    recipient: str,
    message: bytes,
    message_ref: str,
    now: datetime,
) -> DeliveryCard | None:
    """Spends the permit and keeps what is about to be handed over. Commit, hand over, then
    ``finish`` or ``fail``.

    ``None``: do not hand over; since the claim everything was paused, the person wants no contact,
    the instruction is gone, or the permit is not good for this (any more). ``Conflict``
    (``claim.lost``) when the claim has gone to another.
    """
    row = _claimed(session, claim)
    verdict = judge_again(session, row, claim.arguments, now=now)
    if verdict.outcome is not Judged.ALLOWED or verdict.wait_until is not None:
        _stand_back(session, row, claim.arguments, verdict, now=now)
        return None
    content = permitting.content_digest(
        session, row.workspace_id, row.subject_ref, recipient=recipient, message=message
    )
    permit = permitting.spend(session, row, claim.arguments, verdict, content=content, now=now)
    if isinstance(permit, PermitFault):
        _without_permit(session, row, permit, now=now)
        return None
    delivery = Delivery(
        workspace_id=row.workspace_id,
        action_id=row.id,
        subject_ref=row.subject_ref,
        permit_id=permit.id,
        attempt=claim.attempt,
        carrier=carrier,
        state="sending",
        message_ref=message_ref,
        started_at=now,
    )
    write_sealed(session, delivery, recipient=recipient, message=message.decode())
    row.claimed_at = now  # the lease covers this hand-over, not the wait for those before it
    session.add_all([row, delivery])
    session.flush()
    return delivery_card(session, delivery)


def finish(session: Session, claim: Claim, *, now: datetime) -> None:
    """It has left the house."""
    row = _claimed(session, claim)
    end_delivery(session, row, "sent", now=now)
    permit = repository.permit(session, row.workspace_id, row.id, claim.attempt)
    repository.move(session, row.workspace_id, row, State.DONE, ended_at=now)
    record(
        session,
        row,
        DecisionType.ACTION_PERFORMED,
        outcome="performed",
        phase=Phase.EFFECT,
        facts={"attempt": claim.attempt},
        permit={"id": permit.id, "content": permit.content_digest} if permit else None,
        now=now,
    )
    announce(session, Wakeup(row.workspace_id, "workspace", row.workspace_id))


def fail(session: Session, claim: Claim, *, permanent: bool, code: str, now: datetime) -> None:
    """It surely has not left: tried again later, or given up with a task for a person."""
    row = _claimed(session, claim)
    end_delivery(session, row, "failed", code=code, now=now)
    tried = max(len(repository.deliveries(session, row.workspace_id, row.id)), 1)
    wait = None if permanent else retry_after(tried, luck_of(row.id, tried))
    if wait is not None:
        repository.move(
            session,
            row.workspace_id,
            row,
            State.AUTHORISED,
            due_at=now + wait,
            error_code=code,
            claimed_at=None,
        )
    else:
        repository.move(session, row.workspace_id, row, State.FAILED, ended_at=now, error_code=code)
        if code not in OUTDATED:
            ask_person(session, row, TaskKind.AGENT_FAILED, now=now)
    record(
        session,
        row,
        DecisionType.ACTION_FAILED,
        outcome="failed",
        phase=Phase.EFFECT,
        reasons=(code,),
        facts={"attempt": claim.attempt, "again": wait is not None},
        now=now,
    )


def delivery_card(session: Session, row: Delivery) -> DeliveryCard:
    return DeliveryCard(
        id=row.id,
        action_id=row.action_id,
        permit_id=row.permit_id,
        attempt=row.attempt,
        carrier=row.carrier,
        state=row.state,
        recipient=read_sealed(session, row, "recipient"),
        message=read_sealed(session, row, "message"),
        message_ref=row.message_ref,
        error_code=row.error_code,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def delivery_cards(session: Session, rows: Sequence[Delivery]) -> tuple[DeliveryCard, ...]:
    return tuple(delivery_card(session, row) for row in rows)


def _claim(session: Session, row: Action, *, now: datetime) -> Claim | None:
    try:
        arguments = arguments_of(session, row)
    except NotFound:
        repository.move(
            session,
            row.workspace_id,
            row,
            State.REFUSED,
            ended_at=now,
            reasons=[str(Reason.CANNOT_EVALUATE)],
        )
        record(
            session, row, DecisionType.ACTION_DENIED, outcome="denied", phase=Phase.EFFECT, now=now
        )
        return None
    verdict = judge_again(session, row, arguments, now=now)
    if verdict.outcome is not Judged.ALLOWED or verdict.wait_until is not None:
        _stand_back(session, row, arguments, verdict, now=now)
        return None
    keep(row, verdict)
    session.add(row)
    session.flush()
    attempt = row.attempts + 1
    if not repository.move(
        session, row.workspace_id, row, State.CLAIMED, claimed_at=now, attempts=attempt
    ):
        return None
    permit = permitting.issue(session, row, attempt=attempt, now=now)
    record(
        session,
        row,
        DecisionType.ACTION_AUTHORISED,
        outcome=verdict.outcome,
        phase=Phase.INTENT,
        checks=row.checks,
        facts={"attempt": attempt},
        permit=_as_facts(permit),
        now=now,
    )
    return Claim(
        workspace_id=row.workspace_id,
        action_id=row.id,
        attempt=attempt,
        kind=ActionKind(row.kind),
        arguments=arguments,
        subject_ref=row.subject_ref,
        lead_id=row.lead_id,
        conversation_id=row.conversation_id,
        digest=row.digest,
    )


def _stand_back(
    session: Session, row: Action, arguments: dict[str, Any], verdict: Verdict, *, now: datetime
) -> None:
    """What may not leave now waits, is put before a person, or is refused for good."""
    keep(row, verdict)
    session.add(row)
    session.flush()
    if is_held(verdict):
        repository.move(session, row.workspace_id, row, State.AUTHORISED, claimed_at=None)
        return
    if verdict.outcome is Judged.ALLOWED:
        repository.move(
            session,
            row.workspace_id,
            row,
            State.AUTHORISED,
            claimed_at=None,
            due_at=verdict.wait_until,
        )
        _record_back(session, row, DecisionType.ACTION_DEFERRED, (Reason.QUIET_HOURS,), now=now)
        return
    approval = repository.approval_of(session, row.workspace_id, row.id)
    is_open = approval is None or approval.state in GRANTED
    if verdict.outcome is Judged.NEEDS_APPROVAL and is_open:
        repository.move(session, row.workspace_id, row, State.AWAITING_APPROVAL, claimed_at=None)
        until = now + APPROVAL_LASTS
        request_approval(session, row, arguments, expires_at=until, now=now)
        return
    repository.move(session, row.workspace_id, row, State.REFUSED, ended_at=now, claimed_at=None)
    _record_back(session, row, DecisionType.ACTION_DENIED, tuple(verdict.reasons), now=now)


def _without_permit(session: Session, row: Action, fault: PermitFault, *, now: datetime) -> None:
    """A lapsed permit is followed by another; what has none, or had its one, does not leave."""
    if fault is PermitFault.LAPSED:
        repository.move(
            session, row.workspace_id, row, State.AUTHORISED, claimed_at=None, due_at=now
        )
        _record_back(session, row, DecisionType.ACTION_DEFERRED, (fault,), now=now)
        return
    if fault is PermitFault.MISMATCH:
        repository.move(
            session, row.workspace_id, row, State.REFUSED, ended_at=now, reasons=[str(fault)]
        )
        ask_person(session, row, TaskKind.AGENT_FAILED, now=now)
        _record_back(session, row, DecisionType.ACTION_DENIED, (fault,), now=now)
        return
    record(  # the first use of it is under way and ends the action
        session,
        row,
        DecisionType.ACTION_DENIED,
        outcome="denied",
        phase=Phase.NOTE,
        reasons=(fault,),
        now=now,
    )


def _as_facts(permit: Permit) -> dict[str, Any]:
    facts = {
        "id": permit.id,
        "digest": permit.digest,
        "attempt": permit.attempt,
        "until": permit.expires_at,
    }
    return facts | ({"approval": permit.approval_id} if permit.approval_id else {})


def _record_back(
    session: Session,
    row: Action,
    type_: DecisionType,
    reasons: tuple[str, ...],
    *,
    now: datetime,
) -> None:
    is_denied = type_ is DecisionType.ACTION_DENIED
    record(
        session,
        row,
        type_,
        outcome="denied" if is_denied else "deferred",
        phase=Phase.EFFECT if is_denied else Phase.NOTE,  # what is deferred is still meant
        reasons=reasons,
        checks=row.checks,
        now=now,
    )


def _claimed(session: Session, claim: Claim) -> Action:
    repository.lock(session, (claim.workspace_id, claim.conversation_id))
    row = repository.action(session, claim.workspace_id, claim.action_id)
    if row is None or (row.state, row.attempts) != (State.CLAIMED, claim.attempt):
        raise Conflict("claim.lost", "This action is no longer the caller's to carry out.")
    return row
