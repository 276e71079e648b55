"""The loop: LangChain's ``create_agent``, without a checkpointer, with our two gates round it.

What must outlive a turn is a row of ours; the graph holds nothing between turns. Only the tools
that this workspace's instructions allow are bound to the model.
"""

from functools import lru_cache
from typing import Any

from langchain.agents import create_agent
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from agent.brains.registry import Brain
from agent.context import TurnContext
from agent.middleware.model_gate import ModelGate
from agent.middleware.tool_gate import ToolGate
from tools.catalog import CATALOG


class GatedTool(BaseTool):
    """What the model sees of a verb. Without the gate round it, it refuses to run."""

    args_schema: type[BaseModel]

    def _run(self, **arguments: Any) -> Any:
        del arguments
        raise PermissionError("a tool runs only behind its gate")


@lru_cache(maxsize=64)
def _tool(name: str) -> GatedTool:
    verb = CATALOG[name]
    return GatedTool(name=verb.name, description=verb.description, args_schema=verb.arguments)


@lru_cache(maxsize=64)
def graph_of(brain: Brain, tools: tuple[str, ...]) -> Any:
    """Built once for a brain and a set of tools: building costs as much as a whole answer. The
    words of the turn are put in by the gate.
    """
    return create_agent(
        brain.chat_model,
        [_tool(name) for name in tools],
        middleware=[ModelGate(), ToolGate()],
        context_schema=TurnContext,
    )
