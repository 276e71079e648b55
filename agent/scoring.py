"""The score of a lead after a turn that taught something or moved the sale."""

from sqlmodel import Session

from agent.context import TurnContext
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.leads import service as leads
from salesgenix.qualification import service as qualification


def has_learnt(context: TurnContext) -> bool:
    if context.proposed is not None and context.proposed.fields:
        return True
    return any((entry.tool or {}).get("name") == "remember_fact" for entry in context.entries)


def scored(session: Session, context: TurnContext) -> Entry:
    """Which lines the score has and what each adds: no words, they lie sealed with the answers."""
    turn, who = context.turn, context.tool_context
    lead = leads.card(session, turn.workspace_id, who.lead_id)
    return Entry(
        type=DecisionType.LEAD_SCORED,
        outcome="performed",
        reasons=("facts_given",) if has_learnt(context) else ("stage_reached",),
        conversation_ref=turn.conversation_id,
        subject_ref=who.subject_ref,
        turn_id=turn.id,
        facts=qualification.standing(session, turn.workspace_id, lead).as_codes(),
    )
