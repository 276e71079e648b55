"""A person's decision about one action: on exactly what was shown, once, by the first who decides.

A module of its own beside ``service`` to keep that file readable; it goes on where ``proposing``
left an action waiting.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import basis, repository
from salesgenix.actions.basis import Basis, Change
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
    change_arguments,
    outcome_of,
)
from salesgenix.actions.reviewing import case_of, needs_single_review
from salesgenix.actions.rules import (
    ApprovalState,
    State,
    Verb,
    check_move,
    checked_arguments,
    is_digest_of,
    shown_digest,
)
from salesgenix.authority.rules import ActionKind, Verdict
from salesgenix.authority.rules import Outcome as Judged
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Wakeup, announce, keyring_of, write_sealed
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.kit.errors import Conflict, Invalid, NotFound

DECIDED = {
    Verb.APPROVE: ApprovalState.APPROVED,
    Verb.EDIT: ApprovalState.EDITED,
    Verb.REJECT: ApprovalState.REJECTED,
    Verb.ANSWER: ApprovalState.ANSWERED,
}
TURNED_DOWN = {
    Verb.REJECT: DecisionType.APPROVAL_REFUSED,
    Verb.ANSWER: DecisionType.APPROVAL_ANSWERED,
}


class ApprovalStale(Conflict):
    """What it rests on has changed since it was shown. Nothing was done; it waits on the new facts.

    ``facts`` have the digest that stands for those and the codes of what changed; ``changes``, for
    the people who may decide, say from what to what.
    """

    keeps_writes = True

    def __init__(self, digest: str, changes: tuple[Change, ...]) -> None:
        super().__init__(
            "approval.stale",
            "Something changed while this waited. Look at it again before you decide.",
            digest=digest,
            changed=_codes(changes),
        )
        self.changes = changes


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
    is_single: bool = True,
    now: datetime,
) -> Outcome:
    """Lets exactly the action with ``digest`` happen, or not.

    ``Forbidden`` for a viewer; ``Conflict`` when somebody has decided otherwise
    (``approval.decided``), time is over (``approval.expired``), it is not what was shown or rests
    on other facts by now (``approval.stale``), it is one of several and wants a look by itself
    (``approval.single_review``), or is paused (``workspace.paused``). The same again returns what
    became of it. A rejection or an answer needs no digest and no valid time. What the rules no
    longer allow is refused although approved: then the outcome's state is ``denied``.
    """
    wanted = Verb(verb)
    member_may_decide(session, workspace_id, member_id)
    seen, _ = _found(session, workspace_id, approval_id)
    repository.lock(session, (workspace_id, seen.conversation_id))
    approval, row = _found(session, workspace_id, approval_id)  # as it is now that it is ours
    if approval.state != ApprovalState.PENDING:
        return _as_before(session, approval, row, member_id, verb=wanted)
    if wanted in TURNED_DOWN:
        return _turn_down(session, approval, row, member_id, verb=wanted, words=reason, now=now)
    if approval.expires_at <= now:
        raise Conflict("approval.expired", "Nobody decided in time.")
    arguments = arguments_of(session, row)
    standing = Standing(is_approved=True, speaks=False)
    verdict = judge(session, row, arguments, standing=standing, now=now)
    facts = basis.gather(session, row, arguments, verdict=verdict, now=now)
    is_seen = _is_seen(session, approval, row, arguments, digest=digest, facts=facts)
    if is_held(verdict):
        raise Conflict("workspace.paused", "This is paused; decide again after that.")
    if not is_seen and (verdict.outcome is not Judged.DENIED or wanted is Verb.EDIT):
        _come_back(session, approval, row, facts, now=now)
    if not is_single:
        _require_plain(session, approval, row, verdict)
    if wanted is Verb.EDIT:
        arguments = _edit(session, row, edited_arguments)
        verdict = judge(session, row, arguments, standing=standing, now=now)
    return _grant(
        session,
        approval,
        row,
        arguments,
        verdict=verdict,
        member_id=member_id,
        verb=wanted,
        shown=digest,
        reason=reason,
        now=now,
    )


def _as_before(
    session: Session, approval: Approval, row: Action, member_id: UUID, /, *, verb: Verb
) -> Outcome:
    """The same person said the same; to anybody else it is a ``Conflict``."""
    if (approval.state, approval.decided_by) == (DECIDED[verb], member_id):
        return outcome_of(session, row)
    raise Conflict("approval.decided", "This has been decided already.", state=approval.state)


def _grant(
    session: Session,
    approval: Approval,
    row: Action,
    arguments: dict[str, Any],
    /,
    *,
    verdict: Verdict,
    member_id: UUID,
    verb: Verb,
    shown: str,
    reason: str | None,
    now: datetime,
) -> Outcome:
    """A person said yes; what the rules say to that is done."""
    _close(session, approval, DECIDED[verb], member_id=member_id, reason=reason, now=now)
    approval.digest = row.digest
    facts = basis.gather(session, row, arguments, verdict=verdict, now=now)
    basis.keep(session, approval, facts)
    keep(row, verdict)
    record(
        session,
        row,
        DecisionType.APPROVAL_GRANTED,
        outcome=verdict.outcome,
        phase=Phase.INTENT,
        checks=row.checks,
        actor=member_id,
        facts={"shown": shown, "edited": verb is Verb.EDIT},
        payloads=payload(arguments),
        now=now,
    )
    standing = Standing(is_approved=True, speaks=False)
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


def _is_seen(
    session: Session,
    approval: Approval,
    row: Action,
    arguments: dict[str, Any],
    /,
    *,
    digest: str,
    facts: Basis,
) -> bool:
    """Whether ``digest`` stands for the facts as they are now; ``False``: for those kept at first.

    ``Conflict`` (``approval.stale``) when it stands for another action, or for nothing of ours.
    """
    key = _key_of_person(session, row)
    present = shown_digest(row.digest, basis.basis_digest(session, row, facts), key)
    at_first = shown_digest(approval.digest, approval.basis_digest, key)
    is_whole = approval.digest == row.digest and is_digest_of(row.digest, row.kind, arguments, key)
    if not is_whole or digest not in {present, at_first}:
        raise Conflict(
            "approval.stale", "This is not what was shown; look at it again.", digest=present
        )
    return digest == present


def _require_plain(session: Session, approval: Approval, row: Action, verdict: Verdict) -> None:
    """``Conflict`` (``approval.single_review``) unless it may be approved among others."""
    reasons = needs_single_review(case_of(session, approval, row, verdict=verdict, is_stale=False))
    if reasons:
        raise Conflict(
            "approval.single_review",
            "This one wants a look by itself.",
            reasons=[str(reason) for reason in reasons],
        )


def _come_back(
    session: Session, approval: Approval, row: Action, facts: Basis, /, *, now: datetime
) -> NoReturn:
    """The same question on the facts as they are now."""
    changes = basis.changes(basis.kept(session, approval), facts)
    basis.keep(session, approval, facts)
    told = [asdict(change) for change in changes]
    record(
        session,
        row,
        DecisionType.APPROVAL_STALE,
        outcome="stale",
        phase=Phase.NOTE,
        reasons=("basis_changed",),
        facts={"changed": _codes(changes)},
        payloads={"changes": json.dumps(told, ensure_ascii=False)},
        now=now,
    )
    announce(session, Wakeup(approval.workspace_id, "approval", approval.id))
    key = _key_of_person(session, row)
    raise ApprovalStale(shown_digest(row.digest, approval.basis_digest, key), changes)


def _codes(changes: tuple[Change, ...]) -> list[str]:
    return sorted({change.fact for change in changes})


def _key_of_person(session: Session, row: Action) -> bytes:
    return keyring_of(session).person(row.workspace_id, row.subject_ref)


def _edit(session: Session, row: Action, edited_arguments: dict[str, Any] | None) -> dict[str, Any]:
    """Puts the edited arguments in place of the proposed ones, under their own digest."""
    if edited_arguments is None:
        raise Invalid("approval.without_edit", "An edit needs the edited arguments.")
    checked_arguments(ActionKind(row.kind), edited_arguments)
    change_arguments(session, row, edited_arguments)
    return edited_arguments


def _turn_down(
    session: Session,
    approval: Approval,
    row: Action,
    member_id: UUID,
    /,
    *,
    verb: Verb,
    words: str | None,
    now: datetime,
) -> Outcome:
    """It does not happen: for a reason, or because the person tells the agent something instead."""
    state, type_ = DECIDED[verb], TURNED_DOWN[verb]
    if verb is Verb.ANSWER and not (words and row.conversation_id):
        raise Invalid("approval.without_answer", "Write what the agent should do.", field="reason")
    _close(session, approval, state, member_id=member_id, reason=words, now=now)
    _give_up(session, row, State.REFUSED, (state,), now=now)
    record(
        session,
        row,
        type_,
        outcome=state,
        phase=Phase.EFFECT,
        actor=member_id,
        payloads={"reason": words} if words else {},
        now=now,
    )
    arguments = arguments_of(session, row)
    _tell(session, approval, row, arguments, outcome=state, reason=words, now=now)
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
