"""What is said to somebody who wrote by mail leaves by mail too: as an action with its own order,
which the worker carries out. In the conversation it stands as it would in a chat.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Session

from agent.receiving import BY_MAIL
from salesgenix.actions import service as actions
from salesgenix.actions.service import Outcome, Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS, Actor, EventKind
from salesgenix.conversations.service import ConversationCard, EventCard
from salesgenix.mailboxes import sending
from salesgenix.mailboxes.sending import Heard
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

if TYPE_CHECKING:  # LangChain, which a page of the console does not pay for
    from agent.briefing import Briefing
    from agent.context import TurnContext

RECENT = 60  # events


def carry(session: Session, context: "TurnContext", briefing: "Briefing", *, now: datetime) -> None:
    """Sends what this turn has just said, if what it answers came by mail. More automatic answers
    than may be are not sent; a person of the team is asked to look.
    """
    turn = context.turn
    if not _came_by_mail(briefing.unanswered or briefing.heard[-1:]):
        return
    heard = sending.to_answer(session, turn.workspace_id, turn.conversation_id)
    if heard is None:
        return
    if sending.has_answered_enough(session, turn.workspace_id, turn.conversation_id, now=now):
        stop_loop(session, briefing.conversation, now=now)
        return
    recent = conversations.history(session, turn.workspace_id, turn.conversation_id, limit=RECENT)
    said = _said_in(recent, turn.id)
    if said is None:
        return
    arguments = answer_to(heard, _as_letter(said, context.slots), seq=said.seq)
    wanted = Proposed(
        kind=ActionKind.MAIL_REPLY,
        arguments=arguments,
        conversation_id=turn.conversation_id,
        lead_id=context.tool_context.lead_id,
        subject_ref=context.tool_context.subject_ref,
        turn_id=turn.id,
        idempotency_key=f"{turn.id}:mail",
    )
    actions.propose(session, turn.workspace_id, wanted, now=now)


def carry_typed(
    session: Session, card: ConversationCard, event: EventCard, *, now: datetime
) -> Outcome | None:
    """Sends what a person of the team has typed, if the prospect's newest message came by mail."""
    recent = conversations.history(session, card.workspace_id, card.id, limit=RECENT)
    heard = [one for one in recent if _is_heard(one)]
    if event.actor_member_id is None or not _came_by_mail(heard[-1:]):
        return None
    mail = sending.to_answer(session, card.workspace_id, card.id)
    if mail is None:
        return None
    arguments = answer_to(mail, str(event.payload["text"]), seq=event.seq)
    wanted = Proposed(
        kind=ActionKind.MAIL_REPLY,
        arguments=arguments | {"member_id": str(event.actor_member_id)},
        conversation_id=card.id,
        lead_id=card.lead_id,
        subject_ref=card.subject_ref,
        member_id=event.actor_member_id,
        idempotency_key=f"{card.id}:{event.seq}:mail",
    )
    return actions.propose(session, card.workspace_id, wanted, now=now)


def answer_to(heard: Heard, text: str, *, seq: int) -> dict[str, Any]:
    """The arguments of an answer: whom it goes to is whoever wrote, in the thread they wrote in."""
    return {
        "email": heard.sender,
        "name": heard.name,
        "subject": heard.answer_subject,
        "text": text[:MAX_MESSAGE_CHARACTERS],
        "parent": heard.message_id,
        "references": list(heard.references),
        "seq": seq,
    }


def stop_loop(session: Session, card: ConversationCard, *, now: datetime) -> None:
    """Two machines may be writing to each other: ours falls silent, and a person looks."""
    tasks.open_task(
        session,
        card.workspace_id,
        card.id,
        subject_ref=card.subject_ref,
        kind=TaskKind.PERSON_WANTED,
        note="mail_loop",
        now=now,
    )


def _came_by_mail(events: Iterable[EventCard]) -> bool:
    return any(event.payload.get("via") == BY_MAIL for event in events)


def _is_heard(event: EventCard) -> bool:
    return event.kind is EventKind.MESSAGE and event.actor is Actor.PROSPECT


def _said_in(events: Sequence[EventCard], turn_id: UUID) -> EventCard | None:
    ours = (
        event
        for event in reversed(events)
        if event.kind is EventKind.MESSAGE and event.turn_id == turn_id
    )
    return next(ours, None)


def _as_letter(said: EventCard, slots: Sequence[dict[str, Any]]) -> str:
    """A chat shows times as buttons; a letter has to name them."""
    text = str(said.payload.get("text", ""))
    labels = [str(slot["label"]) for slot in slots if slot.get("label")]
    missing = [label for label in labels if label not in text]
    return "\n\n".join([text, "\n".join(f"- {label}" for label in missing)]) if missing else text
