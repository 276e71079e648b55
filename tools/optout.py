"""Stopping, at the person's word."""

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from salesgenix.privacy.rules import SuppressionReason
from tools.context import Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb


class OptOut(Arguments):
    words: str = Field(max_length=1_000, description="The person's own words, verbatim")


def opt_out(context: ToolContext, arguments: OptOut) -> Proposal:
    del context
    return Proposal(
        ActionKind.CONTACT_SUPPRESS,
        {"reason": SuppressionReason.OPT_OUT.value, "words": arguments.words},
    )


VERBS = (
    Verb(
        name="opt_out",
        description=(
            "Ends all contact at once when the person does not want to be written to any more. "
            "Never argue and never ask why."
        ),
        arguments=OptOut,
        effect=Effect.FLOOR,
        action=ActionKind.CONTACT_SUPPRESS,
        personal_fields=frozenset({"words"}),
        run=opt_out,
    ),
)
