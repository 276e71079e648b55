"""The loop: LangChain's ``create_agent``, without a checkpointer, with our two gates round it.

What must outlive a turn is a row of ours; the graph holds nothing between turns. Only the tools
that this workspace's instructions allow are bound to the model.
"""

from functools import lru_cache
from typing import Any

from langchain.agents import create_agent

from agent.brains.registry import Brain
from agent.context import TurnContext
from agent.gated import gated
from agent.middleware.model_gate import ModelGate
from agent.middleware.tool_gate import ToolGate


@lru_cache(maxsize=64)
def graph_of(brain: Brain, tools: tuple[str, ...]) -> Any:
    """Built once for a brain and a set of tools: building costs as much as a whole answer. The
    words of the turn are put in by the gate.
    """
    return create_agent(
        brain.chat_model,
        [gated(name) for name in tools],
        middleware=[ModelGate(), ToolGate()],
        context_schema=TurnContext,
    )
