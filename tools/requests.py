"""A person's rights over their data, exercised in the conversation."""

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from salesgenix.privacy import service as privacy
from salesgenix.privacy.rules import RequestKind
from tools.context import Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb


class OpenDataRequest(Arguments):
    kind: RequestKind = Field(description="Which right the person exercises")
    quote: str = Field("", max_length=400, description="Their own words that ask for it, verbatim")


def open_data_request(context: ToolContext, arguments: OpenDataRequest) -> Proposal:
    """A request for access is answered with what is held there and then, besides being taken in."""
    return Proposal(
        ActionKind.DATA_REQUEST_OPEN,
        {"kind": arguments.kind.value},
        known=_held(context) if arguments.kind is RequestKind.ACCESS else {},
    )


def _held(context: ToolContext) -> dict[str, object]:
    with context.db.reading() as session:
        items = privacy.what_we_know(session, context.workspace_id, context.subject_ref)
    return {
        "held": [
            {
                "field": item.field,
                "value": item.value,
                "source": item.source,
                "since": item.collected_at.date().isoformat(),
            }
            for item in items
        ]
    }


VERBS = (
    Verb(
        name="open_data_request",
        description=(
            "Takes in that the person wants to see, correct, take along, limit or delete their "
            "data, or objects to its use. For access the answer holds what is known: tell it all."
        ),
        arguments=OpenDataRequest,
        effect=Effect.FLOOR,
        action=ActionKind.DATA_REQUEST_OPEN,
        personal_fields=frozenset({"quote"}),
        run=open_data_request,
    ),
)
