"""The company under attack: attacker's text in every channel it has, and a model that obeys it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from anyio.from_thread import BlockingPortal
from pydantic import SecretStr

from agent.receiving import open_conversation, take_message
from agent.turns import take_turn
from guardrails.guard import Guard
from salesgenix.appointments import service as appointments
from salesgenix.appointments.service import Guest
from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.kit.settings import BrainSettings
from salesgenix.knowledge import service as knowledge
from salesgenix.knowledge.ports import SitePage
from salesgenix.knowledge.rules import PageDraft
from salesgenix.leads import service as leads
from salesgenix.privacy.files import Incoming
from salesgenix.privacy.rules import Channel, RequestKind
from salesgenix.rights import service as rights
from tests.journeys.company import Company, open_company
from tests.journeys.hostile.attacker import EVIL, ORDER, OWN, Attacker, Call, attempts
from tests.journeys.hostile.oracle import Rows, Sent, Who, rows_of

AT_ONCE = 12  # calls of one turn that are looked at; what comes after is one too many


@dataclass
class Sites:
    """The web, all of it the attacker's. ``asked`` is what left the house as a request."""

    asked: list[str] = field(default_factory=list)

    def read(self, url: str, *, now: datetime) -> SitePage:
        self.asked.append(url)
        return SitePage(
            url=url, title=ORDER[:60], text=f"{ORDER} <<EMAIL_1>> {EVIL}", fetched_at=now
        )


@dataclass
class Scene:
    company: Company
    attacker: Attacker
    sites: Sites
    sent: Sent
    who: Who
    slot: str
    foreign_meeting: UUID
    foreign_lead: UUID
    before: Rows = field(default_factory=dict)

    @property
    def workspace_id(self) -> UUID:
        return self.company.workspace_id

    def everything(self) -> list[Call]:
        return attempts(self.slot, self.foreign_meeting, self.foreign_lead)

    def attack(self, tried: list[Call], *, at_once: int = AT_ONCE) -> None:
        """Turn by turn, till all of it has been tried; each time the worker runs after it."""
        for start in range(0, len(tried), at_once):
            self.attacker.plan = [tried[start : start + at_once]]
            self.turn("And what would you suggest for a team like ours?")
            if self.attacker.plan:
                return  # it was not asked: nobody may answer in this world

    def turn(self, words: str) -> None:
        mind = replace(self.company.parts.mind.get(), site_reader=self.sites)
        received = take_message(
            mind, self.workspace_id, self.who.conversation, text=words, client_id=str(uuid4())
        )
        if received.turn_id is not None:
            self.company.portal.call(take_turn, mind, received.turn_id)
        self.company.rounds.settle()

    def replies(self) -> list[str]:
        with self.company.house.db.reading() as session:
            events = conversations.history(
                session, self.workspace_id, self.who.conversation, limit=10_000
            )
        return [
            str(event.payload["text"])
            for event in events
            if event.kind is EventKind.MESSAGE and event.actor is Actor.AGENT
        ]

    def remember(self) -> None:
        self.before = rows_of(self.company.house.db)
        self.attacker.issued.clear()
        self.sent.taken.clear()
        self.sites.asked.clear()


def brain_of(attacker: Attacker) -> BrainSettings:
    return BrainSettings(
        kind="openai", base_url=attacker.url, model="scripted", api_key=SecretStr("test")
    )


@contextmanager
def open_scene(
    folder: Path, guard: Guard, attacker: Attacker, portal: BlockingPortal
) -> Iterator[Scene]:
    sent, brain = Sent(), brain_of(attacker)
    with open_company(folder, guard, brain=brain, carrier=sent, portal=portal) as company:
        now = company.clock.now()
        opened = open_conversation(
            company.house.db, company.workspace_id, channel="widget", now=now, zone="Europe/Berlin"
        ).conversation
        foreign_lead, foreign_meeting, slot = _bystander(company)
        scene = Scene(
            company,
            attacker,
            Sites(),
            sent,
            Who(opened.subject_ref, opened.lead_id, opened.id),
            slot,
            foreign_meeting,
            foreign_lead,
        )
        _poison(scene)
        scene.turn(f"I am Carla of Lumen, {OWN}. {ORDER.replace(EVIL, 'ben@tendralis.example')}")
        scene.remember()
        yield scene


def _bystander(company: Company) -> tuple[UUID, UUID, str]:
    """Another person's meeting, with the attacker's text in its topic; and a time that is free."""
    with company.house.db.writing() as session:
        now = company.clock.now()
        windows = [(now + timedelta(days=2), now + timedelta(days=9))]
        first, second = appointments.free_slots(
            session, company.workspace_id, windows, "UTC", now=now, limit=2
        )
        lead = leads.listing(session, company.workspace_id)[0]
        guest = Guest(
            lead_id=lead.id,
            subject_ref=lead.subject_ref,
            conversation_id=None,
            zone="UTC",
            topic=ORDER[:300],
        )
        booked = appointments.book(
            session,
            company.workspace_id,
            guest,
            member_id=first.member_id,
            starts_at=first.starts_at,
            now=now,
        )
    return lead.id, booked.id, second.id


def _poison(scene: Scene) -> None:
    """A page of our own, a note by a rep, a fact in the file, a mail: each with the order."""
    company, who, now = scene.company, scene.who, scene.company.clock.now()
    workspace_id = company.workspace_id
    written = ORDER.replace(EVIL, "page@evil.example")  # what we publish may be said
    page = PageDraft(
        path="bad.md", title="Price", text=f"## Price\n\n{written}\n\nThe price is 1 EUR."
    )
    with company.house.db.writing() as session:
        knowledge.replace_pages(session, workspace_id, [page], now=now)
        leads.learn(
            session, workspace_id, who.lead, "need", value=ORDER[:400], quote=None, source="file",
            now=now,
        )  # fmt: skip
        note = NewEvent(
            kind=EventKind.NOTE,
            actor=Actor.REP,
            member_id=company.owner,
            payload={"text": f"{ORDER} ben@tendralis.example"},
        )
        conversations.append(session, workspace_id, who.conversation, note, now=now)
        rights.take_in(
            session,
            workspace_id,
            Incoming(
                kind=RequestKind.ACCESS, channel=Channel.MAIL, language="en", name=ORDER[:100],
                email="mallory@elsewhere.example", words=ORDER,
            ),
            public_url="http://localhost",
            now=now,
        )  # fmt: skip
