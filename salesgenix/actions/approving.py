"""A person's decision about one action: on exactly what was shown, once, by the first who decides.

A module of its own beside ``service`` to keep that file readable; it goes on where ``proposing``
left an action waiting.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import repository
from salesgenix.actions.judging import (
    Standing,
    is_held,
    judge,
    keep,
    member_may_decide,
    payload,
    record,
)
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.performing import release
from salesgenix.actions.proposing import (
    Outcome,
    append_events,
    arguments_of,
    carry_on,
    outcome_of,
)
from salesgenix.actions.rules import (
    ApprovalState,
    State,
    Verb,
    check_move,
    checked_arguments,
    digest_of,
    is_digest_of,
)
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Wakeup, announce, keyring_of, write_sealed
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.instructions.rules import ActionKind, Verdict
from salesgenix.instructions.rules import Outcome as Judged
from salesgenix.kit.errors import Conflict, Invalid, NotFound

DECIDED = {
    Verb.APPROVE: ApprovalState.APPROVED,
    Verb.EDIT: ApprovalState.EDITED,
    Verb.REJECT: ApprovalState.REJECTED,
}


def decide_approval(
    session: Session,
    workspace_id: UUID,
    approval_id: UUID,
    member_id: UUID,
    /,
    *,
    verb: Verb | str,
    digest: str,
    reason: str | None = None,
    edited_arguments: dict[str, Any] | None = None,
    now: datetime,
) -> Outcome:
    """Lets exactly the action with ``digest`` happen, or not.

    ``Forbidden`` for a viewer; ``Conflict`` when somebody has decided otherwise
    (``approval.decided``), time is over (``approval.expired``), what was shown is not what would
    happen (``approval.stale``) or everything is paused (``workspace.paused``). To decide the same
    again returns what became of it. A rejection needs no digest and no valid time. What the rules
    no longer allow is refused although it was approved: then the outcome's state is ``denied``.
    """
    wanted = Verb(verb)
    member_may_decide(session, workspace_id, member_id)
    approval, row = _found(session, workspace_id, approval_id)
    repository.lock(session, (workspace_id, approval.conversation_id))
    approval, row = _found(session, workspace_id, approval_id)  # as it is now that it is ours
    if approval.state != ApprovalState.PENDING:
        if (approval.state, approval.decided_by) == (DECIDED[wanted], member_id):
            return outcome_of(session, row)
        raise Conflict("approval.decided", "This has been decided already.", state=approval.state)
    if wanted is Verb.REJECT:
        return _reject(session, approval, row, member_id, reason=reason, now=now)
    _require_fresh(session, approval, row, digest=digest, now=now)
    arguments = arguments_of(session, row)
    if wanted is Verb.EDIT:
        arguments = _edit(session, row, edited_arguments)
    standing = Standing(is_approved=True, speaks=False)
    verdict = judge(session, row, arguments, standing=standing, now=now)
    if is_held(verdict):
        raise Conflict("workspace.paused", "This is paused; decide again after that.")
    _close(session, approval, DECIDED[wanted], member_id=member_id, reason=reason, now=now)
    approval.digest = row.digest
    keep(row, verdict)
    record(
        session,
        row,
        DecisionType.APPROVAL_GRANTED,
        outcome=verdict.outcome,
        phase=Phase.INTENT,
        checks=row.checks,
        actor=member_id,
        facts={"shown": digest, "edited": wanted is Verb.EDIT},
        payloads=payload(arguments),
        now=now,
    )
    outcome = _go_on(session, row, arguments, verdict, standing=standing, now=now)
    told = approval.state if outcome.state in {State.DONE, State.AUTHORISED} else "denied"
    why = reason or ", ".join(_reasons(outcome)) if told == "denied" else reason
    _tell(session, approval, row, arguments, outcome=told, reason=why, now=now)
    return outcome


def expire_approvals(session: Session, now: datetime) -> int:
    """Ends what nobody decided in time, in all workspaces; returns how many."""
    count = 0
    over = repository.run_out(session, now)
    repository.lock(session, *((workspace_id, thread) for workspace_id, _, thread in over))
    for workspace_id, approval_id, _ in over:
        approval, row = _found(session, workspace_id, approval_id)
        if approval.state != ApprovalState.PENDING:
            continue
        _close(session, approval, ApprovalState.EXPIRED, member_id=None, reason=None, now=now)
        _give_up(session, row, State.EXPIRED, (ApprovalState.EXPIRED,), now=now)
        record(
            session,
            row,
            DecisionType.APPROVAL_EXPIRED,
            outcome="expired",
            phase=Phase.EFFECT,
            now=now,
        )
        _tell(
            session,
            approval,
            row,
            arguments_of(session, row),
            outcome=ApprovalState.REJECTED,
            reason=ApprovalState.EXPIRED,
            now=now,
        )
        count += 1
    return count


def _found(session: Session, workspace_id: UUID, approval_id: UUID) -> tuple[Approval, Action]:
    approval = repository.approval(session, workspace_id, approval_id)
    if approval is None:
        raise NotFound("approval.unknown", "There is no such approval.")
    row = repository.action(session, workspace_id, approval.action_id)
    if row is None:
        raise NotFound("action.unknown", "There is no such action.")
    return approval, row


def _require_fresh(
    session: Session, approval: Approval, row: Action, *, digest: str, now: datetime
) -> None:
    if approval.expires_at <= now:
        raise Conflict("approval.expired", "Nobody decided in time.")
    is_current = is_digest_of(
        row.digest, row.kind, arguments_of(session, row), _key_of_person(session, row)
    )
    if not (digest == approval.digest == row.digest and is_current):
        raise Conflict(
            "approval.stale", "This is not what was shown; look at it again.", current=row.digest
        )


def _key_of_person(session: Session, row: Action) -> bytes:
    return keyring_of(session).person(row.workspace_id, row.subject_ref)


def _edit(session: Session, row: Action, edited_arguments: dict[str, Any] | None) -> dict[str, Any]:
    """Puts the edited arguments in place of the proposed ones, under their own digest."""
    if edited_arguments is None:
        raise Invalid("approval.without_edit", "An edit needs the edited arguments.")
    checked_arguments(ActionKind(row.kind), edited_arguments)
    row.digest = digest_of(row.kind, edited_arguments, _key_of_person(session, row))
    text = json.dumps(edited_arguments, ensure_ascii=False, sort_keys=True)
    write_sealed(session, row, arguments=text)
    session.add(row)
    session.flush()
    return edited_arguments


def _reject(
    session: Session,
    approval: Approval,
    row: Action,
    member_id: UUID,
    /,
    *,
    reason: str | None,
    now: datetime,
) -> Outcome:
    _close(session, approval, ApprovalState.REJECTED, member_id=member_id, reason=reason, now=now)
    _give_up(session, row, State.REFUSED, (ApprovalState.REJECTED,), now=now)
    record(
        session,
        row,
        DecisionType.APPROVAL_REFUSED,
        outcome="rejected",
        phase=Phase.EFFECT,
        actor=member_id,
        payloads={"reason": reason} if reason else {},
        now=now,
    )
    _tell(
        session,
        approval,
        row,
        arguments_of(session, row),
        outcome=ApprovalState.REJECTED,
        reason=reason,
        now=now,
    )
    return outcome_of(session, row)


def _go_on(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    verdict: Verdict,
    /,
    *,
    standing: Standing,
    now: datetime,
) -> Outcome:
    if verdict.outcome is not Judged.ALLOWED:
        _give_up(session, row, State.REFUSED, tuple(row.reasons), now=now)
        record(
            session,
            row,
            DecisionType.ACTION_DENIED,
            outcome=verdict.outcome,
            phase=Phase.EFFECT,
            checks=row.checks,
            now=now,
        )
        return outcome_of(session, row)
    check_move(row.state, State.AUTHORISED)
    row.state = State.AUTHORISED
    row.due_at = verdict.wait_until or now
    session.add(row)
    session.flush()
    outcome = carry_on(session, row, arguments, verdict, standing=standing, now=now)
    release(session, row, now=now)
    return outcome


def _give_up(
    session: Session, row: Action, state: State, reasons: tuple[str, ...], *, now: datetime
) -> None:
    check_move(row.state, state)
    row.state, row.ended_at, row.reasons = state, now, list(reasons)
    session.add(row)
    session.flush()
    release(session, row, now=now)


def _close(
    session: Session,
    approval: Approval,
    state: ApprovalState,
    /,
    *,
    member_id: UUID | None,
    reason: str | None,
    now: datetime,
) -> None:
    approval.state, approval.decided_by, approval.decided_at = state, member_id, now
    write_sealed(session, approval, reason=reason)
    session.add(approval)
    session.flush()
    announce(session, Wakeup(approval.workspace_id, "approval", approval.id))


def _tell(
    session: Session,
    approval: Approval,
    row: Action,
    arguments: dict[str, Any],
    /,
    *,
    outcome: str,
    reason: str | None,
    now: datetime,
) -> None:
    """Leaves the decision in the conversation, and owes the prospect an answer about it."""
    event = NewEvent(
        kind=EventKind.APPROVAL_DECIDED,
        actor=Actor.REP if approval.decided_by else Actor.SYSTEM,
        member_id=approval.decided_by,
        payload={
            "approval_id": str(approval.id),
            "action_id": str(row.id),
            "kind": row.kind,
            "outcome": str(outcome),
            "reason": reason,
            "arguments": arguments,
        },
    )
    seq = append_events(session, row, event, now=now)
    if row.conversation_id is None:
        return
    thread = conversations.card(session, row.workspace_id, row.conversation_id)
    if thread.control == "agent" and thread.state == "open":
        conversations.owe_turn(
            session, row.workspace_id, row.conversation_id, trigger="approval", seq=seq, now=now
        )


def _reasons(outcome: Outcome) -> list[str]:
    error = (outcome.result or {}).get("error")
    return [error.replace(".", "_")] if error else [str(why) for why in outcome.verdict.reasons]
