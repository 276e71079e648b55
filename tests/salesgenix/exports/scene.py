"""Two prospects with values that are nobody else's, and the way to an archive of theirs."""

import io
import json
import zipfile
from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from salesgenix.conversations import service as conversations
from salesgenix.conversations.rules import Actor, EventKind
from salesgenix.conversations.service import NewEvent
from salesgenix.db import Database
from salesgenix.decisions import service as decisions
from salesgenix.decisions.rules import DecisionType, Entry
from salesgenix.exports import service as exports
from salesgenix.exports.making import make
from salesgenix.exports.rules import Kind, Wanted
from salesgenix.exports.service import ExportCard, Made
from salesgenix.leads import service as leads
from salesgenix.privacy import service as privacy
from salesgenix.privacy.rules import VaultItem
from tests.salesgenix.people import MONDAY, World

LATER = MONDAY + timedelta(hours=1)
CARLA = ("Carla Ruiz", "carla@customer.example", "0xCARLA-words-7731")
DORA = ("Dora Quist", "dora.quist@neighbour.example", "0xDORA-words-1919")


@dataclass(frozen=True)
class Archive:
    """An archive as its reader gets it."""

    data: bytes

    @property
    def zip(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.data))

    def read(self, name: str) -> bytes:
        return self.zip.read(name)

    def json(self, name: str):
        return json.loads(self.read(name))

    def lines(self, name: str) -> list[dict]:
        return [json.loads(line) for line in self.read(name).splitlines()]

    def everything(self) -> bytes:
        """Every file, and every payload whose key is in it."""
        opened = [
            AESGCM(b64decode(line["key"])).decrypt(
                (sealed := b64decode(line["sealed"]))[:12], sealed[12:], line["place"].encode()
            )
            for line in self.lines("payloads.jsonl")
            if "key" in line
        ]
        return b"\n".join([self.zip.read(name) for name in self.zip.namelist()] + opened)


def populate(world: World) -> UUID:
    """Carla and Dora have talked; returns Dora's reference. Carla spoke of Erik, and of rep Ben."""
    dora, dora_ref, dora_thread = world.another()
    with world.db.writing() as session:
        for field, value in (("name", DORA[0]), ("email", DORA[1])):
            leads.learn(
                session, world.ws, dora, field, value=value, quote=value, source="test", now=MONDAY
            )
        item = VaultItem(token="<PERSON_2>", entity="PERSON", value="Erik Holm", owner="third")
        privacy.keep_vault(
            session, world.ws, world.thread, world.carla_ref, items=[item], now=MONDAY
        )
    talk(world, world.thread, world.carla_ref, CARLA[2])
    talk(world, dora_thread, dora_ref, DORA[2])
    return dora_ref


def talk(world: World, thread: UUID, subject_ref: UUID, canary: str, *, at=MONDAY) -> None:
    """One exchange: the event and three decisions, one of them about nobody."""
    with world.db.writing() as session:
        conversations.append(
            session,
            world.ws,
            thread,
            NewEvent(
                kind=EventKind.MESSAGE,
                actor=Actor.PROSPECT,
                payload={"text": f"{canary}, Erik Holm told me to ask Ben"},
            ),
            now=at,
        )
        about = {"subject_ref": subject_ref, "conversation_ref": thread}
        entries = [
            Entry(
                type=DecisionType.TOOL_CALLED,
                outcome="found",
                tool={"name": "search_knowledge", "effect": "read", "status": "found"},
                payloads={
                    "arguments": json.dumps({"query": canary}),
                    "message": f"{canary} and Erik Holm, see ben@northwind.example",
                },
                **about,
            ),
            Entry(
                type=DecisionType.ACTION_DENIED,
                outcome="denied",
                reasons=("no_instruction",),
                facts={"kind": "discount.offer"},
                **about,
            ),
            Entry(type=DecisionType.WORKSPACE_RESUMED, outcome="performed"),
        ]
        decisions.record_all(session, world.ws, entries, now=at)


def ask(world: World, wanted: Wanted, *, now: datetime = LATER) -> ExportCard:
    with world.db.writing() as session:
        return exports.request(session, world.ws, wanted, by=world.ana, now=now)


def of_carla(world: World, **more) -> Wanted:
    return Wanted(kind=Kind.SUBJECT, subject_ref=world.carla_ref, **more)


def build(db: Database, card: ExportCard, folder: Path, *, now: datetime = LATER) -> ExportCard:
    """One attempt, as a worker makes it."""
    with db.writing() as session:
        job = exports.claim(session, card.workspace_id, card.id, now=now)
    assert job is not None
    with db.reading() as session:
        made: Made = make(session, job, folder, report=lambda done, total: None)
    with db.writing() as session:
        return exports.finish(session, job, made, now=now)


def fetch(db: Database, card: ExportCard, folder: Path, *, now: datetime = LATER) -> Archive:
    with db.reading() as session:
        found = exports.open_download(session, card.workspace_id, card.id, folder, now=now)
    with db.writing() as session:
        exports.note_download(session, card.workspace_id, card.id, by=None, via="member", now=now)
    with found.reader:
        data = b"".join(found.reader.chunks())
    assert len(data) == found.length
    return Archive(data)


def exported(world: World, wanted: Wanted, folder: Path, *, now: datetime = LATER) -> Archive:
    return fetch(
        world.db, build(world.db, ask(world, wanted, now=now), folder, now=now), folder, now=now
    )
