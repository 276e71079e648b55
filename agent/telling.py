"""What the team has answered since somebody asked, and the agent has not told them yet.

It is told once. Nothing is said where a person has written meanwhile, where the page may not be
quoted (any more), or where no order lets the agent speak or read its pages now.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from agent.briefing import Briefing
from agent.mind import Mind
from agent.state import AnsweredQuestion, TurnState
from salesgenix.authority.rules import ActionKind, Channel, Verdict, allowed_kinds
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.answering import AFTER_A_NO, TRIGGER
from salesgenix.knowledge.rules import Audience

TOLD = "told"  # in a reply's payload: what it brought news of


def is_news(briefing: Briefing) -> bool:
    """Whether the turn is owed for that alone. What a page says is told by rules, word for word: a
    model that is down or makes things up must not write to somebody who has asked nothing.
    """
    return briefing.turn.trigger == TRIGGER and not briefing.unanswered


def may_tell(mind: Mind, briefing: Briefing, verdict: Verdict) -> bool:
    now = mind.clock.now()
    allowed = allowed_kinds(briefing.rules, now, person=briefing.person, channel=Channel.CHAT)
    if not verdict.is_allowed or ActionKind.KNOWLEDGE_READ not in allowed:
        return False
    with mind.db.reading() as session:
        return bool(_waiting(session, briefing, now))


def with_answers(state: TurnState, briefing: Briefing, mind: Mind) -> TurnState:
    """The state with what is to be told, the questions guarded as all free text in it is."""
    if not _owed(briefing):
        return state
    with mind.db.reading() as session:
        found = _waiting(session, briefing, mind.clock.now())
    known, vault = briefing.known, briefing.vault
    answered = tuple(
        one.model_copy(
            update={
                "question": mind.guard.for_model(
                    one.question, vault=vault, known=known, foreign=True
                ).text
            }
        )
        for one in found
    )
    return state.model_copy(update={"answered": answered})


def _owed(briefing: Briefing) -> list[dict[str, Any]]:
    """The newest first told of; a message of the team since then has seen to it."""
    said = [event for event in briefing.events if event.kind is EventKind.MESSAGE]
    told = {task for event in said for task in event.payload.get(TOLD, ())}
    team = max((event.seq for event in said if event.actor is Actor.REP), default=0)
    return [
        event.payload["answered"]
        for event in briefing.events
        if event.kind is EventKind.NOTE
        and event.seq > team
        and event.payload.get("answered", {}).get("task", TOLD) not in {TOLD, *told}
    ]


def _waiting(session: Session, briefing: Briefing, now: datetime) -> list[AnsweredQuestion]:
    owed = _owed(briefing)
    if not owed or briefing.is_suppressed or briefing.lead.stage in AFTER_A_NO:
        return []
    pages = {
        str(page.id): page
        for page in knowledge.listing(session, briefing.turn.workspace_id)
        if page.audience is Audience.PUBLIC and not page.is_expired(now.date())
    }
    return [
        AnsweredQuestion(
            id=one["task"], question=one["question"] or "", title=pages[one["page"]].title
        )
        for one in owed
        if one["page"] in pages
    ]
