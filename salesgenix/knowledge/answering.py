"""What the pages could not answer: gathered, and turned into knowledge by a person of the team.

Whoever asked is told by the agent, in an ordinary turn under the orders that hold then; not after a
stop, and not where a person or a later answer has seen to it meanwhile. Nothing is mailed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import ConversationCard, EventCard, NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry, Role
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.knowledge import writing
from salesgenix.knowledge.lexicon import lexicon
from salesgenix.knowledge.likeness import are_alike, grouped
from salesgenix.knowledge.rules import Audience
from salesgenix.knowledge.service import SourceCard
from salesgenix.knowledge.writing import Words
from salesgenix.leads import service as leads
from salesgenix.leads.rules import Stage
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import service as privacy
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from salesgenix.tasks.service import TaskCard

NOTE = "question_answered"  # what the note in the conversation says
TRIGGER = "answered"  # of the turn that tells whoever asked
AFTER_A_NO = frozenset({Stage.LOST, Stage.OPTED_OUT})


@dataclass(frozen=True, slots=True)
class Question:
    """``text`` as the person put it; ``conversation_id`` where, if it was in one."""

    task_id: UUID
    conversation_id: UUID | None
    text: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """``told``: how many conversations the agent will tell."""

    page: SourceCard
    questions: int
    told: int


def questions(session: Session, workspace_id: UUID) -> list[list[Question]]:
    """The open ones, newest first, like ones together."""
    found = [
        Question(card.id, card.conversation_id, card.note, card.created_at)
        for card in reversed(tasks.listing(session, workspace_id))
        if card.kind == TaskKind.UNANSWERED_QUESTION and card.note
    ]
    groups = grouped([question.text for question in found], lexicon())
    return [[found[at] for at in group] for group in groups]


def group_of(session: Session, workspace_id: UUID, task_id: UUID) -> list[Question]:
    """The question with those like it; ``Conflict`` when it is answered or dismissed."""
    for group in questions(session, workspace_id):
        if any(question.task_id == task_id for question in group):
            return group
    _existing(session, workspace_id, [task_id])
    raise Conflict("question.done", "This question is off the list: somebody has seen to it.")


def answer(
    session: Session,
    workspace_id: UUID,
    task_ids: Collection[UUID],
    words: Words,
    *,
    ref: UUID,
    by: UUID,
    now: datetime,
) -> Answered:
    """A page that answers these questions; they are closed with it, and those who asked are told.

    The second time under the same ``ref`` nothing happens, and the same is given back.
    ``Conflict`` (``question.done``), and nothing is written, when somebody else has seen to one of
    them.
    """
    asked = _existing(session, workspace_id, task_ids)
    words = writing.check(words, now=now)
    _refuse_personal(session, workspace_id, asked, words)
    is_new = all(card.state == "open" for card in asked)
    facts = {"questions": len(asked)}
    if not is_new and any(card.done_by != by or card.source_id is None for card in asked):
        raise Conflict("question.done", "Somebody else has seen to one of these questions.")
    page = writing.write(session, workspace_id, words, ref=ref, by=by, now=now, facts=facts)
    if not is_new:
        if any(card.source_id != page.id for card in asked):
            raise Conflict("question.done", "One of these questions has been answered already.")
        return Answered(page, len(asked), _told_before(session, workspace_id, asked, page))
    _close(session, workspace_id, asked, by=by, now=now, source_id=page.id)
    told = _tell(session, workspace_id, asked, page=page, by=by, now=now)
    return Answered(page, len(asked), told)


def dismiss(
    session: Session, workspace_id: UUID, task_ids: Collection[UUID], *, by: UUID, now: datetime
) -> None:
    """These need no answer. The second time by the same person nothing happens."""
    asked = _existing(session, workspace_id, task_ids)
    if all(one.state != "open" and one.done_by == by and not one.source_id for one in asked):
        return
    _close(session, workspace_id, asked, by=by, now=now)
    entry = Entry(
        type=DecisionType.KNOWLEDGE_DISMISSED,
        outcome="done",
        automation=Automation.HUMAN_MADE,
        actor=by,
        role=Role.NONE,
        facts={"questions": len(asked)},
    )
    decisions.record(session, workspace_id, entry, now=now)


def _existing(
    session: Session, workspace_id: UUID, task_ids: Collection[UUID]
) -> Sequence[TaskCard]:
    if not task_ids:
        raise Invalid("question.none", "Choose at least one question.", field="questions")
    found = tasks.cards(session, workspace_id, task_ids)
    known = [card for card in found if card.kind == TaskKind.UNANSWERED_QUESTION]
    if len(known) != len(set(task_ids)):
        raise NotFound("question.unknown", "There is no such question.")
    return known


def _close(
    session: Session,
    workspace_id: UUID,
    asked: Sequence[TaskCard],
    *,
    by: UUID,
    now: datetime,
    source_id: UUID | None = None,
) -> None:
    ids = [card.id for card in asked]
    try:
        tasks.close(session, workspace_id, ids, member_id=by, now=now, source_id=source_id)
    except Conflict as error:
        message = "Somebody else has seen to one of these questions."
        raise Conflict("question.done", message) from error


def _refuse_personal(
    session: Session, workspace_id: UUID, asked: Sequence[TaskCard], words: Words
) -> None:
    """A page is read by everybody and erased with nobody: who asked stays out of it."""
    written = f"{words.title}\n{words.text}".casefold()
    for card in asked:
        if card.conversation_id is None:
            continue
        thread = conversations.card(session, workspace_id, card.conversation_id)
        lead = leads.card(session, workspace_id, thread.lead_id)
        for value in (lead.name, lead.email, lead.phone):
            if value and value.casefold() in written:
                raise Invalid(
                    "knowledge.personal",
                    "This names somebody who asked. A page is read by everybody: leave it out.",
                    field="title" if value.casefold() in words.title.casefold() else "text",
                )


def _tell(
    session: Session,
    workspace_id: UUID,
    asked: Sequence[TaskCard],
    *,
    page: SourceCard,
    by: UUID,
    now: datetime,
) -> int:
    """One turn for each conversation, about the newest of its questions."""
    if page.audience is not Audience.PUBLIC:
        return 0
    newest = {card.conversation_id: card for card in asked if card.conversation_id}
    told = 0
    for conversation_id, card in newest.items():
        if conversation_id is None or not _may_be_told(session, workspace_id, conversation_id):
            continue
        if _is_seen_to(_since(session, workspace_id, card), card):
            continue
        event = NewEvent(
            kind=EventKind.NOTE,
            actor=Actor.REP,
            member_id=by,
            payload={
                "said": NOTE,
                "answered": {
                    "task": str(card.id),
                    "page": str(page.id),
                    "question": card.note,
                },
            },
        )
        written = conversations.append(session, workspace_id, conversation_id, event, now=now)
        conversations.owe_turn(
            session, workspace_id, conversation_id, trigger=TRIGGER, seq=written.seq, now=now
        )
        told += 1
    return told


def _told_before(
    session: Session, workspace_id: UUID, asked: Sequence[TaskCard], page: SourceCard
) -> int:
    threads = {card.conversation_id for card in asked if card.conversation_id}
    return sum(
        any(
            event.payload.get("answered", {}).get("page") == str(page.id)
            for event in conversations.history(session, workspace_id, thread)
        )
        for thread in threads
    )


def _may_be_told(session: Session, workspace_id: UUID, conversation_id: UUID) -> bool:
    """While the agent speaks there, to somebody who has not said no."""
    thread: ConversationCard = conversations.card(session, workspace_id, conversation_id)
    if thread.control != "agent" or thread.state != "open":
        return False
    lead: LeadCard = leads.card(session, workspace_id, thread.lead_id)
    if lead.is_frozen or lead.restricted_at is not None or lead.stage in AFTER_A_NO:
        return False
    return not privacy.is_suppressed(session, workspace_id, lead=lead)


def _since(session: Session, workspace_id: UUID, card: TaskCard) -> list[EventCard]:
    """What was said since the question was left with the team."""
    if card.conversation_id is None:
        return []
    said = conversations.history(session, workspace_id, card.conversation_id)
    return [
        event for event in said if event.kind is EventKind.MESSAGE and event.at >= card.created_at
    ]


def _is_seen_to(said: Sequence[EventCard], card: TaskCard) -> bool:
    """Whether a person has written since, or the agent has answered the same, asked again."""
    is_asked_again = False
    for event in said:
        if event.actor is Actor.REP:
            return True
        if event.actor is Actor.PROSPECT:
            again = str(event.payload.get("text", ""))
            is_asked_again = event.at > card.created_at and are_alike(
                again, card.note or "", lexicon()
            )
        elif is_asked_again and event.payload.get("sources"):
            return True
    return False
