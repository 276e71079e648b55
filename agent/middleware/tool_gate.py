"""Before every tool call: is it on this turn's list, is it allowed, are its arguments sound.

``state.tools`` holds only what the workspace's instructions allow, so a call for anything else ends
here. A tool returns a finding or a proposal; a proposal gets its verdict at once from the
authority in the business, outside the model. Real values replace pseudonyms only in the fields a
tool has declared.
"""

import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

import anyio.to_thread
import rfc8785
from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain_core.messages import ToolMessage
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command
from pydantic import ValidationError

from agent.context import MAX_TOOL_CALLS, TurnContext
from guardrails.entities import Entity, Owner
from guardrails.vault import TOKEN
from guardrails.verdicts import GuardFailure
from salesgenix.actions import service as actions
from salesgenix.actions.rules import State
from salesgenix.actions.service import Proposed
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.instructions.rules import ActionKind, Verdict
from salesgenix.kit.errors import Forbidden, SalesgenixError
from tools.catalog import CATALOG
from tools.context import Finding, Proposal
from tools.verb import Effect, Verb

ADDRESSES = {"email": Entity.EMAIL, "phone": Entity.PHONE}
SPEAKERS = frozenset({Owner.PROSPECT, Owner.MEMBER})
JUDGED_READINGS = frozenset(
    {ActionKind.KNOWLEDGE_READ, ActionKind.SITE_READ, ActionKind.SLOTS_OFFER}
)
Handler = Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]


class ToolGate(AgentMiddleware[AgentState[Any], TurnContext]):
    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Handler
    ) -> ToolMessage | Command[Any]:
        del handler  # a tool runs here or not at all
        context = request.runtime.context
        assert isinstance(context, TurnContext)
        call = request.tool_call
        context.tool_calls += 1
        verb = CATALOG.get(call["name"]) if call["name"] in context.state.tools else None
        if verb is None:
            return _answer(context, call, {"state": "denied", "reasons": ["unknown_tool"]})
        if context.tool_calls > MAX_TOOL_CALLS:
            return _answer(context, call, {"state": "denied", "reasons": ["too_many_calls"]}, verb)
        began = time.monotonic()
        try:
            content = await anyio.to_thread.run_sync(_run, context, verb, call["args"])
        except ValidationError as error:
            fields = sorted({".".join(map(str, item["loc"])) for item in error.errors()})
            content = {"state": "denied", "reasons": ["bad_arguments"], "fields": fields}
        except SalesgenixError as error:
            content = {"state": "denied", "reasons": [error.code.replace(".", "_")]}
        except GuardFailure:
            raise
        except Exception as error:  # noqa: BLE001 a tool is an edge: its text must not reach the model
            content = {"state": "failed", "reasons": ["tool_failed", type(error).__name__]}
        return _answer(context, call, content, verb, ms=int((time.monotonic() - began) * 1000))


def _run(context: TurnContext, verb: Verb, arguments: dict[str, Any]) -> dict[str, Any]:
    checked = verb.arguments.model_validate(arguments)
    if verb.effect is Effect.READ and verb.action in JUDGED_READINGS:
        verdict = _judge_reading(context, verb)
        if not verdict.is_allowed:
            return {"state": "denied", "reasons": list(verdict.reasons)}
    outcome = verb.run(context.tool_context, checked)
    if isinstance(outcome, Finding):
        _publish(context, outcome)
        context.slots += outcome.slots
        context.sources += outcome.sources
        if outcome.content.get("step") == "respond":  # an objection has been answered once more
            context.objections.append(str(outcome.content["kind"]))
        return outcome.content
    return _propose(context, verb, outcome)


def _judge_reading(context: TurnContext, verb: Verb) -> Verdict:
    """The same authority as for a proposal, at the moment of the call."""
    known = context.tool_context
    with context.mind.db.reading() as session:
        return actions.may_read(
            session,
            known.workspace_id,
            Proposed(
                kind=verb.action,
                arguments={},
                conversation_id=known.conversation_id,
                lead_id=known.lead_id,
                subject_ref=known.subject_ref,
                turn_id=known.turn_id,
                idempotency_key="",
            ),
            now=context.mind.clock.now(),
        )


def _publish(context: TurnContext, finding: Finding) -> None:
    """What the workspace itself has published, its support address say, may be said again."""
    for passage in finding.content.get("passages", []):
        context.mind.guard.publish(f"{passage['heading']}\n{passage['text']}", vault=context.vault)


def _propose(context: TurnContext, verb: Verb, proposal: Proposal) -> dict[str, Any]:
    arguments = {
        name: _real(context, name, value)
        if name in verb.personal_fields and isinstance(value, str)
        else value
        for name, value in proposal.arguments.items()
    }
    digest = hashlib.sha256(rfc8785.dumps(arguments)).hexdigest()[:32]
    turn, now = context.turn, context.mind.clock.now()
    with context.mind.db.writing() as session:
        outcome = actions.propose(
            session,
            turn.workspace_id,
            Proposed(
                kind=proposal.kind,
                arguments=arguments,
                conversation_id=turn.conversation_id,
                lead_id=context.tool_context.lead_id,
                subject_ref=context.tool_context.subject_ref,
                turn_id=turn.id,
                idempotency_key=f"{turn.id}:{proposal.kind}:{digest}",
            ),
            now=now,
        )
    result = outcome.result or {}
    if outcome.state == State.DONE:
        _settle_slots(context, proposal)
    context.slots += result.get("alternatives", [])
    context.sources += proposal.sources
    reasons = list(outcome.verdict.reasons)
    return {**proposal.known, "state": outcome.state, "reasons": reasons, "result": result}


def _settle_slots(context: TurnContext, proposal: Proposal) -> None:
    """Of the times found in this turn, those still on the table once one is held or booked."""
    if proposal.kind in {ActionKind.APPOINTMENT_BOOK, ActionKind.APPOINTMENT_MOVE}:
        context.slots.clear()
    if proposal.kind == ActionKind.APPOINTMENT_HOLD:
        held = proposal.arguments["slot_id"]
        context.slots[:] = [slot for slot in context.slots if slot["id"] == held]


def _real(context: TurnContext, name: str, value: str) -> str:
    """The value behind a pseudonym. An address is the prospect's own or it is none: a model, or a
    text it has read, can never name a recipient. ``Forbidden`` otherwise.
    """
    if name in ADDRESSES and not _is_the_prospects(context, ADDRESSES[name], value):
        raise Forbidden("tool.foreign_address", "Only an address the prospect gave can be used.")
    try:
        return context.vault.resolve(value, owners=SPEAKERS)
    except GuardFailure as error:
        raise Forbidden("tool.foreign_value", "This value is nobody's in this thread.") from error


def _is_the_prospects(context: TurnContext, entity: Entity, value: str) -> bool:
    if TOKEN.fullmatch(value.strip()):
        return True
    kept = context.vault.holding(entity, value)
    return kept is not None and kept.owner == Owner.PROSPECT


def _answer(
    context: TurnContext,
    call: Any,
    content: dict[str, Any],
    verb: Verb | None = None,
    *,
    ms: int = 0,
) -> ToolMessage:
    state = str(content.get("state", "found"))
    denied = state in {"denied", "failed"}
    context.entries.append(
        Entry(
            type=DecisionType.TOOL_DENIED if denied else DecisionType.TOOL_CALLED,
            phase=Phase.EFFECT,
            outcome=state,
            reasons=tuple(content.get("reasons", ())),
            conversation_ref=context.turn.conversation_id,
            subject_ref=context.tool_context.subject_ref,
            turn_id=context.turn.id,
            tool={
                "name": verb.name if verb else "unknown",
                "effect": verb.effect if verb else "none",
                "status": state,
                "ms": ms,
            },
            payloads={"arguments": json.dumps(call["args"], ensure_ascii=False, default=str)},
        )
    )
    return ToolMessage(
        json.dumps(content, ensure_ascii=False, default=str),
        name=call["name"],
        tool_call_id=call["id"],
        status="error" if denied else "success",
    )
