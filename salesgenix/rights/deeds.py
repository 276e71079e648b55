"""What an owner's order changes, each deed recorded with the order it rests on."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.actions import service as actions
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.erasures import service as erasures
from salesgenix.erasures.rules import Cause
from salesgenix.exports import service as exports
from salesgenix.exports.rules import LANGUAGES, Kind, Wanted
from salesgenix.instructions.service import InstructionCard
from salesgenix.leads import service as leads
from salesgenix.leads.rules import FactField
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy import service as privacy
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import (
    COPIES,
    STOPS,
    RequestKind,
)
from salesgenix.rights.answering import conclude, stop_contact
from salesgenix.rights.children import tell_of_meetings
from salesgenix.rights.rules import (
    KEPT,
    Choice,
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One order being carried out."""

    card: RequestCard
    choice: Choice
    lead: LeadCard | None
    order: InstructionCard
    member_id: UUID


def carry_out(session: Session, workspace_id: UUID, deed: Deed, *, now: datetime) -> RequestCard:
    card, lead = deed.card, deed.lead
    needs_person = card.kind not in STOPS and card.kind is not RequestKind.COMPLAINT
    if lead is None:
        done = "not_held" if needs_person else None
        words = deed.choice.words
        return conclude(session, workspace_id, card, done=done, words=words, now=now)
    if card.kind in COPIES:
        return _copy(session, workspace_id, deed, lead, now=now)
    if card.kind is RequestKind.ERASE:
        return _erase(session, workspace_id, deed, lead, now=now)
    if card.kind is RequestKind.RECTIFY:
        card = _correct(session, workspace_id, deed, lead, now=now)
    elif card.kind is RequestKind.RESTRICT:
        leads.restrict(session, workspace_id, lead.id, now=now)
        _note(session, workspace_id, deed, DecisionType.PERSON_RESTRICTED, now=now)
    elif card.kind in STOPS:
        stop_contact(session, workspace_id, card, now=now, lead=lead)
    kept = KEPT[card.kind]
    return conclude(session, workspace_id, card, kept=kept, words=deed.choice.words, now=now)


def _copy(
    session: Session, workspace_id: UUID, deed: Deed, lead: LeadCard, *, now: datetime
) -> RequestCard:
    language = deed.card.language if deed.card.language in LANGUAGES else "en"
    wanted = Wanted(kind=Kind.SUBJECT, subject_ref=lead.subject_ref, language=language)
    asked = exports.request(
        session, workspace_id, wanted, by=deed.member_id, request_id=deed.card.id, now=now
    )
    requests.keep_work(session, workspace_id, deed.card.id, export_id=asked.id)
    return requests.card(session, workspace_id, deed.card.id)


def _erase(
    session: Session, workspace_id: UUID, deed: Deed, lead: LeadCard, *, now: datetime
) -> RequestCard:
    if deed.card.is_of_child:
        tell_of_meetings(session, workspace_id, lead.subject_ref, now=now)
    ordered = erasures.order(
        session,
        workspace_id,
        lead.subject_ref,
        cause=Cause.MINOR if deed.card.is_of_child else Cause.REQUEST,
        instruction_id=deed.order.id,
        request_id=deed.card.id,
        by=deed.member_id,
        now=now,
    )
    requests.keep_work(session, workspace_id, deed.card.id, erasure_id=ordered.id)
    return requests.card(session, workspace_id, deed.card.id)


def _correct(
    session: Session, workspace_id: UUID, deed: Deed, lead: LeadCard, *, now: datetime
) -> RequestCard:
    """The old value goes wherever it stood as a value: facts, stand-ins, mail that waits. The
    answer to a corrected address goes to the right one.
    """
    field, value = deed.choice.field, deed.choice.value
    assert field is not None
    assert value is not None
    wrong = leads.correct(session, workspace_id, lead.id, field, value=value, now=now)
    privacy.correct_vault(session, workspace_id, lead.subject_ref, wrong=wrong, right=value)
    card = deed.card
    if field is FactField.EMAIL:
        actions.readdress(
            session, workspace_id, lead.subject_ref, wrong=wrong, right=value, now=now
        )
        if card.email is not None and card.email.casefold() in {old.casefold() for old in wrong}:
            requests.readdress(session, workspace_id, card.id, value)
            card = replace(card, email=value)
    facts = {"field": field.value, "removed": len(wrong)}
    _note(session, workspace_id, deed, DecisionType.PERSON_CORRECTED, now=now, **facts)
    return card


def _note(
    session: Session,
    workspace_id: UUID,
    deed: Deed,
    type_: DecisionType,
    *,
    now: datetime,
    **facts: str | int,
) -> None:
    entry = Entry(
        type=type_,
        outcome="performed",
        automation=Automation.HUMAN_MADE,
        actor=deed.member_id,
        subject_ref=deed.card.about_ref,
        instruction={"id": deed.order.id, "version": 1},
        facts={"request": str(deed.card.id), **facts},
    )
    decisions.record(session, workspace_id, entry, now=now)
