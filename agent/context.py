"""What one running turn carries: handed to LangChain as its context, never taken from messages."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from agent.backing import Grounds
from agent.brains.breaker import RESTING
from agent.mind import Mind
from agent.origins import Origins
from agent.proposing import Proposed
from agent.refusing import Refused
from agent.state import TurnState
from agent.streaming import ReplyStream
from guardrails.people import KnownPeople
from guardrails.vault import Vault
from salesgenix.authority.rules import ActiveRule
from salesgenix.decisions.rules import Entry
from salesgenix.turns.service import TurnCard
from tools.context import ToolContext

MAX_MODEL_CALLS = 8
MAX_TOOL_CALLS = 12


@dataclass(slots=True, kw_only=True)
class TurnContext:
    """Frozen facts first, then what the turn gathers. ``rules_only`` keeps any hosted model out,
    from the beginning or since it failed; ``stood_in_for`` says how it did.
    """

    mind: Mind
    turn: TurnCard
    state: TurnState
    tool_context: ToolContext
    rules: tuple[ActiveRule, ...]
    vault: Vault
    known: KnownPeople
    reply: ReplyStream
    origins: Origins
    grounds: Grounds
    rules_only: bool
    prompt: dict[str, Any]
    system_words: str
    fence: str  # between two of these stands what tools have brought; drawn anew for each turn
    entries: list[Entry] = field(default_factory=list)
    slots: list[dict[str, Any]] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)  # ids of times found in this turn
    booked: set[str] = field(default_factory=set)  # and of meetings made in it
    sources: list[dict[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    quoted: set[str] = field(default_factory=set)  # passages, where the brain says which
    objections: list[str] = field(default_factory=list)
    to_ask: list[str] = field(default_factory=list)  # what a hosted model's question is about
    proposed: Proposed | None = None  # what counts of a hosted model's reading
    # guarded in this turn already, by text and whether it came from outside
    safe_texts: dict[tuple[str, bool], str] = field(default_factory=dict)
    refused: Refused | None = None  # what of the message is not taken here
    hidden: Counter[str] = field(default_factory=Counter)  # from the model, by kind
    stood_in_for: str | None = None
    is_asking: bool = False  # a hosted model is at work on it now
    protected: str = ""  # what is told of what the floor had done, if no brain comes to say it
    model_calls: int = 0
    tool_calls: int = 0
    # calls of one answer run one after another, in its order: the same turn ends the same way
    one_by_one: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def rested(self) -> tuple[str, ...]:
        """That the model was not asked at all is told beside what allowed the reply."""
        return (RESTING,) if self.stood_in_for == RESTING else ()
