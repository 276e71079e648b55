"""Conversations in the API, and what a person does in them: take over, say, hand back."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.members import AsMember, SignedIn
from guardrails.vault import Vault
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import MAX_MESSAGE_CHARACTERS, Actor, EventKind
from salesgenix.conversations.service import ConversationCard, EventCard, NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.kit.errors import Conflict, Invalid, NotFound
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])

ANSWERED_BY_TAKING = (
    TaskKind.PERSON_WANTED,
    TaskKind.AGENT_FAILED,
    TaskKind.MINOR,
    TaskKind.REPORTED,
)


class Control(BaseModel):
    to: Literal["rep", "agent"]
    expected_epoch: int


class Said(BaseModel):
    client_id: str = Field(min_length=8, max_length=64)
    text: str = Field(min_length=1, max_length=MAX_MESSAGE_CHARACTERS)
    is_note: bool = False


def take_over(who: SignedIn, conversation_id: UUID, expected_epoch: int) -> ConversationCard:
    """The member speaks from here on. ``Conflict`` when someone else was faster."""
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        return _take(session, who, conversation_id, expected_epoch)


def hand_back(who: SignedIn, conversation_id: UUID, expected_epoch: int) -> ConversationCard:
    """The agent speaks again, and answers at once what has been left unanswered."""
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        card, _ = conversations.hand_back(
            session, who.workspace_id, conversation_id, expected_epoch=expected_epoch, now=who.now
        )
        _record(
            session, who, card, DecisionType.CONTROL_RETURNED, facts={"epoch": card.control_epoch}
        )
    return card


def say(who: SignedIn, conversation_id: UUID, said: Said) -> EventCard:
    """A reply that the prospect sees, or a note for the team; each once per ``client_id``.

    A reply while the agent speaks takes the conversation over first; ``Conflict`` while another
    person has it.
    """
    who.require(Verb.REPLY)
    text = checked(who, said.text)
    with who.house.db.writing() as session:
        card = conversations.card(session, who.workspace_id, conversation_id)
        recent = conversations.history(session, who.workspace_id, conversation_id, limit=200)
        for event in recent:
            if event.client_id == said.client_id:
                return event
        if not said.is_note:
            card = _speaking(session, who, card)
        event = conversations.append(
            session,
            who.workspace_id,
            conversation_id,
            NewEvent(
                kind=EventKind.NOTE if said.is_note else EventKind.MESSAGE,
                actor=Actor.REP,
                payload={"text": text, "member": who.member.name},
                client_id=said.client_id,
                member_id=who.member.id,
            ),
            now=who.now,
        )
        if not said.is_note:
            _record(session, who, card, DecisionType.REP_REPLIED, facts={"seq": event.seq})
        return event


def _speaking(session: Session, who: SignedIn, card: ConversationCard) -> ConversationCard:
    """The conversation with the member in control of it."""
    if card.control == "agent":
        return _take(session, who, card.id, card.control_epoch)
    if card.control_member_id != who.member.id:
        raise Conflict("control.changed", "Someone else has this conversation.")
    return card


def _take(
    session: Session, who: SignedIn, conversation_id: UUID, expected_epoch: int
) -> ConversationCard:
    card = conversations.take_control(
        session,
        who.workspace_id,
        conversation_id,
        member_id=who.member.id,
        member_name=who.member.name,
        expected_epoch=expected_epoch,
        now=who.now,
    )
    tasks.finish(
        session,
        who.workspace_id,
        conversation_id,
        kinds=ANSWERED_BY_TAKING,
        member_id=who.member.id,
        now=who.now,
    )
    _record(session, who, card, DecisionType.CONTROL_TAKEN, facts={"epoch": card.control_epoch})
    return card


def checked(who: SignedIn, text: str) -> str:
    """The text as it may be kept and sent: card numbers and secrets are hidden for good."""
    text = text.strip()
    if not text:
        raise Invalid("message.empty", "Write something first.", field="text")
    with who.house.db.reading() as session:
        profile = accounts.profile_of(session, who.workspace_id).profile
    guarded: str = who.house.guard.inbound(text, vault=Vault(), minor_age=profile.minor_age).stored
    return guarded


def report(who: SignedIn, conversation_id: UUID, seq: int, reason: str) -> None:
    """Asks the team to look at what the agent said. ``reason`` in plain words of the house."""
    who.require(Verb.REPLY)
    said_by_agent(who, conversation_id, seq)
    with who.house.db.writing() as session:
        card = conversations.card(session, who.workspace_id, conversation_id)
        tasks.open_task(
            session,
            who.workspace_id,
            conversation_id,
            subject_ref=card.subject_ref,
            kind=TaskKind.REPORTED,
            note=f"{reason}, message {seq}",
            now=who.now,
        )


def said_by_agent(who: SignedIn, conversation_id: UUID, seq: int) -> str:
    """The words of one of the agent's messages."""
    with who.house.db.reading() as session:
        conversations.card(session, who.workspace_id, conversation_id)
        found = conversations.events_after(
            session, who.workspace_id, conversation_id, after=seq - 1, for_prospect=False, limit=1
        )
    for event in found:
        if event.seq == seq and event.actor is Actor.AGENT and event.kind is EventKind.MESSAGE:
            return str(event.payload.get("text", ""))
    raise NotFound("message.unknown", "The agent has not said this.")


def close(who: SignedIn, conversation_id: UUID) -> None:
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        conversations.close(session, who.workspace_id, conversation_id, now=who.now)


def _record(
    session: Session,
    who: SignedIn,
    card: ConversationCard,
    kind: DecisionType,
    *,
    facts: dict[str, Any],
) -> None:
    entry = Entry(
        type=kind,
        outcome="done",
        automation=Automation.HUMAN_MADE,
        actor=who.member.id,
        conversation_ref=card.id,
        subject_ref=card.subject_ref,
        facts=facts,
    )
    decisions.record(session, who.workspace_id, entry, now=who.now)


@router.get("")
def listing(
    who: AsMember,
    state: Literal["open", "closed"] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> dict[str, Any]:
    with who.house.db.reading() as session:
        rows = conversations.inbox(session, who.workspace_id, state=state, limit=limit)
    return {"conversations": [{**_json(row.conversation), "preview": row.preview} for row in rows]}


@router.get("/{conversation_id}")
def one(who: AsMember, conversation_id: UUID) -> dict[str, Any]:
    with who.house.db.reading() as session:
        return _json(conversations.card(session, who.workspace_id, conversation_id))


@router.get("/{conversation_id}/events")
def events(
    who: AsMember,
    conversation_id: UUID,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> dict[str, Any]:
    with who.house.db.reading() as session:
        conversations.card(session, who.workspace_id, conversation_id)
        found = conversations.events_after(
            session,
            who.workspace_id,
            conversation_id,
            after=after,
            for_prospect=False,
            limit=limit,
        )
    return {"events": [_event_json(event) for event in found]}


@router.post("/{conversation_id}/messages", status_code=201)
def post_message(who: AsMember, conversation_id: UUID, said: Said) -> dict[str, Any]:
    return _event_json(say(who, conversation_id, said))


@router.post("/{conversation_id}/control")
def change_control(who: AsMember, conversation_id: UUID, wanted: Control) -> dict[str, Any]:
    verb = take_over if wanted.to == "rep" else hand_back
    return _json(verb(who, conversation_id, wanted.expected_epoch))


@router.post("/{conversation_id}/close")
def post_close(who: AsMember, conversation_id: UUID) -> dict[str, Any]:
    close(who, conversation_id)
    return one(who, conversation_id)


def _json(card: ConversationCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "lead_id": card.lead_id,
        "channel": card.channel,
        "state": card.state,
        "control": card.control,
        "control_member_id": card.control_member_id,
        "control_epoch": card.control_epoch,
        "wants_person": card.wants_person,
        "last_seq": card.last_seq,
        "language": card.language,
        "zone": card.zone,
        "created_at": card.created_at,
        "last_event_at": card.last_event_at,
    }


def _event_json(event: EventCard) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "actor": event.actor,
        "member_id": event.actor_member_id,
        "visibility": event.visibility,
        "payload": {name: part for name, part in event.payload.items() if name != "model"},
        "at": event.at,
    }
