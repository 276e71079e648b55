"""A house to serve, with the people everybody knows: owner Ana, rep Ben, viewer Vic, a stranger."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

from api.deps import House
from api.realtime.hub import Hub
from salesgenix.accounts import service as accounts
from salesgenix.accounts.rules import Profile, Role, WorkingHours
from salesgenix.accounts.service import MemberCard, Newcomer
from salesgenix.conversations import service as conversations
from salesgenix.conversations.service import ConversationCard
from salesgenix.db import Database
from salesgenix.kit.clock import SettableClock
from salesgenix.kit.crypto import Keyring
from salesgenix.kit.keystore import SqlKeyStore
from salesgenix.kit.settings import Settings
from salesgenix.leads import service as leads
from tests.blank import make_blank

PASSWORD = "correct horse battery"
HOURS = WorkingHours.model_validate(
    {day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")}
)


class PlainGuard:
    """Lets every text pass."""

    def inbound(self, text, **how):
        return SimpleNamespace(stored=text)


@dataclass
class Office:
    """One serving house on a real database. ``turns`` are those the agent was asked to run."""

    house: House
    ana: MemberCard
    ben: MemberCard
    vic: MemberCard
    stranger: MemberCard
    turns: list[UUID] = field(default_factory=list)

    @property
    def ws(self) -> UUID:
        return self.ana.workspace_id

    @property
    def db(self) -> Database:
        return self.house.db

    @property
    def now(self):
        return self.house.clock.now()

    def token(self, member: MemberCard) -> str:
        with self.db.writing() as session:
            return accounts.issue_sign_in(session, member.workspace_id, member.id, now=self.now)

    def thread(
        self, name: str = "Carla Moreno", *, zone: str = "Europe/Madrid"
    ) -> ConversationCard:
        """A conversation with a prospect who has given a name."""
        with self.db.writing() as session:
            opened = conversations.open_conversation(
                session, self.ws, channel="widget", now=self.now, language="en", zone=zone
            )
            card = opened.conversation
            if name:
                leads.learn(
                    session,
                    self.ws,
                    card.lead_id,
                    "name",
                    value=name,
                    quote=None,
                    source="message:1",
                    now=self.now,
                )
            return card

    def write(self, card: ConversationCard, text: str):
        """The prospect says something."""
        with self.db.writing() as session:
            return conversations.receive(
                session,
                self.ws,
                card.id,
                client_id=str(uuid4()),
                payload={"text": text, "model": text},
                now=self.now,
            )

    def turns_within(self, seconds: float) -> int:
        """How many turns were asked for, once there is one or the time is up."""
        ends = time.monotonic() + seconds
        while not self.turns and time.monotonic() < ends:
            time.sleep(0.01)
        return len(self.turns)

    def card(self, card: ConversationCard) -> ConversationCard:
        with self.db.reading() as session:
            return conversations.card(session, self.ws, card.id)


def _workspace(db: Database, slug: str, name: str, clock: SettableClock) -> UUID:
    profile = Profile(
        company=name,
        agent_name="Lia",
        zone="Europe/Madrid",
        languages=["en", "es"],
        sender_email="hello@lumen.example",
    )
    with db.writing() as session:
        return accounts.open_workspace(session, slug, name, profile, now=clock.now()).id


def _member(db: Database, ws: UUID, name: str, role: Role, clock: SettableClock) -> MemberCard:
    first = name.partition(" ")[0].lower()
    newcomer = Newcomer(
        name=name,
        email=f"{first}@{'stranger' if first == 'sol' else 'lumen'}.example",
        role=role,
        zone="Europe/Madrid",
        hours=HOURS,
        takes_meetings=role is Role.REP,
        password=PASSWORD if role is Role.OWNER else None,
    )
    with db.writing() as session:
        return accounts.add_member(session, ws, newcomer, now=clock.now())


@cache
def _settled() -> tuple[tempfile.TemporaryDirectory[str], dict[str, MemberCard]]:
    """Their folder, made once in a process: its passwords are dear to make, as they should be."""
    folder = tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True)
    make_blank(Path(folder.name) / "business.db")
    clock = SettableClock()
    with _database(Path(folder.name)) as db:
        ws = _workspace(db, "lumen", "Lumen Freight", clock)
        other = _workspace(db, "stranger", "Stranger", clock)
        return folder, {
            "ana": _member(db, ws, "Ana Duarte", Role.OWNER, clock),
            "ben": _member(db, ws, "Ben Ortiz", Role.REP, clock),
            "vic": _member(db, ws, "Vic Lane", Role.VIEWER, clock),
            "stranger": _member(db, other, "Sol Grant", Role.OWNER, clock),
        }


@contextmanager
def _database(folder: Path) -> Iterator[Database]:
    store = SqlKeyStore(f"sqlite:///{folder / 'keys.db'}")
    db = Database(f"sqlite:///{folder / 'business.db'}", Keyring(store, bytes(range(32))))
    yield db
    db.close()
    store.close()


@contextmanager
def open_office(folder: Path, guard: Any = None) -> Iterator[Office]:
    settled, people = _settled()
    shutil.copytree(settled.name, folder, dirs_exist_ok=True)
    turns: list[UUID] = []

    async def take_turn(turn_id: UUID) -> None:
        turns.append(turn_id)
        await asyncio.sleep(0)

    with _database(folder) as db:
        house = House(
            db=db,
            clock=SettableClock(),
            settings=Settings(mode="sandbox", data_dir=folder),
            guard=guard or PlainGuard(),
            hub=Hub(),
            take_turn=take_turn,
        )
        yield Office(house=house, turns=turns, **people)
