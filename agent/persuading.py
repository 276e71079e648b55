"""Which way of persuading was chosen, from which, why, and how likely that was: one decision.

The playbook's choice follows from the talk alone, so its propensity is certainty. How likely a
model's choice was nobody knows, so none is written, and the reason says so.
"""

from typing import Any
from uuid import UUID

from agent.context import TurnContext
from salesgenix.decisions.rules import DecisionType, Entry, as_code
from salesgenix.knowledge import service as knowledge
from tools.context import Proposal
from tools.persuasion import CATALOGUE, STRATEGIES, Family, admissible

CERTAIN = 1_000_000  # parts per million
_WHY = {Family.INQUIRY: "explores_first", Family.COMMITMENT: "smallest_step"}
_RESTS_ON_A_PAGE = "page_speaks_to_it"


def selected(context: TurnContext, proposal: Proposal) -> Entry:
    """The decision on the strategy that has just been allowed and will be used."""
    chosen = STRATEGIES[str(proposal.arguments["strategy"])]
    strategy: dict[str, Any] = {
        "id": chosen.name,
        "family": chosen.family.value,
        "alternatives": [name for name in _open_to(context) if name != chosen.name],
        "policy": _policy(context),
    }
    reasons = ["chosen_by_model", "propensity_unknown"]
    if context.rules_only:
        strategy["propensity"] = CERTAIN
        reasons = [_WHY.get(chosen.family, _RESTS_ON_A_PAGE)]
    return Entry(
        type=DecisionType.STRATEGY_SELECTED,
        outcome="performed",
        reasons=tuple(reasons),
        conversation_ref=context.turn.conversation_id,
        subject_ref=context.tool_context.subject_ref,
        turn_id=context.turn.id,
        strategy=strategy,
    )


def _open_to(context: TurnContext) -> list[str]:
    """What the owner allows and what the pages read in this turn make true today."""
    read = {item["passage_id"] for item in context.sources if item.get("passage_id")}
    told = context.tool_context
    with context.mind.db.reading() as session:
        cards = [
            card
            for one in sorted(read)
            if (card := knowledge.passage(session, told.workspace_id, UUID(one), now=told.now))
        ]
    return admissible(context.state.strategies, cards)


def _policy(context: TurnContext) -> dict[str, str]:
    """Who chose, and the version of what it chose by."""
    if context.rules_only:
        return {"name": as_code(context.mind.embedded.model), "version": CATALOGUE}
    return {"name": as_code(context.mind.brain.model), "version": str(context.prompt["digest"])}
