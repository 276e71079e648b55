"""Where the sale stands, moved by what was read and done, never by a model's wish.

A sale moves forward along ``ORDER``; only a person's word or a booking lets it jump, and an ended
sale stays ended until a person of the team re-opens it.
"""

from dataclasses import dataclass

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
QUALIFYING = frozenset({"size", "company", "position", "budget", "tool"})  # fields of a fact
VALUE_INTENTS = frozenset({Intent.PRICE, Intent.DISCOUNT_REQUEST, Intent.COMPETITOR})


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
    if EventKind.CONTACT_SUPPRESSED in seen.events and stage is not Stage.OPTED_OUT:
        return StageMove(stage, Stage.OPTED_OUT, "stop")
    if stage in TERMINAL:
        return None
    if Objection.NOT_INTERESTED in {seen.objection, *seen.intents}:
        return StageMove(stage, Stage.LOST, "not_interested")
    if EventKind.BOOKING_CANCELLED in seen.events and stage is Stage.BOOKED:
        return StageMove(stage, Stage.PROPOSAL, "booking_cancelled")
    wish, reason = _wish(seen)
    if wish not in ORDER or stage not in ORDER or ORDER.index(wish) <= ORDER.index(stage):
        return None
    return StageMove(stage, wish, reason)


def _wish(seen: Seen) -> tuple[Stage, str]:
    if EventKind.BOOKING_CONFIRMED in seen.events:
        return Stage.BOOKED, "booking_confirmed"
    if EventKind.BOOKING_PROPOSED in seen.events:
        return Stage.PROPOSAL, "slots_offered"
    if seen.objection is not None or VALUE_INTENTS & seen.intents:
        return Stage.VALUE, "value_discussed"
    if QUALIFYING & seen.fact_fields:
        return Stage.QUALIFICATION, "facts_given"
    return Stage.DISCOVERY, "message_received"
