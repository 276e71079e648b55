"""Before and after every model call: nothing raw goes in, nothing broken comes out, all is
recorded.

A call is tried twice, but for one that came too late, and only while no word of the reply has been
released; then the turn goes on without the model. When a rule has to answer (an opt-out, a child, a
wish for a person), or the model has failed, the embedded brain takes the call, whatever model is
configured.
"""

import json
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import anyio.to_thread
from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, SystemMessage, ToolMessage

from agent.brains.garbled import NoUsableAnswer, is_garbled, says_nothing
from agent.briefing import FOREIGN, GUARDED
from agent.context import MAX_MODEL_CALLS, TurnContext
from agent.gated import declared
from guardrails.spotlight import fenced
from guardrails.verdicts import GuardFailure
from salesgenix.decisions.rules import DecisionType, Entry, Phase, as_code
from salesgenix.kit.errors import Conflict

ATTEMPTS = 2
TOO_LATE = "timeout"  # whoever has waited that long is not made to wait once more
FINISHED = frozenset({"stop", "tool_calls", "function_call"})
Handler = Callable[[ModelRequest[TurnContext]], Awaitable[ModelResponse[Any]]]


class ModelGate(AgentMiddleware[AgentState[Any], TurnContext]):
    async def awrap_model_call(
        self, request: ModelRequest[TurnContext], handler: Handler
    ) -> ModelResponse[Any]:
        context = request.runtime.context
        guarded = await anyio.to_thread.run_sync(_guarded, request, context)
        brain = context.mind.embedded if context.rules_only else context.mind.brain
        if context.rules_only:
            guarded = guarded.override(model=context.mind.embedded.chat_model)
        for attempt in range(1, ATTEMPTS + 1):
            context.model_calls += 1
            if context.model_calls > MAX_MODEL_CALLS:
                raise NoUsableAnswer("too_many_calls")
            began = time.monotonic()
            context.is_asking = brain.is_hosted
            failure, response = await _attempt(guarded, handler, is_ours=context.rules_only)
            context.is_asking = False
            if brain.is_hosted:
                context.mind.breaker.note(failure)
            facts = {"name": as_code(brain.model), "provider": brain.name, "attempt": attempt}
            facts["ms"] = int((time.monotonic() - began) * 1000)
            if response is not None:
                _record(context, facts | _usage(response), failure)
            else:
                _record(context, facts, failure)
            if failure is None and response is not None:
                await context.reply.finish()
                notes = response.result[-1].additional_kwargs
                context.asked += [str(item) for item in notes.get("asked", [])]
                context.quoted |= {str(item) for item in notes.get("passages", [])}
                return response
            context.reply.drop()
            is_over = failure == TOO_LATE or context.mind.breaker.rest is not None
            if context.reply.text or attempt == ATTEMPTS or is_over:
                raise NoUsableAnswer(failure or "empty")
        raise AssertionError("unreachable")


async def _attempt(
    request: ModelRequest[TurnContext], handler: Handler, *, is_ours: bool
) -> tuple[str | None, ModelResponse[Any] | None]:
    """A failure code or none, and what came back if anything did. ``is_ours``: the playbook's own
    words, which may hold whatever the prospect has written.
    """
    try:
        response = await handler(request)
    except (GuardFailure, Conflict):  # a reply that may not be shown: the turn's own matter
        raise
    except NoUsableAnswer as error:  # seen while it was still writing
        return error.code, None
    except Exception as error:  # noqa: BLE001 the model is an edge: any fault becomes a code
        return _fault_code(error), None
    return _integrity(response, is_ours=is_ours), response


def _fault_code(error: Exception) -> str:
    name = type(error).__name__.lower()
    status = getattr(error, "status_code", None)
    if "timeout" in name:
        return TOO_LATE
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return "rate_limited"
    if isinstance(status, int) and status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return "provider_down"
    if isinstance(status, int):
        return "provider_refused"
    return "connection" if "connect" in name else "model_error"


def _integrity(response: ModelResponse[Any], *, is_ours: bool) -> str | None:
    """Why this answer may not be used: empty, cut off, or what nobody can read."""
    answer = response.result[-1] if response.result else None
    if not isinstance(answer, AIMessage):
        return "empty"
    if answer.invalid_tool_calls:
        return "malformed_call"
    if not answer.tool_calls and not answer.text.strip():
        return "empty"
    if not is_ours and answer.text.strip() and _is_unreadable(answer.text):
        return "garbled"
    return None if answer.response_metadata.get("finish_reason") in FINISHED else "cut_off"


def _is_unreadable(text: str) -> bool:
    return says_nothing(text) or is_garbled(text)


def _guarded(request: ModelRequest[TurnContext], context: TurnContext) -> ModelRequest[TurnContext]:
    """History and tool results, pseudonymised. The system prompt is our own words and a state that
    was guarded value by value when it was made. A hosted model gets what tools have brought between
    the marks of this turn.
    """
    safe = [_safe(message, context) for message in request.messages]
    if not context.rules_only:
        safe = [_spotlit(message, context) for message in safe]
    return request.override(
        system_message=SystemMessage(context.system_words),
        messages=safe,
        tools=[declared(name) for name in context.state.tools],
    )


def _safe(message: AnyMessage, context: TurnContext) -> AnyMessage:
    if message.additional_kwargs.get(GUARDED):
        return message
    is_foreign = isinstance(message, ToolMessage) or bool(message.additional_kwargs.get(FOREIGN))
    text = _safe_text(message.text, context, is_foreign=is_foreign)
    return message if text == message.text else message.model_copy(update={"content": text})


def _spotlit(message: AnyMessage, context: TurnContext) -> AnyMessage:
    if not isinstance(message, ToolMessage):
        return message
    return message.model_copy(update={"content": fenced(message.text, context.fence)})


def _safe_text(text: str, context: TurnContext, *, is_foreign: bool) -> str:
    """Only the model's own words of this turn hold pseudonyms that are meant."""
    key = (text, is_foreign)
    if not text or key in context.safe_texts:
        return context.safe_texts.get(key, text)
    safe = _guarded_text(text, context, is_foreign=is_foreign)
    if is_foreign and safe != text and (content := _read(text)) and _read(safe) is None:
        # what was taken for a secret reached over a quotation mark: each text by itself, then
        safe = json.dumps(_each_guarded(content, context), ensure_ascii=False)
    context.safe_texts[key] = safe
    return safe


def _guarded_text(text: str, context: TurnContext, *, is_foreign: bool) -> str:
    guarded = context.mind.guard.for_model(
        text, vault=context.vault, known=context.known, foreign=is_foreign
    )
    for entity, count in guarded.verdict.counts.items():
        context.hidden[str(entity)] = max(context.hidden[str(entity)], count)
    return guarded.text


def _read(text: str) -> Any:
    """The JSON a tool gave; None for anything else."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def _each_guarded(content: Any, context: TurnContext) -> Any:
    if isinstance(content, dict):
        return {key: _each_guarded(value, context) for key, value in content.items()}
    if isinstance(content, list):
        return [_each_guarded(value, context) for value in content]
    if isinstance(content, str):
        return _guarded_text(content, context, is_foreign=True)
    return content


def _usage(response: ModelResponse[Any]) -> dict[str, Any]:
    answer = response.result[-1]
    if not isinstance(answer, AIMessage):
        return {}
    usage = answer.usage_metadata
    finish = str(answer.response_metadata.get("finish_reason") or "none")
    facts: dict[str, Any] = {"finish": as_code(finish)}
    if usage:
        facts |= {"tokens_in": usage["input_tokens"], "tokens_out": usage["output_tokens"]}
    return facts


def _record(context: TurnContext, model: dict[str, Any], failure: str | None) -> None:
    context.entries.append(
        Entry(
            type=DecisionType.MODEL_FAILED if failure else DecisionType.MODEL_CALLED,
            phase=Phase.EFFECT,
            outcome="failed" if failure else "performed",
            reasons=(failure,) if failure else (),
            conversation_ref=context.turn.conversation_id,
            subject_ref=context.tool_context.subject_ref,
            turn_id=context.turn.id,
            model=model,
            prompt=context.prompt,
        )
    )
