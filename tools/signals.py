"""What a model reads from the newest message, proposed. Whether it counts is decided elsewhere."""

from typing import Any

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from salesgenix.leads.rules import FactField
from salesgenix.qualification.rules import Level
from tools.context import Finding, ToolContext
from tools.objections import Kind
from tools.verb import Arguments, Effect, Verb

MOST = 6
# Only what a sale may be moved by and nothing is done for: who asks for silence, for a person or
# for their data, picks a time or says no is heard by rules.
INTENTS = (
    "price",
    "discount_request",
    "booking_request",
    "product_question",
    "integration_question",
    "security_question",
    "trial_question",
    "competitor",
)
OBJECTIONS = tuple(kind.value for kind in Kind if kind is not Kind.NOT_INTERESTED)
ASKS = (
    "name", "email", "phone", "company", "position", "size", "tool", "need", "timeline",
    "authority", "budget", "preference", "zone", "time", "slot", "confirm", "meeting",
)  # fmt: skip
QUOTE = Field(min_length=1, max_length=400, description="Their own words for it, verbatim")


def _one_of(names: tuple[str, ...], about: str) -> Any:
    """A word that code holds against a list: a wrong one is left out, not the whole call."""
    return Field(max_length=40, description=about, json_schema_extra={"enum": list(names)})


class IntentSeen(Arguments):
    intent: str = _one_of(INTENTS, "What they want")
    quote: str = QUOTE


class ObjectionSeen(Arguments):
    objection: str = _one_of(OBJECTIONS, "What holds them back")
    quote: str = QUOTE


class FactHeard(Arguments):
    field: str = _one_of(tuple(FactField), "What the fact is about")
    value: str = Field(min_length=1, max_length=500, description="The value, as they put it")
    quote: str = QUOTE
    level: str | None = Field(
        default=None,
        max_length=40,
        description="How far it speaks for a purchase, where that can be told",
        json_schema_extra={"enum": [*Level, None]},
    )


class ProposeSignals(Arguments):
    intents: list[IntentSeen] = Field(
        default_factory=list, max_length=MOST, description="What the newest message wants"
    )
    objections: list[ObjectionSeen] = Field(
        default_factory=list, max_length=MOST, description="The doubts it raises"
    )
    facts: list[FactHeard] = Field(
        default_factory=list, max_length=MOST, description="What it tells about them; this is kept"
    )
    asks: list[str] = Field(
        default_factory=list,
        max_length=2,
        description="What the question in your reply asks for: " + ", ".join(ASKS),
    )


def propose_signals(context: ToolContext, arguments: ProposeSignals) -> Finding:
    del context
    return Finding({"proposed": arguments.model_dump()})


VERBS = (
    Verb(
        name="propose_signals",
        description=(
            "Says what you read in the newest message beyond `signals`: wants, doubts and facts, "
            "each with their own words, and what your reply is going to ask. Once a reply at most, "
            "together with your other calls; what their words do not say is left out."
        ),
        arguments=ProposeSignals,
        effect=Effect.READ,
        action=ActionKind.LEAD_LEARN,
        personal_fields=frozenset(),
        run=propose_signals,
    ),
)
