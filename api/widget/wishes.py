"""What a visitor may ask for with one touch: a person, and this chat by mail."""

import hashlib
from typing import Literal

from agent import queueing
from api.deps import House
from api.widget.visitors import Visitor
from salesgenix.accounts.rules import looks_like_email
from salesgenix.actions import service as actions
from salesgenix.actions.service import Proposed
from salesgenix.authority.rules import ActionKind
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import ConversationCard
from salesgenix.kit.errors import Invalid
from salesgenix.leads import service as leads


def want_person(house: House, visitor: Visitor) -> Literal["done", "waiting"]:
    """``waiting`` when a person had been asked for before, or is there already."""
    with house.db.writing() as session:
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
        if card.wants_person or card.control == "rep":
            return "waiting"
        key = f"person:{card.id}:{card.last_seq}"
        now = house.clock.now()
        wanted = _proposed(card, ActionKind.HANDOVER_REQUEST, {}, key)
        actions.propose(session, card.workspace_id, wanted, now=now)
        queueing.tell_asked(session, card.workspace_id, card.id, by_agent=False, now=now)
    return "done"


def want_transcript(
    house: House, visitor: Visitor, email: str | None
) -> Literal["queued", "waiting", "refused"]:
    """Goes the way of every mail: authorised by an instruction, carried by the worker.

    Asking twice before anything new was said is one mail. ``Invalid`` without a usable address.
    """
    with house.db.writing() as session:
        card = conversations.card(session, visitor.workspace_id, visitor.conversation_id)
        email = email or leads.card(session, visitor.workspace_id, card.lead_id).email
        if email is None:
            raise Invalid("email.needed", "Which address should it go to?", field="email")
        if not looks_like_email(email):
            raise Invalid("email.malformed", "This is not an email address.", field="email")
        key = f"transcript:{card.id}:{card.last_seq}:{email.strip().lower()}"
        key = hashlib.sha256(key.encode()).hexdigest()
        arguments = {"email": email.strip()}
        wanted = _proposed(card, ActionKind.MAIL_TRANSCRIPT, arguments, key)
        outcome = actions.propose(session, card.workspace_id, wanted, now=house.clock.now())
    if outcome.state == "awaiting_approval":
        return "waiting"
    return "refused" if outcome.verdict.outcome == "denied" else "queued"


def _proposed(
    card: ConversationCard, kind: ActionKind, arguments: dict[str, str], key: str
) -> Proposed:
    return Proposed(
        kind=kind,
        arguments=arguments,
        subject_ref=card.subject_ref,
        idempotency_key=key,
        conversation_id=card.id,
        lead_id=card.lead_id,
    )
