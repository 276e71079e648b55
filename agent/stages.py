"""Where the sale stands: a table of moves, started by what was read and done, never by a wish.

What starts a move is one of ``Trigger``; an answer nobody can read starts none, and moves nothing.
A sale goes forward, falls back only when a meeting is cancelled, and once ended it stays ended
until a person of the team re-opens it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from agent.understanding.kinds import Intent, Objection
from salesgenix.conversations.rules import EventKind
from salesgenix.leads.rules import TERMINAL, Stage

ORDER = (
    Stage.NEW,
    Stage.DISCOVERY,
    Stage.QUALIFICATION,
    Stage.VALUE,
    Stage.PROPOSAL,
    Stage.BOOKED,
)
OPEN = frozenset(Stage) - TERMINAL
QUALIFYING = frozenset(
    {
        "size",
        "company",
        "position",
        "budget",
        "tool",
        "need",
        "timeline",
        "authority",
        "preference",
    }
)  # fmt: skip - fields of a fact
VALUE_INTENTS = frozenset({Intent.PRICE, Intent.DISCOUNT_REQUEST, Intent.COMPETITOR})


class Trigger(StrEnum):
    """Everything that can move a sale; its name is the reason that is recorded."""

    STOP = "stop"
    NOT_INTERESTED = "not_interested"
    BOOKING_CANCELLED = "booking_cancelled"
    BOOKING_CONFIRMED = "booking_confirmed"
    SLOTS_OFFERED = "slots_offered"
    VALUE_DISCUSSED = "value_discussed"
    FACTS_GIVEN = "facts_given"
    MESSAGE_RECEIVED = "message_received"


@dataclass(frozen=True, slots=True)
class Transition:
    trigger: Trigger
    sources: frozenset[Stage]
    target: Stage


def _before(stage: Stage) -> frozenset[Stage]:
    return frozenset(ORDER[: ORDER.index(stage)])


# The first that applies is taken: what a person demands before what we would like.
TRANSITIONS = (
    Transition(Trigger.STOP, frozenset(Stage) - {Stage.OPTED_OUT}, Stage.OPTED_OUT),
    Transition(Trigger.NOT_INTERESTED, OPEN, Stage.LOST),
    Transition(Trigger.BOOKING_CANCELLED, frozenset({Stage.BOOKED}), Stage.PROPOSAL),
    Transition(Trigger.BOOKING_CONFIRMED, _before(Stage.BOOKED), Stage.BOOKED),
    Transition(Trigger.SLOTS_OFFERED, _before(Stage.PROPOSAL), Stage.PROPOSAL),
    Transition(Trigger.VALUE_DISCUSSED, _before(Stage.VALUE), Stage.VALUE),
    Transition(Trigger.FACTS_GIVEN, _before(Stage.QUALIFICATION), Stage.QUALIFICATION),
    Transition(Trigger.MESSAGE_RECEIVED, _before(Stage.DISCOVERY), Stage.DISCOVERY),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What this turn read and did."""

    intents: frozenset[str]
    objection: str | None
    fact_fields: frozenset[str]
    events: frozenset[EventKind]


@dataclass(frozen=True, slots=True)
class StageMove:
    before: Stage
    after: Stage
    reason: str


def next_stage(stage: Stage, seen: Seen) -> StageMove | None:
    """The move these facts call for, or none."""
    started = frozenset(_triggers(seen))
    for transition in TRANSITIONS:
        if transition.trigger in started and stage in transition.sources:
            return StageMove(stage, transition.target, transition.trigger.value)
    return None


def _triggers(seen: Seen) -> Iterator[Trigger]:
    happened = {
        EventKind.CONTACT_SUPPRESSED: Trigger.STOP,
        EventKind.BOOKING_CANCELLED: Trigger.BOOKING_CANCELLED,
        EventKind.BOOKING_CONFIRMED: Trigger.BOOKING_CONFIRMED,
        EventKind.BOOKING_PROPOSED: Trigger.SLOTS_OFFERED,
    }
    yield from (trigger for event, trigger in happened.items() if event in seen.events)
    if Objection.NOT_INTERESTED in {seen.objection, *seen.intents}:
        yield Trigger.NOT_INTERESTED
    if seen.objection is not None or VALUE_INTENTS & seen.intents:
        yield Trigger.VALUE_DISCUSSED
    if QUALIFYING & seen.fact_fields:
        yield Trigger.FACTS_GIVEN
    yield Trigger.MESSAGE_RECEIVED
