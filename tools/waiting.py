"""The waiting list, for whom no free time fits."""

from pydantic import Field

from salesgenix.authority.rules import ActionKind
from tools.booking import MOST_WINDOWS, TimeSpan
from tools.context import Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb


class JoinWaitlist(Arguments):
    windows: list[TimeSpan] = Field(
        default_factory=list,
        max_length=MOST_WINDOWS,
        description="When the person could meet; none for whenever a time comes free",
    )
    words: str = Field(default="", max_length=300, description="The person's own words for it")


def join_waitlist(context: ToolContext, arguments: JoinWaitlist) -> Proposal:
    windows = [
        {"start": span.start.isoformat(), "end": span.end.isoformat()}
        for span in arguments.windows
        if span.start < span.end
    ]
    wanted = {"windows": windows, "words": arguments.words or None, "zone": context.zone}
    return Proposal(ActionKind.WAITLIST_JOIN, wanted)


class LeaveWaitlist(Arguments):
    pass


def leave_waitlist(context: ToolContext, arguments: LeaveWaitlist) -> Proposal:
    del context, arguments
    return Proposal(ActionKind.WAITLIST_LEAVE, {})


VERBS = (
    Verb(
        name="join_waitlist",
        description=(
            "Puts the person on the waiting list when no free time fits and they want that. They "
            "are told in this conversation when a time comes free."
        ),
        arguments=JoinWaitlist,
        effect=Effect.INTERNAL,
        action=ActionKind.WAITLIST_JOIN,
        personal_fields=frozenset({"words"}),
        run=join_waitlist,
    ),
    Verb(
        name="leave_waitlist",
        description="Takes the person off the waiting list, when they ask for it.",
        arguments=LeaveWaitlist,
        effect=Effect.INTERNAL,
        action=ActionKind.WAITLIST_LEAVE,
        personal_fields=frozenset(),
        run=leave_waitlist,
    ),
)
