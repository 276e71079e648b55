"""What protects a person is done before any brain runs: the stop, the wish for a person, the child,
the crisis, the right over their data.

Whatever happens to the turn then (a time-out, a fault, a process that is killed), it has happened;
and it happens once: the brain asks for the same again, the turn that is taken up after a crash too,
and both get what became of the first (``idempotency_key``).
"""

import json
from typing import Any

import structlog
from langchain_core.messages import AIMessage, AnyMessage, SystemMessage, ToolMessage

from agent import briefing as briefings
from agent import overhearing
from agent.answering import PROTECTED
from agent.brains.playbook.agenda import protect
from agent.briefing import Briefing
from agent.context import TurnContext
from agent.middleware.tool_gate import carried_out
from agent.mind import Mind
from agent.understanding.kinds import Floor, Understanding
from agent.understanding.signals import read_message
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.rights import children
from salesgenix.turns.service import TurnCard
from tools.catalog import CATALOG

LOG = structlog.get_logger()
MOST_MOVES = 4  # what is owed may come in steps: a person is called, then the stop is kept
# What is said where no brain can say more, the gravest first.
WORDS = {
    Floor.DISTRESS: "distress",
    Floor.STOP: "stop_done",
    Floor.MINOR: "minor_end",
    Floor.PERSON: "person_asked",
}


def is_owed(context: TurnContext) -> bool:
    return bool(PROTECTED & frozenset(context.state.signals.floor))


def act(context: TurnContext, briefing: Briefing) -> None:
    """Does what the newest message's floor calls for, as the playbook would, and keeps in
    ``context.protected`` what the person is told of it if no brain comes to say it.
    """
    turn, now = context.turn, context.mind.clock.now()
    messages: list[AnyMessage] = [
        SystemMessage(context.system_words),
        *briefings.to_messages(briefing),
    ]
    for _ in range(MOST_MOVES):
        move = protect(messages)
        if not move.calls:
            context.protected = move.reply
            break
        messages.append(AIMessage("", tool_calls=list(move.calls)))
        for call in move.calls:
            told = carried_out(context, CATALOG[call["name"]], call["args"])
            messages.append(
                ToolMessage(
                    json.dumps(told, ensure_ascii=False, default=str), tool_call_id=str(call["id"])
                )
            )
    if Floor.MINOR in context.state.signals.floor:
        with context.mind.db.writing() as session:
            children.protect(
                session,
                turn.workspace_id,
                turn.conversation_id,
                context.tool_context.subject_ref,
                now=now,
            )


def act_plainly(mind: Mind, briefing: Briefing, understanding: Understanding) -> str | None:
    """The same without the guard's or the playbook's help, for a turn that cannot even begin: by
    what was read, in the words as they were kept. The name of the phrase that says so.
    """
    turn, now, seen = briefing.turn, mind.clock.now(), understanding.floor
    words = "\n".join(str(one.payload.get("text", "")) for one in briefing.unanswered)
    with mind.db.writing() as session:
        for kind, arguments in _owed(understanding, words):
            wanted = Proposed(
                kind=kind,
                arguments=arguments,
                conversation_id=turn.conversation_id,
                lead_id=briefing.lead.id,
                subject_ref=briefing.conversation.subject_ref,
                turn_id=turn.id,
                idempotency_key=f"{turn.id}:floor:{kind}",
            )
            actions.propose(session, turn.workspace_id, wanted, now=now)
        if Floor.MINOR in seen:
            children.protect(
                session,
                turn.workspace_id,
                turn.conversation_id,
                briefing.conversation.subject_ref,
                now=now,
            )
    return next((phrase for floor, phrase in WORDS.items() if floor in seen), None)


def act_by_rules(mind: Mind, turn: TurnCard) -> str | None:
    """For a turn that has killed its workers: the rules alone read, no model is loaded for it."""
    try:
        with mind.db.reading() as session:
            briefing = briefings.gather(session, turn, now=mind.clock.now())
        profile = briefing.workspace.profile
        read = read_message(
            briefing.newest_words,
            languages=profile.languages,
            minor_age=profile.minor_age,
            by_rules=True,
        )
        return act_plainly(mind, briefing, read)
    except Exception:  # the turn ends with a task for the team all the same
        LOG.exception("turn.failed", turn=str(turn.id))
        return None


def _owed(understanding: Understanding, words: str) -> list[tuple[ActionKind, dict[str, Any]]]:
    seen = understanding.floor
    if Floor.MINOR in seen:
        return [(ActionKind.HANDOVER_REQUEST, {"reason": "minor"})]
    reason = {Floor.DISTRESS: "policy", Floor.PERSON: "asked"}
    called = [(ActionKind.HANDOVER_REQUEST, {"reason": reason[f]}) for f in reason if f in seen]
    return called[:1] + overhearing.owed(understanding, words)
