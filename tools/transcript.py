"""The conversation by mail, to the person who had it."""

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from salesgenix.kit.errors import Invalid
from salesgenix.leads import service as leads
from tools.context import Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb


class SendTranscript(Arguments):
    email: str | None = Field(
        default=None, max_length=254, description="Their address; left out, the one already known"
    )


def send_transcript(context: ToolContext, arguments: SendTranscript) -> Proposal:
    """``Invalid`` (``transcript.no_address``) when no address is given or known."""
    with context.db.reading() as session:
        known = leads.card(session, context.workspace_id, context.lead_id).email
    address = arguments.email or known
    if not address:
        raise Invalid("transcript.no_address", "Ask for the mail address first.")
    return Proposal(ActionKind.MAIL_TRANSCRIPT, {"email": address})


VERBS = (
    Verb(
        name="send_transcript",
        description="Sends this conversation to the person by mail, when they ask for it.",
        arguments=SendTranscript,
        effect=Effect.OUTBOUND,
        action=ActionKind.MAIL_TRANSCRIPT,
        personal_fields=frozenset({"email"}),
        run=send_transcript,
    ),
)
