"""A message with a kind of value that the workspace does not take in the chat.

No model is asked about it. The visitor is told in the house's own words what is not taken, a person
of the team is told, and where the workspace ends the selling for it the agent leaves the person
alone until the team says otherwise. (A child is a matter of its own: ``Floor.MINOR``.)
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from agent.briefing import Briefing, Reading
from agent.understanding.kinds import Floor
from guardrails.entities import Entity
from prompts.loader import phrases
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.decisions.sentences import words as decision_words
from salesgenix.leads import service as leads
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind


@dataclass(frozen=True, slots=True)
class Refused:
    """``kinds`` are those that are not taken; ``ends``: and nothing is sold from here on."""

    kinds: tuple[str, ...]
    ends: bool

    def told(self, language: str) -> str:
        phrase = "data_stopped" if self.ends else "data_blocked"
        return phrases(language).one(phrase, kinds=_named(self.kinds, language))


def refused(briefing: Briefing, reading: Reading) -> Refused | None:
    if Floor.MINOR in reading.understanding.floor:
        return None
    stopped = briefing.stopped - {Entity.MINOR_AGE}
    kinds = stopped or briefing.blocked
    return Refused(tuple(sorted(kinds)), bool(stopped)) if kinds else None


def keep_refusal(
    session: Session, briefing: Briefing, found: Refused, *, now: datetime
) -> list[Entry]:
    """The task for the team; the person is left alone where that was ordered."""
    conversation = briefing.conversation
    workspace_id = conversation.workspace_id
    tasks.open_task(
        session,
        workspace_id,
        conversation.id,
        subject_ref=conversation.subject_ref,
        kind=TaskKind.NOT_TAKEN,
        note=_named(found.kinds, "en"),
        now=now,
    )
    if not found.ends:
        return []
    leads.pause(session, workspace_id, briefing.lead.id, None, now=now)
    return [
        Entry(
            type=DecisionType.LEAD_PAUSED,
            outcome="done",
            reasons=("stop_in",),
            conversation_ref=conversation.id,
            subject_ref=conversation.subject_ref,
            turn_id=briefing.turn.id,
        )
    ]


def _named(kinds: tuple[str, ...], language: str) -> str:
    entities = decision_words(language).entities
    return ", ".join(entities[kind]["many"] for kind in kinds)
