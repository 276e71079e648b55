"""When the model has failed in the middle of a turn, the embedded brain carries it to its end.

It begins anew from what is so now: what the model has had done stays done, what it had only found
is forgotten, and where half an answer has been shown already no second one is begun.
"""

import re
from dataclasses import replace

from agent import briefing as briefings
from agent.brains.breaker import RESTING
from agent.briefing import Reading
from agent.context import TurnContext
from agent.streaming import ReplyStream
from guardrails.text.openings import is_opening
from prompts.loader import load

SECONDS = 20.0  # with the turn's own time still within its lease
# What a model, its provider or the loop round it can do wrong. A guard that failed is none of it.
FAULTS = frozenset(
    {
        RESTING,
        "timeout",
        "rate_limited",
        "provider_down",
        "provider_refused",
        "connection",
        "model_error",
        "empty",
        "garbled",
        "malformed_call",
        "cut_off",
        "too_many_calls",
        "turn_failed",
    }
)
_ANSWERS = re.compile(r"[\d?]|[.!…]\s+\S")  # more than "Let me look that up."


def can_stand_in(context: TurnContext, failure: str) -> bool:
    return failure in FAULTS and not context.rules_only and may_follow(context.reply)


def may_follow(reply: ReplyStream) -> bool:
    """Nothing was said that a second answer would say again."""
    if not reply.text.strip() or is_opening(reply.text):
        return True
    return not reply.is_cut and _ANSWERS.search(reply.text.strip()) is None


def prepare(context: TurnContext, reading: Reading, failure: str) -> None:
    mind, now = context.mind, context.mind.clock.now()
    context.stood_in_for, context.rules_only = failure, True
    context.model_calls = context.tool_calls = 0
    for gathered in (context.slots, context.sources, context.asked, context.objections):
        gathered.clear()
    context.quoted.clear()
    context.to_ask.clear()
    context.reply.drop()
    context.reply.is_ours = True
    with mind.db.reading() as session:
        fresh = briefings.gather(session, context.turn, now=now)
    fresh = replace(fresh, vault=context.vault, known=context.known)
    state = briefings.make_state(fresh, reading, mind.guard, now=now, tools=context.state.tools)
    context.state = state.model_copy(update={"stands_in": True})
    context.system_words = load("system").render(
        state=context.state, mark=context.grounds.mark, fence=context.fence
    )
