"""Objections: understood before they are answered, answered from knowledge, and let go in time."""

from enum import StrEnum

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import EventCard
from salesgenix.kit.errors import Invalid
from salesgenix.knowledge import service as knowledge
from tools.context import Finding, ToolContext
from tools.research import MESSAGES_REMEMBERED, cited, quoted
from tools.verb import Arguments, Effect, Verb

MOST_ATTEMPTS = 2
PASSAGES = 3


class Kind(StrEnum):
    PRICE = "price"
    TIMING = "timing"
    AUTHORITY = "authority"
    NEED = "need"
    TRUST = "trust"
    COMPETITOR = "competitor"
    ALREADY_HAVE = "already_have"
    EFFORT = "effort"
    CONTRACT = "contract"
    SEND_INFO = "send_info"
    NOT_INTERESTED = "not_interested"  # a no, not an objection: it is accepted


class Step(StrEnum):
    """Listen, acknowledge and explore come before a response; confirm asks if it helped, close
    lets the matter be.
    """

    LISTEN = "listen"
    ACKNOWLEDGE = "acknowledge"
    EXPLORE = "explore"
    RESPOND = "respond"
    CONFIRM = "confirm"
    CLOSE = "close"


# What to look up for an answer, and what to ask first.
ANSWERS = {
    Kind.PRICE: ("too expensive", "What do they compare the price with, and how many need it?"),
    Kind.TIMING: ("not a good moment", "What comes first for them, and when would it fit?"),
    Kind.AUTHORITY: ("who decides", "Who decides, and what does that person need to know?"),
    Kind.NEED: ("who is it for", "How do they do it today, and what goes wrong?"),
    Kind.TRUST: ("customer references", "What would they have to see to be sure?"),
    Kind.COMPETITOR: ("already have a tool", "What do they like and miss in what they use?"),
    Kind.ALREADY_HAVE: ("already have a tool", "What do they like and miss in what they use?"),
    Kind.EFFORT: ("how much work is the set-up", "Who would do the work, and by when?"),
    Kind.CONTRACT: ("how long is the contract, cancel", "Which term or clause worries them?"),
    Kind.SEND_INFO: ("what is it", "What should the information answer, and for whom?"),
}


class HandleObjection(Arguments):
    kind: Kind = Field(description="What kind of objection it is")
    step: Step = Field(description="Where you are: explore it first, then respond, then confirm")


def handle_objection(context: ToolContext, arguments: HandleObjection) -> Finding:
    """What to ask or what to quote. ``Invalid`` when it is too early or too late to respond."""
    kind, step = arguments.kind, arguments.step
    if kind is Kind.NOT_INTERESTED or step is Step.CLOSE:
        return Finding(
            {"kind": kind.value, "advice": "Accept it, thank them, and leave the matter."}
        )
    query, question = ANSWERS[kind]
    explored, attempts = _so_far(context, kind)
    told = {"kind": kind.value, "step": step.value, "attempts": attempts}
    if step is not Step.RESPOND:
        return Finding(told | {"ask": question})
    if not explored and not attempts:
        raise Invalid("objection.explore_first", f"Ask before you answer: {question}")
    if attempts >= MOST_ATTEMPTS:
        raise Invalid("objection.attempts_used_up", "Accept it, or offer a person of the team.")
    with context.db.reading() as session:
        cards = knowledge.search(
            session, context.workspace_id, query, now=context.now, limit=PASSAGES
        )
    passages = [quoted(card, context) for card in cards]
    return Finding(told | {"passages": passages}, sources=tuple(map(cited, passages)))


def _so_far(context: ToolContext, kind: Kind) -> tuple[bool, int]:
    """Whether this objection has been asked about, and how often it has been answered."""
    with context.db.reading() as session:
        events = conversations.history(
            session, context.workspace_id, context.conversation_id, limit=MESSAGES_REMEMBERED
        )
    ours = [event for event in events if _is_ours(event)]
    explored = any(f"explore:{kind}" in event.payload.get("asked", []) for event in ours)
    return explored, sum(kind in event.payload.get("objections", []) for event in ours)


def _is_ours(event: EventCard) -> bool:
    return event.kind is EventKind.MESSAGE and event.actor is Actor.AGENT


VERBS = (
    Verb(
        name="handle_objection",
        description=(
            "Helps with a doubt: what to ask about it (step explore), then what the company can "
            "truthfully answer (step respond). At most two answers to the same objection."
        ),
        arguments=HandleObjection,
        effect=Effect.READ,
        action=ActionKind.KNOWLEDGE_READ,
        personal_fields=frozenset(),
        run=handle_objection,
    ),
)
