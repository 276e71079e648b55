"""From a proposal to its end, or to whoever has to decide next.

A module of its own beside ``service`` because approving and delivering go on from here.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import basis, repository
from salesgenix.actions.facts import address_blind, fits, span
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
from salesgenix.actions.performing import Performed, perform, reserve, with_words
from salesgenix.actions.rules import (
    APPROVAL_LASTS,
    ApprovalState,
    State,
    check_move,
    checked_arguments,
    digest_of,
    effect_of,
    is_digest_of,
    summary_of,
)
from salesgenix.authority.rules import OF_THE_HOUSE, ActionKind, Check, Reason, Verdict
from salesgenix.authority.rules import Outcome as Judged
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Wakeup, announce, keyring_of, read_sealed, write_sealed
from salesgenix.decisions.rules import DecisionType, Phase
from salesgenix.kit.errors import Conflict, NotFound, SalesgenixError
from salesgenix.leads.rules import SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What somebody would like done. ``member_id``: a person of the team does it, not the agent."""

    kind: ActionKind
    arguments: dict[str, Any]
    subject_ref: UUID
    idempotency_key: str
    conversation_id: UUID | None = None
    lead_id: UUID | None = None
    turn_id: UUID | None = None
    member_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state``: done, authorised, awaiting_approval, denied, failed (or what became of it since).

    ``result``: what was done; after a failure ``{"error": code, "alternatives": […]}``.
    """

    action_id: UUID
    state: str
    verdict: Verdict
    result: dict[str, Any] | None


def propose(session: Session, workspace_id: UUID, proposed: Proposed, *, now: datetime) -> Outcome:
    """Judges the proposal and, if it is allowed and stays in the house, does it at once.

    The same ``idempotency_key`` with the same content returns what became of the first; with other
    content it is a ``Conflict`` (``action.key_reused``). ``Invalid`` for wrong arguments.
    """
    if proposed.member_id is not None:
        member_may_decide(session, workspace_id, proposed.member_id)
    by_member = proposed.member_id is not None
    standing = Standing(is_approved=by_member, by_member=by_member)
    return propose_as(session, workspace_id, proposed, standing=standing, now=now)


def propose_entry(
    session: Session, workspace_id: UUID, proposed: Proposed, *, now: datetime
) -> Outcome | None:
    """What goes into a team's calendar is no talk: who has the conversation does not matter. None
    while the same is on its way for this person already.
    """
    states = (*repository.WAITING, State.CLAIMED)
    under_way = repository.of_subject(session, workspace_id, proposed.subject_ref, states=states)
    if any(row.kind == proposed.kind for row in under_way):
        return None
    standing = Standing(speaks=False)
    return propose_as(session, workspace_id, proposed, standing=standing, now=now)


def may_read(session: Session, workspace_id: UUID, proposed: Proposed, *, now: datetime) -> Verdict:
    """The verdict on looking something up. Nothing is kept of it: a reading is no action."""
    row = _new_row(session, workspace_id, proposed, digest="", now=now)
    is_site = proposed.kind is ActionKind.SITE_READ
    return judge(session, row, {"source": SITE} if is_site else {}, standing=Standing(), now=now)


def foresee(session: Session, workspace_id: UUID, proposed: Proposed, *, now: datetime) -> Verdict:
    """What would be said to it now. Nothing is kept, and nothing is done."""
    row = _new_row(session, workspace_id, proposed, digest="", now=now)
    return judge(session, row, proposed.arguments, standing=Standing(), now=now)


def propose_as(
    session: Session,
    workspace_id: UUID,
    proposed: Proposed,
    *,
    standing: Standing,
    now: datetime,
) -> Outcome:
    """``propose`` for callers inside the noun, who know on whose behalf it happens."""
    checked_arguments(proposed.kind, proposed.arguments)
    key = keyring_of(session).person(workspace_id, proposed.subject_ref)
    repository.lock(session, (workspace_id, proposed.conversation_id))
    known = repository.by_key(session, workspace_id, proposed.idempotency_key)
    if known is not None:
        if not is_digest_of(known.digest, proposed.kind, proposed.arguments, key):
            raise Conflict("action.key_reused", "This key stands for another action.")
        return outcome_of(session, known)
    digest = digest_of(proposed.kind, proposed.arguments, key)
    row = _new_row(session, workspace_id, proposed, digest=digest, now=now)
    verdict = judge(session, row, proposed.arguments, standing=standing, now=now)
    keep(row, verdict)
    if row.kind in OF_THE_HOUSE and is_held(verdict):
        return _owe(session, row, proposed.arguments, verdict, now=now)
    if verdict.outcome is Judged.DENIED:
        return _refuse(session, row, proposed.arguments, verdict, now=now)
    if verdict.outcome is Judged.NEEDS_APPROVAL:
        return _ask(session, row, proposed.arguments, verdict, now=now)
    row.state = State.AUTHORISED
    row.due_at = verdict.wait_until or now
    _save(session, row)
    record(
        session,
        row,
        DecisionType.ACTION_AUTHORISED,
        outcome=verdict.outcome,
        phase=Phase.INTENT,
        checks=row.checks,
        actor=proposed.member_id,
        payloads=payload(proposed.arguments),
        now=now,
    )
    return carry_on(session, row, proposed.arguments, verdict, standing=standing, now=now)


def carry_on(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    verdict: Verdict,
    /,
    *,
    standing: Standing,
    now: datetime,
) -> Outcome:
    """An authorised action stays for the worker, or is done here and now."""
    if row.effect == "outbound":
        announce(session, Wakeup(row.workspace_id, "action", row.id))
        return Outcome(row.id, row.state, verdict, None)
    try:
        with session.begin_nested():
            done = perform(session, row, arguments, now=now)
    except SalesgenixError as error:
        return fail_now(session, row, error, verdict, now=now)
    append_events(session, row, *done.events, now=now)
    result = done.result | _follow(session, row, done, standing=standing, now=now)
    _end(session, row, State.DONE, result=result, now=now)
    record(
        session,
        row,
        DecisionType.ACTION_PERFORMED,
        outcome="performed",
        phase=Phase.EFFECT,
        now=now,
    )
    return Outcome(row.id, row.state, verdict, result)


def fail_now(
    session: Session, row: Action, error: SalesgenixError, verdict: Verdict, *, now: datetime
) -> Outcome:
    """What was allowed could not be done: the time was gone, say. Nothing of it remains."""
    facts = error.facts.get("alternatives")
    result: dict[str, Any] = {"error": error.code}
    if isinstance(facts, list):
        is_fine = fits(
            session,
            row.workspace_id,
            lead_id=row.lead_id,
            conversation_id=row.conversation_id,
            now=now,
        )
        others = [one for one in facts if is_fine(*span(one))]
        result["alternatives"] = with_words(session, row, others)
    row.error_code = error.code
    _end(session, row, State.FAILED, result=result, now=now)
    record(
        session,
        row,
        DecisionType.ACTION_FAILED,
        outcome="failed",
        phase=Phase.EFFECT,
        reasons=(error.code.replace(".", "_"),),
        now=now,
    )
    return Outcome(row.id, row.state, verdict, result)


def outcome_of(session: Session, row: Action) -> Outcome:
    """What became of an action, with the verdict as it was recorded."""
    judged = {
        State.REFUSED: Judged.DENIED,
        State.EXPIRED: Judged.DENIED,
        State.AWAITING_APPROVAL: Judged.NEEDS_APPROVAL,
    }.get(State(row.state), Judged.ALLOWED)
    verdict = Verdict(
        outcome=judged,
        reasons=tuple(row.reasons),
        instruction_id=row.instruction_id,
        rule_version=row.rule_version,
        checks=tuple(_check(check) for check in row.checks),
    )
    state = "denied" if row.state == State.REFUSED else row.state
    return Outcome(row.id, state, verdict, result_of(session, row))


def arguments_of(session: Session, row: Action) -> dict[str, Any]:
    """``NotFound`` once the person has been erased: then there is nothing left to do."""
    text = read_sealed(session, row, "arguments")
    if text is None:
        raise NotFound("action.erased", "The person this was about has been erased.")
    arguments: dict[str, Any] = json.loads(text)
    return arguments


def change_arguments(session: Session, row: Action, arguments: dict[str, Any]) -> None:
    """Puts these in place of the row's, under their own digest."""
    key = keyring_of(session).person(row.workspace_id, row.subject_ref)
    row.digest = digest_of(row.kind, arguments, key)
    _put(session, row, arguments)
    _save(session, row)


def result_of(session: Session, row: Action) -> dict[str, Any] | None:
    text = read_sealed(session, row, "result")
    return None if text is None else json.loads(text)


def append_events(session: Session, row: Action, *events: NewEvent, now: datetime) -> int:
    """Appends to the action's conversation, if it has one; the newest ``seq`` (0: none)."""
    seq = 0
    if row.conversation_id is not None:
        for event in events:
            ours = replace(event, turn_id=row.turn_id)
            seq = conversations.append(
                session, row.workspace_id, row.conversation_id, ours, now=now
            ).seq
    return seq


def _new_row(
    session: Session, workspace_id: UUID, proposed: Proposed, *, digest: str, now: datetime
) -> Action:
    row = Action(
        workspace_id=workspace_id,
        conversation_id=proposed.conversation_id,
        lead_id=proposed.lead_id,
        subject_ref=proposed.subject_ref,
        turn_id=proposed.turn_id,
        kind=proposed.kind,
        effect=effect_of(proposed.kind),
        digest=digest,
        idempotency_key=repository.key_mark(session, workspace_id, proposed.idempotency_key),
        state=State.REFUSED,
        due_at=now,
        created_at=now,
    )
    _put(session, row, proposed.arguments)
    return row


def _put(session: Session, row: Action, arguments: dict[str, Any]) -> None:
    row.address_blind = address_blind(session, row.workspace_id, arguments)
    text = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    write_sealed(session, row, arguments=text)


def _refuse(
    session: Session, row: Action, arguments: dict[str, Any], verdict: Verdict, *, now: datetime
) -> Outcome:
    row.state, row.ended_at = State.REFUSED, now
    _save(session, row)
    record(
        session,
        row,
        DecisionType.ACTION_DENIED,
        outcome=verdict.outcome,
        phase=Phase.INTENT,
        checks=row.checks,
        payloads=payload(arguments),
        now=now,
    )
    return Outcome(row.id, "denied", verdict, None)


def _owe(
    session: Session, row: Action, arguments: dict[str, Any], verdict: Verdict, *, now: datetime
) -> Outcome:
    """A letter of the house is kept while everything is stopped, and judged again when it leaves:
    what is owed to a person is put off and not lost.
    """
    row.state = State.AUTHORISED
    _save(session, row)
    record(
        session,
        row,
        DecisionType.ACTION_DEFERRED,
        outcome="deferred",
        phase=Phase.NOTE,
        checks=row.checks,
        payloads=payload(arguments),
        now=now,
    )
    return Outcome(row.id, row.state, verdict, None)


def _ask(
    session: Session, row: Action, arguments: dict[str, Any], verdict: Verdict, *, now: datetime
) -> Outcome:
    expires_at = now + APPROVAL_LASTS
    row.state = State.AUTHORISED  # to be put before a person, once what it needs is kept for it
    _save(session, row)
    try:
        with session.begin_nested():
            reserve(session, row, arguments, until=expires_at, now=now)
    except SalesgenixError as error:
        return fail_now(session, row, error, verdict, now=now)
    row.state = State.AWAITING_APPROVAL
    _save(session, row)
    request_approval(session, row, arguments, expires_at=expires_at, now=now)
    return Outcome(row.id, row.state, verdict, None)


def request_approval(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    *,
    expires_at: datetime,
    now: datetime,
) -> Approval:
    """Puts exactly this before the people of the workspace, with the facts that it rests on.

    What was approved already and is to be looked at again is asked under the same approval, and
    keeps the facts of that time: what has changed since is shown.
    """
    approval = repository.approval_of(session, row.workspace_id, row.id) or Approval(
        workspace_id=row.workspace_id,
        action_id=row.id,
        conversation_id=row.conversation_id,
        subject_ref=row.subject_ref,
        digest=row.digest,
        requested_at=now,
        expires_at=expires_at,
    )
    approval.state, approval.digest = ApprovalState.PENDING, row.digest
    approval.requested_at, approval.expires_at = now, expires_at
    approval.decided_by = approval.decided_at = approval.reason_sealed = None
    verdict = outcome_of(session, row).verdict
    if basis.kept(session, approval) is None:
        facts = basis.gather(session, row, arguments, verdict=verdict, now=now)
        basis.keep(session, approval, facts)
    session.add(approval)
    session.flush()
    record(
        session,
        row,
        DecisionType.APPROVAL_REQUESTED,
        outcome=Judged.NEEDS_APPROVAL,
        phase=Phase.INTENT,
        checks=row.checks,
        payloads=payload(arguments),
        now=now,
    )
    event = NewEvent(
        kind=EventKind.APPROVAL_REQUESTED,
        actor=Actor.SYSTEM,
        payload={
            "approval_id": str(approval.id),
            "action_id": str(row.id),
            "kind": row.kind,
            "summary": summary_of(ActionKind(row.kind), arguments),
            "arguments": arguments,
        },
    )
    append_events(session, row, event, now=now)
    announce(session, Wakeup(row.workspace_id, "approval", approval.id))
    return approval


def _follow(
    session: Session, row: Action, done: Performed, *, standing: Standing, now: datetime
) -> dict[str, Any]:
    """Proposes what follows; each is judged, and refused or put off, by itself."""
    states: dict[str, Any] = {}
    for kind, arguments in done.follows:
        place = arguments.get("source_id")  # of several calendars, each by itself
        following = Proposed(
            kind=kind,
            arguments=arguments,
            subject_ref=row.subject_ref,
            idempotency_key=f"{row.id}:{kind}" + (f":{place}" if place else ""),
            conversation_id=row.conversation_id,
            lead_id=row.lead_id,
            turn_id=row.turn_id,
        )
        told = Standing(
            is_approved=standing.is_approved, by_member=standing.by_member, speaks=False
        )
        outcome = propose_as(session, row.workspace_id, following, standing=told, now=now)
        states[kind.value] = outcome.state
    return {"follows": states} if states else {}


def _end(
    session: Session, row: Action, state: State, *, result: dict[str, Any], now: datetime
) -> None:
    check_move(row.state, state)
    row.state, row.ended_at = state, now
    write_sealed(session, row, result=json.dumps(result, ensure_ascii=False))
    _save(session, row)


def _save(session: Session, row: Action) -> None:
    session.add(row)
    session.flush()


def _check(stored: dict[str, Any]) -> Check:
    reason = stored.get("reason")
    return Check(
        name=stored["name"],
        result=stored["result"],
        limit=stored.get("limit", ""),
        observed=stored.get("observed", ""),
        reason=Reason(reason) if reason else None,
    )
