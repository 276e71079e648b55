"""What a model sees of the agent's verbs: a name, a description, arguments."""

from functools import lru_cache
from typing import Any

from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel

from tools.catalog import CATALOG


class GatedTool(BaseTool):
    """A verb as LangChain knows it. Without the gate round it, it refuses to run."""

    args_schema: type[BaseModel]

    def _run(self, **arguments: Any) -> Any:
        del arguments
        raise PermissionError("a tool runs only behind its gate")


@lru_cache(maxsize=64)
def gated(name: str) -> GatedTool:
    verb = CATALOG[name]
    return GatedTool(name=verb.name, description=verb.description, args_schema=verb.arguments)


@lru_cache(maxsize=64)
def declared(name: str) -> dict[str, Any]:
    """The verb's JSON Schema, as every call of a model carries it; written once."""
    return convert_to_openai_tool(gated(name))
