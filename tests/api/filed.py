"""Requests at every point of their way, as a privacy desk has them on a busy day."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from salesgenix.erasures import service as erasures
from salesgenix.erasures.ports import Stores
from salesgenix.leads import service as leads
from salesgenix.leads.service import LeadCard
from salesgenix.privacy import requests
from salesgenix.privacy.files import Incoming, RequestCard
from salesgenix.privacy.rules import Channel, Identified, Refusal, RequestKind
from salesgenix.rights import due
from salesgenix.rights import service as rights
from salesgenix.rights.service import Choice
from tests.api.office import Office

URL = "https://app.example"


def person(office: Office, name: str, email: str) -> LeadCard:
    card = office.thread(name)
    office.write(card, "Hello, what do you offer?")
    with office.db.writing() as session:
        leads.learn(
            session,
            office.ws,
            card.lead_id,
            "email",
            value=email,
            quote=None,
            source="message:1",
            now=office.now,
        )
        return leads.card(session, office.ws, card.lead_id)


def ask(
    office: Office, kind: RequestKind, email: str, *, days_ago: int = 0, **more: Any
) -> RequestCard:
    """A letter or a call that reached the team some days ago."""
    reached_at: datetime = office.now - timedelta(days=days_ago)
    incoming = Incoming(
        kind=kind,
        channel=more.pop("channel", Channel.CONSOLE),
        email=email,
        received_at=reached_at,
        **more,
    )
    with office.db.writing() as session:
        return rights.take_in(session, office.ws, incoming, public_url=URL, now=office.now)


def vouched(
    office: Office, kind: RequestKind, lead: LeadCard, *, days_ago: int = 0, words: str = ""
) -> RequestCard:
    """The team knows whose it is, so it waits for the owner."""
    return ask(
        office,
        kind,
        lead.email or "",
        days_ago=days_ago,
        name=lead.name,
        words=words or None,
        about_ref=lead.subject_ref,
        identified_by=Identified.MEMBER,
    )


def order(office: Office, card: RequestCard, **choice: Any) -> RequestCard:
    with office.db.writing() as session:
        return rights.approve_and_execute(
            session, office.ws, card.id, office.ana.id, choice=Choice(**choice), now=office.now
        )


def erased(office: Office) -> RequestCard:
    """Ordered, carried out to the last step, and answered."""
    lead = person(office, "Edda Holm", "edda@holm.example")
    card = order(office, vouched(office, RequestKind.ERASE, lead, words="Please delete me."))
    assert card.erasure_id is not None
    erasures.run(office.db, card.erasure_id, Stores.of(office.house.settings), office.house.clock)
    with office.db.writing() as session:
        due.follow_up(session, office.ws, public_url=URL, now=office.now)
    return one(office, card.id)


def one(office: Office, request_id: UUID) -> RequestCard:
    with office.db.reading() as session:
        return requests.card(session, office.ws, request_id)


def busy_desk(office: Office) -> dict[str, RequestCard]:
    """By name: overdue, soon, unproved, copy, wrong, stop, erased, refused."""
    paul = person(office, "Paul Weiss", "paul@weiss.example")
    rosa = person(office, "Rosa Lind", "rosa@lind.example")
    desk = {
        "overdue": vouched(
            office,
            RequestKind.ACCESS,
            paul,
            days_ago=20,
            words="I would like to know everything you hold about me, and where it came from.",
        ),
        "soon": vouched(office, RequestKind.ERASE, rosa, days_ago=9, words="Delete all of it."),
        "wrong": vouched(office, RequestKind.RECTIFY, paul, days_ago=2, words="My name is Paula."),
        "unproved": ask(
            office, RequestKind.ERASE, "unknown@elsewhere.example", channel=Channel.FORM, name="Kim"
        ),
        "stop": ask(office, RequestKind.UNSUBSCRIBE, "leave@me.example", channel=Channel.MAIL),
        "copy": order(office, vouched(office, RequestKind.ACCESS, rosa, days_ago=1)),
        "erased": erased(office),
    }
    refused = vouched(office, RequestKind.PORTABILITY, paul, days_ago=3)
    with office.db.writing() as session:
        desk["refused"] = rights.refuse(
            session,
            office.ws,
            refused.id,
            office.ana.id,
            reason=Refusal.UNFOUNDED,
            words="You have had this archive twice this week.",
            now=office.now,
        )
    return desk
