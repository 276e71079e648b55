"""Conversations in the API, and what a person does in them: take over, say, hand back."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlmodel import Session

from agent.handback import summary_of
from agent.mailing import carry_typed
from agent.people import team_words
from agent.understanding.whispers import read_whisper
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

MAX_WHISPER_CHARACTERS = 1_000
RECENT = 200  # events
NOT_HEEDED = "not_heeded"  # a note's code; its words stand in the console

ANSWERED_BY_TAKING = (
    TaskKind.PERSON_WANTED,
    TaskKind.AGENT_FAILED,
    TaskKind.MINOR,
    TaskKind.NOT_TAKEN,
    TaskKind.REPORTED,
)


class Control(BaseModel):
    """``take_from``: the member who has it, where it is to be taken from a colleague."""

    to: Literal["rep", "agent"]
    expected_epoch: int
    take_from: UUID | None = None


class Said(BaseModel):
    client_id: str = Field(min_length=8, max_length=64)
    text: str = Field(min_length=1, max_length=MAX_MESSAGE_CHARACTERS)
    is_note: bool = False


class Whispered(BaseModel):
    client_id: str = Field(min_length=8, max_length=64)
    text: str = Field(min_length=1, max_length=MAX_WHISPER_CHARACTERS)


def take_over(
    who: SignedIn, conversation_id: UUID, expected_epoch: int, take_from: UUID | None = None
) -> ConversationCard:
    """The member speaks from here on. ``Conflict`` when someone else was faster, or has it and is
    not named.
    """
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        return _take(session, who, conversation_id, expected_epoch, take_from=take_from)


def hand_back(who: SignedIn, conversation_id: UUID, expected_epoch: int) -> ConversationCard:
    """The agent speaks again, knows what was said, and answers at once what was left unanswered."""
    who.require(Verb.REPLY)
    with who.house.db.writing() as session:
        recent = conversations.history(session, who.workspace_id, conversation_id, limit=RECENT)
        card, _ = conversations.hand_back(
            session,
            who.workspace_id,
            conversation_id,
            expected_epoch=expected_epoch,
            by=who.member.name,
            summary=summary_of(recent),
            now=who.now,
        )
        _record(
            session, who, card, DecisionType.CONTROL_RETURNED, facts={"epoch": card.control_epoch}
        )
    return card


def hand_back_own(who: SignedIn, conversation_id: UUID) -> None:
    """Hands back what the member has; nothing when somebody has taken it from them meanwhile."""
    with who.house.db.reading() as session:
        card = conversations.card(session, who.workspace_id, conversation_id)
    if card.control_member_id == who.member.id:
        hand_back(who, conversation_id, card.control_epoch)


def say(who: SignedIn, conversation_id: UUID, said: Said) -> EventCard:
    """A reply that the prospect sees, or a note for the team; each once per ``client_id``.

    A reply while the agent speaks takes the conversation over first; ``Conflict`` while another
    person has it.
    """
    who.require(Verb.REPLY)
    text = checked(who, said.text)
    with who.house.db.writing() as session:
        card = conversations.card(session, who.workspace_id, conversation_id)
        known = _known(session, who, conversation_id, said.client_id)
        if known is not None:
            return known
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
            carry_typed(session, card, event, now=who.now)
        return event


def whisper(who: SignedIn, conversation_id: UUID, whispered: Whispered) -> EventCard:
    """Tells the agent something for this conversation, once per ``client_id``; the prospect never
    sees it. It allows nothing: every tool and limit stays as the owner ordered.

    The embedded brain heeds what it understands; of anything else a note says at once that it will
    not act on it. ``Conflict`` while the agent does not speak.
    """
    who.require(Verb.REPLY)
    text = checked(who, whispered.text)
    is_heeded = who.house.settings.brain.is_hosted or bool(
        read_whisper(text, now=who.now, zone=who.member.zone).wishes
    )
    with who.house.db.writing() as session:
        known = _known(session, who, conversation_id, whispered.client_id)
        if known is not None:
            return known
        card = conversations.card(session, who.workspace_id, conversation_id)
        if card.control != "agent":
            raise Conflict("control.changed", "The agent is not speaking here.")
        event = conversations.append(
            session,
            who.workspace_id,
            conversation_id,
            NewEvent(
                kind=EventKind.WHISPER,
                actor=Actor.REP,
                payload={"text": text, "member": who.member.name},
                client_id=whispered.client_id,
                member_id=who.member.id,
            ),
            now=who.now,
        )
        _record(session, who, card, DecisionType.CONTROL_WHISPERED, facts={"seq": event.seq})
        if not is_heeded:
            note = NewEvent(kind=EventKind.NOTE, actor=Actor.SYSTEM, payload={"said": NOT_HEEDED})
            conversations.append(session, who.workspace_id, conversation_id, note, now=who.now)
        return event


def _known(
    session: Session, who: SignedIn, conversation_id: UUID, client_id: str
) -> EventCard | None:
    """What was sent under that name before."""
    recent = conversations.history(session, who.workspace_id, conversation_id, limit=RECENT)
    return next((event for event in recent if event.client_id == client_id), None)


def _speaking(session: Session, who: SignedIn, card: ConversationCard) -> ConversationCard:
    """The conversation with the member in control of it."""
    if card.control == "agent":
        return _take(session, who, card.id, card.control_epoch)
    if card.control_member_id != who.member.id:
        raise Conflict("control.changed", "Someone else has this conversation.")
    return card


def _take(
    session: Session,
    who: SignedIn,
    conversation_id: UUID,
    expected_epoch: int,
    *,
    take_from: UUID | None = None,
) -> ConversationCard:
    before = conversations.card(session, who.workspace_id, conversation_id)
    colleague = None
    if take_from is not None:
        colleague = (take_from, accounts.member(session, who.workspace_id, take_from).name)
    card = conversations.take_control(
        session,
        who.workspace_id,
        conversation_id,
        member_id=who.member.id,
        member_name=who.member.name,
        expected_epoch=expected_epoch,
        taken_from=colleague,
        now=who.now,
    )
    if card.control_epoch == before.control_epoch:
        return card  # they had it already
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
        known = team_words(session, who.workspace_id, profile)
    guarded: str = who.house.guard.inbound(text, vault=Vault(), known=known).stored
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
    if wanted.to == "agent":
        return _json(hand_back(who, conversation_id, wanted.expected_epoch))
    return _json(take_over(who, conversation_id, wanted.expected_epoch, wanted.take_from))


@router.post("/{conversation_id}/whispers", status_code=201)
def post_whisper(who: AsMember, conversation_id: UUID, whispered: Whispered) -> dict[str, Any]:
    return _event_json(whisper(who, conversation_id, whispered))


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
        "wanted_at": card.wanted_at,
        "told_at": card.told_at,
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
