"""Learning what authority needs to know about an action, asking it, and recording what it said.

A module of its own beside ``service`` because proposing, approving and delivering all judge, each
at its own moment.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb as MemberVerb
from salesgenix.accounts.rules import require
from salesgenix.actions import repository
from salesgenix.actions.models import Action
from salesgenix.conversations import service as conversations
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Phase, as_code
from salesgenix.instructions import service as instructions
from salesgenix.instructions.rules import (
    OUTBOUND,
    ActionKind,
    Proposal,
    Reason,
    Situation,
    Verdict,
    authorise,
)
from salesgenix.kit.errors import Forbidden
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """On whose behalf the question is asked. ``speaks``: the agent acts in a live conversation, so
    whoever has control matters; a letter that is on its way is no talk.
    """

    is_approved: bool = False
    by_member: bool = False
    speaks: bool = True


def judge(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    *,
    standing: Standing,
    now: datetime,
) -> Verdict:
    """The verdict on exactly this action at this instant."""
    kind = ActionKind(row.kind)
    strategy, language = arguments.get("strategy"), arguments.get("language")
    purpose = arguments.get("purpose")
    proposal = Proposal(
        kind=kind,
        discount_percent=arguments.get("percent"),
        strategy=strategy if isinstance(strategy, str) else None,
        language=language if isinstance(language, str) else None,
        purpose=purpose if isinstance(purpose, str) else None,
    )
    rules = instructions.standing_rules(session, row.workspace_id)
    situation = _situation(session, row, arguments, standing=standing, now=now)
    return authorise(proposal, rules, situation)


def _situation(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    *,
    standing: Standing,
    now: datetime,
) -> Situation:
    workspace_id = row.workspace_id
    workspace = accounts.profile_of(session, workspace_id)
    lead = leads.card(session, workspace_id, row.lead_id) if row.lead_id else None
    thread = (
        conversations.card(session, workspace_id, row.conversation_id)
        if row.conversation_id
        else None
    )
    address = arguments.get("email") if row.kind in OUTBOUND else None
    day = _midnight(now, workspace.profile.zone)
    is_live = thread is not None and standing.speaks
    return Situation(
        now=now,
        is_paused=workspace.is_paused,
        is_frozen=lead.is_frozen if lead else False,
        is_restricted=lead.restricted_at is not None if lead else False,
        is_suppressed=privacy.is_suppressed(
            session,
            workspace_id,
            subject_ref=row.subject_ref,
            email=address if isinstance(address, str) else None,
        ),
        control=thread.control if thread and is_live else "agent",
        control_epoch=thread.control_epoch if thread else None,
        expected_epoch=repository.epoch_of_turn(session, workspace_id, row.turn_id)
        if row.turn_id and is_live
        else None,
        sent_to_lead_today=repository.sent_since(
            session, workspace_id, day, but=row.id, lead_id=row.lead_id
        ),
        sent_today=repository.sent_since(session, workspace_id, day, but=row.id),
        recipient_zone=(thread.zone if thread else None) or (lead.zone if lead else None),
        workspace_zone=workspace.profile.zone,
        last_heard_at=repository.last_heard_at(session, workspace_id, row.conversation_id)
        if row.conversation_id
        else None,
        is_approved=standing.is_approved,
        by_member=standing.by_member,
    )


def keep(row: Action, verdict: Verdict) -> None:
    """Writes the verdict onto the action's row."""
    row.reasons = [str(reason) for reason in verdict.reasons]
    row.checks = plain_checks(verdict)
    row.instruction_id = verdict.instruction_id
    row.rule_version = verdict.rule_version


def plain_checks(verdict: Verdict) -> list[dict[str, Any]]:
    """The checks in codes: what was observed may be what a model made up."""
    return [
        {name: as_code(str(value)) for name, value in asdict(check).items() if value}
        for check in verdict.checks
    ]


def record(
    session: Session,
    row: Action,
    type_: DecisionType,
    *,
    outcome: str,
    phase: Phase,
    now: datetime,
    **more: Any,
) -> int:
    """One decision about the action, with the instruction and the checks it rests on."""
    entry = Entry(
        type=type_,
        outcome=outcome,
        phase=phase,
        reasons=tuple(more.pop("reasons", row.reasons)),
        automation=_automation(row, more.get("actor")),
        conversation_ref=row.conversation_id,
        subject_ref=row.subject_ref,
        action_id=row.id,
        turn_id=row.turn_id,
        instruction=instructions.cited(
            session, row.workspace_id, row.instruction_id, row.rule_version
        ),
        facts={"kind": row.kind, "digest": row.digest} | more.pop("facts", {}),
        **more,
    )
    return decisions.record(session, row.workspace_id, entry, now=now)


def _automation(row: Action, actor: UUID | None) -> Automation:
    """What rests on a person's approval is not decided by the machine alone."""
    is_approved = actor is not None or Reason.APPROVED in row.reasons
    return Automation.HUMAN_APPROVED if is_approved else Automation.AUTO


def payload(arguments: dict[str, Any]) -> dict[str, str]:
    return {"arguments": json.dumps(arguments, ensure_ascii=False, sort_keys=True)}


def _midnight(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def member_may_decide(session: Session, workspace_id: UUID, member_id: UUID) -> None:
    """``Forbidden`` unless an active owner, admin or rep; ``NotFound`` for a stranger."""
    member = accounts.member(session, workspace_id, member_id)
    if not member.is_active:
        raise Forbidden("member.inactive", "This member has left the team.")
    require(member.role, MemberVerb.DECIDE_APPROVALS)
