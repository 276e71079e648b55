"""What a visitor may ask for with one touch: a person, and this chat by mail."""

from typing import Literal

from api.deps import House
from api.widget.visitors import Visitor
from salesgenix.conversations import service as conversations
from salesgenix.kit.errors import Unavailable
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind


def want_person(house: House, visitor: Visitor) -> Literal["done", "waiting"]:
    """``waiting`` when a person had been asked for before."""
    with house.db.writing() as session:
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
        if card.wants_person or card.control == "rep":
            return "waiting"
        now = house.clock.now()
        conversations.want_person(
            session, visitor.workspace_id, visitor.conversation_id, reason="asked", now=now
        )
        tasks.open_task(
            session,
            visitor.workspace_id,
            visitor.conversation_id,
            subject_ref=card.subject_ref,
            kind=TaskKind.PERSON_WANTED,
            note=None,
            now=now,
        )
    return "done"


def want_transcript(house: House, visitor: Visitor, email: str | None) -> Literal["queued"]:
    raise Unavailable("transcript.unavailable", "Mail is not set up here.")
