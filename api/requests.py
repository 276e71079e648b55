"""Requests about data in the API: what waits, a colleague's note, and the owner's answer."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.conversations import checked
from api.members import AsMember, SignedIn
from salesgenix.accounts.rules import Verb, looks_like_email
from salesgenix.kit.errors import Invalid
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.privacy import requests
from salesgenix.privacy.files import Incoming, RequestCard
from salesgenix.privacy.rules import (
    BEFORE_ORDER,
    Channel,
    Identified,
    NoChild,
    Refusal,
    RequestKind,
    RequestState,
)
from salesgenix.rights import service as rights
from salesgenix.rights.rules import Choice, order_words

router = APIRouter(prefix="/v1/requests", tags=["requests"])


class Note(BaseModel):
    """A request that reached a person of the team: on the phone, by letter.

    With ``lead_id`` the member vouches that it is that person; without, a letter goes to ``email``
    and whoever reads it there confirms.
    """

    kind: RequestKind
    email: str | None = Field(default=None, max_length=320)
    name: str | None = Field(default=None, max_length=200)
    words: str | None = Field(default=None, max_length=4_000)
    language: str = Field(default="en", pattern=r"^[a-z]{2}$")
    lead_id: UUID | None = None


class Order(BaseModel):
    """``words`` are those that were shown; others mean that the order has changed since."""

    words: str = Field(max_length=4_000)
    about_ref: UUID | None = None
    field: FactField | None = None
    value: str | None = Field(default=None, max_length=2_000)
    answer: str | None = Field(default=None, max_length=2_000)


class No(BaseModel):
    reason: Refusal
    words: str | None = Field(default=None, max_length=2_000)


class Kept(BaseModel):
    reason: NoChild


@router.get("")
def listing(who: AsMember, *, is_open: Annotated[bool, Query(alias="open")] = False) -> Any:
    """The most urgent first; late ones stay marked after their answer."""
    with who.house.db.reading() as session:
        cards = requests.requests(session, who.workspace_id, only_open=is_open)
    return {"requests": [_json(who, card) for card in cards]}


@router.post("", status_code=201)
def note(who: AsMember, given: Note) -> dict[str, Any]:
    """The clock starts now, whoever took the call."""
    who.require(Verb.ANSWER_REQUESTS if given.lead_id else Verb.REPLY)
    if given.email is not None and not looks_like_email(given.email):
        raise Invalid("email.malformed", "This is not an email address.", field="email")
    if given.email is None and given.lead_id is None:
        raise Invalid("request.nobody", "Name an address, or the lead it is.", field="email")
    words = checked(who, given.words) if given.words and given.words.strip() else None
    with who.house.db.writing() as session:
        lead = leads.card(session, who.workspace_id, given.lead_id) if given.lead_id else None
        incoming = Incoming(
            kind=given.kind,
            channel=Channel.CONSOLE,
            language=given.language,
            name=given.name,
            email=given.email or (lead.email if lead else None),
            words=words,
            about_ref=lead.subject_ref if lead else None,
            identified_by=Identified.MEMBER if lead else None,
        )
        card = rights.take_in(
            session,
            who.workspace_id,
            incoming,
            public_url=who.house.settings.effective_public_url,
            now=who.now,
        )
    return _json(who, card)


@router.get("/{request_id}")
def one(who: AsMember, request_id: UUID) -> dict[str, Any]:
    """With who it may be about, and the words an order would have."""
    with who.house.db.reading() as session:
        card = requests.card(session, who.workspace_id, request_id)
        found = rights.candidates(session, who.workspace_id, card) if card.is_open else []
    shown = [
        {"about_ref": lead.subject_ref, "lead_id": lead.id, "name": lead.name} for lead in found
    ]
    # A lead is named only to who may answer: before that it would tell whom an address belongs to.
    may_see = who.may(Verb.ANSWER_REQUESTS) and card.state is not RequestState.IDENTITY_PENDING
    words = order_words(card, Choice(), is_known=bool(found)) if card.is_open else None
    return _json(who, card) | {"candidates": shown if may_see else [], "order": words}


@router.post("/{request_id}/order")
def preview(who: AsMember, request_id: UUID, given: Order) -> dict[str, Any]:
    """The exact words this order would have; nothing is done."""
    who.require(Verb.ANSWER_REQUESTS)
    with who.house.db.reading() as session:
        return {"words": _words(session, who, request_id, given)}


@router.post("/{request_id}/approve")
def approve(who: AsMember, request_id: UUID, given: Order) -> dict[str, Any]:
    """Orders it in the words that were shown, and has it carried out."""
    who.require(Verb.ANSWER_REQUESTS)
    with who.house.db.writing() as session:
        if _words(session, who, request_id, given) != given.words:
            raise Invalid("request.words_changed", "Read the order again: its words have changed.")
        card = rights.approve_and_execute(
            session,
            who.workspace_id,
            request_id,
            who.member.id,
            choice=_choice(given),
            surface="api",
            now=who.now,
        )
    return _json(who, card)


@router.post("/{request_id}/refuse")
def refuse(who: AsMember, request_id: UUID, given: No) -> dict[str, Any]:
    with who.house.db.writing() as session:
        if given.reason is Refusal.NOT_IDENTIFIED:
            card = rights.mark_not_identified(
                session, who.workspace_id, request_id, member_id=who.member.id, now=who.now
            )
        else:
            card = rights.refuse(
                session,
                who.workspace_id,
                request_id,
                who.member.id,
                reason=given.reason,
                words=given.words,
                now=who.now,
            )
    return _json(who, card)


@router.post("/{request_id}/keep")
def keep(who: AsMember, request_id: UUID, given: Kept) -> dict[str, Any]:
    """It was no child: nothing is deleted, and selling may go on."""
    with who.house.db.writing() as session:
        card = rights.keep(
            session,
            who.workspace_id,
            request_id,
            who.member.id,
            reason=given.reason,
            now=who.now,
        )
    return _json(who, card)


@router.post("/{request_id}/extend")
def extend(who: AsMember, request_id: UUID) -> dict[str, Any]:
    with who.house.db.writing() as session:
        card = rights.extend(session, who.workspace_id, request_id, who.member.id, now=who.now)
    return _json(who, card)


@router.post("/{request_id}/withdraw")
def withdraw(who: AsMember, request_id: UUID) -> dict[str, Any]:
    """The person has said that they want it no more."""
    with who.house.db.writing() as session:
        card = rights.withdraw(
            session, who.workspace_id, request_id, member_id=who.member.id, now=who.now
        )
    return _json(who, card)


def _words(session: Any, who: SignedIn, request_id: UUID, given: Order) -> str:
    return rights.words_before(session, who.workspace_id, request_id, _choice(given))


def _choice(given: Order) -> Choice:
    return Choice(
        about_ref=given.about_ref, field=given.field, value=given.value, words=given.answer
    )


def _json(who: SignedIn, card: RequestCard) -> dict[str, Any]:
    """Who asked, and in what words, only to who may answer."""
    personal = {"name": card.name, "email": card.email, "words": card.words}
    may_see = who.may(Verb.ANSWER_REQUESTS)
    return {
        "id": card.id,
        "kind": card.kind,
        "channel": card.channel,
        "language": card.language,
        "state": card.state,
        "is_before_order": card.state in BEFORE_ORDER,
        "received_at": card.received_at,
        "due_on": card.due_on,
        "legal_on": card.legal_on,
        "calendar_version": card.calendar_version,
        "is_late": card.was_late,
        "identified_by": card.identified_by,
        "about_ref": card.about_ref,
        "conversation_id": card.conversation_id,
        "decided_by": card.decided_by,
        "instruction_id": card.instruction_id,
        "export_id": card.export_id,
        "erasure_id": card.erasure_id,
        "done": card.done,
        "refusal": card.refusal,
        "contact_stopped_at": card.stopped_at,
        "closed_at": card.closed_at,
        "executes_at": card.executes_at,
        **(personal if may_see else {}),
    }
