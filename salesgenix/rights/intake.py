"""Requests by people we do not know yet, and the letter by which they show who they are."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from salesgenix.authority.rules import Notice
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy.files import Incoming, RequestCard
from salesgenix.privacy.rules import (
    STOPS,
    TOKEN_LASTS,
    Identified,
    RequestKind,
    RequestState,
)
from salesgenix.rights.answering import answer, send_receipt, stop_contact
from salesgenix.rights.letters import ask_owner, write_to_person


def take_in(
    session: Session, workspace_id: UUID, incoming: Incoming, *, public_url: str, now: datetime
) -> RequestCard:
    """A request by somebody we do not know yet: by form, by mail, by a colleague's note.

    The same is done for every address, held or not: the file is sealed, and one letter goes to the
    address. Who asks twice keeps the first clock. A stop of contact is honoured at once.
    """
    card, is_new = requests.receive(session, workspace_id, incoming, now=now)
    if card.kind in STOPS:
        stop_contact(session, workspace_id, card, now=now)
    if card.kind is RequestKind.UNSUBSCRIBE and is_new:
        return answer(session, workspace_id, card, now=now)
    if card.state in {RequestState.RECEIVED, RequestState.IDENTITY_PENDING}:
        token = requests.issue_token(session, workspace_id, card.id, now=now)
        _, card = requests.for_token(session, token, now=now)
        write_to_person(
            session,
            workspace_id,
            card,
            Notice.REQUEST_CONFIRM,
            now=now,
            key=token[-12:],
            link=f"{public_url}/privacy/confirm/{token}",
            until=(now + TOKEN_LASTS).date().isoformat(),
        )
        return card
    send_receipt(session, workspace_id, card, key=now.isoformat(), now=now)
    if is_new:
        ask_owner(session, workspace_id, card, now=now)
    return card


def confirm(session: Session, token: str, *, now: datetime) -> RequestCard:
    """Whoever reads the mail of the address has said that the request is theirs: it goes to the
    owner. ``NotFound`` for a secret that is unknown, spent or over.
    """
    workspace_id, waiting = requests.for_token(session, token, now=now)
    found = candidates(session, workspace_id, waiting)
    card = requests.identify(
        session,
        workspace_id,
        waiting.id,
        by=Identified.MAIL,
        about_ref=found[0].subject_ref if len(found) == 1 else None,
        now=now,
    )
    ask_owner(session, workspace_id, card, now=now)
    send_receipt(session, workspace_id, card, key="", now=now)
    return card


def candidates(session: Session, workspace_id: UUID, card: RequestCard) -> list[LeadCard]:
    """Who it can be about: the person of the conversation it was made in, else all who have the
    address. Several may have it, since anybody can type an address into a chat: the owner chooses.
    """
    if card.about_ref is not None:
        known = leads.card_of_subject(session, workspace_id, card.about_ref)
        return [] if known is None else [known]
    return [] if card.email is None else leads.same_person(session, workspace_id, card.email)
