"""Before every tool call: is it on this turn's list, is it allowed, are its arguments sound.

``state.tools`` holds only what the workspace's instructions allow, so a call for anything else ends
here. A tool returns a finding or a proposal; a proposal gets its verdict at once from the
authority in the business, outside the model, and so does the wish to look something up, before
anything is read. Real values replace pseudonyms only in the fields a tool has declared.
To whom, where to, how much and when must be traced to somebody who may say it (``origins``).
"""

import hashlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import anyio.to_thread
import rfc8785
from langchain.agents.middleware import AgentMiddleware, AgentState
from langchain_core.messages import ToolCall, ToolMessage
from langgraph.prebuilt.tool_node import ToolCallRequest
from langgraph.types import Command
from pydantic import ValidationError

from agent import persuading, proposing, warranted
from agent.context import MAX_TOOL_CALLS, TurnContext
from agent.origins import ADDRESSES, named, refuse_untraced
from guardrails.entities import Owner
from guardrails.links import hosts_in
from guardrails.verdicts import GuardFailure
from salesgenix.actions import service as actions
from salesgenix.actions.rules import State
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import MEETINGS, ActionKind
from salesgenix.authority.rules import Outcome as Judged
from salesgenix.decisions.rules import DecisionType, Entry, Phase
from salesgenix.kit.errors import Forbidden, SalesgenixError
from salesgenix.leads.rules import SITE
from tools.booking import as_found
from tools.catalog import CATALOG
from tools.context import Finding, Proposal
from tools.verb import Arguments, Verb

SPEAKERS = frozenset({Owner.PROSPECT, Owner.MEMBER})
JUDGED_READINGS = frozenset(
    {ActionKind.KNOWLEDGE_READ, ActionKind.SITE_READ, ActionKind.SLOTS_OFFER}
)
TAKES_TIMES = MEETINGS | {ActionKind.SLOTS_OFFER}
Handler = Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]


class ToolGate(AgentMiddleware[AgentState[Any], TurnContext]):
    async def awrap_tool_call(
        self, request: ToolCallRequest, handler: Handler
    ) -> ToolMessage | Command[Any]:
        del handler  # a tool runs here or not at all
        context = request.runtime.context
        assert isinstance(context, TurnContext)
        async with context.one_by_one:
            return await self._called(context, request.tool_call)

    async def _called(self, context: TurnContext, call: ToolCall) -> ToolMessage:
        context.tool_calls += 1
        verb = CATALOG.get(call["name"]) if call["name"] in context.state.tools else None
        if verb is None:
            return _answer(context, call, {"state": "denied", "reasons": ["unknown_tool"]})
        if context.tool_calls > MAX_TOOL_CALLS:
            return _answer(context, call, {"state": "denied", "reasons": ["too_many_calls"]}, verb)
        began = time.monotonic()
        content = await anyio.to_thread.run_sync(carried_out, context, verb, call["args"])
        return _answer(context, call, content, verb, ms=int((time.monotonic() - began) * 1000))


def carried_out(context: TurnContext, verb: Verb, arguments: dict[str, Any]) -> dict[str, Any]:
    """What the tool gives back, or why it was denied or failed; the same proposal in the same turn
    is made once, however often it is asked for. ``GuardFailure`` alone is raised.
    """
    try:
        return _run(context, verb, arguments)
    except ValidationError as error:
        fields = sorted({".".join(map(str, item["loc"])) for item in error.errors()})
        return {"state": "denied", "reasons": ["bad_arguments"], "fields": fields}
    except SalesgenixError as error:
        return {"state": "denied", "reasons": [error.code.replace(".", "_")]}
    except GuardFailure:
        raise
    except Exception as error:  # noqa: BLE001 a tool is an edge: its text must not reach the model
        return {"state": "failed", "reasons": ["tool_failed", type(error).__name__]}


def _run(context: TurnContext, verb: Verb, arguments: dict[str, Any]) -> dict[str, Any]:
    checked = verb.arguments.model_validate(arguments)
    refuse_untraced(context, verb, checked)
    checked = warranted.held(context, verb, checked)
    held_back = _may_read(context, verb, checked) if verb.action in JUDGED_READINGS else None
    if held_back is not None:
        return held_back
    if verb.action in TAKES_TIMES:
        context.mind.refresh(context.turn.workspace_id)
    if isinstance(member := getattr(checked, "member", None), str) and member:
        checked = checked.model_copy(update={"member": _real(context, "member", member)})
    outcome = verb.run(context.tool_context, checked)
    if isinstance(outcome, Finding) and "proposed" in outcome.content:
        return _admitted(context, outcome)
    if isinstance(outcome, Finding):
        _publish(context, outcome)
        context.slots += outcome.slots
        context.offered |= {str(slot["id"]) for slot in outcome.slots}
        context.sources += outcome.sources
        if outcome.content.get("step") == "respond":  # an objection has been answered once more
            context.objections.append(str(outcome.content["kind"]))
        if outcome.content.get("step") == "explore":
            context.to_ask.append(f"explore:{outcome.content['kind']}")
        return outcome.content
    return _propose(context, verb, outcome)


def _admitted(context: TurnContext, finding: Finding) -> dict[str, Any]:
    keeping = CATALOG["remember_fact"]

    def keep(fact: Proposal) -> str:
        return str(_propose(context, keeping, fact)["state"])

    return proposing.admit(context, finding.content["proposed"], keep=keep)


def _publish(context: TurnContext, finding: Finding) -> None:
    """What the workspace itself has published, its support address or a link, may be said again."""
    for passage in finding.content.get("passages", []):
        context.reply.hosts |= hosts_in((passage["text"], passage["url"] or ""), with_mail=False)
        told = "\n".join(passage[name] for name in ("title", "heading", "text"))
        context.mind.guard.publish(told, vault=context.vault)


def _may_read(context: TurnContext, verb: Verb, checked: Arguments) -> dict[str, Any] | None:
    """Why this look-up may not be now, if it may not: the list of tools is as old as the turn.

    Another's site is asked over the network, which is an effect: that is an action of its own, and
    where the owner wants to be asked, what a person has said about this very page counts.
    """
    said = checked.model_dump(mode="json") | {"source": SITE}
    wanted = _proposed(context, verb.action, said)
    workspace_id, now = context.turn.workspace_id, context.mind.clock.now()
    with context.mind.db.reading() as session:
        verdict = actions.may_read(session, workspace_id, wanted, now=now)
    if verdict.outcome is not Judged.DENIED and (
        not verdict.is_allowed or verb.action is ActionKind.SITE_READ
    ):
        place = f"{context.turn.conversation_id}:{verdict.instruction_id}:{verdict.rule_version}"
        wanted = replace(wanted, idempotency_key=f"{place}:{_digest(wanted)}")
        with context.mind.db.writing() as session:
            outcome = actions.propose(session, workspace_id, wanted, now=now)
        verdict = outcome.verdict
        if outcome.state == State.DONE:
            return None
    if verdict.is_allowed:
        return None
    state = State.AWAITING_APPROVAL if verdict.outcome is Judged.NEEDS_APPROVAL else "denied"
    return {"state": state, "reasons": list(verdict.reasons)}


def _propose(context: TurnContext, verb: Verb, proposal: Proposal) -> dict[str, Any]:
    arguments = {
        name: _real(context, _meaning(proposal, name), value)
        if name in verb.personal_fields and isinstance(value, str)
        else value
        for name, value in proposal.arguments.items()
    }
    if isinstance(said := arguments.get("topic"), str) and context.reply.sayable.claims.refuses(
        said
    ):
        arguments["topic"] = None  # it would stand in a mail
    wanted = _proposed(context, proposal.kind, arguments)
    with context.mind.db.writing() as session:
        outcome = actions.propose(
            session, context.turn.workspace_id, wanted, now=context.mind.clock.now()
        )
    result, reasons = outcome.result or {}, list(outcome.verdict.reasons)
    if others := result.get("alternatives", []):
        context.slots += others
        context.offered |= {str(slot["id"]) for slot in others}
        result = result | {"alternatives": [as_found(slot) for slot in others]}
    if "appointment_id" in result:
        context.booked.add(str(result["appointment_id"]))
    if outcome.state == "denied":
        return {"state": outcome.state, "reasons": reasons, "result": result}
    if outcome.state == State.DONE:
        _settle_slots(context, proposal)
    context.sources += proposal.sources
    if proposal.kind is ActionKind.STRATEGY_USE and outcome.state == State.DONE:
        context.entries.append(persuading.selected(context, proposal))
    return {**proposal.known, "state": outcome.state, "reasons": reasons, "result": result}


def _proposed(context: TurnContext, kind: ActionKind, arguments: dict[str, Any]) -> Proposed:
    turn = context.turn
    wanted = Proposed(
        kind=kind,
        arguments=arguments,
        conversation_id=turn.conversation_id,
        lead_id=context.tool_context.lead_id,
        subject_ref=context.tool_context.subject_ref,
        turn_id=turn.id,
        idempotency_key="",
    )
    return replace(wanted, idempotency_key=f"{turn.id}:{_digest(wanted)}")


def _digest(wanted: Proposed) -> str:
    return f"{wanted.kind}:{hashlib.sha256(rfc8785.dumps(wanted.arguments)).hexdigest()[:32]}"


def _settle_slots(context: TurnContext, proposal: Proposal) -> None:
    """Of the times found in this turn, those still on the table once one is held or booked."""
    if proposal.kind in {ActionKind.APPOINTMENT_BOOK, ActionKind.APPOINTMENT_MOVE}:
        context.slots.clear()
    if proposal.kind == ActionKind.APPOINTMENT_HOLD:
        held = proposal.arguments["slot_id"]
        context.slots[:] = [slot for slot in context.slots if slot["id"] == held]


def _meaning(proposal: Proposal, name: str) -> str:
    """What an argument is about: the value of a fact is what its field says."""
    return str(proposal.arguments.get("field", name)) if name == "value" else name


def _real(context: TurnContext, name: str, value: str) -> str:
    """The value behind a pseudonym. An address is the prospect's own or it is none: a model, or a
    text it has read, can never name a recipient. ``Forbidden`` otherwise.
    """
    if name in ADDRESSES:
        kept = named(context, ADDRESSES[name], value)
        if kept is None or (kept.entity, kept.owner) != (ADDRESSES[name], Owner.PROSPECT):
            raise Forbidden("tool.foreign_address", "Only what the prospect gave can be used.")
        return kept.value
    try:
        return context.vault.resolve(value, owners=SPEAKERS)
    except GuardFailure as error:
        raise Forbidden("tool.foreign_value", "This value is nobody's in this thread.") from error


def _answer(
    context: TurnContext,
    call: Any,
    content: dict[str, Any],
    verb: Verb | None = None,
    *,
    ms: int = 0,
) -> ToolMessage:
    state = str(content.get("state", "found"))
    context.grounds.findings.told.append((call["name"], content))
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
