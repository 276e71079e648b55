"""A believable morning in the office: what a page has to show when there is work."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

from salesgenix.actions import service as actions
from salesgenix.actions.rules import LEASE
from salesgenix.actions.service import Claim, Proposed
from salesgenix.appointments import service as appointments
from salesgenix.appointments.models import BusyTime
from salesgenix.appointments.service import Guest
from salesgenix.authority.rules import ActionKind, Approval, Limits, Rule
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import ConversationCard, NewEvent
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.instructions import service as instructions
from salesgenix.instructions.service import Order
from salesgenix.kit.spoken import spoken
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.rules import PageDraft
from salesgenix.leads import service as leads
from salesgenix.tasks import service as tasks
from salesgenix.tasks.rules import TaskKind
from tests.api.office import Office

ANSWER = (
    "For 40 people most teams take Growth: €29 per person and month, billed yearly. "
    "That is €13,920 a year. What would you want it to change first?"
)


def order(office: Office) -> UUID:
    """The owner's standing instruction."""
    rule = Rule(
        actions=frozenset(
            {
                ActionKind.REPLY_SEND,
                ActionKind.KNOWLEDGE_READ,
                ActionKind.LEAD_LEARN,
                ActionKind.SLOTS_OFFER,
                ActionKind.APPOINTMENT_HOLD,
                ActionKind.APPOINTMENT_BOOK,
                ActionKind.MAIL_INVITATION,
                ActionKind.MAIL_TRANSCRIPT,
                ActionKind.DISCOUNT_OFFER,
            }
        ),
        approval={ActionKind.SITE_READ: Approval.NEVER},
        limits=Limits(discount_ceiling_percent=10, above_ceiling="ask"),
    )
    words = (
        "Answer questions from our own pages, offer demos with Ben, and give up to ten percent "
        "for a yearly contract. Above that, ask me."
    )
    with office.db.writing() as session:
        card = instructions.issue(
            session,
            office.ws,
            Order(key="sell-growth", words=words, rule=rule, author_member_id=office.ana.id),
            now=office.now,
        )
        return card.id


def speak(office: Office, card: ConversationCard, text: str, turn: UUID, **payload: Any) -> None:
    """The agent's reply, with the decisions that explain it."""
    refs: dict[str, Any] = {
        "conversation_ref": card.id,
        "subject_ref": card.subject_ref,
        "turn_id": turn,
    }
    entries = [
        Entry(
            type=DecisionType.TOOL_CALLED,
            outcome="performed",
            tool={"name": "search_knowledge", "effect": "read", "status": "ok"},
            **refs,
        ),
        Entry(
            type=DecisionType.MODEL_CALLED,
            outcome="performed",
            model={"name": "embedded", "output_tokens": 48},
            **refs,
        ),
        Entry(
            type=DecisionType.GUARDRAIL_PASSED,
            outcome="pass",
            guardrail={"stage": "outbound", "result": "pass"},
            **refs,
        ),
        Entry(
            type=DecisionType.REPLY_SENT,
            outcome="performed",
            reasons=("instruction",),
            facts={"kind": "reply.send"},
            **refs,
        ),
    ]
    with office.db.writing() as session:
        seqs = decisions.record_all(session, office.ws, entries, now=office.now)
        event = NewEvent(
            kind=EventKind.MESSAGE,
            actor=Actor.AGENT,
            payload={"text": text, "decision": seqs[-1], **payload},
            turn_id=turn,
        )
        conversations.append(session, office.ws, card.id, event, now=office.now)


def tell(office: Office, card: ConversationCard, kind: EventKind, **payload: Any) -> None:
    actor = Actor.AGENT if kind is EventKind.BOOKING_PROPOSED else Actor.SYSTEM
    with office.db.writing() as session:
        event = NewEvent(kind=kind, actor=actor, payload=payload)
        conversations.append(session, office.ws, card.id, event, now=office.now)


def learn(office: Office, card: ConversationCard, **facts: str) -> None:
    with office.db.writing() as session:
        for field, value in facts.items():
            leads.learn(
                session,
                office.ws,
                card.lead_id,
                field,
                value=value,
                quote=f"we are {value}",
                source="message:1",
                now=office.now,
            )


def next_morning(office: Office, days: int) -> datetime:
    """Ten o'clock in Madrid, on a working day."""
    day = office.now + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def carla(office: Office) -> ConversationCard:
    """A price question, an objection, a note and times on offer."""
    card = office.thread("Carla Moreno")
    office.write(card, "Hi, we have 40 people in sales. Which plan fits, and what does it cost?")
    learn(
        office, card, company="Nube Logistics", size="40 people in sales", position="Head of Sales"
    )
    source = {"title": "Prices 2026", "url": "https://lumen.example/prices", "passage_id": "p1"}
    speak(office, card, ANSWER, uuid4(), sources=[source])
    office.write(card, "That is too expensive. Could you do 15 percent if we sign for a year?")
    starts = next_morning(office, 3)
    slots = [
        {
            "id": f"s{n}",
            "starts_at": (starts + timedelta(minutes=30 * n)).isoformat(),
            "ends_at": (starts + timedelta(minutes=30 * n + 30)).isoformat(),
            "member_id": str(office.ben.id),
            "label": "",
        }
        for n in range(3)
    ]
    speak(office, card, "I have asked a colleague about that. Shall we talk it through?", uuid4())
    tell(office, card, EventKind.BOOKING_PROPOSED, slots=slots, zone="Europe/Madrid")
    return card


def booked(office: Office) -> ConversationCard:
    """A meeting in New York's morning, and a busy hour of Ben's."""
    card = office.thread("Priya Raman", zone="America/New_York")
    office.write(card, "Thursday works. Thank you!")
    starts = next_morning(office, 2) + timedelta(hours=5)
    with office.db.writing() as session:
        guest = Guest(card.lead_id, card.subject_ref, card.id, "America/New_York", "Demo")
        hold = appointments.hold(
            session, office.ws, guest, member_id=office.ben.id, starts_at=starts, now=office.now
        )
        appointments.confirm(session, office.ws, hold.id, now=office.now)
        session.add(
            BusyTime(
                workspace_id=office.ws,
                member_id=office.ben.id,
                starts_at=starts - timedelta(hours=3),
                ends_at=starts - timedelta(hours=1),
                source="file",
            )
        )
        leads.move_stage(session, office.ws, card.lead_id, "booked", now=office.now)
    tell(
        office,
        card,
        EventKind.BOOKING_CONFIRMED,
        appointment_id=str(hold.id),
        starts_at=starts.isoformat(),
        ends_at=(starts + timedelta(minutes=30)).isoformat(),
        zone="America/New_York",
        member="Ben Ortiz",
        label="Demo",
    )
    return card


def waiting(office: Office) -> ConversationCard:
    """An unknown visitor who wants a person."""
    card = office.thread("", zone="Europe/Paris")
    office.write(card, "Je voudrais parler à quelqu’un")
    with office.db.writing() as session:
        conversations.want_person(session, office.ws, card.id, reason="asked", now=office.now)
        tasks.open_task(
            session,
            office.ws,
            card.id,
            subject_ref=card.subject_ref,
            kind=TaskKind.PERSON_WANTED,
            note="Asked for a person, in French.",
            now=office.now,
        )
    return card


def ask_discount(office: Office, card: ConversationCard, percent: int = 15) -> UUID:
    """The agent would like to go above the ceiling."""
    kind = ActionKind.DISCOUNT_OFFER
    return ask(office, card, kind, percent=percent, reason="Signs for a year")


PRICES = """# Prices

| Plan | Billed monthly | Billed yearly |
|---|---|---|
| Team | {team} EUR per seat and month | 41 EUR per seat and month |
| Growth | 29 EUR per seat and month | 24 EUR per seat and month |

## What does onboarding cost?

Guided onboarding costs 1,200 EUR once.
"""


def prices(office: Office, team: int = 49) -> None:
    """The price page, as the owner's file says it now."""
    page = PageDraft(path="prices.md", title="Prices 2026", text=PRICES.format(team=team))
    with office.db.writing() as session:
        knowledge.replace_pages(session, office.ws, [page], now=office.now)


def ask(office: Office, card: ConversationCard, kind: ActionKind, **arguments: Any) -> UUID:
    """The agent would like to; the approval that a person has to decide."""
    wanted = Proposed(
        kind=kind,
        arguments=arguments,
        subject_ref=card.subject_ref,
        idempotency_key=str(uuid4()),
        conversation_id=card.id,
        lead_id=card.lead_id,
    )
    with office.db.writing() as session:
        outcome = actions.propose(session, office.ws, wanted, now=office.now)
        assert outcome.state == "awaiting_approval", outcome
        waiting_ones = actions.pending_approvals(session, office.ws)
        return next(one.id for one in waiting_ones if one.action.id == outcome.action_id)


def asking_first(office: Office) -> None:
    """The owner wants to be asked about every meeting and every transcript."""
    kinds = (ActionKind.APPOINTMENT_BOOK, ActionKind.MAIL_TRANSCRIPT)
    rule = Rule(actions=frozenset(kinds), approval=dict.fromkeys(kinds, Approval.ASK))
    words = "Ask me before you put a meeting into Ben's calendar or mail a transcript."
    with office.db.writing() as session:
        order = Order(key="ask-me", words=words, rule=rule, author_member_id=office.ana.id)
        instructions.issue(session, office.ws, order, now=office.now)


def ask_meeting(office: Office, name: str, hour: int) -> UUID:
    """A demo with Ben that waits for a yes."""
    starts = next_morning(office, 3) + timedelta(hours=hour)
    return ask(
        office,
        office.thread(name),
        ActionKind.APPOINTMENT_BOOK,
        member_id=str(office.ben.id),
        starts_at=starts.isoformat(),
        zone="Europe/Madrid",
        label=spoken(starts, "Europe/Madrid", "en"),
        topic="Route planning for 40 vans",
    )


def queue(office: Office) -> dict[str, UUID]:
    """A morning's approvals: money, a first mail, and three meetings that are routine."""
    order(office)
    asking_first(office)
    prices(office)
    talk = carla(office)
    asked = {"discount": ask_discount(office, talk)}
    learn(office, talk, email="carla@nube.example")
    asked["mail"] = ask(office, talk, ActionKind.MAIL_TRANSCRIPT, email="carla@nube.example")
    people = ("Priya Raman", "Kenji Mori", "Dana Whitfield")
    for hour, name in enumerate(people):
        asked[name] = ask_meeting(office, name, hour)
    return asked


def mail(office: Office, card: ConversationCard) -> UUID:
    """An invitation that has left, kept by the house as the demo's mail is; its action."""
    claim = hand_over(office, card)
    with office.db.writing() as session:
        actions.finish(session, claim, now=office.now)
    return claim.action_id


def lost(office: Office, card: ConversationCard) -> UUID:
    """The same, but the worker died in the middle: nobody knows whether it left."""
    claim = hand_over(office, card)
    with office.db.writing() as session:
        assert actions.release_stale(session, office.now + LEASE) == 1
    return claim.action_id


def hand_over(office: Office, card: ConversationCard) -> Claim:
    wanted = Proposed(
        kind=ActionKind.MAIL_TRANSCRIPT,
        arguments={"email": "priya@harbor.example"},
        subject_ref=card.subject_ref,
        idempotency_key=str(uuid4()),
        conversation_id=card.id,
        lead_id=card.lead_id,
    )
    letter = EmailMessage()
    letter["From"] = "Lumen Freight <hello@lumen.example>"
    letter["To"] = "priya@harbor.example"
    letter["Subject"] = "Demo on Wednesday with Ben Ortiz"
    letter.set_content(
        "Hello Priya,\n\nBen looks forward to showing you Lumen on Wednesday.\n\n"
        "The time is in the invitation. If it no longer suits, answer this mail."
    )
    letter.add_attachment(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        maintype="text",
        subtype="calendar",
        filename="invitation.ics",
    )
    with office.db.writing() as session:
        outcome = actions.propose(session, office.ws, wanted, now=office.now)
        assert outcome.state == "authorised", outcome
        due = actions.claim_due(session, office.now)
        claim = next(claim for claim in due if claim.action_id == outcome.action_id)
        actions.start_delivery(
            session,
            claim,
            carrier="captured",
            recipient="priya@harbor.example",
            message=letter.as_bytes(),
            message_ref=f"<{claim.action_id}@lumen.example>",
            now=office.now,
        )
    return claim


def morning(office: Office) -> ConversationCard:
    """All of it; the thread returned is the one to look at."""
    order(office)
    mail(office, booked(office))
    waiting(office)
    card = carla(office)
    ask_discount(office, card)
    return card
