"""Rights over personal data: taken in from anybody, decided by the owner alone, then carried out.

Nothing about a person is changed before the owner's order, but that contact stops at their word.
An order is an instruction of its own, in the words the owner was shown; what is done rests on it.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Verb, require
from salesgenix.authority.rules import Notice, Rule
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import Automation, DecisionType, Entry
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import ONE_OFF, Order
from salesgenix.kit.errors import Conflict, Forbidden, NotFound
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy.files import RequestCard
from salesgenix.privacy.rules import (
    NoChild,
    Refusal,
    RequestState,
)
from salesgenix.rights import children
from salesgenix.rights.answering import conclude, tell_refusal
from salesgenix.rights.deeds import Deed, carry_out
from salesgenix.rights.intake import candidates, confirm, take_in
from salesgenix.rights.letters import settle_tasks, write_to_person
from salesgenix.rights.rules import (
    Choice,
    check_choice,
    check_refusal,
    check_words,
    order_words,
)


def words_before(session: Session, workspace_id: UUID, request_id: UUID, choice: Choice) -> str:
    """The order as it will be kept, for the owner to read first."""
    card = requests.card(session, workspace_id, request_id)
    lead = _chosen(session, workspace_id, card, choice)
    return order_words(card, choice, is_known=lead is not None)


def approve_and_execute(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    member_id: UUID,
    *,
    choice: Choice,
    now: datetime,
    surface: str = "console",
) -> RequestCard:
    """The owner's order and its execution, in one transaction; what takes longer goes on from here.

    Only an owner or an admin. The answer goes out when the work is really done: at once, or when
    the archive is ready, or when the erasure has been verified (``rights.due``).
    """
    _require(session, workspace_id, member_id)
    card = requests.card(session, workspace_id, request_id)
    if card.state is not RequestState.ROUTED:
        raise Conflict("request.moved_on", "This request cannot be ordered now.", state=card.state)
    lead = _chosen(session, workspace_id, card, choice)
    check_choice(card, choice, is_known=lead is not None)
    order = instructions.issue(
        session,
        workspace_id,
        Order(
            key=f"request-{card.id}",
            words=order_words(card, choice, is_known=lead is not None),
            rule=Rule(actions=frozenset()),
            author_member_id=member_id,
            surface=surface,
            kind=ONE_OFF,
        ),
        now=now,
    )
    card = requests.begin(
        session,
        workspace_id,
        card.id,
        about_ref=lead.subject_ref if lead else None,
        email=lead.email if lead else None,
        instruction_id=order.id,
        member_id=member_id,
        now=now,
    )
    deed = Deed(card, choice, lead, order, member_id)
    return carry_out(session, workspace_id, deed, now=now)


def refuse(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    member_id: UUID,
    *,
    reason: Refusal,
    words: str | None = None,
    now: datetime,
) -> RequestCard:
    """With a reason of the closed list, told to the person with where else they can go."""
    _require(session, workspace_id, member_id)
    check_words(words)
    card = requests.card(session, workspace_id, request_id)
    _refuse_of_child(card)
    check_refusal(card, reason)
    closed = requests.close(
        session,
        workspace_id,
        request_id,
        RequestState.REFUSED,
        refusal=reason,
        member_id=member_id,
        now=now,
    )
    tell_refusal(session, workspace_id, closed, reason, words=words, now=now)
    return closed


def mark_not_identified(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    *,
    now: datetime,
    member_id: UUID | None = None,
) -> RequestCard:
    """Nobody showed that it is theirs. Answered all the same: the promised date does not wait."""
    if member_id is not None:
        _require(session, workspace_id, member_id)
    _refuse_of_child(requests.card(session, workspace_id, request_id))
    closed = requests.close(
        session,
        workspace_id,
        request_id,
        RequestState.NOT_IDENTIFIED,
        refusal=Refusal.NOT_IDENTIFIED,
        member_id=member_id,
        now=now,
    )
    tell_refusal(session, workspace_id, closed, Refusal.NOT_IDENTIFIED, words=None, now=now)
    return closed


def extend(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    member_id: UUID,
    *,
    words: str | None = None,
    now: datetime,
) -> RequestCard:
    """The statutory date only, told to the person by a new receipt, with the reason in words."""
    _require(session, workspace_id, member_id)
    check_words(words)
    card = requests.extend(session, workspace_id, request_id, member_id=member_id, now=now)
    write_to_person(
        session,
        workspace_id,
        card,
        Notice.REQUEST_RECEIVED,
        key="extended",
        due_on=card.legal_on.isoformat(),
        words=words,
        now=now,
    )
    return card


def withdraw(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    *,
    now: datetime,
    member_id: UUID | None = None,
) -> RequestCard:
    """The person wants it no more. What was ordered already is carried out to its end."""
    if member_id is not None:
        _require(session, workspace_id, member_id)
    _refuse_of_child(requests.card(session, workspace_id, request_id))
    closed = requests.close(
        session,
        workspace_id,
        request_id,
        RequestState.WITHDRAWN,
        member_id=member_id,
        now=now,
    )
    settle_tasks(session, workspace_id, closed, now=now)
    return closed


def keep(
    session: Session,
    workspace_id: UUID,
    request_id: UUID,
    member_id: UUID,
    *,
    reason: NoChild,
    now: datetime,
) -> RequestCard:
    """Whoever gave a child's age was none, says an owner or admin, with a reason of a closed list:
    nothing is deleted, and the person is unfrozen.
    """
    _require(session, workspace_id, member_id)
    return children.keep(session, workspace_id, request_id, member_id, reason=reason, now=now)


def release(
    session: Session, workspace_id: UUID, subject_ref: UUID, member_id: UUID, *, now: datetime
) -> None:
    """Ends a restriction, at the person's wish or when its cause is gone."""
    _require(session, workspace_id, member_id)
    lead = leads.card_of_subject(session, workspace_id, subject_ref)
    if lead is None:
        raise NotFound("lead.unknown", "There is no such lead.")
    leads.release(session, workspace_id, lead.id, now=now)
    entry = Entry(
        type=DecisionType.PERSON_RELEASED,
        outcome="performed",
        automation=Automation.HUMAN_MADE,
        actor=member_id,
        subject_ref=subject_ref,
    )
    decisions.record(session, workspace_id, entry, now=now)


def _chosen(
    session: Session, workspace_id: UUID, card: RequestCard, choice: Choice
) -> LeadCard | None:
    """``Conflict`` (``request.ambiguous``) when several have the address and none was named."""
    found = candidates(session, workspace_id, card)
    if choice.about_ref is not None:
        named = [lead for lead in found if lead.subject_ref == choice.about_ref]
        if not named:
            raise NotFound("lead.unknown", "This person does not have that address.")
        return named[0]
    if len(found) > 1:
        raise Conflict("request.ambiguous", "Several people have this address: say which it is.")
    return found[0] if found else None


def _refuse_of_child(card: RequestCard) -> None:
    """There are two ways out of it: to delete at once, or to say that it was no child."""
    if card.is_of_child:
        raise Conflict("request.child", "It is deleted at its hour, or kept with a reason.")


def _require(session: Session, workspace_id: UUID, member_id: UUID) -> None:
    member = accounts.member(session, workspace_id, member_id)
    if not member.is_active:
        raise Forbidden("member.inactive", "This member has left the team.")
    require(member.role, Verb.ANSWER_REQUESTS)


__all__ = [
    "Choice",
    "approve_and_execute",
    "candidates",
    "conclude",
    "confirm",
    "extend",
    "keep",
    "mark_not_identified",
    "refuse",
    "release",
    "take_in",
    "withdraw",
    "words_before",
]
