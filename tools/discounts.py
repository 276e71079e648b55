"""Asking for a discount. How much of it needs no person is the owner's rule."""

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from tools.context import Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb


class OfferDiscount(Arguments):
    percent: int = Field(ge=1, le=100, description="The discount in whole percent")
    reason: str = Field(
        min_length=1,
        max_length=300,
        description="What the person gives in return or why it is fair",
    )


def offer_discount(context: ToolContext, arguments: OfferDiscount) -> Proposal:
    del context
    return Proposal(
        ActionKind.DISCOUNT_OFFER, {"percent": arguments.percent, "reason": arguments.reason}
    )


VERBS = (
    Verb(
        name="offer_discount",
        description=(
            "Asks for a discount. Say nothing of it before the answer is 'done': while it awaits "
            "approval say that you have asked, and when it is denied say so."
        ),
        arguments=OfferDiscount,
        effect=Effect.INTERNAL,
        action=ActionKind.DISCOUNT_OFFER,
        personal_fields=frozenset({"reason"}),
        run=offer_discount,
    ),
)
