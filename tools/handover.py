"""Bringing in the team: a person for the prospect, or an answer nobody has written down."""

from typing import Any

from pydantic import Field, model_validator

from salesgenix.authority.rules import ActionKind
from salesgenix.conversations.rules import HandoffReason
from salesgenix.tasks.rules import TaskKind
from tools.context import Proposal, ToolContext
from tools.verb import Arguments, Effect, Verb


class HandOver(Arguments):
    reason: HandoffReason = Field(description="Why a person is needed")
    note: str = Field("", max_length=300, description="What the team should know, in a few words")

    @model_validator(mode="before")
    @classmethod
    def _never_fails_for_a_word(cls, given: Any) -> Any:
        """A person is called whatever the reason is named: other words become the note."""
        reason = given.get("reason") if isinstance(given, dict) else None
        if not isinstance(reason, str) or reason in set(HandoffReason):
            return given
        return {**given, "reason": HandoffReason.ASKED, "note": given.get("note") or reason[:300]}


def hand_over(context: ToolContext, arguments: HandOver) -> Proposal:
    del context
    note = {"note": arguments.note} if arguments.note else {}
    return Proposal(ActionKind.HANDOVER_REQUEST, {"reason": arguments.reason.value, **note})


class AskTeam(Arguments):
    question: str = Field(
        min_length=1, max_length=1_000, description="What the person asked that nothing answers"
    )


def ask_team(context: ToolContext, arguments: AskTeam) -> Proposal:
    del context
    return Proposal(
        ActionKind.TASK_OPEN,
        {"kind": TaskKind.UNANSWERED_QUESTION.value, "question": arguments.question},
    )


VERBS = (
    Verb(
        name="hand_over",
        description=(
            "Calls a person of the team into the conversation: when the prospect asks for one, and "
            "when you cannot help truthfully."
        ),
        arguments=HandOver,
        effect=Effect.FLOOR,
        action=ActionKind.HANDOVER_REQUEST,
        personal_fields=frozenset({"note"}),
        run=hand_over,
    ),
    Verb(
        name="ask_team",
        description=(
            "Leaves a question for the team when the knowledge has no answer. Say that you do not "
            "know and that somebody will answer."
        ),
        arguments=AskTeam,
        effect=Effect.FLOOR,
        action=ActionKind.TASK_OPEN,
        personal_fields=frozenset({"question"}),
        run=ask_team,
    ),
)
