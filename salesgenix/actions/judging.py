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
from salesgenix.accounts.service import WorkspaceCard
from salesgenix.actions import basis, repository
from salesgenix.actions.facts import address_blind, meeting_of, person_of, sent_to_address, uses_of
from salesgenix.actions.models import Action, Approval
from salesgenix.actions.repository import Whom
from salesgenix.actions.rules import GRANTED, is_digest_of, is_typed_by_member
from salesgenix.authority.rules import (
    HOLDS,
    MAILS,
    MEETINGS,
    ActionKind,
    ActiveRule,
    Channel,
    Outcome,
    Proposal,
    Reason,
    Situation,
    Verdict,
    authorise,
)
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import ConversationCard
from salesgenix.db import keyring_of
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Phase, as_code
from salesgenix.instructions import service as instructions
from salesgenix.kit.errors import Forbidden
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
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
    scene = _scene(session, row)
    situation = _situation(session, row, arguments, scene, standing=standing, now=now)
    return authorise(_proposal(row, arguments, scene), scene.rules, situation)


def judge_again(
    session: Session, row: Action, arguments: dict[str, Any], *, now: datetime
) -> Verdict:
    """The present rules on the present world; approved is what a person approved, byte for byte,
    while what they approved it on is still so.
    """
    if is_typed_by_member(row.kind, arguments):
        own = Standing(is_approved=True, by_member=True, speaks=False)
        return judge(session, row, arguments, standing=own, now=now)
    approval = repository.approval_of(session, row.workspace_id, row.id)
    # An answer is part of the talk: once a person has taken over, it is theirs to give.
    plain = Standing(speaks=row.kind == ActionKind.MAIL_REPLY)
    if approval is None or not _is_granted(session, approval, row, arguments):
        return judge(session, row, arguments, standing=plain, now=now)
    approved = Standing(is_approved=True, speaks=False)
    verdict = judge(session, row, arguments, standing=approved, now=now)
    if basis.holds(session, row, arguments, approval, verdict=verdict, now=now):
        return verdict
    return judge(session, row, arguments, standing=plain, now=now)


def _is_granted(
    session: Session, approval: Approval, row: Action, arguments: dict[str, Any]
) -> bool:
    key = keyring_of(session).person(row.workspace_id, row.subject_ref)
    is_this = approval.digest == row.digest
    is_whole = is_digest_of(row.digest, row.kind, arguments, key)
    return approval.state in GRANTED and is_this and is_whole


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where an action takes place, as it is read once."""

    rules: list[ActiveRule]
    workspace: WorkspaceCard
    lead: LeadCard | None
    thread: ConversationCard | None

    @property
    def zone(self) -> str | None:
        told = self.thread.zone if self.thread else None
        return told or (self.lead.zone if self.lead else None)


def _scene(session: Session, row: Action) -> _Scene:
    workspace_id = row.workspace_id
    return _Scene(
        rules=instructions.standing_rules(session, workspace_id),
        workspace=accounts.profile_of(session, workspace_id),
        lead=leads.card(session, workspace_id, row.lead_id) if row.lead_id else None,
        thread=conversations.card(session, workspace_id, row.conversation_id)
        if row.conversation_id
        else None,
    )


def _proposal(row: Action, arguments: dict[str, Any], scene: _Scene) -> Proposal:
    kind = ActionKind(row.kind)
    source = _text(arguments, "source")
    return Proposal(
        kind=kind,
        discount_percent=arguments.get("percent"),
        strategy=_text(arguments, "strategy"),
        language=_text(arguments, "language") or _language(kind, scene),
        channel=_channel(kind, scene),
        field=_text(arguments, "field"),
        source=source.partition(":")[0] if source else None,
        text=_text(arguments, "text"),
        purpose=_text(arguments, "purpose"),
        under=row.instruction_id,
    )


def _text(arguments: dict[str, Any], name: str) -> str | None:
    value = arguments.get(name)
    return value if isinstance(value, str) else None


def _channel(kind: ActionKind, scene: _Scene) -> Channel | None:
    if kind in MAILS:
        return Channel.MAIL
    return Channel.CHAT if scene.thread is not None else None


def _language(kind: ActionKind, scene: _Scene) -> str | None:
    """A mail is written in the language of the conversation, or the workspace's first."""
    if kind not in MAILS:
        return None
    told = scene.thread.language if scene.thread else None
    return told or (scene.lead.language if scene.lead else None) or _first(scene)


def _first(scene: _Scene) -> str:
    return scene.workspace.profile.languages[0]


def _situation(
    session: Session,
    row: Action,
    arguments: dict[str, Any],
    scene: _Scene,
    /,
    *,
    standing: Standing,
    now: datetime,
) -> Situation:
    workspace_id, lead, thread = row.workspace_id, scene.lead, scene.thread
    profile = scene.workspace.profile
    address = arguments.get("email") if row.kind in MAILS else None
    whom = Whom(row.lead_id, address_blind(session, workspace_id, arguments))
    day = _midnight(now, profile.zone)
    is_live = thread is not None and standing.speaks
    return Situation(
        now=now,
        is_platform_stopped=accounts.is_platform_stopped(session),
        is_paused=scene.workspace.is_paused,
        is_lead_paused=lead.paused_at is not None if lead else False,
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
        sent_to_address_today=sent_to_address(session, row, whom, day),
        sent_to_lead_today=repository.sent_since(session, workspace_id, day, but=row.id, whom=whom),
        sent_today=repository.sent_since(session, workspace_id, day, but=row.id),
        recipient_zone=scene.zone,
        workspace_zone=profile.zone,
        team_zones=_team_zones(session, row, scene),
        last_heard_at=repository.last_heard_at(session, workspace_id, row.conversation_id)
        if row.conversation_id
        else None,
        is_approved=standing.is_approved,
        by_member=standing.by_member,
        person=person_of(lead, scene.zone, to=_text(arguments, "email")),
        meeting=meeting_of(session, row, arguments) if row.kind in MEETINGS else None,
        uses=uses_of(session, row, scene.rules, whom=None),
        uses_by_lead=uses_of(session, row, scene.rules, whom=whom),
    )


def _team_zones(session: Session, row: Action, scene: _Scene) -> frozenset[str]:
    """They count only for a mail to somebody whose clock nobody knows."""
    if row.kind not in MAILS or scene.zone is not None:
        return frozenset()
    return accounts.zones_of_team(session, row.workspace_id)


def is_held(verdict: Verdict) -> bool:
    """Refused only for as long as a pause or a stop lasts: it is to wait, not to end."""
    return verdict.outcome is Outcome.DENIED and not HOLDS.isdisjoint(verdict.reasons)


def keep(row: Action, verdict: Verdict) -> None:
    """Writes the verdict onto the action's row."""
    row.reasons = [str(reason) for reason in verdict.reasons]
    row.checks = plain_checks(verdict)
    if verdict.instruction_id is not None:  # what it was allowed by stays known after its end
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
