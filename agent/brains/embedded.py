"""The brain that needs no key: a deterministic playbook behind LangChain's chat model interface.

It sees what any model sees, messages, and answers with real tool calls or with text. The same
messages give the same answer. What it states comes from the state, from tools or quoted passages.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import partial
from typing import Any

from anyio import to_thread
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.base import LangSmithParams
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.brains.playbook.agenda import Move, play

NAME = "playbook-1"
_WORD = re.compile(r"\S+\s*|\s+")


class EmbeddedChatModel(BaseChatModel):
    """``additional_kwargs`` of an answer: ``asked`` (what it asks), ``passages`` (ids it quotes).

    Usage counts words, so that budgets and records look the same as for a hosted model.
    """

    model_name: str = NAME
    streaming: bool = True
    stop: list[str] | None = None
    temperature: float = 0.0
    max_tokens: int | None = None
    timeout: float | None = None
    max_retries: int = 0

    @property
    def _llm_type(self) -> str:
        return "salesgenix-embedded"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name}

    def _get_ls_params(self, stop: list[str] | None = None, **kwargs: Any) -> LangSmithParams:
        params = super()._get_ls_params(stop=stop, **kwargs)
        params["ls_provider"] = "salesgenix"
        params["ls_model_name"] = kwargs.get("model", self.model_name)
        return params

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Which tools may be called stands in the state; binding only satisfies the interface."""
        declared = [convert_to_openai_tool(tool) for tool in tools]
        return self.bind(tools=declared, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        move = play(messages)
        answer = AIMessage(
            move.reply,
            tool_calls=list(move.calls),
            additional_kwargs=_notes(move),
            response_metadata=self._metadata(move),
            usage_metadata=_usage(messages, move),
        )
        return ChatResult(generations=[ChatGeneration(message=answer)])

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del run_manager
        return await to_thread.run_sync(partial(self._generate, messages, stop, None, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        del stop, kwargs
        for chunk in self._chunks(messages):
            if run_manager and chunk.text:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        del stop, kwargs
        for chunk in await to_thread.run_sync(lambda: list(self._chunks(messages))):
            if run_manager and chunk.text:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _chunks(self, messages: Sequence[BaseMessage]) -> Iterator[ChatGenerationChunk]:
        """The reply word by word; calls, notes and the way it ended with the last piece."""
        move = play(messages)
        for word in _WORD.findall(move.reply):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        calls = [
            tool_call_chunk(
                name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=index
            )
            for index, call in enumerate(move.calls)
        ]
        metadata = self._metadata(move)
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                tool_call_chunks=calls,
                additional_kwargs=_notes(move),
                response_metadata=metadata,
                usage_metadata=_usage(messages, move),
                chunk_position="last",
            ),
            generation_info={"finish_reason": metadata["finish_reason"]},
        )

    def _metadata(self, move: Move) -> dict[str, Any]:
        finish = "tool_calls" if move.calls else "stop"
        return {
            "finish_reason": finish,
            "model_name": self.model_name,
            "model_provider": "salesgenix",
        }


def _notes(move: Move) -> dict[str, Any]:
    notes = {"asked": list(move.asked), "passages": list(move.passages)}
    return {name: items for name, items in notes.items() if items}


def _usage(messages: Sequence[BaseMessage], move: Move) -> UsageMetadata:
    given = sum(len(str(message.text).split()) for message in messages)
    made = len(move.reply.split()) + sum(
        len(json.dumps(call["args"]).split()) for call in move.calls
    )
    return UsageMetadata(input_tokens=given, output_tokens=made, total_tokens=given + made)
