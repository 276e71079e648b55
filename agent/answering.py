"""Whether the agent may answer now: asked before it thinks, and again where the answer is kept."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from agent.understanding.kinds import Floor
from salesgenix.accounts import service as accounts
from salesgenix.actions.facts import person_of
from salesgenix.authority.rules import (
    ActionKind,
    Channel,
    Outcome,
    Proposal,
    Reason,
    Situation,
    Verdict,
    authorise,
)
from salesgenix.conversations import service as conversations
from salesgenix.instructions import service as instructions
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy
from salesgenix.turns.service import TurnCard

PROTECTED = frozenset({Floor.DISTRESS, Floor.STOP, Floor.PERSON, Floor.MINOR, Floor.DATA_REQUEST})


def may_reply(
    session: Session,
    turn: TurnCard,
    *,
    language: str,
    floor: Collection[str],
    now: datetime,
) -> Verdict:
    """Answering needs an order too, but for what protects the person: that is answered always."""
    conversation = conversations.card(session, turn.workspace_id, turn.conversation_id)
    lead = leads.card(session, turn.workspace_id, conversation.lead_id)
    verdict = authorise(
        Proposal(kind=ActionKind.REPLY_SEND, language=language, channel=Channel.CHAT),
        instructions.active_rules(session, turn.workspace_id, now=now),
        Situation(
            now=now,
            is_platform_stopped=accounts.is_platform_stopped(session),
            is_paused=accounts.profile_of(session, turn.workspace_id).is_paused,
            is_lead_paused=lead.paused_at is not None,
            is_frozen=lead.is_frozen,
            is_restricted=lead.restricted_at is not None,
            is_suppressed=privacy.is_suppressed(session, turn.workspace_id, lead=lead),
            control=conversation.control,
            control_epoch=conversation.control_epoch,
            expected_epoch=turn.control_epoch,
            person=person_of(lead, conversation.zone),
        ),
    )
    if not verdict.is_allowed and PROTECTED & frozenset(floor):
        return replace(verdict, outcome=Outcome.ALLOWED, reasons=(Reason.FLOOR,))
    return verdict
